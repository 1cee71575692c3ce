/* attachment: takes uploaded files before the transaction, knows what they are, and forgets those of unfinished forms.
 */
#include "records/attachment.h"

#include "base/id.h"
#include "base/instant.h"
#include "blob/blob.h"
#include "content/content.h"
#include "core/files_away.h"
#include "job/job.h"
#include "records/module_page.h"
#include "sys/clock.h"
#include "sys/file_name.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { START_BYTES = 16, PICTURE_EDGE = 2400, PICTURE_LIMIT = 12 * 1024 * 1024 };

/* ---- what a file is ---- */

const char *
type_of_bytes(struct str start)
{
	static const struct {
		struct str magic;
		const char *type;
	} known[] = {
		{{"\x89PNG\r\n\x1a\n", 8}, "image/png"},
		{{"\xff\xd8\xff", 3}, "image/jpeg"},
		{{"GIF8", 4}, "image/gif"},
		{{"%PDF-", 5}, "application/pdf"},
		{{"PK\x03\x04", 4}, "application/zip"},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_starts(start, known[i].magic))
			return known[i].type;
	if (start.length >= 12 && memcmp(start.at, "RIFF", 4) == 0 && memcmp(start.at + 8, "WEBP", 4) == 0)
		return "image/webp";
	return "application/octet-stream";
}

bool
type_is_picture(const char *type)
{
	return text_equal(type, "image/png") || text_equal(type, "image/jpeg") || text_equal(type, "image/webp") ||
	       text_equal(type, "image/gif");
}

struct doc *
attachment_doc(struct request *rq, const struct module *module, int64_t record, const struct attachment *file)
{
	struct doc *shown = doc_object(rq->arena);
	char id[ID_LENGTH + 1];

	id_print(id, file->id);
	doc_set_id(shown, "id", file->id);
	doc_set_text(shown, "name", file->name);
	doc_set_text(shown, "type", file->type);
	doc_set_int(shown, "size", file->size);
	doc_set_int(shown, "size_kb", (file->size + 1023) / 1024);
	doc_set_instant(shown, "created_at", file->created_at);
	doc_set_bool(shown, "picture", type_is_picture(file->type));
	doc_set_text(shown, "href",
		     record == 0 ? NULL : record_path(rq, module, record, arena_printf(rq->arena, "/files/%s", id)));
	return shown;
}

int64_t
attachment_sender(const struct viewer *viewer)
{
	return viewer->kind == VIEWER_CLIENT ? viewer->record : 0;
}

bool
attachment_is_theirs(const struct attachment *file, const struct viewer *viewer, int64_t record)
{
	if (file->record_id != 0)
		return file->record_id == record;
	return file->created_by == viewer->staff && file->sender_id == attachment_sender(viewer);
}

/* ---- taking what was sent ---- */

static struct str
first_bytes(struct arena *arena, int fd)
{
	char *bytes = arena_alloc(arena, START_BYTES);
	ssize_t got = pread(fd, bytes, START_BYTES, 0);

	return str_slice(bytes, got < 0 ? 0 : (size_t)got);
}

/* Pictures of fields are drawn anew, so that nothing but their points is kept. */
static bool
keep_picture(struct request *rq, struct http_upload *upload, struct blob *blob, struct sent_file *sent)
{
	struct content_picture picture;

	if (upload->size > PICTURE_LIMIT ||
	    content_clean(rq->arena, upload->fd, PICTURE_EDGE, &picture) != CONTENT_MADE) {
		sent->error = N_("This is not a PNG or JPEG picture that we can read.");
		return false;
	}
	if (blob_put(rq->arena, rq->house->blobs, picture.bytes, blob))
		return true;
	sent->error = file_refusal(rq);
	return false;
}

static bool
keep_bytes(struct request *rq, struct http_upload *upload, struct blob *blob, struct sent_file *sent)
{
	int fd = upload->fd;

	upload->fd = -1;
	if (blob_take(rq->arena, rq->house->blobs, fd, blob))
		return true;
	sent->error = file_refusal(rq);
	return false;
}

