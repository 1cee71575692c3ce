/* plan_test: what plans let staff see and write, asked of real tables on both engines. */
#include "rights/rights_world_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"

#include <string.h>

#define WON "{'all': [{'field': 'state', 'comparison': 'is', 'values': ['qualified']}]}"
#define ASK "(1 = 1)"

/* Three of Ben, Cleo and nobody. */
static struct world
three_leads(struct db *db, struct arena *arena)
{
	struct world world = rights_world(db, arena);

	world_lead(&world, 1, BEN, "new", 100);
	world_lead(&world, 2, CLEO, "qualified", 200);
	world_lead(&world, 3, 0, "qualified", 300);
	world_run(&world, "update module set sharing = 'private' where name = 'leads'");
	return world;
}

static const char *
seen(struct world *world, int64_t staff)
{
	return world_ids(world, staff, "leads", ASK);
}

static const char *
edited(struct world *world, int64_t staff)
{
	return world_ids(world, staff, "leads", world_plan(world, staff, "leads")->editable);
}

static const char *
deleted(struct world *world, int64_t staff)
{
	return world_ids(world, staff, "leads", world_plan(world, staff, "leads")->deletable);
}

/* ---- sharing of the module ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, private_records_are_their_owners)
{
	struct world world = three_leads(db, arena);

	assert_string_equal(seen(&world, BEN), "1");
	assert_string_equal(edited(&world, BEN), "1");
	assert_string_equal(seen(&world, CLEO), "2");
	assert_string_equal(seen(&world, DAN), "");
	assert_string_equal(seen(&world, EVA), "1 2 3");
	assert_string_equal(edited(&world, EVA), "1 2 3");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, public_records_are_read_or_written_by_everybody)
{
	struct world world = three_leads(db, arena);

	world_run(&world, "update module set sharing = 'read' where name = 'leads'");
	assert_string_equal(seen(&world, DAN), "1 2 3");
	assert_string_equal(edited(&world, DAN), "");
	assert_string_equal(edited(&world, CLEO), "2");
	world_run(&world, "update module set sharing = 'write' where name = 'leads'");
	assert_string_equal(edited(&world, DAN), "1 2 3");
	assert_string_equal(deleted(&world, DAN), "1 2 3");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_profile_of_all_records_sees_those_of_everybody)
{
	struct world world = three_leads(db, arena);

	world_run(&world, "update profile_module set may = 65 where profile_id = 2");
	assert_string_equal(seen(&world, DAN), "1 2 3");
	assert_string_equal(edited(&world, DAN), "");
	assert_int_equal(world_plan(&world, DAN, "leads")->may, MAY_VIEW | MAY_ALL_RECORDS);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, an_empty_profile_sees_nothing)
{
	struct world world = three_leads(db, arena);
	const struct plan *plan;

	world_run(&world, "update module set sharing = 'write'");
	world_run(&world, "insert into profile (id, name, created_at, version) values (50, 'Empty', 0, 1)");
	world_run(&world, "update staff set profile_id = 50 where id = 104");
	plan = world_plan(&world, DAN, "leads");
	assert_int_equal(plan->may, 0);
	assert_string_equal(seen(&world, DAN), "");
	assert_string_equal(edited(&world, DAN), "");
	assert_string_equal(world_cell(&world, DAN, "leads", "name", 1), "?");
	for (size_t i = 0; i < plan->module->field_count; i++) {
		assert_null(plan->columns[i]);
		assert_false(plan->writable[i]);
		assert_null(plan_field(plan, plan->module->fields[i].name));
	}
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, clients_and_nobody_see_nothing)
{
	struct world world = three_leads(db, arena);
	const struct viewer nobody = {.kind = VIEWER_NOBODY}, client = {.kind = VIEWER_CLIENT, .client = 5};
	const struct module *leads = world_module(&world, "leads");

	assert_string_equal(plan_for(world.rights, &nobody, leads, &world.moment)->rows, "(1 = 0)");
	assert_string_equal(plan_for(world.rights, &client, leads, &world.moment)->rows, "(1 = 0)");
	assert_int_equal(plan_for(world.rights, &client, leads, &world.moment)->may, 0);
	rights_free(world.rights);
}

/* ---- fields ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, fields_are_hidden_read_or_written_as_the_profile_says)
{
	struct world world = three_leads(db, arena);
	const struct plan *plan;

	world_run(&world, "update profile_field set level = 'hidden' where profile_id = 2 and field_id in "
			  "(select id from field where name = 'amount')");
	world_run(&world, "update profile_field set level = 'read' where profile_id = 2 and field_id in "
			  "(select id from field where name = 'state')");
	plan = world_plan(&world, BEN, "leads");
	assert_null(plan_field(plan, "amount"));
	assert_null(plan_field(plan, "no_such_name"));
	assert_null(plan_compared(plan, field_named(plan->module, "amount")));
	assert_string_equal(world_cell(&world, BEN, "leads", "amount", 1), "?");
	assert_string_equal(world_cell(&world, BEN, "leads", "state", 1), "new");
	assert_string_equal(world_cell(&world, BEN, "leads", "state", 2), "?");
	assert_false(plan->writable[field_named(plan->module, "state")->index]);
	assert_true(plan->writable[field_named(plan->module, "name")->index]);
	assert_true(plan->writable[SYSTEM_OWNER]);
	assert_false(plan->writable[SYSTEM_CREATED_AT]);
	assert_string_equal(world_cell(&world, EVA, "leads", "amount", 1), "100");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, retired_fields_do_not_exist)
{
	struct world world = three_leads(db, arena);
	const struct plan *plan;

	world_run(&world, "update field set retired_at = 1 where name = 'amount'");
	plan = world_plan(&world, EVA, "leads");
	assert_null(plan_field(plan, "amount"));
	for (size_t i = 0; i < plan->module->field_count; i++)
		assert_true(!plan->module->fields[i].retired || plan->columns[i] == NULL);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_a_feature_makes_is_neither_made_nor_removed_by_others)
{
	struct world world = three_leads(db, arena);
	const struct plan *plan = world_plan(&world, EVA, "invoices");

	assert_false(plan->may & MAY_CREATE);
	assert_string_equal(plan->deletable, "(1 = 0)");
	assert_false(plan->writable[plan_field(plan, "number")->index]);
	assert_true(plan->writable[plan_field(plan, "reference")->index]);
	assert_string_equal(world_ids(&world, BEN, "invoices", ASK), "");
	rights_free(world.rights);
}

/* ---- roles ---- */

