/* request: what a handler is given, and the answers it may return. */
#ifndef CORE_REQUEST_H
#define CORE_REQUEST_H

#include "base/arena.h"
#include "base/doc.h"
#include "core/house.h"
#include "core/route.h"
#include "core/viewer.h"
#include "db/db.h"
#include "html/format.h"
#include "http/form.h"
#include "http/http.h"
#include "http/outflow.h"
#include "http/router.h"

#include <stdbool.h>
#include <stdint.h>

struct moment;
struct portal;
struct rights;
struct route;

struct request {
	const struct house *house;
	struct http_request *http;
	struct arena *arena;
	const struct route *route;
	struct match path;
	struct tx *tx;		     /* NULL in prepare */
	const struct viewer *viewer; /* never NULL */
	struct form *form;
	const struct formats *formats;	      /* language, country, zone of the viewer */
	const struct rights *rights;	      /* modules and rights as they are now (rights/rights.h) */
	const struct moment *moment;	      /* now, today, and who asks (modules/condition.h) */
	const struct portal *portal;	      /* below /p/{address}: that portal; NULL elsewhere */
	void *prepared;			      /* what the route's prepare left for its handler */
	struct str raw_body;		      /* ROUTE_RAW_BODY: as it came; empty otherwise */
	const struct http_received *received; /* of a route with `receive`: all of it; NULL before, and elsewhere */
	bool wants_json;
	bool files_away; /* core/files_away.h */
};

/* The parameter of the path; the id is 0 when malformed: finds then return NULL. */
int64_t path_id(const struct request *rq, const char *name);
const char *path_text(const struct request *rq, const char *name);

/* Where links of this portal (or of the console) begin: "/p/demo", "/console". In the arena. */
const char *home_path(const struct request *rq);
/* The form's field "next" when it is a path of this very portal (or of the console), else `fallback`: never a URL. */
const char *next_path(const struct request *rq, const char *fallback);
/* An absolute URL for mails: the public URL (or the company's host) and the path. */
const char *public_link(const struct request *rq, const char *path);

enum reply_kind { REPLY_PAGE, REPLY_REDIRECT, REPLY_BYTES, REPLY_BLOB, REPLY_EMPTY, REPLY_STREAM };

enum { REPLY_COOKIES = 6, REPLY_FIELDS = 8 };

/* Returned by value by every handler: forgetting to answer does not compile. */
struct reply {
	enum reply_kind kind;
	int status;
	bool keep;	      /* commit although the status is 400 or more (a counted failure, an audit row) */
	const char *template; /* REPLY_PAGE */
	struct doc *document; /* what JSON clients get, too */
	const char *location; /* REPLY_REDIRECT */
	const char *flash;    /* English, N_: shown on the next page */
	const char *type;     /* REPLY_BYTES, REPLY_BLOB */
	struct str bytes;
	const char *blob;
	struct http_producer producer; /* REPLY_STREAM; its `close` is called when the answer was begun */
	uint64_t size;
	const char *file_name; /* NULL: no Content-Disposition */
	bool attachment;
	const char *etag;   /* of a page for programs: quoted; NULL: none */
	int fresh_seconds;  /* a browser may keep it so long: only what anybody may see, under a URL that bears its
			       version */
	bool own_copy;	    /* a browser may keep it for whoever it is, and asks each time whether it is still theirs */
	bool in_mails;	    /* pages of others may show it: the logo, which mail programs fetch */
	const char *frames; /* whom the page may show in frames, as sources of its security policy; NULL: nobody */
	bool store_nothing; /* adds Clear-Site-Data: sign-out */
	struct http_cookie cookies[REPLY_COOKIES];
	size_t cookie_count;
	struct http_field fields[REPLY_FIELDS]; /* of the header, what protocols beside the browser's ask for */
	size_t field_count;
};

struct reply reply_page(struct request *rq, const char *template, struct doc *document); /* 200 */

/* 422: the page of the form again, with form_show already in the document; nothing is kept. */
struct reply reply_form(struct request *rq, const char *template, struct doc *document);
/* 409: the same where nothing is wrong with what was typed, but the thing is as it is, or somebody was faster. */
struct reply reply_conflict(struct request *rq, const char *template, struct doc *document);

/* Done: browsers go to `location` (303) and see `flash` there (NULL: nothing); JSON clients get `document` with 200. */
struct reply reply_done(struct request *rq, const char *location, const char *flash, struct doc *document);
struct reply reply_redirect(struct request *rq, const char *location); /* 303 for everybody */
struct reply reply_not_found(struct request *rq);
/* Any other refusal: 401, 403, 409, 410, 429, 503… with a sentence for people (English, N_). Rolled back. */
struct reply reply_refusal(struct request *rq, int status, const char *english);
struct reply reply_empty(struct request *rq, int status); /* 201, 204…: nothing but its header */
struct reply reply_bytes(struct request *rq, const char *type, struct str bytes);
/* A kept file, served with ranges. `name` is for saving; attachment: save rather than show. */
struct reply reply_blob(struct request *rq, const char *blob, const char *type, const char *name, bool attachment);
/* Bytes that are made while they are sent (http/outflow.h); no transaction of the request is open any more then.
 * `size`: HTTP_SIZE_UNKNOWN, or what it will be. */
struct reply reply_stream(struct request *rq, const char *type, const struct http_producer *producer, uint64_t size);
void reply_cookie(struct reply *reply, struct http_cookie cookie);
/* A field of the header that the answer has not by itself (Location, DAV, Upload-Offset). No line ends: a bug. */
void reply_field(struct reply *reply, const char *name, const char *value);

#endif
