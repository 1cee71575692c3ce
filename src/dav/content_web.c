/* content_web: GET and PUT: what is in a file comes and goes. */
#include "dav/handlers.h"

#include "core/files_away.h"
#include "dav/path.h"
#include "space/space.h"
#include "sys/file_name.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PUT_MOST = INT32_MAX /* bytes, as with uploads of browsers */ };

/* ---- GET ---- */

struct reply
dav_get(struct request *rq)
{
	struct place place = dav_place_asked(rq);
	struct reply reply;

	if (place.kind == PLACE_NONE)
		return dav_not_found(rq);
	if (place.kind != PLACE_FILE)
		return dav_refusal(
			rq, 200,
			N_("This address is for file managers. How to open it is written in your account, under “Folders on your computer”."));
	if (file_is_infected(&place.file->content))
		return dav_refusal(rq, 403, file_outcome_words(FOLDER_INFECTED));
	if (!rq->http->head && !file_is_continued(rq))
		file_note(rq, "file.download", place.file, place.file->content.number);
	reply = reply_blob(rq, place.file->content.blob, place.file->content.type, NULL, false);
	reply_field(&reply, "Last-Modified", http_date(rq->arena, place.file->content.created_at));
	return reply;
}

/* ---- PUT ---- */

struct put {
	int fd; /* -1: taken */
	struct sent sent;
	bool too_fast;
	int64_t wait_ms;
};

static void
close_put(void *data)
{
	const struct put *put = data;

	if (put->fd >= 0)
		close(put->fd);
}

/* A file without name, as uploads are before they are kept. */
static struct put *
open_put(struct request *rq)
{
	struct put *put = arena_make(rq->arena, struct put);

	put->fd = open(arena_printf(rq->arena, "%s/uploads", rq->house->config->data), O_TMPFILE | O_RDWR | O_CLOEXEC,
		       0600);
	arena_at_end(rq->arena, close_put, put);
	return put;
}

/* Known by its content, scanned and kept; the file goes to the one who keeps it. */
static void
keep(struct request *rq, struct put *put, const char *path)
{
	struct http_upload upload = {.name = path_name(path_trimmed(rq->arena, path)), .fd = put->fd};

	put->fd = -1;
	upload.fd = upload.fd >= 0 && lseek(upload.fd, 0, SEEK_SET) == 0 ? upload.fd : -1;
	if (upload.fd < 0)
		put->sent = (struct sent){.name = upload.name, .error = file_refusal(rq)};
	else
		file_upload_take(rq, &upload, &put->sent);
	put->fd = upload.fd;
}

/* Whether something may be put there. */
static bool
may_put(struct request *rq, struct place *place, struct reply *refusal)
{
	*place = dav_place_asked(rq);
	if (http_header(rq->http, "Content-Range") != NULL)
		*refusal = dav_refusal(rq, 400, N_("Files are taken as a whole only."));
	else if (place->kind == PLACE_NONE)
		return dav_may_make(rq, place, refusal) && dav_conditions_hold(rq, place, refusal);
	else if (place->kind != PLACE_FILE)
		*refusal = dav_not_allowed(rq);
	else
		return dav_may_change(rq, place, refusal) && dav_conditions_hold(rq, place, refusal) &&
		       dav_is_free(rq, place, DEED_CHANGE, refusal);
	return false;
}

/* As far as the program says how much it sends. */
static bool
fits(struct request *rq, const struct place *place, struct reply *refusal)
{
	const char *header = http_header(rq->http, "Content-Length");
	int64_t length = header == NULL ? 0 : strtoll(header, NULL, 10);

	if (length <= 0 || space_fits(rq->tx, place->access->client, length))
		return true;
	*refusal = dav_outcome(rq, FOLDER_NO_SPACE);
	return false;
}

