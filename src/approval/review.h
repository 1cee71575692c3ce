/* review: records that came from elsewhere and wait to be accepted. */
#ifndef APPROVAL_REVIEW_H
#define APPROVAL_REVIEW_H

#include "records/record.h"

/* Whether this viewer reviews records of the module: named by its rule; without names, whoever may change them. */
bool review_is_theirs(const struct access *access);
/* "review" at the head of a record: null, or {href, may_review}. */
void review_fill(struct request *rq, struct doc *page, const struct access *access, const struct record *record);

/* A record that waits for somebody, in a list of several modules. */
struct waiting_record {
	int64_t id; /* of the approval; of a record in review: its own */
	const struct access *access;
	int64_t record_id;
	const char *rule_name, *submitter;
	int step, steps;
	int64_t since;
};

/* ---- waiting_store.c ---- */

/* Approvals of one module that ask the viewer and that their plan shows, the oldest first after `after`. `all`: those
 * that ask others, too. `untold`: only those of which nobody was told yet. */
struct waiting_record *waiting_approvals(struct tx *tx, const struct access *access, int64_t after, bool all,
					 bool untold, size_t limit, size_t *count);
int64_t waiting_approval_count(struct tx *tx, const struct access *access, bool untold, int64_t most);
/* The modules in which anything waits for approval at all. */
int64_t *waiting_modules(struct tx *tx, size_t *count);

/* Records in review that the plan shows, the oldest first after `after`. */
struct waiting_record *
waiting_reviews(struct tx *tx, const struct access *access, int64_t after, size_t limit, size_t *count);
int64_t waiting_review_count(struct tx *tx, const struct access *access, int64_t most);

#endif
