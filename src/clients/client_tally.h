/* client_tally: numbers of clients by which their list is sorted: kept with every change, as it would take too long to
 * count them anew for all clients. */
#ifndef CLIENTS_CLIENT_TALLY_H
#define CLIENTS_CLIENT_TALLY_H

#include "db/db.h"

#include <stdint.h>

enum client_tally { TALLY_MEMBERS, TALLY_FOLDERS, TALLY_SPACE };

/* ---- for features whose writes change such a number, in the same transaction ---- */

/* So many more, or with a number below 0 less. */
void client_tally_add(struct tx *tx, int64_t client, enum client_tally tally, int64_t by);
/* Nothing is left of it. */
void client_tally_empty(struct tx *tx, int64_t client, enum client_tally tally);

/* ---- of this feature ---- */

void client_tally_begin(struct tx *tx, int64_t client);	 /* it was made */
void client_tally_forget(struct tx *tx, int64_t client); /* it goes for good */

/* Whoever becomes a member, or is one no more, is so by two rows: a client's and a contact's, a staff user's or a
 * group's. Each of two transactions that do not see each other would count without what the other does. So both ends
 * are written, even as they are: who comes second is run again (docs/decisions/0012). The end that is no client: */
enum member_end { END_CONTACT, END_STAFF, END_GROUP };
void client_members_meet(struct tx *tx, enum member_end end, int64_t id);
/* Counts the members anew, after who is one has changed: of one client, of those of a group, of those that were given
 * to a staff user, of those of a contact. Writes what else they depend on, as client_members_meet does. */
void client_members_count(struct tx *tx, int64_t client);
void client_members_count_group(struct tx *tx, int64_t group);
void client_members_count_staff(struct tx *tx, int64_t staff);
void client_members_count_contact(struct tx *tx, int64_t contact);

/* ---- whether the numbers are right: `parvis fsck` ---- */

/* How many clients have a wrong one, or none. */
int64_t client_tallies_wrong(struct tx *tx);
/* Counts everything anew. */
void client_tallies_mend(struct tx *tx);

#endif
