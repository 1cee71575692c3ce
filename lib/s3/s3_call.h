/* s3_call: one signed request to the store, tried again when that may help. */
#ifndef S3_S3_CALL_H
#define S3_S3_CALL_H

#include "s3/s3.h"

#include <pthread.h>
#include <stdatomic.h>

enum { S3_HANDLES = 16 };

struct s3 {
	const char *base;	 /* "https://host/bucket/" or "https://bucket.host/", and the folder with a slash */
	const char *bucket_path; /* what lists and the like are asked of: base without the folder */
	const char *folder;	 /* "" or "folder/" */
	const char *name;
	const char *signing; /* "aws:amz:region:s3" */
	const char *secret;  /* "KEY:SECRET" */
	bool secure;
	/* Connections that are kept between requests. */
	pthread_mutex_t lock;
	void *handles[S3_HANDLES];
	size_t handle_count;
	/* After the store was found away nobody waits for it until then, but one who tries. Monotonic, milliseconds. */
	atomic_int_least64_t away_until;
};

enum s3_method { S3_METHOD_GET, S3_METHOD_HEAD, S3_METHOD_PUT, S3_METHOD_POST, S3_METHOD_DELETE };

struct s3_call {
	struct arena *arena;
	enum s3_method method;
	const char *key;   /* "": the bucket itself */
	const char *query; /* "a=b&c=d", encoded and in the order of names; NULL: none */
	const char *note;  /* sent with the object; NULL: none */
	struct str text;   /* what POST sends */
	int fd;		   /* what PUT sends: `size` bytes from `offset` on */
	uint64_t offset, size;
	uint64_t first, length;	    /* of GET; length 0: all */
	const struct s3_sink *sink; /* of GET; NULL: the answer lands in `answer` */
	/* What came back. */
	int status;
	struct builder answer; /* its text: at most S3_ANSWER bytes */
	struct s3_object object;
	char etag[200];
};

enum { S3_ANSWER = 2 << 20 };

enum s3_result s3_ask(struct s3 *s3, struct s3_call *call);

/* Every text of an XML document, with the name of its element and of the one around it; false: it is none. */
typedef void (*s3_each_text)(const char *around, const char *name, const char *text, void *data);
bool s3_xml(struct str xml, s3_each_text each, void *data);

/* As it stands in a query: everything but letters, digits, "-", "_", "." and "~" with percent signs. */
const char *s3_encoded(struct arena *arena, const char *text);

#endif
