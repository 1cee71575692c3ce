/* bucket_call: one signed request to the store, tried again when that may help. */
#ifndef BUCKET_BUCKET_CALL_H
#define BUCKET_BUCKET_CALL_H

#include "bucket/bucket.h"

#include <pthread.h>
#include <stdatomic.h>

enum { BUCKET_HANDLES = 16 };

struct bucket {
	const char *base;      /* "https://host/bucket/" or "https://bucket.host/", and the folder with a slash */
	const char *list_path; /* what lists and the like are asked of: base without the folder */
	const char *folder;    /* "" or "folder/" */
	const char *name;
	const char *signing; /* "aws:amz:region:s3" */
	const char *secret;  /* "KEY:SECRET" */
	bool secure;
	/* Connections that are kept between requests. */
	pthread_mutex_t lock;
	void *handles[BUCKET_HANDLES];
	size_t handle_count;
	/* After the store was found away nobody waits for it until then, but one who tries. Monotonic, milliseconds. */
	atomic_int_least64_t away_until;
};

enum bucket_method {
	BUCKET_METHOD_GET,
	BUCKET_METHOD_HEAD,
	BUCKET_METHOD_PUT,
	BUCKET_METHOD_POST,
	BUCKET_METHOD_DELETE
};

struct bucket_call {
	struct arena *arena;
	enum bucket_method method;
	const char *key;   /* "": the bucket itself */
	const char *query; /* "a=b&c=d", encoded and in the order of names; NULL: none */
	const char *note;  /* sent with the object; NULL: none */
	struct str text;   /* what POST sends */
	int fd;		   /* what PUT sends: `size` bytes from `offset` on */
	uint64_t offset, size;
	uint64_t first, length;		/* of GET; length 0: all */
	const struct bucket_sink *sink; /* of GET; NULL: the answer lands in `answer` */
	/* What came back. */
	int status;
	bool silent;	       /* it said nothing for too long: who waited once need not wait again */
	struct builder answer; /* its text: at most BUCKET_ANSWER bytes */
	struct bucket_object object;
	char etag[200];
};

enum { BUCKET_ANSWER = 2 << 20 };

enum bucket_result bucket_ask(struct bucket *bucket, struct bucket_call *call);

/* Every text of an XML document, with the name of its element and of the one around it; false: it is none. */
typedef void (*bucket_each_text)(const char *around, const char *name, const char *text, void *data);
bool bucket_xml(struct str xml, bucket_each_text each, void *data);

/* As it stands in a query: everything but letters, digits, "-", "_", "." and "~" with percent signs. */
const char *bucket_encoded(struct arena *arena, const char *text);

#endif
