/* person_store: who signs in: contacts by their own table, others by portal_user and the table of their module, whose
 * name and columns are read with them. There is no viewer yet. */
#include "portals/person.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "core/session.h"
#include "core/weakened.h"
#include "db/sql.h"
#include "sys/clock.h"

#include <stddef.h>

/* What portal_user says of a person who is no contact, and where their record is. */
struct portal_user {
	int64_t id;
	const char *email, *language, *theme;
	int64_t blocked_at, entered_at, created_at;
	const char *table_name, *name_column, *email_column; /* NULL: their module has no such field */
};

static const struct db_column user_columns[] = {
	DB_COLUMN_INT64(struct portal_user, id),	   DB_COLUMN_TEXT(struct portal_user, email),
	DB_COLUMN_TEXT(struct portal_user, language),	   DB_COLUMN_TEXT(struct portal_user, theme),
	DB_COLUMN_INSTANT(struct portal_user, blocked_at), DB_COLUMN_INSTANT(struct portal_user, entered_at),
	DB_COLUMN_INSTANT(struct portal_user, created_at), DB_COLUMN_TEXT(struct portal_user, table_name),
	DB_COLUMN_TEXT(struct portal_user, name_column),   DB_COLUMN_TEXT(struct portal_user, email_column),
};
static const struct db_shape user_shape = DB_SHAPE(struct portal_user, user_columns);

#define ADDRESS_FIELD                                                                                                  \
	"(select f.column_name from field f where f.module_id = m.id and f.type = 'email' and f.retired_at is null "   \
	"order by case when f.name = 'email' then 0 else 1 end, f.position, f.id limit 1)"
#define PORTAL_USERS                                                                                                         \
	"select p.record_id as id, p.email, p.language, p.theme, p.blocked_at, p.entered_at, p.created_at, "                 \
	"m.table_name, (select f.column_name from field f where f.module_id = m.id and f.name = m.naming_field "             \
	"and f.type in ('text', 'long_text', 'email', 'phone', 'link', 'number', 'formula')) as name_column, " ADDRESS_FIELD \
	" as email_column from portal_user p "                                                                               \
	"join user_type t on t.id = p.user_type_id and t.main_module_id = p.module_id "                                      \
	"join module m on m.id = p.module_id and m.retired_at is null and m.name <> 'contacts' "

/* What their record says of them. */
struct own_record {
	const char *name, *email, *approval, *review;
	int64_t deleted_at;
};

static const struct db_column own_columns[] = {
	DB_COLUMN_TEXT(struct own_record, name),	  DB_COLUMN_TEXT(struct own_record, email),
	DB_COLUMN_TEXT(struct own_record, approval),	  DB_COLUMN_TEXT(struct own_record, review),
	DB_COLUMN_INSTANT(struct own_record, deleted_at),
};
static const struct db_shape own_shape = DB_SHAPE(struct own_record, own_columns);

static const struct portal_user *
user_of_record(struct tx *tx, int64_t id)
{
	return db_find(tx, &user_shape, PORTAL_USERS "where p.record_id = $1", db_int(id));
}

static const struct own_record *
record_of(struct tx *tx, const struct portal_user *user)
{
	struct sql sql = sql_new(tx_arena(tx));
	const struct own_record *rows;
	size_t count;

	sql_add(&sql, "select ");
	if (user->name_column == NULL)
		sql_add(&sql, "null as name, ");
	else
		sql_printf(&sql, "cast(%s as text) as name, ", user->name_column);
	if (user->email_column == NULL)
		sql_add(&sql, "null as email, ");
	else
		sql_printf(&sql, "%s as email, ", user->email_column);
	sql_printf(&sql, "approval, review, deleted_at from %s where id = ", user->table_name);
	sql_value(&sql, db_int(user->id));
	rows = db_sql_list(tx, &own_shape, &count, sql_end(&sql));
	return count == 0 ? NULL : &rows[0];
}

/* Who waits for approval or review, or was refused, does not come in for the first time, as with contacts. */
static bool
is_held(const struct portal_user *user, const struct own_record *record)
{
	bool approved = text_equal(record->approval, "none") || text_equal(record->approval, "approved");
	bool reviewed = text_equal(record->review, "none") || text_equal(record->review, "accepted");

	return user->entered_at == NO_INSTANT && !(approved && reviewed);
}

