/* file_upload: looks at uploads in the sandbox, lets the scanner look, and keeps them, on slow workers. */
#include "folders/file_upload.h"
#include "folders/activity.h"

#include "base/instant.h"
#include "blob/blob.h"
#include "content/content.h"
#include "core/audit.h"
#include "core/files_away.h"
#include "core/rate.h"
#include "folders/file_page.h"
#include "scan/scan.h"
#include "space/space.h"
#include "sys/file_name.h"

#include <string.h>

enum { SCAN_MS = 60 * 1000 };

/* ---- who may ---- */

struct asking {
	struct request *rq;
	bool (*may)(struct request *rq);
	bool allowed;
	int64_t left; /* bytes; SPACE_UNLIMITED */
};

/* As the handler will find it. */
static bool
may_send(struct request *rq)
{
	struct opened opened;
	struct opened_file file;

	if (strstr(rq->route->path, "{file}") == NULL)
		return folder_open(rq, &opened) && opened.seen->level == FOLDER_FULL && opened.access->looker == NULL;
	return file_open(rq, &file) && file.seen->in->level == FOLDER_FULL && file.access->looker == NULL;
}

/* What is of no client has no limit. */
static int64_t
space_left(const struct request *rq)
{
	if (rq->portal != NULL)
		return space_of(rq->tx, rq->viewer->client).left;
	return strstr(rq->route->path, "{client}") == NULL ? SPACE_UNLIMITED
							   : space_of(rq->tx, path_id(rq, "client")).left;
}

static void
ask(struct tx *tx, void *data)
{
	struct asking *asking = data;

	(void)tx;
	asking->allowed = asking->may(asking->rq);
	if (asking->allowed)
		asking->left = space_left(asking->rq);
}

bool
sent_ask(struct request *rq, db_body body, void *data)
{
	enum db_trouble trouble;

	rq->tx = db_read(rq->house->db, rq->arena);
	tx_run(rq->tx, body, data);
	trouble = tx_trouble(rq->tx);
	db_read_end(rq->tx);
	rq->tx = NULL;
	return trouble == DB_FINE;
}

struct counting {
	const char *key;
	int most;
	int64_t wait_ms;
	bool allowed;
};

static void
count_one(struct tx *tx, void *data)
{
	struct counting *counting = data;

	counting->allowed = rate_take(tx, counting->key, counting->most, 10 * (int64_t)MINUTE_MS, &counting->wait_ms);
}

static const char *
counted_as(struct request *rq, const char *kind)
{
	return arena_printf(rq->arena, "%s:%lld", kind, (long long)rq->viewer->record);
}

bool
sent_counts_here(struct request *rq, int64_t *wait_ms)
{
	return rq->viewer->kind != VIEWER_CLIENT ||
	       rate_take(rq->tx, counted_as(rq, UPLOADS_KIND), UPLOADS_MOST, 10 * (int64_t)MINUTE_MS, wait_ms);
}

bool
sent_counts(struct request *rq, const char *kind, int most, int64_t *wait_ms)
{
	struct counting counting = {
		.key = counted_as(rq, kind),
		.most = most,
		.wait_ms = MINUTE_MS,
	};

	if (rq->viewer->kind != VIEWER_CLIENT)
		return true;
	if (db_write(rq->house->db, rq->arena, count_one, &counting) == DB_FINE && counting.allowed)
		return true;
	*wait_ms = counting.wait_ms;
	return false;
}

/* ---- one file ---- */

static const char *
type_of(struct request *rq, int fd, const char *name)
{
	struct content_look look = {.type = NULL};

	if (content_look(rq->arena, fd, name, &look) == CONTENT_UNAVAILABLE || look.type == NULL)
		return "application/octet-stream";
	return look.type;
}

