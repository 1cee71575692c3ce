/* batch_test: what is peculiar to PostgreSQL: flushes of several commands, batches of several writes, lost connections.
 */
#include "base/arena.h"
#include "base/test.h"
#include "db/answers_postgres.h"
#include "db/db.h"
#include "db/db_testing.h"
#include "db/engine.h"

#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static const char tables[] = "create table counter (id INTEGER primary key, value INTEGER not null) STRICT;\n"
			     "insert into counter (id, value) values (1, 0), (20, 0), (40, 0), (60, 0);\n"
			     "create table entry (id INTEGER primary key, content BLOB) STRICT;\n";

static struct db *
open_tables(struct arena *arena, const char *name)
{
	struct db *db = db_for_test(arena, DB_POSTGRES, name, 0);
	struct migration step = {"0001_tables", str_of(tables)};
	const char *error = "";

	if (!db_migrate(db, arena, &step, 1, &error))
		fail_msg("%s", error);
	return db;
}

static int64_t
ask(struct db *db, const char *sql)
{
	struct arena *arena = arena_new(0);
	struct tx *tx = db_read(db, arena);
	int64_t answer = db_get_int_call(tx, -1, &(struct db_call){.sql = sql});

	db_read_end(tx);
	arena_free(arena);
	return answer;
}

static void
execute(struct tx *tx, void *data)
{
	db_run_call(tx, &(struct db_call){.sql = data});
}

static void
add_entry(struct tx *tx, void *data)
{
	db_run(tx, "insert into entry (id) values ($1)", db_int(*(int64_t *)data));
}

/* ---- lost connections ---- */

/* As the administrator would, from a connection of another database: only those of this test. */
static void
cut(struct db *other, int64_t backend)
{
	struct arena *arena = arena_new(0);
	struct tx *tx = db_read(other, arena);

	assert_int_equal(db_get_int(tx, 0, "select pg_terminate_backend(cast($1 as int), 5000)", db_int(backend)), 1);
	db_read_end(tx);
	arena_free(arena);
}

static void
kill_myself(struct tx *tx, void *data)
{
	add_entry(tx, data);
	db_get_int(tx, 0, "select count(pg_terminate_backend(pg_backend_pid()))");
	add_entry(tx, data);
}

static void
lost_connections_heal(void **state)
{
	struct arena *arena = arena_new(0);
	struct db *db = open_tables(arena, "lost"), *other = db_for_test(arena, DB_POSTGRES, "other", 0);
	struct tx *first, *second;
	int64_t id = 1, backends[2];

	(void)state;
	first = db_read(db, arena);
	second = db_read(db, arena);
	backends[0] = db_get_int(first, 0, "select pg_backend_pid()");
	backends[1] = db_get_int(second, 0, "select pg_backend_pid()");
	db_read_end(first);
	db_read_end(second);
	cut(other, backends[0]);
	cut(other, backends[1]);
	for (int i = 0; i < 4; i++)
		assert_int_equal(ask(db, "select count(*) from entry"), 0);
	assert_int_equal(db_write(db, arena, kill_myself, &id), DB_AWAY);
	assert_int_equal(ask(db, "select count(*) from entry"), 0);
	assert_int_equal(db_write(db, arena, add_entry, &id), DB_FINE);
	assert_int_equal(ask(db, "select count(*) from entry"), 1);
	arena_free(arena);
}

struct counted {
	int64_t id;
	int runs;
};

static void
count_and_add(struct tx *tx, void *data)
{
	struct counted *counted = data;

	counted->runs++;
	add_entry(tx, &counted->id);
}

struct number {
	int64_t id;
};

static const struct db_column number_columns[] = {DB_COLUMN_INT64(struct number, id)};
static const struct db_shape number_shape = DB_SHAPE(struct number, number_columns);

static bool
add_up(const void *row, void *data)
{
	*(int64_t *)data += ((const struct number *)row)->id;
	return true;
}

