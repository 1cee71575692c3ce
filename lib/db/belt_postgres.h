/* belt_postgres: whether a statement keeps within its belt on PostgreSQL. Internal to lib/db.
 *
 * Privileges are checked where a plan begins to run, for all that it names; so a statement is explained, once for a
 * text and a belt, by a connection of its own. The role, the grants and the plan are gone when that transaction is
 * undone. */
#ifndef DB_BELT_POSTGRES_H
#define DB_BELT_POSTGRES_H

#include "db/belt.h"
#include "db/engine.h"

struct postgres_belts;

struct postgres_belts *postgres_belts_new(void);
void postgres_belts_free(struct postgres_belts *belts);

/* False, and there is trouble: the statement reads more than its belt has. */
bool postgres_keeps_within(struct tx *tx, const struct db_sql *sql);

/* The member of struct engine. */
const char *postgres_belt_missing(struct db *db, struct arena *arena);

#endif
