/* handlers: the pages of the feature, for its one table of routes (space_routes.c), and what else it offers the house.
 */
#ifndef SPACE_HANDLERS_H
#define SPACE_HANDLERS_H

#include "core/request.h"
#include "job/job.h"

struct client_column;

/* space_web.c: the organisation's */
struct reply space_settings(struct request *rq);
struct reply space_settings_change(struct request *rq);

/* client_space_web.c: one client's */
struct reply client_space(struct request *rq);
struct reply client_space_change(struct request *rq);

enum job_result space_warn_run(struct job *job); /* "space.warn", every hour */

enum { SPACE_ROUTES = 4 };
extern const struct route space_routes[SPACE_ROUTES];

#endif
