/* visible: signs that cannot be seen, or turn the direction of what is read: in a name they show another than it is. */
#ifndef BASE_VISIBLE_H
#define BASE_VISIBLE_H

#include <stdbool.h>

struct arena;

/* Whether a text of well-formed UTF-8 has such a sign: controls of direction (UAX 9: U+061C, U+200E, U+200F, U+202A to
 * U+202E, U+2066 to U+2069), C1 controls, separators of lines, spaces without width, soft hyphens, tags. Joiners are
 * none where they shape what is seen: behind a letter of a script that joins, or within a pictogram; nor are the tags
 * of a flag. Line ends and tabs are the caller's to judge. */
bool text_is_deceptive(const char *text);

/* The text without them; itself when it has none. */
const char *text_without_deception(struct arena *arena, const char *text);

#endif
