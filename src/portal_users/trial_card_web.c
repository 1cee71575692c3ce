/* trial_card_web: how the trial stands, for whoever opens the console. */
#include "modules/condition.h"
#include "portal_users/handlers.h"
#include "portal_users/plan.h"

void
trial_card(struct request *rq, struct doc *page)
{
	static const char *const sentences[] = {
		[TRIAL_RUNS] = N_("The trial ends {{ends_at.day}}."),
		[TRIAL_READS] = N_("The trial is over: the portal shows everything, and nobody writes there any more."),
		[TRIAL_LEAVING] = N_("The trial is over: the portal is only read, and its accounts are deleted "
				     "{{deleted_at.day}}."),
		[TRIAL_GONE] = N_("The trial is over: the portal’s accounts were deleted."),
	};
	const struct portal_plan *plan = portal_plan_find(rq->tx);
	enum trial_state state = trial_state_of(plan, rq->moment->now);
	struct doc *trial, *values = doc_object(rq->arena);

	doc_set_null(page, "trial");
	if (state == TRIAL_NONE || state == TRIAL_OVER)
		return;
	trial = doc_set_object(page, "trial");
	doc_set_instant(values, "ends_at", plan->trial_ends_at);
	doc_set_instant(values, "deleted_at", trial_deletion_at(plan));
	doc_set_message(trial, "sentence", sentences[state], values);
	doc_set_text(trial, "tone", state == TRIAL_RUNS ? "info" : "warn");
}
