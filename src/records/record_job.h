/* record_job: what happens to records by itself; the feature lists these among its jobs. */
#ifndef RECORDS_RECORD_JOB_H
#define RECORDS_RECORD_JOB_H

#include "job/job.h"

/* "records.purge": daily, deletes for good what has been in the recycle bin for thirty days. */
enum job_result records_purge_run(struct job *job);

#endif
