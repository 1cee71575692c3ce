/* record_match_test: who is suggested as the same, to whom, and who is not. */
#include "records/record_match.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/house_test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "modules/installed_test.h"
#include "records/record_import.h"
#include "records/record_refresh.h"
#include "records/record_world_test.h"

#include <stdio.h>

/* Names of those suggested, each with how: "Dupond (name) Martin (email phone)". */
static const char *
suggested(struct world *world, int64_t staff, const char *module, int64_t id)
{
	static const char *const kinds[] = {"", "email", "phone", "name", "siren"};
	const struct access *access = access_of(world, staff, module);
	struct builder text = builder_new(world->arena, 0);
	struct tx *tx = db_read(world->db, world->arena);
	struct record *record = record_find(tx, access, id, false);
	struct lookalike *found;
	size_t count = 0;

	found = record == NULL ? NULL : record_matches(tx, access, id, record->cells, MATCHES, &count);
	if (tx_trouble(tx) != DB_FINE)
		fprintf(stderr, "%s\n", tx_trouble_text(tx));
	assert_int_equal(tx_trouble(tx), DB_FINE);
	for (size_t i = 0; i < count; i++) {
		build_printf(&text, "%s%s (", i == 0 ? "" : " ", found[i].name == NULL ? "?" : found[i].name);
		for (unsigned k = MATCH_EMAIL; k < MATCH_KINDS; k++)
			if (found[i].kinds & 1u << k)
				build_printf(&text, "%s%s", text.at[text.length - 1] == '(' ? "" : " ", kinds[k]);
		build_text(&text, ")");
	}
	db_read_end(tx);
	return builder_text(&text);
}

static const char *
grouped(struct world *world, int64_t staff, const char *module)
{
	const struct access *access = access_of(world, staff, module);
	struct builder text = builder_new(world->arena, 0);
	struct tx *tx = db_read(world->db, world->arena);
	int64_t next;
	size_t count;
	struct match_group *groups = match_groups(tx, access, 0, 20, &next, &count);

	if (tx_trouble(tx) != DB_FINE)
		fprintf(stderr, "%s\n", tx_trouble_text(tx));
	assert_int_equal(tx_trouble(tx), DB_FINE);
	for (size_t g = 0; g < count; g++) {
		build_text(&text, g == 0 ? "" : "; ");
		for (size_t i = 0; i < groups[g].member_count; i++)
			build_printf(&text, "%s%s", i == 0 ? "" : ", ", groups[g].members[i].name);
	}
	db_read_end(tx);
	return builder_text(&text);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, records_with_the_same_address_number_or_name_are_suggested)
{
	struct world world = rights_world(db, arena);
	int64_t anne = made(&world, EVA, "leads",
			    FIELDS("name", "Anne Sorel", "email", "Anne@Sorel.example", "phone", "+33612345678"));
	int64_t marc = made(&world, EVA, "leads", FIELDS("name", "Marc", "email", "marc@example.fr"));

	assert_string_equal(suggested(&world, EVA, "leads", anne), "");
	assert_string_equal(grouped(&world, EVA, "leads"), "");
	made(&world, EVA, "leads", FIELDS("name", "SOREL, Anne", "phone", "+33612345678"));
	made(&world, EVA, "leads", FIELDS("name", "A. Sorel", "email", "anne@sorel.example"));
	made(&world, EVA, "leads", FIELDS("name", "Anne Sorrel"));
	assert_string_equal(suggested(&world, EVA, "leads", anne),
			    "SOREL, Anne (phone name) Anne Sorrel (name) A. Sorel (email)");
	assert_string_equal(suggested(&world, EVA, "leads", marc), "");
	assert_string_equal(grouped(&world, EVA, "leads"),
			    "A. Sorel, Anne Sorel; SOREL, Anne, Anne Sorel; Anne Sorrel, SOREL, Anne, Anne Sorel");
	assert_int_equal(changed(&world, EVA, "leads", marc, FIELDS("email", "ANNE@sorel.example")), RECORD_DONE);
	assert_string_equal(suggested(&world, EVA, "leads", marc), "A. Sorel (email) Anne Sorel (email)");
	assert_int_equal(changed(&world, EVA, "leads", marc, FIELDS("email", "")), RECORD_DONE);
	assert_string_equal(suggested(&world, EVA, "leads", marc), "");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, what_somebody_may_not_see_is_not_suggested)
{
	struct world world = rights_world(db, arena);
	int64_t mine = made(&world, BEN, "vehicles", FIELDS("plate", "Camion rouge", "mail", "a@b.example"));
	int64_t theirs = made(&world, CLEO, "vehicles", FIELDS("plate", "Camion rouge", "mail", "a@b.example"));

	assert_string_equal(suggested(&world, EVA, "vehicles", mine), "Camion rouge (email name)");
	assert_string_equal(suggested(&world, BEN, "vehicles", mine), "");
	assert_string_equal(suggested(&world, BEN, "vehicles", theirs), "");
	assert_string_equal(grouped(&world, BEN, "vehicles"), "");
	assert_string_equal(grouped(&world, EVA, "vehicles"), "Camion rouge, Camion rouge");
	made(&world, BEN, "vehicles", FIELDS("plate", "Autre", "mail", "a@b.example"));
	assert_string_equal(grouped(&world, BEN, "vehicles"), "Autre, Camion rouge");
	world_run(&world, "update profile_field set level = 'hidden' where profile_id = 2 and field_id in "
			  "(select id from field where name = 'mail')");
	world_reload(&world);
	assert_string_equal(suggested(&world, BEN, "vehicles", mine), "");
	assert_string_equal(grouped(&world, BEN, "vehicles"), "");
	WITHOUT(CHECK_ALIKE, assert_string_equal(grouped(&world, BEN, "vehicles"), "Autre, Camion rouge"));
	assert_string_equal(suggested(&world, EVA, "vehicles", mine), "Camion rouge (email name) Autre (email)");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, a_field_that_is_hidden_in_a_record_does_not_betray_it)
{
	struct world world = rights_world(db, arena);
	int64_t one = made(&world, BEN, "vehicles", FIELDS("plate", "Camion", "mail", "a@b.example"));
	int64_t two =
		made(&world, BEN, "vehicles", FIELDS("plate", "Remorque", "mail", "a@b.example", "fuel", "diesel"));

	assert_string_equal(suggested(&world, BEN, "vehicles", one), "Remorque (email)");
	world_run(
		&world,
		"insert into state_rule (id, module_id, field_id, effect, name, condition, created_at, version) select 1, "
		"module_id, field.id, 'hidden', 'Diesel', '{\"all\": [{\"field\": \"fuel\", \"comparison\": \"is\", "
		"\"values\": [\"diesel\"]}]}', 0, 1 from field where field.name = 'mail'");
	world_reload(&world);
	assert_string_equal(suggested(&world, BEN, "vehicles", one), "");
	assert_string_equal(suggested(&world, BEN, "vehicles", two), "");
	assert_string_equal(grouped(&world, BEN, "vehicles"), "");
	WITHOUT(CHECK_ALIKE_STATE, assert_string_equal(suggested(&world, BEN, "vehicles", one), "Remorque (email)"));
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, the_bin_and_lots_that_are_not_shown_are_not_suggested)
{
	struct world world = rights_world(db, arena);
	int64_t one = made(&world, BEN, "vehicles", FIELDS("plate", "Camion rouge"));
	int64_t two = made(&world, BEN, "vehicles", FIELDS("plate", "Rouge camion"));

	assert_string_equal(suggested(&world, BEN, "vehicles", one), "Rouge camion (name)");
	assert_int_equal(removed(&world, BEN, "vehicles", two), RECORD_DONE);
	assert_string_equal(suggested(&world, BEN, "vehicles", one), "");
	assert_string_equal(grouped(&world, BEN, "vehicles"), "");
	world_run(&world, "update x_vehicles set deleted_at = 9000000000000000 where deleted_at is not null");
	assert_string_equal(suggested(&world, BEN, "vehicles", one), "");
	rights_free(world.rights);
}

