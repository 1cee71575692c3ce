/* staff_store: every statement about staff users themselves. They are few: their list needs no pages. */
#include "people/staff.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "core/session.h"
#include "people/credential.h"
#include "people/token.h"
#include "rights/rights_write.h"
#include "sys/clock.h"

#include <stddef.h>

#define COLUMNS                                                                                                        \
	"id, email, name, profile_id, role_id, password_hash, totp_secret, totp_on, language, theme, disabled_at, acts_for, created_at, version"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct staff, id),
	DB_COLUMN_TEXT(struct staff, email),
	DB_COLUMN_TEXT(struct staff, name),
	DB_COLUMN_INT64(struct staff, profile_id),
	DB_COLUMN_INT64(struct staff, role_id),
	DB_COLUMN_TEXT(struct staff, password_hash),
	DB_COLUMN_BYTES(struct staff, totp_secret),
	DB_COLUMN_BOOL(struct staff, totp_on),
	DB_COLUMN_TEXT(struct staff, language),
	DB_COLUMN_TEXT(struct staff, theme),
	DB_COLUMN_INSTANT(struct staff, disabled_at),
	DB_COLUMN_TEXT(struct staff, acts_for),
	DB_COLUMN_INSTANT(struct staff, created_at),
	DB_COLUMN_INT64(struct staff, version),
};
static const struct db_shape shape = DB_SHAPE(struct staff, columns);

const struct staff *
staff_itself(struct tx *tx, int64_t id)
{
	return db_find(tx, &shape, "select " COLUMNS " from staff where id = $1", db_int(id));
}

const struct staff *
staff_of_email(struct tx *tx, const char *email)
{
	return db_find(tx, &shape, "select " COLUMNS " from staff where email = $1", db_text(email));
}

struct staff *
staff_find(struct tx *tx, const struct viewer *viewer, int64_t id)
{
	return db_find(tx, &shape, access_sql(viewer, "select " COLUMNS " from staff where {staff} and id = $2"),
		       access_client(viewer), db_int(id));
}

struct staff *
staff_list(struct tx *tx, const struct viewer *viewer, size_t *count)
{
	return db_list(tx, &shape, count,
		       access_sql(viewer, "select " COLUMNS " from staff where {staff} order by name, id"),
		       access_client(viewer));
}

struct staff *
staff_list_all(struct tx *tx, size_t *count)
{
	return db_list(tx, &shape, count, "select " COLUMNS " from staff order by name, id");
}

bool
staff_email_is_taken(struct tx *tx, const char *email, int64_t except)
{
	return db_get_int(tx, 0, "select 1 from staff where email = $1 and id <> $2", db_text(email), db_int(except)) ==
	       1;
}

int64_t
staff_create(struct tx *tx, const struct staff_new *staff)
{
	int64_t id = id_new();

	if (db_run(tx,
		   "insert into staff (id, email, name, profile_id, role_id, password_hash, totp_on, language, theme, "
		   "created_at, version) values ($1, $2, $3, $4, $5, $6, 0, $7, '', $8, 1) "
		   "on conflict (email) do nothing",
		   db_int(id), db_text(staff->email), db_text(staff->name), db_int(staff->profile_id),
		   db_optional(staff->role_id, 0), db_text(staff->password_hash), db_text(staff->language),
		   db_int(clock_now())) != 1)
		return 0;
	reach_of_new_staff(tx, id);
	return id;
}

bool
staff_update(struct tx *tx, const struct staff *staff)
{
	int64_t role = db_get_int(tx, 0, "select role_id from staff where id = $1", db_int(staff->id));

	if (db_run(tx,
		   "update staff set name = $1, email = $2, profile_id = $3, role_id = $4, version = version + 1 "
		   "where id = $5 and version = $6",
		   db_text(staff->name), db_text(staff->email), db_int(staff->profile_id),
		   db_optional(staff->role_id, 0), db_int(staff->id), db_int(staff->version)) != 1)
		return false;
	if (role != staff->role_id)
		reach_recompute(tx);
	return true;
}

void
staff_set_name(struct tx *tx, int64_t staff, const char *name)
{
	db_run(tx, "update staff set name = $1, version = version + 1 where id = $2", db_text(name), db_int(staff));
}

void
staff_set_password(struct tx *tx, int64_t staff, const char *hash)
{
	db_run(tx, "update staff set password_hash = $1, version = version + 1 where id = $2", db_text(hash),
	       db_int(staff));
}

void
staff_set_preferences(struct tx *tx, int64_t staff, const char *language, const char *theme)
{
	db_run(tx, "update staff set language = $1, theme = $2 where id = $3", db_text(language),
	       db_text(theme == NULL ? "" : theme), db_int(staff));
}

void
staff_disable(struct tx *tx, int64_t staff, int64_t now)
{
	db_run(tx, "update staff set disabled_at = $1, version = version + 1 where id = $2 and disabled_at is null",
	       db_int(now), db_int(staff));
	session_end_all_of_staff(tx, staff, 0);
	token_revoke_all(tx, staff, now);
	password_link_forget(tx, staff);
}

void
staff_enable(struct tx *tx, int64_t staff)
{
	db_run(tx, "update staff set disabled_at = null, version = version + 1 where id = $1", db_int(staff));
}

bool
staff_is_last_administrator(struct tx *tx, int64_t staff)
{
	/* Changes nothing, but whoever asks at the same time on PostgreSQL must then begin again. */
	db_run(tx, "update staff set version = version where profile_id = 1 and disabled_at is null");
	return db_get_int(tx, 0,
			  "select count(*) from staff where profile_id = 1 and disabled_at is null "
			  "and password_hash is not null and id <> $1",
			  db_int(staff)) == 0;
}
