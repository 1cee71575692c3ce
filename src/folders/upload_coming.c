/* upload_coming: judges the header of a tus request before a byte of its body is read, and says where the bytes go. */
#include "folders/upload_coming.h"

#include "base/instant.h"
#include "core/files_away.h"
#include "folders/file_page.h"
#include "space/space.h"
#include "sys/clock.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* What stays free for everything else when somebody announces a file. */
#define ROOM_LEFT ((uint64_t)256 << 20)

static const char malformed[] = N_("We could not understand this request.");

/* ---- answers ---- */

struct reply
upload_reply(struct request *rq, int status)
{
	struct reply reply = reply_empty(rq, status);

	reply_field(&reply, "Tus-Resumable", "1.0.0");
	return reply;
}

struct reply
upload_refusal(struct request *rq, int status, const char *english)
{
	struct reply reply = reply_refusal(rq, status, english);

	reply_field(&reply, "Tus-Resumable", "1.0.0");
	return reply;
}

struct reply
upload_absent(struct request *rq)
{
	struct reply reply = reply_not_found(rq);

	reply_field(&reply, "Tus-Resumable", "1.0.0");
	return reply;
}

/* ---- which one ---- */

static bool
may_fill(const struct opened *opened)
{
	return opened->seen != NULL && opened->seen->level == FOLDER_FULL && opened->access->looker == NULL;
}

bool
coming_find(struct request *rq, struct coming *coming)
{
	struct opened *opened = &coming->opened;

	opened->access = folder_access_of(rq, rq->portal != NULL ? rq->viewer->client : path_id(rq, "client"));
	coming->upload = opened->access == NULL ? NULL : upload_find(rq->tx, opened->access, path_id(rq, "upload"));
	if (coming->goal != NULL)
		return coming->upload != NULL && coming->goal->open(rq, coming);
	opened->seen = coming->upload == NULL ? NULL : folder_find(rq->tx, opened->access, coming->upload->folder_id);
	return may_fill(opened);
}

/* ---- its descriptors ---- */

static void
coming_close(void *data)
{
	struct coming *coming = data;

	if (coming->fd >= 0)
		close(coming->fd);
	if (coming->aside >= 0)
		close(coming->aside);
}

static struct coming *
coming_new(struct request *rq, const struct upload_goal *goal)
{
	struct coming *coming = arena_make(rq->arena, struct coming);

	coming->goal = goal;
	coming->fd = -1;
	coming->aside = -1;
	arena_at_end(rq->arena, coming_close, coming);
	rq->prepared = coming;
	return coming;
}

/* ---- its bytes: on a stream worker ---- */

static void
piece_heard(void *data, struct str bytes)
{
	struct coming *coming = data;

	if (coming->hash != NULL)
		sha256_add(coming->hash, bytes.at, bytes.length);
	if (coming->check != NULL)
		digest_add(coming->check, bytes);
}

/* A piece whose checksum is wrong, or cannot be known as it broke off, is as if it had never come. */
static void
piece_came(void *data, const struct http_received *received)
{
	struct coming *coming = data;

	coming->bytes = (int64_t)received->bytes;
	if (received->complete && coming->check != NULL) {
		coming->wrong = !digest_is(coming->check, coming->sum);
		coming->lost = !coming->wrong && !coming->full &&
			       !blob_part_add(coming->fd, (uint64_t)coming->offset, coming->aside, received->bytes);
	}
	coming->whole = received->complete && !coming->wrong && !coming->lost &&
			coming->offset + coming->bytes == coming->upload->length;
	/* Whoever sends the next piece need not wait for our answer to be on its way; of the last there is none. */
	if (!coming->whole && coming->fd >= 0)
		blob_part_unlock(coming->fd);
}

static bool
is_there(const struct request *rq, const char *header)
{
	return http_header(rq->http, header) != NULL;
}

static bool
has_body(const struct request *rq)
{
	const char *length = http_header(rq->http, "Content-Length");

	return is_there(rq, "Transfer-Encoding") || (length != NULL && !text_equal(length, "0"));
}

static int
begin_aside(struct request *rq, struct coming *coming)
{
	coming->aside = blob_part_begin(rq->house->blobs);
	return coming->aside < 0 ? 507 : 0;
}

