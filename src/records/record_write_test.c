/* record_write_test: what may be written, by whom; numbers, what is computed, history. */
#include "records/keeper.h"
#include "records/record_world_test.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/test.h"
#include "db/db_testing.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#define VEHICLE(...) ((struct wish){.staff = EVA, .module = "vehicles", .fields = FIELDS(__VA_ARGS__)})

/* ---- values ---- */

TEST_BOTH_ENGINES_WITH(vehicles_make, a_record_is_made_and_found)
{
	struct world world = rights_world(db, arena);
	int64_t lead = made(&world, EVA, "leads", FIELDS("name", "Élise"));
	int64_t id = made(&world, BEN, "vehicles",
			  FIELDS("plate", "AB-123", "seats", "5", "price", "12000.50", "weight", "1.25", "bought",
				 "2026-01-31", "active", "yes", "fuel", "Diesel", "mail", "A@B.fr", "chassis", "X1"));

	assert_string_equal(cell(&world, BEN, "vehicles", id, "plate"), "AB-123");
	assert_string_equal(cell(&world, BEN, "vehicles", id, "price"), "12000.50");
	assert_string_equal(cell(&world, BEN, "vehicles", id, "fuel"), "diesel");
	assert_string_equal(cell(&world, BEN, "vehicles", id, "code"), "V-001");
	assert_string_equal(cell(&world, BEN, "vehicles", id, "whole"), "12000.50");
	assert_string_equal(cell(&world, BEN, "vehicles", id, "services"), "0");
	assert_string_equal(cell(&world, BEN, "vehicles", id, "notes"), "-");
	assert_string_equal(cell(&world, CLEO, "vehicles", id, "plate"), "?");
	assert_int_equal(counted(&world, "select owner_id from x_vehicles"), BEN);
	assert_string_equal(cell(&world, EVA, "leads", lead, "state"), "new"); /* its default */
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, what_must_be_filled_in_is_asked_for)
{
	struct world world = rights_world(db, arena);
	int64_t id = made(&world, EVA, "leads", FIELDS("name", "Élise"));
	struct wish wish = {.staff = EVA, .module = "leads", .fields = FIELDS("name", "", "state", "")};

	wish_come_true(&world, &wish);
	assert_int_equal(wish.outcome, RECORD_REFUSED);
	assert_int_equal(wish.trouble.error_count, 2);
	assert_string_equal(wish.trouble.errors[1].field->name, "state");
	wish = (struct wish){.staff = EVA, .module = "leads", .id = id, .fields = FIELDS("name", "")};
	assert_string_equal(refused(&world, wish), "name");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, distinct_values_are_had_once)
{
	struct world world = rights_world(db, arena);
	int64_t one = made(&world, BEN, "vehicles", FIELDS("plate", "one", "chassis", "Élan 1"));
	int64_t two = made(&world, CLEO, "vehicles", FIELDS("plate", "two", "chassis", "Élan 2"));

	assert_string_equal(refused(&world, VEHICLE("plate", "three", "chassis", "elan 1")), "chassis");
	assert_int_equal(changed(&world, CLEO, "vehicles", two, FIELDS("chassis", "ÉLAN 1")), RECORD_REFUSED);
	assert_int_equal(changed(&world, BEN, "vehicles", one, FIELDS("chassis", "ÉLAN 1")), RECORD_DONE);
	assert_int_equal(removed(&world, BEN, "vehicles", one), RECORD_DONE);
	assert_int_equal(changed(&world, CLEO, "vehicles", two, FIELDS("chassis", "elan 1")), RECORD_REFUSED);
	made(&world, BEN, "vehicles", FIELDS("plate", "none"));
	made(&world, BEN, "vehicles", FIELDS("plate", "none"));
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, lookups_lead_to_what_the_viewer_sees)
{
	struct world world = rights_world(db, arena);
	int64_t hers = made(&world, CLEO, "leads", FIELDS("name", "Cleo’s"));
	int64_t mine = made(&world, BEN, "leads", FIELDS("name", "Ben’s"));
	char ids[2][20];
	int64_t id;

	world_run(&world, "update module set sharing = 'private' where name = 'leads'");
	id_print(ids[0], hers);
	id_print(ids[1], mine);
	assert_string_equal(refused(&world, (struct wish){.staff = BEN,
							  .module = "vehicles",
							  .fields = FIELDS("plate", "a", "lead", ids[0])}),
			    "lead");
	assert_string_equal(refused(&world, (struct wish){.staff = BEN,
							  .module = "vehicles",
							  .fields = FIELDS("plate", "a", "drivers", ids[0])}),
			    "drivers");
	id = made(&world, BEN, "vehicles", FIELDS("plate", "a", "lead", ids[1], "drivers", ids[1]));
	assert_int_equal(counted(&world, "select count(*) from record_link"), 1);
	assert_string_not_equal(cell(&world, BEN, "vehicles", id, "drivers"), "-");
	assert_string_equal(listed(&world, BEN, "vehicles",
				   (struct record_query){.link = field_of(&world, "vehicles", "lead"), .linked = mine}),
			    "a");
	assert_string_equal(
		listed(&world, BEN, "vehicles",
		       (struct record_query){.link = field_of(&world, "vehicles", "drivers"), .linked = mine}),
		"a");
	assert_int_equal(changed(&world, EVA, "vehicles", id, FIELDS("lead", ids[0], "drivers", "")), RECORD_DONE);
	assert_int_equal(changed(&world, BEN, "vehicles", id, FIELDS("lead", ids[0], "plate", "b")), RECORD_DONE);
	assert_int_equal(counted(&world, "select count(*) from record_link"), 0);
	assert_int_equal(removed(&world, CLEO, "leads", hers), RECORD_DONE);
	assert_string_equal(refused(&world, VEHICLE("plate", "c", "lead", ids[0])), "lead");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, staff_must_be_active)
{
	struct world world = rights_world(db, arena);
	char id[20];

	world_run(&world, "update staff set disabled_at = 1 where id = 104");
	id_print(id, DAN);
	assert_string_equal(refused(&world, VEHICLE("plate", "a", "keeper", id)), "keeper");
	assert_string_equal(refused(&world, VEHICLE("plate", "a", "owner", id)), "owner");
	id_print(id, CLEO);
	made(&world, BEN, "vehicles", FIELDS("plate", "a", "keeper", id, "owner", id));
	assert_int_equal(counted(&world, "select owner_id from x_vehicles"), CLEO);
	rights_free(world.rights);
}

