/* client_right: whose client it is: what a staff user may do with one client, and who gave it to them. */
#ifndef CLIENTS_CLIENT_RIGHT_H
#define CLIENTS_CLIENT_RIGHT_H

#include "core/viewer.h"
#include "db/db.h"

#include <stddef.h>
#include <stdint.h>

struct rights;

/* None: the client does not exist for them. Read: they see it. Full: they change it, as far as their profile lets them
 * change clients at all. */
enum client_level { CLIENT_NONE, CLIENT_READ, CLIENT_FULL };
extern const char *const client_level_names[];	/* "none", "read", "full"; NULL-terminated */
extern const char *const client_level_labels[]; /* English, N_ */

/* What counts for this staff user: the right given by hand over that of groups (the least of several) over what
 * profile, role and sharing say; none of a client that is not there or in the recycle bin, and for whoever is no staff
 * user. Whether its state lets it be changed now (approval, state rules) is not asked. */
enum client_level
client_level_of(struct tx *tx, const struct rights *rights, const struct viewer *viewer, int64_t client);

/* The same of several who look, in their order: a statement for each plan among them. */
void client_levels_of(struct tx *tx, const struct rights *rights, const struct viewer *viewers, size_t count,
		      int64_t client, enum client_level *levels);

/* Of these clients (at most 100) those that this staff user sees, in any order. One statement. */
int64_t *clients_seen(struct tx *tx, const struct rights *rights, const struct viewer *viewer, const int64_t *ids,
		      size_t id_count, size_t *count);

/* Whether this staff user was given none of the client, by hand or by a group (who sees but what is theirs: that it is
 * none of these): for pages that show names of clients and have no plan, such as the journal. */
bool client_is_withheld(struct tx *tx, const struct viewer *viewer, int64_t client);

#endif
