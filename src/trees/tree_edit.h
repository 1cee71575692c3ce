/* tree_edit: what all changes of a template begin and end with, and the folders of a pasted list. */
#ifndef TREES_TREE_EDIT_H
#define TREES_TREE_EDIT_H

#include "trees/tree_page.h"

/* Begins a change of the template, which gets the name (its own, where that stays). False: the form was made before
 * somebody else's change. */
bool tree_begin_change(const struct tree_page *page, const char *name);
/* 409: the page as it is now, with what was typed. */
struct reply tree_overtaken(const struct tree_page *page);
/* Done: the page with this folder open (0: none), and the template as a document. */
struct reply tree_changed(const struct tree_page *page, int64_t folder, const char *flash);
/* A line of the journal; `folder` NULL: it is about the template. */
void tree_journal(struct request *rq, const char *action, int64_t tree, const char *name, const char *folder);

/* Reads the field "list": the folders in it that are not yet in the place `in` of the template, with ids; the `parent`
 * and `parent_id` of those at the top of the list are `in`'s (0: the template's top). Errors stand beside the field. */
struct tree_folder *tree_read_list(struct request *rq, const struct tree_shape *shape, int in, size_t *count);
/* Those at the top lie in the template's top now. */
void tree_settle(struct tree_folder *list, size_t count, int64_t tree);

#endif
