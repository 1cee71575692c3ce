/* bin_clear: what somebody wants to be gone for good goes on after the answer, as long as it takes. */
#ifndef FOLDERS_BIN_CLEAR_H
#define FOLDERS_BIN_CLEAR_H

#include "folders/bin_store.h"
#include "job/job.h"

enum { CLEAR_AT_ONCE = 200 /* files and folders in a transaction */ };

/* Goes on with what is left of it, in the name of the staff user, with what they may then. */
void bin_clear_later(struct tx *tx, const struct folder_access *access, const struct bin_scope *scope);
bool bin_is_clearing(struct tx *tx, int64_t client);

enum job_result bin_clear_run(struct job *job); /* "bin.clear" */

#endif
