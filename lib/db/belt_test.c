/* belt_test: on both engines a statement that reads beyond its belt is refused, however it does so. */
#include "db/belt.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "db/sql.h"

#include <string.h>

static void
make_tables(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx,
	       "create table car (id INTEGER primary key, version bigint, plate text, plate_key text, price bigint, "
	       "secret text, secret_key text)");
	db_run(tx, "create index car_by_secret on car (secret_key, id)");
	db_run(tx, "create table link (record_id bigint, target_id bigint)");
	db_run(tx, "create table session (id bigint, token text)");
	if (tx_engine(tx) == DB_SQLITE) {
		db_run(tx, "create table word (id integer primary key, words text)");
		db_run(tx, "create virtual table word_index using fts5(words, content='word', content_rowid='id')");
		db_run(tx, "insert into word_index (rowid, words) values (1, 'red')");
	}
	db_run(tx, "insert into car (id, version, plate, plate_key, price, secret, secret_key) "
		   "values (1, 1, 'AB', 'ab', 5, 'Canary', 'canary')");
	db_run(tx, "insert into session (id, token) values (1, 'Canary')");
}

static void
prepare(struct db *db, struct arena *arena)
{
	assert_int_equal(db_write(db, arena, make_tables, NULL), DB_FINE);
}

static struct belt *
belt_of_cars(struct arena *arena)
{
	static const char *const columns[] = {"id", "version", "plate", "plate_key", "price"};
	struct belt *belt = belt_new(arena, "car");

	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		belt_add(belt, "car", columns[i]);
	belt_add(belt, "link", NULL);
	belt_add_on(belt, DB_SQLITE, "word_index", "word_index");
	belt_add_on(belt, DB_SQLITE, "word_index", "ROWID");
	return belt;
}

static enum db_trouble
trouble_of(struct db *db, struct arena *arena, const char *text, const struct belt *belt, const char **said)
{
	const struct db_value values[] = {db_int(1), db_text("x")};
	struct tx *tx = db_read(db, arena);
	enum db_trouble trouble;

	db_sql_get_int(tx, 0, (struct db_sql){text, values, 2, belt});
	trouble = tx_trouble(tx);
	*said = tx_trouble_text(tx);
	db_read_end(tx);
	return trouble;
}

static void
assert_refused(struct db *db, struct arena *arena, const char *text, const char *column)
{
	const char *said;

	if (trouble_of(db, arena, text, belt_of_cars(arena), &said) != DB_BROKEN)
		fail_msg("not refused: %s", text);
	if (strstr(said, column) == NULL || strstr(said, "Canary") != NULL)
		fail_msg("\"%s\" is not named in: %s", column, said);
}

static void
assert_fine(struct db *db, struct arena *arena, const char *text, const struct belt *belt)
{
	const char *said;

	if (trouble_of(db, arena, text, belt, &said) != DB_FINE)
		fail_msg("refused: %s", said);
}

TEST_BOTH_ENGINES_WITH(prepare, a_column_beyond_the_belt_is_refused_wherever_it_stands)
{
	static const char *const texts[] = {
		"select 1, secret from car where id = $1",
		"select * from car where id = $1",
		"select car.* from car",
		"select id from car order by secret_key, id",
		"select id from car order by secret desc limit 1",
		"select id from car where secret is null",
		"select id from car where secret_key = $2 and id = $1",
		"select id from car where id = $1 and (price > 1 or secret like $2)",
		"select max(secret) from car",
		"select count(secret_key) from car",
		"select count(*) from car group by secret",
		"select count(*) from car group by id having max(secret) = $2",
		"select one.id from car as one join car as other on other.secret = one.plate",
		"select one.id from car as one, car as other where one.id = $1 and other.secret_key > $2",
		"select (select secret from car as inner_car where inner_car.id = car.id) from car",
		"select id from car where exists (select 1 from car as other where other.secret = car.plate)",
		("select id from car where id = $1 and plate = $2 and exists (select 1 from car as other where "
		 "other.secret_key = $2)"),
		"select id from car where id in (select id from car where secret = $2)",
		"with seen as (select id, secret from car) select id from seen where secret = $2",
		"select id from (select id, secret from car) as found where secret = $2",
		"select id from car union select length(secret) from car",
		"select case when id = $1 then null else secret end from car",
		"select row_number() over (order by secret) from car",
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_refused(db, arena, texts[i], "car.secret");
}

TEST_BOTH_ENGINES_WITH(prepare, tables_without_a_place_in_the_belt_are_refused)
{
	assert_refused(db, arena, "select id from session", "");
	assert_refused(db, arena, "select count(*) from session", "");
	assert_refused(db, arena, "select car.id from car join session on session.id = car.id", "");
	assert_refused(db, arena, "select 1 from car where exists (select 1 from session where token = $2)", "");
	if (db_engine(db) == DB_SQLITE) {
		assert_refused(db, arena, "select count(*) from sqlite_master", "sqlite_master");
		assert_refused(db, arena, "select id from word", "word");
		assert_refused(db, arena, "select count(*) from word_index_data", "word_index_data");
		assert_refused(db, arena, "select 1 from pragma_table_info('car')", "pragma");
	}
}

TEST_BOTH_ENGINES_WITH(prepare, what_the_belt_has_is_read_as_ever)
{
	const struct belt *belt = belt_of_cars(arena);

	assert_fine(db, arena, "select id from car where plate_key = $2 and id = $1 order by plate_key, id limit 3",
		    belt);
	assert_fine(db, arena, "select count(*) from car", belt);
	assert_fine(db, arena, "select count(*) from (select 1 from car where id = $1) as counted", belt);
	assert_fine(db, arena,
		    "select id from car where exists (select 1 from link where link.record_id = car.id) order by id",
		    belt);
	assert_fine(db, arena, "select record_id from link order by target_id", belt);
	assert_fine(db, arena, "select 1", belt);
	if (db_engine(db) == DB_SQLITE)
		assert_fine(db, arena, "select rowid from word_index where word_index match $2 order by rowid desc",
			    belt);
	assert_fine(db, arena, "select max(price) from car where secret_key is not null", NULL);
}

/* The cache of statements knows which belts a text was judged with. */
TEST_BOTH_ENGINES_WITH(prepare, a_text_is_judged_with_each_belt)
{
	static const char text[] = "select id from car where secret = $2 and id = $1";
	struct belt *wide = belt_of_cars(arena);
	const char *said;

	belt_add(wide, "car", "secret");
	for (int i = 0; i < 3; i++) {
		assert_fine(db, arena, text, NULL);
		assert_fine(db, arena, text, wide);
		assert_int_equal(trouble_of(db, arena, text, belt_of_cars(arena), &said), DB_BROKEN);
	}
}

static void
add_column(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx, "alter table car add column another text");
}

