/* portions: a reply that is written portion by portion while it is sent: none of it is kept, however long it becomes.
 */
#ifndef CORE_PORTIONS_H
#define CORE_PORTIONS_H

#include "base/str.h"
#include "core/request.h"

enum portion { PORTION_MORE, PORTION_LAST, PORTION_FAILED };

/* Adds the next portion to `out`, whose arena was emptied before; it reads in a short transaction of its own. FAILED:
 * the connection breaks off. */
typedef enum portion (*portion_write)(void *data, struct builder *out);

/* `first` stands before all that `write` adds. `first` and `data` are tied to the request's arena. */
struct reply reply_portions(struct request *rq, const char *type, struct str first, portion_write write, void *data);

#endif
