/* bulk_work: a portion of an invitation to many, in a transaction of its own. Internal to bulk_*. */
#ifndef INVITATIONS_BULK_WORK_H
#define INVITATIONS_BULK_WORK_H

#include "invitations/bulk.h"

enum { BULK_PORTION = 150, BULK_SENT_AT_ONCE = 25 };

/* Whoever invites, as they are now. */
struct inviter {
	const struct user_type *type;
	const struct viewer *viewer;
	const struct rights *rights;
	const struct moment *moment;
	const struct plan *plan; /* of the module whose people are invited */
};

/* False: they may no longer, or the user type is another; *problem says so (English, N_). */
bool bulk_inviter(const struct house *house, struct tx *tx, const struct bulk *bulk, struct inviter *inviter,
		  const char **problem);

/* bulk_store.c: the staff user as a viewer; NULL: there is none who may sign in. */
struct viewer *bulk_viewer(struct tx *tx, int64_t staff);
/* The languages that contacts chose: those of `records` that are contacts', NULL where there is none. */
const char **bulk_languages(struct tx *tx, const int64_t *records, size_t count);

/* Looks at the next records. False: there are none left, or it does not go on. */
bool bulk_check_portion(const struct house *house, struct tx *tx, int64_t bulk);
/* Invites the next `most` of the oldest that is being sent; returns how many it has dealt with, 0: none is left. */
size_t bulk_send_portion(const struct house *house, struct tx *tx, size_t most);

#endif
