/* handlers: the pages of the feature, for its one table of routes (trees_routes.c). */
#ifndef TREES_HANDLERS_H
#define TREES_HANDLERS_H

#include "core/request.h"

/* tree_web.c: templates */
struct reply tree_list(struct request *rq);
struct reply tree_new(struct request *rq);
struct reply tree_show(struct request *rq);
struct reply tree_rename(struct request *rq);
struct reply tree_copy_new(struct request *rq);
struct reply tree_removal(struct request *rq);

/* tree_folder_web.c: their folders */
struct reply tree_folder_new(struct request *rq);
struct reply tree_list_new(struct request *rq);
struct reply tree_folder_edit(struct request *rq);
struct reply tree_folder_place(struct request *rq);
struct reply tree_folder_removal(struct request *rq);

/* tree_view_web.c, tree_apply_web.c: for whoever works with clients */
struct reply tree_view(struct request *rq);
struct reply tree_apply_form(struct request *rq);
struct reply tree_apply(struct request *rq);

enum { TREE_ROUTES = 15 };
extern const struct route tree_routes[TREE_ROUTES];

#endif
