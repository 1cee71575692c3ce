/* client_right_store: asks the plan of each staff user, and keeps what is given by hand. */
#include "clients/client_right_store.h"

#include "base/arena.h"
#include "clients/client_tally.h"
#include "clients/clients.h"
#include "clients/keepers.h"
#include "db/db.h"
#include "modules/module_belt.h"
#include "rights/hand.h"
#include "sys/clock.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

const char *const client_level_names[] = {"none", "read", "full", NULL};
const char *const client_level_labels[] = {N_("No access to the client"), N_("Read only"), N_("Full access"), NULL};

/* ---- what counts ---- */

static int64_t *
ids_of(struct tx *tx, struct sql *sql, size_t *count)
{
	static const enum db_type types[] = {DB_INT};
	const struct db_value *cells;
	int64_t *ids;

	sql_add(sql, " order by client.id");
	cells = db_sql_cells(tx, sql_end(sql), types, 1, count);
	ids = arena_make_array(tx_arena(tx), int64_t, *count + 1);
	for (size_t i = 0; i < *count; i++)
		ids[i] = cells[i].integer;
	return ids;
}

/* NULL: clients are no module of this house (of a test): permissions alone tell. */
static const struct plan *
plan_at(const struct moment *moment, const struct rights *rights, const struct viewer *viewer)
{
	const struct module *module = module_named(rights->catalogue, client_keeper.module);
	struct moment theirs = *moment;

	theirs.staff = viewer->staff;
	return module == NULL ? NULL : plan_for(rights, viewer, module, &theirs);
}

static const struct plan *
plan_of_clients(struct tx *tx, const struct rights *rights, const struct viewer *viewer)
{
	const struct moment moment = moment_now(tx, viewer->staff);

	return plan_at(&moment, rights, viewer);
}

int64_t *
clients_seen(struct tx *tx, const struct rights *rights, const struct viewer *viewer, const int64_t *ids,
	     size_t id_count, size_t *count)
{
	const struct plan *plan = plan_of_clients(tx, rights, viewer);
	struct sql sql = plan == NULL ? sql_new(tx_arena(tx)) : plan_sql(tx_arena(tx), plan, viewer);

	sql_printf(&sql, "select client.id from client where client.deleted_at is null and %s and client.id in ",
		   plan == NULL ? "1 = 1" : plan->rows);
	sql_ids(&sql, ids, id_count);
	return ids_of(tx, &sql, count);
}

enum client_level
client_level_of(struct tx *tx, const struct rights *rights, const struct viewer *viewer, int64_t client)
{
	const struct plan *plan;
	struct sql sql;

	if (viewer->kind != VIEWER_STAFF)
		return CLIENT_NONE;
	plan = plan_of_clients(tx, rights, viewer);
	if (plan == NULL)
		return CLIENT_FULL;
	sql = plan_sql(tx_arena(tx), plan, viewer);
	sql_printf(&sql, "select case when %s then %d else %d end from client where client.deleted_at is null and %s ",
		   plan->full, CLIENT_FULL, CLIENT_READ, plan->rows);
	sql_add(&sql, "and client.id = ");
	sql_value(&sql, db_int(client));
	return (enum client_level)db_sql_get_int(tx, CLIENT_NONE, sql_end(&sql));
}

enum { EYES = 64 /* in a statement */ };

/* A text of a plan, with another staff user in each row in place of the one who is $1. */
static void
add_for_eyes(struct sql *sql, const char *text)
{
	const char *place;

	while ((place = strstr(text, "$1")) != NULL) {
		bool other = place[2] >= '0' && place[2] <= '9';

		sql_printf(sql, "%.*s%s", (int)(place - text), text, other ? "$1" : "eye.id");
		text = place + 2;
	}
	sql_add(sql, text);
}

/* Several who look at one client; whoever is done has no plan any more. */
struct eyes {
	const struct viewer *viewers;
	const struct plan **plans;
	size_t count;
	int64_t client;
	enum client_level *levels;
};

static void
note_level(struct eyes *eyes, int64_t staff, enum client_level level)
{
	for (size_t i = 0; i < eyes->count; i++)
		if (eyes->viewers[i].staff == staff)
			eyes->levels[i] = level;
}

/* Adds "(values …)" of the first that have this plan. */
static void
take_eyes(struct sql *sql, struct eyes *eyes, const struct plan *plan)
{
	size_t taken = 0;

	for (size_t i = 0; i < eyes->count && taken < EYES; i++) {
		if (eyes->plans[i] != plan)
			continue;
		sql_add(sql, taken++ == 0 ? "(values (" : ", (");
		sql_value(sql, db_int(eyes->viewers[i].staff));
		sql_add(sql, ")");
		eyes->plans[i] = NULL;
	}
	sql_add(sql, ")");
}

