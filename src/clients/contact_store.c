/* contact_store: every statement about contacts and their places at clients. */
#include "clients/contact_store.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/str.h"
#include "clients/client_tally.h"
#include "db/db.h"
#include "html/format.h"
#include "records/record_follow.h"
#include "sys/clock.h"

#include <stddef.h>

#define COLUMNS                                                                                                        \
	"contact.id, contact.first_name, contact.last_name, contact.email, contact.mobile, "                           \
	"contact.mobile_confirmed_at, contact.language, contact.theme, contact.blocked_at, contact.created_at, "       \
	"contact.version, case when " CONTACT_MAY_ENTER " then 0 else 1 end as held"

/* The same columns wherever a struct contact lies in a struct. */
#define CONTACT_COLUMNS(type, before)                                                                                  \
	{"id", DB_M_INT64, offsetof(type, before id), 0, NULL},                                                        \
		{"first_name", DB_M_TEXT, offsetof(type, before first_name), 0, NULL},                                 \
		{"last_name", DB_M_TEXT, offsetof(type, before last_name), 0, NULL},                                   \
		{"email", DB_M_TEXT, offsetof(type, before email), 0, NULL},                                           \
		{"mobile", DB_M_TEXT, offsetof(type, before mobile), 0, NULL},                                         \
		{"mobile_confirmed_at", DB_M_INT64, offsetof(type, before mobile_confirmed_at), NO_INSTANT, NULL},     \
		{"language", DB_M_TEXT, offsetof(type, before language), 0, NULL},                                     \
		{"theme", DB_M_TEXT, offsetof(type, before theme), 0, NULL},                                           \
		{"blocked_at", DB_M_INT64, offsetof(type, before blocked_at), NO_INSTANT, NULL},                       \
		{"created_at", DB_M_INT64, offsetof(type, before created_at), NO_INSTANT, NULL},                       \
		{"version", DB_M_INT64, offsetof(type, before version), 0, NULL},                                      \
	{                                                                                                              \
		"held", DB_M_BOOL, offsetof(type, before held), 0, NULL                                                \
	}

static const struct db_column columns[] = {CONTACT_COLUMNS(struct contact, )};
static const struct db_shape shape = DB_SHAPE(struct contact, columns);

/* ---- one contact ---- */

struct contact *
contact_find(struct tx *tx, const struct viewer *viewer, int64_t id)
{
	return db_find(tx, &shape, access_sql(viewer, "select " COLUMNS " from contact where {contact} and id = $2"),
		       access_client(viewer), db_int(id));
}

struct contact *
contact_itself(struct tx *tx, int64_t id)
{
	return db_find(tx, &shape, "select " COLUMNS " from contact where id = $1", db_int(id));
}

bool
contact_is_there(struct tx *tx, int64_t id)
{
	return db_get_int(tx, 0, "select 1 from contact where id = $1 and deleted_at is null", db_int(id)) == 1;
}

struct contact *
contact_of_email(struct tx *tx, const char *email)
{
	return db_find(tx, &shape, "select " COLUMNS " from contact where email = $1 and deleted_at is null",
		       db_text(email));
}

bool
contact_email_is_taken(struct tx *tx, const char *email, int64_t except)
{
	return db_get_int(tx, 0, "select 1 from contact where email = $1 and id <> $2", db_text(email),
			  db_int(except)) == 1;
}

const char contact_email_signs_in[] =
	N_("Somebody who is no contact logs in to the portal with this address: it is one person’s only.");

bool
contact_email_signs_in_elsewhere(struct tx *tx, const char *email)
{
	return db_get_int(tx, 0, "select 1 from portal_user where email = $1", db_text(email)) == 1;
}

bool
contact_has_ways(struct tx *tx, int64_t contact)
{
	return db_get_int(tx, 0,
			  "select 1 from portal_password where contact_id = $1 "
			  "union select 1 from passkey where contact_id = $1",
			  db_int(contact)) == 1;
}

