/* sql_test: statements put together, and rows whose columns nobody knew before, on both engines. */
#include "db/sql.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"

static void
fill(struct tx *tx, void *data)
{
	(void)data;
	for (int i = 1; i <= 60; i++) {
		struct sql sql = sql_new(tx_arena(tx));

		sql_printf(&sql, "insert into %s (number, name) values (", "thing");
		sql_value(&sql, db_int(i));
		sql_add(&sql, ", ");
		sql_value(&sql, i % 2 == 0 ? db_null() : db_text("odd"));
		sql_add(&sql, ")");
		assert_int_equal(db_sql_run(tx, sql_end(&sql)), 1);
	}
}

static void
make_things(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx, "create table thing (number bigint, name text)");
	fill(tx, NULL);
}

static struct sql
select_some(struct tx *tx)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_add(&sql, "select number, name from thing where number in (0");
	for (int i = 1; i <= 60; i++) {
		sql_add(&sql, ", ");
		sql_value(&sql, db_int(i));
	}
	sql_printf(&sql, ") and number > $%d order by number", sql_bind(&sql, db_int(50)));
	return sql;
}

static const enum db_type types[] = {DB_INT, DB_TEXT};

static bool
count_two(const struct db_value *cells, void *data)
{
	int *count = data;

	assert_int_equal(cells[0].integer, 51 + *count);
	return ++*count < 2;
}

TEST_BOTH_ENGINES(statements_are_put_together)
{
	struct tx *tx;
	struct sql sql;
	struct db_value *cells;
	size_t rows;
	int seen = 0;

	assert_int_equal(db_write(db, arena, make_things, NULL), DB_FINE);
	tx = db_read(db, arena);
	sql = select_some(tx);
	cells = db_sql_cells(tx, sql_end(&sql), types, 2, &rows);
	assert_int_equal(rows, 10);
	assert_int_equal(cells[0].integer, 51);
	assert_string_equal(cells[1].bytes.at, "odd");
	assert_int_equal(cells[3].type, DB_NULL);
	db_sql_each(tx, sql_end(&sql), types, 2, count_two, &seen);
	assert_int_equal(seen, 2);
	db_read_end(tx);
}

/* What a text does not name may still be bound: rights come with the values of all their rules. */
TEST_BOTH_ENGINES(values_that_a_text_does_not_name_are_let_be)
{
	struct tx *tx = db_read(db, arena);
	const struct db_value values[] = {db_int(1), db_text("a"), db_int(3)};

	for (int count = 0; count < 4; count++)
		assert_int_equal(
			db_sql_get_int(tx, 0, (struct db_sql){.sql = "select 7", .values = values, .count = count}), 7);
	for (int count = 3; count >= 0; count--)
		assert_int_equal(
			db_sql_get_int(tx, 0, (struct db_sql){.sql = "select 7", .values = values, .count = count}), 7);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
}
