/* file_look_job: looks at files that wait for it, in the sandbox, and keeps what came of it; looks after that. */
#include "folders/file_look.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/log.h"
#include "blob/blob.h"
#include "content/content_type.h"
#include "core/config.h"
#include "core/house.h"
#include "sys/clock.h"

#include <errno.h>
#include <unistd.h>

enum {
	SMALL_EDGE = 320,
	TURN_MS = 2 * MINUTE_MS, /* then others have their turn: documents of office programs take seconds each */
	MOVED_AT_ONCE = 50,
	PAGE_DAYS = 30,
	PAGES_MOST = 5000, /* of all files: about a gigabyte */
};

static bool
draws_documents(const struct house *house)
{
	return house->config->office_previews && content_draws_documents();
}

/* ---- one file ---- */

struct looking {
	const struct house *house;
	struct arena *arena;
	struct file_look *look;
	struct content_text text;
	bool kept; /* false: the store is away, or there is no room: later */
};

static const char *
keep(struct looking *looking, struct str bytes)
{
	struct blob *blob = arena_make(looking->arena, struct blob);

	looking->kept = blob_put(looking->arena, looking->house->blobs, bytes, blob);
	return looking->kept ? blob->name : NULL;
}

static void
draw(struct looking *looking, int file, const char *type)
{
	struct content_picture picture;
	enum content_reason reason = content_picture(looking->arena, file, type, 1, SMALL_EDGE, &picture);

	looking->look->picture = content_reason_word(reason);
	if (reason != CONTENT_MADE)
		return;
	looking->look->picture_blob = keep(looking, picture.bytes);
	looking->look->picture_type = picture.type;
}

static void
hear(struct looking *looking, int file, const char *type)
{
	looking->look->said = content_reason_word(content_text(looking->arena, file, type, &looking->text));
}

static void
look_at_pdf(struct looking *looking, int file)
{
	struct content_look found;
	enum content_reason reason = content_look(looking->arena, file, "", &found);

	if (reason != CONTENT_MADE) {
		looking->look->picture = content_reason_word(reason);
		return;
	}
	looking->look->pages = found.pages;
	draw(looking, file, "application/pdf");
}

static void
draw_document(struct looking *looking, int file)
{
	struct file_look *look = looking->look;
	struct blob *blob = arena_make(looking->arena, struct blob);
	enum content_reason reason;
	int pdf;

	if (!draws_documents(looking->house)) {
		look->picture = look_no_tool;
		return;
	}
	reason = content_pdf(looking->arena, file, look->type, &pdf);
	look->picture = content_reason_word(reason);
	if (reason != CONTENT_MADE)
		return;
	look_at_pdf(looking, pdf);
	if (!type_has_parts(look->type))
		hear(looking, pdf, "application/pdf"); /* its words are in its pages alone */
	looking->kept = blob_take(looking->arena, looking->house->blobs, pdf, blob) && looking->kept;
	look->pdf_blob = blob->name;
}

static void
look_into(struct looking *looking, enum content_kind kind, int file)
{
	struct file_look *look = looking->look;

	look->picture = look->said = content_reason_word(CONTENT_UNSUPPORTED);
	if (kind == CONTENT_PICTURE) {
		draw(looking, file, look->type);
		look->pages = look->picture_blob != NULL;
		return;
	}
	if (kind == CONTENT_PDF)
		look_at_pdf(looking, file);
	if (kind == CONTENT_OFFICE)
		draw_document(looking, file);
	if (kind != CONTENT_OFFICE || type_has_parts(look->type))
		hear(looking, file, look->type);
}

static bool
look(struct looking *looking)
{
	enum content_kind kind = content_kind_of(looking->look->type);
	uint64_t size;
	int file;

	looking->kept = true;
	looking->look->picture_blob = looking->look->picture_type = looking->look->pdf_blob = NULL;
	looking->look->pages = 0;
	if (kind == CONTENT_OTHER) {
		looking->look->picture = looking->look->said = content_reason_word(CONTENT_UNSUPPORTED);
		return true;
	}
	file = blob_open(looking->house->blobs, looking->look->blob, &size);
	if (file < 0) {
		looking->look->picture = looking->look->said = content_reason_word(CONTENT_UNAVAILABLE);
		looking->kept = errno == ENOENT;
		return looking->kept;
	}
	look_into(looking, kind, file);
	close(file);
	return looking->kept;
}

