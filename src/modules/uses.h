/* uses: what would be left without a field, a module or a layout that somebody wants to retire. Internal. */
#ifndef MODULES_USES_H
#define MODULES_USES_H

#include "modules/catalogue.h"

/* Lists of {"kind", "name"}, at most 50; NULL: nothing uses it. */
struct doc *field_uses(struct tx *tx, const struct catalogue *catalogue, const struct field *field);
struct doc *module_uses(struct tx *tx, const struct catalogue *catalogue, const struct module *module);
struct doc *layout_uses(struct tx *tx, const struct layout *layout);

#endif