/* "fields.photo" is the field's, "file" the record's; NULL and *known false: no such field. */
static const struct field *
field_of_upload(const struct access *access, const char *name, bool *known)
{
	const struct field *field;

	*known = text_equal(name, "file") && access->viewer->kind == VIEWER_STAFF;
	if (*known || strncmp(name, "fields.", 7) != 0)
		return NULL;
	field = plan_field(access->plan, name + 7);
	*known = field != NULL && field_is_written(access->plan, field) &&
		 (field->type == FIELD_FILE || field->type == FIELD_IMAGE || field->type == FIELD_SIGNATURE);
	return *known ? field : NULL;
}

struct taking {
	struct attachment *files;
	struct sent_file *sent;
	size_t count;
};

static void
write_rows(struct tx *tx, void *data)
{
	struct taking *taking = data;

	for (size_t i = 0; i < taking->count; i++)
		if (taking->sent[i].error == NULL)
			taking->sent[i].id = attachment_create(tx, &taking->files[i]);
}

static void
take(struct request *rq, const struct access *access, struct http_upload *upload, struct taking *taking)
{
	struct sent_file *sent = &taking->sent[taking->count];
	struct attachment *file = &taking->files[taking->count];
	struct blob *blob = arena_make(rq->arena, struct blob);
	char *hash = arena_alloc(rq->arena, HASH_SIZE * 2 + 1);
	const struct field *field;
	bool known, kept;

	field = field_of_upload(access, upload->field, &known);
	if (!known || upload->size == 0)
		return;
	taking->count++;
	*sent = (struct sent_file){.field = upload->field};
	*file = (struct attachment){.module_id = access->plan->module->id,
				    .field_id = field == NULL ? 0 : field->id,
				    .name = file_name_safe(rq->arena, str_of(upload->name)),
				    .type = type_of_bytes(first_bytes(rq->arena, upload->fd)),
				    .created_by = rq->viewer->staff,
				    .sender_id = attachment_sender(rq->viewer)};
	kept = field != NULL && field->type != FIELD_FILE ? keep_picture(rq, upload, blob, sent)
							  : keep_bytes(rq, upload, blob, sent);
	if (!kept)
		return;
	if (field != NULL && field->type != FIELD_FILE)
		file->type = "image/png";
	file->blob = blob->name;
	file->size = (int64_t)blob->size;
	hash_print(hash, &blob->sha256);
	file->hash = hash;
}

void
attachments_prepare(struct request *rq)
{
	struct sent_files *found = arena_make(rq->arena, struct sent_files);
	const struct access *access = path_access(rq);
	size_t limit = rq->http->upload_count;
	struct taking taking = {.files = arena_make_array(rq->arena, struct attachment, limit + 1),
				.sent = arena_make_array(rq->arena, struct sent_file, limit + 1)};

	rq->prepared = found;
	if (access == NULL || !(access_writes(access, MAY_CREATE) || access_writes(access, MAY_EDIT)))
		return;
	for (size_t i = 0; i < limit; i++)
		take(rq, access, &rq->http->uploads[i], &taking);
	if (taking.count > 0 && db_write(rq->house->db, rq->arena, write_rows, &taking) != DB_FINE)
		for (size_t i = 0; i < taking.count; i++)
			taking.sent[i].error = N_("This file could not be kept. Please choose it again.");
	*found = (struct sent_files){.files = taking.sent, .count = taking.count};
}

/* ---- forms that were never finished ---- */

static void
forget(struct tx *tx, void *data)
{
	(void)data;
	attachment_forget_open(tx, clock_now() - 2 * (int64_t)DAY_MS);
}

enum job_result
attachment_sweep(struct job *job)
{
	return db_write(job->db, job->arena, forget, NULL) == DB_FINE ? JOB_DONE : JOB_RETRY;
}
