/* route: a row of a feature's table: a method and a path, for whom, and what answers there. */
#ifndef CORE_ROUTE_H
#define CORE_ROUTE_H

#include "http/http.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct permission;
struct reply;
struct request;

/* DEVICE: a program with an app password of a staff user or a contact (core/app_password.h), known by nothing else. */
enum audience { AUDIENCE_UNSET, PUBLIC, PORTAL, STAFF, OPERATOR, MACHINE, DEVICE };

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
