/* worker: compiles the access of a staff user inside a job's transaction. */
#include "exchange/worker.h"

#include "base/arena.h"
#include "core/staff_viewer.h"
#include "core/weakened.h"

const struct access *
worker_access(struct tx *tx, const struct house *house, int64_t staff, int64_t module, enum may may)
{
	const struct viewer *viewer = viewer_of_staff(tx, staff);
	const struct rights *rights = viewer == NULL ? NULL : rights_now(house, tx);
	const struct module *found = rights == NULL ? NULL : module_of_id(rights->catalogue, module);
	struct moment *moment = arena_make(tx_arena(tx), struct moment);
	const struct plan *plan;

	if (found == NULL || found->retired)
		return NULL;
	*moment = moment_now(tx, staff);
	plan = plan_for(rights, viewer, found, moment);
	if (may == MAY_EXPORT && weakened(CHECK_EXPORT))
		may = MAY_VIEW;
	if ((plan->may & (unsigned)may) != (unsigned)may || (plan->may & MAY_VIEW) == 0)
		return NULL;
	return access_to(tx_arena(tx), house, viewer, plan, moment);
}
