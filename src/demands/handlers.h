/* handlers: the pages of the feature, for its one table of routes (demands_routes.c). */
#ifndef DEMANDS_HANDLERS_H
#define DEMANDS_HANDLERS_H

#include "core/request.h"

/* demand_web.c: in the console */
struct reply demands_of_all(struct request *rq);
struct reply demand_list(struct request *rq);
struct reply demand_show_one(struct request *rq);
struct reply demand_state_change(struct request *rq);

/* demand_form_web.c: made and changed */
struct reply demand_new_form(struct request *rq);
struct reply demand_new(struct request *rq);
struct reply demand_edit_form(struct request *rq);
struct reply demand_edit(struct request *rq);

/* piece_web.c: what staff decide about a piece, and the example it shows */
struct reply piece_decide(struct request *rq);
struct reply piece_example(struct request *rq);
void piece_example_prepare(struct request *rq);
struct reply piece_example_new(struct request *rq);
struct reply piece_example_removal(struct request *rq);

/* deposit_web.c: what was sent for a piece */
struct reply deposit_show(struct request *rq);
void deposit_picture_prepare(struct request *rq);
struct reply deposit_picture(struct request *rq);
struct reply deposit_download(struct request *rq);
struct reply deposit_view(struct request *rq);

/* demand_template_web.c: in the settings */
struct reply demand_template_list(struct request *rq);
struct reply demand_template_new(struct request *rq);
struct reply demand_template_show(struct request *rq);
struct reply demand_template_edit(struct request *rq);
struct reply demand_template_copy(struct request *rq);
struct reply demand_template_removal(struct request *rq);
struct reply demand_template_from(struct request *rq);
struct reply template_example(struct request *rq);
void template_example_prepare(struct request *rq);
struct reply template_example_new(struct request *rq);
struct reply template_example_removal(struct request *rq);
struct reply refusal_reason_removal(struct request *rq);

/* demand_portal_web.c: in the portal */
void demands_portal_card(struct request *rq, struct doc *page);
void demands_console_card(struct request *rq, struct doc *page);
struct reply demands_asked(struct request *rq);
struct reply demand_asked(struct request *rq);
struct reply piece_asked(struct request *rq);
void piece_files_prepare(struct request *rq);
struct reply piece_files_new(struct request *rq);
struct reply piece_absence(struct request *rq);
struct reply deposit_removal(struct request *rq);

enum { DEMAND_ROUTES = 42 };
extern const struct route demand_routes[DEMAND_ROUTES];

#endif
