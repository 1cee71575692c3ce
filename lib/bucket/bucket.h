/* bucket: objects in a bucket of a store that speaks Amazon's S3 protocol (AWS, Ceph, MinIO, Garage, Scaleway, OVH…).
 */
#ifndef BUCKET_BUCKET_H
#define BUCKET_BUCKET_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct bucket; /* a bucket and the keys to it */

enum {
	BUCKET_PART = 8 << 20, /* bytes that go in one request; larger objects are sent in parts of at least so much */
	BUCKET_NOTE = 1800,    /* longest note: the store takes 2 KB of them with their names */
};

enum bucket_result {
	BUCKET_DONE,
	BUCKET_ABSENT,	/* there is no such object */
	BUCKET_REFUSED, /* the store refuses our key, or what it may do: an operator's trouble */
	BUCKET_AWAY,	/* no answer, or the store is out of order: perhaps later. Tried several times */
	BUCKET_WRONG,	/* what it answers makes no sense to us */
	BUCKET_STOPPED, /* `take` answered false, or the file to be sent could not be read: errno says */
};

/* "s3+https://KEY:SECRET@host[:port]/bucket[/folder][?region=…&style=host&credentials=/path]": key and secret with
 * percent signs where an address needs them, or as KEY:SECRET in the file of `credentials`. Region: us-east-1 unless it
 * says otherwise. The bucket stands in the path, or with style=host before the host's name. s3+http only on this
 * machine. Nothing is sent. NULL and *error, a sentence without the secret. Closed with the arena; for several threads.
 */
struct bucket *bucket_open(struct arena *arena, const char *url, const char **error);

/* "https://host/bucket": for the operator, never with a secret. */
const char *bucket_name(const struct bucket *bucket);

struct bucket_object {
	uint64_t size;		    /* of all of it, also when a part was asked for */
	char note[BUCKET_NOTE + 1]; /* what bucket_put was given; "" when somebody else put it there */
};

/* All or nothing: the object is there once this answers BUCKET_DONE, whole and durable, or is not. `size` bytes of `fd`
 * from its beginning, whatever its position; the store is told their SHA-256 and refuses others. `note`: letters,
 * digits and signs. */
enum bucket_result bucket_put(struct bucket *bucket, const char *key, int fd, uint64_t size, const char *note);

/* Gets `length` bytes from `first` on (length 0: all). `begin`, which may be NULL, is told what there is before the
 * first byte and may say no; then `take` gets the bytes as they come. After a broken connection both begin anew. */
struct bucket_sink {
	bool (*begin)(void *data, const struct bucket_object *object);
	bool (*take)(void *data, const void *bytes, size_t size);
	void *data;
};
enum bucket_result
bucket_get(struct bucket *bucket, const char *key, uint64_t first, uint64_t length, const struct bucket_sink *sink);

enum bucket_result bucket_look(struct bucket *bucket, const char *key, struct bucket_object *object);
enum bucket_result bucket_remove(struct bucket *bucket, const char *key); /* BUCKET_DONE also when it is already gone */

/* Calls `each`, until it answers false, with every object whose key begins so, in the order of keys, page by page;
 * `since` is when it was put there, real time in milliseconds. `each` may remove what it is given. */
typedef bool (*bucket_each)(const char *key, uint64_t size, int64_t since, void *data);
enum bucket_result bucket_list(struct bucket *bucket, const char *prefix, bucket_each each, void *data);

/* Removes what uploads left that were begun more than `older_than_ms` ago and never ended; their parts cost room. */
enum bucket_result bucket_forget_uploads(struct bucket *bucket, const char *prefix, int64_t older_than_ms);

#endif
