/* portal_layout: a tab with several layouts is looked at, and filled in, one of them at a time. */
#ifndef RECORDS_PORTAL_LAYOUT_H
#define RECORDS_PORTAL_LAYOUT_H

#include "records/record.h"

/* The access of a portal user as the layout shows it that `layout` of the address or the form names: its sections, its
 * fields, never more than all layouts together let. On pages that name none, the first one; for programs that name
 * none, and for everybody else, `access` as it is. NULL stays NULL. */
const struct access *portal_layout_access(struct request *rq, const struct access *access);

/* "has_layouts", "layout": the id of the one looked at, and "layouts": [{"label", "href", "current"}] to choose
 * another, of a record (0: a new one) on its page `rest` ("" or "/form"); null where there is nothing to choose. */
void portal_layouts_fill(struct request *rq, struct doc *page, const struct access *access, int64_t record,
			 const char *rest);

#endif
