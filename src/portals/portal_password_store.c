/* portal_password_store: every statement about the passwords of contacts and the links to choose one. */
#include "portals/portal_password.h"

#include "base/arena.h"
#include "base/id.h"
#include "sys/clock.h"
#include "sys/random.h"

#include <stddef.h>

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct portal_password, contact_id),
	DB_COLUMN_TEXT(struct portal_password, hash),
	DB_COLUMN_INSTANT(struct portal_password, chosen_at),
};
static const struct db_shape shape = DB_SHAPE(struct portal_password, columns);

struct portal_password *
portal_password_of(struct tx *tx, int64_t contact)
{
	return db_find(tx, &shape, "select contact_id, hash, chosen_at from portal_password where contact_id = $1",
		       db_int(contact));
}

int64_t
portal_password_chosen_at(struct tx *tx, int64_t contact)
{
	return db_get_int(tx, NO_INSTANT, "select chosen_at from portal_password where contact_id = $1",
			  db_int(contact));
}

static void
forget_links(struct tx *tx, int64_t contact)
{
	db_run(tx, "delete from portal_password_link where contact_id = $1", db_int(contact));
}

void
portal_password_set(struct tx *tx, int64_t contact, const char *hash)
{
	forget_links(tx, contact);
	db_run(tx,
	       "insert into portal_password (contact_id, hash, chosen_at) values ($1, $2, $3) "
	       "on conflict (contact_id) do update set hash = excluded.hash, chosen_at = excluded.chosen_at",
	       db_int(contact), db_text(hash), db_int(clock_now()));
}

void
portal_password_rehash(struct tx *tx, int64_t contact, const char *hash)
{
	db_run(tx, "update portal_password set hash = $2 where contact_id = $1", db_int(contact), db_text(hash));
}

void
portal_password_remove(struct tx *tx, int64_t contact)
{
	forget_links(tx, contact);
	db_run(tx, "delete from portal_password where contact_id = $1", db_int(contact));
}

/* ---- links ---- */

static struct db_value
token_hash(struct tx *tx, const char *token)
{
	struct hash hash = sha256(str_of(token));

	return db_bytes(str_slice(arena_text_of(tx_arena(tx), hash.bytes, HASH_SIZE), HASH_SIZE));
}

const char *
portal_password_link_create(struct tx *tx, int64_t contact, int64_t portal)
{
	char *token = arena_alloc(tx_arena(tx), TOKEN_LENGTH + 1);
	int64_t now = clock_now();

	random_token(token);
	forget_links(tx, contact);
	db_run(tx,
	       "insert into portal_password_link (id, contact_id, portal_id, token_hash, created_at, expires_at) "
	       "values ($1, $2, $3, $4, $5, $6)",
	       db_int(id_new()), db_int(contact), db_int(portal), token_hash(tx, token), db_int(now),
	       db_int(now + portal_password_link_life_ms));
	return token;
}

int64_t
portal_password_link_contact(struct tx *tx, const char *token, int64_t portal, int64_t now)
{
	return db_get_int(tx, 0,
			  "select contact_id from portal_password_link where token_hash = $1 and portal_id = $2 "
			  "and expires_at > $3",
			  token_hash(tx, token), db_int(portal), db_int(now));
}

bool
portal_password_link_take(struct tx *tx, const char *token, int64_t portal, int64_t now)
{
	return db_run(tx,
		      "delete from portal_password_link where token_hash = $1 and portal_id = $2 and expires_at > $3",
		      token_hash(tx, token), db_int(portal), db_int(now)) == 1;
}

/* ---- care ---- */

void
portal_password_sweep(struct tx *tx, int64_t now)
{
	db_run(tx, "delete from portal_password_link where expires_at <= $1", db_int(now));
}

/* That there is one, and since when: the password itself nobody can tell. */
void
portal_password_export_person(struct tx *tx, int64_t contact, struct doc *person)
{
	doc_set_instant(person, "password_chosen_at", portal_password_chosen_at(tx, contact));
}
