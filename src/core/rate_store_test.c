/* rate_store_test: bursts up to the limit, then one at a time, then all again; on both engines. */
#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"
#include "core/rate.h"
#include "db/db_testing.h"
#include "sys/clock.h"

struct trying {
	int allowed;
	int64_t wait_ms;
};

static void
make_table(struct db *db, struct arena *arena)
{
	const struct migration step = {
		"rate", STR("create table rate (key TEXT primary key, arrival_at INTEGER not null) STRICT;")};
	const char *error = NULL;

	assert_true(db_migrate(db, arena, &step, 1, &error));
}

static void
try_ten(struct tx *tx, void *data)
{
	struct trying *trying = data;

	trying->allowed = 0;
	for (int i = 0; i < 10; i++)
		trying->allowed += rate_take(tx, "k", 5, HOUR_MS, &trying->wait_ms);
}

static void
reset(struct tx *tx, void *data)
{
	(void)data;
	rate_reset(tx, "k");
}

TEST_BOTH_ENGINES_WITH(make_table, rate_lets_a_burst_through_then_says_how_long_to_wait)
{
	struct trying trying;

	assert_int_equal(db_write(db, arena, try_ten, &trying), DB_FINE);
	assert_int_equal(trying.allowed, 5);
	assert_true(trying.wait_ms > 11 * MINUTE_MS && trying.wait_ms <= 12 * MINUTE_MS);
	clock_shift(12 * MINUTE_MS);
	assert_int_equal(db_write(db, arena, try_ten, &trying), DB_FINE);
	assert_int_equal(trying.allowed, 1);
	clock_shift(2 * HOUR_MS);
	assert_int_equal(db_write(db, arena, try_ten, &trying), DB_FINE);
	assert_int_equal(trying.allowed, 5);
	assert_int_equal(db_write(db, arena, reset, NULL), DB_FINE);
	assert_int_equal(db_write(db, arena, try_ten, &trying), DB_FINE);
	assert_int_equal(trying.allowed, 5);
	clock_shift(0);
}
