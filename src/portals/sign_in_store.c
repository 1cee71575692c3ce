/* sign_in_store: every statement about attempts to sign in, known devices, and the breaker for codes by SMS. */
#include "portals/sign_in.h"

#include "base/arena.h"
#include "base/id.h"
#include "sys/clock.h"
#include "sys/random.h"

#include <stddef.h>

static const int64_t device_life_ms = 180 * (int64_t)DAY_MS;

enum {
	BREAKER_SHORT = 50,  /* wrong codes by SMS in ten minutes */
	BREAKER_LONG = 1000, /* in a day */
};

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct sign_in, id),
	DB_COLUMN_BYTES(struct sign_in, browser_hash),
	DB_COLUMN_BYTES(struct sign_in, link_hash),
	DB_COLUMN_ENUM(struct sign_in, purpose, sign_in_purpose_names),
	DB_COLUMN_INT64(struct sign_in, portal_id),
	DB_COLUMN_TEXT(struct sign_in, email),
	DB_COLUMN_INT64(struct sign_in, contact_id),
	DB_COLUMN_ENUM(struct sign_in, channel, code_channel_names),
	DB_COLUMN_TEXT(struct sign_in, target),
	DB_COLUMN_BYTES(struct sign_in, code_hash),
	DB_COLUMN_INT(struct sign_in, tries),
	DB_COLUMN_INT(struct sign_in, sent_count),
	DB_COLUMN_INSTANT(struct sign_in, sent_at),
	DB_COLUMN_INSTANT(struct sign_in, expires_at),
	DB_COLUMN_BOOL(struct sign_in, remember),
	DB_COLUMN_TEXT(struct sign_in, next_path),
	DB_COLUMN_INT64(struct sign_in, invitation_id),
	DB_COLUMN_INSTANT(struct sign_in, created_at),
};
static const struct db_shape shape = DB_SHAPE(struct sign_in, columns);

#define COLUMNS                                                                                                        \
	"id, browser_hash, link_hash, purpose, portal_id, email, contact_id, channel, target, code_hash, tries, "      \
	"sent_count, sent_at, expires_at, remember, next_path, invitation_id, created_at"

static struct db_value
db_hash(const struct hash *hash)
{
	return db_bytes(str_slice(hash->bytes, HASH_SIZE));
}

void
sign_in_insert(struct tx *tx, const struct sign_in *sign_in)
{
	db_run(tx,
	       "insert into sign_in (" COLUMNS ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
	       "$14, $15, $16, $17, $18)",
	       db_int(sign_in->id), db_bytes(sign_in->browser_hash), db_bytes(sign_in->link_hash),
	       db_text(sign_in_purpose_names[sign_in->purpose]), db_int(sign_in->portal_id), db_text(sign_in->email),
	       db_optional(sign_in->contact_id, 0), db_text(code_channel_names[sign_in->channel]),
	       db_text(sign_in->target), db_bytes(sign_in->code_hash), db_int(sign_in->tries),
	       db_int(sign_in->sent_count), db_int(sign_in->sent_at), db_int(sign_in->expires_at),
	       db_int(sign_in->remember), db_text(sign_in->next_path), db_optional(sign_in->invitation_id, 0),
	       db_int(sign_in->created_at));
}

struct sign_in *
sign_in_of_browser(struct tx *tx, const struct hash *browser, enum sign_in_purpose purpose)
{
	return db_find(tx, &shape, "select " COLUMNS " from sign_in where browser_hash = $1 and purpose = $2",
		       db_hash(browser), db_text(sign_in_purpose_names[purpose]));
}

struct sign_in *
sign_in_of_link(struct tx *tx, const struct hash *link, int64_t now)
{
	return db_find(tx, &shape,
		       "select " COLUMNS " from sign_in where link_hash = $1 and purpose = 'sign_in' "
		       "and code_hash is not null and expires_at > $2",
		       db_hash(link), db_int(now));
}

struct sign_in *
sign_in_newest_of(struct tx *tx, int64_t contact, enum code_channel channel, int64_t now)
{
	return db_find(tx, &shape,
		       "select " COLUMNS " from sign_in where contact_id = $1 and purpose = 'sign_in' and channel = $2 "
		       "and code_hash is not null and expires_at > $3 order by sent_at desc, id desc limit 1",
		       db_int(contact), db_text(code_channel_names[channel]), db_int(now));
}

void
sign_in_forget_browser(struct tx *tx, const struct hash *browser)
{
	db_run(tx, "delete from sign_in where browser_hash = $1", db_hash(browser));
}

void
sign_in_renew(struct tx *tx, const struct sign_in *sign_in)
{
	db_run(tx,
	       "update sign_in set code_hash = $2, link_hash = $3, channel = $4, tries = 0, sent_count = $5, "
	       "sent_at = $6, expires_at = $7 where id = $1",
	       db_int(sign_in->id), db_bytes(sign_in->code_hash), db_bytes(sign_in->link_hash),
	       db_text(code_channel_names[sign_in->channel]), db_int(sign_in->sent_count), db_int(sign_in->sent_at),
	       db_int(sign_in->expires_at));
}

/* Nobody's rows are none: an unknown address costs the same statement. */
void
sign_in_kill_others(struct tx *tx, const struct sign_in *sign_in)
{
	db_run(tx,
	       "update sign_in set code_hash = null, link_hash = null where contact_id = $1 and purpose = $2 "
	       "and id <> $3",
	       db_int(sign_in->contact_id), db_text(sign_in_purpose_names[sign_in->purpose]), db_int(sign_in->id));
}

