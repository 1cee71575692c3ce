/* Tests of clients and contacts that wait for approval or review: whichever way they are written, and who comes in. */
#include "clients/contact_store.h"

#include "base/arena.h"
#include "base/str.h"
#include "base/test.h"
#include "clients/client_import.h"
#include "clients/kept_world_test.h"
#include "core/house_test.h"
#include "db/db_testing.h"

#include <inttypes.h>
#include <string.h>

#define RULE(module, field, value)                                                                                     \
	"insert into approval_rule (id, module_id, name, condition, on_create, on_change, paused, position, "          \
	"created_at, version) select id + 7000, id, 'Rule of " module "', '{\"all\": [{\"field\": \"" field            \
	"\", \"comparison\": \"contains\", \"values\": [\"" value                                                      \
	"\"]}]}', 1, 1, 0, 1, 1, 1 from module where name = '" module "'"

static struct world
waiting_world(struct db *db, struct arena *arena)
{
	struct world world = clients_world(db, arena);

	world_run(&world, RULE("clients", "name", "Wait"));
	world_run(&world, RULE("contacts", "name", "Wait Anne"));
	world_run(&world, "update catalogue set version = version + 1");
	world_reload(&world);
	return world;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_client_that_meets_a_rule_waits_and_is_locked)
{
	struct world world = waiting_world(db, arena);
	int64_t id = made(&world, EVA, "clients", FIELDS("name", "Wait and see"));
	int64_t free = made(&world, EVA, "clients", FIELDS("name", "Élan"));

	assert_string_equal(cell(&world, EVA, "clients", id, "approval"), "waiting");
	assert_string_equal(cell(&world, EVA, "clients", free, "approval"), "none");
	assert_int_equal(changed(&world, EVA, "clients", id, FIELDS("city", "Nantes")), RECORD_LOCKED);
	assert_int_equal(removed(&world, EVA, "clients", id), RECORD_LOCKED);
	assert_int_equal(changed(&world, EVA, "clients", free, FIELDS("name", "Wait now")), RECORD_DONE);
	assert_string_equal(cell(&world, EVA, "clients", free, "approval"), "waiting");
	assert_int_equal(counted(&world, "select count(*) from approval where state = 'waiting'"), 2);
	rights_free(world.rights);
}

/* The name of a contact is made by its feature: the rule sees it as it will be. */
TEST_BOTH_ENGINES_WITH(rights_world_make, a_rule_sees_what_the_feature_makes)
{
	struct world world = waiting_world(db, arena);
	int64_t anne = made(&world, EVA, "contacts", FIELDS("last_name", "Wait", "first_name", "Anne"));
	int64_t paul = made(&world, EVA, "contacts", FIELDS("last_name", "Wait", "first_name", "Paul"));

	assert_string_equal(cell(&world, EVA, "contacts", anne, "approval"), "waiting");
	assert_string_equal(cell(&world, EVA, "contacts", paul, "approval"), "none");
	assert_int_equal(changed(&world, EVA, "contacts", paul, FIELDS("first_name", "Anne")), RECORD_DONE);
	assert_string_equal(cell(&world, EVA, "contacts", paul, "approval"), "waiting");
	rights_free(world.rights);
}

struct entering {
	int64_t contact;
	bool may;
};

static void
ask_entry(struct tx *tx, void *data)
{
	struct entering *entering = data;

	entering->may = contact_may_enter(tx, entering->contact);
}

static bool
may_enter(struct world *world, int64_t contact)
{
	struct entering entering = {.contact = contact};

	world_write(world, ask_entry, &entering);
	return entering.may;
}

static void
enter(struct tx *tx, void *data)
{
	contact_note_entry(tx, ((struct entering *)data)->contact);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_waits_does_not_come_in_for_the_first_time)
{
	struct world world = waiting_world(db, arena);
	int64_t anne = made(&world, EVA, "contacts", FIELDS("last_name", "Wait", "first_name", "Anne"));

	assert_false(may_enter(&world, anne));
	world_run(&world, "update contact set approval = 'refused'");
	assert_false(may_enter(&world, anne));
	world_run(&world, "update contact set approval = 'approved', review = 'waiting'");
	assert_false(may_enter(&world, anne));
	world_run(&world, "update contact set review = 'accepted'");
	assert_true(may_enter(&world, anne));
	world_write(&world, enter, &(struct entering){.contact = anne});
	world_run(&world, "update contact set approval = 'waiting', review = 'waiting'");
	assert_true(may_enter(&world, anne));
	world_run(&world, "update contact set blocked_at = 5");
	assert_false(may_enter(&world, anne));
	rights_free(world.rights);
}

static int
import_clients(const struct house *house, int argc, char **argv)
{
	return clients_import_command(house, "clients", argc, argv);
}

static int
import_contacts(const struct house *house, int argc, char **argv)
{
	return clients_import_command(house, "contacts", argc, argv);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, files_of_the_command_line_wait_and_are_found_alike_too)
{
	struct world world = waiting_world(db, arena);
	int code;

	world_run(&world, "insert into review_rule (module_id, from_import, from_api, from_portal, version) "
			  "select id, 1, 0, 0, 1 from module where name = 'contacts'");
	import_for_test(house_for_test(arena, db, NULL), arena, import_clients, NULL,
			STR("number,name\nI-1,Wait here\nI-2,Zénith\nI-3,ZENITH SARL\n"), &code);
	assert_int_equal(code, 0);
	assert_int_equal(counted(&world, "select count(*) from client where approval = 'waiting'"), 1);
	assert_int_equal(counted(&world, "select count(*) from match_group"), 1);
	import_for_test(house_for_test(arena, db, NULL), arena, import_contacts, NULL,
			STR("last_name,client_number\nSorel,I-2\n"), &code);
	assert_int_equal(code, 0);
	assert_int_equal(counted(&world, "select count(*) from contact where review = 'waiting'"), 1);
	assert_non_null(strstr(import_for_test(house_for_test(arena, db, NULL), arena, import_contacts, NULL,
					       STR("last_name,client_number\nPetit,I-1\n"), &code),
			       "waits for approval"));
	assert_int_equal(code, 1);
	assert_int_equal(counted(&world, "select count(*) from contact"), 1);
	rights_free(world.rights);
}
