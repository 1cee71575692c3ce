/* retention_page: periods as forms offer them and pages tell them. */
#ifndef HOLDS_RETENTION_PAGE_H
#define HOLDS_RETENTION_PAGE_H

#include "core/request.h"
#include "folders/folders.h"

/* "months", "years", "whole_years", "any": for the partial retention_period_part. */
void retention_set_months(struct doc *doc, int months);
/* All that may be chosen; `chosen` RETENTION_UNSAID: none of them is. */
void retention_add_choices(struct doc *list, int chosen);
/* Empty: `otherwise`; what is not offered has an error. */
int retention_read_months(struct request *rq, const char *field, int otherwise);
/* The months, and who says so: "from" (the name of a folder; null: the organisation), "reason", "carried". For the
 * partial retention_said_part. */
void retention_set_said(struct request *rq, struct doc *doc, const struct retention_said *said);

#endif
