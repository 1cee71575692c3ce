/* upload_web: files that are sent in pieces and go on after whatever broke them off, by the protocol tus 1.0. */
#include "folders/upload_web.h"

#include "base/instant.h"
#include "core/audit.h"
#include "folders/activity.h"
#include "folders/file_page.h"
#include "folders/upload_job.h"
#include "space/space.h"
#include "sys/clock.h"

#include <time.h>
#include <unistd.h>

enum { BEGUN_MOST = 3000 /* in ten minutes by one person of the portal: folders full of photographs */ };

/* ---- before the transaction ---- */

struct asking {
	struct request *rq;
	struct coming found;
	bool allowed;
};

static void
ask(struct tx *tx, void *data)
{
	struct asking *asking = data;
	const struct coming *coming = asking->rq->prepared;
	struct opened opened;

	(void)tx;
	asking->found.goal = coming->goal;
	if (!coming->begins)
		asking->allowed = coming_find(asking->rq, &asking->found);
	else if (coming->goal != NULL)
		asking->allowed = coming->goal->open(asking->rq, &asking->found);
	else
		asking->allowed = folder_open(asking->rq, &opened) && opened.seen->level == FOLDER_FULL;
}

static void
take_whole(struct request *rq, struct coming *coming)
{
	struct blobs *blobs = rq->house->blobs;
	struct upload_names names;
	struct blob blob;
	struct hash hash;

	upload_read_names(rq->arena, coming->upload->metadata, &names);
	coming->sent.name = names.name;
	if (!sent_look(rq, coming->fd, &coming->sent)) {
		if (coming->upload->part != NULL)
			blob_part_remove(blobs, coming->upload->part);
		return;
	}
	if (coming->hash != NULL)
		hash = sha256_end(coming->hash);
	sent_kept(rq,
		  blob_part_keep(rq->arena, blobs, coming->fd, coming->hash == NULL ? NULL : &hash, &blob) ? &blob
													   : NULL,
		  &coming->sent);
}

void
upload_prepare(struct request *rq)
{
	struct coming *coming = rq->prepared;
	struct asking asking = {.rq = rq};
	char *part;

	if (coming->begins) {
		coming->too_fast = !sent_counts(rq, "portal.upload_begun", BEGUN_MOST, &coming->wait_ms);
		if (coming->too_fast)
			return;
	}
	if (coming->whole) {
		/* Its bytes may have taken hours. */
		if (sent_ask(rq, ask, &asking) && asking.allowed)
			take_whole(rq, coming);
	} else if (coming->begins && !coming->wrong && !coming->lost) {
		part = arena_alloc(rq->arena, BLOB_NAME + 1);
		if (blob_part_name(rq->house->blobs, coming->fd, part))
			coming->upload->part = part;
		else
			coming->lost = true;
	}
}

/* ---- where it goes ---- */

static void
note_folder(struct request *rq, int64_t client, int64_t folder, const char *name)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_id(detail, "folder", folder);
	doc_set_text(detail, "name", name);
	audit_add(rq, &(struct audit){.action = "folder.create",
				      .object_kind = "client",
				      .object = client,
				      .place = activity_of_folder(rq->arena, folder, name),
				      .detail = detail});
}

/* The sub-folder it goes into; those that are not there are made. */
static enum folder_outcome
go_down(struct request *rq, const struct opened *opened, const char *path, int64_t *id)
{
	struct str folders = str_of(path);
	const struct folder_seen *in = opened->seen, *next;
	enum folder_outcome outcome = FOLDER_DONE;
	const char *name;

	*id = in->folder.id;
	while ((name = upload_next_folder(rq->arena, &folders)) != NULL) {
		next = folder_named(rq->tx, opened->access, in, name);
		if (next == NULL) {
			outcome = folder_create(rq->tx, opened->access, in->folder.id, name, id);
			if (outcome != FOLDER_DONE)
				return outcome;
			note_folder(rq, opened->access->client, *id, name);
			next = folder_find(rq->tx, opened->access, *id);
		}
		in = next;
		*id = in->folder.id;
	}
	return FOLDER_DONE;
}

static enum folder_outcome
put(struct request *rq, const struct coming *coming)
{
	const struct opened *opened = &coming->opened;
	struct upload_names names;
	int64_t folder, id;
	enum folder_outcome outcome;

	upload_read_names(rq->arena, coming->upload->metadata, &names);
	outcome = go_down(rq, opened, names.folders, &folder);
	if (outcome == FOLDER_DONE)
		outcome = file_put(rq->tx, opened->access, folder, names.name, &coming->sent.content, names.same, &id);
	if (outcome == FOLDER_DONE) {
		const struct file_seen *seen = file_find(rq->tx, opened->access, id);

		file_note_put(rq, &seen->file);
	}
	return outcome;
}

/* ---- answers ---- */

