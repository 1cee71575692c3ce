/* switch_test: what depends on what, how switches are kept, and who the portal acts as. */
#include "switches/switch.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"
#include "core/house.h"
#include "core/house_test.h"
#include "core/session.h"
#include "core/session_store.h"
#include "db/db_testing.h"
#include "portals/portals.h"
#include "rights/rights_world_test.h"

#include <string.h>

/* ---- rules ---- */

TEST(the_portal_needs_privacy_first)
{
	struct switch_state states[SWITCHES] = {{.on = false}};

	assert_null(switch_blocked(states, SWITCH_PRIVACY));
	assert_non_null(switch_blocked(states, SWITCH_PORTAL));
	states[SWITCH_PRIVACY].on = true;
	assert_null(switch_blocked(states, SWITCH_PORTAL));
	assert_null(switch_blocked(states, SWITCH_PRIVACY));
	states[SWITCH_PORTAL].on = true;
	assert_non_null(strstr(switch_blocked(states, SWITCH_PRIVACY), "Switch the portal off first"));
	assert_null(switch_blocked(states, SWITCH_PORTAL));
}

TEST(a_switch_is_known_by_its_name_and_says_all_it_does)
{
	assert_int_equal(switch_named("portal"), SWITCH_PORTAL);
	assert_int_equal(switch_named("Portal"), SWITCHES);
	assert_int_equal(switch_named(""), SWITCHES);
	for (int i = 0; i < SWITCHES; i++) {
		const struct switch_kind *kind = &switch_kinds[i];

		assert_int_equal(switch_named(kind->name), i);
		assert_non_null(kind->label);
		assert_non_null(kind->about);
		assert_non_null(kind->on_effects[0]);
		assert_non_null(kind->off_effects[0]);
		assert_true(kind->needs == SWITCHES || (kind->needs_text != NULL && kind->needed_text != NULL));
	}
}

/* ---- rows ---- */

struct test {
	struct world world;
	struct house *house;
	enum agent_outcome outcome;
	const struct portal_agent *agent;
};

static struct test
test_of(struct db *db, struct arena *arena)
{
	static const struct access_rule contacts[] = {{.table = "contact", .staff = "1 = 1"}};
	static const struct access_rule *const rules[] = {contacts};
	static const size_t count[] = {1};
	struct test test = {.world = rights_world(db, arena), .house = house_for_test(arena, db, NULL)};

	access_start(rules, count, 1);
	return test;
}

static void
switch_off(struct tx *tx, void *data)
{
	(void)data;
	switch_hold_all(tx);
	switch_set(tx, SWITCH_PORTAL, false, 77);
}

static void
make_portals(struct tx *tx, void *data)
{
	const struct company company = {.name = "A",
					.legal_name = "A",
					.country = "FR",
					.colour = "#0f766e",
					.invoice_prefix = "F",
					.credit_prefix = "A",
					.payment_days = 30};
	int64_t first = company_create(tx, &company), second = company_create(tx, &company);
	int64_t portal = portal_create(tx, "premier", "Premier", first);

	(void)data;
	assert_false(portal_set_company(tx, portal, second, second));
	assert_true(portal_set_company(tx, portal, second, first));
	assert_int_equal(portal_first(tx)->company_id, second);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, one_switch_closes_every_portal)
{
	struct test test = test_of(db, arena);
	struct switch_state states[SWITCHES];
	struct tx *tx;

	world_write(&test.world, make_portals, NULL);
	tx = db_read(db, arena);
	assert_true(switch_is_on(tx, SWITCH_PORTAL));
	assert_true(portal_first(tx)->enabled);
	switch_states(tx, states);
	assert_true(states[SWITCH_PRIVACY].on && states[SWITCH_PORTAL].on);
	assert_int_equal(states[SWITCH_PORTAL].changed_at, NO_INSTANT);
	db_read_end(tx);
	world_write(&test.world, switch_off, NULL);
	tx = db_read(db, arena);
	assert_false(switch_is_on(tx, SWITCH_PORTAL));
	assert_false(portal_first(tx)->enabled);
	assert_true(switch_is_on(tx, SWITCH_PRIVACY));
	switch_states(tx, states);
	assert_int_equal(states[SWITCH_PORTAL].changed_at, 77);
	db_read_end(tx);
	rights_free(test.world.rights);
}

