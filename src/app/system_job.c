/* system_job: once a day removes the files that were kept but whose row never came, or went. */
#include "app/system_job.h"

#include "app/fsck_store.h"
#include "base/instant.h"
#include "base/log.h"
#include "blob/blob.h"
#include "core/house.h"

struct sweeping {
	const struct house *house;
	struct tx *tx;
	int removed;
};

static bool
sweep_file(const char *name, void *data)
{
	struct sweeping *sweeping = data;
	bool owned = kept_file_is_owned(sweeping->tx, name);

	if (tx_trouble(sweeping->tx) != DB_FINE)
		return false;
	if (!owned && blob_remove(sweeping->house->blobs, name))
		sweeping->removed++;
	return true;
}

/* A day's grace: a file is kept before the transaction that names it. */
static enum job_result
sweep_files(struct job *job)
{
	struct sweeping sweeping = {.house = job->context, .tx = db_read(job->db, job->arena)};
	enum db_trouble trouble;
	bool whole;

	blobs_forget_halves(sweeping.house->blobs);
	whole = blobs_each(sweeping.house->blobs, DAY_MS, sweep_file, &sweeping);
	trouble = tx_trouble(sweeping.tx);
	db_read_end(sweeping.tx);
	job->error = whole ? "The database did not answer." : "The storage did not answer.";
	if (sweeping.removed > 0)
		log_info("files.swept", "removed %d files that nothing named", sweeping.removed);
	return trouble == DB_FINE && whole ? JOB_DONE : JOB_RETRY;
}

const struct job_kind system_jobs[SYSTEM_JOBS] = {
	{.name = "files.sweep", .run = sweep_files, .every_ms = DAY_MS},
};