int64_t
contact_id_of_email(struct tx *tx, const char *email)
{
	return db_get_int(tx, 0, "select id from contact where email = $1 and deleted_at is null", db_text(email));
}

struct contact *
contacts_of_client(struct tx *tx, int64_t client, size_t *count)
{
	return db_list(tx, &shape, count,
		       "select " COLUMNS " from client_contact place join contact on contact.id = place.contact_id "
		       "join client on client.id = place.client_id and client.archived_at is null "
		       "where place.client_id = $1 and contact.email is not null and contact.blocked_at is null "
		       "and contact.deleted_at is null and " CONTACT_MAY_ENTER " order by contact.name_key, contact.id",
		       db_int(client));
}

static const struct db_column membership_columns[] = {
	DB_COLUMN_INT64(struct membership, client),
	DB_COLUMN_TEXT(struct membership, number),
	DB_COLUMN_TEXT(struct membership, name),
};
static const struct db_shape membership_shape = DB_SHAPE(struct membership, membership_columns);

struct membership *
contact_memberships(struct tx *tx, int64_t contact, size_t *count)
{
	return db_list(
		tx, &membership_shape, count,
		"select client.id as client, client.number, client.name from client_contact place "
		"join client on client.id = place.client_id where place.contact_id = $1 "
		"and client.deleted_at is null and client.archived_at is null order by client.name_key, client.id",
		db_int(contact));
}

/* ---- places ---- */

static const struct db_column place_columns[] = {
	CONTACT_COLUMNS(struct place, contact.), DB_COLUMN_INT64(struct place, client_id),
	DB_COLUMN_TEXT(struct place, number),	 DB_COLUMN_TEXT(struct place, name),
	DB_COLUMN_TEXT(struct place, role),	 DB_COLUMN_INSTANT(struct place, since),
};
static const struct db_shape place_shape = DB_SHAPE(struct place, place_columns);

#define PLACES                                                                                                         \
	"select " COLUMNS ", client_contact.client_id, client.number, client.name, client_contact.role, "              \
	"client_contact.created_at as since from client_contact "                                                      \
	"join contact on contact.id = client_contact.contact_id "                                                      \
	"join client on client.id = client_contact.client_id "
#define SEEN "where {client_contact} and {contact} and {client} "

struct place *
places_of_client(struct tx *tx, const struct viewer *viewer, int64_t client, size_t *count)
{
	return db_list(tx, &place_shape, count,
		       access_sql(viewer, PLACES SEEN "and client_contact.client_id = $2 "
						      "order by contact.name_key, contact.id"),
		       access_client(viewer), db_int(client));
}

struct place *
places_only_of_client(struct tx *tx, const struct viewer *viewer, int64_t client, size_t *count)
{
	return db_list(
		tx, &place_shape, count,
		access_sql(viewer, PLACES SEEN
			   "and client_contact.client_id = $2 and not exists (select 1 from client_contact other "
			   "join client on client.id = other.client_id where {client} and other.contact_id = "
			   "contact.id and other.client_id <> $2) order by contact.name_key, contact.id"),
		access_client(viewer), db_int(client));
}

struct place *
places_of_contact(struct tx *tx, const struct viewer *viewer, int64_t contact, size_t *count)
{
	return db_list(tx, &place_shape, count,
		       access_sql(viewer, PLACES SEEN "and client_contact.contact_id = $2 "
						      "order by client.name_key, client.id"),
		       access_client(viewer), db_int(contact));
}

struct place *
places_held(struct tx *tx, int64_t contact, size_t *count)
{
	return db_list(tx, &place_shape, count,
		       PLACES "where client_contact.contact_id = $1 order by client.name_key, client.id",
		       db_int(contact));
}

