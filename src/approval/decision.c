/* decision: who may say what about a record that waits, and what follows from it. */
#include "approval/decision.h"

#include "base/arena.h"
#include "core/weakened.h"
#include "records/record_approval.h"
#include "rights/approval_rule.h"

const char *const approval_state_names[] = {"waiting", "approved", "refused", "withdrawn", "released", NULL};
const char *const decision_names[] = {"approve", "reject", "withdraw", "release", NULL};

bool
approval_may_withdraw(const struct approval *approval, const struct viewer *viewer)
{
	return viewer->kind == VIEWER_STAFF && viewer->staff != 0 &&
	       (approval->owner_id == viewer->staff || approval->submitted_by == viewer->staff);
}

bool
approval_asks(const struct asked_person *people, size_t count, int64_t staff, bool undecided)
{
	for (size_t i = 0; i < count; i++)
		if (people[i].id == staff)
			return !undecided || !people[i].decided;
	return false;
}

/* What is being decided. */
struct deciding {
	struct tx *tx;
	const struct access *access;
	const struct approval *approval;
	const struct decision_wish *wish;
	bool for_others;
};

static void
end(struct deciding *deciding, enum approval_state state, const char *record_state, const char *kind)
{
	approval_end(deciding->tx, deciding->approval, state, deciding->access->moment->now);
	record_set_state(deciding->tx, deciding->access, deciding->approval->record_id, SYSTEM_APPROVAL, record_state,
			 kind, deciding->wish->reason);
	if (state != WITHDRAWN)
		approval_tell_soon(deciding->tx);
}

/* All who are asked have approved, the one who does so now included. */
static bool
is_complete(const struct deciding *deciding)
{
	size_t count;
	const struct asked_person *people;

	if (deciding->for_others || !approval_needs_everybody(deciding->tx, deciding->approval))
		return true;
	people = approval_people(deciding->tx, deciding->approval, &count);
	for (size_t i = 0; i < count; i++)
		if (!people[i].decided)
			return false;
	return true;
}

static void
approve(struct deciding *deciding)
{
	const struct approval *approval = deciding->approval;
	struct tx *tx = deciding->tx;
	bool complete = is_complete(deciding);

	if (complete && approval->step >= approval->steps) {
		end(deciding, APPROVED, STATE_APPROVED, "approved");
		return;
	}
	record_note(tx, deciding->access, approval->record_id, "agreed", deciding->wish->reason);
	if (!complete)
		return;
	approval_next_step(tx, approval, deciding->access->moment->now);
	approval_tell_soon(tx);
}

/* Whether this viewer may say it. */
static enum decision_outcome
judge(struct deciding *deciding)
{
	const struct viewer *viewer = deciding->access->viewer;
	size_t count;
	const struct asked_person *people;

	if (deciding->wish->decision == DECISION_WITHDRAW)
		return approval_may_withdraw(deciding->approval, viewer) || weakened(CHECK_WITHDRAWAL)
			       ? DECISION_DONE
			       : DECISION_NOT_YOURS;
	people = approval_people(deciding->tx, deciding->approval, &count);
	if (approval_asks(people, count, viewer->staff, true))
		return DECISION_DONE;
	if (approval_asks(people, count, viewer->staff, false))
		return DECISION_TAKEN;
	deciding->for_others = true;
	return deciding->wish->may_for_others || weakened(CHECK_APPROVER) ? DECISION_DONE : DECISION_NOT_YOURS;
}

enum decision_outcome
approval_decide(struct tx *tx, const struct access *access, const struct decision_wish *wish, bool *for_others)
{
	struct approval *approval = approval_find(tx, wish->approval);
	struct deciding deciding = {.tx = tx, .access = access, .approval = approval, .wish = wish};
	enum decision_outcome outcome;

	*for_others = false;
	if (approval == NULL || approval->module_id != access->plan->module->id ||
	    record_find(tx, access, approval->record_id, false) == NULL)
		return DECISION_ABSENT;
	if (approval->state != WAITING || (wish->step != 0 && wish->step != approval->step))
		return DECISION_TAKEN;
	outcome = judge(&deciding);
	if (outcome != DECISION_DONE)
		return outcome;
	if (!approval_take(tx, approval))
		return DECISION_TAKEN;
	approval_say(tx, approval,
		     &(struct said){.decision = wish->decision,
				    .for_others = deciding.for_others,
				    .reason = wish->reason,
				    .at = access->moment->now},
		     access->viewer->staff);
	*for_others = deciding.for_others;
	if (wish->decision == DECISION_APPROVE)
		approve(&deciding);
	else if (wish->decision == DECISION_REJECT)
		end(&deciding, REFUSED, STATE_REFUSED, "refused");
	else
		end(&deciding, WITHDRAWN, STATE_WITHDRAWN, "withdrawn");
	return DECISION_DONE;
}
