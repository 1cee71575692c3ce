/* bin_job: deletes for good what has been in the recycle bin long enough, a few hundred files a transaction. */
#include "folders/bin_job.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/log.h"
#include "core/audit.h"
#include "core/organisation.h"
#include "folders/bin_store.h"
#include "sys/clock.h"

struct purging {
	const struct house *house;
	size_t count; /* in the last transaction */
};

static void
purge(struct tx *tx, void *data)
{
	enum { AT_ONCE = 200 };
	struct purging *purging = data;
	struct doc *detail;

	purging->count = bin_purge_some(tx, clock_now() - organisation_bin_days(tx) * (int64_t)DAY_MS, AT_ONCE);
	if (purging->count == 0)
		return;
	detail = doc_object(tx_arena(tx));
	doc_set_int(detail, "count", (int64_t)purging->count);
	audit_add_system(purging->house, tx, &(struct audit){.action = "folder.purge", .detail = detail});
}

enum job_result
folders_purge_run(struct job *job)
{
	struct purging purging = {.house = job->context};
	struct arena *arena = arena_new(0);
	enum db_trouble trouble;
	size_t total = 0;

	do {
		arena_reset(arena);
		trouble = db_write(job->db, arena, purge, &purging);
		total += purging.count;
	} while (trouble == DB_FINE && purging.count > 0);
	arena_free(arena);
	if (total > 0)
		log_info("folders.purged", "deleted %zu files and folders for good", total);
	job->error = "The database did not take it.";
	return trouble == DB_FINE ? JOB_DONE : JOB_RETRY;
}
