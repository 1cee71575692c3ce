/* record_list: the list of a module's records, for the feature at whose address it is read. */
#ifndef RECORDS_RECORD_LIST_H
#define RECORDS_RECORD_LIST_H

#include "core/request.h"

/* The list of the module with this name, as the address asks and as far as the viewer sees it: the answer to GET at the
 * home of the feature's pages (records/keeper.h). */
struct reply record_list_of(struct request *rq, const char *module);

#endif
