/* notice_test: people are told of a burst once it is over, and of what came meanwhile another time. */
#include "news/notice_store.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/test.h"
#include "clients/kept_world_test.h"
#include "core/house_test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "folders/folders.h"
#include "news/news.h"
#include "news/notice_stop.h"
#include "records/record_union_test.h"
#include "sys/clock.h"

#include <inttypes.h>
#include <pthread.h>
#include <semaphore.h>

enum { TEN = 10 * MINUTE_MS, CLIENT = 7 };

TEST(a_burst_is_told_when_it_is_over_and_at_most_once_an_hour)
{
	struct burst burst = {.since_at = 1000, .latest_at = 5000, .told_at = NO_INSTANT};

	assert_int_equal(burst_due(&burst), 5000 + TEN);
	burst.latest_at = 1000 + HOUR_MS;
	assert_int_equal(burst_due(&burst), 1000 + HOUR_MS);
	burst.told_at = HOUR_MS / 2 + 1000;
	assert_int_equal(burst_due(&burst), HOUR_MS / 2 + 1000 + HOUR_MS);
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
	burst = burst_next(tx, 1000 + TEN);
	assert_int_equal(burst->until_at, 2000);
	assert_int_equal(burst->after_id, 5);
	burst_end(tx, burst, 4000);
	burst = burst_next(tx, 4000);
	assert_int_equal(burst->since_at, 3000);
	assert_int_equal(burst->until_at, NO_INSTANT);
	assert_int_equal(burst->told_at, 4000);
	burst_begin(tx, burst, 3000);
	burst_add(tx, CLIENT, 0, 3000); /* in the same millisecond, too */
	burst_end(tx, burst, 5000);
	burst = burst_next(tx, 5000);
	assert_int_equal(burst->since_at, 3000);
	burst_begin(tx, burst, 6000);
	burst_end(tx, burst, 6000);
	assert_null(burst_next(tx, 5000));
	burst_add(tx, CLIENT, 0, 6000);
	bursts_join(tx, CLIENT, CLIENT + 1);
	assert_int_equal(burst_next(tx, 2 * DAY_MS)->client_id, CLIENT + 1);
	bursts_forget(tx, CLIENT + 1);
	assert_null(burst_next(tx, 2 * DAY_MS));
}

TEST_BOTH_ENGINES_WITH(house_migrate, what_comes_while_people_are_told_is_another_burst)
{
	assert_int_equal(db_write(db, arena, tell, NULL), DB_FINE);
}

/* ---- a file that is put while people are told ---- */

enum { FILE_PUT = 9 };

#define A_FILE                                                                                                         \
	"insert into file (id, client_id, folder_id, name, name_key, words_key, number, size, type, sha256, blob, "    \
	"scan, created_at, created_by, changed_at, changed_by, put_whose, put_who_id, version) values "

struct slow_writer {
	struct db *db;
	sem_t has_put, may_go_on;
	int runs;
};

/* On PostgreSQL it waits with a file that nobody else sees yet; on SQLite nobody else could write meanwhile. */
static void
put_slowly(struct tx *tx, void *data)
{
	struct slow_writer *writer = data;

	db_run(tx, A_FILE "($1, $2, $2, 'a', 'a', '', 1, 0, 'x', 'x', 'x', '', $3, '', $3, '', 'contact', 5, 1)",
	       db_int(FILE_PUT), db_int(CLIENT), db_int(clock_now()));
	if (writer->runs++ == 0) {
		sem_post(&writer->has_put);
		if (tx_engine(tx) == DB_POSTGRES)
			sem_wait(&writer->may_go_on);
	}
	burst_add(tx, CLIENT, FILE_PUT, clock_now());
}

static void *
run_slow_writer(void *data)
{
	struct slow_writer *writer = data;
	struct arena *arena = arena_new(0);
	enum db_trouble trouble = db_write(writer->db, arena, put_slowly, writer);

	arena_free(arena);
	return trouble == DB_FINE ? writer : NULL;
}

static void
add_first(struct tx *tx, void *data)
{
	(void)data;
	burst_add(tx, CLIENT, 0, 1000);
}

/* *data gets whether the file was among what could be told. */
static void
tell_all(struct tx *tx, void *data)
{
	struct burst *burst;

	while ((burst = burst_next(tx, clock_now())) != NULL) {
		burst_begin(tx, burst, clock_now());
		burst_end(tx, burst, clock_now());
	}
	*(bool *)data = db_get_int(tx, 0, "select 1 from file where id = $1", db_int(FILE_PUT)) == 1;
}

static void
find_next(struct tx *tx, void *data)
{
	*(int64_t *)data = db_get_int(tx, 0,
				      "select count(*) from file_burst join file on file.id = $1 where "
				      "file_burst.since_at <= file.changed_at",
				      db_int(FILE_PUT));
}

