/* rights_write_test: profiles made here, and what is refused when rights are changed. */
#include "rights/rights_world_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"

static const struct permission sell = {"offer.sell", FOR_ADMINISTRATOR | FOR_MANAGER, "Sell"};
static const struct permission fire = {"staff.fire", FOR_ADMINISTRATOR, "Fire"};
static const struct permission *const permissions[] = {&sell, &fire};
static const struct feature feature = {.name = "test", .permissions = permissions, .permission_count = 2};
static const struct feature *const features[] = {&feature};

struct making {
	struct world *world;
	const struct rights *rights;
	int64_t id;
};

static struct rights *
load(struct world *world)
{
	struct tx *tx = db_read(world->db, world->arena);
	struct rights *rights = rights_load(tx, features, 1);

	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	return rights;
}

static void
make_profile(struct tx *tx, void *data)
{
	struct making *making = data;
	struct rights_trouble trouble = {0};

	assert_int_equal(
		profile_create(tx, making->rights, "Sales", profile_id_of(PROFILE_MANAGER), &making->id, &trouble),
		RIGHTS_DONE);
	assert_int_equal(profile_create(tx, making->rights, "Sales", 0, &making->id, &trouble), RIGHTS_NAME_TAKEN);
	assert_int_equal(profile_create(tx, making->rights, "manager", 0, &making->id, &trouble), RIGHTS_NAME_TAKEN);
	assert_int_equal(profile_create(tx, making->rights, "Other", 77, &making->id, &trouble), RIGHTS_WRONG);
}

static void
change_profile(struct tx *tx, void *data)
{
	const struct making *making = data;
	static const char *const fires[] = {"staff.fire", "staff.fire"}, *const unknown[] = {"no.such"};
	const struct matrix_draft draft = {.module = world_module(making->world, "leads"), .may = MAY_VIEW};
	struct rights_trouble trouble = {0};

	assert_int_equal(profile_permit(tx, making->rights, making->id, unknown, 1, 1, &trouble), RIGHTS_WRONG);
	assert_int_equal(profile_permit(tx, making->rights, making->id, fires, 2, 1, &trouble), RIGHTS_DONE);
	assert_int_equal(profile_permit(tx, making->rights, making->id, fires, 1, 1, &trouble), RIGHTS_OVERTAKEN);
	assert_int_equal(profile_set_module(tx, making->id, &draft, 2), RIGHTS_DONE);
	assert_int_equal(profile_set_module(tx, 1, &draft, 1), RIGHTS_DONE);
	assert_int_equal(profile_permit(tx, making->rights, 2, fires, 1, 1, &trouble), RIGHTS_BUILTIN);
	assert_int_equal(profile_rename(tx, 2, "Boss", 1), RIGHTS_BUILTIN);
	db_run(tx, "update staff set profile_id = $1 where id = $2", db_int(making->id), db_int(BEN));
	assert_int_equal(profile_remove(tx, making->id, 3, &trouble), RIGHTS_IN_USE);
	assert_string_equal(doc_get_text(trouble.uses->list.items[0], "name"), "Ben");
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_profile_made_here_holds_what_it_lists)
{
	struct world world = rights_world(db, arena);
	struct rights *rights = load(&world);
	struct making making = {.world = &world, .rights = rights};
	struct viewer viewer;

	world_write(&world, make_profile, &making);
	rights_free(rights);
	making.rights = rights = load(&world);
	making.id = rights->profiles[rights->profile_count - 1].id;
	viewer =
		(struct viewer){.kind = VIEWER_STAFF, .staff = BEN, .profile = PROFILE_CUSTOM, .profile_id = making.id};
	viewer.permissions = rights_profile(rights, making.id)->permissions;
	assert_true(viewer_may(&viewer, &sell));
	assert_false(viewer_may(&viewer, &fire));
	assert_true(viewer_may(&viewer, &any_staff));
	world_write(&world, change_profile, &making);
	rights_free(rights);
	rights = load(&world);
	viewer.permissions = rights_profile(rights, making.id)->permissions;
	assert_false(viewer_may(&viewer, &sell));
	assert_true(viewer_may(&viewer, &fire));
	assert_string_equal(profile_label(rights_profile(rights, making.id)), "Sales");
	assert_int_equal(plan_for(rights, &viewer, module_named(rights->catalogue, "leads"), &world.moment)->may,
			 MAY_VIEW);
	assert_int_equal(rights_profile(rights, 1)->may[module_named(rights->catalogue, "leads")->index],
			 MAY_EVERYTHING);
	viewer.permissions = NULL;
	assert_false(viewer_may(&viewer, &sell));
	rights_free(rights);
	rights_free(world.rights);
}

