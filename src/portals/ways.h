/* ways: by what somebody may prove who they are. Everything that signs in, or offers a way to, asks here. */
#ifndef PORTALS_WAYS_H
#define PORTALS_WAYS_H

#include "clients/clients.h"
#include "portals/portals.h"

#include <stdbool.h>

struct sign_in;

struct ways {
	bool code, password, passkey;
	bool first; /* a code opens, but then they must make themselves a password or a passkey */
};

/* The rule: what a user type allows, and which of it the person has by now. */
struct ways ways_from(struct user_type_ways allowed, bool has_password, bool has_passkey);

/* None for nobody (NULL), and without an address. A way that is open is not yet one they use: a password has to be
 * chosen first. */
struct ways ways_of(struct tx *tx, const struct contact *person);
/* Of whose attempt it is; somebody who is invited, and nobody yet, comes in by code. */
struct ways ways_of_attempt(struct tx *tx, const struct sign_in *sign_in);
/* What any user type of the portal allows: what its pages offer before it is known who asks. */
struct user_type_ways ways_of_portal(struct tx *tx, int64_t portal);
/* Sets "by_password" and "by_passkey" of that on a page. */
void ways_show(struct request *rq, struct doc *document);

#endif
