/* session_store: one statement finds a session with its person and client; the limits of idleness are in it. */
#include "core/session_store.h"

#include "base/instant.h"
#include "core/app_password.h"
#include "db/db.h"
#include "sys/clock.h"

const char *const session_kind_names[] = {"staff", "portal", "preview", NULL};

enum { STAFF_IDLE_MS = 30 * MINUTE_MS, PORTAL_IDLE_MS = 12 * HOUR_MS };

#define RIGHTS_VERSION "(select version from catalogue where id = 1) as rights_version "

static const struct db_column console_columns[] = {
	DB_COLUMN_INT64(struct session_viewer, id),	    DB_COLUMN_INT64(struct session_viewer, staff_id),
	DB_COLUMN_BOOL(struct session_viewer, half),	    DB_COLUMN_INT64(struct session_viewer, created_at),
	DB_COLUMN_INT64(struct session_viewer, seen_at),    DB_COLUMN_TEXT(struct session_viewer, staff_name),
	DB_COLUMN_TEXT(struct session_viewer, staff_email), DB_COLUMN_TEXT(struct session_viewer, staff_language),
	DB_COLUMN_TEXT(struct session_viewer, staff_theme), DB_COLUMN_INT64(struct session_viewer, profile_id),
	DB_COLUMN_INT64(struct session_viewer, role_id),    DB_COLUMN_INT64(struct session_viewer, rights_version),
};
static const struct db_shape console_shape = DB_SHAPE(struct session_viewer, console_columns);

const struct session_viewer *
session_of_console(struct tx *tx, const struct hash *token, int64_t now)
{
	return db_find(tx, &console_shape,
		       "select s.id, s.staff_id, s.half, s.created_at, s.seen_at, u.name as staff_name, "
		       "u.email as staff_email, u.language as staff_language, u.theme as staff_theme, u.profile_id, "
		       "u.role_id, " RIGHTS_VERSION "from session s join staff u on u.id = s.staff_id "
		       "where s.token_hash = $1 and s.kind = 'staff' and s.expires_at > $2 and s.seen_at > $3 "
		       "and u.disabled_at is null",
		       db_bytes(str_slice(token->bytes, HASH_SIZE)), db_int(now), db_int(now - STAFF_IDLE_MS));
}

static const struct db_column portal_columns[] = {
	DB_COLUMN_INT64(struct session_viewer, id),
	DB_COLUMN_ENUM(struct session_viewer, kind, session_kind_names),
	DB_COLUMN_INT64(struct session_viewer, contact_id),
	DB_COLUMN_INT64(struct session_viewer, client_id),
	DB_COLUMN_INT64(struct session_viewer, created_at),
	DB_COLUMN_INT64(struct session_viewer, seen_at),
	DB_COLUMN_TEXT(struct session_viewer, contact_name),
	DB_COLUMN_TEXT(struct session_viewer, contact_email),
	DB_COLUMN_TEXT(struct session_viewer, contact_language),
	DB_COLUMN_TEXT(struct session_viewer, contact_theme),
	DB_COLUMN_TEXT(struct session_viewer, client_name),
	DB_COLUMN_INT(struct session_viewer, client_count),
	DB_COLUMN_INT64(struct session_viewer, user_type_id),
	DB_COLUMN_TEXT(struct session_viewer, user_zone),
	DB_COLUMN_TEXT(struct session_viewer, user_country),
	DB_COLUMN_INT(struct session_viewer, user_hours),
	DB_COLUMN_BOOL(struct session_viewer, half),
	DB_COLUMN_BOOL(struct session_viewer, elsewhere),
	DB_COLUMN_INT64(struct session_viewer, rights_version),
};
static const struct db_shape portal_shape = DB_SHAPE(struct session_viewer, portal_columns);

/* A contact acts only for a client they belong to. Who is no contact is known by their row of portal_user; what their
 * record says of them, its own table tells (portals.h). */