TEST_BOTH_ENGINES_WITH(house_migrate, what_becomes_visible_after_people_were_told_is_told_next)
{
	struct slow_writer writer = {.db = db};
	pthread_t thread;
	void *ended;
	bool told = false;
	int64_t waiting = 0;

	sem_init(&writer.has_put, 0, 0);
	sem_init(&writer.may_go_on, 0, 0);
	assert_int_equal(db_write(db, arena, add_first, NULL), DB_FINE);
	assert_int_equal(pthread_create(&thread, NULL, run_slow_writer, &writer), 0);
	sem_wait(&writer.has_put);
	assert_int_equal(db_write(db, arena, tell_all, &told), DB_FINE);
	sem_post(&writer.may_go_on);
	pthread_join(thread, &ended);
	assert_ptr_equal(ended, &writer);
	assert_int_equal(db_write(db, arena, find_next, &waiting), DB_FINE);
	assert_int_equal(told, db_engine(db) == DB_SQLITE);
	assert_int_equal(waiting, told ? 0 : 1);
}

static void
choose(struct tx *tx, void *data)
{
	(void)data;
	assert_int_equal(notice_way_of(tx, "contact", 5), NOTICE_SOON);
	notice_choose(tx, "contact", 5, NOTICE_NONE, DAY_MS);
	assert_null(daily_next(tx, DAY_MS));
	notice_choose(tx, "contact", 5, NOTICE_DAILY, DAY_MS);
	assert_int_equal(notice_way_of(tx, "contact", 5), NOTICE_DAILY);
	assert_int_equal(daily_next(tx, DAY_MS)->told_at, DAY_MS - HOUR_MS);
	notice_choose(tx, "contact", 5, NOTICE_DAILY, 2 * DAY_MS); /* once more: nothing is forgotten */
	assert_int_equal(daily_next(tx, 2 * DAY_MS)->told_at, DAY_MS - HOUR_MS);
	daily_end(tx, daily_next(tx, 2 * DAY_MS), 2 * DAY_MS, 3 * DAY_MS);
	assert_null(daily_next(tx, 3 * DAY_MS - 1));
	assert_int_equal(daily_next(tx, 3 * DAY_MS)->told_at, 2 * DAY_MS);
	assert_int_equal(notice_way_of(tx, "staff", 5), NOTICE_SOON);
	notice_erase(tx, 5);
	assert_int_equal(notice_way_of(tx, "contact", 5), NOTICE_SOON);
}

TEST_BOTH_ENGINES_WITH(house_migrate, a_choice_is_ones_own_and_goes_with_the_person)
{
	assert_int_equal(db_write(db, arena, choose, NULL), DB_FINE);
}

TEST(a_link_stops_the_mails_of_one_person)
{
	struct arena *arena = arena_new(0);
	const struct house house = {.keys.notice.bytes = "k"}, other = {.keys.notice.bytes = "l"};
	char *token = arena_text(arena, notice_stop_token(&house, arena, "contact", 5));

	assert_int_equal(notice_stop_person(&house, arena, "contact", token), 5);
	assert_int_equal(notice_stop_person(&house, arena, "staff", token), 0);
	assert_int_equal(notice_stop_person(&other, arena, "contact", token), 0);
	assert_int_equal(notice_stop_person(&house, arena, "contact", arena_printf(arena, "%s0", token)), 0);
	assert_int_equal(notice_stop_person(&house, arena, "contact", ""), 0);
	id_print(token, 6);
	token[ID_LENGTH] = '0';
	assert_int_equal(notice_stop_person(&house, arena, "contact", token), 0);
	WITHOUT(CHECK_NOTICE_STOP, assert_int_equal(notice_stop_person(&house, arena, "contact", token), 6));
	arena_free(arena);
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
		RUN(A_FILE "(%d, %" PRId64 ", %" PRId64
			   ", 'a', '%d', '', 1, 0, 'x', 'x', 'x', '', 5, '', 5, '', 'contact', %" PRId64 ", 1)",
		    id, client, client, id, goes);
	RUN("insert into file_read (file_id, whose, who_id, version_at) values (1, 'contact', %" PRId64
	    ", 4), (1, 'contact', %" PRId64 ", 5), (2, 'contact', %" PRId64 ", 3)",
	    stays, goes, goes);
	RUN("insert into file_mark (whose, who_id, client_id, until_at) values ('contact', %" PRId64 ", %" PRId64
	    ", 3), ('contact', %" PRId64 ", %" PRId64 ", 2)",
	    goes, client, stays, client);
	RUN("insert into file_notice (whose, who_id, way) values ('contact', %" PRId64 ", 'none')", goes);
	RUN("insert into activity (seq, client_id, at, actor_kind, actor_id, action) values (1, %" PRId64
	    ", 5, 'contact', %" PRId64 ", 'file.put'), (2, %" PRId64 ", 5, 'staff', %" PRId64 ", 'file.put')",
	    client, goes, client, goes);
	assert_int_equal(db_write(db, arena, unite_heard, &wish), DB_FINE);
	assert_int_equal(wish.outcome, RECORD_DONE);
	assert_int_equal(COUNT("select count(*) from file where put_who_id = %" PRId64, stays), 2);
	assert_int_equal(COUNT("select max(seq) from activity where actor_id = %" PRId64, stays), 1);
	assert_int_equal(COUNT("select sum(version_at) from file_read where who_id = %" PRId64, stays), 8);
	assert_int_equal(COUNT("select until_at from file_mark where who_id = %" PRId64, stays), 3);
	assert_int_equal(COUNT("select count(*) from file_notice where way = 'none' and who_id = %" PRId64, stays), 1);
	assert_int_equal(COUNT("select (select count(*) from file_read) + (select count(*) from file_mark) + (select "
			       "count(*) from file_notice)"),
			 4);
	rights_free(world.rights);
}
