/* demand_tell: mails about document requests: to those who are asked, and to who asked; what comes in a burst is one.
 */
#ifndef DEMANDS_DEMAND_TELL_H
#define DEMANDS_DEMAND_TELL_H

#include "job/job.h"

/* There is something to tell: in some minutes, with all that comes until then; or at once. */
void demand_tell_later(struct tx *tx, int64_t demand, bool at_once);

enum job_result demand_tell_run(struct job *job); /* "demand.tell" */

#endif
