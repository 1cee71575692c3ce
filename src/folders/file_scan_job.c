/* file_scan_job: looks at files for viruses that nobody could look at before; what is infected is kept aside. */
#include "folders/file_scan.h"

#include "base/arena.h"
#include "base/instant.h"
#include "blob/blob.h"
#include "core/audit.h"
#include "core/config.h"
#include "folders/activity.h"
#include "sys/clock.h"

#include <unistd.h>

enum { SCAN_MS = 60 * 1000, TURN_MS = 5 * MINUTE_MS /* the others an hour later */ };

struct scanning {
	const struct house *house;
	const char *blob;
	struct scan scan;
};

static void
note(const struct scanning *scanning, struct tx *tx, const struct scanned_file *file)
{
	const struct file told = {
		.id = file->id, .folder_id = file->folder_id, .name = file->name, .content.type = file->type};
	struct doc *detail = doc_object(tx_arena(tx));

	doc_set_id(detail, "file", file->id);
	doc_set_text(detail, "name", file->name);
	doc_set_text(detail, "found", scanning->scan.found);
	audit_add_system(scanning->house, tx,
			 &(struct audit){.action = "file.infected",
					 .object_kind = "client",
					 .object = file->client_id,
					 .detail = detail,
					 .place = activity_of_file(tx_arena(tx), &told)});
}

static void
keep(struct tx *tx, void *data)
{
	const struct scanning *scanning = data;
	size_t count;
	const struct scanned_file *files = file_scan_keep(tx, scanning->blob, &scanning->scan, &count);

	for (size_t i = 0; i < count && scanning->scan.verdict == SCAN_INFECTED; i++)
		note(scanning, tx, &files[i]);
}

/* NULL: there is none any more, or *trouble. */
static const char *
next_unscanned(struct db *db, struct arena *arena, const char *after, enum db_trouble *trouble)
{
	struct tx *tx = db_read(db, arena);
	size_t count;
	const struct unscanned *unscanned = files_unscanned(tx, after, 1, &count);

	*trouble = tx_trouble(tx);
	db_read_end(tx);
	return *trouble == DB_FINE && count > 0 ? unscanned->blob : NULL;
}

/* A file that is not there is fsck's to tell. */
static struct scan
scan(const struct scanning *scanning, struct arena *arena)
{
	struct scan scan = {.verdict = SCAN_NOT_DONE, .reason = SCAN_ODD};
	uint64_t size;
	int file = blob_open(scanning->house->blobs, scanning->blob, &size);

	if (file < 0)
		return scan;
	scan = scan_file(arena, scanning->house->config->scanner, file, SCAN_MS);
	close(file);
	return scan;
}

/* Until there is none any more, or nobody who scans, or for long enough. */
static enum db_trouble
scan_all(struct job *job, struct scanning *scanning)
{
	struct arena *arena = arena_new(0), *names = arena_new(0);
	enum db_trouble trouble = DB_FINE;
	int64_t until = clock_monotonic() + TURN_MS;
	const char *after = "";

	while (trouble == DB_FINE && clock_monotonic() < until && !(job->stopping != NULL && *job->stopping)) {
		arena_reset(arena);
		scanning->blob = next_unscanned(job->db, arena, after, &trouble);
		if (scanning->blob == NULL)
			break;
		arena_reset(names);
		after = arena_text(names, scanning->blob);
		scanning->scan = scan(scanning, arena);
		if (scanning->scan.reason == SCAN_NO_SERVER)
			break;
		if (!scan_may_repeat(&scanning->scan))
			trouble = db_write(job->db, arena, keep, scanning);
	}
	arena_free(arena);
	arena_free(names);
	return trouble;
}

enum job_result
file_scans_run(struct job *job)
{
	struct scanning scanning = {.house = job->context};

	if (scanning.house->config->scanner == NULL)
		return JOB_DONE;
	job->error = "The database did not take it.";
	return scan_all(job, &scanning) == DB_FINE ? JOB_DONE : JOB_RETRY;
}
