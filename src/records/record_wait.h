/* record_wait: makes a record wait in the very write that brings it into that case. Internal to src/records. */
#ifndef RECORDS_RECORD_WAIT_H
#define RECORDS_RECORD_WAIT_H

#include "records/record_check.h"
#include "rights/approval_rule.h"

/* Sets the state of approval of what is about to be written; the rule by which it will wait, or NULL. */
const struct approval_rule *
wait_decide(const struct access *access, const struct db_value *before, struct db_value *after);
/* Once it is written: whom it waits for, its history, and their mail. NULL rule: nothing. */
void wait_begin(struct tx *tx, const struct access *access, const struct row *row, const struct approval_rule *rule,
		const struct db_value *before);
/* What is computed of a record changed because of another one: it may have to wait now. */
void wait_computed(struct tx *tx, const struct access *access, const struct module *module, const struct row *before,
		   struct row *after);
/* "waiting" when a new record that comes from there waits for review, else "none". */
const char *review_begun(const struct access *access, const struct record_draft *draft);
bool row_waits(const struct row *row);
/* All that is kept of approvals of a record that goes for good. */
void wait_forget(struct tx *tx, const struct module *module, int64_t id);

#endif