const struct session_viewer *
session_of_portal(struct tx *tx, const struct hash *token, int64_t now)
{
	return db_find(
		tx, &portal_shape,
		"select s.id, s.kind, s.contact_id, case when m.client_id is not null then k.id end as client_id, "
		"s.created_at, s.seen_at, "
		"case when c.first_name = '' then c.last_name else c.first_name || ' ' || c.last_name end "
		"as contact_name, c.email as contact_email, c.language as contact_language, "
		"c.theme as contact_theme, "
		"case when m.client_id is not null then k.name end as client_name, "
		"(select count(*) from client_contact n join client nk on nk.id = n.client_id "
		"where n.contact_id = s.contact_id and nk.deleted_at is null and nk.archived_at is null) as client_count, "
		"p.user_type_id, p.zone as user_zone, p.country as user_country, p.hours as user_hours, s.half, "
		"case when s.contact_id is not null and c.id is null then 1 else 0 end as elsewhere, " RIGHTS_VERSION
		"from session s left join contact c on c.id = s.contact_id "
		"left join portal_user p on p.record_id = s.contact_id "
		"left join client_contact m on m.client_id = s.client_id and m.contact_id = s.contact_id "
		"left join client k on k.id = s.client_id and k.deleted_at is null and k.archived_at is null "
		"where s.token_hash = $1 and s.kind = 'portal' and s.expires_at > $2 "
		"and c.blocked_at is null and c.deleted_at is null and p.blocked_at is null "
		"and s.seen_at > "
		"case when s.remember = 1 then 0 else $3 end",
		db_bytes(str_slice(token->bytes, HASH_SIZE)), db_int(now), db_int(now - PORTAL_IDLE_MS));
}

static const struct db_column token_columns[] = {
	DB_COLUMN_INT64(struct token_viewer, id),	  DB_COLUMN_INT64(struct token_viewer, staff_id),
	DB_COLUMN_TEXT(struct token_viewer, scope),	  DB_COLUMN_TEXT(struct token_viewer, name),
	DB_COLUMN_TEXT(struct token_viewer, email),	  DB_COLUMN_TEXT(struct token_viewer, language),
	DB_COLUMN_INT64(struct token_viewer, profile_id), DB_COLUMN_INT64(struct token_viewer, role_id),
	DB_COLUMN_INT64(struct token_viewer, used_at),	  DB_COLUMN_INT64(struct token_viewer, rights_version),
};
static const struct db_shape token_shape = DB_SHAPE(struct token_viewer, token_columns);

const struct token_viewer *
api_token_of_hash(struct tx *tx, const struct hash *token, int64_t now)
{
	return db_find(tx, &token_shape,
		       "select t.id, t.staff_id, t.scope, u.name, u.email, u.language, u.profile_id, u.role_id, "
		       "t.used_at, " RIGHTS_VERSION "from api_token t join staff u on u.id = t.staff_id "
		       "where t.token_hash = $1 and t.revoked_at is null and u.disabled_at is null "
		       "and (t.expires_at is null or t.expires_at > $2)",
		       db_bytes(str_slice(token->bytes, HASH_SIZE)), db_int(now));
}

void
session_insert(struct tx *tx, const struct session_new *session, int64_t id, const struct hash *token,
	       int64_t expires_at, const char *address, const char *agent)
{
	db_run(tx,
	       "insert into session (id, kind, token_hash, staff_id, contact_id, client_id, half, remember, created_at, "
	       "seen_at, expires_at, address, agent) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11, $12)",
	       db_int(id), db_text(session_kind_names[session->kind]), db_bytes(str_slice(token->bytes, HASH_SIZE)),
	       db_optional(session->staff, 0), db_optional(session->contact, 0), db_optional(session->client, 0),
	       db_int(session->half), db_int(session->remember), db_int(clock_now()), db_int(expires_at),
	       db_text(address), db_text(agent));
}

