/* portal_name_store: what is kept of a portal's name and addresses: the draft, those that are taken, those it had. */
#ifndef PORTALS_PORTAL_NAME_STORE_H
#define PORTALS_PORTAL_NAME_STORE_H

#include "portals/portal_name.h"
#include "portals/portals.h"

/* What was typed of a portal that is not made yet. */
struct portal_draft {
	const char *name;    /* NULL: nothing is kept */
	const char *address; /* NULL: made from the name */
	int64_t company_id;  /* 0: none chosen */
	int64_t staff_id;
	const char *staff_name; /* of who typed it last; NULL: nobody */
	int64_t kept_at;	/* NO_INSTANT: nothing is kept */
	int64_t version;
};
const struct portal_draft *portal_draft_find(struct tx *tx); /* never NULL */
/* Keeps what was typed over `draft->version`; false when somebody was faster. */
bool portal_draft_keep(struct tx *tx, const struct portal_draft *draft);
/* Nothing is kept any more. Whoever names a portal does this first: of two at once, one waits and sees the other's. */
void portal_draft_clear(struct tx *tx);

/* What is wrong with the address for this portal (0: one that is not made yet), other portals considered. */
enum address_problem address_problem_for(struct tx *tx, const char *address, int64_t portal);
/* What it may be instead: free ones for this portal; at most ADDRESS_IDEAS. */
size_t
address_ideas(struct tx *tx, const char *name, const char *city, int64_t portal, const char *ideas[ADDRESS_IDEAS]);

struct former_address {
	const char *address;
	int64_t left_at;
	int64_t staff_id;
	const char *staff_name; /* NULL: not a staff user, or gone */
};
/* Those a portal had, the latest first. */
struct former_address *former_addresses(struct tx *tx, int64_t portal, size_t *count);

/* `to` instead of `from`, which is kept as a former one; false when the portal's address is not `from` any more. The
 * caller has asked address_problem_for, after portal_draft_clear. */
bool portal_address_change(struct tx *tx, int64_t portal, const char *from, const char *to, int64_t staff);

/* How many people have signed in to a portal since an instant, as the journal says. */
int64_t people_signed_in_since(struct tx *tx, int64_t since);

#endif