static void
ask_plan(struct tx *tx, struct eyes *eyes, const struct plan *plan, const struct viewer *viewer)
{
	static const enum db_type types[] = {DB_INT, DB_INT};
	struct sql sql = plan_sql(tx_arena(tx), plan, viewer);
	const struct db_value *cells;
	size_t rows;

	sql_add(&sql, "with eye (id) as ");
	take_eyes(&sql, eyes, plan);
	sql_add(&sql, " select eye.id, case when ");
	add_for_eyes(&sql, plan->full);
	sql_printf(&sql, " then %d else %d end from eye cross join client where client.deleted_at is null and ",
		   CLIENT_FULL, CLIENT_READ);
	add_for_eyes(&sql, plan->rows);
	sql_add(&sql, " and client.id = ");
	sql_value(&sql, db_int(eyes->client));
	cells = db_sql_cells(tx, sql_end(&sql), types, 2, &rows);
	for (size_t i = 0; i < rows; i++)
		note_level(eyes, cells[2 * i].integer, (enum client_level)cells[2 * i + 1].integer);
}

void
client_levels_of(struct tx *tx, const struct rights *rights, const struct viewer *viewers, size_t count, int64_t client,
		 enum client_level *levels)
{
	const struct moment moment = moment_now(tx, 0);
	struct eyes eyes = {viewers, arena_make_array(tx_arena(tx), const struct plan *, count + 1), count, client,
			    levels};

	for (size_t i = 0; i < count; i++) {
		eyes.plans[i] = plan_at(&moment, rights, &viewers[i]);
		levels[i] = eyes.plans[i] == NULL ? CLIENT_FULL : CLIENT_NONE;
	}
	for (size_t i = 0; i < count; i++)
		if (eyes.plans[i] != NULL)
			ask_plan(tx, &eyes, eyes.plans[i], &viewers[i]);
}

bool
client_is_withheld(struct tx *tx, const struct viewer *viewer, int64_t client)
{
	if (viewer->given_only)
		return client_find(tx, viewer, client) == NULL;
	return db_get_int(tx, 0, "select case when " HAND_LEVEL("$1", "$2") " = 0 then 1 else 0 end",
			  db_int(viewer->staff), db_int(client)) == 1;
}

/* ---- what is said ---- */

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct client_staff, id),
	DB_COLUMN_INT64(struct client_staff, profile_id),
	DB_COLUMN_INT64(struct client_staff, role_id),
	DB_COLUMN_TEXT(struct client_staff, name),
	{"own", DB_M_INT, offsetof(struct client_staff, own), LEVEL_UNSAID, NULL},
	{"of_groups", DB_M_INT, offsetof(struct client_staff, of_groups), LEVEL_UNSAID, NULL},
	DB_COLUMN_TEXT(struct client_staff, group),
};
static const struct db_shape shape = DB_SHAPE(struct client_staff, columns);

struct client_staff *
client_staff_list(struct tx *tx, int64_t client, size_t *count)
{
	return db_list(
		tx, &shape, count,
		"select staff.id, staff.profile_id, staff.role_id, staff.name, " HAND_OWN("staff.id", "$1") " as own, " HAND_OF_GROUPS(
			"min", "staff.id",
			"$1") " as of_groups, "
			      "(select client_group.name from client_group_member "
			      "join client_group_staff on client_group_staff.group_id = client_group_member.group_id "
			      "join client_group on client_group.id = client_group_member.group_id "
			      "where client_group_member.client_id = $1 and client_group_staff.staff_id = staff.id "
			      "order by client_group_staff.level, client_group.name_key, client_group.id limit 1) as \"group\" "
			      "from staff where staff.disabled_at is null and staff.acts_for is null order by staff.name, staff.id limit $2",
		db_int(client), db_int(CLIENT_STAFF_LIMIT));
}

struct viewer
client_staff_viewer(const struct client_staff *staff)
{
	return (struct viewer){
		.kind = VIEWER_STAFF,
		.staff = staff->id,
		.profile = profile_of_id(staff->profile_id),
		.profile_id = staff->profile_id,
		.role_id = staff->role_id,
		.name = staff->name,
	};
}

