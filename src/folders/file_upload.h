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
struct sent_all {
	struct sent *files;
	size_t count;
	bool too_fast; /* from the portal: nothing was read */
};

/* The route's prepare; leaves struct sent_all. Nothing is kept for who may not change the folder, or the file. */
void file_upload_prepare(struct request *rq);

/* What it left; never NULL. */
const struct sent_all *files_sent(const struct request *rq);
/* Writes into the journal what was refused. */
void files_sent_note(struct request *rq, const struct sent_all *sent, int64_t client, int64_t folder);

#endif
