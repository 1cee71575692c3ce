/* field_settings: what a field's type needs more, as JSON in its row and as members of struct field. Internal. */
#ifndef MODULES_FIELD_SETTINGS_H
#define MODULES_FIELD_SETTINGS_H

#include "modules/builtin.h"

enum { TEXT_LONGEST = 250, TEXT_MOST = 500, LONG_TEXT_LONGEST = 20000, EMAIL_LONGEST = 254, NUMBER_DIGITS = 5 };

/* What stands alone: limits, digits, currency, choices, result, rollup. `settings` may be NULL; `builtin` gives the
 * choices and their labels where the settings do not (NULL: it was made here). Texts are the doc's. */
void field_read_settings(struct arena *arena, struct field *field, const struct doc *settings,
			 const struct builtin_field *builtin, const char *currency);
/* What leads to other modules and fields, once all are read: the target, the source of a roll-up. False: not there. */
bool field_link_settings(const struct catalogue *catalogue, struct field *field, const struct doc *settings);
/* What is written in fields' names: formula and condition. False, and *error (English, N_) and *wrong which setting. */
bool field_compile_settings(struct arena *arena, struct field *field, const struct doc *settings, const char **error,
			    const char **wrong, struct doc **values);

/* Values of this type have a folded column beside them, in a module that the engine keeps. */
bool field_type_is_folded(enum field_type type);

/* The member as an integer, or `absent`. */
int64_t doc_get_int(const struct doc *object, const char *name, int64_t absent);
/* The index of `name` in a NULL-terminated list; -1: it is not there. */
int name_index(const char *const *names, const char *name);

#endif
