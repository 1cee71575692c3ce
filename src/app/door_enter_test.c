/* door_enter_test: who came in once and must not any more (a session that is over, a token given back, a person
 * blocked, a client in the bin) stays outside; each condition of the statements that find them, not asked, lets them
 * in. */
#include "app/door_gate_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "clients/contact_store.h"
#include "core/session_store.h"
#include "core/staff_viewer.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "people/credential.h"
#include "portals/sign_in.h"
#include "sys/clock.h"

#include <inttypes.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define CONSOLE	     "s.kind = 'staff'"
#define PORTALS	     "s.kind = 'portal'"
#define PREVIEWS     "from preview v"
#define TOKENS	     "from api_token t"

/* ---- at the door ---- */

enum comer { BY_TOKEN, STAFF_USER, LOOKER_AT_CONSOLE, LOOKER_AS_PERSON, PERSON, PERSON_FOR_CLIENT, LOOKER };

struct coming {
	enum comer comer;
	int closed;
	const char *condition, *within;
	const char *before, *after; /* what makes it untrue, and true again; NULL: it is so from the beginning */
};

static const struct coming entries[] = {
	{STAFF_USER, 401, "s.expires_at > $2", CONSOLE, "update session set expires_at = 1",
	 "update session set expires_at = 9000000000000"},
	{STAFF_USER, 401, "s.seen_at > $3", CONSOLE, "update session set seen_at = 1",
	 "update session set seen_at = created_at"},
	{STAFF_USER, 401, "u.disabled_at is null", CONSOLE, "update staff set disabled_at = 1 where id = 101",
	 "update staff set disabled_at = null"},
	{LOOKER_AT_CONSOLE, 401, "s.kind = 'staff'", CONSOLE, NULL, NULL},
	{PERSON, 401, "s.expires_at > $2", PORTALS, "update session set expires_at = 1",
	 "update session set expires_at = 9000000000000"},
	{PERSON, 401, "s.seen_at > case when s.remember = 1 then 0 else $3 end", PORTALS,
	 "update session set seen_at = 1", "update session set seen_at = created_at"},
	{LOOKER_AS_PERSON, 401, "s.kind = 'portal'", PORTALS, NULL, NULL},
	{LOOKER, 401, "u.disabled_at is null", PREVIEWS, "update staff set disabled_at = 1 where id = 102",
	 "update staff set disabled_at = null"},
	{LOOKER, 401, "s.expires_at > $2", PREVIEWS, "update session set expires_at = 1 where kind = 'preview'",
	 "update session set expires_at = 9000000000000"},
	{LOOKER, 401, "s.seen_at > $3", PREVIEWS, "update session set seen_at = 1 where kind = 'preview'",
	 "update session set seen_at = created_at"},
	{LOOKER, 401, "o.expires_at > $2", PREVIEWS,
	 "update session set expires_at = 1 where staff_id = 102 and kind = 'staff'",
	 "update session set expires_at = 9000000000000"},
	{LOOKER, 401, "o.half = 0", PREVIEWS, "update session set half = 1 where staff_id = 102 and kind = 'staff'",
	 "update session set half = 0 where staff_id = 102"},
	{LOOKER, 401, "o.staff_id = s.staff_id", PREVIEWS,
	 "update session set staff_id = 101 where staff_id = 102 and kind = 'staff'",
	 "update session set staff_id = 102 where id = (select opened_by from preview)"},
	{PERSON, 401, "c.blocked_at is null", PORTALS, "update contact set blocked_at = 1",
	 "update contact set blocked_at = null"},
	{PERSON, 401, "c.deleted_at is null", PORTALS, "update contact set deleted_at = 1",
	 "update contact set deleted_at = null"},
	{PERSON_FOR_CLIENT, 409, "m.client_id is not null", PORTALS, "delete from client_contact where client_id = 301",
	 "insert into client_contact (client_id, contact_id, created_at) values (301, 310, 0)"},
	{PERSON_FOR_CLIENT, 409, "k.deleted_at is null", PORTALS, "update client set deleted_at = 1 where id = 301",
	 "update client set deleted_at = null"},
	{PERSON_FOR_CLIENT, 409, "k.archived_at is null", PORTALS, "update client set archived_at = 1 where id = 301",
	 "update client set archived_at = null"},
	{BY_TOKEN, 401, "t.revoked_at is null", TOKENS, "update api_token set revoked_at = 1",
	 "update api_token set revoked_at = null"},
	{BY_TOKEN, 401, "(t.expires_at is null or t.expires_at > $2)", TOKENS, "update api_token set expires_at = 1",
	 "update api_token set expires_at = null"},
	{BY_TOKEN, 401, "u.disabled_at is null", TOKENS, "update staff set disabled_at = 1 where id = 103",
	 "update staff set disabled_at = null"},
};

