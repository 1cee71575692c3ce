/* person_data_test: what all features export and erase of a person is theirs, whichever record they sign in by, and
 * nothing of anybody else's. */
#include "app/app.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/house_test.h"
#include "db/db_testing.h"
#include "portals/portal_world_test.h"

#include <inttypes.h>
#include <string.h>

/* Of each module one whose data is asked for, and one whose is not. */
enum { MARIE = 3, LUCAS = 4, TUILES = 7, BOIS = 8, CONTACTS = 1, VENDORS = 2 };

static const char *
canary(struct tx *tx, int64_t id, const char *what)
{
	return arena_printf(tx_arena(tx), "canary-%" PRId64 "-%s", id, what);
}

#define TEXT(what) db_text(canary(tx, id, what))

static void
add_ways(struct tx *tx, int64_t id)
{
	const struct db_value bytes = db_bytes(str_of(canary(tx, id, "bytes")));

	db_run(tx,
	       "insert into session (id, kind, token_hash, contact_id, half, remember, created_at, seen_at, expires_at, "
	       "address) values ($1, 'portal', $2, $1, 0, 0, 1, 1, 4000000000000000, $3)",
	       db_int(id), bytes, TEXT("session"));
	db_run(tx,
	       "insert into sign_in (id, browser_hash, purpose, portal_id, contact_id, email, channel, tries, sent_count, "
	       "sent_at, expires_at, remember, created_at) values ($1, $2, 'sign_in', 1, $1, $3, 'mail', 0, 1, 1, 5, 0, 1)",
	       db_int(id), bytes, TEXT("typed"));
	db_run(tx,
	       "insert into device (id, contact_id, token_hash, created_at, seen_at, expires_at) values ($1, $1, $2, 1, 1, 5)",
	       db_int(id), bytes);
	db_run(tx, "insert into portal_password (contact_id, hash, chosen_at) values ($1, $2, 86400000)", db_int(id),
	       TEXT("hash"));
	db_run(tx,
	       "insert into passkey (id, contact_id, user_handle, rp_id, credential, public_key, sign_count, name, "
	       "transports, backup_eligible, backed_up, created_at) values ($1, $1, $2, 'x', $2, $2, 0, $3, '', 0, 0, 1)",
	       db_int(id), bytes, TEXT("passkey"));
}

static void
add_beside(struct tx *tx, int64_t id, int64_t module)
{
	db_run(tx,
	       "insert into portal_user (id, user_type_id, module_id, record_id, email, zone, settled_at, created_at) "
	       "values ($1, $2, $2, $1, $3, $4, 1, 1) on conflict (module_id, record_id) do update set zone = "
	       "excluded.zone",
	       db_int(id), db_int(module), db_text(module == CONTACTS ? NULL : canary(tx, id, "address")),
	       TEXT("zone"));
	db_run(tx,
	       "insert into invitation (id, portal_id, user_type_id, module_id, record_id, email, state, send_count, "
	       "created_at, sent_at, expires_at) values ($1, 1, $2, $2, $1, $3, 'accepted', 1, 1, 1, 1)",
	       db_int(id), db_int(module), TEXT("invitation"));
	db_run(tx,
	       "insert into consent_answer (id, module_id, record_id, consent_id, text_id, number, answer, at, means, note) "
	       "values ($1, $2, $1, 1, 1, 1, 'yes', 1, 'portal', $3)",
	       db_int(id), db_int(module), TEXT("consent"));
	db_run(tx, "insert into privacy_read (id, module_id, record_id, number, read_at) values ($1, $2, $1, 1, 1)",
	       db_int(id), db_int(module));
	db_run(tx,
	       "insert into message (id, channel, state, kind, contact_id, to_address, body_text, message_id, secret, "
	       "try_count, created_at) values ($1, 'mail', 'sent', 'x', $1, 'x@x.fr', $2, $3, 0, 0, 1)",
	       db_int(id), TEXT("message"), TEXT("id"));
	db_run(tx,
	       "insert into remark (id, module_id, record_id, staff_id, text, created_at) values ($1, $2, $1, 1, $3, 1)",
	       db_int(id), db_int(module), TEXT("remark"));
	db_run(tx, "insert into file_notice (whose, who_id, way) values ('contact', $1, $2)", db_int(id),
	       TEXT("notice"));
	db_run(tx,
	       "insert into file_mark (whose, who_id, client_id, until_at) values ('contact', $1, 1, 1), ('staff', $1, 1, 1)",
	       db_int(id));
}

