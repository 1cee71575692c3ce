/* handlers: the pages of the feature, which live in several files, for its one table of routes (portals.c). */
#ifndef PORTALS_HANDLERS_H
#define PORTALS_HANDLERS_H

#include "core/request.h"

/* sign_in_web.c: the address, the code, another code */
struct reply sign_in_page(struct request *rq);
struct reply sign_in_post(struct request *rq);
struct reply code_page(struct request *rq);
struct reply code_post(struct request *rq);
struct reply resend_post(struct request *rq);

/* link_web.c: the link of the mail */
struct reply link_page(struct request *rq);
struct reply link_post(struct request *rq);

/* first_way_web.c: a passkey or password where codes do not open for long */
struct reply first_way_page(struct request *rq);

/* people_web.c: staff let somebody begin again */
struct reply person_ways_removal(struct request *rq);

/* entry_web.c: the way in and out */
struct reply root_page(struct request *rq);
struct reply clients_page(struct request *rq);
struct reply clients_post(struct request *rq);
struct reply sign_out_post(struct request *rq);

/* portal_password_entry_web.c: the password instead of the code */
struct reply portal_password_entry_page(struct request *rq);
void portal_password_entry_prepare(struct request *rq);
struct reply portal_password_entry_post(struct request *rq);
struct reply portal_password_forgotten_post(struct request *rq);

/* portal_password_link_web.c: the mailed link to choose one */
struct reply portal_password_link_page(struct request *rq);
void portal_password_link_prepare(struct request *rq);
struct reply portal_password_link_post(struct request *rq);

/* portal_password_account_web.c: one's own */
struct reply portal_password_page(struct request *rq);
void portal_password_prepare(struct request *rq);
struct reply portal_password_post(struct request *rq);
struct reply portal_password_code_post(struct request *rq);
struct reply portal_password_removal_page(struct request *rq);
void portal_password_removal_prepare(struct request *rq);
struct reply portal_password_removal_post(struct request *rq);

/* mobile_web.c: the number that codes may go to */
struct reply mobile_page(struct request *rq);
struct reply mobile_post(struct request *rq);
struct reply mobile_code_page(struct request *rq);
struct reply mobile_code_post(struct request *rq);
struct reply mobile_remove_post(struct request *rq);

#endif