struct roles {
	struct world *world;
	int64_t head, team, other;
};

static void
make_roles(struct tx *tx, void *data)
{
	struct roles *roles = data;
	struct rights_trouble trouble = {0};

	assert_int_equal(role_create(tx, roles->world->rights, "Head", 0, &roles->head, &trouble), RIGHTS_DONE);
}

static void
make_lower_roles(struct tx *tx, void *data)
{
	struct roles *roles = data;
	struct rights_trouble trouble = {0};
	const struct rights *rights = roles->world->rights;

	assert_int_equal(role_create(tx, rights, "Team", roles->head, &roles->team, &trouble), RIGHTS_DONE);
	assert_int_equal(role_create(tx, rights, "Other", roles->head, &roles->other, &trouble), RIGHTS_DONE);
	assert_int_equal(role_create(tx, rights, "Team", roles->head, &roles->other, &trouble), RIGHTS_NAME_TAKEN);
}

static void
place_staff(struct tx *tx, void *data)
{
	const struct roles *roles = data;

	db_run(tx, "update staff set role_id = $1 where id = $2", db_int(roles->head), db_int(DAN));
	db_run(tx, "update staff set role_id = $1 where id = $2", db_int(roles->team), db_int(BEN));
	db_run(tx, "update staff set role_id = $1 where id = $2", db_int(roles->other), db_int(CLEO));
	reach_recompute(tx);
}

