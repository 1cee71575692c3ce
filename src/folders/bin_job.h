/* bin_job: empties the recycle bin of files and folders. */
#ifndef FOLDERS_BIN_JOB_H
#define FOLDERS_BIN_JOB_H

#include "job/job.h"

enum job_result folders_purge_run(struct job *job); /* "folder.purge", every day */

#endif
