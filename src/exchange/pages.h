/* pages: the handlers of the feature, and what they share. Internal to src/exchange. */
#ifndef EXCHANGE_PAGES_H
#define EXCHANGE_PAGES_H

#include "core/feature.h"
#include "rights/rights.h"

/* export_web.c */
struct reply export_new(struct request *rq);
struct reply export_show(struct request *rq);
struct reply export_file(struct request *rq);

/* intake_web.c */
struct reply intake_form(struct request *rq);
struct reply intake_new(struct request *rq);
struct reply intake_show(struct request *rq);
struct reply intake_mapped(struct request *rq);
struct reply intake_taken(struct request *rq);
struct reply intake_undone(struct request *rq);
struct reply intake_removed(struct request *rq);

/* "KB" of a file, for people. */
void doc_set_size(struct doc *object, int64_t bytes);

/* exchange_job.c */
enum job_result exchange_sweep(struct job *job); /* "exchange.sweep": files and notes of the past */

#endif
