/* blob: files kept under random names, in a folder or in a store that speaks S3, so that a crash leaves a whole file or
 * none. */
#ifndef BLOB_BLOB_H
#define BLOB_BLOB_H

#include "base/str.h"
#include "sys/crypto.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct blobs; /* all of them */

enum { BLOB_NAME = 26 }; /* lower-case base 32 of 128 random bits */

/* Makes the folder when it is not there; it stays open until `arena` ends. May be used by several threads. */
struct blobs *blobs_open(struct arena *arena, const char *folder, const char **error);

/* The same in a store (bucket/bucket.h says how the address is written): nothing is asked of it yet. `folder` has what
 * was fetched or kept lately. When the store fails, errno says: ENOENT: it has no such file; EHOSTUNREACH: it does not
 * answer, perhaps later; EACCES: it refuses our key; EBADMSG: it has something else than was kept, which nobody is
 * shown. */
struct blobs *blobs_open_store(struct arena *arena, const char *folder, const char *url, const char **error);

/* Whose they are, once that is known and before the first is kept: no other organisation's are seen or touched. Letters
 * and digits. Nothing to a folder, which has one owner. */
void blobs_set_owner(struct arena *arena, struct blobs *blobs, const char *owner);

/* The store's address without a secret; NULL: a folder. */
const char *blobs_place(const struct blobs *blobs);

struct blob {
	char name[BLOB_NAME + 1];
	uint64_t size;
	struct hash sha256;
};

/* A file being written: an O_TMPFILE in the folder that vanishes unless it is kept. */
struct blob_writer;
struct blob_writer *blob_begin(struct arena *arena, struct blobs *blobs); /* NULL: errno says */
bool blob_write(struct blob_writer *writer, const void *bytes, size_t size);
/* Durable when it answers true: fdatasync, a name, fsync of the folder; or the store has said so. Then record it in a
 * transaction; a file without row is swept later. */
bool blob_keep(struct blob_writer *writer, struct blob *blob);
void blob_drop(struct blob_writer *writer);

/* Takes an uploaded temporary file (its fd is closed) or bytes in memory; false with errno when it cannot be kept. */
bool blob_take(struct arena *arena, struct blobs *blobs, int fd, struct blob *blob);
bool blob_put(struct arena *arena, struct blobs *blobs, struct str bytes, struct blob *blob);

/* Read-only descriptor, the caller's to close; -1 when the name is malformed or unknown (resolved beneath the folder
 * only). From a store the whole is fetched first, which may take long and fail (errno, above): not on a thread that
 * answers requests, unless the file is small. */
int blob_open(struct blobs *blobs, const char *name, uint64_t *size);
bool blob_read(struct arena *arena, struct blobs *blobs, const char *name, size_t limit, struct str *bytes);
bool blob_remove(struct blobs *blobs, const char *name); /* true also when it is already gone */

/* Removes what uploads left in a store that were begun a day ago and never ended; a folder has no such. */
void blobs_forget_halves(struct blobs *blobs);

/* A place for what waits for a store: false when too much waits there already. Only when blobs_place is not NULL. */
bool blobs_later(struct blobs *blobs, void (*run)(void *data), void *data);

/* Calls `each`, until it answers false, with every name given more than `older_than_ms` (an age, in real time, whatever
 * the clock was shifted by) ago; for the sweeper and fsck. `each` may remove what it is given. False: the store did not
 * say all it has (errno). */
bool blobs_each(struct blobs *blobs, int64_t older_than_ms, bool (*each)(const char *name, void *data), void *data);

#endif
