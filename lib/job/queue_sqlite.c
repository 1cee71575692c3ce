/* queue_sqlite: a write transaction has the whole database to itself, so picking needs no lock of its own. */
#include "job/queue.h"

const char *const queue_pick_sqlite =
	"select " QUEUE_PICK_COLUMNS " from job"
	" where dead = 0 and locked_until is null and run_at <= $1 and " QUEUE_KNOWN " order by run_at, id limit 1";