/* Dan above; Ben and Cleo below, apart. */
static struct roles
tree(struct world *world)
{
	struct roles roles = {.world = world};

	world_write(world, make_roles, &roles);
	world_write(world, make_lower_roles, &roles);
	world_write(world, place_staff, &roles);
	return roles;
}

static void
move_team_below_other(struct tx *tx, void *data)
{
	const struct roles *roles = data;
	const struct rights *rights = roles->world->rights;
	struct rights_trouble trouble = {0};

	assert_int_equal(role_change(tx, rights, roles->team, "Team", roles->other, 1, &trouble), RIGHTS_DONE);
	assert_int_equal(role_change(tx, rights, roles->team, "Team", roles->other, 1, &trouble), RIGHTS_OVERTAKEN);
}

static void
try_a_loop(struct tx *tx, void *data)
{
	const struct roles *roles = data;
	struct rights_trouble trouble = {0};

	assert_int_equal(role_change(tx, roles->world->rights, roles->head, "Head", roles->team, 1, &trouble),
			 RIGHTS_WRONG);
	assert_string_equal(trouble.field, "parent");
	assert_int_equal(role_remove(tx, roles->other, 1, &trouble), RIGHTS_IN_USE);
	assert_int_equal(trouble.uses->list.count, 2);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, those_above_see_what_those_below_own)
{
	struct world world = three_leads(db, arena);
	struct roles roles = tree(&world);

	assert_string_equal(seen(&world, DAN), "1 2 3");
	assert_string_equal(edited(&world, DAN), "1 2 3");
	assert_string_equal(seen(&world, BEN), "1");
	assert_string_equal(seen(&world, CLEO), "2");
	world_write(&world, move_team_below_other, &roles);
	assert_string_equal(seen(&world, BEN), "1");
	assert_string_equal(seen(&world, CLEO), "1 2");
	world_write(&world, try_a_loop, &roles);
	assert_string_equal(seen(&world, DAN), "1 2 3");
	rights_free(world.rights);
}

/* ---- sharing rules ---- */

struct shared {
	struct world *world;
	struct sharing_draft draft;
	const char *condition;
	int64_t crew, rule;
};

static void
share(struct tx *tx, void *data)
{
	struct shared *sharing = data;
	struct rights_trouble trouble = {0};
	const struct module *leads = world_module(sharing->world, "leads");

	sharing->draft.name = "Qualified ones";
	sharing->draft.condition = world_json(sharing->world, sharing->condition);
	assert_int_equal(
		sharing_save(tx, sharing->world->rights, leads, 0, &sharing->draft, 0, &sharing->rule, &trouble),
		RIGHTS_DONE);
}

static void
make_crew(struct tx *tx, void *data)
{
	struct shared *sharing = data;
	const int64_t members[] = {BEN, 999};

	assert_int_equal(crew_create(tx, sharing->world->rights, "Night shift", members, 2, &sharing->crew),
			 RIGHTS_DONE);
}