/* A belt of the new table is another one; what was judged before is judged again. */
TEST_BOTH_ENGINES_WITH(prepare, a_column_that_is_new_is_not_let_through_by_a_star)
{
	struct belt *before = belt_of_cars(arena), *after = belt_of_cars(arena);
	const char *said;

	belt_add(before, "car", "secret");
	belt_add(before, "car", "secret_key");
	assert_fine(db, arena, "select * from car", before);
	assert_int_equal(db_write(db, arena, add_column, NULL), DB_FINE);
	belt_add(after, "car", "secret");
	belt_add(after, "car", "secret_key");
	belt_mix(after, "another");
	assert_int_equal(trouble_of(db, arena, "select * from car", after, &said), DB_BROKEN);
	assert_non_null(strstr(said, "car.another"));
}

struct writing {
	const char *text;
	const struct belt *belt;
	const char *said;
};

static void
write_it(struct tx *tx, void *data)
{
	const struct db_value values[] = {db_int(1), db_text("x")};
	struct writing *writing = data;

	db_run(tx, "update car set price = 6 where id = 1");
	db_sql_run(tx, (struct db_sql){writing->text, values, 2, writing->belt});
	writing->said = tx_trouble_text(tx);
}

static enum db_trouble
written(struct db *db, struct arena *arena, const char *text)
{
	struct writing writing = {text, belt_of_cars(arena), ""};

	return db_write(db, arena, write_it, &writing);
}

TEST_BOTH_ENGINES_WITH(prepare, writes_keep_within_the_belt_and_to_one_table)
{
	static const char *const refused[] = {
		"update car set plate = secret where id = $1",
		"update car set plate = 'x' where secret = $2",
		"update car set plate = other.secret from car as other where other.id = car.id and car.id = $1",
		"update car set plate = 'x' where id = $1 returning secret",
		"delete from car where secret = $2",
		"delete from car where id = $1 returning secret",
		"insert into car (id, plate) select 9, secret from car where id = $1",
		"insert into car (id, plate) values (9, $2) returning secret_key",
		"update session set token = $2",
		"delete from session where id = $1",
		"insert into link (record_id) values ($1)",
	};

	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		if (written(db, arena, refused[i]) != DB_BROKEN)
			fail_msg("not refused: %s", refused[i]);
	assert_int_equal(written(db, arena, "update car set secret = $2 where id = $1 and plate_key = 'ab'"), DB_FINE);
	assert_int_equal(written(db, arena, "update car set price = price + 1 where id = $1 returning price"), DB_FINE);
	assert_int_equal(written(db, arena, "insert into car (id, plate) values ($1 + 1, $2)"), DB_FINE);
	assert_int_equal(written(db, arena, "delete from car where id > $1"), DB_FINE);
}

static bool
never(const struct db_value *cells, void *data)
{
	(void)cells;
	*(bool *)data = true;
	return true;
}

TEST_BOTH_ENGINES_WITH(prepare, rows_that_come_one_by_one_are_refused_before_the_first)
{
	static const enum db_type types[] = {DB_TEXT};
	struct tx *tx = db_read(db, arena);
	bool seen = false;

	db_sql_each(tx, (struct db_sql){"select secret from car", NULL, 0, belt_of_cars(arena)}, types, 1, never,
		    &seen);
	assert_int_equal(tx_trouble(tx), DB_BROKEN);
	assert_false(seen);
	db_read_end(tx);
}

static void
ask_beside_table(struct tx *tx, void *data)
{
	struct belt *belt = belt_new(tx_arena(tx), NULL);

	(void)data;
	belt_add(belt, "fresh", "id");
	db_run(tx, "create table fresh (id bigint)");
	db_sql_get_int(tx, 0, (struct db_sql){"select id from fresh", NULL, 0, belt});
}

/* PostgreSQL cannot be asked about a table that only this transaction knows; the first check alone holds there. */
TEST_BOTH_ENGINES_WITH(prepare, a_table_made_in_the_same_transaction_can_be_read)
{
	assert_int_equal(db_write(db, arena, ask_beside_table, NULL), DB_FINE);
}

TEST_BOTH_ENGINES_WITH(prepare, belts_are_worn_here)
{
	assert_null(db_belt_missing(db, arena));
}
