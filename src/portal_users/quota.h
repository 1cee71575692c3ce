/* quota: how many portal users there are of each user type, and how many more there may be. */
#ifndef PORTAL_USERS_QUOTA_H
#define PORTAL_USERS_QUOTA_H

#include "portal_users/portal_users.h"

#include <stddef.h>

/* Of a user type: so many are counted, so many are granted beyond those included. */
struct quota_row {
	int64_t user_type;
	int64_t used, further;
};

struct quota {
	int64_t included;
	const struct quota_row *rows; /* of every user type there is */
	size_t count;
};

const struct quota *quota_read(struct tx *tx);
/* What all types use of those included: each first its own further ones. */
int64_t quota_used(const struct quota *quota);
/* How many more of this type; never below 0. */
int64_t quota_room(const struct quota *quota, int64_t user_type);

/* Grants a user type so many more; 0: none. */
void quota_grant(struct tx *tx, int64_t user_type, int64_t further);
void quota_forget(struct tx *tx, int64_t user_type);

#endif
