/* tree: what a folder-tree template is, how several become one, and what a contact would see of it. */
#ifndef TREES_TREE_H
#define TREES_TREE_H

#include "folders/folders.h"

enum {
	TREE_FOLDERS = 2000 /* in a template, and in several that are applied together */,
	TREE_TOP = GROW_TOP,
	TREE_BODY = 1 << 20 /* bytes of a list */
};

struct tree_folder {
	int64_t id, tree_id, parent_id; /* 0 of a merged one */
	const char *name, *name_key;
	/* worked out: */
	int parent;   /* its place in the list; TREE_TOP: none */
	int depth;    /* 1: at the top */
	size_t below; /* how many lie in it and below: the next ones in the list */
	struct grow_right *rights;
	size_t right_count;
};

/* The folders of a template: by name, each followed by those that lie in it. */
struct tree_shape {
	struct tree_folder *folders;
	size_t count;
};

/* A right of a folder, as it is kept. */
struct tree_right {
	int64_t tree_folder_id;
	enum folder_whose whose;
	int64_t who_id;
	enum folder_level level;
};

/* Puts the rows of one template, in any order, into theirs, each with its rights (of any template). What lies in
 * nothing is left out. */
struct tree_shape tree_arrange(struct arena *arena, const struct tree_folder *rows, size_t row_count,
			       const struct tree_right *rights, size_t right_count);
/* Folders of one name in one folder are one, named as in the first template that has it; where several say something
 * of the same contacts, the stricter counts. */
struct tree_shape trees_merge(struct arena *arena, const struct tree_shape *shapes, size_t shape_count);

/* The place of a folder; -1: it is not there. */
int tree_place(const struct tree_shape *shape, int64_t id);
/* How deep the deepest below it lies. */
int tree_deepest(const struct tree_shape *shape, size_t at);
/* The one of this name in a folder, or at the top; -1: none. */
int tree_named(const struct tree_shape *shape, int in, const char *name_key);

/* What a contact of this user type (0: of none of which anything is said) would have in a folder. */
enum folder_level tree_level(const struct tree_shape *shape, size_t at, int64_t user_type);
/* What the folder itself says of them; LEVEL_UNSAID: nothing. */
int tree_said(const struct tree_folder *folder, enum folder_whose whose, int64_t who_id);

#endif
