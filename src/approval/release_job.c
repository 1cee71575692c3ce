/* release_job: when a rule was removed, the records that waited because of it no longer do: some at a time. */
#include "approval/decision.h"

#include "base/arena.h"
#include "base/instant.h"
#include "core/house.h"
#include "records/record_approval.h"
#include "rights/approval_rule.h"

enum { AT_ONCE = 50 };

struct releasing {
	const struct house *house;
	size_t count;
};

/* Nobody in particular does it: the plan says nothing here, since the state alone is written. */
static void
release_one(struct tx *tx, const struct house *house, const struct approval *approval)
{
	static const struct viewer system = {.kind = VIEWER_STAFF, .profile = PROFILE_CUSTOM, .name = "", .theme = ""};
	const struct rights *rights = rights_now(house, tx);
	const struct module *module = module_of_id(rights->catalogue, approval->module_id);
	struct moment *moment = arena_make(tx_arena(tx), struct moment);
	const struct access *access;

	*moment = moment_now(tx, 0);
	approval_end(tx, approval, RELEASED, moment->now);
	if (module == NULL)
		return;
	access = access_to(tx_arena(tx), house, &system, plan_for(rights, &system, module, moment), moment);
	record_set_state(tx, access, approval->record_id, SYSTEM_APPROVAL, STATE_NONE, "released", approval->rule_name);
}

static void
release_some(struct tx *tx, void *data)
{
	struct releasing *releasing = data;
	const struct approval *waiting = approvals_to_release(tx, AT_ONCE, &releasing->count);

	for (size_t i = 0; i < releasing->count; i++)
		release_one(tx, releasing->house, &waiting[i]);
}

enum job_result
approval_release_run(struct job *job)
{
	struct releasing releasing = {.house = job->context};
	struct arena *arena = arena_new(0);
	enum db_trouble trouble;

	do {
		arena_reset(arena);
		trouble = db_write(job->db, arena, release_some, &releasing);
	} while (trouble == DB_FINE && releasing.count > 0);
	arena_free(arena);
	job->error = "The database did not take it.";
	return trouble == DB_FINE ? JOB_DONE : JOB_RETRY;
}
