/* record_refresh: computes records anew when nobody changed them: a formula came, or a day has passed. Internal to
 * src/records. */
#ifndef RECORDS_RECORD_REFRESH_H
#define RECORDS_RECORD_REFRESH_H

#include "records/record.h"

enum { REFRESHED_AT_ONCE = 200 };

/* What of a module's records is computed anew: formulas and words always. */
enum refresh { REFRESH_FORMULAS, REFRESH_ALL };

/* Whether the module's formulas move with the day. */
bool module_moves(const struct module *module);

/* Computes the records behind *after, at most REFRESHED_AT_ONCE, which then is the last of them; how many there were.
 * Versions and history stay. */
size_t refresh_some(struct tx *tx, const struct rights *rights, const struct module *module,
		    const struct moment *moment, enum refresh what, int64_t *after);

#endif
