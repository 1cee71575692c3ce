/* user_list: who signs in to the portal under a user type, who is invited, for whom an invitation is prepared, whose is
 * over, who was deactivated. */
#ifndef INVITATIONS_USER_LIST_H
#define INVITATIONS_USER_LIST_H

#include "records/record.h"

#define USERS_HOME "/console/portal-users"

enum { USERS_AT_ONCE = 200 };

enum user_state { USER_ACTIVE, USER_INVITED, USER_DRAFTED, USER_EXPIRED, USER_DEACTIVATED, USER_STATES };
extern const char *const user_state_names[]; /* "active"… NULL-terminated */

/* What a list of people is asked for besides their fields. */
struct user_listing {
	const struct user_type *type;
	enum user_state state;
	int64_t now;
	const int64_t *ids; /* only these; NULL: all */
	size_t id_count;
};
/* For record_query.beside, of a struct user_listing. */
void user_listing_sql(struct sql *sql, const struct module *module, const void *listing);

/* What is known of one beside their record; instants NO_INSTANT: never. */
struct user_known {
	int64_t entered_at; /* the first time */
	int64_t seen_at;    /* the last time, of browsers that are still signed in */
	int64_t blocked_at;
};
/* Of each record in turn. */
struct user_known *users_known(struct tx *tx, const struct module *module, const int64_t *ids, size_t count);

/* All three tell how many it was done to: who had changed meanwhile is left out. */
int64_t users_block(struct tx *tx, const struct module *module, const int64_t *ids, size_t count, int64_t now);
int64_t users_unblock(struct tx *tx, const struct module *module, const int64_t *ids, size_t count);
/* Under another user type of the same main module from their next page on; `staff` moves them. */
int64_t
users_move(struct tx *tx, const struct user_type *to, const int64_t *ids, size_t count, int64_t staff, int64_t now);

/* ---- pages (user_list_web.c, user_action_web.c) ---- */

struct reply user_list_page(struct request *rq);
struct reply users_deactivate(struct request *rq);
struct reply users_reactivate(struct request *rq);
struct reply users_change_type(struct request *rq);
struct reply users_drop_drafts(struct request *rq);

/* The page's type and state; NULL: there is no such type. */
const struct user_type *user_list_type(struct request *rq, enum user_state *state);
struct doc *user_list_document(struct request *rq, const struct user_type *type, enum user_state state);

#endif
