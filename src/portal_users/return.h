/* return: asks for a place before somebody comes back to the portal. Internal to src/portal_users. */
#ifndef PORTAL_USERS_RETURN_H
#define PORTAL_USERS_RETURN_H

#include <stdint.h>

struct tx;

/* For feature.person_return_refusal. */
const char *portal_user_return_refusal(struct tx *tx, int64_t record);

#endif
