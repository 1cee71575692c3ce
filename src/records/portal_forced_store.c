/* portal_forced_store: who owns what portal users make, and whether they see what they wrote. */
#include "records/portal_forced.h"

#include "records/record_select.h"

/* Of those who can take it the first: the inviter, then whoever stands nearest above them, then whom the portal acts
 * as. */
static const char owner_sql[] =
	"with recursive inviter (id, role_id) as (select staff.id, staff.role_id from portal_user join staff on "
	"staff.id = portal_user.invited_by where portal_user.module_id = $1 and portal_user.record_id = $2), "
	"above (role_id, height) as (select role.parent_id, 1 from inviter join role on role.id = inviter.role_id "
	"union all select role.parent_id, above.height + 1 from above join role on role.id = above.role_id) "
	"select candidate.id from (select id, 0 as height from inviter "
	"union all select staff.id, above.height from above join staff on staff.role_id = above.role_id) as candidate "
	"join staff on staff.id = candidate.id where staff.disabled_at is null and staff.acts_for is null "
	"order by candidate.height, candidate.id limit 1";

int64_t
portal_owner(struct tx *tx, const struct access *access)
{
	const struct user_type *type = rights_user_type(access->plan->rights, access->viewer->user_type);
	int64_t module = type == NULL || type->main == NULL ? 0 : type->main->id;
	int64_t owner = db_get_int(tx, 0, owner_sql, db_int(module), db_int(access->viewer->record));

	return owner != 0 ? owner : db_get_int(tx, 0, "select id from staff where acts_for = 'portal'");
}

bool
portal_sees(struct tx *tx, const struct access *access, int64_t id)
{
	struct sql sql = plan_sql(tx_arena(tx), access->plan, access->viewer);

	sql_printf(&sql, "select count(*) from %s", access->plan->module->table);
	select_plan_rows(&sql, access, false);
	sql_printf(&sql, " and %s.id = ", access->plan->module->table);
	sql_value(&sql, db_int(id));
	return db_sql_get_int(tx, 0, sql_end(&sql)) == 1;
}