static void
change_crew(struct tx *tx, void *data)
{
	const struct shared *sharing = data;
	const int64_t members[] = {DAN};
	struct rights_trouble trouble = {0};

	assert_int_equal(crew_change(tx, sharing->crew, "Night shift", members, 1, 1), RIGHTS_DONE);
	assert_int_equal(crew_remove(tx, sharing->crew, 2, &trouble), RIGHTS_IN_USE);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_rule_shares_with_a_role_and_those_above)
{
	struct world world = three_leads(db, arena);
	struct roles roles = tree(&world);
	struct shared sharing = {.world = &world, .condition = WON};

	sharing.draft.role = roles.team;
	sharing.draft.level = LEVEL_READ;
	world_write(&world, share, &sharing);
	assert_string_equal(seen(&world, BEN), "1 2 3");
	assert_string_equal(edited(&world, BEN), "1");
	assert_string_equal(seen(&world, CLEO), "2");
	world_run(&world, "update sharing_rule set level = 'write'");
	assert_string_equal(edited(&world, BEN), "1 2 3");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_rule_shares_with_a_group)
{
	struct world world = three_leads(db, arena);
	struct shared sharing = {.world = &world, .condition = WON};

	world_write(&world, make_crew, &sharing);
	sharing.draft.crew = sharing.crew;
	sharing.draft.level = LEVEL_READ;
	world_write(&world, share, &sharing);
	assert_string_equal(seen(&world, BEN), "1 2 3");
	assert_string_equal(seen(&world, DAN), "");
	world_write(&world, change_crew, &sharing);
	assert_string_equal(seen(&world, BEN), "1");
	assert_string_equal(seen(&world, DAN), "2 3");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_rule_about_who_looks_holds_for_each)
{
	struct world world = three_leads(db, arena);
	struct shared sharing = {.world = &world, .condition = "{'field': 'created_by', 'comparison': 'me'}"};
	const struct plan *plan;

	world_run(&world, "update lead set created_by = id + 101");
	world_run(&world, "insert into crew (id, name, created_at, version) values (1, 'All', 0, 1)");
	world_run(&world, "insert into crew_member (crew_id, staff_id) select 1, id from staff");
	sharing.draft.crew = 1;
	sharing.draft.level = LEVEL_READ;
	world_write(&world, share, &sharing);
	plan = world_plan(&world, BEN, "leads");
	assert_ptr_equal(plan, world_plan(&world, DAN, "leads"));
	assert_string_equal(seen(&world, BEN), "1");
	assert_string_equal(seen(&world, CLEO), "2");
	assert_string_equal(seen(&world, DAN), "3");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_rule_of_a_retired_field_grants_nothing)
{
	struct world world = three_leads(db, arena);
	struct shared sharing = {.world = &world, .condition = WON};

	world_write(&world, make_crew, &sharing);
	sharing.draft.crew = sharing.crew;
	sharing.draft.level = LEVEL_WRITE;
	world_write(&world, share, &sharing);
	assert_string_equal(seen(&world, BEN), "1 2 3");
	world_run(&world, "update field set retired_at = 1 where name = 'state'");
	assert_string_equal(seen(&world, BEN), "1");
	rights_free(world.rights);
}

/* ---- state rules ---- */

struct state {
	struct world *world;
	const char *field, *condition;
	bool hides;
	int64_t rule;
};

