/* invitation_store: every statement about invitations: they are written, found, used up and forgotten. */
#include "invitations/invitation_store.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "db/sql.h"
#include "invitations/refusal.h"
#include "sys/clock.h"

#include <stddef.h>

enum { AT_ONCE = 300 };

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct invitation, id),
	DB_COLUMN_INT64(struct invitation, portal_id),
	DB_COLUMN_INT64(struct invitation, user_type_id),
	DB_COLUMN_INT64(struct invitation, module_id),
	DB_COLUMN_INT64(struct invitation, record_id),
	DB_COLUMN_TEXT(struct invitation, email),
	DB_COLUMN_TEXT(struct invitation, name),
	DB_COLUMN_TEXT(struct invitation, language),
	DB_COLUMN_ENUM(struct invitation, state, invitation_state_names),
	DB_COLUMN_INT(struct invitation, send_count),
	DB_COLUMN_INT64(struct invitation, invited_by),
	DB_COLUMN_INT64(struct invitation, batch_id),
	DB_COLUMN_INT64(struct invitation, message_id),
	DB_COLUMN_TEXT(struct invitation, staff),
	DB_COLUMN_INSTANT(struct invitation, drafted_at),
	DB_COLUMN_TEXT(struct invitation, reason),
	DB_COLUMN_INSTANT(struct invitation, created_at),
	DB_COLUMN_INSTANT(struct invitation, sent_at),
	DB_COLUMN_INSTANT(struct invitation, expires_at),
	DB_COLUMN_INSTANT(struct invitation, opened_at),
	DB_COLUMN_INSTANT(struct invitation, ended_at),
	DB_COLUMN_INSTANT(struct invitation, asked_at),
};
static const struct db_shape shape = DB_SHAPE(struct invitation, columns);

#define SELECT                                                                                                                     \
	"select i.id, i.portal_id, i.user_type_id, i.module_id, i.record_id, i.email, i.name, i.language, i.state, "               \
	"i.send_count, i.invited_by, i.batch_id, i.message_id, s.name as staff, i.drafted_at, i.reason, i.created_at, i.sent_at, " \
	"i.expires_at, i.opened_at, i.ended_at, i.asked_at from invitation i left join staff s on s.id = i.invited_by "

/* Whose link may be used; what expires besides is asked for where it matters. */
#define OPEN "('queued', 'sent', 'delivered', 'opened')"

static struct db_value
db_hash(const struct hash *hash)
{
	return db_bytes(str_slice(hash->bytes, HASH_SIZE));
}

/* ---- writing ---- */

/* One statement, so that of two who invite the same person at once the second finds what the first has done. */
int64_t
invitation_row_write(struct tx *tx, const struct invitation_new *invitation, const struct hash *token, int64_t now,
		     int64_t expires_at)
{
	return db_get_int(
		tx, 0,
		"insert into invitation (id, portal_id, user_type_id, module_id, record_id, email, name, language, "
		"state, token_hash, send_count, invited_by, batch_id, created_at, sent_at, expires_at) "
		"values ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', $9, 1, $10, $11, $12, $12, $13) "
		"on conflict (module_id, record_id) do update set portal_id = excluded.portal_id, "
		"user_type_id = excluded.user_type_id, email = excluded.email, name = excluded.name, "
		"language = excluded.language, state = 'queued', token_hash = excluded.token_hash, "
		"send_count = invitation.send_count + 1, invited_by = excluded.invited_by, "
		"batch_id = excluded.batch_id, message_id = null, reason = null, sent_at = excluded.sent_at, "
		"expires_at = excluded.expires_at, drafted_at = null, drafted_from = null, opened_at = null, ended_at = null, asked_at = null "
		"where $14 = 0 or (invitation.state <> 'accepted' and not (invitation.state in " OPEN
		" and invitation.expires_at > $12)) returning id",
		db_int(id_new()), db_int(invitation->portal), db_int(invitation->user_type), db_int(invitation->module),
		db_int(invitation->record), db_text(invitation->email), db_text(invitation->name),
		db_text(invitation->language), db_hash(token), db_optional(invitation->staff, 0),
		db_optional(invitation->batch, 0), db_int(now), db_int(expires_at), db_int(invitation->only_new));
}