struct parting {
	struct world *world;
	const char *module;
	int64_t ids[2];
};

static void
part(struct tx *tx, void *data)
{
	struct parting *parting = data;

	records_are_apart(tx, access_of(parting->world, EVA, parting->module), parting->ids, 2);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, two_that_are_not_the_same_are_not_suggested_again)
{
	struct world world = rights_world(db, arena);
	int64_t one = made(&world, BEN, "vehicles", FIELDS("plate", "Camion rouge"));
	int64_t two = made(&world, BEN, "vehicles", FIELDS("plate", "Rouge camion"));
	int64_t three;

	world_write(&world, part, &(struct parting){&world, "vehicles", {two, one}});
	world_write(&world, part, &(struct parting){&world, "vehicles", {one, two}});
	assert_string_equal(suggested(&world, BEN, "vehicles", one), "");
	assert_string_equal(suggested(&world, BEN, "vehicles", two), "");
	assert_string_equal(grouped(&world, BEN, "vehicles"), "");
	three = made(&world, BEN, "vehicles", FIELDS("plate", "Le camion rouge"));
	assert_string_equal(suggested(&world, BEN, "vehicles", three), "Rouge camion (name) Camion rouge (name)");
	assert_string_equal(grouped(&world, BEN, "vehicles"), "Le camion rouge, Rouge camion, Camion rouge");
	rights_free(world.rights);
}

/* ---- jobs ---- */

struct refreshing {
	struct world *world;
	const char *module;
};

static void
refresh_all(struct tx *tx, void *data)
{
	struct refreshing *refreshing = data;
	int64_t after = 0;

	refresh_some(tx, refreshing->world->rights, world_module(refreshing->world, refreshing->module),
		     &refreshing->world->moment, REFRESH_ALL, &after);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, what_was_there_before_gets_its_keys_by_a_job)
{
	struct world world = rights_world(db, arena);
	int64_t one = made(&world, BEN, "vehicles", FIELDS("plate", "Camion rouge", "mail", "a@b.example"));
	struct job job = {.kind = "records.groups", .payload = doc_object(arena), .db = db, .arena = arena};

	made(&world, BEN, "vehicles", FIELDS("plate", "Rouge camion", "mail", "a@b.example"));
	world_run(&world, "delete from match_key");
	world_run(&world, "delete from match_group");
	assert_string_equal(suggested(&world, BEN, "vehicles", one), "");
	world_write(&world, refresh_all, &(struct refreshing){&world, "vehicles"});
	assert_string_equal(suggested(&world, BEN, "vehicles", one), "Rouge camion (email name)");
	world_run(&world, "delete from match_group");
	world_run(&world, "insert into match_group (id, field_id, key) values (1, 2, 'nobody')");
	assert_int_equal(match_groups_run(&job), JOB_DONE);
	assert_string_equal(grouped(&world, BEN, "vehicles"), "Rouge camion, Camion rouge");
	assert_int_equal(counted(&world, "select count(*) from match_group"), 2);
	rights_free(world.rights);
}
