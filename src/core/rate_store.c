/* rate_store: GCRA in one statement: the stored arrival time moves only when the use is allowed. */
#include "core/rate.h"

#include "db/db.h"
#include "sys/clock.h"

bool
rate_take(struct tx *tx, const char *key, int most, int64_t per_ms, int64_t *wait_ms)
{
	int64_t now = clock_now(), step = per_ms / most, slack = per_ms - step;
	int64_t arrival;

	if (db_run(tx,
		   "insert into rate (key, arrival_at) values ($1, $2 + $3) on conflict (key) do update "
		   "set arrival_at = case when rate.arrival_at > $2 then rate.arrival_at else $2 end + $3 "
		   "where rate.arrival_at <= $2 + $4",
		   db_text(key), db_int(now), db_int(step), db_int(slack)) == 1) {
		*wait_ms = 0;
		return true;
	}
	arrival = db_get_int(tx, now, "select arrival_at from rate where key = $1", db_text(key));
	*wait_ms = arrival - slack - now > 0 ? arrival - slack - now : 0;
	return tx_trouble(tx) != DB_FINE;
}

bool
rate_allows(struct tx *tx, const char *key, int most, int64_t per_ms)
{
	return db_get_int(tx, 0, "select arrival_at from rate where key = $1", db_text(key)) <=
	       clock_now() + per_ms - per_ms / most;
}

void
rate_reset(struct tx *tx, const char *key)
{
	db_run(tx, "delete from rate where key = $1", db_text(key));
}
