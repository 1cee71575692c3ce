/* bulk: one change, or the bin, for many records at once. */
#ifndef RECORDS_BULK_H
#define RECORDS_BULK_H

#include "records/record.h"

enum { BULK_RECORDS = 200 };

/* "bulk": what the bar below a list offers; null when the viewer may do nothing. */
void bulk_fill(struct request *rq, struct doc *page, const struct access *access);

#endif
