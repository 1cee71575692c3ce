/* place: the pages of the console that the home and the settings lead to, shown to those who may open them. */
#ifndef CONSOLE_PLACE_H
#define CONSOLE_PLACE_H

#include "base/doc.h"
#include "console/console.h"

/* "groups": [{label, places: [{label, about, icon, href}]}]; groups and places one may not open are left out. */
void place_add_settings(struct request *rq, struct doc *page);

/* "shortcuts": [{label, icon, href}]. */
void place_add_shortcuts(struct request *rq, struct doc *page);

#endif
