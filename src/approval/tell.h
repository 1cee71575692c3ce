/* tell: mails about what waits and what was decided. */
#ifndef APPROVAL_TELL_H
#define APPROVAL_TELL_H

#include "job/job.h"
#include "records/record.h"

enum job_result approval_tell_run(struct job *job); /* "approval.tell" */

/* ---- tell_store.c ---- */

/* Somebody to be told. */
struct told_person {
	int64_t id, profile_id, role_id;
	const char *name, *email, *language;
};
/* Staff who are asked by an approval of which nobody was told. */
struct told_person *people_to_tell(struct tx *tx, size_t *count);
/* The approvals of the module whose records are there by now count as told. */
void asked_are_told(struct tx *tx, const struct module *module);

struct decided {
	int64_t id, module_id, record_id;
	bool approved;
	const char *reason, *by; /* NULL: none */
	int64_t person_id, profile_id, role_id;
	const char *name, *email, *language;
};
/* What was decided and not told yet, by whom it is to be told: one who decided themselves is not. */
struct decided *decided_to_tell(struct tx *tx, size_t limit, size_t *count);
void decided_are_told(struct tx *tx);

#endif
