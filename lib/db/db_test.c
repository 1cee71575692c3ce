/* db_test: values go in and come out the same on both engines, and trouble stays until the transaction ends. */
#include "base/arena.h"
#include "base/test.h"
#include "db/db.h"
#include "db/db_testing.h"
#include "db/engine.h"
#include "db/statements.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum state { STATE_DRAFT, STATE_SENT, STATE_PAID };
static const char *const state_names[] = {"draft", "sent", "paid", NULL};

struct thing {
	int64_t id;
	const char *name;
	int32_t due_on;
	int64_t seen_at;
	int size;
	bool open;
	enum state state;
	char currency[4];
	struct str content;
};

static const struct db_column thing_columns[] = {
	DB_COLUMN_INT64(struct thing, id),
	DB_COLUMN_TEXT(struct thing, name),
	DB_COLUMN_DAY(struct thing, due_on),
	DB_COLUMN_INSTANT(struct thing, seen_at),
	DB_COLUMN_INT(struct thing, size),
	DB_COLUMN_BOOL(struct thing, open),
	DB_COLUMN_ENUM(struct thing, state, state_names),
	DB_COLUMN_CURRENCY(struct thing, currency),
	DB_COLUMN_BYTES(struct thing, content),
};
static const struct db_shape thing_shape = DB_SHAPE(struct thing, thing_columns);

#define THING "select id, name, due_on, seen_at, size, open, state, currency, content from thing"

static const struct migration steps[] = {
	{"0001_thing", {NULL, 0}},
};

static const char thing_table[] = "create table thing ( -- It's a \"TEXT\" with a BLOB.\n"
				  "\tid INTEGER primary key, -- Identifier.\n"
				  "\tname TEXT, -- Its name: INTEGER.\n"
				  "\tdue_on INTEGER,\n"
				  "\tseen_at INTEGER,\n"
				  "\tsize INTEGER,\n"
				  "\topen INTEGER not null default 0,\n"
				  "\tstate TEXT not null default 'draft',\n"
				  "\tcurrency TEXT,\n"
				  "\tcontent BLOB,\n"
				  "\tparent_id INTEGER references thing (id)\n"
				  ") STRICT;\n"
				  "create unique index thing_by_name on thing (name);\n"
				  "create index thing_by_due on thing (due_on, id);\n";

static void
make_table(struct db *db, struct arena *arena)
{
	struct migration step = {steps[0].name, str_of(thing_table)};
	const char *error = "";

	if (!db_migrate(db, arena, &step, 1, &error))
		fail_msg("%s", error);
}

static void
add_one(struct tx *tx, void *data)
{
	const struct thing *thing = data;

	db_run(tx,
	       "insert into thing (id, name, due_on, seen_at, size, open, state, currency, content)"
	       " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
	       db_int(thing->id), db_text(thing->name), db_optional(thing->due_on, INT32_MIN),
	       db_optional(thing->seen_at, INT64_MIN), db_int(thing->size), db_int(thing->open),
	       db_text(state_names[thing->state]), db_text(thing->currency), db_bytes(thing->content));
}

static void
add_numbered(struct tx *tx, void *data)
{
	int64_t count = *(const int64_t *)data;

	db_run(tx,
	       "with recursive number (n) as (select cast($1 as bigint) union all select n + 1 from number where n < $2)"
	       " insert into thing (id, name, due_on, size) select n, 'thing ' || n, n % 7, n from number",
	       db_int(1), db_int(count));
}

static void
add_many(struct db *db, struct arena *arena, int64_t count)
{
	assert_int_equal(db_write(db, arena, add_numbered, &count), DB_FINE);
}

static struct thing *
find(struct db *db, struct arena *arena, int64_t id)
{
	struct tx *tx = db_read(db, arena);
	struct thing *thing = db_find(tx, &thing_shape, THING " where id = $1", db_int(id));

	db_read_end(tx);
	return thing;
}

