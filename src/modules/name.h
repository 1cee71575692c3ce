/* name: how modules and fields are called in paths, in the API, and in the names of tables and columns. Internal. */
#ifndef MODULES_NAME_H
#define MODULES_NAME_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { NAME_LONGEST = 40 };

/* [a-z][a-z0-9_]*, at most 40 characters, and not a word of our own. */
bool module_name_fits(const char *name);
bool field_name_fits(const char *name);
/* From a label: "Numéro de série" gives "numero_de_serie"; NULL when nothing of it can be used. */
const char *name_of_text(struct arena *arena, const char *text);
/* The `number`th try: "plate", "plate_2", "plate_3"… */
const char *name_numbered(struct arena *arena, const char *name, size_t number);

#endif