static const char *
http_day(struct request *rq, int64_t instant)
{
	time_t seconds = (time_t)(instant / SECOND_MS);
	char *text = arena_alloc(rq->arena, 32);
	struct tm parts;

	gmtime_r(&seconds, &parts);
	strftime(text, 32, "%a, %d %b %Y %H:%M:%S GMT", &parts);
	return text;
}

static const char *
upload_href(struct request *rq, const struct upload *upload)
{
	const struct coming *coming = rq->prepared;
	char client[ID_LENGTH + 1], id[ID_LENGTH + 1];

	if (coming->goal != NULL)
		return coming->goal->href(rq, upload);
	id_print(client, upload->client_id);
	id_print(id, upload->id);
	return rq->portal != NULL ? arena_printf(rq->arena, "%s/uploads/%s", home_path(rq), id)
				  : arena_printf(rq->arena, "/console/clients/%s/uploads/%s", client, id);
}

/* `offset`: how much of it has come. */
static struct reply
reply_offset(struct request *rq, int status, const struct upload *upload, int64_t offset)
{
	struct reply reply = upload_reply(rq, status);

	reply_field(&reply, "Upload-Offset", arena_printf(rq->arena, "%lld", (long long)offset));
	reply_field(&reply, "Upload-Expires", http_day(rq, upload->expires_at));
	if (status == 201)
		reply_field(&reply, "Location", upload_href(rq, upload));
	return reply;
}

static struct reply
forgotten(struct request *rq, const struct upload *upload, struct reply reply)
{
	upload_remove(rq->tx, upload->id);
	upload_part_forget(rq->tx, upload->part);
	reply.keep = true;
	return reply;
}

static struct reply
sent_refusal(struct request *rq, int status, const char *english, const char *name)
{
	struct reply reply = upload_refusal(rq, status, english);
	struct doc *values = doc_object(rq->arena), *error = (struct doc *)doc_get(reply.document, STR("error"));

	doc_set_text(values, "name", name);
	doc_set_message(error, "message", english, values);
	return reply;
}

/* What was wrong with the piece; 0: nothing. */
static struct reply
piece_refusal(struct request *rq, const struct coming *coming)
{
	struct reply reply;

	if (coming->too_fast) {
		reply = upload_refusal(rq, 429, N_("That was very much at once. Please try again in a few minutes."));
		reply_field(&reply, "Retry-After",
			    arena_printf(rq->arena, "%lld", (long long)(coming->wait_ms / SECOND_MS + 1)));
		return reply;
	}
	if (coming->wrong)
		return upload_refusal(rq, 460, N_("This piece of the file was damaged on its way."));
	if (coming->lost)
		return upload_refusal(rq, 507, N_("There is no room left to keep this file."));
	return (struct reply){.status = 0};
}

static struct reply
arrived(struct request *rq, const struct coming *coming)
{
	if (!coming->begins)
		upload_part_forget(rq->tx, coming->upload->part);
	return reply_offset(rq, coming->begins ? 201 : 204, coming->upload, coming->upload->length);
}

/* The same towards a goal, which says itself what it does not take. */
static struct reply
taken(struct request *rq, struct coming *coming)
{
	const char *problem;

	if (coming->sent.name == NULL)
		return forgotten(rq, coming->upload, upload_absent(rq));
	problem = coming->goal->take(rq, coming);
	if (problem != NULL)
		return forgotten(rq, coming->upload, sent_refusal(rq, 422, problem, coming->sent.name));
	return arrived(rq, coming);
}

/* All of it is there: it goes into its folder, or is told why not. */
static struct reply
placed(struct request *rq, struct coming *coming)
{
	struct upload *upload = coming->upload;
	const struct sent *sent = &coming->sent;
	enum folder_outcome outcome;

	/* What it reserved is the room it takes: whoever asks whether it fits must not count both. */
	if (!coming->begins)
		upload_close(rq->tx, upload->id);
	if (coming->goal != NULL)
		return taken(rq, coming);
	if (sent->found != NULL) {
		sent_note(rq, sent, upload->client_id, upload->folder_id);
		return forgotten(rq, upload, sent_refusal(rq, 422, sent->error, sent->name));
	}
	if (sent->error != NULL)
		return upload_refusal(rq, 507, sent->error);
	outcome = sent->content.blob == NULL ? FOLDER_GONE : put(rq, coming);
	if (outcome == FOLDER_GONE || outcome == FOLDER_REFUSED)
		return forgotten(rq, upload, upload_absent(rq));
	if (outcome != FOLDER_DONE) {
		bool file = outcome == FOLDER_NAMESAKE || outcome == FOLDER_NO_SPACE;
		struct reply reply = upload_refusal(rq, outcome == FOLDER_NO_SPACE ? 413 : 422,
						    file ? file_outcome_words(outcome) : folder_outcome_words(outcome));

		if (outcome == FOLDER_NAMESAKE)
			reply_field(&reply, "Upload-Refused", "same");
		return reply;
	}
	return arrived(rq, coming);
}

