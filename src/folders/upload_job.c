/* upload_job: parts of uploads are removed once, after the transaction that said so; what is left over every hour. */
#include "folders/upload_job.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/log.h"
#include "blob/blob_part.h"
#include "core/house.h"
#include "folders/upload_store.h"
#include "sys/clock.h"

#include <unistd.h>

enum { AT_ONCE = 200, ORPHAN_MS = HOUR_MS };

void
upload_part_forget(struct tx *tx, const char *part)
{
	struct doc *payload;

	if (part == NULL)
		return;
	payload = doc_object(tx_arena(tx));
	doc_set_text(payload, "part", part);
	job_add(tx, "upload.part", payload, 0, NULL);
}

enum job_result
upload_part_run(struct job *job)
{
	const struct house *house = job->context;
	const char *part = doc_get_text(job->payload, "part");

	job->error = "The file could not be removed.";
	return part == NULL || blob_part_remove(house->blobs, part) ? JOB_DONE : JOB_RETRY;
}

struct sweep {
	const struct house *house;
	struct arena *arena; /* of one portion */
	const struct upload *expired;
	size_t count;
	int64_t after_at, after_id;
	size_t removed;
};

/* Nobody writes it; or it is not there at all. */
static bool
take_part(struct sweep *sweep, const char *part)
{
	uint64_t size;
	int fd = blob_part_open(sweep->house->blobs, part, &size);
	bool free = fd < 0 || blob_part_lock(fd);

	if (free)
		blob_part_remove(sweep->house->blobs, part);
	if (fd >= 0)
		close(fd);
	return free;
}

static void
read_expired(struct tx *tx, void *data)
{
	struct sweep *sweep = data;

	sweep->expired = uploads_expired(tx, clock_now(), sweep->after_at, sweep->after_id, AT_ONCE, &sweep->count);
}

static void
remove_expired(struct tx *tx, void *data)
{
	struct sweep *sweep = data;

	for (size_t i = 0; i < sweep->count; i++)
		if (sweep->expired[i].id != 0)
			upload_remove(tx, sweep->expired[i].id);
}

/* One portion; false: the database did not take it. */
static bool
sweep_expired(struct sweep *sweep)
{
	struct tx *tx = db_read(sweep->house->db, sweep->arena);
	struct upload *expired;
	bool read;

	tx_run(tx, read_expired, sweep);
	read = tx_trouble(tx) == DB_FINE;
	db_read_end(tx);
	if (!read || sweep->count == 0)
		return read;
	expired = (struct upload *)sweep->expired;
	sweep->after_at = expired[sweep->count - 1].expires_at;
	sweep->after_id = expired[sweep->count - 1].id;
	for (size_t i = 0; i < sweep->count; i++)
		if (expired[i].part != NULL && !take_part(sweep, expired[i].part))
			expired[i].id = 0; /* somebody is at it just now */
		else
			sweep->removed++;
	return db_write(sweep->house->db, sweep->arena, remove_expired, sweep) == DB_FINE;
}

struct knowing {
	const char *part;
	bool known;
};

static void
ask_known(struct tx *tx, void *data)
{
	struct knowing *knowing = data;

	knowing->known = upload_has_part(tx, knowing->part);
}

static bool
sweep_orphan(const char *part, void *data)
{
	struct sweep *sweep = data;
	struct knowing knowing = {.part = part};
	struct tx *tx;
	enum db_trouble trouble;

	arena_reset(sweep->arena);
	tx = db_read(sweep->house->db, sweep->arena);
	tx_run(tx, ask_known, &knowing);
	trouble = tx_trouble(tx);
	db_read_end(tx);
	if (trouble == DB_FINE && !knowing.known && take_part(sweep, part))
		sweep->removed++;
	return trouble == DB_FINE;
}

enum job_result
uploads_sweep_run(struct job *job)
{
	struct sweep sweep = {.house = job->context, .arena = arena_new(0), .after_at = INT64_MIN};
	bool done;

	do {
		arena_reset(sweep.arena);
		done = sweep_expired(&sweep);
	} while (done && sweep.count > 0);
	if (done)
		blob_parts_each(sweep.house->blobs, ORPHAN_MS, sweep_orphan, &sweep);
	arena_free(sweep.arena);
	if (sweep.removed > 0)
		log_info("uploads.swept", "removed %zu files that were never sent to their end", sweep.removed);
	job->error = "The database did not take it.";
	return done ? JOB_DONE : JOB_RETRY;
}
