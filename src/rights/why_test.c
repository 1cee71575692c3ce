/* why_test: reasons that are told agree with what the plan lets through. */
#include "rights/rights_world_test.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/test.h"
#include "db/db_testing.h"

#include <string.h>

static const char *
rules_of(struct world *world, int64_t staff, const char *module, int64_t record)
{
	struct tx *tx = db_read(world->db, world->arena);
	const struct doc *reasons = why_record(tx, world->rights, staff, world_module(world, module), record);
	struct builder rules = builder_new(world->arena, 0);

	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	for (size_t i = 0; i < reasons->list.count; i++)
		build_printf(&rules, "%s%s:%s", i > 0 ? " " : "", doc_get_text(reasons->list.items[i], "rule"),
			     doc_get_text(reasons->list.items[i], "level"));
	return builder_text(&rules);
}

static const char *
names_of(struct world *world, const char *module, int64_t record)
{
	struct tx *tx = db_read(world->db, world->arena);
	const struct doc *list = who_sees(tx, world->rights, world_module(world, module), record);
	struct builder names = builder_new(world->arena, 0);

	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	for (size_t i = 0; i < list->list.count; i++)
		build_printf(&names, "%s%s", i > 0 ? " " : "",
			     doc_get_text(doc_get(list->list.items[i], STR("staff")), "name"));
	return builder_text(&names);
}

/* Ben and Cleo below Dan; leads of Ben, Cleo and nobody, the last two won. */
static struct world
small_house(struct db *db, struct arena *arena)
{
	struct world world = rights_world(db, arena);

	world_lead(&world, 1, BEN, "new", 100);
	world_lead(&world, 2, CLEO, "qualified", 200);
	world_lead(&world, 3, 0, "qualified", 300);
	world_run(&world, "update module set sharing = 'private' where name = 'leads'");
	world_run(&world, "insert into role (id, name, parent_id, created_at, version) values (1, 'Head', null, 0, 1), "
			  "(2, 'Team', 1, 0, 1)");
	world_run(&world, "update staff set role_id = case when id = 104 then 1 when id = 101 then null else 2 end");
	world_run(&world, "insert into staff_reach (staff_id, owner_id) values (104, 102), (104, 103)");
	world_run(&world, "insert into crew (id, name, created_at, version) values (7, 'Night shift', 0, 1)");
	world_run(&world, "insert into crew_member (crew_id, staff_id) values (7, 102)");
	world_run(&world,
		  "insert into sharing_rule (id, module_id, name, condition, crew_id, level, created_at, version) "
		  "select 9, id, 'Qualified', '{\"field\": \"state\", \"comparison\": \"is\", \"values\": "
		  "[\"qualified\"]}', 7, 'read', 0, 1 from module where name = 'leads'");
	return world;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, each_reason_is_told)
{
	struct world world = small_house(db, arena);

	assert_string_equal(rules_of(&world, EVA, "leads", 1), "profile:write");
	assert_string_equal(rules_of(&world, BEN, "leads", 1), "owner:write");
	assert_string_equal(rules_of(&world, BEN, "leads", 2), "sharing:read");
	assert_string_equal(rules_of(&world, DAN, "leads", 1), "role:write");
	assert_string_equal(rules_of(&world, DAN, "leads", 3), "role:write");
	assert_string_equal(rules_of(&world, CLEO, "leads", 1), "");
	assert_string_equal(rules_of(&world, BEN, "leads", 99), "");
	assert_string_equal(names_of(&world, "leads", 1), "Eva Ben Dan");
	assert_string_equal(names_of(&world, "leads", 3), "Eva Ben Dan");
	world_run(&world, "update module set sharing = 'read' where name = 'leads'");
	assert_string_equal(rules_of(&world, CLEO, "leads", 1), "public:read");
	world_run(&world, "update lead set approval = 'waiting' where id = 1");
	assert_string_equal(rules_of(&world, BEN, "leads", 1), "owner:write public:read state:read");
	world_run(&world, "insert into state_rule (id, module_id, effect, name, condition, created_at, version) "
			  "select 9, id, 'hidden', 'All of them', '{}', 0, 1 from module where name = 'leads'");
	assert_string_equal(names_of(&world, "leads", 1), "Eva");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, lines_are_seen_for_the_reasons_of_their_record)
{
	struct world world = rights_world(db, arena);

	world_run(&world, "update module set sharing = 'private' where name = 'offers'");
	world_run(&world, "insert into offer (id, owner_id, created_at, version) values (1, 102, 0, 1)");
	world_run(&world, "insert into offer_line (id, parent_id, position, created_at, version) "
			  "values (10, 1, 1, 0, 1)");
	assert_string_equal(rules_of(&world, BEN, "offer_lines", 10), "owner:write");
	assert_string_equal(names_of(&world, "offer_lines", 10), "Eva Ben");
	world_run(&world, "update offer set deleted_at = 1");
	assert_string_equal(names_of(&world, "offer_lines", 10), "");
	rights_free(world.rights);
}

/* What is told must be what is done, however the world is set up. */
TEST_BOTH_ENGINES_WITH(rights_world_make, reasons_agree_with_the_plan)
{
	static const char *const changes[] = {
		"update catalogue set version = version",
		"update module set sharing = 'read' where name = 'leads'",
		"update profile_module set may = 65 where profile_id = 2",
		"update profile_module set may = 1 where profile_id = 2",
		"update module set sharing = 'private' where name = 'leads'",
		"update staff set role_id = null where id = 104",
		"update sharing_rule set crew_id = null, role_id = 2",
		"update sharing_rule set condition = '{\"field\": \"owner\", \"comparison\": \"me\"}'",
		"update sharing_rule set condition = '{\"field\": \"no_such\", \"comparison\": \"empty\"}'",
		"insert into state_rule (id, module_id, effect, name, condition, created_at, version) "
		"select 9, id, 'hidden', 'Some', '{\"field\": \"amount\", \"comparison\": \"above\", \"values\": "
		"[\"1.50\"]}', 0, 1 from module where name = 'leads'",
		"update profile_module set may = 0 where profile_id = 2",
	};
	struct world world = small_house(db, arena);

	for (size_t change = 0; change < sizeof changes / sizeof changes[0]; change++) {
		world_run(&world, changes[change]);
		for (int64_t staff = EVA; staff <= DAN; staff++) {
			const char *ids = world_ids(&world, staff, "leads", "(1 = 1)");

			for (int64_t lead = 1; lead <= 3; lead++) {
				char id[2] = {(char)('0' + lead), '\0'};

				assert_int_equal(strstr(ids, id) != NULL,
						 rules_of(&world, staff, "leads", lead)[0] != '\0');
			}
		}
	}
	rights_free(world.rights);
}
