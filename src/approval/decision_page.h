/* decision_page: what the pages on which one decides share: reading what is said, saying what became of it. */
#ifndef APPROVAL_DECISION_PAGE_H
#define APPROVAL_DECISION_PAGE_H

#include "approval/decision.h"

/* Decision and reason of the form; mistakes stand beside them. */
bool decision_read(struct request *rq, struct decision_wish *wish);
const char *decision_outcome_text(enum decision_outcome outcome); /* English, N_ */
const char *decision_flash(enum decision decision);
void decision_audit(struct request *rq, const struct module *module, int64_t record, const struct decision_wish *wish,
		    bool for_others);

#endif