bool
dav_put_receive(struct request *rq, struct http_sink *sink, struct reply *refusal)
{
	struct place place;
	struct put *put;

	if (!may_put(rq, &place, refusal) || !fits(rq, &place, refusal))
		return false;
	put = open_put(rq);
	if (put->fd < 0) {
		*refusal = dav_refusal(rq, 507, N_("There is no room left to keep it."));
		return false;
	}
	rq->prepared = put;
	*sink = (struct http_sink){.fd = put->fd, .limit = PUT_MOST};
	return true;
}

void
dav_put_prepare(struct request *rq)
{
	struct put *put = rq->prepared;

	put->too_fast = !sent_counts(rq, UPLOADS_KIND, UPLOADS_MOST, &put->wait_ms);
	if (!put->too_fast)
		keep(rq, put, path_text(rq, "path"));
}

/* The journal's line of a virus stays. */
static struct reply
not_kept(struct request *rq, const struct place *place, const struct sent *sent)
{
	struct reply reply;

	sent_note(rq, sent, place->access->client, place->folder->folder.id);
	reply = dav_refusal(rq, sent->found != NULL ? 403 : 507,
			    sent->found != NULL ? N_("A virus was found in it: it was not kept.")
						: N_("There is no room left to keep it."));
	reply.keep = true;
	return reply;
}

static struct reply
put_there(struct request *rq, const struct place *place, const struct sent *sent, int64_t *id)
{
	bool is_new = place->kind == PLACE_NONE;
	enum folder_outcome outcome = is_new ? file_put(rq->tx, place->access, place->folder->folder.id, sent->name,
							&sent->content, SAME_VERSION, id)
					     : file_add_version(rq->tx, place->access, place->file->id, &sent->content);
	const struct file_seen *seen;

	if (outcome != FOLDER_DONE)
		return dav_outcome(rq, outcome);
	if (!is_new)
		*id = place->file->id;
	seen = file_find(rq->tx, place->access, *id);
	file_note_put(rq, &seen->file);
	return reply_empty(rq, is_new ? 201 : 204);
}

struct reply
dav_put(struct request *rq)
{
	struct put *put = rq->prepared;
	struct place place;
	struct reply reply;
	int64_t id;

	if (!may_put(rq, &place, &reply))
		return reply;
	if (put->too_fast)
		return dav_too_fast(rq, put->wait_ms);
	if (put->sent.error != NULL)
		return not_kept(rq, &place, &put->sent);
	reply = put_there(rq, &place, &put->sent, &id);
	if (reply.status < 300)
		reply_field(&reply, "ETag", arena_printf(rq->arena, "\"%s\"", put->sent.content.blob));
	return reply;
}

/* ---- LOCK of what is not there yet makes an empty file (RFC 4918 §7.3) ---- */

struct preparing {
	struct request *rq;
	bool nothing;
};

static void
look(struct tx *tx, void *data)
{
	struct preparing *preparing = data;
	struct place place;
	struct reply refusal;

	(void)tx;
	place = dav_place_asked(preparing->rq);
	preparing->nothing = place.kind == PLACE_NONE && dav_may_make(preparing->rq, &place, &refusal);
}

void
dav_lock_prepare(struct request *rq)
{
	struct preparing preparing = {.rq = rq};
	struct put *put;

	rq->tx = db_read(rq->house->db, rq->arena);
	tx_run(rq->tx, look, &preparing);
	db_read_end(rq->tx);
	rq->tx = NULL;
	if (!preparing.nothing || rq->raw_body.length == 0)
		return;
	put = open_put(rq);
	keep(rq, put, path_text(rq, "path"));
	rq->prepared = put;
}

bool
dav_put_empty(struct request *rq, struct place *place, struct reply *reply)
{
	struct put *put = rq->prepared;
	int64_t id;

	if (put == NULL || put->sent.error != NULL) {
		*reply = dav_refusal(rq, 507, N_("There is no room left to keep it."));
		return false;
	}
	*reply = put_there(rq, place, &put->sent, &id);
	if (reply->status >= 300)
		return false;
	*place = dav_place_asked(rq);
	return true;
}
