/* blob_part: a file that comes in pieces, perhaps over days: it stays among the parts until all of it is there. */
#ifndef BLOB_BLOB_PART_H
#define BLOB_BLOB_PART_H

#include "blob/blob.h"

/* A new one, empty and without a name: it vanishes with its descriptor, which is the caller's to close. -1 with errno.
 */
int blob_part_begin(struct blobs *blobs);
/* Puts it on the disk under a name of its own, so that it outlives us. Parts lie here even when files are kept in a
 * store. */
bool blob_part_name(struct blobs *blobs, int fd, char name[BLOB_NAME + 1]);

/* To be read and written; its size is what has come of it. -1 with errno: malformed, or not there. */
int blob_part_open(struct blobs *blobs, const char *name, uint64_t *size);
/* One writes at a time, of all processes of this machine. False: somebody does. It ends with the descriptor, also when
 * the process is killed. */
bool blob_part_lock(int fd);
void blob_part_unlock(int fd);
/* Adds what lies in another file behind the part's first `offset` bytes, and puts it on the disk; false with errno. */
bool blob_part_add(int fd, uint64_t offset, int from, uint64_t size);

/* Keeps all of it: in a folder the same bytes get one more name, so nobody may write it any more; in a store it is
 * sent. `hash` NULL: it is read for it. The part stays until it is removed. */
bool blob_part_keep(struct arena *arena, struct blobs *blobs, int fd, const struct hash *hash, struct blob *blob);
bool blob_part_remove(struct blobs *blobs, const char *name); /* true also when it is already gone */

/* As blobs_each, with parts that nobody has touched for so long. */
void
blob_parts_each(struct blobs *blobs, int64_t older_than_ms, bool (*each)(const char *name, void *data), void *data);

/* Bytes that are free where files and parts are written. */
uint64_t blobs_room(const struct blobs *blobs);

#endif
