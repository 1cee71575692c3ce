/* handlers: the pages of approval, which live in several files, for their one table of routes (approval_routes.c). */
#ifndef APPROVAL_HANDLERS_H
#define APPROVAL_HANDLERS_H

#include "core/feature.h"

/* settings_web.c: modules, their rules, and what is reviewed */
struct reply approval_modules_page(struct request *rq);
struct reply approval_module_page(struct request *rq);
struct reply review_rule_change(struct request *rq);

/* rule_web.c */
struct reply approval_rule_new_form(struct request *rq);
struct reply approval_rule_new(struct request *rq);
struct reply approval_rule_page(struct request *rq);
struct reply approval_rule_change(struct request *rq);
struct reply approval_rule_order(struct request *rq);
struct reply approval_rule_pausing(struct request *rq);
struct reply approval_rule_removal(struct request *rq);

/* decision_web.c: one record */
struct reply record_approval_page(struct request *rq);
struct reply record_approval_decision(struct request *rq);
void
approval_record_head(struct request *rq, struct doc *page, const struct access *access, const struct record *record);

/* waiting_web.c: what waits for the one who looks */
struct reply approval_list_page(struct request *rq);
struct reply approval_bulk(struct request *rq);
void approval_card_fill(struct request *rq, struct doc *page);

/* review_web.c */
struct reply review_list_page(struct request *rq);
struct reply review_bulk(struct request *rq);
struct reply record_review_decision(struct request *rq);

/* approval_routes.c */
enum { APPROVAL_ROUTES = 17 };
extern const struct route approval_routes[APPROVAL_ROUTES];

#endif
