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

/* A turn, then a pause for other jobs. */
enum { SCAN_MS = 60 * 1000, TURN_MS = 5 * MINUTE_MS, PAUSE_MS = MINUTE_MS };

struct scanning {
	const struct house *house;
	const char *blob;
	struct scan scan;
	const char *after; /* the last one that was looked at */
	bool more;	   /* some may follow it */
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
scan_some(struct job *job, struct scanning *scanning)
{
	struct arena *arena = arena_new(0);
	enum db_trouble trouble = DB_FINE;
	int64_t until = clock_monotonic() + TURN_MS;

	scanning->more = true;
	while (trouble == DB_FINE && clock_monotonic() < until && !(job->stopping != NULL && *job->stopping)) {
		arena_reset(arena);
		scanning->blob = next_unscanned(job->db, arena, scanning->after, &trouble);
		scanning->more = scanning->blob != NULL;
		if (!scanning->more)
			break;
		scanning->scan = scan(scanning, arena);
		scanning->more = scanning->scan.reason != SCAN_NO_SERVER;
		if (!scanning->more)
			break;
		scanning->after = arena_text(job->arena, scanning->blob);
		if (!scan_may_repeat(&scanning->scan))
			trouble = db_write(job->db, arena, keep, scanning);
	}
	arena_free(arena);
	return trouble;
}

/* One at a time. */
static const char part_name[] = "file.scan.part";

static void
add_part(struct tx *tx, const char *after, int64_t run_at)
{
	struct doc *payload = doc_object(tx_arena(tx));

	doc_set_text(payload, "after", after);
	job_add(tx, part_name, payload, run_at, part_name);
}

static void
go_on(struct tx *tx, struct job *job)
{
	const struct scanning *scanning = job->state;

	if (scanning->more)
		add_part(tx, scanning->after, clock_now() + PAUSE_MS);
}

enum job_result
file_scan_part_run(struct job *job)
{
	struct scanning *scanning = arena_make(job->arena, struct scanning);
	const char *after = doc_get_text(job->payload, "after");

	*scanning = (struct scanning){.house = job->context, .after = after == NULL ? "" : after};
	job->error = "The database did not take it.";
	job->state = scanning;
	job->finish = go_on;
	return scan_some(job, scanning) == DB_FINE ? JOB_DONE : JOB_RETRY;
}

static void
begin(struct tx *tx, void *data)
{
	(void)data;
	if (!job_is_under_way(tx, part_name)) /* it would forget how far it is */
		add_part(tx, "", 0);
}

enum job_result
file_scans_run(struct job *job)
{
	const struct house *house = job->context;

	return house->config->scanner == NULL ? JOB_DONE : job_write(job, begin, NULL);
}
