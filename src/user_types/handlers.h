/* handlers: the pages that set user types up, which live in several files, for their one table of routes. */
#ifndef USER_TYPES_HANDLERS_H
#define USER_TYPES_HANDLERS_H

#include "core/feature.h"

/* type_list_web.c: all of them, and another */
struct reply type_list_page(struct request *rq);
struct reply type_order(struct request *rq);
struct reply type_new_form(struct request *rq);
struct reply type_new(struct request *rq);

/* type_web.c: one of them */
struct reply type_page(struct request *rq);
struct reply type_change(struct request *rq);
struct reply type_removal_page(struct request *rq);
struct reply type_removal(struct request *rq);

/* tab_list_web.c: its tabs */
struct reply tab_list_page(struct request *rq);
struct reply tab_order(struct request *rq);
/* The same page after a form that was refused: with what is kept now, and what was wrong. */
struct reply tab_list_again(struct request *rq, bool conflict);

/* tab_form_web.c: one tab */
struct reply tab_page(struct request *rq);
struct reply tab_change(struct request *rq);

/* tab_removal_web.c */
struct reply tab_removal(struct request *rq);

/* web_tab_web.c: one that shows a page of the web */
struct reply web_tab_new_form(struct request *rq);
struct reply web_tab_new(struct request *rq);
struct reply web_tab_page(struct request *rq);
struct reply web_tab_change(struct request *rq);
struct reply web_tab_removal(struct request *rq);

/* web_server_web.c: the servers whose pages may be tabs */
struct reply web_server_list_page(struct request *rq);
struct reply web_server_new(struct request *rq);
struct reply web_server_removal(struct request *rq);

/* message_web.c: what its people are told when they sign in */
struct reply type_message_page(struct request *rq);
struct reply type_message_change(struct request *rq);

/* ways_web.c: by which ways its people sign in */
struct reply type_ways_page(struct request *rq);
struct reply type_ways_change(struct request *rq);

#endif
