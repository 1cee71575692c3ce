/* batch_postgres: several writes in one transaction. Internal to lib/db. */
#ifndef DB_BATCH_POSTGRES_H
#define DB_BATCH_POSTGRES_H

#include "db/engine_postgres.h"
#include "db/write_queue.h"

/* Whether the write is to be run by itself, with postgres_write: what it does does not go well with others. */
bool batch_is_for_one(const struct write *write);

/* Runs the bodies one after the other, each in a savepoint, and commits once. `writes` keeps those to be delivered,
 * with their trouble; `again` gets those to be run again, in order. */
void batch_run(struct write_list *writes, struct write_list *again);

#endif
