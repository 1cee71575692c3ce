/* blob_check: whether kept files are still what was kept, and copying them to another place. */
#ifndef BLOB_BLOB_CHECK_H
#define BLOB_BLOB_CHECK_H

#include "blob/blob.h"

enum blob_state {
	BLOB_FINE,
	BLOB_ABSENT,
	BLOB_DAMAGED, /* it is there, and not what was kept */
	BLOB_UNKNOWN, /* it cannot be read just now: errno says */
};

struct blob_found {
	uint64_t size;
	bool hashed; /* the hash is known: always of a store; of a folder when all was read */
	struct hash sha256;
};

/* Why files cannot be had or kept, from errno: the end of a sentence for the operator (English). */
const char *blob_reason(int number);

/* Looks at a file where it is kept, never at what is at hand of it. `thorough`: reads all of it; else a folder says its
 * size, and a store its size and the hash it was given. What the caller knows of the file it compares itself. */
enum blob_state blob_check(struct blobs *blobs, const char *name, bool thorough, struct blob_found *found);

enum blob_copied {
	BLOB_COPIED,	  /* and read back: the same bytes are at both places */
	BLOB_WAS_THERE,	  /* with the same size and hash */
	BLOB_NOT_READ,	  /* absent or damaged where it comes from */
	BLOB_NOT_WRITTEN, /* errno says; or what was read back is not what was written: EBADMSG */
};

/* Under the same name. A file of another content that bears it there is replaced. */
enum blob_copied blob_copy(struct blobs *from, struct blobs *to, const char *name, struct blob_found *found);

#endif
