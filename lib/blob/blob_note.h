/* blob_note: what an object in a store says about its bytes, so that none is shown that is not the one that was kept.
 */
#ifndef BLOB_BLOB_NOTE_H
#define BLOB_BLOB_NOTE_H

#include "blob/blob.h"

enum {
	BLOB_SMALL = 8 << 20, /* up to here the whole is fetched and checked; beyond, block by block */
	BLOB_BLOCKS = 64,     /* a note has room for the hashes of so many */
	BLOB_BLOCK_HASH = 16, /* bytes of a block's SHA-256 that are noted */
};

struct blob_note {
	struct hash sha256; /* of the whole */
	uint64_t block;	    /* bytes of a block, a multiple of 1 MB; 0: it is small */
	unsigned char blocks[BLOB_BLOCKS][BLOB_BLOCK_HASH];
};

/* Reads the file from its beginning, wherever its position is; false with errno. */
bool note_make(int fd, uint64_t size, struct blob_note *note);

const char *note_print(struct arena *arena, const struct blob_note *note, uint64_t size);
/* False when it is none, or not of a file of that size. */
bool note_read(struct arena *arena, const char *text, uint64_t size, struct blob_note *note);

#endif