void
client_staff_set(struct tx *tx, int64_t client, int64_t staff, int level, int64_t by)
{
	if (level == LEVEL_UNSAID)
		db_run(tx, "delete from client_staff where client_id = $1 and staff_id = $2", db_int(client),
		       db_int(staff));
	else
		db_run(tx,
		       "insert into client_staff (client_id, staff_id, level, given_at, given_by) "
		       "values ($1, $2, $3, $4, $5) on conflict (client_id, staff_id) do update set "
		       "level = excluded.level, given_at = excluded.given_at, given_by = excluded.given_by",
		       db_int(client), db_int(staff), db_int(level), db_int(clock_now()), db_optional(by, 0));
	client_members_meet(tx, END_STAFF, staff);
	client_members_count(tx, client);
}

int *
client_staff_levels(struct tx *tx, const int64_t *ids, size_t count, int64_t staff)
{
	static const enum db_type types[] = {DB_INT, DB_INT};
	struct sql sql = sql_new(tx_arena(tx));
	int *levels = arena_make_array(tx_arena(tx), int, count + 1);
	const struct db_value *said;
	size_t said_count, at = 0;

	sql_printf(&sql, "select client_id, level from client_staff where staff_id = $%d order by client_id",
		   sql_bind(&sql, db_int(staff)));
	said = db_sql_cells(tx, sql_end(&sql), types, 2, &said_count);
	for (size_t i = 0; i < count; i++) {
		while (at < said_count && said[2 * at].integer < ids[i])
			at++;
		levels[i] = at < said_count && said[2 * at].integer == ids[i] ? (int)said[2 * at + 1].integer
									      : LEVEL_UNSAID;
	}
	return levels;
}

void
client_staff_set_many(struct tx *tx, const int64_t *ids, size_t count, int64_t staff, enum client_level level,
		      int64_t by)
{
	enum { ROWS = 300 };

	for (size_t from = 0; from < count; from += ROWS) {
		struct sql sql = sql_new(tx_arena(tx));

		sql_add(&sql,
			"insert into client_staff (client_id, staff_id, level, given_at, given_by) select client.id, ");
		sql_printf(&sql, "cast($%d as bigint), cast($%d as bigint), cast($%d as bigint), cast($%d as bigint)",
			   sql_bind(&sql, db_int(staff)), sql_bind(&sql, db_int(level)),
			   sql_bind(&sql, db_int(clock_now())), sql_bind(&sql, db_optional(by, 0)));
		sql_add(&sql, " from client where client.id in ");
		sql_ids(&sql, ids + from, count - from < ROWS ? count - from : ROWS);
		sql_add(&sql, " on conflict (client_id, staff_id) do update set level = excluded.level, given_at = "
			      "excluded.given_at, given_by = excluded.given_by");
		db_sql_run(tx, sql_end(&sql));
	}
	if (count > 0)
		client_members_count_staff(tx, staff);
}

void
client_right_of_maker(struct tx *tx, const struct rights *rights, const struct viewer *maker, int64_t client)
{
	const struct plan *plan = maker->kind == VIEWER_STAFF ? plan_of_clients(tx, rights, maker) : NULL;

	if (plan == NULL || !(plan->may & MAY_EDIT) || client_level_of(tx, rights, maker, client) == CLIENT_FULL)
		return;
	client_staff_set(tx, client, maker->staff, CLIENT_FULL, 0);
}

/* ---- somebody always has it in full ---- */

/* The clients that must be somebody's; which of them are is found out one staff user after the other. */
struct watched {
	int64_t *ids;
	bool *kept;
	size_t count, left;
};

/* Of one client, else of a group, else of all. */
static void
add_scope(struct sql *sql, int64_t client, int64_t group)
{
	sql_add(sql, "select client.id from client where client.deleted_at is null");
	if (client != 0 || group != 0)
		sql_add(sql, client != 0 ? " and client.id = "
					 : " and client.id in (select member.client_id from client_group_member as "
					   "member where member.group_id = ");
	if (client != 0 || group != 0)
		sql_value(sql, db_int(client != 0 ? client : group));
	sql_add(sql, client == 0 && group != 0 ? ")" : "");
}

/* Both lists are in order. */
static void
keep(struct watched *watched, const int64_t *ids, size_t count)
{
	size_t at = 0;

	for (size_t i = 0; i < watched->count && at < count; i++) {
		while (at < count && ids[at] < watched->ids[i])
			at++;
		if (at < count && ids[at] == watched->ids[i] && !watched->kept[i]) {
			watched->kept[i] = true;
			watched->left--;
		}
	}
}

