/* tree_store: keeps folder-tree templates, and at which clients they were applied. */
#ifndef TREES_TREE_STORE_H
#define TREES_TREE_STORE_H

#include "core/viewer.h"
#include "trees/trees.h"

bool tree_name_is_taken(struct tx *tx, const char *name, int64_t except);
int64_t tree_create(struct tx *tx, const char *name);
/* Names it; every change begins with it. False: somebody else changed it since `version`. */
bool tree_change(struct tx *tx, int64_t tree, const char *name, int64_t version);
/* Folders made after it stay. */
void tree_remove(struct tx *tx, int64_t tree);

/* By place; NULL where an id is no template's. */
const char *const *tree_names(struct tx *tx, const int64_t *ids, size_t count);
/* Folders and rights of templates; an id that is no template's has none. Two statements for all. */
struct tree_shape *tree_shapes(struct tx *tx, const int64_t *ids, size_t count);

/* ---- folders: the caller has asked whether name, place and depth are fine ---- */

/* Rows whose `id` and `parent_id` the caller has set, with their rights. */
void tree_folders_insert(struct tx *tx, int64_t tree, const struct tree_folder *rows, size_t count);
/* Gives it a name and a place: `parent` the template's id for the top. */
void tree_folder_change(struct tx *tx, int64_t folder, const char *name, int64_t parent);
/* LEVEL_UNSAID takes it back. */
void tree_right_set(struct tx *tx, int64_t folder, enum folder_whose whose, int64_t who_id, int level);
/* With all below it. */
void tree_folder_remove(struct tx *tx, int64_t tree, int64_t folder);

/* ---- clients ---- */

/* Those of the viewer's that it was applied at, the newest client first, before the id (0: from the newest). */
struct tree_client {
	int64_t id;
	const char *name;
	int64_t used_at;
};
struct tree_client *
tree_clients(struct tx *tx, const struct viewer *viewer, int64_t tree, int64_t before, size_t limit, size_t *count);
void tree_use_note(struct tx *tx, int64_t tree, int64_t client);
/* The client is part of another one now, or gone for good (`to` 0). */
void tree_uses_follow(struct tx *tx, int64_t from, int64_t to);
/* A user type goes: what templates give it goes along. */
void tree_rights_forget_type(struct tx *tx, int64_t user_type);

#endif