TEST_BOTH_ENGINES_WITH(make_table, values_come_back_as_they_went_in)
{
	struct thing thing = {
		.id = INT64_MAX,
		.name = "Élodie & Œuvre — 東京 🦔 'x' \"y\" \\",
		.due_on = -719162,
		.seen_at = INT64_MIN + 1,
		.size = -2147483647 - 1,
		.open = true,
		.state = STATE_PAID,
		.currency = "EUR",
		.content = STR("\0\1\xff\0"),
	};
	struct thing *found;

	assert_int_equal(db_write(db, arena, add_one, &thing), DB_FINE);
	found = find(db, arena, INT64_MAX);
	assert_non_null(found);
	assert_string_equal(found->name, thing.name);
	assert_int_equal(found->due_on, thing.due_on);
	assert_true(found->seen_at == thing.seen_at);
	assert_int_equal(found->size, thing.size);
	assert_true(found->open);
	assert_int_equal(found->state, STATE_PAID);
	assert_string_equal(found->currency, "EUR");
	assert_true(str_equal(found->content, thing.content));
}

TEST_BOTH_ENGINES_WITH(make_table, null_reads_as_absent_and_empty_stays_empty)
{
	struct thing bare = {.id = 1, .due_on = INT32_MIN, .seen_at = INT64_MIN};
	struct thing empty = {.id = 2, .name = "", .due_on = 0, .seen_at = 0, .content = STR("")};
	struct thing *found;

	assert_int_equal(db_write(db, arena, add_one, &bare), DB_FINE);
	assert_int_equal(db_write(db, arena, add_one, &empty), DB_FINE);
	found = find(db, arena, 1);
	assert_null(found->name);
	assert_null(found->content.at);
	assert_int_equal(found->due_on, INT32_MIN);
	assert_true(found->seen_at == INT64_MIN);
	found = find(db, arena, 2);
	assert_string_equal(found->name, "");
	assert_non_null(found->content.at);
	assert_int_equal(found->content.length, 0);
	assert_int_equal(found->due_on, 0);
	assert_null(find(db, arena, 3));
}

TEST_BOTH_ENGINES_WITH(make_table, single_values_are_read)
{
	struct tx *tx;

	add_many(db, arena, 10);
	tx = db_read(db, arena);
	assert_int_equal(db_get_int(tx, -1, "select count(*) from thing"), 10);
	assert_int_equal(db_get_int(tx, -1, "select sum(size) from thing"), 55);
	assert_int_equal(db_get_int(tx, -1, "select sum(size) from thing where id > $1", db_int(10)), -1);
	assert_int_equal(db_get_int(tx, -1, "select size from thing where id = $1", db_int(11)), -1);
	assert_int_equal(db_get_int(tx, -1, "select exists (select 1 from thing)"), 1);
	assert_string_equal(db_get_text(tx, "select name from thing where id = $1", db_int(3)), "thing 3");
	assert_null(db_get_text(tx, "select name from thing where id = $1", db_int(11)));
	assert_int_equal(tx_statements(tx), 7);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
}

TEST_BOTH_ENGINES_WITH(make_table, lists_page_by_key)
{
	struct tx *tx;
	struct thing *page;
	size_t count, seen = 0;
	int64_t day = INT64_MAX, id = INT64_MAX;

	add_many(db, arena, 250);
	tx = db_read(db, arena);
	do {
		page = db_list(tx, &thing_shape, &count,
			       THING " where (due_on, id) < ($1, $2) order by due_on desc, id desc limit $3",
			       db_int(day), db_int(id), db_int(40));
		for (size_t i = 0; i < count; i++) {
			assert_true(page[i].due_on < day || (page[i].due_on == day && page[i].id < id));
			day = page[i].due_on;
			id = page[i].id;
		}
		seen += count;
	} while (count == 40);
	assert_int_equal(seen, 250);
	db_read_end(tx);
}

/* $2 before $1, and one of them twice. */
TEST_BOTH_ENGINES_WITH(make_table, placeholders_are_numbered)
{
	struct tx *tx;

	add_many(db, arena, 10);
	tx = db_read(db, arena);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from thing where id < $2 and id > $1 and size < $2",
				    db_int(3), db_int(7)),
			 3);
	db_read_end(tx);
}