void
invitation_set_message(struct tx *tx, int64_t id, int64_t message)
{
	db_run(tx, "update invitation set message_id = $2 where id = $1", db_int(id), db_int(message));
}

bool
invitation_revoke(struct tx *tx, int64_t module, int64_t record)
{
	return db_run(tx,
		      "update invitation set state = 'revoked', ended_at = $3 where module_id = $1 and record_id = $2 "
		      "and state in ('queued', 'sent', 'delivered', 'opened', 'bounced', 'expired')",
		      db_int(module), db_int(record), db_int(clock_now())) == 1;
}

/* ---- finding ---- */

struct invitation *
invitation_find(struct tx *tx, int64_t id)
{
	return db_find(tx, &shape, SELECT "where i.id = $1", db_int(id));
}

struct invitation *
invitation_of_record(struct tx *tx, int64_t module, int64_t record)
{
	return db_find(tx, &shape, SELECT "where i.module_id = $1 and i.record_id = $2", db_int(module),
		       db_int(record));
}

struct invitation *
invitation_of_token(struct tx *tx, const struct hash *token, int64_t portal)
{
	return db_find(tx, &shape, SELECT "where i.token_hash = $1 and i.portal_id = $2", db_hash(token),
		       db_int(portal));
}

static struct invitation *
find_some(struct tx *tx, int64_t module, const int64_t *records, size_t record_count, size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_add(&sql, SELECT "where i.module_id = ");
	sql_value(&sql, db_int(module));
	sql_add(&sql, " and i.record_id in (");
	for (size_t i = 0; i < record_count; i++) {
		sql_add(&sql, i == 0 ? "" : ", ");
		sql_value(&sql, db_int(records[i]));
	}
	sql_add(&sql, ") order by i.record_id");
	return db_sql_list(tx, &shape, count, sql_end(&sql));
}

struct invitation *
invitations_of_records(struct tx *tx, int64_t module, const int64_t *records, size_t record_count, size_t *count)
{
	struct invitation *all = arena_make_array(tx_arena(tx), struct invitation, record_count);

	*count = 0;
	for (size_t i = 0; i < record_count; i += AT_ONCE) {
		size_t portion = record_count - i < AT_ONCE ? record_count - i : AT_ONCE, found;
		const struct invitation *rows = find_some(tx, module, &records[i], portion, &found);

		for (size_t r = 0; r < found; r++)
			all[(*count)++] = rows[r];
	}
	return all;
}

struct address_row {
	const char *address;
};

static const struct db_column address_columns[] = {DB_COLUMN_TEXT(struct address_row, address)};
static const struct db_shape address_shape = DB_SHAPE(struct address_row, address_columns);

const char *
invitation_address_now(struct tx *tx, const struct catalogue *catalogue, int64_t module, int64_t record)
{
	const struct module *found = module_of_id(catalogue, module);
	const struct field *field = found == NULL || found->retired ? NULL : invitation_address_field(found);
	struct sql sql = sql_new(tx_arena(tx));
	const struct address_row *rows;
	size_t count;

	if (field == NULL)
		return NULL;
	sql_printf(&sql, "select lower(%s) as address from %s where deleted_at is null and id = ", field->column,
		   found->table);
	sql_value(&sql, db_int(record));
	rows = db_sql_list(tx, &address_shape, &count, sql_end(&sql));
	return count == 0 ? NULL : rows[0].address;
}

/* ---- what becomes of it ---- */

void
invitation_mail_sent(struct tx *tx, int64_t message)
{
	db_run(tx,
	       "update invitation set state = 'sent', reason = null where message_id = $1 "
	       "and state in ('queued', 'bounced')",
	       db_int(message));
}

void
invitation_mail_delivered(struct tx *tx, int64_t message)
{
	db_run(tx, "update invitation set state = 'delivered' where message_id = $1 and state in ('queued', 'sent')",
	       db_int(message));
}

void
invitation_mail_failed(struct tx *tx, int64_t message, const char *reason)
{
	db_run(tx,
	       "update invitation set state = 'bounced', reason = $2 where message_id = $1 "
	       "and state in ('queued', 'sent', 'delivered')",
	       db_int(message), db_text(reason));
}

