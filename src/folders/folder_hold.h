/* folder_hold: legal holds: what of a client may not be lost until somebody says so, and what that stands in the way
 * of.
 */
#ifndef FOLDERS_FOLDER_HOLD_H
#define FOLDERS_FOLDER_HOLD_H

#include "folders/folder_lock.h"

enum { HOLDS_MOST = 1000 /* of a client at a time: beyond, one holds folders */ };

struct folder_hold {
	int64_t id;
	int64_t client_id;
	int64_t folder_id; /* the client's id: all of the client; 0: on a file */
	int64_t file_id;   /* 0: on a folder */
	const char *reason;
	int64_t made_at;
	const char *made_by;
	const char *path; /* of the folder, or of the one its file lies in */
};

/* Those of a client that hold now. One statement. */
struct folder_hold *folder_holds(struct tx *tx, int64_t client, size_t *count);
/* Holds, retentions and locks of a client become those of another, whose folder `join` its root is now; or go. */
void folder_stands_join(struct tx *tx, int64_t from, int64_t to, int64_t join);
void folder_stands_forget(struct tx *tx, int64_t client);
/* Writes a condition: that one of them keeps the file (a row `file` whose folder is the row `place`, null: the root);
 * that one keeps the folder (a row `folder`); that one keeps the folder (a row `place`, null: the root) into which
 * comes what is requested (a row `demand`). */
void sql_file_is_held(struct sql *sql);
void sql_folder_is_held(struct sql *sql);
void sql_demand_is_held(struct sql *sql);

/* Whether it is held by this one: it, or a folder that it lies in. */
bool folder_hold_covers(const struct folder_hold *hold, const struct lock_spot *spot);
/* Whether it must stay where it is: not into the bin (`to` NULL), not into a folder with this path. */
bool folder_hold_keeps(const struct folder_hold *hold, const struct lock_spot *spot, const char *to);

/* ---- what stands in the way of a change that somebody has the right to: locks of others, then holds ---- */

/* Its content. */
enum folder_outcome
folder_stand_change(struct tx *tx, const struct folder_access *access, const struct lock_spot *spot);
/* Something new in the folder. */
enum folder_outcome folder_stand_add(struct tx *tx, const struct folder_access *access, const struct folder *in);
/* It goes into the folder with the path `to`; into the bin (NULL); or gets another name (its own path). */
enum folder_outcome
folder_stand_take(struct tx *tx, const struct folder_access *access, const struct lock_spot *spot, const char *to);
/* Whether it is held at all, so that none of its versions goes. One statement. */
bool folder_is_held(struct tx *tx, int64_t client, const struct lock_spot *spot);

#endif
