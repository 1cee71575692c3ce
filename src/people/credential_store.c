/* credential_store: every statement about links, second factors and recovery codes; each use is one statement, so that
 * of two at once only one gets through. */
#include "people/credential.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/weakened.h"
#include "sys/clock.h"
#include "sys/random.h"

static struct db_value
db_hash(const struct hash *hash)
{
	return db_bytes(str_slice(hash->bytes, HASH_SIZE));
}

/* ---- links ---- */

const char *
password_link_create(struct tx *tx, int64_t staff, int64_t life_ms)
{
	char *token = arena_alloc(tx_arena(tx), TOKEN_LENGTH + 1);
	int64_t now = clock_now();
	struct hash hash;

	random_token(token);
	hash = sha256(str_of(token));
	password_link_forget(tx, staff);
	db_run(tx,
	       "insert into password_link (id, staff_id, token_hash, created_at, expires_at) "
	       "values ($1, $2, $3, $4, $5)",
	       db_int(id_new()), db_int(staff), db_hash(&hash), db_int(now), db_int(now + life_ms));
	return token;
}

const struct staff *
password_link_staff(struct tx *tx, const char *token, int64_t now)
{
	struct hash hash = sha256(str_of(token));
	const struct staff *staff = staff_itself(
		tx, db_get_int(tx, 0, "select staff_id from password_link where token_hash = $1 and expires_at > $2",
			       db_hash(&hash), db_int(now)));

	return staff != NULL && (staff->disabled_at == NO_INSTANT || weakened(CHECK_LINK_OF_CLOSED)) ? staff : NULL;
}

int64_t
password_link_take(struct tx *tx, const char *token, int64_t now)
{
	struct hash hash = sha256(str_of(token));
	const struct staff *staff = password_link_staff(tx, token, now);

	if (staff == NULL || db_run(tx, "delete from password_link where token_hash = $1 and expires_at > $2",
				    db_hash(&hash), db_int(now)) != 1)
		return 0;
	password_link_forget(tx, staff->id);
	return staff->id;
}

void
password_link_forget(struct tx *tx, int64_t staff)
{
	db_run(tx, "delete from password_link where staff_id = $1", db_int(staff));
}

void
password_link_sweep(struct tx *tx, int64_t now)
{
	db_run(tx, "delete from password_link where expires_at <= $1", db_int(now));
}

/* ---- the second factor ---- */

void
totp_begin(struct tx *tx, int64_t staff, struct str sealed)
{
	db_run(tx,
	       "update staff set totp_secret = $1, totp_step = null, totp_on = 0, version = version + 1 "
	       "where id = $2 and totp_on = 0",
	       db_bytes(sealed), db_int(staff));
}

void
totp_turn_on(struct tx *tx, int64_t staff)
{
	db_run(tx, "update staff set totp_on = 1, version = version + 1 where id = $1 and totp_secret is not null",
	       db_int(staff));
}

void
totp_turn_off(struct tx *tx, int64_t staff)
{
	db_run(tx,
	       "update staff set totp_secret = null, totp_step = null, totp_on = 0, version = version + 1 "
	       "where id = $1",
	       db_int(staff));
	db_run(tx, "delete from recovery_code where staff_id = $1", db_int(staff));
}

bool
totp_take_step(struct tx *tx, int64_t staff, int64_t step)
{
	return db_run(tx, "update staff set totp_step = $1 where id = $2 and (totp_step is null or totp_step < $1)",
		      db_int(step), db_int(staff)) == 1;
}

void
recovery_codes_create(struct tx *tx, const struct key *key, int64_t staff, const char **codes)
{
	db_run(tx, "delete from recovery_code where staff_id = $1", db_int(staff));
	for (int i = 0; i < RECOVERY_CODES; i++) {
		struct hash hash;

		codes[i] = recovery_code_make(tx_arena(tx));
		hash = recovery_code_hash(key, staff, recovery_code_read(tx_arena(tx), codes[i]));
		db_run(tx, "insert into recovery_code (id, staff_id, code_hash) values ($1, $2, $3)", db_int(id_new()),
		       db_int(staff), db_hash(&hash));
	}
}

bool
recovery_code_take(struct tx *tx, int64_t staff, const struct hash *code, int64_t now)
{
	return db_run(tx,
		      "update recovery_code set used_at = $1 where staff_id = $2 and code_hash = $3 "
		      "and used_at is null",
		      db_int(now), db_int(staff), db_hash(code)) == 1;
}

int64_t
recovery_codes_left(struct tx *tx, int64_t staff)
{
	return db_get_int(tx, 0, "select count(*) from recovery_code where staff_id = $1 and used_at is null",
			  db_int(staff));
}