void
invitation_opened(struct tx *tx, int64_t id, int64_t now)
{
	db_run(tx,
	       "update invitation set state = 'opened', opened_at = $2 where id = $1 "
	       "and state in ('queued', 'sent', 'delivered')",
	       db_int(id), db_int(now));
}

bool
invitation_take(struct tx *tx, int64_t id, enum invitation_state state, int64_t now)
{
	return db_run(tx,
		      "update invitation set state = $2, token_hash = null, ended_at = $3 where id = $1 "
		      "and state in " OPEN " and expires_at > $3",
		      db_int(id), db_text(invitation_state_names[state]), db_int(now)) == 1;
}

void
invitation_admit(struct tx *tx, const struct invitation *invitation, const char *email, int64_t now)
{
	db_run(tx,
	       "insert into portal_user (id, user_type_id, module_id, record_id, invited_by, email, language, "
	       "created_at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (module_id, record_id) do update set "
	       "user_type_id = excluded.user_type_id, invited_by = excluded.invited_by, email = excluded.email",
	       db_int(id_new()), db_int(invitation->user_type_id), db_int(invitation->module_id),
	       db_int(invitation->record_id), db_optional(invitation->invited_by, 0), db_text(email),
	       db_text(email == NULL ? NULL : invitation->language), db_int(now));
}

bool
invitation_asked(struct tx *tx, int64_t id, int64_t now)
{
	return db_run(tx, "update invitation set asked_at = $2 where id = $1 and (asked_at is null or asked_at <= $3)",
		      db_int(id), db_int(now), db_int(now - DAY_MS)) == 1;
}

/* ---- many ---- */

void
invitation_expire_all(struct tx *tx, int64_t now)
{
	db_run(tx, "update invitation set state = 'expired' where state in " OPEN " and expires_at <= $1", db_int(now));
}

/* Not of contacts: their addresses are their own. */
void
invitation_end_taken(struct tx *tx, int64_t now)
{
	db_run(tx,
	       "update invitation set state = 'revoked', reason = '" INVITATION_TAKEN
	       "', token_hash = null, ended_at = "
	       "$1 where state in " OPEN " and module_id <> (select m.id from module m where m.name = 'contacts') and "
	       "(exists (select 1 from contact c where c.email = invitation.email) or exists (select 1 from portal_user "
	       "p where p.email = invitation.email and p.record_id <> invitation.record_id))",
	       db_int(now));
}

void
invitation_kill(struct tx *tx, int64_t module, int64_t record, int64_t now)
{
	db_run(tx,
	       "update invitation set state = 'revoked', token_hash = null, ended_at = $3 where module_id = $1 "
	       "and record_id = $2 and state not in ('accepted', 'declined', 'revoked', 'draft')",
	       db_int(module), db_int(record), db_int(now));
}

void
invitation_forget_type(struct tx *tx, int64_t user_type)
{
	db_run(tx, "delete from invitation where user_type_id = $1", db_int(user_type));
}

/* Identifiers are unique over all modules. */
#define OF_PERSON "module_id in (select id from module) and record_id = $1"

void
invitation_export_person(struct tx *tx, int64_t contact, struct doc *person)
{
	size_t count;
	const struct invitation *rows = db_list(tx, &shape, &count, SELECT "where i." OF_PERSON, db_int(contact));
	struct doc *list = doc_set_list(person, "invitations");

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);

		invitation_fill(row, &rows[i], clock_now());
		doc_set_text(row, "email", rows[i].email);
	}
}

void
invitation_erase_person(struct tx *tx, int64_t contact)
{
	db_run(tx, "delete from invitation where " OF_PERSON, db_int(contact));
}

static const struct db_column inviter_columns[] = {
	DB_COLUMN_INT64(struct inviter, id),
	DB_COLUMN_TEXT(struct inviter, name),
	DB_COLUMN_TEXT(struct inviter, email),
	DB_COLUMN_TEXT(struct inviter, language),
};
static const struct db_shape inviter_shape = DB_SHAPE(struct inviter, inviter_columns);

const struct inviter *
inviter_find(struct tx *tx, int64_t staff)
{
	return db_find(tx, &inviter_shape,
		       "select id, name, email, language from staff where id = $1 and disabled_at is null",
		       db_int(staff));
}
