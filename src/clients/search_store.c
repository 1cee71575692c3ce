/* search_store: the signs that "like" gives a meaning to are escaped. */
#include "clients/search_store.h"

#include "base/arena.h"
#include "base/str.h"

static const char *
pattern(struct arena *arena, const char *before, const char *text)
{
	struct builder out = builder_new(arena, 0);

	build_text(&out, before);
	for (; *text != '\0'; text++) {
		if (*text == '%' || *text == '_' || *text == '\\')
			build_char(&out, '\\');
		build_char(&out, *text);
	}
	build_char(&out, '%');
	return builder_text(&out);
}

const char *
pattern_begins(struct arena *arena, const char *text)
{
	return pattern(arena, "", text);
}

const char *
pattern_begins_word(struct arena *arena, const char *text)
{
	return pattern(arena, "% ", text);
}
