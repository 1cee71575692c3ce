/* file_name: names of files as people and their computers send them, made safe for every system that may get them. */
#ifndef SYS_FILE_NAME_H
#define SYS_FILE_NAME_H

#include "base/str.h"

#include <stdbool.h>

struct arena;

enum { FILE_NAME_BYTES = 255 };

/* The name a file is kept under: at least 1 and at most FILE_NAME_BYTES bytes of UTF-8 in the composed form (NFC).
 * Signs that cannot be seen or turn the direction of reading are left out; "/ \ : * ? " < > |" become "_"; no spaces or
 * dots at either end; names Windows keeps for itself ("nul.txt") get a "_" in front; too long a name loses the end of
 * its stem, not its ending. "file" when nothing is left. A safe name stays as it is. Also for folders. */
const char *file_name_safe(struct arena *arena, struct str name);
/* The same for a name that somebody types, who can be asked for another: NULL when nothing is left. */
const char *file_name_typed(struct arena *arena, struct str name);

/* Two names are one when their keys are equal: same letters, composed or not, upper or lower case. At most three times
 * as long as the name. */
const char *file_name_key(struct arena *arena, const char *name);

/* "devis.pdf", 2 → "devis (2).pdf", shortened to fit: for a name that is taken already. `name` is safe. */
const char *file_name_numbered(struct arena *arena, const char *name, int number);
/* Of a folder, which has no ending: "Lot 2.b", 2 → "Lot 2.b (2)". */
const char *file_name_folder_numbered(struct arena *arena, const char *name, int number);

/* The ending without its dot, "pdf"; "" when there is none (".profile", "README", "v1. final version of it"). */
const char *file_name_ending(const char *name);

#endif