TEST_BOTH_ENGINES_WITH(make_table, a_place_takes_null_and_values_in_turn)
{
	static const char sql[] = "select count(*) from thing where coalesce(size, $2) = coalesce($1, $2)";
	struct tx *tx;

	add_many(db, arena, 10);
	tx = db_read(db, arena);
	assert_int_equal(db_get_int(tx, -1, sql, db_null(), db_int(3)), 1);
	assert_int_equal(db_get_int(tx, -1, sql, db_int(4), db_null()), 1);
	assert_int_equal(db_get_int(tx, -1, sql, db_int(INT64_MAX), db_int(3)), 0);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
}

static bool
count_and_look(const void *row, void *data)
{
	const struct thing *thing = row;
	int64_t *sum = data;

	*sum += thing->size;
	return strncmp(thing->name, "thing ", 6) == 0;
}

TEST_BOTH_ENGINES_WITH(make_table, each_reads_any_number_in_constant_memory)
{
	struct tx *tx;
	int64_t sum = 0;
	size_t before;

	add_many(db, arena, 100000);
	tx = db_read(db, arena);
	before = arena_used(arena);
	db_each(tx, &thing_shape, count_and_look, &sum, THING " where id <= $1 order by id", db_int(100000));
	assert_int_equal(tx_trouble(tx), DB_FINE);
	assert_true(sum == (int64_t)100000 * 100001 / 2);
	assert_true(arena_used(arena) - before < 4096);
	db_read_end(tx);
}

struct nested {
	struct tx *tx;
	int rows;
	int64_t found;
};

static bool
ask_inside(const void *row, void *data)
{
	const struct thing *thing = row;
	struct nested *nested = data;
	struct thing *same =
		db_find(nested->tx, &thing_shape, THING " where id <= $1 order by id desc limit 1", db_int(thing->id));

	nested->found += same != NULL && same->id == thing->id;
	return ++nested->rows < 3;
}

TEST_BOTH_ENGINES_WITH(make_table, each_may_ask_inside_and_stop)
{
	struct nested nested = {.rows = 0};

	add_many(db, arena, 10);
	nested.tx = db_read(db, arena);
	db_each(nested.tx, &thing_shape, ask_inside, &nested, THING " where id <= $1 order by id desc limit 1",
		db_int(9));
	db_each(nested.tx, &thing_shape, ask_inside, &nested, THING " order by id");
	assert_int_equal(tx_trouble(nested.tx), DB_FINE);
	assert_int_equal(nested.rows, 3);
	assert_int_equal(nested.found, 3);
	db_read_end(nested.tx);
}

TEST_BOTH_ENGINES_WITH(make_table, trouble_stays_until_the_end)
{
	struct tx *tx;
	size_t count = 99;

	add_many(db, arena, 1);
	tx = db_read(db, arena);
	assert_int_equal(db_get_int(tx, -1, "select nothing from thing"), -1);
	assert_int_equal(tx_trouble(tx), DB_BROKEN);
	assert_non_null(strstr(tx_trouble_text(tx), "nothing"));
	assert_int_equal(db_get_int(tx, -1, "select 1"), -1);
	assert_null(db_find(tx, &thing_shape, THING));
	assert_null(db_list(tx, &thing_shape, &count, THING));
	assert_int_equal(count, 0);
	assert_int_equal(tx_statements(tx), 1);
	db_read_end(tx);
	assert_non_null(find(db, arena, 1));
}

/* What a body that tx_run runs lives to see. */
struct course {
	const char *sql; /* runs between the two */
	int before, inside, after;
};

struct asking {
	struct tx *tx;
	struct course *course;
};

static bool
ask_nothing(const void *row, void *data)
{
	const struct asking *asking = data;

	(void)row;
	db_get_int(asking->tx, 0, asking->course->sql);
	asking->course->inside++;
	return true;
}

static void
run_course(struct tx *tx, void *data)
{
	struct course *course = data;

	course->before++;
	db_get_int(tx, 0, course->sql);
	course->after++;
}