/* The body notices nothing: its first statement is sent again, on a fresh connection. */
static void
a_stale_connection_is_replaced_at_the_first_statement(void **state)
{
	struct arena *arena = arena_new(0);
	struct db *db = open_tables(arena, "stale"), *other = db_for_test(arena, DB_POSTGRES, "other", 0);
	struct counted counted = {.id = 7};
	int64_t sum = 0;
	struct tx *tx;

	(void)state;
	cut(other, ask(db, "select pg_backend_pid()"));
	assert_int_equal(db_write(db, arena, count_and_add, &counted), DB_FINE);
	assert_int_equal(counted.runs, 1);
	cut(other, ask(db, "select pg_backend_pid()"));
	tx = db_read(db, arena);
	db_each(tx, &number_shape, add_up, &sum, "select id from entry");
	assert_int_equal(tx_trouble(tx), DB_FINE);
	assert_int_equal(sum, 7);
	cut(other, db_get_int(tx, 0, "select pg_backend_pid()"));
	assert_int_equal(db_get_int(tx, -1, "select count(*) from entry"), -1);
	assert_int_equal(tx_trouble(tx), DB_AWAY);
	db_read_end(tx);
	arena_free(arena);
}

/* A transaction in which the other one's change is seen too late is run again. */
struct rerun {
	struct db *db;
	int runs;
};

static void
meddle(struct tx *tx, void *data)
{
	struct rerun *rerun = data;
	struct arena *arena = arena_new(0);

	db_get_int(tx, -1, "select value from counter where id = $1", db_int(1));
	if (rerun->runs++ == 0)
		db_write(rerun->db, arena, execute, "update counter set value = value + 1 where id = 1");
	arena_free(arena);
	db_run(tx, "update counter set value = value + 1 where id = $1", db_int(1));
}

static void
a_conflict_runs_the_body_again(void **state)
{
	struct arena *arena = arena_new(0);
	struct rerun rerun = {.db = open_tables(arena, "again")};

	(void)state;
	assert_int_equal(db_write(rerun.db, arena, meddle, &rerun), DB_FINE);
	assert_int_equal(rerun.runs, 2);
	assert_int_equal(ask(rerun.db, "select value from counter where id = 1"), 2);
	arena_free(arena);
}

/* ---- flushes ---- */

/* Begin, preparation and statement are one flush: each error is still the statement's own. */
static void
an_error_in_the_first_flush_is_the_statements(void **state)
{
	struct arena *arena = arena_new(0);
	struct db *db = open_tables(arena, "first");
	int64_t id = 1;
	struct tx *tx;

	(void)state;
	for (int i = 0; i < 3; i++) {
		tx = db_read(db, arena);
		db_get_int(tx, 0, "select nothing from entry");
		assert_int_equal(tx_trouble(tx), DB_BROKEN);
		assert_non_null(strstr(tx_trouble_text(tx), "42703"));
		db_read_end(tx);
	}
	for (int64_t divisor = 0; divisor <= 5; divisor += 5) {
		tx = db_read(db, arena);
		assert_int_equal(db_get_int(tx, -1, "select 10 / $1", db_int(divisor)), divisor == 0 ? -1 : 2);
		assert_int_equal(tx_trouble(tx), divisor == 0 ? DB_BROKEN : DB_FINE);
		db_read_end(tx);
	}
	assert_int_equal(db_write(db, arena, add_entry, &id), DB_FINE);
	assert_int_equal(db_write(db, arena, add_entry, &id), DB_BROKEN);
	assert_int_equal(ask(db, "select count(*) from entry"), 1);
	arena_free(arena);
}

