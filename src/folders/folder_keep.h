/* folder_keep: a folder that moves and keeps the rights it has: what to write down before, so that nobody notices. */
#ifndef FOLDERS_FOLDER_KEEP_H
#define FOLDERS_FOLDER_KEEP_H

#include "folders/folder_store.h"
#include "folders/folder_whom.h"

enum {
	KEPT_FOLDERS = 2000 /* with rights of their own, in one */,
	KEPT_RIGHTS = 5000,
	KEPT_WORK = 200000 /* folders times sayings */
};

/* What the folders above this one say, and `itself`, of everybody. One statement. */
struct folder_said folder_said_above(struct tx *tx, const struct folder *at, bool itself);

struct folder_keep {
	const struct folder *folder;	  /* that moves */
	const struct folder *to;	  /* what it comes into */
	struct folder_said before, after; /* what the folders above it say now; what those above it will say */
	struct folder_said within;	  /* what itself and the folders below say */
	struct folder *heads;		  /* itself, then those below with rights of their own; what is above first */
	size_t head_count;
	const struct folder_person *contacts; /* see folder_keep_strangers */
	size_t contact_count;
	struct folder_said writes; /* what to say before it moves */
	bool too_many;
};

/* Reads what is said, from the first two. A few statements. */
void folder_keep_read(struct tx *tx, struct folder_keep *keep);
/* The contacts of whom only the new place speaks: the caller says of which user types they are. */
int64_t *folder_keep_strangers(struct arena *arena, const struct folder_keep *keep, size_t *count);
/* Works out what to write. One statement. */
void folder_keep_plan(struct tx *tx, struct folder_keep *keep);
void folder_keep_do(struct tx *tx, const struct folder_keep *keep);

/* The same of several folders that lie in one and go to one place, as far as folder_keep_levels asks for it: what is
 * said above them and of themselves. Three statements. */
void folder_keeps_look(struct tx *tx, struct folder_keep *keeps, size_t count);
/* What they have in each of these now; what they would have when they move and nothing is written. */
void folder_keep_levels(struct arena *arena, const struct folder_keep *keeps, size_t count,
			const struct folder_whom *whom, bool after, enum folder_level *levels);

/* Whether they may move it there at all: asked before what is said of others is read. A name may still be taken. */
enum folder_outcome folder_move_allowed(struct tx *tx, const struct folder_access *access, int64_t id, int64_t parent);
/* folder_move; with `keep`, which was planned in this transaction, what it says is written before. `numbered`: under
 * folder_name_free where its name is taken. */
enum folder_outcome folder_move_kept(struct tx *tx, const struct folder_access *access, int64_t id, int64_t parent,
				     const struct folder_keep *keep, bool numbered);

#endif