void
client_add_contact(struct tx *tx, int64_t client, int64_t contact, const char *role)
{
	db_run(tx,
	       "insert into client_contact (client_id, contact_id, role, created_at) values ($1, $2, $3, $4) "
	       "on conflict do nothing",
	       db_int(client), db_int(contact), db_text(role), db_int(clock_now()));
	client_members_meet(tx, END_CONTACT, contact);
	client_members_count(tx, client);
}

void
place_set_role(struct tx *tx, int64_t client, int64_t contact, const char *role)
{
	db_run(tx, "update client_contact set role = $1 where client_id = $2 and contact_id = $3", db_text(role),
	       db_int(client), db_int(contact));
}

void
place_remove(struct tx *tx, int64_t client, int64_t contact)
{
	db_run(tx, "delete from client_contact where client_id = $1 and contact_id = $2", db_int(client),
	       db_int(contact));
	client_members_meet(tx, END_CONTACT, contact);
	client_members_count(tx, client);
}

bool
place_exists(struct tx *tx, int64_t client, int64_t contact)
{
	return db_get_int(tx, 0, "select 1 from client_contact where client_id = $1 and contact_id = $2",
			  db_int(client), db_int(contact)) == 1;
}

/* ---- changes ---- */

/* Last name first, as lists show them. */
static const char *
name_key(struct tx *tx, const struct contact *contact)
{
	struct arena *arena = tx_arena(tx);

	if (text_empty(contact->first_name))
		return text_fold(arena, contact->last_name);
	return text_fold(arena, arena_printf(arena, "%s %s", contact->last_name, contact->first_name));
}

/* Instants before 1970 do not occur here: a struct made without them has 0. */
static struct db_value
instant_or_null(int64_t instant)
{
	return instant > 0 ? db_int(instant) : db_null();
}

static const char *
text_or_empty(const char *text)
{
	return text == NULL ? "" : text;
}

int64_t
contact_create(struct tx *tx, const struct contact *contact)
{
	int64_t id = contact->id == 0 ? id_new() : contact->id;
	int64_t rows;

	rows = db_run(tx,
		      "insert into contact (id, first_name, last_name, name_key, email, mobile, mobile_confirmed_at, "
		      "language, theme, blocked_at, created_at, version) "
		      "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1) on conflict do nothing",
		      db_int(id), db_text(text_or_empty(contact->first_name)), db_text(contact->last_name),
		      db_text(name_key(tx, contact)), db_text(contact->email), db_text(contact->mobile),
		      instant_or_null(contact->mobile_confirmed_at), db_text(contact->language),
		      db_text(text_or_empty(contact->theme)), instant_or_null(contact->blocked_at),
		      db_int(contact->created_at > 0 ? contact->created_at : clock_now()));
	return rows == 1 ? id : 0;
}

bool
contact_update(struct tx *tx, const struct viewer *viewer, const struct contact *contact)
{
	return db_run(tx,
		      access_sql(viewer,
				 "update contact set first_name = $2, last_name = $3, name_key = $4, email = $5, "
				 "mobile = $6, mobile_confirmed_at = $7, language = $8, version = version + 1 "
				 "where {contact} and id = $9 and version = $10"),
		      access_client(viewer), db_text(text_or_empty(contact->first_name)), db_text(contact->last_name),
		      db_text(name_key(tx, contact)), db_text(contact->email), db_text(contact->mobile),
		      instant_or_null(contact->mobile_confirmed_at), db_text(contact->language), db_int(contact->id),
		      db_int(contact->version)) == 1;
}

void
contact_set_preferences(struct tx *tx, int64_t contact, const char *language, const char *theme)
{
	db_run(tx, "update contact set language = $1, theme = $2 where id = $3", db_text(language),
	       db_text(text_or_empty(theme)), db_int(contact));
}

