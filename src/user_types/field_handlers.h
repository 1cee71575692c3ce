/* field_handlers: the pages of a user type's fields, publication, versions and files, for user_types_routes.c. */
#ifndef USER_TYPES_FIELD_HANDLERS_H
#define USER_TYPES_FIELD_HANDLERS_H

#include "core/request.h"

/* field_web.c: what is seen and written of each tab */
struct reply field_places_page(struct request *rq);
struct reply field_place_page(struct request *rq);
struct reply field_place_change(struct request *rq);

/* publish_web.c: what holds from now on */
struct reply publication_page(struct request *rq);
struct reply publication_new(struct request *rq);

/* version_web.c: what was published before */
struct reply version_list_page(struct request *rq);
struct reply version_page(struct request *rq);
struct reply version_restoration(struct request *rq);

/* export_web.c: a configuration as a file */
struct reply configuration_file(struct request *rq);
struct reply configuration_form(struct request *rq);
struct reply configuration_import(struct request *rq);
void configuration_prepare(struct request *rq);
enum { CONFIGURATION_LIMIT = 256 * 1024 };

#endif