static void
run_course_inside(struct tx *tx, void *data)
{
	struct course *course = data;
	struct asking asking = {tx, course};

	course->before++;
	db_each(tx, &thing_shape, ask_nothing, &asking, THING " order by id");
	course->after++;
}

TEST_BOTH_ENGINES_WITH(make_table, trouble_leaves_a_body_that_is_run)
{
	struct course fine = {.sql = "select 1"}, wrong = {.sql = "select nothing from thing"},
		      late = {.sql = "select 1"};
	struct course inside = {.sql = "select nothing from thing"};
	struct tx *tx;

	add_many(db, arena, 2);
	tx = db_read(db, arena);
	tx_run(tx, run_course, &fine);
	assert_int_equal(fine.after, 1);
	tx_run(tx, run_course, &wrong);
	assert_int_equal(wrong.before, 1);
	assert_int_equal(wrong.after, 0);
	assert_int_equal(tx_trouble(tx), DB_BROKEN);
	tx_run(tx, run_course, &late);
	assert_int_equal(late.before, 0);
	assert_int_equal(db_get_int(tx, -1, "select 1"), -1);
	db_read_end(tx);
	tx = db_read(db, arena);
	tx_run(tx, run_course_inside, &inside);
	assert_int_equal(inside.inside, 1);
	assert_int_equal(inside.after, 0);
	db_read_end(tx);
	assert_non_null(find(db, arena, 2));
}

TEST_BOTH_ENGINES_WITH(make_table, a_reader_cannot_write)
{
	struct tx *tx = db_read(db, arena);

	assert_int_equal(db_run(tx, "insert into thing (id) values ($1)", db_int(1)), 0);
	assert_int_equal(tx_trouble(tx), DB_BROKEN);
	db_read_end(tx);
	assert_null(find(db, arena, 1));
}

TEST_BOTH_ENGINES_WITH(make_table, wrong_columns_and_values_are_found_out)
{
	static const char *const wrong[] = {
		"select id, name from thing",
		"select id, name, seen_at, due_on, size, open, state, currency, content from thing",
		"select id, name, due_on, seen_at, size, open, 'lost' as state, currency, content from thing",
		"select id, name, due_on, seen_at, name as size, open, state, currency, content from thing",
		"select id, name, due_on, seen_at, 3000000000 as size, open, state, currency, content from thing",
		"select id, name, due_on, seen_at, size, open, state, 'EURO' as currency, content from thing",
		"select id, name, due_on, seen_at, size, 2 as open, state, currency, content from thing",
	};

	add_many(db, arena, 1);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct tx *tx = db_read(db, arena);

		assert_null(db_find_call(tx, &thing_shape, &(struct db_call){.sql = wrong[i]}));
		assert_int_equal(tx_trouble(tx), DB_BROKEN);
		db_read_end(tx);
	}
}

TEST_BOTH_ENGINES_WITH(make_table, missing_values_and_nul_in_texts_are_refused)
{
	struct tx *tx = db_read(db, arena);

	db_get_int(tx, 0, "select count(*) from thing where id = $1 and size = $2", db_int(1));
	assert_int_equal(tx_trouble(tx), DB_BROKEN);
	db_read_end(tx);
	tx = db_read(db, arena);
	db_get_int(tx, 0, "select count(*) from thing where name = $1", db_str(STR("a\0b")));
	assert_int_equal(tx_trouble(tx), DB_BROKEN);
	db_read_end(tx);
}

TEST_BOTH_ENGINES_WITH(make_table, a_reader_sees_one_moment)
{
	struct tx *tx;
	int64_t count = 5;

	tx = db_read(db, arena);
	assert_int_equal(db_get_int(tx, -1, "select count(*) from thing"), 0);
	assert_int_equal(db_write(db, arena, add_numbered, &count), DB_FINE);
	assert_int_equal(db_get_int(tx, -1, "select count(*) from thing"), 0);
	db_read_end(tx);
	tx = db_read(db, arena);
	assert_int_equal(db_get_int(tx, -1, "select count(*) from thing"), 5);
	db_read_end(tx);
}

