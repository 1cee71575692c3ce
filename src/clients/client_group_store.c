/* client_group_store: a group's clients are read through the viewer's rights, its name by all who see the client base.
 */
#include "clients/client_group_store.h"

#include "base/id.h"
#include "base/str.h"
#include "clients/client_tally.h"
#include "clients/list_store.h"
#include "core/access.h"
#include "db/db.h"
#include "html/format.h"
#include "sys/clock.h"

#include <stddef.h>

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct client_group, id),
	DB_COLUMN_INT64(struct client_group, version),
	DB_COLUMN_TEXT(struct client_group, name),
	DB_COLUMN_INT(struct client_group, client_count),
};
static const struct db_shape shape = DB_SHAPE(struct client_group, columns);

#define GROUPS                                                                                                         \
	"select client_group.id, client_group.version, client_group.name, (select count(*) from client_group_member "  \
	"join client on client.id = client_group_member.client_id where {client} and "                                 \
	"client_group_member.group_id = client_group.id) as client_count from client_group "

struct client_group *
client_group_list(struct tx *tx, const struct viewer *viewer, size_t *count)
{
	return db_list(tx, &shape, count,
		       access_sql(viewer, GROUPS "order by client_group.name_key, client_group.id limit $2"),
		       access_client(viewer), db_int(CLIENT_GROUPS));
}

struct client_group *
client_group_find(struct tx *tx, const struct viewer *viewer, int64_t id)
{
	return db_find(tx, &shape, access_sql(viewer, GROUPS "where client_group.id = $2"), access_client(viewer),
		       db_int(id));
}

bool
client_group_exists(struct tx *tx, int64_t id)
{
	return db_get_int(tx, 0, "select 1 from client_group where id = $1", db_int(id)) == 1;
}

bool
client_group_name_is_taken(struct tx *tx, const char *name, int64_t except)
{
	return db_get_int(tx, 0, "select 1 from client_group where name_key = $1 and id <> $2",
			  db_text(text_fold(tx_arena(tx), name)), db_int(except)) == 1;
}

int64_t
client_group_create(struct tx *tx, const char *name)
{
	int64_t id = id_new();

	db_run(tx, "insert into client_group (id, name, name_key, created_at, version) values ($1, $2, $3, $4, 1)",
	       db_int(id), db_text(name), db_text(text_fold(tx_arena(tx), name)), db_int(clock_now()));
	return id;
}

bool
client_group_rename(struct tx *tx, int64_t group, const char *name, int64_t version)
{
	return db_run(tx,
		      "update client_group set name = $1, name_key = $2, version = version + 1 "
		      "where id = $3 and version = $4",
		      db_text(name), db_text(text_fold(tx_arena(tx), name)), db_int(group), db_int(version)) == 1;
}

void
client_group_forget_staff(struct tx *tx, int64_t group)
{
	db_run(tx, "delete from client_group_staff where group_id = $1", db_int(group));
	client_members_count_group(tx, group);
}

void
client_group_remove(struct tx *tx, int64_t group)
{
	client_group_forget_staff(tx, group);
	db_run(tx, "delete from client_group_member where group_id = $1", db_int(group));
	db_run(tx, "delete from client_group where id = $1", db_int(group));
}

/* ---- staff ---- */

static const struct db_column staff_columns[] = {
	DB_COLUMN_INT64(struct client_staff, id),
	DB_COLUMN_TEXT(struct client_staff, name),
	{"of_groups", DB_M_INT, offsetof(struct client_staff, of_groups), LEVEL_UNSAID, NULL},
};
static const struct db_shape staff_shape = DB_SHAPE(struct client_staff, staff_columns);

struct client_staff *
client_group_staff(struct tx *tx, int64_t group, size_t *count)
{
	return db_list(tx, &staff_shape, count,
		       "select staff.id, staff.name, client_group_staff.level as of_groups from staff "
		       "left join client_group_staff on client_group_staff.staff_id = staff.id and "
		       "client_group_staff.group_id = $1 where staff.disabled_at is null and staff.acts_for is null "
		       "order by staff.name, staff.id limit 2000",
		       db_int(group));
}

void
client_group_staff_set(struct tx *tx, int64_t group, int64_t staff, int level)
{
	if (level == LEVEL_UNSAID)
		db_run(tx, "delete from client_group_staff where group_id = $1 and staff_id = $2", db_int(group),
		       db_int(staff));
	else
		db_run(tx,
		       "insert into client_group_staff (group_id, staff_id, level) values ($1, $2, $3) "
		       "on conflict (group_id, staff_id) do update set level = excluded.level",
		       db_int(group), db_int(staff), db_int(level));
	client_members_meet(tx, END_STAFF, staff);
}