/* Where a piece lies that the part does not get before it was looked at, if at all. 0, or the status of the refusal. */
static int
open_aside(struct request *rq, struct coming *coming)
{
	const char *header = http_header(rq->http, "Upload-Checksum");
	struct str algorithm;

	if (header == NULL && coming->full)
		return begin_aside(rq, coming);
	if (header == NULL)
		return 0;
	if (!upload_read_checksum(rq->arena, header, &algorithm, &coming->sum))
		return 400;
	coming->check = digest_begin(rq->arena, algorithm);
	if (coming->check == NULL)
		return 400;
	return begin_aside(rq, coming);
}

static void
fill_sink(struct request *rq, struct coming *coming, struct http_sink *sink)
{
	int64_t most = coming->upload->length - coming->offset;

	if (coming->offset == 0 && !coming->full)
		coming->hash = sha256_begin(rq->arena);
	*sink = (struct http_sink){
		.fd = coming->fd,
		.offset = (uint64_t)coming->offset,
		.limit = (uint64_t)most,
		.hear = piece_heard,
		.end = piece_came,
		.data = coming,
	};
	if (coming->aside < 0)
		return;
	sink->fd = coming->aside;
	sink->offset = 0;
	sink->limit = (uint64_t)(most < UPLOAD_CHECKED_MOST ? most : UPLOAD_CHECKED_MOST);
}

static bool
refuse(struct request *rq, struct reply *refusal, int status, const char *english)
{
	*refusal = upload_refusal(rq, status, english);
	return false;
}

static bool
refuse_by_status(struct request *rq, struct reply *refusal, int status)
{
	if (status == 507)
		return refuse(rq, refusal, status, N_("There is no room left to keep this file."));
	return refuse(rq, refusal, status, malformed);
}

/* ---- the protocol ---- */

bool
upload_is_spoken(struct request *rq, struct reply *refusal)
{
	if (text_equal(http_header(rq->http, "Tus-Resumable"), "1.0.0"))
		return true;
	refuse(rq, refusal, 412, N_("This address speaks the protocol tus 1.0.0."));
	reply_field(refusal, "Tus-Version", "1.0.0");
	return false;
}

static bool
is_piece(struct request *rq, struct reply *refusal)
{
	return !has_body(rq) || text_equal(rq->http->type, UPLOAD_PIECE) ||
	       refuse(rq, refusal, 415, N_("What you sent is of a kind this page does not take."));
}

static bool
length_fits(struct request *rq, const struct coming *coming, int64_t length, struct reply *refusal)
{
	if (length < 0)
		return refuse(rq, refusal, 400, N_("The program did not say how large the file is."));
	if (coming->goal != NULL && length > coming->goal->most)
		return refuse(rq, refusal, 413, coming->goal->too_large);
	if (length > UPLOAD_MOST)
		return refuse(rq, refusal, 413, N_("This file is too large: 20 GB is the most."));
	if (!space_fits(rq->tx, coming->opened.access->client, length))
		return refuse(rq, refusal, 413, space_refusal);
	if ((uint64_t)(length + uploads_announced(rq->tx)) + ROOM_LEFT > blobs_room(rq->house->blobs))
		return refuse_by_status(rq, refusal, 507);
	return true;
}

/* The folder is known, as far as there is one, before anything is sent: who would be refused then is now. */
static bool
name_is_free(struct request *rq, const struct opened *opened, const struct upload_names *names)
{
	struct str folders = str_of(names->folders);
	const struct folder_seen *in = opened->seen;
	const char *name;

	if (names->same == SAME_NUMBERED)
		return true;
	while (in != NULL && (name = upload_next_folder(rq->arena, &folders)) != NULL)
		in = folder_named(rq->tx, opened->access, in, name);
	return in == NULL ||
	       (folder_named(rq->tx, opened->access, in, names->name) == NULL &&
		(names->same == SAME_VERSION || file_named(rq->tx, opened->access, in, names->name) == NULL));
}

static bool
names_fit(struct request *rq, const struct coming *coming, const char *metadata, struct reply *refusal)
{
	struct upload_names names;
	const char *problem = upload_read_names(rq->arena, metadata, &names);

	if (problem != NULL)
		return refuse(rq, refusal, 400, problem);
	if (coming->goal != NULL || name_is_free(rq, &coming->opened, &names))
		return true;
	*refusal = upload_refusal(rq, 422, file_outcome_words(FOLDER_NAMESAKE));
	reply_field(refusal, "Upload-Refused", "same");
	return false;
}

