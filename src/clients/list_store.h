/* list_store: what the lists of clients and contacts show besides their fields, and find besides their words. */
#ifndef CLIENTS_LIST_STORE_H
#define CLIENTS_LIST_STORE_H

#include "clients/clients.h"
#include "db/sql.h"
#include "rights/hand.h"

/* As SQL: how many staff users who may sign in were given the client of the row `client`, by hand or by a group. */
#define CLIENT_STAFF_COUNT                                                                                                \
	"(select count(*) from (select client_staff.staff_id from client_staff where client_staff.client_id = client.id " \
	"union select client_group_staff.staff_id from client_group_member join client_group_staff on "                   \
	"client_group_staff.group_id = client_group_member.group_id where client_group_member.client_id = client.id) "    \
	"as given join staff on staff.id = given.staff_id where staff.disabled_at is null and " HAND_LEVEL(               \
		"given.staff_id", "client.id") " >= 1)"

/* Of the clients with these ids, in any order, as far as the viewer sees them. */
struct client_fact {
	int64_t id;
	const char *company; /* name of the one that serves it */
	int contact_count;
	int staff_count; /* staff users who were given it, by hand or by a group */
	int64_t archived_at;
};
struct client_fact *
client_facts(struct tx *tx, const struct viewer *viewer, const int64_t *ids, size_t id_count, size_t *count);

/* Whether the contacts of a client have come in, or were asked in. */
struct contact_entry {
	int64_t contact_id;
	bool blocked, entered; /* on the portal */
	bool invited, expired; /* the invitation that was last sent: open, or over */
};
struct contact_entry *
contact_entries(struct tx *tx, const struct viewer *viewer, int64_t client, int64_t now, size_t *count);

/* The same of contacts: what decides whether they can sign in. */
struct contact_fact {
	int64_t id;
	const char *email;
	int64_t blocked_at;
	bool held;
};
struct contact_fact *
contact_facts(struct tx *tx, const struct viewer *viewer, const int64_t *ids, size_t id_count, size_t *count);

/* The first clients by name, a few of each contact; those of one contact stand together. */
enum { CLIENTS_OF_CONTACT = 3 };
struct contact_client {
	int64_t contact_id, client_id;
	const char *name;
	int client_count; /* of the contact */
};
struct contact_client *
contact_clients(struct tx *tx, const struct viewer *viewer, const int64_t *ids, size_t id_count, size_t *count);

/* A statement about these ids: `begun` ends with "in (", `ended` begins with ")"; $1 is access_client. */
struct db_sql sql_of_ids(struct tx *tx, const struct viewer *viewer, const char *begun, const int64_t *ids,
			 size_t count, const char *ended);

/* For lists that are asked for more (records/keeper.h, struct keeper_question). */
void clients_archived(struct sql *sql, const char *answer);	   /* "", "only", "also" */
void clients_in_group(struct sql *sql, const char *answer);	   /* a group's id, "none", or "" */
void contacts_without_client(struct sql *sql, const char *answer); /* "none", or "" */

/* For the search of clients (records/keeper.h): those of contacts whose address begins as typed, and those of whose
 * sheet something does that is filled in. */
void clients_beside(struct sql *sql, const char *folded, int limit);

#endif
