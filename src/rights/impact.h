/* impact: who gains and who loses what by a change of rights: the rights a request began with beside those it wrote. */
#ifndef RIGHTS_IMPACT_H
#define RIGHTS_IMPACT_H

#include "core/request.h"
#include "rights/rights.h"

/* Whose records everybody sees through the tree of roles, at one moment. */
struct reach;
const struct reach *reach_now(struct tx *tx);

/* Compares rq->rights with what is written in this transaction by now. Sets "impact": {gaining, losing: how many staff;
 * people: [{names, others, gains: [text], losses: [text]}] where those alike stand together; nobody; unshown: how many
 * people more; uncounted: records were not counted to the end}. True when somebody gains or loses something. */
bool impact_show(struct request *rq, struct doc *page, const struct reach *before);

#endif