/* The rollback's answer is read by whoever comes next, be it a script. */
static void
a_connection_is_given_back_before_the_rollback_is_answered(void **state)
{
	struct arena *arena = arena_new(0);
	struct db *db = open_tables(arena, "unread");
	int64_t first = ask(db, "select pg_backend_pid()"), id = 1;
	struct migration steps[] = {
		{"0001_tables", str_of(tables)},
		{"0002_more", STR("create table more (id INTEGER); create table most (id INTEGER);")}};
	const char *error = "";

	(void)state;
	assert_int_equal(ask(db, "select nothing"), -1);
	assert_int_equal(ask(db, "select pg_backend_pid()"), first);
	assert_int_equal(db_write(db, arena, add_entry, &id), DB_FINE);
	assert_int_equal(ask(db, "select pg_backend_pid()"), first);
	assert_true(db_migrate(db, arena, steps, 2, &error));
	assert_int_equal(ask(db, "select count(*) from most"), 0);
	assert_int_equal(ask(db, "select pg_backend_pid()"), first);
	arena_free(arena);
}

/* ---- batches ---- */

enum { WRITES = 60, FATED = 20 };

/* What becomes of every FATED-th write in the midst of the others. */
enum fate { REFUSES, BREAKS, LOSES_CONNECTION, IS_SLOW };

struct crowd {
	struct db *db;
	enum fate fate;
	atomic_bool go;
	sem_t done;
};

struct member {
	struct crowd *crowd;
	struct arena *arena;
	int64_t id;
	int64_t transaction; /* of the last run */
	int runs;
	bool misled; /* it did not see its own change */
	enum db_trouble trouble;
};

static void
meet_fate(struct tx *tx, struct member *member)
{
	switch (member->crowd->fate) {
	case REFUSES:
		tx_refuse(tx);
		break;
	case BREAKS:
		db_run(tx, "insert into nowhere (id) values (1)");
		break;
	case LOSES_CONNECTION:
		db_get_int(tx, 0, "select count(pg_terminate_backend(pg_backend_pid()))");
		db_get_int(tx, 0, "select 1");
		break;
	case IS_SLOW:
		db_get_int(tx, 0, "select count(pg_sleep(0.3))");
		break;
	}
}

/* Who sleeps with everybody's row in his hands would hold up everybody. */
static int64_t
counter_of(const struct member *member)
{
	return member->crowd->fate == IS_SLOW && member->id % FATED == 0 ? member->id : 1;
}

static void
member_body(struct tx *tx, void *data)
{
	struct member *member = data;

	member->runs++;
	member->transaction = db_get_int(tx, 0, "select txid_current()");
	db_run(tx, "update counter set value = value + 1 where id = $1", db_int(counter_of(member)));
	add_entry(tx, &member->id);
	if (member->id % FATED == 0)
		meet_fate(tx, member);
}

static void
hold(struct tx *tx, void *data)
{
	struct member *member = data;

	(void)tx;
	while (!member->crowd->go)
		sched_yield();
}

static void
note(enum db_trouble trouble, void *data)
{
	struct member *member = data;

	member->trouble = trouble;
	sem_post(&member->crowd->done);
}

/* The first two keep the writer busy until all are queued. */
static void
run_members(struct crowd *crowd, db_body body, struct member members[WRITES])
{
	sem_init(&crowd->done, 0, 0);
	for (int i = 0; i < WRITES; i++) {
		members[i] = (struct member){.crowd = crowd, .arena = arena_new(0), .id = i + 1};
		db_write_later(crowd->db, members[i].arena, i < 2 ? hold : body, note, &members[i]);
	}
	crowd->go = true;
	for (int i = 0; i < WRITES; i++)
		while (sem_wait(&crowd->done) != 0)
			continue;
	for (int i = 0; i < WRITES; i++)
		arena_free(members[i].arena);
}

/* Every write is there once if it was acknowledged, and not at all if it was not. */
static void
expect_each_once(struct crowd *crowd, const struct member members[WRITES], enum db_trouble expected)
{
	bool shared = false;
	int fine = 0;

	for (int i = 2; i < WRITES; i++) {
		bool fated = members[i].id % FATED == 0;

		assert_int_equal(members[i].trouble, fated ? expected : DB_FINE);
		fine += members[i].trouble == DB_FINE;
		shared = shared || (!fated && members[i].transaction == members[i - 1].transaction);
	}
	assert_true(shared);
	assert_int_equal(ask(crowd->db, "select count(*) from entry"), fine);
	assert_int_equal(ask(crowd->db, "select sum(value) from counter"), fine);
}