/* Where it goes, for who may fill it now. */
static bool
open_place(struct request *rq, struct coming *coming, struct reply *refusal)
{
	if (coming->goal != NULL ? coming->goal->open(rq, coming) : folder_open(rq, &coming->opened)) {
		if (coming->goal != NULL || may_fill(&coming->opened))
			return true;
		*refusal = folder_refused(rq, coming->opened.seen->level == FOLDER_NONE ? FOLDER_GONE : FOLDER_REFUSED);
		return false;
	}
	*refusal = upload_absent(rq);
	return false;
}

bool
upload_begin_towards(struct request *rq, const struct upload_goal *goal, struct http_sink *sink, struct reply *refusal)
{
	struct coming *coming = coming_new(rq, goal);
	const char *metadata = http_header(rq->http, "Upload-Metadata");
	int64_t length = upload_read_number(http_header(rq->http, "Upload-Length"));
	int status;

	if (!open_place(rq, coming, refusal))
		return false;
	if (!upload_is_spoken(rq, refusal) || !is_piece(rq, refusal) || !length_fits(rq, coming, length, refusal) ||
	    !names_fit(rq, coming, metadata, refusal))
		return false;
	coming->begins = true;
	coming->upload = arena_make(rq->arena, struct upload);
	*coming->upload = (struct upload){
		.id = id_new(),
		.client_id = coming->opened.access->client,
		.folder_id = goal != NULL ? coming->place : coming->opened.seen->folder.id,
		.metadata = arena_text(rq->arena, metadata),
		.length = length,
	};
	coming->fd = blob_part_begin(rq->house->blobs);
	status = coming->fd < 0 ? 507 : open_aside(rq, coming);
	if (status != 0)
		return refuse_by_status(rq, refusal, status);
	fill_sink(rq, coming, sink);
	return true;
}

bool
upload_begin_receive(struct request *rq, struct http_sink *sink, struct reply *refusal)
{
	return upload_begin_towards(rq, NULL, sink, refusal);
}

/* The part, locked for us alone, at the offset that was said. */
static bool
open_part(struct request *rq, struct coming *coming, struct reply *refusal)
{
	const struct upload *upload = coming->upload;
	int64_t said = upload_read_number(http_header(rq->http, "Upload-Offset"));

	if (said < 0)
		return refuse(rq, refusal, 400, malformed);
	if (upload->part != NULL) {
		coming->fd = blob_part_open(rq->house->blobs, upload->part, &coming->there);
		if (coming->fd < 0)
			return refuse(rq, refusal, 410, N_("What had come of this file is not there any more."));
		if (!blob_part_lock(coming->fd))
			return refuse(rq, refusal, 423, N_("Another piece of this file is on its way."));
	}
	coming->full = upload->length > 0 && (int64_t)coming->there >= upload->length;
	coming->offset = upload_offset(upload->length, (int64_t)coming->there, upload->part == NULL);
	if (said != coming->offset || upload->part == NULL)
		return refuse(rq, refusal, 409, N_("The file goes on elsewhere than the program thinks."));
	return true;
}

bool
upload_piece_towards(struct request *rq, const struct upload_goal *goal, struct http_sink *sink, struct reply *refusal)
{
	struct coming *coming = coming_new(rq, goal);
	const char *method = http_header(rq->http, "X-HTTP-Method-Override");
	int status;

	if (!coming_find(rq, coming)) {
		*refusal = upload_absent(rq);
		return false;
	}
	if (!upload_is_spoken(rq, refusal))
		return false;
	if (coming->upload->expires_at < clock_now())
		return refuse(rq, refusal, 410, N_("What had come of this file is not there any more."));
	if (rq->route->method == HTTP_POST && text_equal(method, "DELETE")) {
		*sink = (struct http_sink){.fd = -1};
		return true;
	}
	if (rq->route->method == HTTP_POST && !text_equal(method, "PATCH"))
		return refuse(rq, refusal, 405, N_("This page cannot be used that way."));
	if (!is_piece(rq, refusal) || !open_part(rq, coming, refusal))
		return false;
	status = open_aside(rq, coming);
	if (status != 0)
		return refuse_by_status(rq, refusal, status);
	fill_sink(rq, coming, sink);
	return true;
}

bool
upload_piece_receive(struct request *rq, struct http_sink *sink, struct reply *refusal)
{
	return upload_piece_towards(rq, NULL, sink, refusal);
}
