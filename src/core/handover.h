/* handover: what somebody on the staff must keep, whoever changes their accounts and rights. */
#ifndef CORE_HANDOVER_H
#define CORE_HANDOVER_H

#include "core/request.h"

/* One feature's (struct feature). */
struct handover {
	/* Before anything is written: what nobody keeps as it is. */
	const void *(*begin)(struct request *rq);
	/* Once it is written: gives to whom the form names as "successor" what nobody would keep, and what was given
	 * by hand to `leaver` (0: nobody leaves). False: somebody must be named; an error stands beside "successor",
	 * and `asked` gets "clients", "others" and "successors" for the part handover_fields. */
	bool (*settle)(struct request *rq, const void *begun, int64_t leaver, struct doc *asked);
};

/* Around a change of staff or of their rights; settle sets *name* on the page: what is asked, or null. */
const void *house_handover_begin(struct request *rq);
bool house_handover_settle(struct request *rq, const void *begun, int64_t leaver, struct doc *page, const char *name);

#endif
