/* handlers: the pages of the feature, for its table of routes (wizard_routes.c). */
#ifndef WIZARD_HANDLERS_H
#define WIZARD_HANDLERS_H

#include "core/request.h"

/* client_draft_web.c */
struct reply client_draft_list_page(struct request *rq);
struct reply client_draft_new_form(struct request *rq);
struct reply client_draft_new(struct request *rq);
struct reply client_draft_step_page(struct request *rq);
struct reply client_draft_step_post(struct request *rq);
struct reply client_draft_removal(struct request *rq);
/* Sets "client_drafts": one's own, that a client may still be made of. */
void client_drafts_fill(struct request *rq, struct doc *page);

/* client_draft_end_web.c: everything at a glance, and the client that is made of it */
struct reply client_draft_summary(struct request *rq);
struct reply client_draft_commit(struct request *rq);

/* The draft of the path; NULL: *reply says so, or leads to the client that was made of it. */
struct client_draft;
const struct client_draft *client_draft_open(struct request *rq, struct reply *reply);

/* wizard_routes.c */
enum { WIZARD_ROUTES = 15 };
extern const struct route wizard_routes[WIZARD_ROUTES];

#endif