/* Few are named to the next one who is asked, so that not all theirs are read for them. */
static void
add_left(struct sql *sql, const struct watched *watched)
{
	enum { NAMED = 100 };
	const char *before = " and client.id in (";

	if (watched->left > NAMED)
		return;
	for (size_t i = 0; i < watched->count; i++)
		if (!watched->kept[i]) {
			sql_add(sql, before);
			sql_value(sql, db_int(watched->ids[i]));
			before = ", ";
		}
	sql_add(sql, ")");
}

static struct sql
theirs(struct tx *tx, const struct rights *rights, const struct client_staff *staff, const char **condition)
{
	const struct viewer viewer = client_staff_viewer(staff);
	const struct plan *plan = plan_of_clients(tx, rights, &viewer);

	*condition = arena_printf(tx_arena(tx), "(%s and %s)", plan->rows, plan->full);
	return plan_sql(tx_arena(tx), plan, &viewer);
}

/* Whoever is asked first leaves the others little to look for. */
static void
put_administrator_first(struct client_staff *staff, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (staff[i].profile_id == profile_id_of(PROFILE_ADMINISTRATOR)) {
			struct client_staff first = staff[i];

			staff[i] = staff[0];
			staff[0] = first;
			return;
		}
}

static struct watched
watch(struct tx *tx, const struct rights *rights, const struct client_staff *first, int64_t client, int64_t group)
{
	struct watched watched = {NULL, NULL, 0, 0};
	const char *condition;
	struct sql sql = theirs(tx, rights, first, &condition);

	add_scope(&sql, client, group);
	sql_printf(&sql, " and %s is not true", condition);
	watched.ids = ids_of(tx, &sql, &watched.count);
	watched.kept = arena_make_array(tx_arena(tx), bool, watched.count + 1);
	watched.left = watched.count;
	return watched;
}

int64_t *
clients_nobodys(struct tx *tx, const struct rights *rights, int64_t client, int64_t group, size_t *count)
{
	size_t staff_count;
	struct client_staff *staff = client_staff_list(tx, client, &staff_count);
	struct watched watched;

	*count = 0;
	if (module_named(rights->catalogue, client_keeper.module) == NULL || staff_count == 0)
		return NULL;
	put_administrator_first(staff, staff_count);
	watched = watch(tx, rights, &staff[0], client, group);
	for (size_t i = 1; i < staff_count && watched.left > 0; i++) {
		const char *condition;
		struct sql sql = theirs(tx, rights, &staff[i], &condition);
		size_t found;
		const int64_t *ids;

		add_scope(&sql, client, group);
		add_left(&sql, &watched);
		sql_printf(&sql, " and %s", condition);
		ids = ids_of(tx, &sql, &found);
		keep(&watched, ids, found);
	}
	for (size_t i = 0; i < watched.count; i++)
		if (!watched.kept[i])
			watched.ids[(*count)++] = watched.ids[i];
	return watched.ids;
}

int64_t
client_nobodys(struct tx *tx, const struct rights *rights, int64_t client, int64_t group)
{
	size_t count;
	const int64_t *ids = clients_nobodys(tx, rights, client, group, &count);

	return count == 0 ? 0 : ids[0];
}

int64_t *
clients_given_in_full(struct tx *tx, int64_t staff, size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_add(&sql, "select client.id from client join client_staff on client_staff.client_id = client.id where "
		      "client.deleted_at is null and client_staff.level = 2 and client_staff.staff_id = ");
	sql_value(&sql, db_int(staff));
	return ids_of(tx, &sql, count);
}

/* ---- with the client ---- */

void
client_rights_purge(struct tx *tx, int64_t client)
{
	db_run(tx, "delete from client_staff where client_id = $1", db_int(client));
	db_run(tx, "delete from client_group_member where client_id = $1", db_int(client));
}

/* Whoever was kept away from one of the two is kept away from both: the least counts. */
void
client_rights_merge(struct tx *tx, int64_t goes, int64_t stays)
{
	db_run(tx,
	       "insert into client_staff (client_id, staff_id, level, given_at, given_by) "
	       "select cast($1 as bigint), staff_id, level, given_at, given_by from client_staff where client_id = $2 "
	       "on conflict (client_id, staff_id) do update set level = case when excluded.level < client_staff.level "
	       "then excluded.level else client_staff.level end",
	       db_int(stays), db_int(goes));
	db_run(tx,
	       "insert into client_group_member (client_id, group_id) select cast($1 as bigint), group_id from client_group_member "
	       "where client_id = $2 on conflict do nothing",
	       db_int(stays), db_int(goes));
	client_rights_purge(tx, goes);
}
