/* module_settings: what is chosen for a module: its icon, and who sees the records of others. */
#ifndef MODULES_MODULE_SETTINGS_H
#define MODULES_MODULE_SETTINGS_H

#include "modules/settings_form.h"

/* "icons": [{icon, label, current}]; `chosen` may be one that is not offered: then it is added. */
void module_add_icons(struct settings *settings, const char *chosen);
bool module_icon_is_offered(const char *name);

/* "sharings": [{code, label, about, current}]. */
void module_add_sharings(struct settings *settings, enum sharing chosen);
/* The label of one, English (N_). */
const char *sharing_label(enum sharing sharing);

#endif
