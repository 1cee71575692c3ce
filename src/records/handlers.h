/* handlers: the pages of the feature, which live in several files, for its one table of routes (records_routes.c). */
#ifndef RECORDS_HANDLERS_H
#define RECORDS_HANDLERS_H

#include "core/feature.h"
#include "records/record.h"

/* list_web.c */
struct reply record_list_page(struct request *rq);
struct reply record_groups_page(struct request *rq);
struct reply record_suggestions_page(struct request *rq);
struct reply record_bin_page(struct request *rq);

/* bin_settings_web.c */
struct reply bin_settings(struct request *rq);
struct reply bin_settings_change(struct request *rq);

/* record_web.c: the sheet, and what happens to a record as a whole */
struct reply record_show_page(struct request *rq);
/* The record of the path is not there: it does not exist, or was merged, and where to. `access` NULL: not theirs. */
struct reply record_gone(struct request *rq, const struct access *access);
struct reply record_history_page(struct request *rq);
struct reply record_removal(struct request *rq);
struct reply record_restoration(struct request *rq);
struct reply record_purge_page(struct request *rq);

/* record_form_web.c */
struct reply record_new_form(struct request *rq);
struct reply record_new(struct request *rq);
struct reply record_change_form(struct request *rq);
struct reply record_changed(struct request *rq);

/* portal_web.c, portal_frame_web.c: the tabs of portal users */
struct reply portal_record_list(struct request *rq);
struct reply portal_record_show(struct request *rq);
/* Before a portal user writes: it is counted, and the files that came are kept. */
void portal_prepare(struct request *rq);
struct reply portal_record_removal_form(struct request *rq);
struct reply portal_frame_show(struct request *rq);

/* bulk_web.c */
struct reply record_bulk(struct request *rq);

/* view_web.c: saved views */
struct reply view_new_form(struct request *rq);
struct reply view_new(struct request *rq);
struct reply view_change_form(struct request *rq);
struct reply view_change(struct request *rq);
struct reply view_preference(struct request *rq);
struct reply view_removal(struct request *rq);

/* remark_web.c */
struct reply remark_new(struct request *rq);
struct reply remark_change(struct request *rq);
struct reply remark_removal(struct request *rq);

/* attachment_web.c */
struct reply attachment_new(struct request *rq);
struct reply attachment_show(struct request *rq);
struct reply attachment_picture(struct request *rq);
struct reply attachment_removal(struct request *rq);

/* search_web.c, schema_web.c */
struct reply global_search(struct request *rq);
struct reply module_schema(struct request *rq);

/* records_routes.c */
enum { RECORD_ROUTES = 49 };
extern const struct route record_routes[RECORD_ROUTES];

#endif
