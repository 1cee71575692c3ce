/* host_web: the routes and the job about companies' own host names. */
#ifndef COMPANIES_HOST_WEB_H
#define COMPANIES_HOST_WEB_H

#include "core/feature.h"

enum { HOST_JOBS = 1 };
extern const struct job_kind host_jobs[HOST_JOBS];

/* Adds the job that looks at the company's host name. */
void host_queue(struct tx *tx, int64_t company);

struct reply host_page(struct request *rq);
struct reply host_check_post(struct request *rq);

#endif
