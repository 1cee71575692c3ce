/* export_names: what writing and reading the file of a configuration share. Private to export_*.c. */
#ifndef USER_TYPES_EXPORT_NAMES_H
#define USER_TYPES_EXPORT_NAMES_H

#include "modules/condition.h"

#define CONFIGURATION_KIND  "user type"
#define NARROWED_BY_RECORDS "by records"
enum { CONFIGURATION_FORMAT = 1 };

/* Whether it asks for certain records or people, which have no names that hold elsewhere. */
bool condition_names_records(const struct condition *condition);
/* NULL: it does not hold together. */
const struct condition *narrowed_read(struct arena *arena, const struct module *module, const struct doc *json);

#endif