bool
sent_look(struct request *rq, int fd, struct sent *sent)
{
	struct scan scan;

	sent->content.type = type_of(rq, fd, sent->name);
	scan = scan_file(rq->arena, rq->house->config->scanner, fd, SCAN_MS);
	sent->content.scan = scan_reason_word(scan.reason);
	if (scan.verdict != SCAN_INFECTED)
		return true;
	sent->found = scan.found;
	sent->error = N_("A virus was found in “{{name}}”: it was not kept.");
	return false;
}

void
sent_kept(struct request *rq, const struct blob *blob, struct sent *sent)
{
	char *hash;

	if (blob == NULL) {
		sent->error = file_refusal(rq);
		return;
	}
	hash = arena_alloc(rq->arena, HASH_SIZE * 2 + 1);
	hash_print(hash, &blob->sha256);
	sent->content.blob = arena_text(rq->arena, blob->name);
	sent->content.sha256 = hash;
	sent->content.size = (int64_t)blob->size;
}

void
file_upload_take(struct request *rq, struct http_upload *upload, struct sent *sent)
{
	struct blob blob;
	int fd = upload->fd;

	sent->name = file_name_safe(rq->arena, str_of(upload->name));
	if (!sent_look(rq, fd, sent))
		return;
	upload->fd = -1;
	sent_kept(rq, blob_take(rq->arena, rq->house->blobs, fd, &blob) ? &blob : NULL, sent);
}

/* What does not fit is neither looked at nor kept. */
static void
take_if_fits(struct request *rq, struct http_upload *upload, int64_t *left, struct sent *sent)
{
	if (*left != SPACE_UNLIMITED && (int64_t)upload->size > *left) {
		sent->name = file_name_safe(rq->arena, str_of(upload->name));
		sent->error = space_refusal;
		return;
	}
	if (*left != SPACE_UNLIMITED)
		*left -= (int64_t)upload->size;
	file_upload_take(rq, upload, sent);
}

void
file_upload_prepare_where(struct request *rq, bool (*allowed)(struct request *rq))
{
	struct sent_all *all = arena_make(rq->arena, struct sent_all);
	struct asking asking = {.rq = rq, .may = allowed};
	int64_t wait_ms;

	rq->prepared = all;
	if (!sent_ask(rq, ask, &asking) || !asking.allowed)
		return;
	all->too_fast = !sent_counts(rq, UPLOADS_KIND, UPLOADS_MOST, &wait_ms);
	if (all->too_fast)
		return;
	all->files = arena_make_array(rq->arena, struct sent, rq->http->upload_count + 1);
	for (size_t i = 0; i < rq->http->upload_count; i++) {
		struct http_upload *upload = &rq->http->uploads[i];

		/* A browser sends a file without name and bytes where none was chosen. */
		if (text_equal(upload->field, "file") && !(upload->size == 0 && text_empty(upload->name)))
			take_if_fits(rq, upload, &asking.left, &all->files[all->count++]);
	}
}

void
file_upload_prepare(struct request *rq)
{
	file_upload_prepare_where(rq, may_send);
}

const struct sent_all *
files_sent(const struct request *rq)
{
	static const struct sent_all nothing = {.count = 0};

	return rq->prepared == NULL ? &nothing : rq->prepared;
}

void
sent_note(struct request *rq, const struct sent *sent, int64_t client, int64_t folder)
{
	struct doc *detail;

	if (sent->found == NULL)
		return;
	detail = doc_object(rq->arena);
	doc_set_text(detail, "name", sent->name);
	doc_set_text(detail, "found", sent->found);
	audit_add(rq, &(struct audit){.action = "file.infected",
				      .object_kind = "client",
				      .object = client,
				      .refused = true,
				      .place = activity_of_folder(rq->arena, folder, sent->name),
				      .detail = detail});
}

void
files_sent_note(struct request *rq, const struct sent_all *sent, int64_t client, int64_t folder)
{
	for (size_t i = 0; i < sent->count; i++)
		sent_note(rq, &sent->files[i], client, folder);
}