static void
wrong_rules(struct tx *tx, void *data)
{
	const struct making *making = data;
	struct world *world = making->world;
	const struct module *leads = world_module(world, "leads");
	struct sharing_draft draft = {.name = "Rule",
				      .condition = world_json(world, "{'field': 'nose', 'comparison': 'empty'}")};
	struct rights_trouble trouble = {0};
	int64_t id;

	assert_int_equal(sharing_save(tx, world->rights, leads, 0, &draft, 0, &id, &trouble), RIGHTS_WRONG);
	assert_string_equal(trouble.field, "role");
	draft.role = 5;
	assert_int_equal(sharing_save(tx, world->rights, leads, 0, &draft, 0, &id, &trouble), RIGHTS_WRONG);
	draft.role = making->id;
	draft.level = LEVEL_READ;
	assert_int_equal(sharing_save(tx, world->rights, leads, 0, &draft, 0, &id, &trouble), RIGHTS_WRONG);
	assert_string_equal(trouble.field, "condition");
	draft.condition = world_json(world, "{}");
	assert_int_equal(
		sharing_save(tx, world->rights, world_module(world, "offer_lines"), 0, &draft, 0, &id, &trouble),
		RIGHTS_WRONG);
	assert_int_equal(sharing_save(tx, world->rights, leads, 0, &draft, 0, &id, &trouble), RIGHTS_DONE);
	assert_int_equal(sharing_save(tx, world->rights, leads, id, &draft, 5, &id, &trouble), RIGHTS_OVERTAKEN);
	assert_int_equal(sharing_save(tx, world->rights, leads, id, &draft, 1, &id, &trouble), RIGHTS_DONE);
	assert_int_equal(role_remove(tx, making->id, 1, &trouble), RIGHTS_IN_USE);
	assert_int_equal(sharing_remove(tx, id, 1), RIGHTS_OVERTAKEN);
	assert_int_equal(sharing_remove(tx, id, 2), RIGHTS_DONE);
	assert_int_equal(role_remove(tx, making->id, 1, &trouble), RIGHTS_DONE);
	assert_int_equal(module_share(tx, leads, SHARING_WRITE, leads->version + 1), RIGHTS_OVERTAKEN);
	assert_int_equal(module_share(tx, leads, SHARING_WRITE, leads->version), RIGHTS_DONE);
}

static void
make_role(struct tx *tx, void *data)
{
	struct making *making = data;
	struct rights_trouble trouble = {0};

	assert_int_equal(role_create(tx, making->world->rights, "Head", 0, &making->id, &trouble), RIGHTS_DONE);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, wrong_rules_are_refused_and_versions_checked)
{
	struct world world = rights_world(db, arena);
	struct making making = {.world = &world};
	int64_t before = world.rights->catalogue->version;

	world_write(&world, make_role, &making);
	world_write(&world, wrong_rules, &making);
	assert_true(world.rights->catalogue->version > before);
	assert_int_equal(world.rights->sharing_count, 0);
	assert_int_equal(world.rights->role_count, 0);
	assert_int_equal(world_module(&world, "leads")->sharing, SHARING_WRITE);
	rights_free(world.rights);
}
