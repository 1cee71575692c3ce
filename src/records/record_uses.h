/* record_uses: how many records of each module lead to one, for whoever is about to take it away. */
#ifndef RECORDS_RECORD_USES_H
#define RECORDS_RECORD_USES_H

#include "core/request.h"

/* Adds {"label", "count", "more"} for each module whose records lead to this one of `module`, as far as the viewer sees
 * them; counted up to a thousand. */
void record_uses_add(struct request *rq, struct doc *list, const char *module, int64_t id);

#endif
