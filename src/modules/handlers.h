/* handlers: the pages of settings that make modules, fields and layouts, for the table of routes (modules_routes.c). */
#ifndef MODULES_HANDLERS_H
#define MODULES_HANDLERS_H

#include "core/feature.h"

/* module_settings_web.c */
struct reply module_list_page(struct request *rq);
struct reply module_new_form(struct request *rq);
struct reply module_new(struct request *rq);
struct reply module_settings_page(struct request *rq);
struct reply module_settings_change(struct request *rq);
struct reply module_retirement(struct request *rq);
struct reply module_restoration(struct request *rq);

/* field_web.c: the fields of a module, their order, out of use and back */
struct reply field_list_page(struct request *rq);
struct reply field_order(struct request *rq);
struct reply field_retirement(struct request *rq);
struct reply field_restoration(struct request *rq);

/* field_form_web.c: making and changing one */
struct reply field_new_form(struct request *rq);
struct reply field_new(struct request *rq);
struct reply field_change_form(struct request *rq);
struct reply field_changed(struct request *rq);
struct reply field_formula_check(struct request *rq);

/* layout_web.c */
struct reply layout_list_page(struct request *rq);
struct reply layout_new_form(struct request *rq);
struct reply layout_new(struct request *rq);
struct reply layout_show(struct request *rq);
struct reply layout_change(struct request *rq);
struct reply layout_removal(struct request *rq);

/* modules_routes.c */
enum { MODULE_ROUTES = 22 };
extern const struct route module_routes[MODULE_ROUTES];

#endif
