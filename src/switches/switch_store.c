/* switch_store: every statement about switches, and about those whom the portal's concerns. */
#include "switches/switch.h"

#include "base/instant.h"
#include "core/access.h"
#include "core/session.h"

#include <stddef.h>

struct row {
	const char *name;
	bool is_on;
	int64_t changed_at;
};
static const struct db_column columns[] = {
	DB_COLUMN_TEXT(struct row, name),
	DB_COLUMN_BOOL(struct row, is_on),
	DB_COLUMN_INSTANT(struct row, changed_at),
};
static const struct db_shape shape = DB_SHAPE(struct row, columns);

bool
switch_is_on(struct tx *tx, enum switch_name name)
{
	return db_get_int(tx, 0, "select is_on from feature_switch where name = $1",
			  db_text(switch_kinds[name].name)) == 1;
}

void
switch_states(struct tx *tx, struct switch_state states[SWITCHES])
{
	size_t count;
	const struct row *rows = db_list(tx, &shape, &count, "select name, is_on, changed_at from feature_switch");

	for (int i = 0; i < SWITCHES; i++)
		states[i] = (struct switch_state){.changed_at = NO_INSTANT};
	for (size_t i = 0; i < count; i++) {
		enum switch_name name = switch_named(rows[i].name);

		if (name != SWITCHES)
			states[name] = (struct switch_state){.on = rows[i].is_on, .changed_at = rows[i].changed_at};
	}
}

void
switch_hold_all(struct tx *tx)
{
	/* Whoever does so at the same time on PostgreSQL must begin again. */
	db_run(tx, "update feature_switch set version = version + 1");
}

void
switch_set(struct tx *tx, enum switch_name name, bool on, int64_t now)
{
	db_run(tx, "update feature_switch set is_on = $1, changed_at = $2 where name = $3", db_int(on), db_int(now),
	       db_text(switch_kinds[name].name));
}

int64_t
portal_people(struct tx *tx, const struct viewer *viewer)
{
	return db_get_int(tx, 0,
			  access_sql(viewer,
				     "select count(*) from (select 1 from contact where {contact} and "
				     "email is not null and blocked_at is null and deleted_at is null and exists "
				     "(select 1 from client_contact where contact_id = contact.id) limit $2) as "
				     "counted"),
			  access_client(viewer), db_int(PORTAL_PEOPLE_LIMIT + 1));
}

int64_t
portal_sessions(struct tx *tx, int64_t now)
{
	return db_get_int(tx, 0,
			  "select count(*) from (select 1 from session where kind = $1 and expires_at > $2 limit $3) "
			  "as counted",
			  db_text(session_kind_names[SESSION_PORTAL]), db_int(now), db_int(PORTAL_PEOPLE_LIMIT + 1));
}

int64_t
portal_sessions_end(struct tx *tx)
{
	return db_run(tx, "delete from session where kind = $1", db_text(session_kind_names[SESSION_PORTAL]));
}