static int
status_of(const struct gate *gate, enum comer comer)
{
	const struct door_request requests[] = {
		[BY_TOKEN] = {.staff = CLEO, .path = "/console/search"},
		[STAFF_USER] = {.cookie = gate_console_cookie(gate, GATE_STAFF), .path = "/console/search"},
		[LOOKER_AT_CONSOLE] = {.cookie = gate_console_cookie(gate, GATE_PREVIEW), .path = "/console/search"},
		[LOOKER_AS_PERSON] = {.cookie = gate_portal_cookie(gate, GATE_PREVIEW), .path = "/p/demo/account"},
		[PERSON] = {.cookie = gate_portal_cookie(gate, GATE_PORTAL_SESSION), .path = "/p/demo/account"},
		[PERSON_FOR_CLIENT] = {.cookie = gate_portal_cookie(gate, GATE_PORTAL_SESSION),
				       .path = "/p/demo/notifications"},
		[LOOKER] = {.cookie = gate_preview_cookie(gate), .path = "/p/demo/account"},
	};
	struct door_request request = requests[comer];

	request.browser = comer != BY_TOKEN;
	return gate_status(gate, &request);
}

static void
try_entry(struct gate *gate, const struct coming *entry)
{
	int closed, open;

	if (entry->before != NULL) {
		assert_int_equal(status_of(gate, entry->comer), 200);
		world_run(&gate->world, entry->before);
	}
	closed = status_of(gate, entry->comer);
	db_without(gate->world.db, entry->condition, entry->within);
	open = status_of(gate, entry->comer);
	assert_true(db_with_all(gate->world.db) > 0);
	if (entry->after != NULL)
		world_run(&gate->world, entry->after);
	if (closed != entry->closed || open != 200)
		fail_msg("%s: %d, and %d without %s", entry->before, closed, open, entry->condition);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_may_not_come_in_any_more_does_not)
{
	struct gate gate = empty_gate_of(db, arena);

	for (size_t i = 0; i < COUNT(entries); i++)
		try_entry(&gate, &entries[i]);
	rights_free(gate.world.rights);
}

/* ---- in the stores ---- */

static const struct hash *
hash_of(struct tx *tx, const char *text)
{
	struct hash *hash = arena_make(tx_arena(tx), struct hash);

	*hash = sha256(str_of(text));
	return hash;
}

static bool
chooses_password(struct tx *tx)
{
	return password_link_staff(tx, "link", clock_now()) != NULL;
}

static bool
is_worked_for(struct tx *tx)
{
	return viewer_of_staff(tx, CLEO) != NULL;
}

static bool
enters(struct tx *tx)
{
	return contact_may_enter(tx, GATE_CONTACT);
}

static bool
is_written_to(struct tx *tx)
{
	size_t count;

	contacts_of_client(tx, GATE_CLIENT, &count);
	return count > 0;
}

static bool
acts_for_client(struct tx *tx)
{
	return session_client_is_theirs(tx, GATE_CONTACT, GATE_CLIENT);
}

static bool
ends_sessions_of_others(struct tx *tx)
{
	return session_delete_of_person(tx, GATE_PREVIEW, EVA, GATE_CONTACT);
}

static bool
is_known_device(struct tx *tx)
{
	return device_is_known(tx, hash_of(tx, "device"), GATE_CONTACT, clock_now());
}

static bool
follows_link(struct tx *tx)
{
	return sign_in_of_link(tx, hash_of(tx, "mail"), clock_now()) != NULL;
}

static bool
types_code(struct tx *tx)
{
	return sign_in_count_try(tx, 425, clock_now()) != NULL;
}

static bool
uses_recovery_code(struct tx *tx)
{
	return recovery_code_take(tx, EVA, hash_of(tx, "recovery"), clock_now());
}

static bool
uses_recovery_code_of_another(struct tx *tx)
{
	return recovery_code_take(tx, BEN, hash_of(tx, "recovery"), clock_now());
}

static bool
uses_code_of_before(struct tx *tx)
{
	return totp_take_step(tx, EVA, 5);
}

struct asking {
	bool (*may)(struct tx *tx);
	const char *condition, *within;
	const char *before, *after; /* as of struct coming */
};

