/* quota_store: counts portal users by user type, and keeps what the operator granted. */
#include "portal_users/quota.h"

#include "base/arena.h"
#include "db/sql.h"
#include "portal_users/plan.h"
#include "sys/clock.h"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct quota_row, user_type),
	DB_COLUMN_INT64(struct quota_row, used),
	DB_COLUMN_INT64(struct quota_row, further),
};
static const struct db_shape shape = DB_SHAPE(struct quota_row, columns);

/* Who signs in with a row of their own; contacts who did before there were user types, who are of the default one; and
 * those whom an open invitation may bring in. */
#define OWN_ROWS                                                                                                        \
	"select p.user_type_id, count(*) as used from portal_user p where p.blocked_at is null and not exists (select " \
	"1 from contact c where c.id = p.record_id and (c.blocked_at is not null or c.deleted_at is not null))"
#define OTHERS                                                                                                          \
	" group by p.user_type_id "                                                                                     \
	"union all select d.id, count(*) from contact c cross join user_type d where d.is_default = 1 and "             \
	"c.entered_at is not null and c.blocked_at is null and c.deleted_at is null and not exists (select 1 from "     \
	"portal_user p where p.module_id = (select m.id from module m where m.name = 'contacts') and p.record_id = "    \
	"c.id) group by d.id "                                                                                          \
	"union all select i.user_type_id, count(*) from invitation i where i.state in ('queued', 'sent', 'delivered', " \
	"'opened') and not exists (select 1 from portal_user p where p.module_id = i.module_id and p.record_id = "      \
	"i.record_id) and not exists (select 1 from contact c where c.id = i.record_id and c.entered_at is not null) "  \
	"and i.expires_at > "

struct table_row {
	const char *name;
};
static const struct db_column table_columns[] = {DB_COLUMN_TEXT(struct table_row, name)};
static const struct db_shape table_shape = DB_SHAPE(struct table_row, table_columns);

/* Whose record is in the recycle bin does not count; of who is no contact, it is in a table of their module's. */
static void
leave_out_bin(struct tx *tx, struct sql *sql)
{
	size_t count;
	const struct table_row *tables =
		db_list(tx, &table_shape, &count,
			"select distinct m.table_name as name from user_type t join module m on m.id = "
			"t.main_module_id where m.name <> 'contacts' order by m.table_name");

	for (size_t i = 0; i < count; i++)
		sql_printf(sql,
			   " and not exists (select 1 from %s gone where gone.id = p.record_id and gone.deleted_at "
			   "is not null)",
			   tables[i].name);
}

const struct quota *
quota_read(struct tx *tx)
{
	struct quota *quota = arena_make(tx_arena(tx), struct quota);
	struct sql sql = sql_new(tx_arena(tx));

	quota->included = portal_plan_find(tx)->included;
	sql_add(&sql,
		"select t.id as user_type, coalesce(c.used, 0) as used, coalesce(q.further, 0) as further "
		"from user_type t left join (select user_type_id, cast(sum(used) as bigint) as used from (" OWN_ROWS);
	leave_out_bin(tx, &sql);
	sql_add(&sql, OTHERS);
	sql_value(&sql, db_int(clock_now()));
	sql_add(&sql, " group by i.user_type_id) as counted group by user_type_id) as c on c.user_type_id = t.id "
		      "left join portal_quota q on q.user_type_id = t.id order by t.id");
	quota->rows = db_sql_list(tx, &shape, &quota->count, sql_end(&sql));
	return quota;
}

void
quota_grant(struct tx *tx, int64_t user_type, int64_t further)
{
	db_run(tx,
	       "insert into portal_quota (user_type_id, further) values ($1, $2) on conflict (user_type_id) do update set "
	       "further = excluded.further",
	       db_int(user_type), db_int(further));
}

void
quota_forget(struct tx *tx, int64_t user_type)
{
	db_run(tx, "delete from portal_quota where user_type_id = $1", db_int(user_type));
}

static void
hold_others(struct tx *tx)
{
	db_run(tx, "update portal_plan set counted = counted + 1 where id = 1");
}

int64_t
portal_users_room(struct tx *tx, int64_t user_type, bool hold)
{
	int64_t type = user_type != 0 ? user_type : db_get_int(tx, 0, "select id from user_type where is_default = 1");

	if (hold)
		hold_others(tx);
	return quota_room(quota_read(tx), type);
}

int64_t
portal_users_excess(struct tx *tx, bool hold)
{
	const struct quota *quota;
	int64_t used;

	if (hold)
		hold_others(tx);
	quota = quota_read(tx);
	used = quota_used(quota);
	return used > quota->included ? used - quota->included : 0;
}
