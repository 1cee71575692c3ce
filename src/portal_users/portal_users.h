/* portal_users: the front door: who signs in to the portal, how many may, and what the operator's plan grants. */
#ifndef PORTAL_USERS_PORTAL_USERS_H
#define PORTAL_USERS_PORTAL_USERS_H

#include "core/feature.h"

#include <stdbool.h>
#include <stdint.h>

extern const struct feature portal_users;
/* See who signs in to the portal, as far as one sees their records; let them no longer, let them again, change their
 * user type. */
extern const struct permission portal_users_read, portal_users_write;

/* ---- how many ---- */

/* How many more of the user type (0: the default one) may be invited or let in again; never below 0. Counted are those
 * who sign in and those with an open invitation; who was deactivated is not. `hold`: in a transaction that adds some,
 * so that whoever else counts waits for it, and two at once never exceed the plan. */
int64_t portal_users_room(struct tx *tx, int64_t user_type, bool hold);

/* How many more there are than the plan grants, of all types together. */
int64_t portal_users_excess(struct tx *tx, bool hold);

/* Where the operator sells more places (PARVIS_SHOP_URL), with the organisation's address and the user type (NULL:
 * none) as parameters; NULL: nowhere. */
struct user_type;
const char *portal_users_shop_href(struct request *rq, const struct user_type *type);

/* Mails of invitations to many that may be written in a minute. */
int64_t portal_users_per_minute(struct tx *tx);

/* ---- mail domains ---- */

struct mail_domains;
const struct mail_domains *mail_domains_read(struct tx *tx);
/* Whether the address is of the organisation's own domain, or of one below: staff users' and companies' addresses say
 * which these are. */
bool mail_domain_is_own(struct arena *arena, const struct mail_domains *domains, const char *email);
/* Whether nobody is to be invited there: an administrator named it, or it is known for addresses of one day. */
bool mail_domain_is_blocked(struct arena *arena, const struct mail_domains *domains, const char *email);

/* ---- the plan ---- */

/* Whether the portal shows everything and lets nobody write: the trial is over. */
bool portal_is_read_only(struct tx *tx);

/* `parvis plan show|set|trial …`; returns the exit code. */
int portal_plan_command(const struct house *house, int argc, char **argv);

#endif
