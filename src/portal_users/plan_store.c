/* plan_store: the one row of what the operator grants. */
#include "portal_users/plan.h"

#include "db/db.h"
#include "sys/clock.h"

static const struct db_column columns[] = {
	DB_COLUMN_TEXT(struct portal_plan, name),
	DB_COLUMN_INT64(struct portal_plan, included),
	DB_COLUMN_INSTANT(struct portal_plan, trial_ends_at),
	DB_COLUMN_ENUM(struct portal_plan, trial_end, trial_end_names),
	DB_COLUMN_INT(struct portal_plan, trial_warned),
	DB_COLUMN_INSTANT(struct portal_plan, closed_at),
};
static const struct db_shape shape = DB_SHAPE(struct portal_plan, columns);

const struct portal_plan *
portal_plan_find(struct tx *tx)
{
	static const struct portal_plan trouble = {.trial_ends_at = NO_INSTANT, .closed_at = NO_INSTANT};
	const struct portal_plan *plan =
		db_find(tx, &shape,
			"select name, included, trial_ends_at, trial_end, trial_warned, closed_at "
			"from portal_plan where id = 1");

	return plan == NULL ? &trouble : plan; /* without the row the transaction failed already */
}

void
portal_plan_save(struct tx *tx, const struct portal_plan *plan)
{
	db_run(tx,
	       "update portal_plan set name = $1, included = $2, trial_ends_at = $3, trial_end = $4, trial_warned = $5, "
	       "closed_at = $6 where id = 1",
	       db_text(plan->name), db_int(plan->included), db_optional(plan->trial_ends_at, NO_INSTANT),
	       db_text(trial_end_names[plan->trial_end]), db_int(plan->trial_warned),
	       db_optional(plan->closed_at, NO_INSTANT));
}

bool
portal_is_read_only(struct tx *tx)
{
	enum trial_state state = trial_state_of(portal_plan_find(tx), clock_now());

	return state == TRIAL_READS || state == TRIAL_LEAVING || state == TRIAL_GONE;
}
