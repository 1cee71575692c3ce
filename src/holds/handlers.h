/* handlers: the pages of the feature, for its one table of routes (holds_routes.c). */
#ifndef HOLDS_HANDLERS_H
#define HOLDS_HANDLERS_H

#include "core/request.h"

struct folder_shown;

/* stand.c: on the page of a folder or file, "stand": what keeps it as it is, and what can be done about that */
void stand_fill(struct request *rq, struct doc *page, const struct folder_shown *shown);

/* lock_web.c: the same in the console and in the portal */
struct reply file_lock(struct request *rq);
struct reply file_unlock(struct request *rq);

/* hold_web.c */
struct reply holds_show(struct request *rq);
struct reply client_holds_show(struct request *rq);
struct reply client_hold_new(struct request *rq);
struct reply hold_end(struct request *rq);

/* retention_web.c */
struct reply retention_settings(struct request *rq);
struct reply retention_settings_change(struct request *rq);

/* keep_web.c */
struct reply folder_keep_show(struct request *rq);
struct reply folder_keep_change(struct request *rq);
struct reply file_keep_forget(struct request *rq);

/* sort_web.c: of a client, and of all */
struct reply sort_show(struct request *rq);
struct reply sort_do(struct request *rq);

enum { LOCK_HOURS_USUAL = 8, LOCK_HOURS_MOST = 168 };

enum { HOLD_ROUTES = 17 };
extern const struct route hold_routes[HOLD_ROUTES];

#endif
