/* deposit_job: the end of files that were sent for requests and became no file of a folder. */
#ifndef DEMANDS_DEPOSIT_JOB_H
#define DEMANDS_DEPOSIT_JOB_H

#include "job/job.h"

enum job_result deposits_sweep_run(struct job *job); /* "deposit.sweep", every day */

#endif
