/* system_job: what the house does by itself: removing files that no row names. */
#ifndef APP_SYSTEM_JOB_H
#define APP_SYSTEM_JOB_H

#include "job/job.h"

enum { SYSTEM_JOBS = 1 };
extern const struct job_kind system_jobs[SYSTEM_JOBS];

#endif
