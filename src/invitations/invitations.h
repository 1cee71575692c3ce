/* invitations: the front door: people are invited to the portal, one or many, and find their way in. */
#ifndef INVITATIONS_INVITATIONS_H
#define INVITATIONS_INVITATIONS_H

#include "core/feature.h"
#include "invitations/invitation.h"

extern const struct feature invitations;
extern const struct feature bulk_invitations; /* the pages that invite many at once */

/* ---- for who makes contacts of a client ---- */

/* Somebody who is to be invited; what is said of them goes to `shown`. */
struct contact_invited {
	int64_t contact;      /* 0: they are not there yet */
	const char *email;    /* of who is not there yet; lower case, or NULL */
	const char *language; /* of the mail; NULL: the organisation's */
	struct doc *shown;
};

/* Whether the viewer invites, and there is a portal to which contacts come. */
bool contacts_are_invited(struct request *rq);
/* Sets "refusal" of each: null, or what would keep them from being invited once they are contacts of a client. How many
 * may not be: who signs in already is none of these. */
size_t contact_invitations_foresee(struct request *rq, const struct contact_invited *people, size_t count);
/* Invites contacts of a client; who signs in already is passed over. Who may not be invited now is kept as a draft if
 * so wished (`keep`), and in any case who waits for approval or review, all of them when the client `waits`. Sets
 * "refusal" as above. False: somebody may not be invited and is not to be kept; nothing was done. *sent gets how many
 * mails go out.
 */
bool contact_invitations_send(struct request *rq, const struct contact_invited *people, size_t count, bool keep,
			      bool waits, size_t *sent);

#endif
