/* http: requests and replies as the program sees them; the library underneath shows nowhere else. */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "base/str.h"
#include "http/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct http_server;

/* The last seven are WebDAV's (RFC 4918). */
enum http_method {
	HTTP_GET,
	HTTP_POST,
	HTTP_PUT,
	HTTP_PATCH,
	HTTP_DELETE,
	HTTP_OPTIONS,
	HTTP_PROPFIND,
	HTTP_PROPPATCH,
	HTTP_MKCOL,
	HTTP_COPY,
	HTTP_MOVE,
	HTTP_LOCK,
	HTTP_UNLOCK,
	HTTP_METHODS
};
extern const char *const http_method_names[HTTP_METHODS]; /* "GET"… ; HEAD arrives as HTTP_GET with `head` */

/* Those that only read (RFC 9110 §9.2.1, RFC 4918 §9.1). */
bool http_is_safe(enum http_method method);

struct http_field {
	const char *name;
	const char *value;
};

/* One file of a multipart body, already on the disk, removed when the request ends unless its fd was taken. */
struct http_upload {
	const char *field;
	const char *name; /* as the sender calls it: UTF-8, no path, for show only */
	const char *type; /* as the sender claims, never trusted */
	int fd;		  /* O_TMPFILE, positioned at 0; set to -1 once taken */
	uint64_t size;
};

/* What has come of a streamed body. */
struct http_received {
	uint64_t bytes; /* written and durable, from the sink's offset on */
	bool complete;	/* false: the client has gone or was too slow, sent too much, or the rest could not be kept */
};

/* Where a streamed body goes, while it comes. `hear` and `end` run on a stream worker, one at a time. */
struct http_sink {
	int fd;		 /* written at its place; stays its owner's, and open until `end` */
	uint64_t offset; /* in the file, of the body's first byte */
	uint64_t limit;	 /* bytes this body may have; 413 when it has more */
	/* The bytes in their order, once they are written: for a hash. It must not use the request's arena. NULL:
	 * nobody listens. */
	void (*hear)(void *data, struct str bytes);
	/* Exactly once, after the last byte was written and made durable, before the request is served; a request
	 * whose body is not complete is never served. NULL: nothing. */
	void (*end)(void *data, const struct http_received *received);
	void *data;
};

/* What a request brought. All memory is the request's arena. */
struct http_request {
	struct arena *arena;
	struct http_server *server;
	enum http_method method;
	bool head;
	bool tls;	       /* as the client sees it: ours, or X-Forwarded-Proto of a trusted proxy */
	const char *path;      /* decoded once: UTF-8, begins with "/", no NUL, no dot segments, no "//" */
	struct str query;      /* raw, without "?" */
	const char *host;      /* lower case, without port */
	const char *authority; /* host with port, as sent */
	const char *remote;    /* address of the client, through trusted proxies */
	struct str body;       /* when kept in memory */
	const char *type;      /* of the body, without parameters, lower case; "" without body */
	struct http_upload *uploads;
	size_t upload_count;
	struct form *form;		    /* query and body fields; see form.h */
	struct http_received received;	    /* of a streamed body */
	int64_t started_at;		    /* clock_monotonic */
	uint64_t number;		    /* for the log */
	void *app;			    /* the application's own state for this request */
	struct http_connection *connection; /* the server's own */
};

/* What bodies a request may bring; the application says it once the header is known. */
struct http_limits {
	size_t body;	 /* bytes kept in memory (fields, JSON); 0: no body allowed */
	uint64_t upload; /* bytes of files in all; 0: no files */
	size_t fields;	 /* number of fields and files */
	bool raw;	 /* of any type, and kept as it comes: no fields are read */
	bool stream;	 /* the request is admitted first; then its body goes into a sink (server.h) */
};

/* The header's value, or NULL; name in any case. Repeated headers were joined with ", " by the guard or refused. */
const char *http_header(const struct http_request *request, const char *name);
/* A cookie's value, or NULL. */
const char *http_cookie(const struct http_request *request, const char *name);

enum http_body { HTTP_BODY_NONE, HTTP_BODY_BYTES, HTTP_BODY_FILE, HTTP_BODY_SOURCE };

enum { HTTP_REPLY_HEADERS = 32 };

/* An answer. Built with the functions below; ranges, conditions, HEAD and compression are applied when it is sent. */
struct http_reply {
	int status;
	enum http_body body;
	struct str bytes;	   /* arena of the request, or static */
	int fd;			   /* HTTP_BODY_FILE: closed by the server */
	struct http_source source; /* HTTP_BODY_SOURCE: closed by the server */
	uint64_t size;
	const char *type;
	const char *etag;      /* quoted; enables If-None-Match and If-Range; NULL: none */
	struct str encoded[2]; /* ready-made br and gzip forms of static bytes; at NULL: none */
	bool compress;	       /* may be compressed on the way */
	bool ranges;	       /* may be served in ranges */
	bool close;	       /* close the connection after it */
	struct http_field headers[HTTP_REPLY_HEADERS];
	size_t header_count;
};

struct http_reply http_reply_bytes(int status, const char *type, struct str bytes);
struct http_reply http_reply_file(const char *type, int fd, uint64_t size); /* 200, ranges */
struct http_reply
http_reply_source(const char *type, const struct http_source *source, uint64_t size); /* 200, ranges */
struct http_reply http_reply_redirect(const char *location);			      /* 303 */
void http_set_header(struct http_reply *reply, const char *name, const char *value);  /* CR, LF or NUL: a bug */

struct http_cookie {
	const char *name, *value;
	int64_t max_age; /* seconds; 0: session; -1: remove */
	bool secure;	 /* then the name gets the prefix "__Host-" */
	bool readable;	 /* without HttpOnly */
};
void http_set_cookie(struct arena *arena, struct http_reply *reply, const struct http_cookie *cookie);

/* attachment or inline with RFC 6266 / 8187 file name. */
void http_set_disposition(struct arena *arena, struct http_reply *reply, bool attachment, const char *file_name);

#endif
