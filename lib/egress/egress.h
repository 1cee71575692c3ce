/* egress: the one way out to a server that somebody named: checked before anything is sent, bounded in time and size.
 */
#ifndef EGRESS_EGRESS_H
#define EGRESS_EGRESS_H

#include "base/str.h"
#include "egress/egress_address.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct egress;

enum { EGRESS_EXCERPT = 1000, EGRESS_CONNECT_MS = 5000, EGRESS_LIMIT_MS = 15000 };

enum egress_outcome {
	EGRESS_ANSWERED, /* the server answered; its status says what */
	EGRESS_FAILED,	 /* no answer: perhaps later */
	EGRESS_REFUSED,	 /* our own rules forbid it: nothing was sent */
};

/* A POST. The texts must live until its answer came. */
struct egress_request {
	const char *url;
	const char *const *hosts;   /* the host must be one of these (lower case); NULL-terminated; NULL: any */
	const char *const *headers; /* "Name: value"; NULL-terminated */
	struct str body;
	void *data; /* comes back with the answer */
};

struct egress_answer {
	enum egress_outcome outcome;
	int status;
	int64_t duration_ms;
	const char *text;  /* how the answer's body begins: UTF-8, at most EGRESS_EXCERPT bytes; never NULL */
	const char *error; /* why there is no answer: a sentence (English, N_); NULL: there is one */
	void *data;
};

/* Requests that run at the same time on one thread. https only, certificates verified; plain http only to addresses the
 * operator allowed. The name is resolved once and the address judged that is connected to (egress_address_refusal); no
 * redirect is followed, no proxy asked, nothing remembered from one request to the next. `rules` must outlive it; it is
 * closed with the arena, and what still runs then is cut. */
struct egress *egress_open(struct arena *arena, const struct egress_rules *rules);

void egress_post(struct egress *egress, const struct egress_request *request);

/* Waits until one has its answer, at most so long; the answer's texts are in `arena`. False: none has. */
bool egress_wait(struct egress *egress, struct arena *arena, int wait_ms, struct egress_answer *answer);

/* Why no request may ever go to this URL as it is written (English, N_); NULL: it may. *host gets its host, lower case
 * (may be NULL). */
const char *
egress_url_refusal(struct arena *arena, const struct egress_rules *rules, const char *url, const char **host);

/* The same, and asks for the addresses its name has now: for forms, on a thread that may wait. */
const char *egress_look(struct arena *arena, const struct egress_rules *rules, const char *url);

#endif
