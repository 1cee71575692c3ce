/* handlers: the pages of rights, which live in several files, for their one table of routes (rights_routes.c). */
#ifndef RIGHTS_HANDLERS_H
#define RIGHTS_HANDLERS_H

#include "core/feature.h"

/* profile_web.c: the list, making and removing */
struct reply profile_list_page(struct request *rq);
struct reply profile_new_form(struct request *rq);
struct reply profile_new(struct request *rq);
struct reply profile_removal(struct request *rq);

/* matrix_web.c: what a profile may */
struct reply profile_page(struct request *rq);
struct reply profile_change(struct request *rq);

/* level_web.c: what it sees of a module's fields */
struct reply profile_fields_page(struct request *rq);
struct reply profile_fields_change(struct request *rq);

/* role_web.c */
struct reply role_list_page(struct request *rq);
struct reply role_new_form(struct request *rq);
struct reply role_new(struct request *rq);
struct reply role_page(struct request *rq);
struct reply role_changed(struct request *rq);
struct reply role_removal(struct request *rq);

/* crew_web.c: groups */
struct reply crew_list_page(struct request *rq);
struct reply crew_new_form(struct request *rq);
struct reply crew_new(struct request *rq);
struct reply crew_page(struct request *rq);
struct reply crew_changed(struct request *rq);
struct reply crew_removal(struct request *rq);

/* sharing_web.c: who sees records of others, and the rules that share some */
struct reply sharing_list_page(struct request *rq);
struct reply sharing_page(struct request *rq);
struct reply sharing_change(struct request *rq);
struct reply sharing_rule_new_form(struct request *rq);
struct reply sharing_rule_new(struct request *rq);
struct reply sharing_rule_page(struct request *rq);
struct reply sharing_rule_change(struct request *rq);
struct reply sharing_rule_removal(struct request *rq);

/* state_web.c: what is locked or hidden while something holds */
struct reply state_rule_new_form(struct request *rq);
struct reply state_rule_new(struct request *rq);
struct reply state_rule_page(struct request *rq);
struct reply state_rule_change(struct request *rq);
struct reply state_rule_removal(struct request *rq);

/* seen_web.c: who sees a record, and what somebody sees */
struct reply record_access_page(struct request *rq);
struct reply staff_access_page(struct request *rq);

/* rights_routes.c */
enum { RIGHTS_ROUTES = 35 };
extern const struct route rights_routes[RIGHTS_ROUTES];

#endif
