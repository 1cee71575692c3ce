/* blob: files kept under random names, written so that a crash leaves a whole file or none. */
#ifndef BLOB_BLOB_H
#define BLOB_BLOB_H

#include "base/str.h"
#include "sys/crypto.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct blobs; /* a folder of them */

enum { BLOB_NAME = 26 }; /* lower-case base 32 of 128 random bits */

/* Makes the folder when it is not there; it stays open until `arena` ends. May be used by several threads. */
struct blobs *blobs_open(struct arena *arena, const char *folder, const char **error);

struct blob {
	char name[BLOB_NAME + 1];
	uint64_t size;
	struct hash sha256;
};

/* A file being written: an O_TMPFILE in the folder that vanishes unless it is kept. */
struct blob_writer;
struct blob_writer *blob_begin(struct arena *arena, struct blobs *blobs); /* NULL: errno says */
bool blob_write(struct blob_writer *writer, const void *bytes, size_t size);
/* fdatasync, a name, fsync of the folder. Then record it in a transaction; a file without row is swept later. */
bool blob_keep(struct blob_writer *writer, struct blob *blob);
void blob_drop(struct blob_writer *writer);

/* Takes an uploaded temporary file (its fd is closed) or bytes in memory; false with errno when it cannot be kept. */
bool blob_take(struct arena *arena, struct blobs *blobs, int fd, struct blob *blob);
bool blob_put(struct arena *arena, struct blobs *blobs, struct str bytes, struct blob *blob);

/* Read-only descriptor, the caller's to close; -1 when the name is malformed or unknown (resolved beneath the folder
 * only). */
int blob_open(struct blobs *blobs, const char *name, uint64_t *size);
bool blob_read(struct arena *arena, struct blobs *blobs, const char *name, size_t limit, struct str *bytes);
bool blob_remove(struct blobs *blobs, const char *name); /* true also when it is already gone */

/* Calls `each`, until it answers false, with every name given more than `older_than_ms` (an age, in real time, whatever
 * the clock was shifted by) ago; for the sweeper and fsck. `each` may remove what it is given. */
void blobs_each(struct blobs *blobs, int64_t older_than_ms, bool (*each)(const char *name, void *data), void *data);

#endif
