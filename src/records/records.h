/* records: the front door: the records of all modules in the console, and through the API. */
#ifndef RECORDS_RECORDS_H
#define RECORDS_RECORDS_H

#include "core/feature.h"

extern const struct feature records;

/* The modules whose records these pages write and the viewer may see, for the console's menu: a list of {"label",
 * "icon", "href", "current"}. */
void records_navigation(struct request *rq, struct doc *list);

/* The tabs of the portal user, in their order: the same list. */
void portal_tabs(struct request *rq, struct doc *list);

/* A page of a feature shows records to those who see the whole of them; where the others see theirs, if they may do
 * `may` with those. NULL: nowhere, or the path is no such page. */
const char *records_instead(struct request *rq, unsigned may);

#endif
