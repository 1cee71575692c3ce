/* deposit_job: lets files go that were refused, or that nobody looked at before their request was closed. */
#include "demands/deposit_job.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/log.h"
#include "core/organisation.h"
#include "demands/demand_store.h"
#include "sys/clock.h"

static void
sweep(struct tx *tx, void *data)
{
	enum { AT_ONCE = 200 };
	size_t *count = data;

	*count = deposits_sweep(tx, clock_now() - organisation_bin_days(tx) * (int64_t)DAY_MS, AT_ONCE);
}

enum job_result
deposits_sweep_run(struct job *job)
{
	struct arena *arena = arena_new(0);
	enum db_trouble trouble;
	size_t count, total = 0;

	do {
		arena_reset(arena);
		count = 0;
		trouble = db_write(job->db, arena, sweep, &count);
		total += trouble == DB_FINE ? count : 0;
	} while (trouble == DB_FINE && count > 0);
	arena_free(arena);
	if (total > 0)
		log_info("deposits.swept", "deleted %zu files of document requests for good", total);
	job->error = "The database did not take it.";
	return trouble == DB_FINE ? JOB_DONE : JOB_RETRY;
}