static void
neighbours_are_committed_once(void **state)
{
	static const struct {
		enum fate fate;
		enum db_trouble expected;
	} cases[] = {
		{REFUSES, DB_REFUSED},
		{BREAKS, DB_BROKEN},
		{LOSES_CONNECTION, DB_AWAY},
		{IS_SLOW, DB_FINE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct arena *arena = arena_new(0);
		struct crowd crowd = {.db = open_tables(arena, "neighbours"), .fate = cases[i].fate};
		struct member members[WRITES];

		run_members(&crowd, member_body, members);
		expect_each_once(&crowd, members, cases[i].expected);
		arena_free(arena);
	}
}

static const char *const kill_at_commit[] = {
	"create function kill_at_commit() returns trigger language plpgsql as"
	" 'begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(1); return null; end'",
	"create constraint trigger kill_at_commit after insert on entry deferrable initially deferred"
	" for each row when (new.id = 30) execute function kill_at_commit()",
};

static void
add_only(struct tx *tx, void *data)
{
	struct member *member = data;

	member->runs++;
	add_entry(tx, &member->id);
}

/* Nobody knows whether it happened: none of them is acknowledged, and none runs again. */
static void
a_lost_commit_acknowledges_nobody(void **state)
{
	struct arena *arena = arena_new(0);
	struct crowd crowd = {.db = open_tables(arena, "commit")};
	struct member members[WRITES];
	int away = 0;

	(void)state;
	for (int i = 0; i < 2; i++)
		assert_int_equal(db_write(crowd.db, arena, execute, (void *)kill_at_commit[i]), DB_FINE);
	run_members(&crowd, add_only, members);
	for (int i = 2; i < WRITES; i++) {
		const char *sql = arena_printf(arena, "select count(*) from entry where id = %d", i + 1);

		assert_true(members[i].trouble == DB_FINE || members[i].trouble == DB_AWAY);
		assert_int_equal(ask(crowd.db, sql), members[i].trouble == DB_FINE);
		assert_int_equal(members[i].runs, 1);
		away += members[i].trouble == DB_AWAY;
	}
	assert_int_equal(members[29].trouble, DB_AWAY);
	assert_true(away > 1);
	arena_free(arena);
}

/* ---- answers shared by a batch ---- */

static bool
keep(struct answers *answers, struct statement *statement, char *sql, int64_t value)
{
	struct db_value values[] = {db_int(value)};
	struct db_sql asked = {.sql = sql, .values = values, .count = 1};
	PGresult *result = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
	bool kept;

	*statement = (struct statement){.sql = sql};
	kept = answers_keep(answers, statement, &asked, result);
	if (!kept)
		PQclear(result);
	return kept;
}

static bool
knows(const struct answers *answers, const struct statement *statement, int64_t value)
{
	struct db_value values[] = {db_int(value)};
	struct db_sql asked = {.sql = statement->sql, .values = values, .count = 1};

	return answers_find(answers, statement, &asked) != NULL;
}

TEST(an_answer_holds_until_its_table_changes)
{
	char portal[] = "select id, name from portal where id = $1";
	char joined[] = "select k.id from client k left join portal_client p on p.client_id = k.id where k.id = $1";
	struct statement first, second;
	struct answers answers = {.count = 0};

	assert_true(keep(&answers, &first, portal, 1));
	assert_true(keep(&answers, &second, joined, 1));
	assert_true(knows(&answers, &first, 1));
	assert_false(knows(&answers, &first, 2));
	answers_expect(&answers, "select max(id) from portal");
	answers_expect(&answers, "update portals set name = $1");
	answers_expect(&answers, "insert into contact (id) values ($1)");
	assert_true(knows(&answers, &first, 1));
	assert_true(knows(&answers, &second, 1));
	answers_expect(&answers, "update portal set name = $1");
	assert_false(knows(&answers, &first, 1));
	assert_true(knows(&answers, &second, 1));
	answers_expect(&answers, "insert into portal_client (portal_id) values ($1)");
	assert_false(knows(&answers, &second, 1));
	for (int i = 0; i < 3; i++) {
		static const char *const sweeping[] = {"delete from contact where id = $1",
						       "with gone as (delete from portal) select 1",
						       "update parvis.portal set name = $1"};

		assert_true(keep(&answers, &first, portal, 1));
		answers_expect(&answers, sweeping[i]);
		assert_false(knows(&answers, &first, 1));
	}
	assert_int_equal(answers.count, 0);
}

TEST(only_simple_questions_are_kept)
{
	char *const others[] = {"select nextval('x') where $1 = 1", "select id from portal where id = $1 for update",
				"insert into portal (id) values ($1) returning id",
				"with p as (select 1) select id from portal where id = $1"};
	struct answers answers = {.count = 0};
	struct statement statement;

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		assert_false(keep(&answers, &statement, others[i], 1));
	for (int64_t id = 0; id < ANSWERS_LIMIT; id++)
		assert_true(keep(&answers, &statement, "select name from portal where id = $1", id));
	assert_false(keep(&answers, &statement, "select name from portal where id = $1", ANSWERS_LIMIT));
	answers_forget_all(&answers);
	assert_false(knows(&answers, &statement, 0));
}

/* Each reads, and writes what it read; every third is undone. What one asked must not mislead the next. */
static void
count_and_refuse(struct tx *tx, void *data)
{
	struct member *member = data;
	int64_t value = db_get_int(tx, -1, "select value from counter where id = $1", db_int(1)), now;

	db_run(tx, "update counter set value = $1 where id = $2", db_int(value + 1), db_int(1));
	now = db_get_int(tx, -1, "select value from counter where id = $1", db_int(1));
	member->misled = member->misled || (tx_trouble(tx) == DB_FINE && now != value + 1);
	if (member->id % 3 == 0)
		tx_refuse(tx);
}

static void
a_batch_sees_its_own_changes(void **state)
{
	struct arena *arena = arena_new(0);
	struct crowd crowd = {.db = open_tables(arena, "changes")};
	struct member members[WRITES];
	int fine = 0;

	(void)state;
	run_members(&crowd, count_and_refuse, members);
	for (int i = 2; i < WRITES; i++) {
		assert_int_equal(members[i].trouble, members[i].id % 3 == 0 ? DB_REFUSED : DB_FINE);
		assert_false(members[i].misled);
		fine += members[i].trouble == DB_FINE;
	}
	assert_int_equal(ask(crowd.db, "select value from counter where id = 1"), fine);
	arena_free(arena);
}

__attribute__((constructor)) static void
register_postgres_tests(void)
{
	if (getenv("PARVIS_TEST_POSTGRES") == NULL)
		return;
	test_register(__FILE__, "lost_connections_heal", lost_connections_heal);
	test_register(__FILE__, "a_stale_connection_is_replaced_at_the_first_statement",
		      a_stale_connection_is_replaced_at_the_first_statement);
	test_register(__FILE__, "a_conflict_runs_the_body_again", a_conflict_runs_the_body_again);
	test_register(__FILE__, "an_error_in_the_first_flush_is_the_statements",
		      an_error_in_the_first_flush_is_the_statements);
	test_register(__FILE__, "a_connection_is_given_back_before_the_rollback_is_answered",
		      a_connection_is_given_back_before_the_rollback_is_answered);
	test_register(__FILE__, "neighbours_are_committed_once", neighbours_are_committed_once);
	test_register(__FILE__, "a_batch_sees_its_own_changes", a_batch_sees_its_own_changes);
	test_register(__FILE__, "a_lost_commit_acknowledges_nobody", a_lost_commit_acknowledges_nobody);
}