static const struct asking askings[] = {
	{chooses_password, "expires_at > $2", "from password_link", "update password_link set expires_at = 1",
	 "update password_link set expires_at = 9000000000000"},
	{is_worked_for, "disabled_at is null", "and id = $1", "update staff set disabled_at = 1",
	 "update staff set disabled_at = null"},
	{enters, CONTACT_MAY_ENTER, NULL, "update contact set approval = 'waiting'",
	 "update contact set approval = 'approved'"},
	{enters, CONTACT_MAY_ENTER, NULL, "update contact set approval = 'refused'",
	 "update contact set approval = 'none'"},
	{enters, CONTACT_MAY_ENTER, NULL, "update contact set review = 'waiting'",
	 "update contact set review = 'accepted'"},
	{enters, "blocked_at is null", NULL, "update contact set blocked_at = 1",
	 "update contact set blocked_at = null"},
	{enters, "deleted_at is null", NULL, "update contact set deleted_at = 1",
	 "update contact set deleted_at = null"},
	{is_written_to, CONTACT_MAY_ENTER, NULL, "update contact set approval = 'waiting'",
	 "update contact set approval = 'none'"},
	{is_written_to, "contact.blocked_at is null", NULL, "update contact set blocked_at = 1",
	 "update contact set blocked_at = null"},
	{is_written_to, "contact.deleted_at is null", NULL, "update contact set deleted_at = 1",
	 "update contact set deleted_at = null"},
	{acts_for_client, "contact_id = $1", NULL, "update client_contact set contact_id = 311",
	 "update client_contact set contact_id = 310"},
	{acts_for_client, "client.deleted_at is null", NULL, "update client set deleted_at = 1",
	 "update client set deleted_at = null"},
	{acts_for_client, "client.archived_at is null", NULL, "update client set archived_at = 1",
	 "update client set archived_at = null"},
	{ends_sessions_of_others, "(staff_id = $2 or contact_id = $3)", NULL, NULL, NULL},
	{is_known_device, "expires_at > $3", "from device", "update device set expires_at = 1",
	 "update device set expires_at = 9000000000000"},
	{follows_link, "expires_at > $2", "from sign_in", "update sign_in set expires_at = 1",
	 "update sign_in set expires_at = 9000000000000"},
	{follows_link, "code_hash is not null", "from sign_in", "update sign_in set code_hash = null",
	 "update sign_in set code_hash = browser_hash"},
	{types_code, "expires_at > $2", "update sign_in", "update sign_in set expires_at = 1",
	 "update sign_in set expires_at = 9000000000000"},
	{types_code, "tries < $3", "update sign_in", "update sign_in set tries = 5", "update sign_in set tries = 0"},
	{types_code, "code_hash is not null", "update sign_in", "update sign_in set code_hash = null",
	 "update sign_in set code_hash = browser_hash"},
	{uses_recovery_code, "used_at is null", NULL, "update recovery_code set used_at = 1",
	 "update recovery_code set used_at = null"},
	{uses_recovery_code_of_another, "staff_id = $2", NULL, NULL, NULL},
	{uses_code_of_before, "(totp_step is null or totp_step < $1)", NULL, "update staff set totp_step = 5",
	 "update staff set totp_step = null"},
};

static void
add_ways_in(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx, "insert into contact (id, first_name, last_name, name_key, theme, created_at, version) "
		   "values (311, '', 'Petit', 'petit', '', 0, 1)");
	db_run(tx,
	       "insert into password_link (id, staff_id, token_hash, created_at, expires_at) "
	       "values (1, 103, $1, 0, 9000000000000)",
	       db_bytes(str_slice(hash_of(tx, "link")->bytes, HASH_SIZE)));
	db_run(tx, "insert into recovery_code (id, staff_id, code_hash) values (1, 101, $1)",
	       db_bytes(str_slice(hash_of(tx, "recovery")->bytes, HASH_SIZE)));
	db_run(tx,
	       "insert into sign_in (id, browser_hash, link_hash, code_hash, purpose, portal_id, email, channel, tries, "
	       "sent_count, sent_at, expires_at, remember, created_at) values (425, $1, $1, $1, 'sign_in', 320, "
	       "'anne@example.fr', 'mail', 0, 1, 0, 9000000000000, 0, 0)",
	       db_bytes(str_slice(hash_of(tx, "mail")->bytes, HASH_SIZE)));
	device_remember(tx, hash_of(tx, "device"), GATE_CONTACT, clock_now());
}

struct asked {
	const struct asking *asking;
	bool may;
};

static void
ask_undone(struct tx *tx, void *data)
{
	struct asked *asked = data;

	asked->may = asked->asking->may(tx);
	tx_refuse(tx);
}

static bool
may(const struct gate *gate, const struct asking *asking)
{
	struct arena *arena = arena_new(0);
	struct asked asked = {.asking = asking};

	assert_int_equal(db_write(gate->world.db, arena, ask_undone, &asked), DB_REFUSED);
	arena_free(arena);
	return asked.may;
}

static void
try_asking(struct gate *gate, const struct asking *asking)
{
	bool closed, open;

	if (asking->before != NULL) {
		assert_true(may(gate, asking));
		world_run(&gate->world, asking->before);
	}
	closed = !may(gate, asking);
	db_without(gate->world.db, asking->condition, asking->within);
	open = may(gate, asking);
	assert_true(db_with_all(gate->world.db) > 0);
	if (asking->after != NULL)
		world_run(&gate->world, asking->after);
	if (!closed || !open)
		fail_msg("%s: %d, and %d without %s", asking->before, !closed, open, asking->condition);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_is_over_or_anothers_opens_nothing)
{
	struct gate gate = gate_of(db, arena);
	const struct asking link = {.may = chooses_password};

	world_write(&gate.world, add_ways_in, NULL);
	for (size_t i = 0; i < COUNT(askings); i++)
		try_asking(&gate, &askings[i]);
	world_run(&gate.world, "update staff set disabled_at = 1");
	assert_false(may(&gate, &link));
	WITHOUT(CHECK_LINK_OF_CLOSED, assert_true(may(&gate, &link)));
	rights_free(gate.world.rights);
}