/* ---- rights ---- */

TEST_BOTH_ENGINES_WITH(vehicles_make, what_may_not_be_written_is_refused)
{
	struct world world = rights_world(db, arena);
	int64_t id = made(&world, BEN, "vehicles", FIELDS("plate", "a"));

	assert_string_equal(refused(&world, VEHICLE("plate", "a", "code", "V-9")), "code");
	assert_string_equal(refused(&world, VEHICLE("plate", "a", "whole", "1")), "whole");
	assert_string_equal(refused(&world, VEHICLE("plate", "a", "created_at", "2026-01-01T00:00")), "created_at");
	world_run(&world, "update profile_field set level = 'read' where profile_id = 2 and field_id in "
			  "(select id from field where name = 'notes')");
	assert_int_equal(changed(&world, BEN, "vehicles", id, FIELDS("notes", "x")), RECORD_REFUSED);
	assert_int_equal(changed(&world, BEN, "vehicles", id, FIELDS("plate", "x")), RECORD_DONE);
	assert_int_equal(changed(&world, CLEO, "vehicles", id, FIELDS("plate", "y")), RECORD_ABSENT);
	assert_int_equal(removed(&world, CLEO, "vehicles", id), RECORD_ABSENT);
	world_run(&world, "update module set sharing = 'read' where name = 'vehicles'");
	assert_int_equal(changed(&world, CLEO, "vehicles", id, FIELDS("plate", "y")), RECORD_ABSENT);
	assert_int_equal(removed(&world, CLEO, "vehicles", id), RECORD_ABSENT);
	world_run(&world, "update profile_module set may = 1 where profile_id = 2");
	assert_int_equal(changed(&world, BEN, "vehicles", id, FIELDS("plate", "y")), RECORD_ABSENT);
	assert_int_equal(removed(&world, BEN, "vehicles", id), RECORD_ABSENT);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, without_its_feature_a_record_that_it_keeps_is_not_made)
{
	struct world world = rights_world(db, arena);
	struct wish wish = {.staff = EVA, .module = "clients", .fields = FIELDS("name", "x")};

	keepers_start(NULL, 0);
	wish_come_true(&world, &wish);
	assert_int_equal(wish.outcome, RECORD_ABSENT);
	rights_free(world.rights);
}

#define STATE_RULE(field)                                                                                              \
	"insert into state_rule (id, module_id, field_id, effect, name, condition, created_at, version) select 1, "    \
	"module.id, " field ", 'locked', 'Diesel stays', '{\"all\": [{\"field\": \"fuel\", \"comparison\": \"is\", "   \
	"\"values\": [\"diesel\"]}]}', 0, 1 from module where name = 'vehicles'"

