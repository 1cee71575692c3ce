/* trial_store: what the end of a trial takes away. Internal to the trial's job. */
#ifndef PORTAL_USERS_TRIAL_STORE_H
#define PORTAL_USERS_TRIAL_STORE_H

#include "db/db.h"

/* Sessions, passwords, passkeys, devices, invitations and portal users: nobody signs in to the portal any more. The
 * organisation's records stay. Returns how many portal users there were. */
int64_t portal_accounts_delete(struct tx *tx, int64_t now);

#endif
