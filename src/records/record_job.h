/* record_job: what happens to records by itself; the feature lists these among its jobs. */
#ifndef RECORDS_RECORD_JOB_H
#define RECORDS_RECORD_JOB_H

#include "job/job.h"

/* "records.purge": daily, deletes for good what has been in the recycle bin for as long as the organisation says. */
enum job_result records_purge_run(struct job *job);

/* "records.refresh": nightly, computes the formulas that move with the day; with {"module": id}, all formulas, roll-ups
 * and words of that module: after a field that is computed was made or changed. */
enum { REFRESH_LIMIT_MS = 6 * 60 * 60 * 1000 };
enum job_result records_refresh_run(struct job *job);

#endif
