/* bulk_choice_store: which records of a list may be chosen for an invitation: those of people who are not invited, and
 * who have an address. */
#include "invitations/bulk.h"

#include "db/belt.h"

void
bulk_choice_sql(struct sql *sql, const struct module *module, const void *of)
{
	const struct bulk_choice *choice = of;
	const char *table = module->table;

	sql_reads(sql, "portal_user", NULL);
	sql_reads(sql, "invitation", NULL);
	sql_printf(sql, " and coalesce(%s, '') <> ''", choice->address);
	sql_add(sql, " and not exists (select 1 from portal_user as known where known.module_id = ");
	sql_value(sql, db_int(module->id));
	sql_printf(sql, " and known.record_id = %s.id)", table);
	if (text_equal(module->name, "contacts")) {
		sql_reads(sql, table, "entered_at");
		sql_reads(sql, table, "blocked_at");
		sql_printf(sql, " and %s.entered_at is null and %s.blocked_at is null", table, table);
	}
	sql_add(sql, " and not exists (select 1 from invitation as asked where asked.module_id = ");
	sql_value(sql, db_int(module->id));
	sql_printf(sql,
		   " and asked.record_id = %s.id and asked.state in ('queued', 'sent', 'delivered', 'opened') and "
		   "asked.expires_at > ",
		   table);
	sql_value(sql, db_int(choice->now));
	sql_add(sql, ")");
}
