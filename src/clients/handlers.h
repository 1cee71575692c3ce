/* handlers: the pages of the feature, which live in several files, for its one table of routes (clients_routes.c). */
#ifndef CLIENTS_HANDLERS_H
#define CLIENTS_HANDLERS_H

#include "core/request.h"

extern const struct permission contact_browse;

/* clients_lists.c */
struct reply client_list(struct request *rq);
struct reply contact_list(struct request *rq);

/* client_web.c: the sheet, the form */
struct reply client_new_form(struct request *rq);
struct reply client_new(struct request *rq);
struct reply client_show(struct request *rq);
struct reply client_change_form(struct request *rq);
struct reply client_change(struct request *rq);
struct reply client_test(struct request *rq);

/* client_end_web.c: archived, deleted */
struct reply client_archive(struct request *rq);
struct reply client_unarchive(struct request *rq);
struct reply client_removal_page(struct request *rq);
struct reply client_removal(struct request *rq);

/* client_staff_web.c: which staff users have which right on a client */
struct reply client_staff_page(struct request *rq);
struct reply client_staff_change(struct request *rq);

/* client_group_web.c: groups of clients */
extern const struct permission client_group_write;
struct reply client_group_list_page(struct request *rq);
struct reply client_group_new(struct request *rq);
struct reply client_group_page(struct request *rq);
struct reply client_group_change(struct request *rq);
struct reply client_group_removal(struct request *rq);
struct reply client_group_client_new(struct request *rq);
struct reply client_group_client_removal(struct request *rq);

/* place_web.c: the contacts of a client */
struct reply client_contacts_page(struct request *rq);
struct reply place_new_form(struct request *rq);
struct reply place_new(struct request *rq);
struct reply place_change(struct request *rq);
struct reply place_removal(struct request *rq);

/* contact_web.c: contacts on their own */
struct reply contact_show(struct request *rq);
struct reply contact_change_form(struct request *rq);
struct reply contact_change(struct request *rq);
struct reply contact_block(struct request *rq);
struct reply contact_unblock(struct request *rq);
struct reply contact_end_sessions(struct request *rq);

/* clients_routes.c */
enum { CLIENT_ROUTES = 35 };
extern const struct route client_routes[CLIENT_ROUTES];

#endif
