/* client_right_store: rights on clients as rows: those given by hand, and those of groups. */
#ifndef CLIENTS_CLIENT_RIGHT_STORE_H
#define CLIENTS_CLIENT_RIGHT_STORE_H

#include "clients/client_right.h"

/* No level: nothing is said. */
enum { LEVEL_UNSAID = -1 };

/* A staff user who may sign in, and what is said of them and the client. */
struct client_staff {
	int64_t id, profile_id, role_id;
	const char *name;
	int own;	   /* a level, given by hand; or LEVEL_UNSAID */
	int of_groups;	   /* the least of its groups; or LEVEL_UNSAID */
	const char *group; /* one of the groups that say so; NULL: none does */
};
enum { CLIENT_STAFF_LIMIT = 2000 };
/* By name. Who acts for a feature is none of them. */
struct client_staff *client_staff_list(struct tx *tx, int64_t client, size_t *count);
struct viewer client_staff_viewer(const struct client_staff *staff);

/* LEVEL_UNSAID: as groups and profile say, from now on. `by` 0: the program. */
void client_staff_set(struct tx *tx, int64_t client, int64_t staff, int level, int64_t by);

/* Of many clients, which are in order: what is said by hand, or LEVEL_UNSAID. One statement. */
int *client_staff_levels(struct tx *tx, const int64_t *ids, size_t count, int64_t staff);
/* One statement for some hundreds. */
void client_staff_set_many(struct tx *tx, const int64_t *ids, size_t count, int64_t staff, enum client_level level,
			   int64_t by);

/* Whoever made a client keeps it: full by hand, if they would have less and it would help. */
void client_right_of_maker(struct tx *tx, const struct rights *rights, const struct viewer *maker, int64_t client);

/* A client that nobody on the staff has in full (0: there is none), of one client, or of those of a group (0: that
 * client). */
int64_t client_nobodys(struct tx *tx, const struct rights *rights, int64_t client, int64_t group);
/* All of them, by id; client and group 0: of all clients. */
int64_t *clients_nobodys(struct tx *tx, const struct rights *rights, int64_t client, int64_t group, size_t *count);
/* Which clients this staff user was given in full by hand, by id. */
int64_t *clients_given_in_full(struct tx *tx, int64_t staff, size_t *count);

/* Before the row of a client goes for good; when one goes into another. */
void client_rights_purge(struct tx *tx, int64_t client);
void client_rights_merge(struct tx *tx, int64_t goes, int64_t stays);

#endif