TEST_BOTH_ENGINES_WITH(vehicles_make, state_rules_lock_fields)
{
	struct world world = rights_world(db, arena);
	int64_t id = made(&world, BEN, "vehicles", FIELDS("plate", "a", "fuel", "petrol", "seats", "4"));
	struct wish wish = {.staff = BEN, .module = "vehicles", .id = id, .fields = FIELDS("seats", "5")};

	world_run(&world, STATE_RULE("(select id from field where name = 'seats')"));
	assert_int_equal(changed(&world, BEN, "vehicles", id, FIELDS("seats", "6", "fuel", "diesel")), RECORD_DONE);
	wish_come_true(&world, &wish);
	assert_int_equal(wish.outcome, RECORD_REFUSED);
	assert_string_equal(wish.trouble.field->name, "seats");
	assert_string_equal(wish.trouble.rule, "Diesel stays");
	assert_int_equal(changed(&world, BEN, "vehicles", id, FIELDS("seats", "6", "plate", "b")), RECORD_DONE);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, state_rules_and_approvals_lock_records)
{
	struct world world = rights_world(db, arena);
	int64_t id = made(&world, BEN, "vehicles", FIELDS("plate", "a", "fuel", "diesel"));
	int64_t other = made(&world, BEN, "vehicles", FIELDS("plate", "b"));
	struct wish wish = {.staff = BEN, .module = "vehicles", .id = id, .fields = FIELDS("seats", "5")};

	world_run(&world, STATE_RULE("null"));
	wish_come_true(&world, &wish);
	assert_int_equal(wish.outcome, RECORD_LOCKED);
	assert_string_equal(wish.trouble.rule, "Diesel stays");
	assert_int_equal(removed(&world, BEN, "vehicles", id), RECORD_LOCKED);
	assert_int_equal(changed(&world, BEN, "vehicles", other, FIELDS("seats", "5")), RECORD_DONE);
	world_run(&world, "update x_vehicles set approval = 'waiting'");
	assert_int_equal(changed(&world, BEN, "vehicles", other, FIELDS("seats", "6")), RECORD_LOCKED);
	rights_free(world.rights);
}

/* Whoever is not shown a value cannot find it out by giving it: the right one is refused as any other. */
TEST_BOTH_ENGINES_WITH(vehicles_make, hidden_values_cannot_be_guessed)
{
	struct world world = rights_world(db, arena);
	int64_t id = made(&world, BEN, "vehicles", FIELDS("plate", "a", "fuel", "diesel", "seats", "4"));

	world_run(&world, STATE_RULE("(select id from field where name = 'seats')"));
	world_run(&world, "update state_rule set effect = 'hidden'");
	assert_int_equal(changed(&world, BEN, "vehicles", id, FIELDS("seats", "4")), RECORD_REFUSED);
	assert_int_equal(changed(&world, BEN, "vehicles", id, FIELDS("seats", "5")), RECORD_REFUSED);
	assert_int_equal(changed(&world, BEN, "vehicles", id, FIELDS("plate", "b")), RECORD_DONE);
	rights_free(world.rights);
}

/* A rule that asks about a field that is no more locks always. */
TEST_BOTH_ENGINES_WITH(vehicles_make, rules_that_do_not_hold_together_lock)
{
	struct world world = rights_world(db, arena);
	int64_t id = made(&world, BEN, "vehicles", FIELDS("plate", "a"));

	world_run(&world, STATE_RULE("null"));
	world_run(&world, "update state_rule set condition = '{\"field\": \"no_such\", \"comparison\": \"empty\"}'");
	assert_int_equal(changed(&world, BEN, "vehicles", id, FIELDS("plate", "b")), RECORD_LOCKED);
	world_run(&world, "update state_rule set field_id = (select id from field where name = 'seats')");
	assert_int_equal(changed(&world, BEN, "vehicles", id, FIELDS("plate", "b")), RECORD_DONE);
	assert_int_equal(changed(&world, BEN, "vehicles", id, FIELDS("seats", "5")), RECORD_REFUSED);
	rights_free(world.rights);
}

/* ---- versions and history ---- */

TEST_BOTH_ENGINES_WITH(vehicles_make, the_second_of_two_is_overtaken)
{
	struct world world = rights_world(db, arena);
	int64_t id = made(&world, BEN, "vehicles", FIELDS("plate", "a"));
	struct wish first = {
		.staff = BEN, .module = "vehicles", .id = id, .version = 1, .fields = FIELDS("plate", "b")};
	struct wish second = first;

	wish_come_true(&world, &first);
	assert_int_equal(first.outcome, RECORD_DONE);
	second.fields = FIELDS("plate", "c");
	wish_come_true(&world, &second);
	assert_int_equal(second.outcome, RECORD_OVERTAKEN);
	assert_string_equal(cell(&world, BEN, "vehicles", id, "plate"), "b");
	assert_int_equal(changed(&world, BEN, "vehicles", id, FIELDS("plate", "b")), RECORD_DONE);
	assert_int_equal(counted(&world, "select version from x_vehicles"), 2);
	rights_free(world.rights);
}