/* ---- those that wait ---- */

static struct file_look *
next_waiting(struct db *db, struct arena *arena, int64_t after, enum db_trouble *trouble)
{
	struct tx *tx = db_read(db, arena);
	size_t count;
	struct file_look *look = file_looks_waiting(tx, after, 1, &count);

	*trouble = tx_trouble(tx);
	db_read_end(tx);
	return *trouble == DB_FINE && count > 0 ? look : NULL;
}

static void
keep_look(struct tx *tx, void *data)
{
	const struct looking *looking = data;

	file_look_keep(tx, looking->look, &looking->text);
}

/* False: nothing waits any more, or it cannot be gone on with (*trouble, or the file is still to be kept). */
static bool
look_at_next(struct job *job, struct looking *looking, int64_t *after, enum db_trouble *trouble)
{
	arena_reset(looking->arena);
	looking->look = next_waiting(job->db, looking->arena, *after, trouble);
	if (looking->look == NULL)
		return false;
	*after = looking->look->id;
	looking->text = (struct content_text){.text = ""};
	if (!look(looking))
		return false;
	*trouble = db_write(job->db, looking->arena, keep_look, looking);
	return *trouble == DB_FINE;
}

static bool
is_time_to_stop(const struct job *job, int64_t until)
{
	return clock_monotonic() > until || (job->stopping != NULL && *job->stopping);
}

static void
go_on(struct tx *tx, struct job *job)
{
	job_add(tx, job->kind, NULL, 0, job->kind);
}

enum job_result
file_looks_run(struct job *job)
{
	struct looking looking = {.house = job->context, .arena = arena_new(0), .kept = true};
	int64_t after = 0, until = clock_monotonic() + TURN_MS;
	enum db_trouble trouble = DB_FINE;

	while (looking.house->config->previews && look_at_next(job, &looking, &after, &trouble))
		if (is_time_to_stop(job, until)) {
			job->finish = go_on;
			break;
		}
	arena_free(looking.arena);
	job->error = "The files could not be read, or what was made of them not be kept.";
	return looking.kept && trouble == DB_FINE ? JOB_DONE : JOB_RETRY;
}

/* ---- every day ---- */

static void
look_after(struct tx *tx, void *data)
{
	const struct house *house = data;

	file_pages_sweep(tx, clock_now() - (int64_t)PAGE_DAYS * DAY_MS, PAGES_MOST);
	if (file_looks_again(tx, draws_documents(house)) > 0)
		job_add(tx, "file.look", NULL, 0, "file.look");
}

enum job_result
file_looks_again_run(struct job *job)
{
	job->error = "The database did not take it.";
	return db_write(job->db, job->arena, look_after, job->context) == DB_FINE ? JOB_DONE : JOB_RETRY;
}

/* ---- after clients were merged ---- */

struct part {
	int64_t from;
	bool more;
};

static void
move_part(struct tx *tx, void *data)
{
	struct part *part = data;

	part->more = file_looks_move_some(tx, part->from, MOVED_AT_ONCE);
}

enum job_result
file_looks_move_run(struct job *job)
{
	struct part part = {.more = true};
	struct arena *arena = arena_new(0);
	enum db_trouble trouble = DB_FINE;

	job->error = "The database did not take it.";
	if (id_parse(str_of(doc_get_text(job->payload, "from")), &part.from))
		while (trouble == DB_FINE && part.more) {
			arena_reset(arena);
			trouble = db_write(job->db, arena, move_part, &part);
		}
	arena_free(arena);
	return trouble == DB_FINE ? JOB_DONE : JOB_RETRY;
}
