/* file_upload: takes what is sent into folders, before the transaction: known by content, scanned, kept. */
#ifndef FOLDERS_FILE_UPLOAD_H
#define FOLDERS_FILE_UPLOAD_H

#include "core/request.h"
#include "folders/file_store.h"

/* A file that came. */
struct sent {
	const char *name;	     /* made safe */
	struct file_content content; /* as far as it is known before it is put somewhere */
	const char *error;	     /* English, N_: it was not kept; NULL: it was */
	const char *found;	     /* the virus in it; NULL: none */
};
struct blob;

/* Looks at what lies under `fd` (its type, the scanner), whatever it was sent by: fills `sent`, which has its name.
 * False: it must not be kept. Slow. */
bool sent_look(struct request *rq, int fd, struct sent *sent);
/* What came of keeping it: NULL: errno says why it could not be. */
void sent_kept(struct request *rq, const struct blob *blob, struct sent *sent);
/* In a prepare: reads by rq->tx, which is there meanwhile. False: the database does not answer. */
bool sent_ask(struct request *rq, db_body body, void *data);
/* Of what somebody in the portal may send in a while, one more. False, and *wait_ms: it is too much; also when the
 * database does not answer. */
bool sent_counts(struct request *rq, const char *kind, int most, int64_t *wait_ms);

/* One more of what somebody in the portal may put there in a while, whatever they do it by (UPLOADS_MOST in ten
 * minutes): before the transaction, or in it. */
enum { UPLOADS_MOST = 300 };
#define UPLOADS_KIND "portal.upload"
bool sent_counts_here(struct request *rq, int64_t *wait_ms);

struct sent_all {
	struct sent *files;
	size_t count;
	bool too_fast; /* from the portal: nothing was read */
};

/* The route's prepare; leaves struct sent_all. Nothing is kept for who may not change the folder, or the file. */
void file_upload_prepare(struct request *rq);
/* The same for a place of another feature: `allowed` reads by rq->tx whether they may send something there. */
void file_upload_prepare_where(struct request *rq, bool (*allowed)(struct request *rq));

/* Looks at one file (`upload`: its fd and name), lets the scanner look, and keeps it: for a prepare of another kind. */
void file_upload_take(struct request *rq, struct http_upload *upload, struct sent *sent);

/* What it left; never NULL. */
const struct sent_all *files_sent(const struct request *rq);
/* Writes into the journal what was infected, with the folder it was sent to. */
void files_sent_note(struct request *rq, const struct sent_all *sent, int64_t client, int64_t folder);
void sent_note(struct request *rq, const struct sent *sent, int64_t client, int64_t folder);

#endif
