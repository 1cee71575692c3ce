/* db_testing: makes databases for tests and takes them away again. */
#include "db/db_testing.h"

#include "base/arena.h"
#include "base/check.h"
#include "db/engine.h"
#include "db/prepared_testing.h"
#include "sys/clock.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Those that are open; tests run one after the other. */
static struct test_database *open_ones;

/* In memory when the machine has such a folder: tests are about what is written, not about the disk. */
static const char *
make_folder(struct arena *arena)
{
	const char *parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	char *folder = arena_printf(arena, "%s/parvis-test-XXXXXX", parent);

	check(mkdtemp(folder) != NULL);
	return folder;
}

static void
remove_folder(const char *folder)
{
	static const char *const endings[] = {"", "-wal", "-shm"};
	char path[256];

	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		snprintf(path, sizeof path, "%s/test.db%s", folder, endings[i]);
		unlink(path);
	}
	rmdir(folder);
}

/* PostgreSQL cuts names at 63 bytes: the process, to let several run at once, then as much of the name as fits. */
static const char *
schema_name(struct arena *arena, const char *name)
{
	return arena_printf(arena, "test_%d_%.40s", (int)getpid(), name);
}

static void
take_away(void *data)
{
	struct test_database *test = data, **place = &open_ones;

	while (*place != test)
		place = &(*place)->next;
	*place = test->next;
	db_close(test->db);
	if (test->folder != NULL)
		remove_folder(test->folder);
	else
		test_database_drop(test);
}

static void
describe(struct test_database *test, struct db_options *options, enum db_engine engine, const char *name,
	 struct arena *arena)
{
	if (engine == DB_SQLITE) {
		test->folder = make_folder(arena);
		options->url = arena_printf(arena, "sqlite:%s/test.db", test->folder);
		return;
	}
	options->url = getenv("PARVIS_TEST_POSTGRES");
	check(options->url != NULL);
	test->schema = schema_name(arena, name);
	options->schema = test->schema;
	test_database_drop(test);
}

struct db *
db_for_test(struct arena *arena, enum db_engine engine, const char *name, unsigned statement_ms)
{
	struct test_database *test = arena_make(arena, struct test_database);
	struct db_options options = {.statement_ms = statement_ms};
	const char *error = "";

	clock_shift(0); /* another test may have left it elsewhere */
	describe(test, &options, engine, name, arena);
	test->db = db_open(arena, &options, &error);
	if (test->db == NULL || !db_migrate(test->db, arena, NULL, 0, &error))
		fprintf(stderr, "%s\n", error);
	check(text_empty(error));
	test->next = open_ones;
	open_ones = test;
	arena_at_end(arena, take_away, test);
	return test->db;
}

void
db_prepare_once(struct db *db, struct arena *arena, void (*prepare)(struct db *db, struct arena *arena))
{
	struct test_database *test = open_ones;

	while (test->db != db)
		test = test->next;
	test_database_prepare(test, arena, prepare);
}

void
db_test_run(enum db_engine engine, const char *name, void (*prepare)(struct db *db, struct arena *arena),
	    void (*body)(struct db *db, struct arena *arena))
{
	struct arena *arena = arena_new(0);
	struct db *db = db_for_test(arena, engine, name, 0);

	if (prepare != NULL)
		prepare(db, arena);
	body(db, arena);
	arena_free(arena);
}

/* ---- trouble ---- */

static struct {
	const struct engine *engine; /* the one that works */
	struct engine failing;
	unsigned left;
	bool failed;
} trouble;

static bool
start_or_fail(struct rows *rows, const struct db_sql *sql)
{
	if (trouble.failed || trouble.left-- > 0)
		return trouble.engine->rows_start(rows, sql);
	trouble.failed = true;
	tx_fail(rows->tx, DB_AWAY, "this test wants it so");
	return false;
}

void
db_fail_after(struct db *db, unsigned count)
{
	trouble.engine = db->engine;
	trouble.failing = *db->engine;
	trouble.failing.rows_start = start_or_fail;
	trouble.left = count;
	trouble.failed = false;
	db->engine = &trouble.failing;
}

bool
db_fails_no_more(struct db *db)
{
	db->engine = trouble.engine;
	return trouble.failed;
}

/* ---- without a condition ---- */

static struct {
	const struct engine *engine; /* the one that asks all */
	struct engine lenient;
	const char *condition, *within;
	unsigned met;
} leniency;

/* Not as the end of a longer name. */
static const char *
find_condition(const char *sql)
{
	const char *found = sql;

	while ((found = strstr(found, leniency.condition)) != NULL) {
		char before = found == sql ? ' ' : found[-1];

		if (!isalnum((unsigned char)before) && before != '_' && before != '.')
			return found;
		found++;
	}
	return NULL;
}

static const char *
without_condition(struct arena *arena, const char *sql)
{
	size_t length = strlen(leniency.condition);
	struct builder text = builder_new(arena, 0);
	const char *found;

	while ((found = find_condition(sql)) != NULL) {
		build_bytes(&text, sql, (size_t)(found - sql));
		build_printf(&text, "(%s or 1 = 1)", leniency.condition);
		sql = found + length;
	}
	build_text(&text, sql);
	return builder_text(&text);
}

static bool
start_leniently(struct rows *rows, const struct db_sql *sql)
{
	struct db_sql less = *sql;

	if (find_condition(sql->sql) == NULL || (leniency.within != NULL && strstr(sql->sql, leniency.within) == NULL))
		return leniency.engine->rows_start(rows, sql);
	leniency.met++;
	less.sql = without_condition(rows->tx->arena, sql->sql);
	return leniency.engine->rows_start(rows, &less);
}

void
db_without(struct db *db, const char *condition, const char *within)
{
	leniency.engine = db->engine;
	leniency.lenient = *db->engine;
	leniency.lenient.rows_start = start_leniently;
	leniency.condition = condition;
	leniency.within = within;
	leniency.met = 0;
	db->engine = &leniency.lenient;
}

unsigned
db_with_all(struct db *db)
{
	db->engine = leniency.engine;
	return leniency.met;
}
