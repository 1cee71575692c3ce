/* type_impact_store_test: who sees more and who sees fewer records when a user type is set up another way. */
#include "rights/type_impact.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "rights/rights_world_test.h"
#include "sys/clock.h"

enum { ANNE = 501, PAUL, ZOE, ELAN = 601, BRISE };

#define BY_CLIENT  "{'module': 'tickets', 'tie': 'client', 'link': 'client', 'layouts': [{}]}"
#define BY_CONTACT "{'module': 'tickets', 'tie': 'record', 'link': 'contact', 'layouts': [{}]}"
#define NEW_ONLY                                                                                                       \
	"{'module': 'tickets', 'tie': 'client', 'link': 'client', 'layouts': [{}], 'narrowed': {'all': [{'field': "    \
	"'state', 'comparison': 'is', 'values': ['new']}]}}"

/* Anne of Élan, Paul of Élan and Brise; Zoé, who never came. Two tickets of Élan, Anne's and Paul's; one of Brise,
 * nobody's. */
static const char *const rows[] = {
	"insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, payment_days, "
	"created_at, version) values (1, 'Solaria', 'Solaria', 'FR', '#000000', 'F', 'A', 30, 0, 1)",
	"insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, version) values "
	"(601, 'C-1', 'company', 'Elan', 'elan', 1, 'FR', 0, 0, 1), (602, 'C-2', 'company', 'Brise', 'brise', 1, 'FR', 0, 0, "
	"1)",
	"insert into contact (id, first_name, last_name, name_key, email, theme, entered_at, created_at, version) values "
	"(501, 'Anne', 'A', 'a anne', 'a@x.example', '', 1, 0, 1), (502, 'Paul', 'P', 'p paul', 'p@x.example', '', 1, 0, "
	"1), (503, 'Zoe', 'Z', 'z zoe', 'z@x.example', '', null, 0, 1)",
	"insert into client_contact (client_id, contact_id, created_at) values (601, 501, 0), (601, 502, 0), (602, 502, 0), "
	"(601, 503, 0)",
	"insert into ticket (id, subject, subject_key, client_id, contact_id, state, priority, created_at, version) values "
	"(1, 'Un', 'un', 601, 501, 'new', 'normal', 0, 1), (2, 'Deux', 'deux', 601, 502, 'open', 'normal', 0, 1), (3, "
	"'Trois', 'trois', 602, null, 'new', 'normal', 0, 1)",
};

static void
make_people(struct tx *tx, void *data)
{
	(void)data;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		db_run(tx, rows[i]);
}

static struct world
people_world(struct db *db, struct arena *arena)
{
	struct world world = rights_world(db, arena);

	world_write(&world, make_people, NULL);
	return world;
}

static const struct user_type *
type_of(struct world *world, const char *tabs)
{
	struct user_type *type = arena_make(world->arena, struct user_type);

	type->id = 1;
	type->is_default = true;
	type->main = world_module(world, "contacts");
	user_type_read(world->arena, world->rights, type,
		       world_json(world, arena_printf(world->arena, "{'tabs': [%s]}", tabs)));
	return type;
}

/* "2 gain, 1 loses: 501 +0 -1": people, then each example. */
static const char *
felt_of(struct world *world, const char *from, const char *to)
{
	struct tx *tx = db_read(world->db, world->arena);
	const struct felt_sums sums =
		type_impact(tx, world->rights, type_of(world, from), type_of(world, to), world_module(world, "tickets"),
			    &world->moment, clock_monotonic() + 60000);
	struct builder text = builder_new(world->arena, 0);

	build_printf(&text, "%lld gain, %lld lose:", (long long)sums.gaining, (long long)sums.losing);
	for (size_t i = 0; i < sums.example_count; i++)
		build_printf(&text, " %lld +%lld -%lld", (long long)sums.examples[i].person,
			     (long long)sums.examples[i].gained, (long long)sums.examples[i].lost);
	assert_false(sums.uncounted);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	return builder_text(&text);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_sees_more_and_who_sees_fewer_is_counted)
{
	struct world world = people_world(db, arena);

	assert_string_equal(felt_of(&world, BY_CLIENT, BY_CLIENT), "0 gain, 0 lose:");
	assert_string_equal(felt_of(&world, "", BY_CLIENT), "2 gain, 0 lose: 501 +2 -0 502 +3 -0");
	assert_string_equal(felt_of(&world, BY_CLIENT, ""), "0 gain, 2 lose: 501 +0 -2 502 +0 -3");
	assert_string_equal(felt_of(&world, BY_CLIENT, NEW_ONLY), "0 gain, 2 lose: 501 +0 -1 502 +0 -1");
	assert_string_equal(felt_of(&world, NEW_ONLY, BY_CLIENT), "2 gain, 0 lose: 501 +1 -0 502 +1 -0");
	/* Paul acts for two clients: as either of them he sees his ticket, and no longer those of the client. */
	assert_string_equal(felt_of(&world, BY_CLIENT, BY_CONTACT), "1 gain, 2 lose: 501 +0 -1 502 +1 -2");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, people_of_a_type_are_those_who_came_or_were_given_it)
{
	struct world world = people_world(db, arena);
	struct tx *tx = db_read(db, arena);

	assert_int_equal(type_people(tx, type_of(&world, "")), 2);
	db_read_end(tx);
	world_run(&world, "insert into portal (id, address, name, company_id, created_at) values (1, 'x', 'X', 1, 0)");
	world_run(&world,
		  "insert into user_type (id, portal_id, main_module_id, position, is_default, draft, created_at, "
		  "version) select 2, 1, id, 2, 0, '{}', 0, 1 from module where name = 'contacts'");
	world_run(&world,
		  "insert into portal_user (id, user_type_id, module_id, record_id, created_at) select 1, 2, id, "
		  "501, 0 from module where name = 'contacts'");
	assert_string_equal(felt_of(&world, "", BY_CLIENT), "1 gain, 0 lose: 502 +3 -0");
	rights_free(world.rights);
}
