/* refusal_fact: what is known of a record that is to be invited, and the reason that follows. Internal to refusals. */
#ifndef INVITATIONS_REFUSAL_FACT_H
#define INVITATIONS_REFUSAL_FACT_H

#include "invitations/refusal.h"

struct refusal_fact {
	bool found, in_bin, portal_sees, unapproved, unreviewed;
	bool is_user;	     /* signs in, or did before they were deactivated */
	bool without_client; /* a contact of no client */
	const char *email;
	bool supported, own_domain, blocked_domain, taken, consents;
	bool declined, bounced, invited, twice;
	bool invited_since; /* the batch was made */
	bool counted;	    /* invited to this user type: their place is taken already */
};

/* `room`: how many more there may be. */
enum invitation_refusal refusal_of(const struct refusal_fact *fact, bool many, bool renews, int64_t room);

/* Whether the portal takes such an address: one that mails can go to, of A-Z a-z 0-9 @ . - _ + alone. */
bool address_is_supported(struct arena *arena, const char *email);

#endif