static size_t
history_of(struct world *world, int64_t staff, int64_t id, struct change **changes)
{
	struct tx *tx = db_read(world->db, world->arena);
	size_t count;

	*changes = record_history(tx, access_of(world, staff, "vehicles"), id, 0, 50, &count);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	return count;
}

TEST_BOTH_ENGINES_WITH(vehicles_make, history_tells_who_changed_what)
{
	struct world world = rights_world(db, arena);
	int64_t id = made(&world, BEN, "vehicles", FIELDS("plate", "a", "price", "1"));
	struct change *changes;

	changed(&world, EVA, "vehicles", id, FIELDS("price", "2", "notes", "\"Déjà\"\n"));
	assert_int_equal(history_of(&world, BEN, id, &changes), 3);
	assert_string_equal(changes[2].kind, "created");
	assert_string_equal(changes[2].actor_name, "Ben");
	assert_null(changes[2].field);
	assert_string_equal(changes[1].field->name, "price");
	assert_int_equal(changes[1].before.integer, 100);
	assert_int_equal(changes[1].after.integer, 200);
	assert_string_equal(changes[0].actor_name, "Eva");
	assert_true(str_equal(changes[0].after.bytes, STR("\"Déjà\"")));
	assert_int_equal(history_of(&world, CLEO, id, &changes), 0);
	world_run(&world, "update profile_field set level = 'hidden' where profile_id = 2 and field_id in "
			  "(select id from field where name = 'notes')");
	assert_int_equal(history_of(&world, BEN, id, &changes), 2);
	rights_free(world.rights);
}

/* ---- numbers under concurrency ---- */

struct race {
	struct world *world;
	struct db *db;
	int count;
	atomic_int done;
	const char *chassis; /* all try the same */
};

static void
make_one(struct tx *tx, void *data)
{
	struct race *race = data;
	const struct module *module = world_module(race->world, "vehicles");
	struct viewer viewer = {
		.kind = VIEWER_STAFF, .staff = EVA, .profile = PROFILE_ADMINISTRATOR, .profile_id = 1, .theme = ""};
	const struct access *access =
		access_to(tx_arena(tx), NULL, &viewer,
			  plan_for(race->world->rights, &viewer, module, &race->world->moment), &race->world->moment);
	struct record_draft *draft = record_draft(tx_arena(tx), module);
	struct record_trouble trouble;
	int64_t id;

	draft->given[module->naming->index] = true;
	draft->cells[module->naming->index] = db_text("x");
	if (race->chassis != NULL) {
		draft->given[field_named(module, "chassis")->index] = true;
		draft->cells[field_named(module, "chassis")->index] = db_text(race->chassis);
	}
	if (record_create(tx, access, draft, &id, &trouble) != RECORD_DONE)
		tx_refuse(tx);
}

static void *
run_race(void *data)
{
	struct race *race = data;

	for (int i = 0; i < race->count; i++) {
		struct arena *arena = arena_new(0);

		for (int tries = 0; tries < 20; tries++) {
			enum db_trouble trouble = db_write(race->db, arena, make_one, race);

			if (trouble == DB_FINE)
				atomic_fetch_add(&race->done, 1);
			if (trouble != DB_RETRY)
				break;
		}
		arena_free(arena);
	}
	return NULL;
}

static void
race_of_four(struct race *race)
{
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, run_race, race), 0);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, numbers_have_no_gaps_whoever_writes_at_once)
{
	struct world world = rights_world(db, arena);
	struct race race = {.world = &world, .db = db, .count = 8};

	race_of_four(&race);
	assert_int_equal(atomic_load(&race.done), 32);
	assert_int_equal(counted(&world, "select count(distinct x_code) from x_vehicles"), 32);
	assert_int_equal(counted(&world, "select max(last) from number_series"), 32);
	assert_string_equal(listed(&world, EVA, "vehicles",
				   (struct record_query){.sort = field_of(&world, "vehicles", "code"), .limit = 1}),
			    "x");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, of_equal_values_written_at_once_one_stays)
{
	struct world world = rights_world(db, arena);
	struct race race = {.world = &world, .db = db, .count = 2, .chassis = "same"};

	race_of_four(&race);
	assert_int_equal(atomic_load(&race.done), 1);
	assert_int_equal(counted(&world, "select count(*) from x_vehicles"), 1);
	assert_int_equal(counted(&world, "select max(last) from number_series"), 1);
	rights_free(world.rights);
}
