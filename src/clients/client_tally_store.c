/* client_tally_store: one row for each client; what concerns many clients at once is counted anew in one statement. */
#include "clients/client_tally.h"

#include "base/arena.h"
#include "clients/list_store.h"
#include "db/sql.h"

static const char *const columns[] = {
	[TALLY_MEMBERS] = "member_count",
	[TALLY_FOLDERS] = "folder_count",
	[TALLY_SPACE] = "space_used",
};

void
client_tally_add(struct tx *tx, int64_t client, enum client_tally tally, int64_t by)
{
	struct sql sql = sql_new(tx_arena(tx));

	if (by == 0)
		return;
	sql_printf(&sql, "update client_tally set %s = %s + ", columns[tally], columns[tally]);
	sql_value(&sql, db_int(by));
	sql_add(&sql, " where client_id = ");
	sql_value(&sql, db_int(client));
	db_sql_run(tx, sql_end(&sql));
}

void
client_tally_empty(struct tx *tx, int64_t client, enum client_tally tally)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_printf(&sql, "update client_tally set %s = 0 where client_id = ", columns[tally]);
	sql_value(&sql, db_int(client));
	db_sql_run(tx, sql_end(&sql));
}

void
client_tally_begin(struct tx *tx, int64_t client)
{
	db_run(tx,
	       "insert into client_tally (client_id, member_count, folder_count, space_used) values ($1, 0, 0, 0) on "
	       "conflict do nothing",
	       db_int(client));
}

void
client_tally_forget(struct tx *tx, int64_t client)
{
	db_run(tx, "delete from client_tally where client_id = $1", db_int(client));
}

/* ---- members ---- */

/* Of the row `client`. */
#define MEMBERS                                                                                                        \
	"((select count(*) from client_contact join contact on contact.id = client_contact.contact_id where "          \
	"client_contact.client_id = client.id and contact.deleted_at is null) + " CLIENT_STAFF_COUNT ")"
/* Writes the row whether or not its number changes, see client_tally.h. */
#define COUNT_ANEW                                                                                                     \
	"update client_tally set member_count = (select " MEMBERS                                                      \
	" from client where client.id = client_tally.client_id) where "

void
client_members_count(struct tx *tx, int64_t client)
{
	db_run(tx, COUNT_ANEW "client_id = $1", db_int(client));
}

void
client_members_meet(struct tx *tx, enum member_end end, int64_t id)
{
	static const char *const statements[] = {
		[END_CONTACT] = "update contact set version = version where id = $1",
		[END_STAFF] = "update staff set name = name where id = $1",
		[END_GROUP] = "update client_group set version = version where id = $1",
	};

	db_run(tx, statements[end], db_int(id));
}

void
client_members_count_group(struct tx *tx, int64_t group)
{
	client_members_meet(tx, END_GROUP, group);
	db_run(tx,
	       COUNT_ANEW "client_id in (select client_group_member.client_id from client_group_member where "
			  "client_group_member.group_id = $1)",
	       db_int(group));
}

void
client_members_count_staff(struct tx *tx, int64_t staff)
{
	client_members_meet(tx, END_STAFF, staff);
	db_run(tx,
	       "update client_group set version = version where id in (select group_id from client_group_staff where "
	       "staff_id = $1)",
	       db_int(staff));
	db_run(tx,
	       COUNT_ANEW
	       "client_id in (select client_staff.client_id from client_staff where client_staff.staff_id = $1 union "
	       "select client_group_member.client_id from client_group_staff join client_group_member on "
	       "client_group_member.group_id = client_group_staff.group_id where client_group_staff.staff_id = $1)",
	       db_int(staff));
}

void
client_members_count_contact(struct tx *tx, int64_t contact)
{
	db_run(tx,
	       COUNT_ANEW "client_id in (select client_contact.client_id from client_contact where "
			  "client_contact.contact_id = $1)",
	       db_int(contact));
}

/* ---- whether they are right ---- */

#define RIGHT                                                                                                          \
	"select client.id as client_id, " MEMBERS " as member_count, (select count(*) from folder where "              \
	"folder.client_id = client.id and folder.deleted_at is null) as folder_count, coalesce((select "               \
	"client_space.used from client_space where client_space.client_id = client.id), 0) as space_used from client"

int64_t
client_tallies_wrong(struct tx *tx)
{
	return db_get_int(tx, 0,
			  "select count(*) from (" RIGHT
			  ") as counted left join client_tally on client_tally.client_id "
			  "= counted.client_id where client_tally.client_id is null or client_tally.member_count <> "
			  "counted.member_count or client_tally.folder_count <> counted.folder_count or "
			  "client_tally.space_used <> counted.space_used");
}

void
client_tallies_mend(struct tx *tx)
{
	db_run(tx, "delete from client_tally");
	db_run(tx, "insert into client_tally (client_id, member_count, folder_count, space_used) select client_id, "
		   "member_count, folder_count, space_used from (" RIGHT ") as counted");
}
