/* folder_cascade: a right given to a folder and all below it at once: what would change, doing it, undoing it. */
#ifndef FOLDERS_FOLDER_CASCADE_H
#define FOLDERS_FOLDER_CASCADE_H

#include "folders/folder_store.h"
#include "folders/folder_whom.h"

enum { CASCADE_FOLDERS = 2000 /* with rights of their own, below one */ };

/* A folder from which on they have something else. */
struct cascade_change {
	struct folder folder;
	enum folder_level before, after; /* what they have */
};

/* What giving `level` to the folder means. */
struct cascade {
	const struct folder_access *access; /* of who does it */
	const struct folder_whom *whom;
	const struct folder_seen *folder;
	enum folder_level level;
	bool everywhere; /* what is said of them below, in folders that who does it has in full, is taken back */
	struct cascade_change *changes;
	size_t change_count;
	struct folder *taken_back; /* the folders below of which something was said of them */
	size_t taken_back_count;
	bool too_many; /* more than CASCADE_FOLDERS: nothing is worked out */
};

/* Works out the rest from the first five. A few statements, however many folders. */
void folder_cascade_plan(struct tx *tx, struct cascade *cascade);
/* Tells one plan from another. */
int64_t folder_cascade_mark(const struct cascade *cascade);
/* Does what was planned in the same transaction; returns its id. */
int64_t folder_cascade_do(struct tx *tx, const struct cascade *cascade);

/* What was done last to them, and not undone. */
struct cascade_done {
	int64_t id, folder_id;
	enum folder_whose whose;
	int64_t who_id;
	bool everywhere;
	int64_t made_at;
	const char *made_by;
};
/* NULL: nothing. */
struct cascade_done *folder_cascade_last(struct tx *tx, int64_t client, enum folder_whose whose, int64_t who_id);
struct cascade_done *folder_cascade_find(struct tx *tx, int64_t client, int64_t id);
/* False: something of it was changed since, or is closed to who wants to undo it; nothing is undone then. */
bool folder_cascade_undo(struct tx *tx, const struct folder_access *access, const struct cascade_done *done);
/* Once the client's tree is no more as it was: nothing of it can be undone. */
void folder_cascades_forget(struct tx *tx, int64_t client);

#endif
