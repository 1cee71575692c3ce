/* attachment: files of records: in a field, or attached to the record as a whole. */
#ifndef RECORDS_ATTACHMENT_H
#define RECORDS_ATTACHMENT_H

#include "job/job.h"
#include "records/record.h"

enum { ATTACHMENT_LIMIT = 50 * 1024 * 1024 }; /* bytes of one upload */

struct attachment {
	int64_t id;
	int64_t module_id;
	int64_t record_id; /* 0: its form is still open */
	int64_t field_id;  /* 0: attached to the record */
	const char *blob, *name, *type;
	const char *hash; /* written, never read: SHA-256, hexadecimal; NULL: not known */
	int64_t size;
	int64_t created_at;
	int64_t created_by;
	int64_t sender_id; /* the record by which a portal user signs in; 0: staff sent it */
};

/* Who sends, as it is kept: 0 for staff. */
int64_t attachment_sender(const struct viewer *viewer);
/* Whether a file may stand in a field of this record (0: a new one): it is the record's, or this viewer sent it for a
 * form that is open. */
bool attachment_is_theirs(const struct attachment *file, const struct viewer *viewer, int64_t record);

/* Any of them by id: whoever asks has found the record it belongs to through their plan. NULL: none. */
struct attachment *attachment_find(struct tx *tx, int64_t id);
struct attachment *attachments_of_ids(struct tx *tx, const int64_t *ids, size_t id_count, size_t *count);
/* Those attached to the record, newest first. */
struct attachment *attachments_of_record(struct tx *tx, int64_t module, int64_t record, size_t *count);

int64_t attachment_create(struct tx *tx, const struct attachment *file);
/* A file of an open form becomes the record's; only the one who sent it may do that. */
void attachment_settle(struct tx *tx, int64_t id, int64_t staff, int64_t record);
bool attachment_remove(struct tx *tx, int64_t module, int64_t record, int64_t id);
/* Forgets the files of forms that were never finished. Their blobs are swept once no row names them. */
void attachment_forget_open(struct tx *tx, int64_t before);

/* "image/png", "application/pdf"… by the first bytes; what we do not know is "application/octet-stream". */
const char *type_of_bytes(struct str start);
/* Whether browsers may show it in a page rather than save it. */
bool type_is_picture(const char *type);

/* A file as documents show it: id, name, type, size, address. */
struct doc *
attachment_doc(struct request *rq, const struct module *module, int64_t record, const struct attachment *file);

/* What a route with uploads found, before the transaction: each file kept, with the name of its form field. */
struct sent_file {
	const char *field;
	int64_t id; /* its record_file; 0: refused, *error says why */
	const char *error;
};
struct sent_files {
	struct sent_file *files;
	size_t count;
	bool too_fast; /* from the portal: nothing was read (portal_prepare) */
};
/* The one that came for this field of the form (record_read.c); NULL: none. */
const struct sent_file *sent_file(const struct request *rq, const char *form_name);
/* Keeps every file that came, as rows of an open form. The route's prepare. */
void attachments_prepare(struct request *rq);

enum job_result attachment_sweep(struct job *job); /* "record.files", every day */

#endif
