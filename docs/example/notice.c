/* notice: a list shows the beginning of a text, and never half a word. */
#include "notices/notice.h"

#include "base/arena.h"

#include <string.h>

/* UTF-8: bytes of the form 10xxxxxx continue a character. */
static bool
begins_character(char c)
{
	return ((unsigned char)c & 0xC0) != 0x80;
}

const char *
notice_excerpt(struct arena *arena, const char *body, size_t most)
{
	size_t line = strcspn(body, "\r\n"), cut = line;

	if (line <= most)
		return arena_text_of(arena, body, line);
	for (cut = most; cut > 0 && body[cut] != ' ';)
		cut--;
	for (cut = cut == 0 ? most : cut; !begins_character(body[cut]);)
		cut--;
	return arena_printf(arena, "%.*s…", (int)cut, body);
}