static void
add_state(struct tx *tx, void *data)
{
	struct state *state = data;
	const struct module *leads = world_module(state->world, "leads");
	const struct state_draft draft = {.name = "Rule",
					  .condition = world_json(state->world, state->condition),
					  .field = state->field == NULL ? NULL : field_named(leads, state->field),
					  .hides = state->hides};
	struct rights_trouble trouble = {0};

	assert_int_equal(state_save(tx, leads, 0, &draft, 0, &state->rule, &trouble), RIGHTS_DONE);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, states_lock_and_hide_records)
{
	struct world world = three_leads(db, arena);
	struct state locks = {.world = &world, .condition = WON};
	struct state hides = {.world = &world,
			      .condition = "{'field': 'amount', 'comparison': 'above', 'values': ['2.5']}",
			      .hides = true};

	world_run(&world, "update module set sharing = 'write' where name = 'leads'");
	world_write(&world, add_state, &locks);
	assert_string_equal(edited(&world, BEN), "1");
	assert_string_equal(deleted(&world, BEN), "1");
	assert_string_equal(edited(&world, EVA), "1");
	world_write(&world, add_state, &hides);
	assert_string_equal(seen(&world, BEN), "1 2");
	assert_string_equal(seen(&world, EVA), "1 2 3");
	world_run(&world, "update field set retired_at = 1 where name = 'state' or name = 'amount'");
	assert_string_equal(seen(&world, BEN), "");
	assert_string_equal(edited(&world, EVA), "");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, states_lock_and_hide_fields)
{
	struct world world = three_leads(db, arena);
	struct state locks = {.world = &world, .condition = WON, .field = "name"};
	struct state hides = {.world = &world, .condition = WON, .field = "amount", .hides = true};
	const struct plan *plan;
	size_t name, amount;

	world_run(&world, "update module set sharing = 'write' where name = 'leads'");
	world_write(&world, add_state, &locks);
	world_write(&world, add_state, &hides);
	plan = world_plan(&world, BEN, "leads");
	name = field_named(plan->module, "name")->index;
	amount = field_named(plan->module, "amount")->index;
	assert_string_equal(world_ids(&world, BEN, "leads", plan->locked[name]), "2 3");
	assert_string_equal(world_ids(&world, BEN, "leads", plan->locked[amount]), "2 3");
	assert_string_equal(world_ids(&world, BEN, "leads", plan->hidden[amount]), "2 3");
	assert_string_equal(edited(&world, BEN), "1 2 3");
	assert_string_equal(world_cell(&world, BEN, "leads", "amount", 1), "100");
	assert_string_equal(world_cell(&world, BEN, "leads", "amount", 2), "-");
	assert_string_equal(world_cell(&world, EVA, "leads", "amount", 2), "200");
	/* who may not see it cannot find it by its value either */
	assert_string_equal(
		world_ids(&world, BEN, "leads",
			  arena_printf(arena, "%s = 200",
				       (const char *)plan_compared(plan, field_named(plan->module, "amount")))),
		"");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_record_that_waits_for_approval_is_locked)
{
	struct world world = three_leads(db, arena);

	world_run(&world, "update lead set approval = 'waiting' where id = 1");
	assert_string_equal(seen(&world, BEN), "1");
	assert_string_equal(edited(&world, BEN), "");
	assert_string_equal(deleted(&world, EVA), "2 3");
	rights_free(world.rights);
}

/* ---- lines ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, lines_follow_their_record)
{
	struct world world = rights_world(db, arena);
	const struct plan *plan;

	world_run(&world, "update module set sharing = 'read' where name = 'offers'");
	world_run(&world,
		  "insert into offer (id, owner_id, created_at, version) values (1, 102, 0, 1), (2, 103, 0, 1)");
	world_run(&world,
		  "insert into offer_line (id, parent_id, position, created_at, version) values (10, 1, 1, 0, 1), "
		  "(20, 2, 1, 0, 1)");
	plan = world_plan(&world, BEN, "offer_lines");
	assert_string_equal(world_ids(&world, BEN, "offer_lines", ASK), "10 20");
	assert_string_equal(world_ids(&world, BEN, "offer_lines", plan->editable), "10");
	assert_string_equal(world_ids(&world, BEN, "offer_lines", plan->deletable), "10");
	world_run(&world, "update module set sharing = 'private' where name = 'offers'");
	assert_string_equal(world_ids(&world, BEN, "offer_lines", ASK), "10");
	world_run(&world, "update offer set deleted_at = 1 where id = 1");
	assert_string_equal(world_ids(&world, BEN, "offer_lines", ASK), "");
	rights_free(world.rights);
}

/* ---- sharing of plans ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, viewers_for_whom_it_is_the_same_share_a_plan)
{
	struct world world = three_leads(db, arena);
	const struct plan *bens = world_plan(&world, BEN, "leads");

	assert_ptr_equal(bens, world_plan(&world, CLEO, "leads"));
	assert_ptr_equal(bens, world_plan(&world, BEN, "leads"));
	assert_ptr_not_equal(bens, world_plan(&world, EVA, "leads"));
	world.moment.today++;
	assert_ptr_not_equal(bens, world_plan(&world, BEN, "leads"));
	rights_free(world.rights);
}