/* ---- clients ---- */

struct client_group *
client_groups_of(struct tx *tx, int64_t client, size_t *count)
{
	return db_list(tx, &shape, count,
		       "select client_group.id, client_group.version, client_group.name, 0 as client_count "
		       "from client_group_member join client_group on client_group.id = client_group_member.group_id "
		       "where client_group_member.client_id = $1 order by client_group.name_key, client_group.id",
		       db_int(client));
}

bool
client_group_has(struct tx *tx, int64_t group, int64_t client)
{
	return db_get_int(tx, 0, "select 1 from client_group_member where group_id = $1 and client_id = $2",
			  db_int(group), db_int(client)) == 1;
}

void
client_group_add(struct tx *tx, int64_t group, int64_t client)
{
	db_run(tx, "insert into client_group_member (client_id, group_id) values ($1, $2) on conflict do nothing",
	       db_int(client), db_int(group));
	client_members_meet(tx, END_GROUP, group);
	client_members_count(tx, client);
}

void
client_group_take(struct tx *tx, int64_t group, int64_t client)
{
	db_run(tx, "delete from client_group_member where client_id = $1 and group_id = $2", db_int(client),
	       db_int(group));
	client_members_meet(tx, END_GROUP, group);
	client_members_count(tx, client);
}

static void
set_member(struct tx *tx, int64_t group, int64_t client, bool member)
{
	if (member)
		client_group_add(tx, group, client);
	else
		client_group_take(tx, group, client);
}

const char *
client_group_keep(struct tx *tx, const struct rights *rights, int64_t group, int64_t client, bool member)
{
	set_member(tx, group, client, member);
	if (client_nobodys(tx, rights, client, 0) == 0)
		return NULL;
	set_member(tx, group, client, !member);
	return N_("By this nobody would keep full access to this client.");
}

static const struct db_column member_columns[] = {
	DB_COLUMN_INT64(struct client_member, id),
	DB_COLUMN_TEXT(struct client_member, number),
	DB_COLUMN_TEXT(struct client_member, name),
	DB_COLUMN_TEXT(struct client_member, name_key),
};
static const struct db_shape member_shape = DB_SHAPE(struct client_member, member_columns);

struct client_member *
client_group_members(struct tx *tx, const struct viewer *viewer, int64_t group, const char *after_key, int64_t after,
		     size_t limit, size_t *count)
{
	return db_list(tx, &member_shape, count,
		       access_sql(viewer,
				  "select client.id, client.number, client.name, client.name_key "
				  "from client_group_member join client on client.id = "
				  "client_group_member.client_id where {client} and "
				  "client_group_member.group_id = $2 and (client.name_key, client.id) > ($3, $4) "
				  "order by client.name_key, client.id limit $5"),
		       access_client(viewer), db_int(group), db_text(after_key), db_int(after), db_int((int64_t)limit));
}

int64_t
client_called(struct tx *tx, const struct viewer *viewer, const char *typed)
{
	size_t count;
	const struct client_member *found = db_list(
		tx, &member_shape, &count,
		access_sql(viewer, "select client.id, client.number, client.name, client.name_key from client "
				   "where {client} and (client.number = $2 or client.name_key = $3) "
				   "order by case when client.number = $2 then 0 else 1 end, client.id limit 2"),
		access_client(viewer), db_text(typed), db_text(text_fold(tx_arena(tx), typed)));

	if (count == 2 && !text_equal(found[0].number, typed))
		return 0;
	return count == 0 ? 0 : found[0].id;
}

static const struct db_column in_group_columns[] = {
	DB_COLUMN_INT64(struct client_in_group, client_id),
	DB_COLUMN_INT64(struct client_in_group, group_id),
	DB_COLUMN_TEXT(struct client_in_group, name),
};
static const struct db_shape in_group_shape = DB_SHAPE(struct client_in_group, in_group_columns);

struct client_in_group *
clients_in_groups(struct tx *tx, const struct viewer *viewer, const int64_t *ids, size_t id_count, size_t *count)
{
	const char *begun = access_sql(
		viewer, "select client_group_member.client_id, client_group_member.group_id, client_group.name "
			"from client_group_member join client on client.id = client_group_member.client_id "
			"join client_group on client_group.id = client_group_member.group_id "
			"where {client} and client_group_member.client_id in (");

	return db_sql_list(
		tx, &in_group_shape, count,
		sql_of_ids(tx, viewer, begun, ids, id_count, ") order by client_group.name_key, client_group.id"));
}
