/* record_rollup: recomputes what records above sum up of the records below them. Internal to src/records. */
#ifndef RECORDS_RECORD_ROLLUP_H
#define RECORDS_RECORD_ROLLUP_H

#include "records/record_row.h"

/* A record of `module` changed from `before` (NULL: it was not there) to `after` (NULL: it is no more): every record
 * that sums it up is computed anew, and those above it. Whoever may see them: what is stored is true for all. */
void rollups_refresh(struct tx *tx, const struct access *access, const struct module *module, const struct row *before,
		     const struct row *after);
/* Computes the roll-ups of one record anew: nothing did while it was in the recycle bin. */
void rollups_of(struct tx *tx, const struct access *access, const struct module *module, int64_t id);
/* A roll-up of a record without any records below. */
void rollups_start(const struct module *module, struct db_value *cells);

#endif
