/* blob_store: files in a store that speaks S3, and the folder's part in it: what was fetched lately lies there. */
#ifndef BLOB_BLOB_STORE_H
#define BLOB_BLOB_STORE_H

#include "blob/blob.h"
#include "blob/blob_note.h"

#include <pthread.h>

struct pool;
struct bucket;

enum {
	BLOB_CACHE = 1 << 30,	      /* bytes of files that are kept at hand */
	BLOB_CACHE_LARGEST = 1 << 28, /* larger ones are not */
};

struct blob_store {
	struct blobs *blobs;
	struct bucket *bucket;
	const char *owner;     /* every key begins so: "0c4m…/" */
	struct pool *fetchers; /* threads that wait for the store */
	pthread_mutex_t tidying;
	uint64_t at_hand; /* bytes in the folder; more than there are until they were counted */
	int64_t tidied_at;
};

/* What errno is when the store failed: ENOENT, EHOSTUNREACH (no answer), EACCES (our key), EBADMSG (not what was kept).
 */

bool blob_store_send(struct blob_store *store, int fd, uint64_t size, const struct blob_note *note, const char *name);
/* Sends the file and, when it is not too large, keeps it at hand. */
bool blob_store_keep(struct blob_store *store, int fd, uint64_t size, const struct blob_note *note, const char *name);

/* What a fetch found: `fd` holds the whole, checked; -1 with errno. EFBIG: larger than the limit; then size and note
 * say what is there. */
struct fetched {
	int fd;
	uint64_t size;
	struct blob_note note;
};
void blob_store_fetch(struct blob_store *store, const char *name, uint64_t limit, struct fetched *fetched);

/* One block of a large file, checked, into `fd` at `offset`; false with errno. */
bool blob_store_fetch_block(struct blob_store *store, const char *name, const struct fetched *what, uint64_t block,
			    int fd, uint64_t offset);

/* Reads all of it and keeps nothing. */
bool blob_store_verify(struct blob_store *store, const char *name, struct fetched *what);

/* Size and note only. False with errno; EBADMSG also when it has no note of ours. */
bool blob_store_look(struct blob_store *store, const char *name, struct fetched *what);

bool blob_store_remove(struct blob_store *store, const char *name);
bool blob_store_each(struct blob_store *store, int64_t before, bool (*each)(const char *name, void *data), void *data);

/* Puts a checked file among those at hand, and what was not used for long out of it. */
void blob_cache_add(struct blob_store *store, int fd, const char *name, uint64_t size);

#endif
