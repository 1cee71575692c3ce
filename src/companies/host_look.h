/* host_look: what the world sees of a company's own host name, in words, and what to do next. */
#ifndef COMPANIES_HOST_LOOK_H
#define COMPANIES_HOST_LOOK_H

#include "companies/companies.h"
#include "egress/certificate_look.h"
#include "egress/egress_address.h"

#include <stdbool.h>
#include <stdint.h>

/* What was seen; texts are NULL and instants NO_INSTANT as long as nothing was. */
struct host_state {
	int64_t company;
	const char *host;
	int64_t asked_at, checked_at;
	const char *dns;       /* found, absent, private */
	const char *addresses; /* separated by blanks */
	int64_t ours;	       /* 1: where the program's own name leads, 0: elsewhere, -1: not known */
	const char *tls;       /* a certificate_state, or unchecked */
	const char *issuer;
	int64_t valid_until;
};

/* How the world is asked; tests have one of their own. */
struct host_world {
	size_t (*resolve)(const char *host, int port, struct host_address *addresses);
	struct certificate (*certify)(struct arena *arena, const char *host, const struct host_address *address);
};
extern const struct host_world host_world;

/* Looks at `state->host` and fills in the rest. Only addresses of the internet (and those `rules` allow) are connected
 * to, on port 443. `own` is the program's own name ("espace.example.fr:8443"). */
void host_look(struct arena *arena, const struct host_world *world, const struct egress_rules *rules, const char *own,
	       struct host_state *state);

/* Whether somebody asked a moment ago and it is not done. */
bool host_is_looked_at(const struct host_state *state, int64_t now);

/* "host" in `row`: name, state (word), tone, dns, addresses, tls, issuer, valid_until, next (what to do, a sentence).
 */
void host_show(struct doc *row, const struct host_state *state, const char *own, int64_t now);

/* ---- rows ---- */

/* What is known of the company's host; only the name when nothing is, or another one was looked at. */
struct host_state host_find(struct tx *tx, const struct company *company);
void host_ask(struct tx *tx, const struct company *company, int64_t now);
/* Kept unless the company has another host by now. */
void host_record(struct tx *tx, const struct host_state *state);

#endif
