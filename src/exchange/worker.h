/* worker: a staff user's access as it is now, for jobs that act for them. Internal to src/exchange. */
#ifndef EXCHANGE_WORKER_H
#define EXCHANGE_WORKER_H

#include "records/record.h"

/* The staff user's access to the module as it is in this transaction, whatever it was when they asked for the work.
 * NULL: their account is closed, the module is out of use, or they may not do this there any more. */
const struct access *
worker_access(struct tx *tx, const struct house *house, int64_t staff, int64_t module, enum may may);

#endif
