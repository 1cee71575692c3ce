/* portal_count: how many records each tab has, for the menu: counted in one statement, and none of them far. */
#ifndef RECORDS_PORTAL_COUNT_H
#define RECORDS_PORTAL_COUNT_H

#include "records/record.h"

/* How many records out of the recycle bin each access shows, counted up to `most`; all of the same viewer, a portal
 * user. One statement, unless the conditions of the tabs have more values than one holds. */
int64_t *portal_counts(struct tx *tx, const struct access *const *accesses, size_t count, int64_t most);

#endif
