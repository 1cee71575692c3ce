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
#include "sys/file_name.h"

#include <string.h>

enum { SCAN_MS = 60 * 1000, UPLOADS_MOST = 300 };

/* ---- who may ---- */

struct asking {
	struct request *rq;
	bool allowed;
};

/* As the handler will find it. */
static void
ask(struct tx *tx, void *data)
{
	struct asking *asking = data;
	struct request *rq = asking->rq;
	struct opened opened;
	struct opened_file file;

	(void)tx;
	if (strstr(rq->route->path, "{file}") == NULL)
		asking->allowed =
			folder_open(rq, &opened) && opened.seen->level == FOLDER_FULL && opened.access->looker == NULL;
	else
		asking->allowed =
			file_open(rq, &file) && file.seen->in->level == FOLDER_FULL && file.access->looker == NULL;
}

static bool
is_allowed(struct request *rq)
{
	struct asking asking = {.rq = rq};
	enum db_trouble trouble;

	rq->tx = db_read(rq->house->db, rq->arena);
	tx_run(rq->tx, ask, &asking);
	trouble = tx_trouble(rq->tx);
	db_read_end(rq->tx);
	rq->tx = NULL;
	return trouble == DB_FINE && asking.allowed;
}

struct counting {
	const struct request *rq;
	bool too_fast;
};

static void
count_upload(struct tx *tx, void *data)
{
	struct counting *counting = data;
	const struct request *rq = counting->rq;
	int64_t wait;

	counting->too_fast =
		!rate_take(tx, arena_printf(rq->arena, "portal.upload:%lld", (long long)rq->viewer->record),
			   UPLOADS_MOST, 10 * (int64_t)MINUTE_MS, &wait);
}

static bool
is_too_fast(struct request *rq)
{
	struct counting counting = {.rq = rq};

	return rq->viewer->kind == VIEWER_CLIENT &&
	       (db_write(rq->house->db, rq->arena, count_upload, &counting) != DB_FINE || counting.too_fast);
}

/* ---- one file ---- */

static const char *
type_of(struct request *rq, const struct http_upload *upload, const char *name)
{
	struct content_look look = {.type = NULL};

	if (content_look(rq->arena, upload->fd, name, &look) == CONTENT_UNAVAILABLE || look.type == NULL)
		return "application/octet-stream";
	return look.type;
}

static void
keep(struct request *rq, struct http_upload *upload, struct sent *sent)
{
	struct blob *blob = arena_make(rq->arena, struct blob);
	char *hash = arena_alloc(rq->arena, HASH_SIZE * 2 + 1);
	int fd = upload->fd;

	upload->fd = -1;
	if (!blob_take(rq->arena, rq->house->blobs, fd, blob)) {
		sent->error = file_refusal(rq);
		return;
	}
	hash_print(hash, &blob->sha256);
	sent->content.blob = blob->name;
	sent->content.sha256 = hash;
	sent->content.size = (int64_t)blob->size;
}

static void
take(struct request *rq, struct http_upload *upload, struct sent *sent)
{
	struct scan scan;

	sent->name = file_name_safe(rq->arena, str_of(upload->name));
	sent->content.type = type_of(rq, upload, sent->name);
	scan = scan_file(rq->arena, rq->house->config->scanner, upload->fd, SCAN_MS);
	sent->content.scan = scan_reason_word(scan.reason);
	if (scan.verdict == SCAN_INFECTED) {
		sent->found = scan.found;
		sent->error = N_("A virus was found in “{{name}}”: it was not kept.");
		return;
	}
	keep(rq, upload, sent);
}

void
file_upload_prepare(struct request *rq)
{
	struct sent_all *all = arena_make(rq->arena, struct sent_all);

	rq->prepared = all;
	if (!is_allowed(rq))
		return;
	all->too_fast = is_too_fast(rq);
	if (all->too_fast)
		return;
	all->files = arena_make_array(rq->arena, struct sent, rq->http->upload_count + 1);
	for (size_t i = 0; i < rq->http->upload_count; i++) {
		struct http_upload *upload = &rq->http->uploads[i];

		/* A browser sends a file without name and bytes where none was chosen. */
		if (text_equal(upload->field, "file") && !(upload->size == 0 && text_empty(upload->name)))
			take(rq, upload, &all->files[all->count++]);
	}
}

const struct sent_all *
files_sent(const struct request *rq)
{
	static const struct sent_all nothing = {.count = 0};

	return rq->prepared == NULL ? &nothing : rq->prepared;
}

void
files_sent_note(struct request *rq, const struct sent_all *sent, int64_t client, int64_t folder)
{
	for (size_t i = 0; i < sent->count; i++) {
		struct doc *detail;

		if (sent->files[i].found == NULL)
			continue;
		detail = doc_object(rq->arena);
		doc_set_text(detail, "name", sent->files[i].name);
		doc_set_text(detail, "found", sent->files[i].found);
		audit_add(rq, &(struct audit){.action = "file.infected",
					      .object_kind = "client",
					      .object = client,
					      .refused = true,
					      .place = activity_of_folder(rq->arena, folder, sent->files[i].name),
					      .detail = detail});
	}
}
