/* uses: what would be left without a field, a module or a layout that somebody wants to retire. Internal. */
#ifndef MODULES_USES_H
#define MODULES_USES_H

#include "modules/catalogue.h"

/* Lists of {"kind", "name"}, at most 50; NULL: nothing uses it. */
struct doc *field_uses(struct tx *tx, const struct catalogue *catalogue, const struct field *field);
struct doc *module_uses(struct tx *tx, const struct catalogue *catalogue, const struct module *module);
struct doc *layout_uses(struct tx *tx, const struct layout *layout);

/* ---- how they are gathered ---- */

/* The list as it grows. */
struct uses {
	struct tx *tx;
	struct doc *list; /* NULL: nothing yet */
	const char *language;
};
struct doc *uses_add(struct uses *uses, const char *kind, const char *english);
void uses_add_label(struct uses *uses, const char *kind, const char *english, const struct label *label);
/* Whether what is kept as JSON names the field. */
bool uses_in_json(const struct doc *doc, const char *field);

/* The user types of portals that show one of these, or do as soon as they are published. */
void uses_of_field_by_types(struct uses *uses, const struct field *field);
void uses_of_module_by_types(struct uses *uses, const struct module *module);
void uses_of_layout_by_types(struct uses *uses, const struct layout *layout);

#endif
