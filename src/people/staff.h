/* staff: somebody who works for the organisation, as rows and rules; no HTTP. */
#ifndef PEOPLE_STAFF_H
#define PEOPLE_STAFF_H

#include "base/instant.h"
#include "people/people.h"

#include <stdbool.h>
#include <stdint.h>

struct staff {
	int64_t id;
	const char *email, *name;
	int64_t profile_id;
	int64_t role_id;	   /* their place in the tree of roles; 0: none */
	const char *password_hash; /* NULL: has not chosen one yet */
	struct str totp_secret;	   /* sealed; at NULL: none */
	bool totp_on;		   /* the secret was confirmed by a code */
	const char *language, *theme;
	int64_t disabled_at;  /* NO_INSTANT: active */
	const char *acts_for; /* the feature for which it acts ("portal"), being no person; NULL: a person */
	int64_t created_at;
	int64_t version;
};

/* Whoever signs in, or looks at their own account: no viewer needed. NULL when there is none. */
const struct staff *staff_itself(struct tx *tx, int64_t id);
const struct staff *staff_of_email(struct tx *tx, const char *email); /* lower case */

/* For administrators. */
struct staff *staff_find(struct tx *tx, const struct viewer *viewer, int64_t id);
struct staff *staff_list(struct tx *tx, const struct viewer *viewer, size_t *count); /* by name; all: they are few */
struct staff *staff_list_all(struct tx *tx, size_t *count);			     /* the command line's */
bool staff_email_is_taken(struct tx *tx, const char *email, int64_t except);

/* Writes name, address, profile and role; false when `version` is no longer the row's: somebody else saved. */
bool staff_update(struct tx *tx, const struct staff *staff);
void staff_set_name(struct tx *tx, int64_t staff, const char *name);
void staff_set_password(struct tx *tx, int64_t staff, const char *hash);
/* Closes the account at once: sessions end, tokens are revoked, links die. */
void staff_disable(struct tx *tx, int64_t staff, int64_t now);
void staff_enable(struct tx *tx, int64_t staff);

/* True when nobody else who can sign in is an administrator. Holds the administrators' rows until the transaction
 * ends, so that two of them cannot demote each other at once. */
bool staff_is_last_administrator(struct tx *tx, int64_t staff);

#endif
