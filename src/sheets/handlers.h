/* handlers: the pages of the feature, for its one table of routes (sheets_routes.c). */
#ifndef SHEETS_HANDLERS_H
#define SHEETS_HANDLERS_H

#include "core/request.h"

/* sheet_web.c: what is filled in on a client's sheet */
struct reply sheet_form_page(struct request *rq);
struct reply sheet_fill_post(struct request *rq);
struct reply sheet_load_post(struct request *rq);

/* attribute_web.c: the attributes of a client, or of a template */
struct reply attribute_new_post(struct request *rq);
struct reply attribute_page(struct request *rq);
struct reply attribute_post(struct request *rq);
struct reply attribute_removal_post(struct request *rq);
struct reply attribute_order_post(struct request *rq);

/* template_web.c: the templates */
struct reply sheet_template_list_page(struct request *rq);
struct reply sheet_template_new_post(struct request *rq);
struct reply sheet_template_page(struct request *rq);
struct reply sheet_template_post(struct request *rq);
struct reply sheet_template_copy_post(struct request *rq);
struct reply sheet_template_removal_post(struct request *rq);

/* sheets_routes.c */
enum { SHEET_ROUTES = 22 };
extern const struct route sheet_routes[SHEET_ROUTES];

#endif
