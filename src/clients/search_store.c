/* search_store: the signs that "like" gives a meaning to are escaped; ranges end at the last character there is. */
#include "clients/search_store.h"

#include "base/arena.h"
#include "base/str.h"

#define LAST_CHARACTER "\xF4\x8F\xBF\xBF" /* U+10FFFF */

const char *
pattern_begins_word(struct arena *arena, const char *text)
{
	struct builder out = builder_new(arena, 0);

	build_text(&out, "% ");
	for (; *text != '\0'; text++) {
		if (*text == '%' || *text == '_' || *text == '\\')
			build_char(&out, '\\');
		build_char(&out, *text);
	}
	build_char(&out, '%');
	return builder_text(&out);
}

const char *
text_after_all_that_begin(struct arena *arena, const char *text)
{
	return arena_printf(arena, "%s" LAST_CHARACTER, text);
}
