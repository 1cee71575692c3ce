/* draft: whether what a form or the API brings for a field can become one. Internal to src/modules. */
#ifndef MODULES_DRAFT_H
#define MODULES_DRAFT_H

#include "modules/module_store.h"

/* Reads the draft into `made` (name, column and key are the caller's), with what was refused in `trouble`. `of` is the
 * field being changed, NULL for a new one. *settings gets what its column holds; NULL: nothing. */
enum module_outcome
draft_read(struct arena *arena, const struct catalogue *catalogue, const struct module *module, const struct field *of,
	   const struct field_draft *draft, struct field *made, struct doc **settings, struct module_trouble *trouble);

/* Sets the trouble and returns MODULE_DRAFT_WRONG. `values` may be NULL. */
enum module_outcome
draft_wrong(struct module_trouble *trouble, const char *field, const char *error, struct doc *values);

#endif
