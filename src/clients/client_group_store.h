/* client_group_store: groups of clients as rows: names, clients, and what staff users may do with all of them. */
#ifndef CLIENTS_CLIENT_GROUP_STORE_H
#define CLIENTS_CLIENT_GROUP_STORE_H

#include "clients/client_right_store.h"

enum { CLIENT_GROUPS = 500 };

struct client_group {
	int64_t id, version;
	const char *name;
	int client_count; /* of the clients that the viewer sees */
};

/* By name, at most CLIENT_GROUPS. */
struct client_group *client_group_list(struct tx *tx, const struct viewer *viewer, size_t *count);
struct client_group *client_group_find(struct tx *tx, const struct viewer *viewer, int64_t id); /* NULL: absent */
bool client_group_exists(struct tx *tx, int64_t id);
bool client_group_name_is_taken(struct tx *tx, const char *name, int64_t except);
int64_t client_group_create(struct tx *tx, const char *name);
/* False: somebody else changed it since `version`. */
bool client_group_rename(struct tx *tx, int64_t group, const char *name, int64_t version);
/* Its clients stay; what staff users had by it goes first, so that one can still ask whose its clients are. */
void client_group_forget_staff(struct tx *tx, int64_t group);
void client_group_remove(struct tx *tx, int64_t group);

/* What is said of the staff users who may sign in, by name: `of_groups` of struct client_staff is that of this group.
 */
struct client_staff *client_group_staff(struct tx *tx, int64_t group, size_t *count);
/* LEVEL_UNSAID takes it away. Once all is said, client_members_count_group follows. */
void client_group_staff_set(struct tx *tx, int64_t group, int64_t staff, int level);

/* The groups a client is in, by name. */
struct client_group *client_groups_of(struct tx *tx, int64_t client, size_t *count);
bool client_group_has(struct tx *tx, int64_t group, int64_t client);
/* NULL, or why it may not be: a sentence (English, N_), and nothing is changed. */
const char *client_group_keep(struct tx *tx, const struct rights *rights, int64_t group, int64_t client, bool member);
void client_group_add(struct tx *tx, int64_t group, int64_t client);
void client_group_take(struct tx *tx, int64_t group, int64_t client);

/* Clients of a group that the viewer sees, by name, after that name and id ("" and 0: from the first). */
struct client_member {
	int64_t id;
	const char *number, *name, *name_key;
};
struct client_member *client_group_members(struct tx *tx, const struct viewer *viewer, int64_t group,
					   const char *after_key, int64_t after, size_t limit, size_t *count);
/* The client of this number or, when there is one alone, of this name, that the viewer sees; 0: none. */
int64_t client_called(struct tx *tx, const struct viewer *viewer, const char *typed);

/* Which groups each of these clients is in, by client; at most a few thousand. */
struct client_in_group {
	int64_t client_id, group_id;
	const char *name;
};
struct client_in_group *
clients_in_groups(struct tx *tx, const struct viewer *viewer, const int64_t *ids, size_t id_count, size_t *count);

#endif
