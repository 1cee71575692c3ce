/* portals: the sites clients sign in to, and how they sign in. */
#ifndef PORTALS_PORTALS_H
#define PORTALS_PORTALS_H

#include "companies/companies.h"
#include "core/feature.h"

#include <stdbool.h>

struct contact;

extern const struct feature portals;

struct portal {
	int64_t id;
	const char *address, *name;
	int64_t company_id;
	bool enabled;
	const struct company *company; /* whose brand is shown: that of the request's host, else the portal's */
};

/* The portal of an address, with its company's public side; NULL when there is none. `host` is the request's. */
const struct portal *portal_of_address(struct tx *tx, const char *address, const char *host);
const struct portal *portal_first(struct tx *tx); /* NULL: none yet */
/* The portal that had this address before; NULL: none had. */
const struct portal *portal_of_former_address(struct tx *tx, const char *address);
/* 410 for whatever was asked at a former address: rq->portal has moved, and is elsewhere. */
struct reply portal_moved_reply(struct request *rq);
/* Whose brand it bears from now on; false when it is no longer `seen`'s: somebody else was quicker. */
bool portal_set_company(struct tx *tx, int64_t portal, int64_t company, int64_t seen);
int64_t portal_create(struct tx *tx, const char *address, const char *name, int64_t company);

/* True when a password is a way for this contact to sign in, whether they have chosen one or not. */
bool portal_password_is_offered(const struct contact *contact);
/* Since when the contact has a password beside their codes; NO_INSTANT: they have none. */
int64_t portal_password_chosen_at(struct tx *tx, int64_t contact);
/* The hash of the password they chose (sys/crypto.h). */
void portal_password_set(struct tx *tx, int64_t contact, const char *hash);

/* Lets in the contact who proved who they are by a passkey, as the right code would have, or says why not; goes on to
 * the form's field "next". */
struct reply portal_enter(struct request *rq, int64_t contact);
/* What a portal that is switched off answers to everybody: 503. */
struct reply portal_closed_reply(struct request *rq);

#endif