/* The version grows: a sheet that staff have open must not put the old number back. */
void
contact_set_mobile(struct tx *tx, int64_t contact, const char *mobile, int64_t confirmed_at)
{
	db_run(tx, "update contact set mobile = $1, mobile_confirmed_at = $2, version = version + 1 where id = $3",
	       db_text(mobile), mobile == NULL ? db_null() : instant_or_null(confirmed_at), db_int(contact));
	record_follow_keys(tx, "contacts", contact);
}

void
contact_settle(struct tx *tx, const struct contact *contact, bool number_is_new)
{
	db_run(tx,
	       "update contact set name_key = $1, "
	       "mobile_confirmed_at = case when $2 = 1 then null else mobile_confirmed_at end where id = $3",
	       db_text(name_key(tx, contact)), db_int(number_is_new), db_int(contact->id));
}

void
contact_purge(struct tx *tx, int64_t contact)
{
	contact_forget_sign_ins(tx, contact);
	contact_forget_password(tx, contact);
	db_run(tx, "delete from notification_read where contact_id = $1", db_int(contact));
	db_run(tx, "delete from client_contact where contact_id = $1", db_int(contact));
}

void
contact_set_blocked(struct tx *tx, const struct viewer *viewer, int64_t contact, int64_t blocked_at)
{
	db_run(tx,
	       access_sql(viewer,
			  "update contact set blocked_at = $2, version = version + 1 where {contact} and id = $3"),
	       access_client(viewer), instant_or_null(blocked_at), db_int(contact));
}

void
contact_forget_sign_ins(struct tx *tx, int64_t contact)
{
	db_run(tx, "delete from sign_in where contact_id = $1", db_int(contact));
	db_run(tx, "delete from device where contact_id = $1", db_int(contact));
	db_run(tx, "delete from portal_password_link where contact_id = $1", db_int(contact));
}

void
contact_forget_password(struct tx *tx, int64_t contact)
{
	db_run(tx, "delete from portal_password_link where contact_id = $1", db_int(contact));
	db_run(tx, "delete from portal_password where contact_id = $1", db_int(contact));
	db_run(tx, "delete from passkey where contact_id = $1", db_int(contact));
}

int64_t
contact_session_count(struct tx *tx, int64_t contact)
{
	return db_get_int(tx, 0, "select count(*) from session where contact_id = $1 and expires_at > $2",
			  db_int(contact), db_int(clock_now()));
}

int64_t
contact_company(struct tx *tx, int64_t contact)
{
	return db_get_int(tx, 0,
			  "select client.company_id from client_contact place "
			  "join client on client.id = place.client_id where place.contact_id = $1 "
			  "order by client.name_key, client.id limit 1",
			  db_int(contact));
}

bool
contact_waits(struct tx *tx, int64_t contact)
{
	return db_get_int(tx, 0, "select 1 from contact where id = $1 and approval = 'waiting'", db_int(contact)) == 1;
}

/* ---- the first sign-in ---- */

bool
contact_may_enter(struct tx *tx, int64_t contact)
{
	return db_get_int(
		       tx, 0,
		       "select 1 from contact where id = $1 and deleted_at is null and blocked_at is null and " CONTACT_MAY_ENTER,
		       db_int(contact)) == 1;
}

void
contact_note_entry(struct tx *tx, int64_t contact)
{
	db_run(tx, "update contact set entered_at = $1 where id = $2 and entered_at is null", db_int(clock_now()),
	       db_int(contact));
}

void
contact_erase(struct tx *tx, int64_t contact)
{
	size_t count;
	const struct place *places = places_held(tx, contact, &count);

	for (size_t i = 0; i < count; i++)
		place_remove(tx, places[i].client_id, contact);
	db_run(tx,
	       "update contact set first_name = '', last_name = '', name_key = '', email = null, mobile = null, "
	       "mobile_confirmed_at = null, language = null, theme = '', blocked_at = coalesce(blocked_at, $1), "
	       "version = version + 1 where id = $2",
	       db_int(clock_now()), db_int(contact));
}
