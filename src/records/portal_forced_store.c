/* portal_forced_store: who owns what portal users make, and whether they see what they wrote. */
#include "records/portal_forced.h"

#include "records/record_select.h"

int64_t
portal_owner(struct tx *tx, const struct access *access)
{
	const struct user_type *type = rights_user_type(access->plan->rights, access->viewer->user_type);
	int64_t module = type == NULL || type->main == NULL ? 0 : type->main->id;

	return db_get_int(tx, 0,
			  "select coalesce((select staff.id from portal_user join staff on staff.id = "
			  "portal_user.invited_by where portal_user.module_id = $1 and portal_user.record_id = $2 and "
			  "staff.disabled_at is null), (select id from staff where acts_for = 'portal'))",
			  db_int(module), db_int(access->viewer->record));
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
