/* place: the pages of the console that the home and the settings lead to, shown to those who may open them. */
#ifndef CONSOLE_PLACE_H
#define CONSOLE_PLACE_H

#include "base/doc.h"
#include "core/request.h"

/* True when a feature answers GET at `path` and the viewer may ask for it. */
bool place_is_open(const struct request *rq, const char *path);

/* "groups": [{label, places: [{label, about, icon, href}]}]; groups and places one may not open are left out. */
void place_add_settings(struct request *rq, struct doc *page);

/* "shortcuts": [{label, icon, href}]. */
void place_add_shortcuts(struct request *rq, struct doc *page);

#endif
