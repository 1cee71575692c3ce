/* trees: the front door: folder-tree templates, and the folders that clients get after them. */
#ifndef TREES_TREES_H
#define TREES_TREES_H

#include "core/feature.h"
#include "trees/tree.h"

extern const struct feature trees;
extern const struct permission tree_write; /* change templates */

enum { TREES = 500, TREES_AT_ONCE = 50 };

/* A template, as lists show it. */
struct tree {
	int64_t id, version;
	const char *name;
	int folder_count;
	int client_count; /* that it was applied at, of those the viewer sees */
};

/* All templates, by name, at most TREES. */
struct tree *trees_all(struct tx *tx, const struct viewer *viewer, size_t *count);
/* The same without counting their clients. */
struct tree *trees_to_choose(struct tx *tx, size_t *count);
struct tree *tree_find(struct tx *tx, const struct viewer *viewer, int64_t id); /* NULL: there is none */

/* ---- choosing: on any page of the console ---- */

#define TREES_FIELDS "trees.*" /* of a route that takes trees_read */

/* Adds all templates to tick to `page`, for {{>tree_choice_part}}: "trees", each "id", "name", "folder_count",
 * "view_href", "input" (the name of its box) and "chosen" as one of `chosen`; an error of "trees" stands there, too. */
void trees_choose(struct request *rq, struct doc *page, const int64_t *chosen, size_t chosen_count);
/* Those that the form ticks ("trees.0", "trees.1"…), in this order, each once. What is no id has an error beside
 * "trees"; whether they are there, applying tells. */
const int64_t *trees_read(struct request *rq, size_t *count);

/* ---- applying ---- */

enum trees_outcome {
	TREES_DONE,
	TREES_GONE,	/* one of them is not there any more */
	TREES_TOO_MANY, /* together they have more than TREE_FOLDERS folders, or they are more than TREES_AT_ONCE */
	TREES_OUTCOMES,
};
const char *trees_outcome_words(enum trees_outcome outcome); /* English, N_; NULL for TREES_DONE */

/* What applying some templates together to a client means. */
struct trees_plan {
	const struct folder_access *access; /* of who does it, to the client */
	const int64_t *trees;		    /* in the order they were ticked */
	size_t tree_count;
	bool again; /* folders that are there get the rights of the templates, too */
	/* worked out: */
	struct tree_shape shape; /* the templates merged: the same folders as in `grow`, place by place */
	struct grow grow;	 /* folders/folder_grow.h */
};
/* Works out the rest from the first four; nothing unless TREES_DONE. A few statements. */
enum trees_outcome trees_plan(struct tx *tx, struct trees_plan *plan);
/* Does what was planned in the same transaction, with its line of the journal. */
void trees_apply(struct request *rq, const struct trees_plan *plan);

/* Plans and applies templates (none: nothing happens) to a client that was made in this very transaction by the staff
 * user who sent the request: all folders are made, whatever the staff user has at the client by now. *made (NULL: not
 * asked for) gets how many. Nothing is written unless TREES_DONE. */
enum trees_outcome
trees_begin_client(struct request *rq, int64_t client, const int64_t *ids, size_t count, size_t *made);

#endif
