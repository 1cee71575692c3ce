/* records: the front door: the records of all modules in the console, and through the API. */
#ifndef RECORDS_RECORDS_H
#define RECORDS_RECORDS_H

#include "core/feature.h"

extern const struct feature records;

/* The modules whose records these pages write and the viewer may see, for the console's menu: a list of {"label",
 * "icon", "href", "current"}. */
void records_navigation(struct request *rq, struct doc *list);

#endif
