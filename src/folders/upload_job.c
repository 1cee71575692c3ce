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

/* An upload that may go; its row before its part: until the transaction is through, somebody may send a piece. */
struct leaving {
	struct upload upload;
	int fd;		/* of its part, locked; -1: there is none */
	bool at_work;	/* somebody sends just now */
	bool forgotten; /* its row has gone */
};

struct sweep {
	const struct house *house;
	struct arena *arena; /* of one portion */
	struct leaving *leaving;
	size_t count;
	int64_t now;
	int64_t after_at, after_id;
	size_t removed;
};

/* False: somebody writes it. *fd -1: it is not there at all. */
static bool
lock_part(const struct sweep *sweep, const char *part, int *fd)
{
	uint64_t size;

	*fd = part == NULL ? -1 : blob_part_open(sweep->house->blobs, part, &size);
	return *fd < 0 || blob_part_lock(*fd);
}

static void
leave_part(int fd)
{
	if (fd >= 0)
		close(fd);
}

static void
read_expired(struct tx *tx, void *data)
{
	struct sweep *sweep = data;
	const struct upload *expired =
		uploads_expired(tx, sweep->now, sweep->after_at, sweep->after_id, AT_ONCE, &sweep->count);

	sweep->leaving = arena_make_array(sweep->arena, struct leaving, sweep->count + 1);
	for (size_t i = 0; i < sweep->count; i++)
		sweep->leaving[i] = (struct leaving){.upload = expired[i], .fd = -1};
}

static void
forget_expired(struct tx *tx, void *data)
{
	struct sweep *sweep = data;

	for (size_t i = 0; i < sweep->count; i++)
		sweep->leaving[i].forgotten = !sweep->leaving[i].at_work &&
					      upload_remove_expired(tx, sweep->leaving[i].upload.id, sweep->now);
}

static void
remove_parts(struct sweep *sweep, bool forgotten)
{
	for (size_t i = 0; i < sweep->count; i++) {
		const struct leaving *leaving = &sweep->leaving[i];

		if (forgotten && leaving->forgotten && leaving->upload.part != NULL)
			blob_part_remove(sweep->house->blobs, leaving->upload.part);
		sweep->removed += forgotten && leaving->forgotten;
		leave_part(leaving->fd);
	}
}

/* One portion; false: the database did not take it. */
static bool
sweep_expired(struct sweep *sweep)
{
	struct tx *tx = db_read(sweep->house->db, sweep->arena);
	const struct upload *last;
	bool read, forgotten;

	tx_run(tx, read_expired, sweep);
	read = tx_trouble(tx) == DB_FINE;
	db_read_end(tx);
	if (!read || sweep->count == 0)
		return read;
	last = &sweep->leaving[sweep->count - 1].upload;
	sweep->after_at = last->expires_at;
	sweep->after_id = last->id;
	for (size_t i = 0; i < sweep->count; i++)
		sweep->leaving[i].at_work = !lock_part(sweep, sweep->leaving[i].upload.part, &sweep->leaving[i].fd);
	forgotten = db_write(sweep->house->db, sweep->arena, forget_expired, sweep) == DB_FINE;
	remove_parts(sweep, forgotten);
	return forgotten;
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
	int fd;

	arena_reset(sweep->arena);
	tx = db_read(sweep->house->db, sweep->arena);
	tx_run(tx, ask_known, &knowing);
	trouble = tx_trouble(tx);
	db_read_end(tx);
	if (trouble == DB_FINE && !knowing.known) {
		sweep->removed += lock_part(sweep, part, &fd) && blob_part_remove(sweep->house->blobs, part);
		leave_part(fd);
	}
	return trouble == DB_FINE;
}

enum job_result
uploads_sweep_run(struct job *job)
{
	struct sweep sweep = {.house = job->context, .arena = arena_new(0), .now = clock_now(), .after_at = INT64_MIN};
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
