/* handlers: the pages of the feature, which live in several files, for its one table of routes (people_routes.c). */
#ifndef PEOPLE_HANDLERS_H
#define PEOPLE_HANDLERS_H

#include "core/feature.h"

enum { PEOPLE_ROUTES = 33 };

extern const struct route people_routes[PEOPLE_ROUTES];
extern const struct permission staff_read, staff_write, token_own;

/* staff_entry_web.c: signing in and out */
void staff_sign_in_prepare(struct request *rq);
struct reply staff_sign_in_page(struct request *rq);
struct reply staff_sign_in_post(struct request *rq);
struct reply staff_code_page(struct request *rq);
struct reply staff_code_post(struct request *rq);
struct reply staff_sign_out_post(struct request *rq);

/* password_web.c: links to choose a password */
struct reply forgotten_page(struct request *rq);
struct reply forgotten_post(struct request *rq);
void password_link_prepare(struct request *rq);
struct reply password_link_page(struct request *rq);
struct reply password_link_post(struct request *rq);

/* account_web.c: one's own name, password and sessions */
struct reply account_page(struct request *rq);
struct reply account_name_post(struct request *rq);
void account_password_prepare(struct request *rq);
struct reply account_password_page(struct request *rq);
struct reply account_password_post(struct request *rq);
struct reply account_session_end_post(struct request *rq);
struct reply account_others_end_post(struct request *rq);

/* second_factor_web.c: the second factor */
struct reply second_factor_page(struct request *rq);
struct reply second_factor_begin_post(struct request *rq);
struct reply second_factor_confirm_post(struct request *rq);
struct reply second_factor_codes_post(struct request *rq);
struct reply second_factor_remove_post(struct request *rq);

/* staff_web.c, staff_action_web.c: the administrators' pages about staff users */
struct reply staff_list_page(struct request *rq);
struct reply staff_blank_page(struct request *rq);
struct reply staff_create_post(struct request *rq);
struct reply staff_show_page(struct request *rq);
struct reply staff_change_post(struct request *rq);
struct reply staff_link_post(struct request *rq);
struct reply staff_second_factor_post(struct request *rq);
struct reply staff_closing_post(struct request *rq);
struct reply staff_opening_post(struct request *rq);

/* token_web.c: API tokens */
struct reply token_list_page(struct request *rq);
struct reply token_blank_page(struct request *rq);
struct reply token_create_post(struct request *rq);
struct reply token_revoke_post(struct request *rq);

#endif
