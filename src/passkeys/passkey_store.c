/* passkey_store: every statement about passkeys and challenges; no viewer: a person reaches their own only, and whoever
 * signs in is nobody yet. */
#include "passkeys/passkey.h"

#include "base/arena.h"
#include "base/id.h"

#include <stddef.h>

static const char *const purpose_names[] = {"register", "enter_portal", "enter_console"};

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct passkey, id),
	DB_COLUMN_INT64(struct passkey, staff_id),
	DB_COLUMN_INT64(struct passkey, contact_id),
	DB_COLUMN_BYTES(struct passkey, user_handle),
	DB_COLUMN_TEXT(struct passkey, rp_id),
	DB_COLUMN_BYTES(struct passkey, credential),
	DB_COLUMN_BYTES(struct passkey, public_key),
	DB_COLUMN_INT64(struct passkey, sign_count),
	DB_COLUMN_TEXT(struct passkey, name),
	DB_COLUMN_TEXT(struct passkey, transports),
	DB_COLUMN_BOOL(struct passkey, backup_eligible),
	DB_COLUMN_BOOL(struct passkey, backed_up),
	DB_COLUMN_INSTANT(struct passkey, created_at),
	DB_COLUMN_INSTANT(struct passkey, used_at),
	DB_COLUMN_INSTANT(struct passkey, blocked_at),
};
static const struct db_shape shape = DB_SHAPE(struct passkey, columns);

#define COLUMNS                                                                                                        \
	"id, staff_id, contact_id, user_handle, rp_id, credential, public_key, sign_count, name, transports, "         \
	"backup_eligible, backed_up, created_at, used_at, blocked_at"

static struct db_value
db_hash(const struct hash *hash)
{
	return db_bytes(str_slice(hash->bytes, HASH_SIZE));
}

/* ---- passkeys ---- */

bool
passkey_insert(struct tx *tx, const struct passkey *passkey)
{
	return db_run(tx,
		      "insert into passkey (id, staff_id, contact_id, user_handle, rp_id, credential, public_key, "
		      "sign_count, name, transports, backup_eligible, backed_up, created_at) "
		      "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing",
		      db_int(passkey->id), db_optional(passkey->staff_id, 0), db_optional(passkey->contact_id, 0),
		      db_bytes(passkey->user_handle), db_text(passkey->rp_id), db_bytes(passkey->credential),
		      db_bytes(passkey->public_key), db_int(passkey->sign_count), db_text(passkey->name),
		      db_text(passkey->transports), db_int(passkey->backup_eligible), db_int(passkey->backed_up),
		      db_int(passkey->created_at)) == 1;
}

struct passkey *
passkey_list(struct tx *tx, const struct passkey_owner *owner, size_t *count)
{
	return db_list(tx, &shape, count,
		       "select " COLUMNS " from passkey where staff_id = $1 or contact_id = $2 order by id",
		       db_optional(owner->staff, 0), db_optional(owner->contact, 0));
}

struct passkey *
passkey_of_credential(struct tx *tx, struct str credential)
{
	return db_find(tx, &shape, "select " COLUMNS " from passkey where credential = $1", db_bytes(credential));
}

struct passkey *
passkey_find(struct tx *tx, const struct passkey_owner *owner, int64_t id)
{
	return db_find(tx, &shape,
		       "select " COLUMNS " from passkey where id = $1 and (staff_id = $2 or contact_id = $3)",
		       db_int(id), db_optional(owner->staff, 0), db_optional(owner->contact, 0));
}

void
passkey_remove(struct tx *tx, int64_t id)
{
	db_run(tx, "delete from passkey where id = $1", db_int(id));
}

bool
passkey_note_use(struct tx *tx, int64_t id, int64_t sign_count, bool backed_up, int64_t now)
{
	return db_run(tx,
		      "update passkey set sign_count = $2, backed_up = $3, used_at = $4 where id = $1 "
		      "and blocked_at is null and (sign_count < $2 or (sign_count = 0 and $2 = 0))",
		      db_int(id), db_int(sign_count), db_int(backed_up), db_int(now)) == 1;
}

void
passkey_block(struct tx *tx, int64_t id, int64_t now)
{
	db_run(tx, "update passkey set blocked_at = $2 where id = $1", db_int(id), db_int(now));
}

struct str
passkey_handle(struct tx *tx, const struct passkey_owner *owner)
{
	size_t count;
	const struct passkey *passkeys = passkey_list(tx, owner, &count);

	return count == 0 ? (struct str){0} : passkeys[0].user_handle;
}

/* ---- challenges ---- */

void
challenge_insert(struct tx *tx, const struct hash *challenge, const struct hash *browser,
		 enum challenge_purpose purpose, struct str handle, int64_t now)
{
	db_run(tx,
	       "insert into passkey_challenge (id, challenge_hash, browser_hash, purpose, user_handle, expires_at) "
	       "values ($1, $2, $3, $4, $5, $6)",
	       db_int(id_new()), db_hash(challenge), db_hash(browser), db_text(purpose_names[purpose]),
	       db_bytes(handle), db_int(now + CHALLENGE_LIFE_MS));
}

struct taken {
	struct str user_handle;
};

bool
challenge_take(struct tx *tx, const struct hash *challenge, const struct hash *browser, enum challenge_purpose purpose,
	       int64_t now, struct str *handle)
{
	static const struct db_column taken_columns[] = {DB_COLUMN_BYTES(struct taken, user_handle)};
	static const struct db_shape taken_shape = DB_SHAPE(struct taken, taken_columns);
	const struct taken *taken =
		db_find(tx, &taken_shape,
			"delete from passkey_challenge where challenge_hash = $1 and browser_hash = $2 "
			"and purpose = $3 and expires_at > $4 returning user_handle",
			db_hash(challenge), db_hash(browser), db_text(purpose_names[purpose]), db_int(now));

	if (taken != NULL)
		*handle = taken->user_handle;
	return taken != NULL;
}

void
challenge_sweep(struct tx *tx, int64_t now)
{
	db_run(tx, "delete from passkey_challenge where expires_at <= $1", db_int(now));
}

/* ---- what a person may ask for ---- */

void
passkey_export_person(struct tx *tx, int64_t contact, struct doc *person)
{
	struct doc *list = doc_set_list(person, "passkeys");
	size_t count;
	const struct passkey *passkeys = passkey_list(tx, &(struct passkey_owner){.contact = contact}, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_text(row, "name", passkeys[i].name);
		doc_set_text(row, "host", passkeys[i].rp_id);
		doc_set_instant(row, "created_at", passkeys[i].created_at);
		doc_set_instant(row, "used_at", passkeys[i].used_at);
	}
}

void
passkey_erase_person(struct tx *tx, int64_t contact)
{
	db_run(tx, "delete from passkey where contact_id = $1", db_int(contact));
}