bool
session_replace_token(struct tx *tx, int64_t session, const struct hash *token)
{
	return db_get_int(tx, 0, "update session set token_hash = $1, half = 0 where id = $2 returning remember",
			  db_bytes(str_slice(token->bytes, HASH_SIZE)), db_int(session)) == 1;
}

void
session_delete(struct tx *tx, int64_t session)
{
	db_run(tx, "delete from session where id = $1 or id in (select session_id from preview where opened_by = $1)",
	       db_int(session));
}

bool
session_delete_of_person(struct tx *tx, int64_t session, int64_t staff, int64_t contact)
{
	db_run(tx,
	       "delete from session where staff_id = $2 and id in (select session_id from preview where opened_by = $1)",
	       db_int(session), db_int(staff));
	return db_run(tx, "delete from session where id = $1 and (staff_id = $2 or contact_id = $3)", db_int(session),
		      db_int(staff), db_int(contact)) == 1;
}

void
session_end_all_of_staff(struct tx *tx, int64_t staff, int64_t except)
{
	db_run(tx, "delete from session where staff_id = $1 and id <> $2", db_int(staff), db_int(except));
	app_passwords_end(tx, &(struct app_password_owner){.staff = staff});
}

void
session_end_all_of_contact(struct tx *tx, int64_t contact, int64_t except)
{
	db_run(tx, "delete from session where contact_id = $1 and id <> $2", db_int(contact), db_int(except));
	app_passwords_end(tx, &(struct app_password_owner){.contact = contact});
}

void
session_end_all_of_client(struct tx *tx, int64_t client, int64_t contact)
{
	db_run(tx,
	       "delete from session where client_id = $1 and kind = 'portal' and ($2 = 0 or contact_id = $2) "
	       "and contact_id in (select contact_id from client_contact where client_id = $1)",
	       db_int(client), db_int(contact));
}

void
session_lead_to_client(struct tx *tx, int64_t from, int64_t to)
{
	db_run(tx,
	       "update session set client_id = $2 where client_id = $1 and kind = 'portal' "
	       "and contact_id in (select contact_id from client_contact where client_id = $2)",
	       db_int(from), db_int(to));
}

void
session_touch(struct tx *tx, int64_t session, int64_t now, const char *address)
{
	db_run(tx, "update session set seen_at = $1, address = $2 where id = $3", db_int(now), db_text(address),
	       db_int(session));
}

void
api_token_touch(struct tx *tx, int64_t token, int64_t now)
{
	db_run(tx, "update api_token set used_at = $1 where id = $2", db_int(now), db_int(token));
}

void
session_set_client(struct tx *tx, int64_t session, int64_t client)
{
	db_run(tx, "update session set client_id = $1 where id = $2", db_int(client), db_int(session));
}

bool
session_client_is_theirs(struct tx *tx, int64_t contact, int64_t client)
{
	return db_get_int(
		       tx, 0,
		       "select 1 from client_contact join client on client.id = client_contact.client_id "
		       "where contact_id = $1 and client_id = $2 and client.deleted_at is null and client.archived_at is null",
		       db_int(contact), db_int(client)) == 1;
}

static const struct db_column row_columns[] = {
	DB_COLUMN_INT64(struct session_row, id),      DB_COLUMN_INT64(struct session_row, created_at),
	DB_COLUMN_INT64(struct session_row, seen_at), DB_COLUMN_INT64(struct session_row, expires_at),
	DB_COLUMN_TEXT(struct session_row, agent),    DB_COLUMN_TEXT(struct session_row, address),
};
static const struct db_shape row_shape = DB_SHAPE(struct session_row, row_columns);

struct session_row *
session_of_person(struct tx *tx, int64_t staff, int64_t contact, int64_t now, size_t *count)
{
	return db_list(tx, &row_shape, count,
		       "select id, created_at, seen_at, expires_at, agent, address from session "
		       "where (staff_id = $1 or contact_id = $2) and expires_at > $3 order by seen_at desc limit 100",
		       db_int(staff), db_int(contact), db_int(now));
}
