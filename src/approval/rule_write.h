/* rule_write: writes the rules of approval and of review. */
#ifndef APPROVAL_RULE_WRITE_H
#define APPROVAL_RULE_WRITE_H

#include "rights/approval_rule.h"
#include "rights/rights_write.h"

struct rule_draft {
	const char *name;
	const struct doc *condition; /* JSON, see condition_parse */
	bool on_create, on_change;
	struct approval_step steps[APPROVAL_STEPS];
	size_t step_count;
};

/* Every one of them makes all processes read the rules again before their next request; `version` is the row's. */

/* `id` 0: a new one, behind the others of its module. Records that wait already keep those they were sent to. */
enum rights_outcome
rule_save(struct tx *tx, const struct rights *rights, const struct module *module, int64_t id,
	  const struct rule_draft *draft, int64_t version, int64_t *saved, struct rights_trouble *trouble);
enum rights_outcome rule_pause(struct tx *tx, int64_t id, bool paused);
/* One place up or down among the rules of its module; at the end it stays where it is. */
void rule_move(struct tx *tx, const struct rights *rights, const struct approval_rule *rule, bool up);
/* Those that wait because of it are released one after the other by a job, or keep waiting for those they were sent to.
 */
enum rights_outcome rule_remove(struct tx *tx, int64_t id, int64_t version, bool release);
/* How many records wait because of it, counted up to `most`. */
int64_t rule_waiting(struct tx *tx, int64_t id, int64_t most);

struct review_draft {
	bool from_import, from_api, from_portal;
	const struct approver *reviewers;
	size_t reviewer_count;
};
enum rights_outcome
review_save(struct tx *tx, const struct module *module, const struct review_draft *draft, int64_t version);

#endif
