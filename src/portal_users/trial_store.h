/* trial_store: whom the trial is told to, and what its end takes away. Internal to the trial's job. */
#ifndef PORTAL_USERS_TRIAL_STORE_H
#define PORTAL_USERS_TRIAL_STORE_H

#include "db/db.h"

struct administrator {
	int64_t id;
	const char *name, *email, *language;
};
struct administrator *administrators(struct tx *tx, size_t *count); /* who may sign in */

/* Sessions, passwords, passkeys, devices, invitations and portal users: nobody signs in to the portal any more. The
 * organisation's records stay. Returns how many portal users there were. */
int64_t portal_accounts_delete(struct tx *tx, int64_t now);

#endif
