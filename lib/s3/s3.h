/* s3: objects in a bucket of a store that speaks Amazon's S3 protocol (AWS, Ceph, MinIO, Garage, Scaleway, OVH…). */
#ifndef S3_S3_H
#define S3_S3_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct s3; /* a bucket and the keys to it */

enum {
	S3_PART = 8 << 20, /* bytes that go in one request; larger objects are sent in parts of at least so much */
	S3_NOTE = 1800,	   /* longest note: the store takes 2 KB of them with their names */
};

enum s3_result {
	S3_DONE,
	S3_ABSENT,  /* there is no such object */
	S3_REFUSED, /* the store refuses our key, or what it may do: an operator's trouble */
	S3_AWAY,    /* no answer, or the store is out of order: perhaps later. Tried several times */
	S3_WRONG,   /* what it answers makes no sense to us */
	S3_STOPPED, /* `take` answered false, or the file to be sent could not be read: errno says */
};

/* "s3+https://KEY:SECRET@host[:port]/bucket[/folder][?region=…&style=host&credentials=/path]": key and secret with
 * percent signs where an address needs them, or as KEY:SECRET in the file of `credentials`. Region: us-east-1 unless it
 * says otherwise. The bucket stands in the path, or with style=host before the host's name. s3+http only on this
 * machine. Nothing is sent. NULL and *error, a sentence without the secret. Closed with the arena; for several threads.
 */
struct s3 *s3_open(struct arena *arena, const char *url, const char **error);

/* "https://host/bucket": for the operator, never with a secret. */
const char *s3_name(const struct s3 *s3);

struct s3_object {
	uint64_t size;		/* of all of it, also when a part was asked for */
	char note[S3_NOTE + 1]; /* what s3_put was given; "" when somebody else put it there */
};

/* All or nothing: the object is there once this answers S3_DONE, whole and durable, or is not. `size` bytes of `fd`
 * from its beginning, whatever its position; the store is told their SHA-256 and refuses others. `note`: letters,
 * digits and signs. */
enum s3_result s3_put(struct s3 *s3, const char *key, int fd, uint64_t size, const char *note);

/* Gets `length` bytes from `first` on (length 0: all). `begin`, which may be NULL, is told what there is before the
 * first byte and may say no; then `take` gets the bytes as they come. After a broken connection both begin anew. */
struct s3_sink {
	bool (*begin)(void *data, const struct s3_object *object);
	bool (*take)(void *data, const void *bytes, size_t size);
	void *data;
};
enum s3_result s3_get(struct s3 *s3, const char *key, uint64_t first, uint64_t length, const struct s3_sink *sink);

enum s3_result s3_look(struct s3 *s3, const char *key, struct s3_object *object);
enum s3_result s3_remove(struct s3 *s3, const char *key); /* S3_DONE also when it is already gone */

/* Calls `each`, until it answers false, with every object whose key begins so, in the order of keys, page by page;
 * `since` is when it was put there, real time in milliseconds. `each` may remove what it is given. */
typedef bool (*s3_each)(const char *key, uint64_t size, int64_t since, void *data);
enum s3_result s3_list(struct s3 *s3, const char *prefix, s3_each each, void *data);

/* Removes what uploads left that were begun more than `older_than_ms` ago and never ended; their parts cost room. */
enum s3_result s3_forget_uploads(struct s3 *s3, const char *prefix, int64_t older_than_ms);

#endif
