/* prepared_test: what tests of clients begin with: a migrated database with one company. */
#ifndef CLIENTS_PREPARED_TEST_H
#define CLIENTS_PREPARED_TEST_H

#include "db/db.h"

/* Sets the rules of access of clients and companies, migrates, and makes the company 7. */
void clients_prepare(struct db *db, struct arena *arena);

#endif
