/* plan: what a trial's end does, and when one is told of it. */
#include "portal_users/plan.h"

const char *const trial_end_names[] = {"kept", "read_only", "deleted", NULL};

int64_t
trial_deletion_at(const struct portal_plan *plan)
{
	if (plan->trial_ends_at == NO_INSTANT || plan->trial_end != TRIAL_DELETED)
		return NO_INSTANT;
	return plan->trial_ends_at + (int64_t)TRIAL_GRACE_DAYS * DAY_MS;
}

enum trial_state
trial_state_of(const struct portal_plan *plan, int64_t now)
{
	if (plan->closed_at != NO_INSTANT)
		return TRIAL_GONE;
	if (plan->trial_ends_at == NO_INSTANT)
		return TRIAL_NONE;
	if (now < plan->trial_ends_at)
		return TRIAL_RUNS;
	if (plan->trial_end == TRIAL_KEPT)
		return TRIAL_OVER;
	return plan->trial_end == TRIAL_READ_ONLY ? TRIAL_READS : TRIAL_LEAVING;
}

int64_t
trial_warned_of(const struct portal_plan *plan, int64_t now)
{
	return trial_state_of(plan, now) == TRIAL_LEAVING ? trial_deletion_at(plan) : plan->trial_ends_at;
}

/* Whoever missed one (the program did not run) is told of the next, not of all. */
int
trial_warning_due(const struct portal_plan *plan, int64_t now)
{
	static const int days[] = {1, 7, 30};
	enum trial_state state = trial_state_of(plan, now);
	int64_t left;
	int warning = 0;

	if (state != TRIAL_RUNS && state != TRIAL_LEAVING)
		return 0;
	left = trial_warned_of(plan, now) - now;
	for (int i = 0; i < 3 && warning == 0; i++)
		if (left <= (int64_t)days[i] * DAY_MS)
			warning = 3 - i + (state == TRIAL_LEAVING ? 3 : 0);
	return warning > plan->trial_warned ? warning : 0;
}
