/* tree_page: what the pages of folder-tree templates share: a template that was asked for, and how folders are shown.
 */
#ifndef TREES_TREE_PAGE_H
#define TREES_TREE_PAGE_H

#include "core/request.h"
#include "trees/trees.h"

/* A template with its folders, looked at or changed in the settings. */
struct tree_page {
	struct request *rq;
	const struct tree *tree;
	struct tree_shape shape;
	int open; /* the place of the folder that is open; TREE_TOP: none */
	const char *
		problem; /* "add", "paste": in that form of the page something is wrong; NULL: in another, or nothing */
};

/* The template of the path, and the folder of the path or of the field `open_field` (NULL: none). False: one of them is
 * not there. */
bool tree_page_open(struct request *rq, struct tree_page *page, const char *open_field);
/* What its page shows. */
struct doc *tree_page_doc(const struct tree_page *page);

/* "/console/settings/folder-trees/{tree}" and what stands `below`. In the arena. */
const char *tree_href(struct request *rq, int64_t tree, const char *below);
/* Its page with a folder open; 0: none. */
const char *tree_open_href(struct request *rq, int64_t tree, int64_t folder);
/* A template as lists show it. */
struct doc *tree_doc(struct request *rq, const struct tree *tree);

/* Sets "steps": one for each folder it lies in, as far as there is room. */
void tree_set_steps(struct doc *row, int depth);
/* Sets `name` as a word and "tone", its colour; `level` LEVEL_UNSAID: nothing said. */
void tree_set_level(struct doc *row, const char *name, int level);

/* Through whose eyes a template is looked at. */
struct tree_eyes {
	enum folder_whose whose; /* WHOSE_CONTACTS, WHOSE_USER_TYPE; WHOSE_COLLEAGUES: all folders */
	int64_t user_type;
};
/* Adds "tree_folders": each "name", "steps", "level" and "tone" of those whom `eyes` are of (of colleagues: of all
 * contacts); folders they would not see are left out. */
void tree_add_seen(struct request *rq, struct doc *page, const struct tree_shape *shape, const struct tree_eyes *eyes);

#endif
