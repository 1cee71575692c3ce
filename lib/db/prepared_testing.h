/* prepared_testing: databases of tests, and how they begin as a preparation left one. Internal to lib/db. */
#ifndef DB_PREPARED_TESTING_H
#define DB_PREPARED_TESTING_H

#include "db/db.h"

/* On PostgreSQL a schema of the server's database until something is prepared, then a database of its own. */
struct test_database {
	struct db *db;
	const char *folder;	    /* of the SQLite file */
	const char *schema;	    /* of PostgreSQL */
	const char *database;	    /* of PostgreSQL; NULL: that of the server's address */
	struct test_database *next; /* of those that are open */
};

/* What is written into a database with `prepare` is what others find that say the same `prepare`. */
void
test_database_prepare(struct test_database *test, struct arena *arena, void (*prepare)(struct db *db, struct arena *));

/* Takes what it has on PostgreSQL away; its connections are closed. */
void test_database_drop(const struct test_database *test);

#endif
