/* app_password_store: every statement about passwords of programs; only their hashes are kept. */
#include "core/app_password.h"

#include "base/arena.h"
#include "base/doc.h"
#include "base/id.h"
#include "base/instant.h"
#include "core/rate.h"
#include "core/weakened.h"
#include "sys/clock.h"
#include "sys/random.h"

#include <stddef.h>
#include <string.h>

/* Crockford's letters: none is taken for another. */
static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

struct hash
app_password_hash(struct arena *arena, const char *typed)
{
	struct builder plain = builder_new(arena, 0);

	for (; *typed != '\0'; typed++) {
		char c = *typed >= 'A' && *typed <= 'Z' ? (char)(*typed - 'A' + 'a') : *typed;

		if (c == 'o')
			c = '0';
		if (c == 'i' || c == 'l')
			c = '1';
		if (c != ' ' && c != '-')
			build_char(&plain, c);
	}
	return sha256(builder_str(&plain));
}

int64_t
app_password_create(struct tx *tx, const struct app_password_owner *owner, const char *name,
		    char text[APP_PASSWORD_TEXT + 1])
{
	char random[APP_PASSWORD_LENGTH + 1];
	int64_t id = id_new();
	struct hash hash;
	size_t length = 0;

	random_code(random, APP_PASSWORD_LENGTH, alphabet);
	for (size_t i = 0; i < APP_PASSWORD_LENGTH; i++) {
		if (i > 0 && i % 5 == 0)
			text[length++] = '-';
		text[length++] = random[i];
	}
	text[length] = '\0';
	hash = app_password_hash(tx_arena(tx), random);
	db_run(tx,
	       "insert into app_password (id, staff_id, contact_id, name, secret_hash, hint, created_at) values ($1, $2, "
	       "$3, $4, $5, $6, $7)",
	       db_int(id), db_optional(owner->staff, 0), db_optional(owner->contact, 0), db_text(name),
	       db_bytes(str_slice(hash.bytes, HASH_SIZE)), db_text(random + APP_PASSWORD_LENGTH - 4),
	       db_int(clock_now()));
	return id;
}

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct app_password, id),	 DB_COLUMN_TEXT(struct app_password, name),
	DB_COLUMN_TEXT(struct app_password, hint),	 DB_COLUMN_INSTANT(struct app_password, created_at),
	DB_COLUMN_INSTANT(struct app_password, used_at),
};
static const struct db_shape shape = DB_SHAPE(struct app_password, columns);

struct app_password *
app_password_list(struct tx *tx, const struct app_password_owner *owner, size_t *count)
{
	return db_list(
		tx, &shape, count,
		"select id, name, hint, created_at, used_at from app_password where staff_id = $1 or contact_id = "
		"$2 order by id desc limit $3",
		db_int(owner->staff), db_int(owner->contact), db_int(APP_PASSWORDS_LIMIT));
}

bool
app_password_remove(struct tx *tx, const struct app_password_owner *owner, int64_t id)
{
	db_run(tx,
	       "delete from folder_lock where password_id in (select id from app_password where id = $1 and (staff_id = $2 "
	       "or contact_id = $3))",
	       db_int(id), db_int(owner->staff), db_int(owner->contact));
	return db_run(tx, "delete from app_password where id = $1 and (staff_id = $2 or contact_id = $3)", db_int(id),
		      db_int(owner->staff), db_int(owner->contact)) == 1;
}

void
app_passwords_end(struct tx *tx, const struct app_password_owner *owner)
{
	db_run(tx,
	       "delete from folder_lock where password_id in (select id from app_password where staff_id = $1 or contact_id "
	       "= $2)",
	       db_int(owner->staff), db_int(owner->contact));
	db_run(tx, "delete from app_password where staff_id = $1 or contact_id = $2", db_int(owner->staff),
	       db_int(owner->contact));
}

void
app_passwords_export(struct tx *tx, int64_t contact, struct doc *person)
{
	struct doc *list = doc_set_list(person, "app_passwords");
	size_t count;
	const struct app_password *all =
		app_password_list(tx, &(struct app_password_owner){.contact = contact}, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_text(row, "name", all[i].name);
		doc_set_instant(row, "created_at", all[i].created_at);
		doc_set_instant(row, "used_at", all[i].used_at);
	}
}

/* ---- coming in ---- */

static const struct db_column viewer_columns[] = {
	DB_COLUMN_INT64(struct app_password_viewer, id),
	DB_COLUMN_INT64(struct app_password_viewer, staff_id),
	DB_COLUMN_INT64(struct app_password_viewer, contact_id),
	DB_COLUMN_TEXT(struct app_password_viewer, name),
	DB_COLUMN_TEXT(struct app_password_viewer, email),
	DB_COLUMN_TEXT(struct app_password_viewer, language),
	DB_COLUMN_INT64(struct app_password_viewer, profile_id),
	DB_COLUMN_INT64(struct app_password_viewer, role_id),
	DB_COLUMN_INT64(struct app_password_viewer, user_type_id),
	DB_COLUMN_INT64(struct app_password_viewer, used_at),
	DB_COLUMN_INT64(struct app_password_viewer, rights_version),
};
static const struct db_shape viewer_shape = DB_SHAPE(struct app_password_viewer, viewer_columns);

const struct app_password_viewer *
app_password_of_hash(struct tx *tx, const struct hash *hash)
{
	return db_find(
		tx, &viewer_shape,
		"select a.id, a.staff_id, a.contact_id, coalesce(u.name, case when c.first_name = '' then c.last_name else "
		"c.first_name || ' ' || c.last_name end) as name, coalesce(u.email, c.email) as email, coalesce(u.language, "
		"c.language) as language, u.profile_id, u.role_id, p.user_type_id, a.used_at, (select version from catalogue "
		"where id = 1) as rights_version from app_password a left join staff u on u.id = a.staff_id left join contact "
		"c on c.id = a.contact_id left join portal_user p on p.record_id = a.contact_id where a.secret_hash = $1 and "
		"(u.id is not null or c.id is not null) and ($2 = 1 or (u.disabled_at is null and c.blocked_at is null and "
		"c.deleted_at is null and p.blocked_at is null))",
		db_bytes(str_slice(hash->bytes, HASH_SIZE)), db_int(weakened(CHECK_APP_PASSWORD_OPEN)));
}

void
app_password_touch(struct tx *tx, int64_t id, int64_t now)
{
	db_run(tx, "update app_password set used_at = $1 where id = $2", db_int(now), db_int(id));
}

enum { GUESSES_MOST = 60 };
static const int64_t guesses_ms = 10 * (int64_t)MINUTE_MS;

bool
app_password_may_try(struct tx *tx, const char *who)
{
	return rate_allows(tx, who, GUESSES_MOST, guesses_ms);
}

void
app_password_note_guess(struct tx *tx, const char *who)
{
	int64_t wait_ms;

	rate_take(tx, who, GUESSES_MOST, guesses_ms, &wait_ms);
}
