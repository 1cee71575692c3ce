/* notice_test: people are told of a burst once it is over, and of what came meanwhile another time. */
#include "news/notice_store.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"
#include "clients/kept_world_test.h"
#include "core/house_test.h"
#include "db/db_testing.h"
#include "folders/folders.h"
#include "news/news.h"
#include "records/record_union_test.h"

#include <inttypes.h>

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
	burst_add(tx, CLIENT, 0, 1000);
	assert_null(burst_next(tx, 1000 + TEN - 1));
	burst = burst_next(tx, 1000 + TEN);
	assert_non_null(burst);
	assert_int_equal(burst->since_at, 1000);
	burst_begin(tx, burst, 2000);
	burst_go_on(tx, burst, "contact", 5);
	burst_add(tx, CLIENT, 0, 3000); /* while they are being told */
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

/* ---- two contacts who are one person ---- */

#define RUN(...)   world_run(&world, arena_printf(arena, __VA_ARGS__))
#define COUNT(...) counted(&world, arena_printf(arena, __VA_ARGS__))

static void
unite_heard(struct tx *tx, void *data)
{
	static const struct feature *const hearing[] = {&folders, &news};
	static const struct house house = {.features = hearing, .feature_count = 2};
	struct union_wish *wish = data;
	struct access access = *access_of(wish->world, EVA, "contacts");

	access.house = &house;
	wish->merging.draft = record_draft(tx_arena(tx), access.plan->module);
	wish->outcome = record_merge(tx, &access, &wish->merging, &wish->stopped, &wish->trouble);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_was_two_contacts_keeps_what_both_put_and_read_and_chose)
{
	struct world world = clients_world(db, arena);
	int64_t stays = made(&world, EVA, "contacts", FIELDS("last_name", "Sorel"));
	int64_t goes = made(&world, EVA, "contacts", FIELDS("last_name", "Sorrel"));
	int64_t client = made(&world, EVA, "clients", FIELDS("name", "Élan"));
	struct union_wish wish = {.world = &world, .merging = {.survivor = stays, .others = {goes}, .other_count = 1}};

	RUN("insert into client_contact (client_id, contact_id, role, created_at) values (%" PRId64 ", %" PRId64
	    ", 'x', 1)",
	    client, goes);
	for (int id = 1; id <= 2; id++)
		RUN("insert into file (id, client_id, folder_id, name, name_key, words_key, number, size, type, sha256, "
		    "blob, scan, created_at, created_by, changed_at, changed_by, put_whose, put_who_id, version) values "
		    "(%d, %" PRId64 ", %" PRId64
		    ", 'a', '%d', '', 1, 0, 'x', 'x', 'x', '', 5, '', 5, '', 'contact', %" PRId64 ", 1)",
		    id, client, client, id, goes);
	RUN("insert into file_read (file_id, whose, who_id, version_at) values (1, 'contact', %" PRId64
	    ", 4), (1, 'contact', %" PRId64 ", 5), (2, 'contact', %" PRId64 ", 3)",
	    stays, goes, goes);
	RUN("insert into file_mark (whose, who_id, client_id, until_at) values ('contact', %" PRId64 ", %" PRId64
	    ", 3), ('contact', %" PRId64 ", %" PRId64 ", 2)",
	    goes, client, stays, client);
	RUN("insert into file_notice (whose, who_id, way) values ('contact', %" PRId64 ", 'none')", goes);
	assert_int_equal(db_write(db, arena, unite_heard, &wish), DB_FINE);
	assert_int_equal(wish.outcome, RECORD_DONE);
	assert_int_equal(COUNT("select count(*) from file where put_who_id = %" PRId64, stays), 2);
	assert_int_equal(COUNT("select sum(version_at) from file_read where who_id = %" PRId64, stays), 8);
	assert_int_equal(COUNT("select until_at from file_mark where who_id = %" PRId64, stays), 3);
	assert_int_equal(COUNT("select count(*) from file_notice where way = 'none' and who_id = %" PRId64, stays), 1);
	assert_int_equal(COUNT("select (select count(*) from file_read) + (select count(*) from file_mark) + (select "
			       "count(*) from file_notice)"),
			 4);
	rights_free(world.rights);
}
