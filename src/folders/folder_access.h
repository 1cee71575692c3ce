/* folder_access: whose eyes a client's folders are read through, and the pieces of SQL that hold statements to it. */
#ifndef FOLDERS_FOLDER_ACCESS_H
#define FOLDERS_FOLDER_ACCESS_H

#include "db/sql.h"
#include "folders/folder.h"

#include <stddef.h>

struct request;
struct rights;
struct viewer;

/* A person, as rights on folders know them. */
struct folder_person {
	bool staff;
	int64_t id;	       /* staff user, or contact; 0: nobody, whom only what everybody may concerns */
	int64_t user_type;     /* of a contact */
	int64_t crew;	       /* 0; else a group of staff users as a whole, and nobody of them: `id` is 0 */
	enum folder_level cap; /* what they may at the client: never more in its folders */
};

/* The door to a client's folders: each statement about them is written with it. */
struct folder_access {
	int64_t client;
	struct folder_person person;
	const struct folder_person *looker; /* a preview: nothing but what they see too, and nothing is written.
					       NULL: none */
	const char *name;		    /* of who acts, for what they make */
};

/* The access of who sent the request to the client's folders. Staff: as far as they see the client; people of the
 * portal: the client they act for, whose contact they are. NULL: absent, or not theirs. */
const struct folder_access *folder_access_of(struct request *rq, int64_t client);

/* The same of a staff user who sent none; their cap is FOLDER_NONE where they do not see the client. */
struct folder_access
folder_access_of_staff(struct tx *tx, const struct rights *rights, const struct viewer *viewer, int64_t client);

/* What nothing is said about: contacts have no folder, staff what they have at the client. */
enum folder_level folder_otherwise(const struct folder_person *person);

/* What a folder says to the person, and to who looks. */
struct folder_sights {
	struct folder_sight person, looker;
};

/* By a folder's rights_id. One statement for each person. */
struct folder_sight folder_sight_find(struct tx *tx, const struct folder_person *person, int64_t rights_id);
struct folder_sights folder_sights_find(struct tx *tx, const struct folder_access *access, int64_t rights_id);
/* What that gives the access. */
enum folder_level folder_level_by(const struct folder_access *access, const struct folder_sights *sights);

/* Writes "name (id, level)": what the access gives in the folder `from`, of which `sights` are known, and below it in
 * each folder that has rights of its own; for the `with recursive` at the head of a statement (several are joined by
 * commas). A folder has the level of its rights_id. */
void sql_folder_levels(struct sql *sql, const struct folder_access *access, const struct folder *from,
		       const struct folder_sights *sights, const char *name);

/* The same for the folders of some clients, all of which the staff user sees: "seen (client_id, id, level)", of which
 * the level says no more than whether they read (what they have at a client may be more). At least one client. */
void sql_clients_levels(struct sql *sql, int64_t staff, const int64_t *clients, size_t count);

/* How many folders of each of these clients a staff user may read, who sees them all; 0 to begin with. One statement.
 */
void folder_counts(struct tx *tx, int64_t staff, const int64_t *clients, int64_t *counts, size_t count);

/* Whether a folder of any client is closed to this staff user; and those clients with what they see there, "apart (id,
 * value)", for lists that are sorted by it (struct record_order). */
bool folders_are_closed(struct tx *tx, const struct viewer *viewer);
void folders_apart(struct sql *sql, const struct viewer *viewer);

#endif
