/* request: what a handler is given, and the answers it may return. */
#ifndef CORE_REQUEST_H
#define CORE_REQUEST_H

#include "base/arena.h"
#include "base/doc.h"
#include "core/house.h"
#include "core/viewer.h"
#include "db/db.h"
#include "html/format.h"
#include "http/form.h"
#include "http/http.h"
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

enum reply_kind { REPLY_PAGE, REPLY_REDIRECT, REPLY_BYTES, REPLY_BLOB, REPLY_EMPTY };

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
	const char *file_name; /* NULL: no Content-Disposition */
	bool attachment;
	const char *etag;   /* of a page for programs: quoted; NULL: none */
	int fresh_seconds;  /* a browser may keep it so long: only what anybody may see, under a URL that bears its
			       version */
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
void reply_cookie(struct reply *reply, struct http_cookie cookie);
/* A field of the header that the answer has not by itself (Location, DAV, Upload-Offset). No line ends: a bug. */
void reply_field(struct reply *reply, const char *name, const char *value);

/* ---- routes ---- */

enum audience { AUDIENCE_UNSET, PUBLIC, PORTAL, STAFF, OPERATOR, MACHINE };

enum route_flags {
	ROUTE_WRITES = 1,	/* a GET that writes: a download that is audited. Other methods always write. */
	ROUTE_SLOW = 2,		/* prepare or handler are slow (hash, PDF): runs on the slow workers */
	ROUTE_IN_PREVIEW = 4,	/* allowed although it writes while a staff user sees the portal as a client */
	ROUTE_NO_CLIENT = 8,	/* PORTAL: allowed before a client was chosen */
	ROUTE_HALF_SIGNED = 16, /* allowed before the second factor; PORTAL: before the way to sign in is made that one
				   has to have */
	ROUTE_TOKENS = 32,	/* reserved for console pages that API tokens must not reach */
	ROUTE_ANY_PERSON = 64,	/* PORTAL: open to whoever is no contact, and so has no client to act for */
	ROUTE_RAW_BODY =
		128,	   /* takes a body of any type, up to body_limit (0: 64 KiB), as rq->raw_body, without fields */
	ROUTE_KEEPS = 256, /* slow, and prepare keeps a file, though none is sent: perhaps in a store elsewhere */
};

/* A row of a route table. */
struct route {
	enum http_method method;
	const char *path; /* "/p/{address}/invoices/{invoice}" */
	enum audience audience;
	const struct permission *permission;
	struct reply (*handler)(struct request *rq);
	const char *about;  /* a sentence for openapi.json, English */
	const char *fields; /* the closed list of fields a body may bring, separated by blanks ("lines.*.label";
			       "fields.**": all below, whose names the handler checks); NULL: none */
	unsigned flags;
	/* Slow work without a transaction, after the viewer was admitted and before the handler: leaves its result in
	 * rq->prepared. NULL: none. It may read through its own db_read. */
	void (*prepare)(struct request *rq);
	/* The body, of any type and size, goes to where `sink` says, as it comes (http/http.h); the handler is called
	 * once all of it is there and durable, and finds rq->received. Asked after the viewer was admitted and before a
	 * byte is read, rq->tx being a transaction that only reads; whatever it opens is tied to rq->arena, which
	 * outlives the sink's `end`. False, with the reply filled: refused. Browsers send the form's token as
	 * X-CSRF-Token. NULL: bodies as forms. */
	bool (*receive)(struct request *rq, struct http_sink *sink, struct reply *refusal);
	/* PORTAL: what it shows, a staff user in a preview has to be allowed to see in the console; NULL: nobody is
	 * asked */
	const struct permission *seen_by;
	size_t body_limit;     /* bytes of fields; 0: 256 KiB */
	uint64_t upload_limit; /* bytes of files; 0: none */
};

#endif
