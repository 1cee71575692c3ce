/* waiting_page: lists of records of several modules, with boxes to tick. */
#ifndef APPROVAL_WAITING_PAGE_H
#define APPROVAL_WAITING_PAGE_H

#include "approval/review.h"

/* At most this many are decided at once. */
enum { DECIDED_AT_ONCE = 200 };

/* A lot as it grows, module by module. */
struct waiting_lot {
	struct waiting_record *rows;
	size_t count, capacity;
};
void waiting_add(struct request *rq, struct waiting_lot *lot, const struct waiting_record *rows, size_t count);
/* "records" of `page`, by their ids, and the links to go on; a lot holds one more than is shown. */
void waiting_show(struct request *rq, struct doc *page, struct waiting_lot *lot);

/* What was ticked: "ID", or "ID.STEP". */
struct ticked {
	int64_t id;
	int step; /* 0: not said */
};
size_t ticked_read(struct request *rq, struct ticked ticked[DECIDED_AT_ONCE]);

/* What became of one of them, as a line of "results". */
void result_add(struct request *rq, struct doc *list, const struct access *access, int64_t record, bool done,
		const char *english, const char *rule);

#endif