/* An address that is not their record's any more is nobody's, however it came to be changed. */
static const char *
address_of(const struct portal_user *user, const struct own_record *record)
{
	return user->email_column == NULL || text_equal(user->email, record->email) ? user->email : NULL;
}

/* NULL: their record is gone. */
static struct contact *
person_of(struct tx *tx, const struct portal_user *user)
{
	const struct own_record *record = user == NULL ? NULL : record_of(tx, user);
	struct contact *person;

	if (record == NULL || (record->deleted_at != NO_INSTANT && !weakened(CHECK_PERSON)))
		return NULL;
	person = arena_make(tx_arena(tx), struct contact);
	*person = (struct contact){
		.id = user->id,
		.first_name = "",
		.last_name = text_empty(record->name) ? user->email : record->name,
		.email = address_of(user, record),
		.mobile_confirmed_at = NO_INSTANT,
		.language = user->language,
		.theme = user->theme,
		.blocked_at = user->blocked_at,
		.created_at = user->created_at,
		.held = is_held(user, record),
	};
	return person;
}

struct contact *
person_itself(struct tx *tx, int64_t id)
{
	struct contact *contact = contact_itself(tx, id);

	return contact != NULL ? contact : person_of(tx, user_of_record(tx, id));
}

/* Whether the address is known or not, the first two statements are the same. */
struct contact *
person_of_email(struct tx *tx, const char *email)
{
	struct contact *contact = contact_of_email(tx, email);
	const struct portal_user *user = db_find(tx, &user_shape, PORTAL_USERS "where p.email = $1", db_text(email));
	struct contact *other = contact != NULL ? NULL : person_of(tx, user);

	if (contact != NULL)
		return contact;
	return other == NULL || other->email == NULL ? NULL : other;
}

struct contact *
person_elsewhere(struct tx *tx, int64_t id)
{
	struct contact *person = person_of(tx, user_of_record(tx, id));
	bool may = person != NULL && person->email != NULL && person->blocked_at == NO_INSTANT && !person->held;

	return may || weakened(CHECK_PERSON) ? person : NULL;
}

bool
person_is_blocked(struct tx *tx, int64_t id)
{
	return db_get_int(tx, 0, "select 1 from portal_user where record_id = $1 and blocked_at is not null",
			  db_int(id)) == 1;
}

bool
person_is_settled(struct tx *tx, int64_t id)
{
	return db_get_int(tx, 0, "select 1 from portal_user where record_id = $1 and settled_at is null", db_int(id)) ==
	       0;
}

bool
person_may_enter(struct tx *tx, int64_t id)
{
	if (person_is_contact(tx, id))
		return contact_may_enter(tx, id) && !person_is_blocked(tx, id);
	return person_elsewhere(tx, id) != NULL;
}

bool
person_is_contact(struct tx *tx, int64_t id)
{
	return db_get_int(tx, 0, "select 1 from contact where id = $1", db_int(id)) == 1;
}

const char *
person_kind(struct tx *tx, int64_t id)
{
	return id == 0 || person_is_contact(tx, id) ? "contact" : "portal_user";
}

int64_t
person_module_id(struct tx *tx, int64_t id)
{
	return db_get_int(
		tx, 0,
		"select id from module where name = 'contacts' and exists (select 1 from contact where id = $1) "
		"union select module_id from portal_user where record_id = $1",
		db_int(id));
}

bool
person_address_is_taken(struct tx *tx, const char *email, int64_t except)
{
	return db_get_int(tx, 0,
			  "select 1 from contact where email = $1 and id <> $2 "
			  "union select 1 from portal_user where email = $1 and record_id <> $2",
			  db_text(email), db_int(except)) == 1;
}

void
person_note_entry(struct tx *tx, int64_t id)
{
	contact_note_entry(tx, id);
	db_run(tx, "update portal_user set entered_at = $1 where record_id = $2 and entered_at is null",
	       db_int(clock_now()), db_int(id));
}

void
person_set_preferences(struct tx *tx, int64_t id, const char *language, const char *theme)
{
	contact_set_preferences(tx, id, language, theme);
	db_run(tx, "update portal_user set language = $1, theme = $2 where record_id = $3", db_text(language),
	       db_text(theme == NULL ? "" : theme), db_int(id));
}

