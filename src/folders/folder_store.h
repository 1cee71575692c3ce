/* folder_store: finds, lists and changes the folders of a client, through the eyes of who asks. */
#ifndef FOLDERS_FOLDER_STORE_H
#define FOLDERS_FOLDER_STORE_H

#include "folders/folder_access.h"

#include <stddef.h>

/* A folder as it is for whoever asks. */
struct folder_seen {
	struct folder folder;
	enum folder_level level;     /* FOLDER_NONE: a name on the way to what they may read, nothing more */
	struct folder_sights sights; /* only of one that was found by itself */
};

/* NULL: there is none, or they see neither it nor anything below it. `id` the client's: the root. */
struct folder_seen *folder_find(struct tx *tx, const struct folder_access *access, int64_t id);

/* By name, after the folder (key, id) (NULL: from the first). One statement, whatever lies beside or below. */
struct folder_seen *folder_children(struct tx *tx, const struct folder_access *access, const struct folder_seen *of,
				    const char *after_key, int64_t after_id, size_t limit, size_t *count);
/* All below, the one above always first, after the path (NULL: from the first); those that are only names on the way
 * included. One statement. */
struct folder_seen *folder_beneath(struct tx *tx, const struct folder_access *access, const struct folder_seen *of,
				   const char *after_path, size_t limit, size_t *count);
/* Those above it, from the top; all of them are seen by name by whoever sees the folder. One statement. */
struct folder *folder_above(struct tx *tx, const struct folder *folder, size_t *count);
/* The one of exactly this name in another; NULL: none that they see. */
struct folder_seen *
folder_named(struct tx *tx, const struct folder_access *access, const struct folder_seen *in, const char *name);
/* Of these, those that lie in the folder, by name, each as if it was found by itself. One statement. */
struct folder_seen *folders_chosen(struct tx *tx, const struct folder_access *access, const struct folder_seen *in,
				   const int64_t *ids, size_t id_count, size_t *count);
/* Of these names, by their keys (at most FOLDER_NAMES_ASKED), those that a folder other than `but` or a file has in a
 * folder that was found by itself. One statement. */
enum { FOLDER_NAMES_ASKED = 100 };
struct folder_taken {
	const char *name_key;
	bool seen; /* who asks may know that it is there */
};
struct folder_taken *folder_names_taken(struct tx *tx, const struct folder_access *access, const struct folder_seen *in,
					const char *const *name_keys, size_t key_count, int64_t but, size_t *count);
/* The folders of these names in those folders, all of them in one statement for a hundred or so. Who asks may see
 * neither a name nor what is below it where the level is FOLDER_NONE: folder_find tells. */
struct folder_spot {
	int64_t parent_id;
	const char *name_key;
};
struct folder_seen *folders_at(struct tx *tx, const struct folder_access *access, const struct folder_spot *spots,
			       size_t spot_count, size_t *count);
struct folder_removed {
	int64_t id;
	const char *name;
	int64_t deleted_at;
	const char *deleted_by; /* NULL: not known */
};
/* Those in the recycle bin that who asks may bring back, the last removed first, before (at, id). One statement, after
 * those for the root's rights. */
struct folder_removed *folder_bin_list(struct tx *tx, const struct folder_access *access, int64_t before_at,
				       int64_t before_id, size_t limit, size_t *count);
/* As it is in the recycle bin, whoever asks; NULL: it is not there. */
struct folder *folder_in_bin(struct tx *tx, int64_t client, int64_t id);
/* How many they may read, the root not counted. */
int64_t folder_count(struct tx *tx, const struct folder_access *access);

/* ---- changing: folder_write_store.c ---- */

enum folder_outcome {
	FOLDER_DONE,
	FOLDER_GONE,	/* not there, or not theirs to know */
	FOLDER_REFUSED, /* they see it, and may not do that */
	FOLDER_NAMESAKE,
	FOLDER_TOO_DEEP,
	FOLDER_INSIDE,	 /* into itself */
	FOLDER_HOLDS,	 /* a folder below it that they may not change */
	FOLDER_CROWDED,	 /* too many rights to keep */
	FOLDER_INFECTED, /* a file nobody gets any more (folders/file_store.h) */
	FOLDER_NO_SPACE, /* for files of this client (space/space.h) */
	FOLDER_LOCKED,	 /* by somebody who works on it (folders/folder_lock.h) */
	FOLDER_HELD,	 /* by a legal hold (folders/folder_hold.h) */
	FOLDER_TOO_MANY, /* files and folders in it, for one copy (folders/folder_copy.h) */
	FOLDER_CLOSED,	 /* there, to who puts it there */
	FOLDER_OUTCOMES,
};
const char *folder_outcome_words(enum folder_outcome outcome); /* English, N_; NULL for FOLDER_DONE */

/* `name` is made safe already. *id gets the new folder. */
enum folder_outcome
folder_create(struct tx *tx, const struct folder_access *access, int64_t parent, const char *name, int64_t *id);
enum folder_outcome folder_rename(struct tx *tx, const struct folder_access *access, int64_t id, const char *name);
/* With all that is in it, which must be theirs to change, too. What was said above it counts no more, what is said
 * above the new place does: to keep the old rights, see folder_keep.h. */
enum folder_outcome folder_move(struct tx *tx, const struct folder_access *access, int64_t id, int64_t parent);
/* The name, or "Name (2)" and so on while a namesake is seen there; NULL: a thousand are. */
const char *
folder_name_free(struct tx *tx, const struct folder_access *access, const struct folder_seen *in, const char *name);
/* Whether a folder below it is not theirs to change, seen or not: then it stays where it is, with all that is in it. */
bool folder_holds_others(struct tx *tx, const struct folder_access *access, const struct folder_seen *seen);
/* Into the recycle bin, with all that is in it, which must be theirs to change, too. */
enum folder_outcome folder_remove(struct tx *tx, const struct folder_access *access, int64_t id, int64_t now);
/* Out of it; only staff who may do everything there see it. Under another name where a namesake lies there now. */
enum folder_outcome folder_restore(struct tx *tx, const struct folder_access *access, int64_t id);
/* Where what lay in a folder comes back to: the nearest above it (or `itself`) that is not in the bin and may be
 * filled; else the root, filled or not. Of the folder, only its path is read. */
struct folder_seen *
folder_way_back(struct tx *tx, const struct folder_access *access, const struct folder *folder, bool itself);

#endif