static void
add_people(struct tx *tx, void *data)
{
	struct test *test = data;
	const struct viewer viewer = world_viewer(&test->world, EVA);

	db_run(tx, "insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, "
		   "payment_days, created_at, version) values (1, 'A', 'A', 'FR', '#0f766e', 'F', 'A', 30, 1, 1)");
	db_run(tx, "insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, "
		   "version) values (5, 'C-5', 'company', 'D', 'd', 1, 'FR', 0, 1, 1)");
	db_run(tx, "insert into contact (id, first_name, last_name, name_key, email, blocked_at, theme, created_at, "
		   "version) values (1, '', 'In', 'in', 'in@e.fr', null, '', 1, 1), "
		   "(2, '', 'No address', 'a', null, null, '', 1, 1), (3, '', 'Blocked', 'b', 'b@e.fr', 1, '', 1, 1), "
		   "(4, '', 'No client', 'n', 'n@e.fr', null, '', 1, 1)");
	db_run(tx, "insert into client_contact (client_id, contact_id, created_at) values (5, 1, 1), (5, 2, 1), "
		   "(5, 3, 1)");
	for (int64_t i = 0; i < 3; i++) {
		char bytes[HASH_SIZE] = {(char)i};
		struct hash token = sha256(str_slice(bytes, sizeof bytes));

		session_insert(tx,
			       &(struct session_new){.kind = i == 2 ? SESSION_PREVIEW : SESSION_PORTAL,
						     .contact = i == 2 ? 0 : 1,
						     .staff = i == 2 ? EVA : 0},
			       i + 1, &token, i == 0 ? 50 : 500, NULL, NULL);
	}
	assert_int_equal(portal_people(tx, &viewer), 1);
	assert_int_equal(portal_sessions(tx, 100), 1);
	assert_int_equal(portal_sessions_end(tx), 2);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from session"), 1);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, whom_the_switch_concerns_is_counted_and_signed_out)
{
	struct test test = test_of(db, arena);

	world_write(&test.world, add_people, &test);
	rights_free(test.world.rights);
}

/* ---- who the portal acts as ---- */

static void
ensure(struct tx *tx, void *data)
{
	struct test *test = data;

	test->outcome = portal_agent_ensure(test->house, tx, test->world.rights, &test->agent);
}

static void
take_the_name(struct tx *tx, void *data)
{
	struct test *test = data;
	struct rights_trouble trouble = {.error = NULL};
	int64_t id;

	assert_int_equal(profile_create(tx, test->world.rights, "Client portal profile", 0, &id, &trouble),
			 RIGHTS_DONE);
}

static enum level
level_in(const struct test *test, const char *module, const char *field)
{
	const struct module *found = world_module(&test->world, module);
	const struct profile_rights *profile = rights_profile(test->world.rights, test->agent->profile_id);

	return profile->levels[found->index][field_named(found, field)->index];
}

static unsigned
may_in(const struct test *test, const char *module)
{
	return rights_profile(test->world.rights, test->agent->profile_id)
		->may[world_module(&test->world, module)->index];
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_the_portal_acts_as_is_made_once_and_may_little)
{
	struct test test = test_of(db, arena);
	int64_t id, profile;
	struct tx *tx;

	world_write(&test.world, take_the_name, &test);
	world_write(&test.world, ensure, &test);
	assert_int_equal(test.outcome, AGENT_MADE);
	id = test.agent->id;
	profile = test.agent->profile_id;
	assert_string_equal(rights_profile(test.world.rights, profile)->name, "Client portal profile 2");
	assert_int_equal(may_in(&test, "contacts"), MAY_VIEW | MAY_EDIT);
	assert_int_equal(may_in(&test, "tickets"), MAY_VIEW | MAY_CREATE | MAY_EDIT);
	assert_int_equal(may_in(&test, "invoices"), 0);
	assert_int_equal(level_in(&test, "contacts", "email"), LEVEL_READ);
	assert_int_equal(level_in(&test, "leads", "amount"), LEVEL_HIDDEN);
	assert_int_equal(level_in(&test, "tickets", "subject"), LEVEL_WRITE);
	assert_int_equal(level_in(&test, "tickets", "state"), LEVEL_READ);
	assert_int_equal(level_in(&test, "comments", "internal"), LEVEL_HIDDEN);
	assert_int_equal(level_in(&test, "clients", "name"), LEVEL_HIDDEN);
	world_write(&test.world, ensure, &test);
	assert_int_equal(test.outcome, AGENT_THERE);
	assert_int_equal(test.agent->id, id);
	tx = db_read(db, arena);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from staff where acts_for is not null"), 1);
	assert_int_equal(db_get_int(tx, 0,
				    "select count(*) from staff where id = $1 and password_hash is null and "
				    "disabled_at is not null and email not like '%@%' and profile_id = $2",
				    db_int(id), db_int(profile)),
			 1);
	db_read_end(tx);
	rights_free(test.world.rights);
}
