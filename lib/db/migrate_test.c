/* migrate_test: steps are run once, in order, by one process, and newer databases are left alone. */
#include "base/arena.h"
#include "base/test.h"
#include "db/db.h"
#include "db/db_testing.h"
#include "db/engine.h"

#include <pthread.h>
#include <string.h>

static const struct migration steps[] = {
	{"0001_company", {NULL, 0}},
	{"0002_client", {NULL, 0}},
};

static const char *const texts[] = {
	"create table company (id INTEGER primary key, name TEXT not null) STRICT;\n"
	"insert into company (id, name) values (1, 'INTEGER; it''s TEXT');\n",
	"create table client ( -- Somebody's client.\n"
	"\tid INTEGER primary key, -- Identifier.\n"
	"\tcompany_id INTEGER not null references company (id)\n"
	") STRICT;\n"
	"create index client_by_company on client (company_id);\n",
};

static void
fill(struct migration made[2])
{
	for (int i = 0; i < 2; i++)
		made[i] = (struct migration){steps[i].name, str_of(texts[i])};
}

TEST_BOTH_ENGINES(migrations_are_run_once)
{
	struct migration made[2];
	const char *error = "";
	struct tx *tx;

	fill(made);
	assert_int_equal(db_pending_migrations(db, arena, made, 2), 2);
	assert_true(db_migrate(db, arena, made, 1, &error));
	assert_int_equal(db_pending_migrations(db, arena, made, 2), 1);
	assert_true(db_migrate(db, arena, made, 2, &error));
	assert_true(db_migrate(db, arena, made, 2, &error));
	assert_int_equal(db_pending_migrations(db, arena, made, 2), 0);
	tx = db_read(db, arena);
	assert_string_equal(db_get_text(tx, "select name from company"), "INTEGER; it's TEXT");
	assert_int_equal(db_get_int(tx, 0, "select count(*) from migration"), 2);
	db_read_end(tx);
	assert_true(db_check(db, arena, &error));
}

TEST_BOTH_ENGINES(a_newer_database_is_left_alone)
{
	struct migration made[2];
	const char *error = "";

	fill(made);
	assert_true(db_migrate(db, arena, made, 2, &error));
	assert_int_equal(db_pending_migrations(db, arena, made, 1), -1);
	assert_false(db_migrate(db, arena, made, 1, &error));
	assert_non_null(strstr(error, "0002_client"));
}

TEST_BOTH_ENGINES(a_failed_migration_leaves_nothing)
{
	struct migration made[2];
	const char *error = "";
	struct tx *tx;

	fill(made);
	made[1].sql = STR("create table half (id INTEGER primary key) STRICT; create tabel broken;");
	assert_false(db_migrate(db, arena, made, 2, &error));
	assert_non_null(strstr(error, "0002_client"));
	assert_non_null(strstr(error, "tabel")); /* why: an operator has nothing else */
	assert_int_equal(db_pending_migrations(db, arena, made, 2), 1);
	tx = db_read(db, arena);
	db_get_int(tx, 0, "select count(*) from half");
	assert_int_equal(tx_trouble(tx), DB_BROKEN);
	db_read_end(tx);
}

static void *
migrate_beside(void *data)
{
	struct arena *arena = arena_new(0);
	struct migration made[2];
	const char *error;
	bool fine;

	fill(made);
	fine = db_migrate(data, arena, made, 2, &error);
	arena_free(arena);
	return fine ? data : NULL;
}

TEST_BOTH_ENGINES(two_that_start_together_do_not_collide)
{
	pthread_t threads[4];
	void *fine;

	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, migrate_beside, db), 0);
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], &fine);
		assert_ptr_equal(fine, db);
	}
}

TEST_BOTH_ENGINES(a_line_may_be_for_one_engine)
{
	struct migration step = {"0001_search", STR("create table word (id INTEGER primary key) STRICT;\n"
						    "-- sqlite: insert into word values (1);\n"
						    "-- postgres: insert into word values (2);\n"
						    "insert into word values (3);")};
	const char *error = "";
	struct tx *tx;

	assert_true(db_migrate(db, arena, &step, 1, &error));
	tx = db_read(db, arena);
	assert_int_equal(db_get_int(tx, 0, "select cast(sum(id) as bigint) from word"),
			 db_engine(db) == DB_SQLITE ? 4 : 5);
	db_read_end(tx);
}

TEST(the_schema_is_printed_with_its_comments)
{
	struct arena *arena = arena_new(0);
	struct db *db = db_for_test(arena, DB_SQLITE, "schema", 0);
	struct migration made[2];
	const char *error = "", *schema, *client, *company, *by_company;

	fill(made);
	assert_true(db_migrate(db, arena, made, 2, &error));
	schema = db_schema_text(db, arena);
	client = strstr(schema,
			"CREATE TABLE client ( -- Somebody's client.\n\tid INTEGER primary key, -- Identifier.\n");
	by_company = strstr(schema, "CREATE INDEX client_by_company on client (company_id);\n");
	company = strstr(schema, "CREATE TABLE company");
	assert_non_null(client);
	assert_true(client < by_company && by_company < company);
	assert_null(strstr(schema, "sqlite_"));
	arena_free(arena);
}

TEST(types_are_translated_outside_of_comments_and_quotes)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(migration_for_postgres(arena, "create table a (b INTEGER, c TEXT, d BLOB, text_TEXT BLOB)"
							  " STRICT; -- INTEGER it's\n/* TEXT */ 'a''TEXT' \"BLOB\""),
			    "create table a (b bigint, c text collate \"C\", d bytea, text_TEXT bytea)"
			    " ; -- INTEGER it's\n/* TEXT */ 'a''TEXT' \"BLOB\"");
	arena_free(arena);
}
