/* notice_test: people are told of a burst once it is over, and of what came meanwhile another time. */
#include "news/notice_store.h"

#include "base/instant.h"
#include "base/test.h"
#include "core/house_test.h"
#include "db/db_testing.h"

enum { TEN = 10 * MINUTE_MS, CLIENT = 7 };

TEST(a_burst_is_told_when_it_is_over_and_at_most_once_an_hour)
{
	struct burst burst = {.way = NOTICE_SOON, .since_at = 1000, .latest_at = 5000, .told_at = NO_INSTANT};

	assert_int_equal(burst_due(&burst, 0), 5000 + TEN);
	burst.latest_at = 1000 + HOUR_MS;
	assert_int_equal(burst_due(&burst, 0), 1000 + HOUR_MS);
	burst.told_at = HOUR_MS / 2 + 1000;
	assert_int_equal(burst_due(&burst, 0), HOUR_MS / 2 + 1000 + HOUR_MS);
	burst.way = NOTICE_DAILY;
	assert_int_equal(burst_due(&burst, 42), 42);
}

/* Paris is an hour before UTC in winter. */
TEST(daily_is_at_seven_in_the_morning_there)
{
	int64_t midnight = (int64_t)day_of(2026, 1, 15) * DAY_MS;

	assert_int_equal(notice_morning("Europe/Paris", midnight), midnight + 6 * (int64_t)HOUR_MS);
	assert_int_equal(notice_morning("Europe/Paris", midnight + 6 * (int64_t)HOUR_MS),
			 midnight + 30 * (int64_t)HOUR_MS);
}

static void
tell(struct tx *tx, void *data)
{
	struct burst *burst;

	(void)data;
	burst_add(tx, CLIENT, 1000);
	assert_null(burst_next(tx, 1000 + TEN - 1));
	burst = burst_next(tx, 1000 + TEN);
	assert_non_null(burst);
	assert_int_equal(burst->since_at, 1000);
	burst_begin(tx, burst, 2000);
	burst_go_on(tx, burst, "contact", 5);
	burst_add(tx, CLIENT, 3000); /* while they are being told */
	db_run(tx, "update file_burst set due_at = due_at + 1000 where way <> $1",
	       db_text(notice_way_names[burst->way]));
	burst = burst_next(tx, 1000 + TEN);
	assert_int_equal(burst->until_at, 2000);
	assert_int_equal(burst->after_id, 5);
	burst_end(tx, burst, 4000);
	burst = burst_next(tx, 4000);
	assert_int_equal(burst->since_at, 2001);
	assert_int_equal(burst->until_at, NO_INSTANT);
	assert_int_equal(burst->told_at, 4000);
	burst_begin(tx, burst, 3000);
	burst_end(tx, burst, 5000);
	assert_null(burst_next(tx, 5000));
	bursts_join(tx, CLIENT, CLIENT + 1); /* the other way still waits */
	assert_int_equal(burst_next(tx, 2 * DAY_MS)->client_id, CLIENT + 1);
	bursts_forget(tx, CLIENT + 1);
	assert_null(burst_next(tx, 2 * DAY_MS));
}

TEST_BOTH_ENGINES_WITH(house_migrate, what_comes_while_people_are_told_is_another_burst)
{
	assert_int_equal(db_write(db, arena, tell, NULL), DB_FINE);
}

static void
choose(struct tx *tx, void *data)
{
	(void)data;
	assert_int_equal(notice_way_of(tx, "contact", 5), NOTICE_SOON);
	notice_choose(tx, "contact", 5, NOTICE_NONE);
	notice_choose(tx, "contact", 5, NOTICE_DAILY);
	assert_int_equal(notice_way_of(tx, "contact", 5), NOTICE_DAILY);
	assert_int_equal(notice_way_of(tx, "staff", 5), NOTICE_SOON);
	notice_erase(tx, 5);
	assert_int_equal(notice_way_of(tx, "contact", 5), NOTICE_SOON);
}

TEST_BOTH_ENGINES_WITH(house_migrate, a_choice_is_ones_own_and_goes_with_the_person)
{
	assert_int_equal(db_write(db, arena, choose, NULL), DB_FINE);
}