TEST_BOTH_ENGINES_WITH(make_table, texts_sort_by_their_bytes)
{
	static const char *const names[] = {"a", "B", "é", "Z", "_"};
	struct tx *tx;

	for (int i = 0; i < 5; i++) {
		struct thing thing = {.id = i + 1, .name = names[i]};

		assert_int_equal(db_write(db, arena, add_one, &thing), DB_FINE);
	}
	tx = db_read(db, arena);
	assert_string_equal(db_get_text(tx, "select name from thing order by name limit 1"), "B");
	assert_string_equal(db_get_text(tx, "select name from thing order by name desc limit 1"), "é");
	db_read_end(tx);
}

/* More texts than a connection keeps: the old ones make room, and all give the right answer. */
TEST_BOTH_ENGINES_WITH(make_table, statements_beyond_the_cache_work)
{
	struct tx *tx;

	add_many(db, arena, 10);
	tx = db_read(db, arena);
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < STATEMENTS_LIMIT + 20; i++) {
			const char *sql = arena_printf(arena, "select %d + count(*) from thing where id > $1", i);

			assert_int_equal(db_get_int(tx, -1, sql, db_int(5)), i + 5);
		}
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
}

/* The cache goes by the text: the same address with another text is another statement. */
TEST_BOTH_ENGINES(a_text_built_in_the_same_place_is_another_statement)
{
	struct tx *tx = db_read(db, arena);
	char sql[20];

	for (int i = 0; i < 10; i++) {
		snprintf(sql, sizeof sql, "select %d", i);
		assert_int_equal(db_get_int(tx, -1, sql), i);
	}
	db_read_end(tx);
}

TEST(equal_statements_are_one)
{
	struct statements *statements = calloc(1, sizeof *statements);
	struct statement *made = calloc(1, sizeof *made), *more;
	char copy[] = "select 1";

	assert_null(statements_find(statements, "select 1"));
	statements_add(statements, made, "select 1");
	assert_ptr_equal(statements_find(statements, "select 1"), made);
	assert_ptr_equal(statements_find(statements, copy), made);
	for (int i = 1; i < STATEMENTS_LIMIT; i++) {
		char sql[20];

		snprintf(sql, sizeof sql, "select -%d", i);
		assert_null(statements_make_room(statements));
		statements_add(statements, calloc(1, sizeof *made), sql);
	}
	assert_ptr_equal(statements_find(statements, "select 1"), made);
	more = statements_make_room(statements);
	assert_string_equal(more->sql, "select -1");
	statement_free(more);
	while ((more = statements_take_any(statements)) != NULL)
		statement_free(more);
	free(statements);
}

static const char endless[] = "with recursive number (n) as (select 1 union all select n + 1 from number where n < $1)"
			      " select count(*) from number";

static void
stops_endless_statements(enum db_engine engine)
{
	struct arena *arena = arena_new(0);
	struct db *db = db_for_test(arena, engine, "stops_endless_statements", 200);
	struct tx *tx = db_read(db, arena);

	db_get_int(tx, 0, endless, db_int(1000000000));
	assert_int_equal(tx_trouble(tx), DB_SLOW);
	db_read_end(tx);
	assert_true(db_alive(db));
	arena_free(arena);
}

TEST(an_endless_statement_is_stopped)
{
	stops_endless_statements(DB_SQLITE);
	if (getenv("PARVIS_TEST_POSTGRES") != NULL)
		stops_endless_statements(DB_POSTGRES);
}

TEST(a_wrong_address_gives_a_sentence)
{
	static const char *const wrong[] = {
		"mysql://x",
		"sqlite:/nowhere/at/all.db",
		"sqlite:/etc/passwd",
		"postgres://postgres@127.0.0.1:1/none",
	};
	struct arena *arena = arena_new(0);

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct db_options options = {.url = wrong[i]};
		const char *error = NULL;

		assert_null(db_open(arena, &options, &error));
		assert_non_null(error);
	}
	arena_free(arena);
}
