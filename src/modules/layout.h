/* layout: sections of fields, read from their JSON. Internal to src/modules. */
#ifndef MODULES_LAYOUT_H
#define MODULES_LAYOUT_H

#include "modules/catalogue.h"

/* Fills the sections; fields that are no more (or retired) are left out. Texts are the doc's. */
void layout_read(struct arena *arena, struct layout *layout, const struct module *module, const struct doc *definition);
/* One section with every field people type, the owner last. */
void layout_make_plain(struct arena *arena, struct layout *layout, const struct module *module);
/* Whether the layout shows the field. */
bool layout_has(const struct layout *layout, const struct field *field);

#endif
