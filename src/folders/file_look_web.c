/* file_look_web: the small pictures of files in lists, and their pages as large ones, drawn when somebody looks. */
#include "folders/handlers.h"

#include "base/instant.h"
#include "blob/blob.h"
#include "core/rate.h"
#include "folders/file_preview.h"
#include "sys/clock.h"

#include <unistd.h>

enum { DRAWN_MOST = 200 /* pages that one person may have drawn in ten minutes */ };

/* Whoever may read the file sees its picture; a browser keeps it, and asks each time whether that still holds. */
static struct reply
picture_reply(struct request *rq, const char *blob, const char *type)
{
	struct reply reply = reply_blob(rq, blob, type, "preview", false);

	reply.own_copy = true;
	return reply;
}

struct reply
file_thumbnail(struct request *rq)
{
	struct opened_file opened;
	const struct file_look *look;

	if (!file_open(rq, &opened) || file_is_infected(&opened.seen->file.content))
		return reply_not_found(rq);
	look = file_look_find(rq->tx, opened.seen, opened.seen->file.content.number);
	if (look == NULL || look->picture_blob == NULL)
		return reply_not_found(rq);
	return picture_reply(rq, look->picture_blob, look->picture_type);
}

/* ---- a page ---- */

/* Which page of what is asked for, and what there is of it. */
struct asked {
	struct request *rq;
	const struct file_gallery *gallery;
	struct file_sight sight;
	struct file_look *look; /* NULL: there is no such page, or no such file for them */
	int64_t page;
	struct file_page_look *drawn; /* NULL: nobody looked at it yet */
};

static void
read_asked(struct asked *asked)
{
	struct request *rq = asked->rq;

	asked->look = NULL;
	asked->drawn = NULL;
	asked->page = form_has(rq->form, "page") ? form_read_int(rq->form, "page", FORM_OPTIONAL, 1, INT32_MAX) : 1;
	if (form_failed(rq->form) || !asked->gallery->find(rq, &asked->sight) || file_is_infected(asked->sight.content))
		return;
	asked->look = asked->sight.look;
	if (asked->look == NULL || !file_page_is_drawn(asked->look, asked->page)) {
		asked->look = NULL;
		return;
	}
	asked->drawn = file_page_find(rq->tx, asked->look, asked->page);
}

static void
read_before(struct tx *tx, void *data)
{
	(void)tx;
	read_asked(data);
}

static void
count_drawing(struct tx *tx, void *data)
{
	struct asked *asked = data;
	const struct viewer *viewer = asked->rq->viewer;
	const char *key = arena_printf(asked->rq->arena, "file.picture:%d:%lld:%lld", viewer->kind,
				       (long long)viewer->staff, (long long)viewer->record);
	int64_t wait;

	if (!rate_take(tx, key, DRAWN_MOST, 10 * (int64_t)MINUTE_MS, &wait))
		asked->look = NULL;
}

/* What was drawn before the answer, and of what: another version may be the current one meanwhile. */
struct drawing {
	int64_t look;
	struct file_page_look page;
};

static void
draw(const struct request *rq, const struct asked *asked, struct file_page_look *made)
{
	bool document = asked->look->pdf_blob != NULL;
	struct content_picture picture;
	struct blob *blob = arena_make(rq->arena, struct blob);
	enum content_reason reason;
	uint64_t size;
	int file = blob_open(rq->house->blobs, document ? asked->look->pdf_blob : asked->look->blob, &size);

	if (file < 0)
		return;
	reason = content_picture(rq->arena, file, document ? "application/pdf" : asked->look->type, (int)asked->page,
				 PREVIEW_EDGE, &picture);
	close(file);
	if (reason == CONTENT_UNAVAILABLE ||
	    (reason == CONTENT_MADE && !blob_put(rq->arena, rq->house->blobs, picture.bytes, blob)))
		return;
	made->picture = content_reason_word(reason);
	if (reason != CONTENT_MADE)
		return;
	made->blob = blob->name;
	made->type = picture.type;
}

void
file_picture_prepare_of(struct request *rq, const struct file_gallery *gallery)
{
	struct asked asked = {.rq = rq, .gallery = gallery};
	struct drawing *made = arena_make(rq->arena, struct drawing);
	enum db_trouble trouble;

	rq->prepared = made;
	rq->tx = db_read(rq->house->db, rq->arena);
	tx_run(rq->tx, read_before, &asked);
	trouble = tx_trouble(rq->tx);
	db_read_end(rq->tx);
	rq->tx = NULL;
	if (trouble != DB_FINE || asked.look == NULL || asked.drawn != NULL ||
	    db_write(rq->house->db, rq->arena, count_drawing, &asked) != DB_FINE || asked.look == NULL)
		return;
	made->look = asked.look->id;
	draw(rq, &asked, &made->page);
}

/* The first to look keeps what was drawn; all others, and those who came at the same time, get what was kept. */
struct reply
file_picture_of(struct request *rq, const struct file_gallery *gallery)
{
	const struct drawing *made = rq->prepared;
	struct asked asked = {.rq = rq, .gallery = gallery};
	struct reply reply = {.status = 0};

	read_asked(&asked);
	if (asked.look == NULL)
		return reply_not_found(rq);
	if (asked.drawn == NULL && made->page.picture != NULL && made->look == asked.look->id) {
		file_page_keep(rq->tx, asked.look, asked.page, &made->page, clock_now());
		asked.drawn = file_page_find(rq->tx, asked.look, asked.page);
	}
	if (asked.drawn == NULL)
		return reply_refusal(rq, 503,
				     N_("The page could not be drawn just now. Please try again in a moment."));
	if (asked.drawn->blob == NULL) { /* that is kept, too: it is not drawn again */
		reply = reply_not_found(rq);
		reply.keep = true;
		return reply;
	}
	gallery->note(rq, &asked.sight);
	return picture_reply(rq, asked.drawn->blob, asked.drawn->type);
}

/* ---- of a file in a folder ---- */

static bool
find_version(struct request *rq, struct file_sight *sight)
{
	struct opened_file *opened = arena_make(rq->arena, struct opened_file);

	if (!file_open_version(rq, opened))
		return false;
	*sight = file_sight_of(rq, opened);
	return true;
}

static void
note_version(struct request *rq, const struct file_sight *sight)
{
	const struct opened_file *opened = sight->of;

	file_note(rq, "file.view", &opened->seen->file, opened->shown->number);
}

static const struct file_gallery versions = {find_version, note_version};

void
file_picture_prepare(struct request *rq)
{
	file_picture_prepare_of(rq, &versions);
}

struct reply
file_picture(struct request *rq)
{
	return file_picture_of(rq, &versions);
}
