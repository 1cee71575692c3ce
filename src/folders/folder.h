/* folder: what a folder is, what somebody may in it, and the rule that says so. */
#ifndef FOLDERS_FOLDER_H
#define FOLDERS_FOLDER_H

#include "base/id.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;

enum { FOLDER_DEPTH = 32 /* folders in one another */ };

enum folder_level { FOLDER_NONE, FOLDER_READ, FOLDER_FULL };
extern const char *const folder_level_names[]; /* "none", "read", "full", NULL-terminated */

/* Whose a right is. One person's goes before a group's, and that before everybody's. */
enum folder_whose {
	WHOSE_CONTACT,
	WHOSE_STAFF,
	WHOSE_USER_TYPE, /* a group of contacts */
	WHOSE_CREW,	 /* a group of staff users */
	WHOSE_CONTACTS,	 /* what a template gives all contacts */
	WHOSE_COLLEAGUES,
	FOLDER_WHOSE,
};
extern const char *const folder_whose_names[]; /* "contact" … "colleagues", NULL-terminated */

/* How near to the person: of these the first that says anything decides. */
enum folder_class { CLASS_PERSON, CLASS_GROUP, CLASS_EVERYBODY, FOLDER_CLASSES };
enum folder_class folder_class_of(enum folder_whose whose);

struct folder {
	int64_t id; /* the client's: the root, which has no row */
	int64_t client_id;
	int64_t parent_id; /* 0: of the root */
	const char *path;  /* "/" of the root */
	const char *name;  /* "" of the root */
	int64_t rights_id; /* the nearest with rights of its own */
	bool own_rights;
	int64_t created_at;
	const char *created_by;
	int64_t version;
};

/* What the folders above one, and itself, say: by class the nearest that says anything, and of its sayings the
 * strictest; LEVEL_UNSAID when none does. */
enum { LEVEL_UNSAID = -1 };
struct folder_sight {
	int level[FOLDER_CLASSES];
	int64_t from[FOLDER_CLASSES]; /* the folder that says so; 0: none */
};
extern const struct folder_sight folder_sight_unsaid;

/* The rule: person over group over everybody; in each the nearest folder; at the same folder the strictest; where
 * nobody says anything `otherwise`; and never more than `cap`. */
enum folder_level folder_level_of(const struct folder_sight *sight, enum folder_level otherwise, enum folder_level cap);
/* Which class decided; FOLDER_CLASSES: none says anything. */
enum folder_class folder_decided_by(const struct folder_sight *sight);
/* One more saying of a folder that lies `nearer` than all before, or the same again. */
void folder_sight_add(struct folder_sight *sight, enum folder_class class, enum folder_level level, int64_t folder);

/* By what names are ordered (folded, without accents) and, behind that, told apart: two names are one when they differ
 * by case or composition only. In the arena. */
const char *folder_name_key(struct arena *arena, const char *name);

struct folder folder_root(int64_t client);
int folder_depth(const struct folder *folder); /* 0 of the root */
/* The path of a folder with this id in that one. In the arena. */
const char *folder_path_in(struct arena *arena, const struct folder *parent, int64_t id);
/* The id of the folder at this depth (from 1) of a path; 0: it is not so deep. */
int64_t folder_path_id(const char *path, int depth);

#endif
