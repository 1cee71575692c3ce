/* upload_store: keeps what is known of files on their way; each is its sender's alone. */
#ifndef FOLDERS_UPLOAD_STORE_H
#define FOLDERS_UPLOAD_STORE_H

#include "folders/upload.h"

enum { UPLOAD_KEPT_HOURS = 24 /* without a further piece */ };

struct upload {
	int64_t id;
	int64_t client_id;
	int64_t folder_id;
	const char *metadata; /* as it was sent, looked at already */
	int64_t length;
	const char *part; /* blob_part.h; NULL: the file is in its folder */
	int64_t expires_at;
};

/* Bytes of all that were begun, as they were said, whatever of them is there already. */
int64_t uploads_announced(struct tx *tx);
/* NULL: there is none, or somebody else sends it. */
struct upload *upload_find(struct tx *tx, const struct folder_access *access, int64_t id);
/* Sent by whose access it is; until all of it is there, its length is reserved (space/space.h). */
void upload_add(struct tx *tx, const struct folder_access *access, const struct upload *upload);
void upload_extend(struct tx *tx, int64_t id, int64_t expires_at);
void upload_close(struct tx *tx, int64_t id); /* its file is about to be there: nothing is reserved for it any more */
void upload_remove(struct tx *tx, int64_t id);
void uploads_forget(struct tx *tx, int64_t client); /* what came of them is swept later */
/* Unless somebody has sent a piece since; false then. */
bool upload_remove_expired(struct tx *tx, int64_t id, int64_t before);

bool upload_has_part(struct tx *tx, const char *part); /* anybody's */
/* Those nobody waits for since `before`, whoever's they are; after the one (after_at, after_id). */
struct upload *
uploads_expired(struct tx *tx, int64_t before, int64_t after_at, int64_t after_id, size_t limit, size_t *count);

#endif