static void
fill(struct tx *tx, void *data)
{
	static const int64_t people[][2] = {{MARIE, CONTACTS}, {LUCAS, CONTACTS}, {TUILES, VENDORS}, {BOIS, VENDORS}};

	(void)data;
	db_run(tx,
	       "insert into field (id, module_id, name, column_name, type, position, required, distinct_value, builtin, "
	       "created_at, version) values (5, 2, 'description', 'description', 'long_text', 3, 0, 0, 1, 0, 1)");
	db_run(tx,
	       "insert into consent (id, position, required, withdrawable, number, text_id, created_at, version) values "
	       "(1, 1, 0, 1, 1, 1, 0, 1)");
	db_run(tx,
	       "insert into consent_text (id, consent_id, number, name_fr, created_at) values (1, 1, 1, 'Nouvelles', 0)");
	for (size_t i = 0; i < sizeof people / sizeof people[0]; i++) {
		int64_t id = people[i][0];

		add_ways(tx, id);
		add_beside(tx, id, people[i][1]);
		db_run(tx, "update vendor set description = $2 where id = $1", db_int(id), TEXT("record"));
		db_run(tx, "update contact set first_name = $2 where id = $1", db_int(id), TEXT("record"));
	}
}

/* ---- asking ---- */

static const char *
exported(struct db *db, struct arena *arena, int64_t id)
{
	struct doc *person = doc_object(arena);
	struct builder json = builder_new(arena, 0);
	struct tx *tx = db_read(db, arena);

	for (size_t i = 0; i < feature_count; i++)
		features[i]->export_person(tx, id, person);
	db_read_end(tx);
	doc_print_json(person, NULL, &json);
	return builder_text(&json);
}

static void
erase(struct tx *tx, void *data)
{
	for (size_t i = 0; i < feature_count; i++)
		features[i]->erase_person(tx, *(const int64_t *)data);
}

struct place {
	const char *table, *column, *key;
};

/* Where a canary was put; consents are kept as proof, without it. */
static const struct place places[] = {
	{"session", "address", "contact_id"},
	{"sign_in", "email", "contact_id"},
	{"device", "id", "contact_id"},
	{"portal_password", "hash", "contact_id"},
	{"passkey", "name", "contact_id"},
	{"portal_user", "zone", "record_id"},
	{"invitation", "email", "record_id"},
	{"consent_answer", "note", "record_id"},
	{"privacy_read", "record_id", "record_id"},
	{"message", "body_text", "contact_id"},
	{"remark", "text", "record_id"},
	{"vendor", "description", "id"},
	{"file_notice", "way", "who_id"},
	{"file_mark", "nullif(whose, 'staff')", "who_id"},
};

/* In how many of these places something is left of them. */
static int
left(struct db *db, struct arena *arena, int64_t id)
{
	struct tx *tx = db_read(db, arena);
	int count = 0;

	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		const char *sql = arena_printf(arena, "select count(*) from %s where %s is not null and %s = $1",
					       places[i].table, places[i].column, places[i].key);

		count += db_get_int(tx, 0, sql, db_int(id)) > 0;
	}
	db_read_end(tx);
	return count;
}

static void
look_at(struct db *db, struct arena *arena, int64_t id, int64_t other)
{
	static const char *const told[] = {"session", "passkey", "zone",   "invitation",
					   "consent", "message", "record", "notice"};
	const char *json = exported(db, arena, id);
	int before = left(db, arena, id), others = left(db, arena, other);

	for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
		if (strstr(json, arena_printf(arena, "canary-%" PRId64 "-%s", id, told[i])) == NULL)
			fail_msg("%s is missing in %s", told[i], json);
	assert_non_null(strstr(json, "1970-01-02")); /* when they chose their password; not the password */
	assert_null(strstr(json, "-hash"));
	for (int64_t somebody = MARIE; somebody <= BOIS; somebody++)
		if (somebody != id && strstr(json, arena_printf(arena, "canary-%" PRId64, somebody)) != NULL)
			fail_msg("%s", json);
	assert_true(before >= 11);
	assert_int_equal(db_write(db, arena, erase, &id), DB_FINE);
	assert_int_equal(left(db, arena, id), 0);
	assert_int_equal(left(db, arena, other), others);
	assert_null(strstr(exported(db, arena, id), "canary"));
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, whoever_signs_in_gets_what_is_theirs_and_takes_it_along)
{
	assert_int_equal(db_write(db, arena, fill, NULL), DB_FINE);
	look_at(db, arena, TUILES, BOIS);
	look_at(db, arena, MARIE, LUCAS);
}
