/* queue_postgres: several transactions pick at once; each passes over the rows that others are about to lock. */
#include "job/queue.h"

const char *const queue_pick_postgres = "select " QUEUE_PICK_COLUMNS " from job"
					" where dead = 0 and locked_until is null and run_at <= $1 and " QUEUE_KNOWN
					" order by run_at, id limit 1 for update skip locked";
