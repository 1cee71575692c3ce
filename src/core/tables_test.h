/* tables_test: the tables of all migrations in an empty database, for tests of stores. */
#ifndef CORE_TABLES_TEST_H
#define CORE_TABLES_TEST_H

#include "db/db.h"

/* For TEST_BOTH_ENGINES_WITH(tables_make, …): runs the folder migrations/ (tests run in the root of the tree). */
void tables_make(struct db *db, struct arena *arena);

#endif
