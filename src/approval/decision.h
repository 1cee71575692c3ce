/* decision: a record that waits, who is asked, and what they say. */
#ifndef APPROVAL_DECISION_H
#define APPROVAL_DECISION_H

#include "base/doc.h"
#include "job/job.h"
#include "records/record.h"

enum approval_state { WAITING, APPROVED, REFUSED, WITHDRAWN, RELEASED };
extern const char *const approval_state_names[]; /* "waiting"…, NULL-terminated */

enum decision { DECISION_APPROVE, DECISION_REJECT, DECISION_WITHDRAW, DECISION_RELEASE };
extern const char *const decision_names[]; /* "approve", "reject", "withdraw", "release", NULL-terminated */

enum { DECISION_REASON = 1000, APPROVAL_PEOPLE = 100 };

struct approval {
	int64_t id;
	int64_t module_id, record_id;
	const char *rule_name;
	int step, steps;
	enum approval_state state;
	int64_t owner_id, submitted_by; /* 0: nobody of the staff */
	const char *submitter;		/* NULL: not a staff user */
	int64_t submitted_at, step_at, ended_at;
	int64_t version;
};

/* Somebody who is asked at the step it waits at. */
struct asked_person {
	int64_t id;
	const char *name;
	bool decided; /* they have approved already, the others have not */
};

struct said {
	int64_t id, approval_id;
	int step;
	enum decision decision;
	bool for_others;
	const char *name, *reason; /* reason NULL: none */
	int64_t at;
};

/* ---- decision_store.c ---- */

struct approval *approval_find(struct tx *tx, int64_t id);
/* The approval the record waits for; NULL: none. Whoever looks has found the record through their plan. */
struct approval *approval_of(struct tx *tx, int64_t module, int64_t record);
/* All there were, newest first, at most `limit`; and what was said about them, oldest first. */
struct approval *approvals_of(struct tx *tx, int64_t module, int64_t record, size_t limit, size_t *count);
struct said *approval_said(struct tx *tx, int64_t module, int64_t record, size_t *count);
/* Who is asked now: staff who may sign in. */
struct asked_person *approval_people(struct tx *tx, const struct approval *approval, size_t *count);

/* ---- decision.c ---- */

enum decision_outcome {
	DECISION_DONE,
	DECISION_ABSENT,    /* the record is not theirs to see, or waits for nothing */
	DECISION_TAKEN,	    /* somebody was faster, or it has gone on */
	DECISION_NOT_YOURS, /* they are not asked, or may not withdraw it */
};

struct decision_wish {
	int64_t approval;
	int step; /* as it was seen; 0: whichever */
	enum decision decision;
	const char *reason;  /* NULL: none */
	bool may_for_others; /* in place of those who are asked */
};

/* Decides, and moves the record on: to the next step, or out of waiting. *for_others says whether it was in place of
 * others. The transaction's; who is concerned gets a mail afterwards. */
enum decision_outcome
approval_decide(struct tx *tx, const struct access *access, const struct decision_wish *wish, bool *for_others);

/* Whether they may take it back: the one it belongs to, and the one whose change it was. */
bool approval_may_withdraw(const struct approval *approval, const struct viewer *viewer);
bool approval_asks(const struct asked_person *people, size_t count, int64_t staff, bool undecided);

/* ---- written by the store for approval_decide and the release ---- */

/* False: somebody was faster. */
bool approval_take(struct tx *tx, const struct approval *approval);
void approval_say(struct tx *tx, const struct approval *approval, const struct said *said, int64_t staff);
void approval_next_step(struct tx *tx, const struct approval *approval, int64_t now);
void approval_end(struct tx *tx, const struct approval *approval, enum approval_state state, int64_t now);
bool approval_needs_everybody(struct tx *tx, const struct approval *approval);
/* Of rules that are no more: at most `limit`. */
struct approval *approvals_to_release(struct tx *tx, size_t limit, size_t *count);

/* ---- release_job.c ---- */

enum job_result approval_release_run(struct job *job); /* "approval.release" */

#endif
