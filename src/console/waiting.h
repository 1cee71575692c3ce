/* waiting: what waits for somebody, as the staff's home counts it, and the client one tries the portal with. */
#ifndef CONSOLE_WAITING_H
#define CONSOLE_WAITING_H

#include "core/viewer.h"

#include <stdint.h>

struct tx;

enum { WAITING_LIMIT = 99 };

/* Messages that could not be delivered, at most WAITING_LIMIT. */
int64_t waiting_messages(struct tx *tx, const struct viewer *viewer);
/* Jobs that were given up, at most WAITING_LIMIT. */
int64_t waiting_jobs(struct tx *tx);

int64_t test_client_find(struct tx *tx, const struct viewer *viewer); /* 0: there is none */

#endif
