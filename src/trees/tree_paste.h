/* tree_paste: reads folders from a list that somebody pasted: indented lines, bullets, or paths. */
#ifndef TREES_TREE_PASTE_H
#define TREES_TREE_PASTE_H

#include "trees/tree.h"

struct pasted_folder {
	const char *name, *name_key; /* safe */
	int parent;		     /* its place in the list, before this one; TREE_TOP: none */
	int depth;		     /* 1: at the top */
	int line;		     /* where it is first named, from 1 */
	bool named;		     /* by a line of its own, not only on the way to others */
};

struct pasted {
	struct pasted_folder *folders;
	size_t count;
	const char *problem; /* English, N_, with {{line}}, {{name}} and {{other}}; NULL: none */
	int line, other;     /* what is wrong where; the line that has the name already */
	const char *name;
};

/* One folder a line, empty lines left out. What is indented deeper than the line above lies in it; a tab goes to the
 * next multiple of four. "-", "*", "•" and "–" before a name are left out; "A/B/C" (or with "\") are folders in one
 * another, below what the line is indented under. `depth`: of the folder it is pasted into, 0 for the top. */
struct pasted tree_paste_read(struct arena *arena, const char *text, int depth);

#endif
