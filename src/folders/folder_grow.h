/* folder_grow: many folders made in a client's tree at once, after a pattern: what would be made, and doing it. */
#ifndef FOLDERS_FOLDER_GROW_H
#define FOLDERS_FOLDER_GROW_H

#include "folders/folder_store.h"

enum { GROW_TOP = -1 };

struct grow_right {
	enum folder_whose whose;
	int64_t who_id;
	enum folder_level level;
};

enum grow_state {
	GROW_MADE,
	GROW_KEPT,   /* a folder of this name is there, as far as who does it sees */
	GROW_BARRED, /* it would lie where who does it may add nothing, where somebody else has locked the folder, or
			where a file bears its name */
};

/* A folder of the pattern. */
struct grow_folder {
	const char *name; /* safe; none twice in one folder */
	int parent;	  /* its place in the pattern, before this one; GROW_TOP: of the client itself */
	const struct grow_right *rights;
	size_t right_count;
	/* worked out: */
	int depth; /* 1: at the top */
	const char *name_key;
	enum grow_state state;
	bool file_there;		/* a file bears its name where it would lie */
	bool twin;			/* beside a namesake that who does it does not see */
	const struct folder_seen *kept; /* GROW_KEPT */
};

/* A right that a kept folder would have by the pattern. */
struct grow_change {
	size_t folder; /* its place in the pattern */
	struct grow_right right;
	int before; /* what is said now; LEVEL_UNSAID: nothing */
};

struct grow {
	const struct folder_access *access; /* of who does it */
	struct grow_folder *folders;	    /* at most FOLDER_DEPTH in one another */
	size_t folder_count;
	bool again; /* kept folders get the rights of the pattern, too, where who does it has them in full; what the
		       pattern says nothing of stays */
	/* worked out: */
	size_t made_count, barred_count;
	struct grow_change *changes;
	size_t change_count;
};

/* Works out the rest from the first four. A few statements, however many folders the client has. */
void folder_grow_plan(struct tx *tx, struct grow *grow);
/* Tells one plan from another. */
int64_t folder_grow_mark(const struct grow *grow);
/* Does what was planned in the same transaction. Done again, it changes nothing. */
void folder_grow_do(struct tx *tx, const struct grow *grow);

#endif
