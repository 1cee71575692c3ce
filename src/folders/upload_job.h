/* upload_job: takes away what came of files that nobody waits for any more. */
#ifndef FOLDERS_UPLOAD_JOB_H
#define FOLDERS_UPLOAD_JOB_H

#include "job/job.h"

/* The part goes once the transaction holds. NULL: there is none. */
void upload_part_forget(struct tx *tx, const char *part);

enum job_result upload_part_run(struct job *job);
/* What expired, and parts no row knows of: those of a request that was refused, or killed. */
enum job_result uploads_sweep_run(struct job *job);

#endif
