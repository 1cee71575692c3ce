/* rate: limits on how often something may be tried, kept in the database, counted before the work. */
#ifndef CORE_RATE_H
#define CORE_RATE_H

#include <stdbool.h>
#include <stdint.h>

struct tx;

/* Counts one more use of `key` ("sign_in:account:…") in one statement. False when more than `most` in `per_ms` (GCRA,
 * with bursts up to `most`): then *wait_ms says how long until the next is allowed. */
bool rate_take(struct tx *tx, const char *key, int most, int64_t per_ms, int64_t *wait_ms);
/* Whether rate_take would allow one more now; counts nothing. */
bool rate_allows(struct tx *tx, const char *key, int most, int64_t per_ms);
void rate_reset(struct tx *tx, const char *key);

#endif
