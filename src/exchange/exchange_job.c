/* exchange_job: forgets files and notes whose time is over. */
#include "base/arena.h"
#include "base/instant.h"
#include "blob/blob.h"
#include "core/house.h"
#include "exchange/export.h"
#include "exchange/intake.h"
#include "exchange/pages.h"
#include "sys/clock.h"

struct forgetting {
	int64_t before;
	const char *(*forget)(struct tx *tx, int64_t before);
	const char *blob; /* of the one forgotten; NULL: there was none left */
};

static void
forget_one(struct tx *tx, void *data)
{
	struct forgetting *forgetting = data;

	forgetting->blob = forgetting->forget(tx, forgetting->before);
}

/* The row goes first: a file without a row is swept some day, a row without its file would promise one. */
static enum db_trouble
forget_all(struct job *job, struct forgetting forgetting)
{
	const struct house *house = job->context;
	struct arena *arena = arena_new(0);
	enum db_trouble trouble;

	do {
		arena_reset(arena);
		trouble = db_write(job->db, arena, forget_one, &forgetting);
		if (trouble == DB_FINE && !text_empty(forgetting.blob))
			blob_remove(house->blobs, forgetting.blob);
	} while (trouble == DB_FINE && forgetting.blob != NULL);
	arena_free(arena);
	return trouble;
}

enum job_result
exchange_sweep(struct job *job)
{
	int64_t now = clock_now();

	job->error = "The database did not answer.";
	if (forget_all(job, (struct forgetting){now - (int64_t)EXPORT_KEPT_HOURS * HOUR_MS, export_forget, NULL}) !=
	    DB_FINE)
		return JOB_RETRY;
	if (forget_all(job, (struct forgetting){now - (int64_t)INTAKE_KEPT_DAYS * DAY_MS, intake_forget, NULL}) !=
	    DB_FINE)
		return JOB_RETRY;
	return JOB_DONE;
}