void
person_admit(struct tx *tx, int64_t user_type, int64_t record, const char *email)
{
	int64_t now = clock_now();

	if (db_run(tx,
		   "insert into portal_user (id, user_type_id, module_id, record_id, email, settled_at, created_at) "
		   "select $1, id, main_module_id, $3, $4, $5, $5 from user_type where id = $2 on conflict do nothing",
		   db_int(id_new()), db_int(user_type), db_int(record), db_text(email), db_int(now)) == 1)
		person_forget(tx, record);
}

struct export_row {
	const char *type, *email, *language, *theme, *zone, *country;
	int hours;
	int64_t created_at, settled_at, entered_at, blocked_at;
};
static const struct db_column export_columns[] = {
	DB_COLUMN_TEXT(struct export_row, type),	  DB_COLUMN_TEXT(struct export_row, email),
	DB_COLUMN_TEXT(struct export_row, language),	  DB_COLUMN_TEXT(struct export_row, theme),
	DB_COLUMN_TEXT(struct export_row, zone),	  DB_COLUMN_TEXT(struct export_row, country),
	DB_COLUMN_INT(struct export_row, hours),	  DB_COLUMN_INSTANT(struct export_row, created_at),
	DB_COLUMN_INSTANT(struct export_row, settled_at), DB_COLUMN_INSTANT(struct export_row, entered_at),
	DB_COLUMN_INSTANT(struct export_row, blocked_at),
};
static const struct db_shape export_shape = DB_SHAPE(struct export_row, export_columns);

void
person_export(struct tx *tx, int64_t id, struct doc *person)
{
	const struct export_row *row = db_find(
		tx, &export_shape,
		"select t.name as type, p.email, p.language, p.theme, p.zone, p.country, p.hours, p.created_at, "
		"p.settled_at, p.entered_at, p.blocked_at from portal_user p join user_type t on t.id = p.user_type_id "
		"where p.record_id = $1",
		db_int(id));
	struct doc *shown = doc_set_object(person, "portal_user");

	if (row == NULL)
		return;
	doc_set_text(shown, "user_type", row->type);
	doc_set_text(shown, "email", row->email);
	doc_set_text(shown, "language", row->language);
	doc_set_text(shown, "theme", row->theme);
	doc_set_text(shown, "zone", row->zone);
	doc_set_text(shown, "country", row->country);
	doc_set_int(shown, "hours", row->hours);
	doc_set_instant(shown, "created_at", row->created_at);
	doc_set_instant(shown, "settled_at", row->settled_at);
	doc_set_instant(shown, "entered_at", row->entered_at);
	doc_set_instant(shown, "blocked_at", row->blocked_at);
}

/* ---- when they are no longer who they were ---- */

void
person_forget_ways(struct tx *tx, int64_t id)
{
	db_run(tx, "delete from portal_password_link where contact_id = $1", db_int(id));
	db_run(tx, "delete from portal_password where contact_id = $1", db_int(id));
	db_run(tx, "delete from passkey where contact_id = $1", db_int(id));
}

void
person_sign_out(struct tx *tx, int64_t id)
{
	session_end_all_of_contact(tx, id, 0);
	db_run(tx, "delete from sign_in where contact_id = $1", db_int(id));
	db_run(tx, "delete from device where contact_id = $1", db_int(id));
	db_run(tx, "delete from portal_password_link where contact_id = $1", db_int(id));
}

void
person_forget(struct tx *tx, int64_t id)
{
	person_sign_out(tx, id);
	person_forget_ways(tx, id);
}

void
person_forget_type(struct tx *tx, int64_t user_type)
{
	size_t count;
	const struct portal_user *users = db_list(
		tx, &user_shape, &count, PORTAL_USERS "where p.user_type_id = $1 order by p.id", db_int(user_type));

	for (size_t i = 0; i < count; i++)
		person_forget(tx, users[i].id);
}

bool
person_addresses(struct tx *tx, int64_t id, const char **known, const char **recorded)
{
	const struct portal_user *user = user_of_record(tx, id);
	const struct own_record *record = user == NULL || user->email_column == NULL ? NULL : record_of(tx, user);

	if (record == NULL)
		return false;
	*known = user->email;
	*recorded = record->email;
	return true;
}

void
person_set_address(struct tx *tx, int64_t id, const char *email)
{
	db_run(tx, "update portal_user set email = $1 where record_id = $2", db_text(email), db_int(id));
}
