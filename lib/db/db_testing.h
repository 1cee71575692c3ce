/* db_testing: an empty database for a test, on either engine. */
#ifndef DB_DB_TESTING_H
#define DB_DB_TESTING_H

#include "db/db.h"

#include <stdlib.h>

/* An empty database that goes away with `arena`: a SQLite file in a temporary folder, or a schema named after the test
 * on the server PARVIS_TEST_POSTGRES names (bin/with-postgres starts one). Never NULL: the process ends when it cannot
 * be made. `statement_ms` as in db_options. */
struct db *db_for_test(struct arena *arena, enum db_engine engine, const char *name, unsigned statement_ms);

/* Makes a database, calls `prepare` (may be NULL) and `body` with it, and closes it. */
void db_test_run(enum db_engine engine, const char *name, void (*prepare)(struct db *db, struct arena *arena),
		 void (*body)(struct db *db, struct arena *arena));

/* Runs `prepare`, which only writes to this database, still empty. That happens once in a process and on each engine,
 * afterwards the database becomes a copy of what it left. */
void db_prepare_once(struct db *db, struct arena *arena, void (*prepare)(struct db *db, struct arena *arena));

/* The statement after the next `count` ones, whoever runs it, fails as when the database goes away; those that follow
 * are fine again. Tells whether there was such a one once db_fails_no_more is called; nothing else may run meanwhile.
 */
void db_fail_after(struct db *db, unsigned count);
bool db_fails_no_more(struct db *db);

/* Until db_with_all, `condition` is not asked any more in statements that have `within` (NULL: in all): where it stands
 * there it becomes "(… or 1 = 1)". To see that its absence is noticed; one at a time. */
void db_without(struct db *db, const char *condition, const char *within);
/* Says in how many statements that were run it stood. */
unsigned db_with_all(struct db *db);

/* A test that runs once per engine (base/test.h must be included; PostgreSQL only when PARVIS_TEST_POSTGRES is set):
 *     TEST_BOTH_ENGINES(invoice_is_found) { … db … arena … }
 *     TEST_BOTH_ENGINES_WITH(make_tables, invoice_is_found) { … }       make_tables(db, arena) comes first */
#define TEST_BOTH_ENGINES(name) TEST_BOTH_ENGINES_WITH(NULL, name)
#define TEST_BOTH_ENGINES_WITH(prepare, name)                                                                          \
	static void name(struct db *db, struct arena *arena);                                                          \
	static void name##_sqlite(__attribute__((unused)) void **state)                                                \
	{                                                                                                              \
		db_test_run(DB_SQLITE, #name, prepare, name);                                                          \
	}                                                                                                              \
	static void name##_postgres(__attribute__((unused)) void **state)                                              \
	{                                                                                                              \
		db_test_run(DB_POSTGRES, #name, prepare, name);                                                        \
	}                                                                                                              \
	__attribute__((constructor)) static void register_##name(void)                                                 \
	{                                                                                                              \
		test_register(__FILE__, #name "_sqlite", name##_sqlite);                                               \
		if (getenv("PARVIS_TEST_POSTGRES") != NULL)                                                            \
			test_register(__FILE__, #name "_postgres", name##_postgres);                                   \
	}                                                                                                              \
	static void name(__attribute__((unused)) struct db *db, __attribute__((unused)) struct arena *arena)

#endif
