/* blob_stream: a large file of a store as it comes, block by block: each is checked before its first byte is given. */
#ifndef BLOB_BLOB_STREAM_H
#define BLOB_BLOB_STREAM_H

#include "blob/blob.h"

#include <sys/types.h>

struct blob_stream;

/* What can be sent of a file. */
struct blob_sending {
	int fd; /* the caller's to close; -1: it is a stream */
	struct blob_stream *stream;
	uint64_t size;
};

/* Whether blob_send answers at once. */
bool blob_is_near(const struct blobs *blobs, const char *name);

/* The file to be sent to somebody: what is at hand or small as a descriptor, a large file of a store as a stream. May
 * wait for the store: on a thread of blobs_later. False with errno, as blob_open. */
bool blob_send(struct blobs *blobs, const char *name, struct blob_sending *sending);

/* Some bytes from `offset` on, at most `room` and up to `end` (what lies beyond is not fetched). 0: they are still on
 * their way, and wake(waiting) will be called once, on another thread, when it is worth to ask again. -1: they cannot
 * be had. One thread at a time; at most two blocks wait on the disk. */
ssize_t blob_stream_read(struct blob_stream *stream, uint64_t offset, uint64_t end, void *at, size_t room,
			 void (*wake)(void *waiting), void *waiting);
/* Nobody reads any more: `wake` is not called after it. */
void blob_stream_close(struct blob_stream *stream);

#endif