/* ---- handlers ---- */

struct reply
upload_options(struct request *rq)
{
	struct opened opened;
	struct reply reply = upload_reply(rq, 204);

	if (!folder_open(rq, &opened))
		return upload_absent(rq);
	reply_field(&reply, "Tus-Version", "1.0.0");
	reply_field(&reply, "Tus-Extension", "creation,creation-with-upload,expiration,checksum,termination");
	reply_field(&reply, "Tus-Max-Size", arena_printf(rq->arena, "%lld", (long long)UPLOAD_MOST));
	reply_field(&reply, "Tus-Checksum-Algorithm", "sha1,sha256");
	return reply;
}

struct reply
upload_new(struct request *rq)
{
	struct coming *coming = rq->prepared;
	struct upload upload = *coming->upload;
	struct reply reply = piece_refusal(rq, coming);

	if (coming->goal != NULL ? !coming->goal->open(rq, coming) : !folder_open(rq, &coming->opened))
		return upload_absent(rq);
	if (coming->goal == NULL && coming->opened.seen->level != FOLDER_FULL)
		return file_refused(rq, FOLDER_REFUSED);
	if (reply.status != 0)
		return reply;
	if (!space_fits(rq->tx, upload.client_id, upload.length))
		return upload_refusal(rq, 413, space_refusal);
	upload.expires_at = clock_now() + UPLOAD_KEPT_HOURS * (int64_t)HOUR_MS;
	*coming->upload = upload;
	reply = coming->whole ? placed(rq, coming) : reply_offset(rq, 201, &upload, coming->bytes);
	if (reply.status == 201)
		upload_add(rq->tx, coming->opened.access, &upload);
	return reply;
}

static struct reply
removed(struct request *rq, const struct upload *upload)
{
	forgotten(rq, upload, upload_reply(rq, 204));
	return upload_reply(rq, 204);
}

struct reply
upload_piece(struct request *rq)
{
	struct coming *coming = rq->prepared;
	struct reply reply = piece_refusal(rq, coming);

	if (!coming_find(rq, coming))
		return coming->upload == NULL ? upload_absent(rq) : forgotten(rq, coming->upload, upload_absent(rq));
	if (coming->fd < 0)
		return removed(rq, coming->upload);
	if (coming->upload->part == NULL) /* its last piece came twice: the other one put it in its place */
		return upload_refusal(rq, 409, N_("The file goes on elsewhere than the program thinks."));
	if (reply.status != 0)
		return reply;
	if (coming->whole)
		return placed(rq, coming);
	coming->upload->expires_at = clock_now() + UPLOAD_KEPT_HOURS * (int64_t)HOUR_MS;
	upload_extend(rq->tx, coming->upload->id, coming->upload->expires_at);
	return reply_offset(rq, 204, coming->upload, coming->offset + coming->bytes);
}

struct reply
upload_removal_towards(struct request *rq, const struct upload_goal *goal)
{
	struct coming coming = {.goal = goal};
	struct reply refusal;

	if (!coming_find(rq, &coming))
		return upload_absent(rq);
	return upload_is_spoken(rq, &refusal) ? removed(rq, coming.upload) : refusal;
}

struct reply
upload_removal(struct request *rq)
{
	return upload_removal_towards(rq, NULL);
}

/* ---- how much is there ---- */

/* What is told to be there stays there. */
void
upload_show_prepare_towards(struct request *rq, const struct upload_goal *goal)
{
	struct asking asking = {.rq = rq};
	struct coming *coming = arena_make(rq->arena, struct coming);
	int fd;

	coming->goal = goal;
	rq->prepared = coming;
	if (!sent_ask(rq, ask, &asking) || !asking.allowed || asking.found.upload->part == NULL)
		return;
	fd = blob_part_open(rq->house->blobs, asking.found.upload->part, &coming->there);
	if (fd < 0 || fdatasync(fd) != 0)
		coming->lost = true;
	if (fd >= 0)
		close(fd);
}

void
upload_show_prepare(struct request *rq)
{
	upload_show_prepare_towards(rq, NULL);
}

struct reply
upload_show(struct request *rq)
{
	const struct coming *prepared = rq->prepared;
	struct coming found = {.goal = prepared->goal};
	struct reply reply;

	if (!coming_find(rq, &found))
		return upload_absent(rq);
	if (!upload_is_spoken(rq, &reply))
		return reply;
	if (prepared->lost || found.upload->expires_at < clock_now())
		return upload_refusal(rq, 410, N_("What had come of this file is not there any more."));
	reply = reply_offset(rq, 204, found.upload,
			     upload_offset(found.upload->length, (int64_t)prepared->there, found.upload->part == NULL));
	reply_field(&reply, "Upload-Length", arena_printf(rq->arena, "%lld", (long long)found.upload->length));
	reply_field(&reply, "Upload-Metadata", found.upload->metadata);
	return reply;
}