struct sign_in *
sign_in_count_try(struct tx *tx, int64_t id, int64_t now)
{
	return db_find(tx, &shape,
		       "update sign_in set tries = tries + 1 where id = $1 and code_hash is not null "
		       "and expires_at > $2 and tries < $3 returning " COLUMNS,
		       db_int(id), db_int(now), db_int(SHOWN_TRIES));
}

void
sign_in_burn(struct tx *tx, int64_t id, bool alive)
{
	struct hash chance;

	random_bytes(chance.bytes, HASH_SIZE);
	db_run(tx, "update sign_in set code_hash = $2, link_hash = null where id = $1", db_int(id),
	       alive ? db_hash(&chance) : db_bytes((struct str){NULL, 0}));
}

bool
sign_in_take(struct tx *tx, const struct sign_in *sign_in)
{
	return db_run(tx, "delete from sign_in where id = $1 and code_hash = $2", db_int(sign_in->id),
		      db_bytes(sign_in->code_hash)) == 1;
}

/* ---- devices ---- */

/* One cookie serves all who share a browser: the row's hash is of the token and the person. */
static struct hash
device_hash(const struct hash *token, int64_t contact)
{
	struct {
		struct hash token;
		int64_t contact;
	} bound = {*token, contact};

	return sha256(str_slice(&bound, sizeof bound));
}

bool
device_is_known(struct tx *tx, const struct hash *token, int64_t contact, int64_t now)
{
	struct hash hash = device_hash(token, contact);

	return db_get_int(tx, 0, "select id from device where token_hash = $1 and contact_id = $2 and expires_at > $3",
			  db_hash(&hash), db_int(contact), db_int(now)) != 0;
}

void
device_remember(struct tx *tx, const struct hash *token, int64_t contact, int64_t now)
{
	struct hash hash = device_hash(token, contact);

	db_run(tx,
	       "insert into device (id, contact_id, token_hash, created_at, seen_at, expires_at) "
	       "values ($1, $2, $3, $4, $4, $5) on conflict (token_hash) do update set seen_at = $4, expires_at = $5",
	       db_int(id_new()), db_int(contact), db_hash(&hash), db_int(now), db_int(now + device_life_ms));
}

/* ---- the breaker ---- */

/* Whoever guesses starts the sign-ins himself and spreads his guesses over all accounts: limits of single accounts do
 * not see him. A thousand guesses a day at six digits are a thousandth of a chance. */
bool
breaker_is_open(struct tx *tx, int64_t now)
{
	return db_get_int(tx, 0, "select count(*) from sms_failure where tripped = 1 and at > $1",
			  db_int(now - HOUR_MS)) > 0;
}

static bool
is_too_much(struct tx *tx, int64_t now)
{
	return db_get_int(tx, 0, "select count(*) from sms_failure where at > $1", db_int(now - 10 * MINUTE_MS)) >=
		       BREAKER_SHORT ||
	       db_get_int(tx, 0, "select count(*) from sms_failure where at > $1", db_int(now - DAY_MS)) >=
		       BREAKER_LONG;
}

/* While it is open every wrong code keeps it open: only an hour without any closes it. */
bool
breaker_count(struct tx *tx, int64_t now)
{
	bool open = breaker_is_open(tx, now);
	bool opens = !open && is_too_much(tx, now);

	db_run(tx, "insert into sms_failure (id, at, tripped) values ($1, $2, $3)", db_int(id_new()), db_int(now),
	       db_int(open || opens));
	return opens;
}

/* ---- care ---- */

void
sign_in_sweep(struct tx *tx, int64_t now)
{
	db_run(tx, "delete from sign_in where expires_at < $1", db_int(now - HOUR_MS));
	db_run(tx, "delete from device where expires_at < $1", db_int(now));
	db_run(tx, "delete from sms_failure where at < $1", db_int(now - 2 * (int64_t)DAY_MS));
	db_run(tx, "delete from session where expires_at < $1", db_int(now));
	db_run(tx, "delete from rate where arrival_at < $1", db_int(now));
}

struct device_row {
	int64_t created_at, seen_at;
	const char *address, *agent;
};

static const struct db_column device_columns[] = {
	DB_COLUMN_INSTANT(struct device_row, created_at),
	DB_COLUMN_INSTANT(struct device_row, seen_at),
	DB_COLUMN_TEXT(struct device_row, address),
	DB_COLUMN_TEXT(struct device_row, agent),
};
static const struct db_shape device_shape = DB_SHAPE(struct device_row, device_columns);

static void
add_devices(struct doc *list, const struct device_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct doc *doc = doc_add_object(list);

		doc_set_instant(doc, "created_at", rows[i].created_at);
		doc_set_instant(doc, "seen_at", rows[i].seen_at);
		doc_set_text(doc, "address", rows[i].address);
		doc_set_text(doc, "agent", rows[i].agent);
	}
}

void
sign_in_export_person(struct tx *tx, int64_t contact, struct doc *person)
{
	size_t count;
	const struct device_row *rows;

	rows = db_list(tx, &device_shape, &count,
		       "select created_at, seen_at, null as address, null as agent from device where contact_id = $1 "
		       "order by id",
		       db_int(contact));
	add_devices(doc_set_list(person, "devices"), rows, count);
	rows = db_list(tx, &device_shape, &count,
		       "select created_at, seen_at, address, agent from session where contact_id = $1 order by id",
		       db_int(contact));
	add_devices(doc_set_list(person, "sessions"), rows, count);
}

void
sign_in_erase_person(struct tx *tx, int64_t contact)
{
	db_run(tx,
	       "delete from sign_in where contact_id = $1 or email in (select email from contact where id "
	       "= $1 union select email from portal_user where record_id = $1)",
	       db_int(contact));
	db_run(tx, "delete from device where contact_id = $1", db_int(contact));
	db_run(tx, "delete from session where contact_id = $1", db_int(contact));
}
