/* approval_test: who waits for whom, what is locked meanwhile, and what follows from what was said; on both engines. */
#include "approval/decision.h"
#include "approval/review.h"
#include "approval/rule_write.h"
#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "records/record_approval.h"
#include "records/record_import.h"
#include "records/record_merge.h"
#include "records/record_world_test.h"

static void
house_make(struct db *db, struct arena *arena)
{
	vehicles_make(db, arena);
}

/* ---- rules ---- */

struct ruling {
	struct world *world;
	struct rule_draft draft;
	const char *condition;
	int64_t id;
};

static void
save_rule(struct tx *tx, void *data)
{
	struct ruling *ruling = data;
	struct rights_trouble trouble = {0};

	ruling->draft.condition = world_json(ruling->world, ruling->condition);
	assert_int_equal(rule_save(tx, ruling->world->rights, world_module(ruling->world, "vehicles"), 0,
				   &ruling->draft, 0, &ruling->id, &trouble),
			 RIGHTS_DONE);
}

/* Vehicles of at least 1,000 € wait for those of the steps; everybody sees all vehicles. */
static int64_t
rule_for(struct world *world, const struct approval_step *steps, size_t count, bool on_create, bool on_change)
{
	struct ruling ruling = {
		.world = world,
		.draft = {.name = "Dear ones", .on_create = on_create, .on_change = on_change, .step_count = count},
		.condition = "{'all': [{'field': 'price', 'comparison': 'at_least', 'values': ['1000']}]}"};

	for (size_t i = 0; i < count; i++)
		ruling.draft.steps[i] = steps[i];
	world_run(world, "update module set sharing = 'write' where name = 'vehicles'");
	world_write(world, save_rule, &ruling);
	return ruling.id;
}

static const struct approver ben[] = {{APPROVER_STAFF, BEN}}, cleo[] = {{APPROVER_STAFF, CLEO}};
static const struct approver both[] = {{APPROVER_STAFF, BEN}, {APPROVER_STAFF, CLEO}};
static const struct approval_step one_step[] = {{false, ben, 1}};
static const struct approval_step two_steps[] = {{false, ben, 1}, {false, cleo, 1}};
static const struct approval_step any_step[] = {{false, both, 2}}, all_step[] = {{true, both, 2}};

/* ---- deciding ---- */

struct saying {
	struct world *world;
	int64_t staff, record;
	struct decision_wish wish;
	enum decision_outcome outcome;
	bool for_others;
};

static void
say_it(struct tx *tx, void *data)
{
	struct saying *saying = data;
	const struct access *access = access_of(saying->world, saying->staff, "vehicles");
	const struct approval *approval = approval_of(tx, access->plan->module->id, saying->record);

	if (saying->wish.approval == 0 && approval != NULL)
		saying->wish.approval = approval->id;
	saying->wish.may_for_others = saying->staff == EVA;
	saying->outcome = approval_decide(tx, access, &saying->wish, &saying->for_others);
}

static enum decision_outcome
said(struct world *world, int64_t staff, int64_t record, enum decision decision, int step)
{
	struct saying saying = {.world = world,
				.staff = staff,
				.record = record,
				.wish = {.decision = decision, .step = step, .reason = "because"}};

	assert_int_equal(db_write(world->db, world->arena, say_it, &saying), DB_FINE);
	return saying.outcome;
}

static const char *
state(struct world *world, int64_t id)
{
	return cell(world, EVA, "vehicles", id, "approval");
}

/* ---- the lock ---- */

struct undoing {
	struct world *world;
	int64_t id;
	enum undo_outcome unmade, put_back;
};

static void
undo_it(struct tx *tx, void *data)
{
	struct undoing *undoing = data;
	const struct access *access = access_of(undoing->world, EVA, "vehicles");
	struct record_draft *before = record_draft(tx_arena(tx), access->plan->module);

	before->given[field_of(undoing->world, "vehicles", "notes")->index] = true;
	undoing->put_back = record_put_back(tx, access, undoing->id, 1, before);
	undoing->unmade = record_unmake(tx, access, undoing->id, 1);
}

static void
decline_it(struct tx *tx, void *data)
{
	struct undoing *undoing = data;
	struct record_trouble trouble;

	assert_int_equal(record_decline(tx, access_of(undoing->world, EVA, "vehicles"), undoing->id, NULL, &trouble),
			 RECORD_LOCKED);
}

struct joining {
	struct world *world;
	int64_t survivor, other;
};

static void
join_them(struct tx *tx, void *data)
{
	struct joining *joining = data;
	const struct access *access = access_of(joining->world, EVA, "vehicles");
	const struct merging merging = {.survivor = joining->survivor,
					.version = 1,
					.others = {joining->other},
					.versions = {1},
					.other_count = 1,
					.draft = record_draft(tx_arena(tx), access->plan->module)};
	struct record_trouble trouble = {.field = NULL};
	int64_t stopped;

	assert_int_not_equal(record_merge(tx, access, &merging, &stopped, &trouble), RECORD_DONE);
	tx_refuse(tx);
}

TEST_BOTH_ENGINES_WITH(house_make, what_waits_is_locked_at_every_door)
{
	struct world world = rights_world(db, arena);
	struct undoing undoing = {.world = &world};
	int64_t cheap, dear;

	rule_for(&world, one_step, 1, true, true);
	cheap = made(&world, DAN, "vehicles", FIELDS("plate", "A", "price", "999.99"));
	dear = made(&world, DAN, "vehicles", FIELDS("plate", "B", "price", "1000"));
	assert_string_equal(state(&world, cheap), "none");
	assert_string_equal(state(&world, dear), "waiting");
	assert_int_equal(changed(&world, DAN, "vehicles", dear, FIELDS("price", "1")), RECORD_LOCKED);
	assert_int_equal(changed(&world, EVA, "vehicles", dear, FIELDS("notes", "x")), RECORD_LOCKED);
	assert_int_equal(changed(&world, BEN, "vehicles", dear, FIELDS("notes", "x")), RECORD_LOCKED);
	assert_int_equal(removed(&world, EVA, "vehicles", dear), RECORD_LOCKED);
	undoing.id = dear;
	assert_int_equal(db_write(db, arena, undo_it, &undoing), DB_FINE);
	assert_int_equal(undoing.unmade, UNDO_LOCKED);
	assert_int_equal(undoing.put_back, UNDO_LOCKED);
	assert_int_equal(db_write(db, arena, decline_it, &undoing), DB_FINE);
	assert_int_equal(db_write(db, arena, join_them, &(struct joining){&world, dear, cheap}), DB_REFUSED);
	assert_int_equal(db_write(db, arena, join_them, &(struct joining){&world, cheap, dear}), DB_REFUSED);
	assert_string_equal(state(&world, dear), "waiting");
	assert_int_equal(changed(&world, DAN, "vehicles", cheap, FIELDS("notes", "x")), RECORD_DONE);
	assert_int_equal(counted(&world, "select count(*) from approval where state = 'waiting'"), 1);
	assert_int_equal(counted(&world, "select count(*) from job where kind = 'approval.tell'"), 1);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(house_make, a_line_of_what_waits_is_locked_with_it)
{
	struct world world = rights_world(db, arena);
	struct wish line = {.staff = DAN, .module = "services", .fields = FIELDS("label", "Tyres", "cost", "10")};
	int64_t dear;

	rule_for(&world, one_step, 1, true, true);
	dear = made(&world, DAN, "vehicles", FIELDS("plate", "B", "price", "5000"));
	line.parent = dear;
	wish_come_true(&world, &line);
	assert_int_equal(line.outcome, RECORD_ABSENT);
	assert_int_equal(said(&world, BEN, dear, DECISION_APPROVE, 1), DECISION_DONE);
	wish_come_true(&world, &line);
	assert_int_equal(line.outcome, RECORD_DONE);
	rights_free(world.rights);
}

/* ---- decisions ---- */

TEST_BOTH_ENGINES_WITH(house_make, the_first_decision_wins_and_the_second_is_told)
{
	struct world world = rights_world(db, arena);
	int64_t id;

	rule_for(&world, any_step, 1, true, true);
	id = made(&world, DAN, "vehicles", FIELDS("plate", "B", "price", "1000"));
	assert_int_equal(said(&world, DAN, id, DECISION_APPROVE, 1), DECISION_NOT_YOURS);
	assert_int_equal(said(&world, CLEO, id, DECISION_APPROVE, 1), DECISION_DONE);
	assert_string_equal(state(&world, id), "approved");
	assert_int_equal(said(&world, BEN, id, DECISION_REJECT, 1), DECISION_ABSENT);
	assert_string_equal(state(&world, id), "approved");
	assert_int_equal(changed(&world, DAN, "vehicles", id, FIELDS("notes", "x")), RECORD_DONE);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(house_make, all_of_them_approve_and_steps_follow_each_other)
{
	struct world world = rights_world(db, arena);
	int64_t id;

	rule_for(&world, all_step, 1, true, true);
	id = made(&world, DAN, "vehicles", FIELDS("plate", "B", "price", "1000"));
	assert_int_equal(said(&world, CLEO, id, DECISION_APPROVE, 1), DECISION_DONE);
	assert_string_equal(state(&world, id), "waiting");
	assert_int_equal(said(&world, CLEO, id, DECISION_APPROVE, 1), DECISION_TAKEN);
	assert_int_equal(said(&world, BEN, id, DECISION_APPROVE, 1), DECISION_DONE);
	assert_string_equal(state(&world, id), "approved");
	world_run(&world, "delete from approval_rule_step");
	world_run(&world, "delete from approval_rule");
	rule_for(&world, two_steps, 2, true, true);
	id = made(&world, DAN, "vehicles", FIELDS("plate", "C", "price", "1000"));
	assert_int_equal(said(&world, CLEO, id, DECISION_APPROVE, 1), DECISION_NOT_YOURS);
	assert_int_equal(said(&world, BEN, id, DECISION_APPROVE, 1), DECISION_DONE);
	assert_string_equal(state(&world, id), "waiting");
	assert_int_equal(said(&world, BEN, id, DECISION_APPROVE, 1), DECISION_TAKEN);
	assert_int_equal(said(&world, CLEO, id, DECISION_APPROVE, 2), DECISION_DONE);
	assert_string_equal(state(&world, id), "approved");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(house_make, administrators_decide_for_those_who_are_absent)
{
	struct world world = rights_world(db, arena);
	int64_t id;

	rule_for(&world, all_step, 1, true, true);
	id = made(&world, DAN, "vehicles", FIELDS("plate", "B", "price", "1000"));
	assert_int_equal(said(&world, EVA, id, DECISION_APPROVE, 1), DECISION_DONE);
	assert_string_equal(state(&world, id), "approved");
	assert_int_equal(counted(&world, "select count(*) from approval_decision where for_others = 1"), 1);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(house_make, whoever_does_not_see_the_record_does_not_decide)
{
	struct world world = rights_world(db, arena);
	int64_t id;
	size_t count;
	struct tx *tx;

	rule_for(&world, any_step, 1, true, true);
	id = made(&world, DAN, "vehicles", FIELDS("plate", "B", "price", "1000"));
	tx = db_read(db, arena);
	waiting_approvals(tx, access_of(&world, BEN, "vehicles"), 0, false, false, 10, &count);
	assert_int_equal(count, 1);
	waiting_approvals(tx, access_of(&world, DAN, "vehicles"), 0, false, false, 10, &count);
	assert_int_equal(count, 0);
	db_read_end(tx);
	world_run(&world, "update module set sharing = 'private' where name = 'vehicles'");
	tx = db_read(db, arena);
	waiting_approvals(tx, access_of(&world, BEN, "vehicles"), 0, false, false, 10, &count);
	assert_int_equal(count, 0);
	assert_int_equal(waiting_approval_count(tx, access_of(&world, BEN, "vehicles"), false, 10), 0);
	db_read_end(tx);
	assert_int_equal(said(&world, BEN, id, DECISION_APPROVE, 1), DECISION_ABSENT);
	rights_free(world.rights);
}

/* ---- again ---- */

TEST_BOTH_ENGINES_WITH(house_make, what_was_approved_waits_again_when_its_case_changes)
{
	struct world world = rights_world(db, arena);
	int64_t id;

	rule_for(&world, one_step, 1, true, true);
	id = made(&world, DAN, "vehicles", FIELDS("plate", "B", "price", "1000"));
	assert_int_equal(said(&world, BEN, id, DECISION_APPROVE, 1), DECISION_DONE);
	assert_int_equal(changed(&world, DAN, "vehicles", id, FIELDS("notes", "x")), RECORD_DONE);
	assert_string_equal(state(&world, id), "approved");
	assert_int_equal(changed(&world, DAN, "vehicles", id, FIELDS("price", "2000")), RECORD_DONE);
	assert_string_equal(state(&world, id), "waiting");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(house_make, what_was_refused_or_withdrawn_is_submitted_again_by_any_change)
{
	struct world world = rights_world(db, arena);
	int64_t id;

	rule_for(&world, one_step, 1, true, false);
	id = made(&world, DAN, "vehicles", FIELDS("plate", "B", "price", "1000"));
	assert_int_equal(said(&world, BEN, id, DECISION_REJECT, 1), DECISION_DONE);
	assert_string_equal(state(&world, id), "refused");
	assert_int_equal(changed(&world, DAN, "vehicles", id, FIELDS("notes", "x")), RECORD_DONE);
	assert_string_equal(state(&world, id), "waiting");
	assert_int_equal(said(&world, CLEO, id, DECISION_WITHDRAW, 0), DECISION_NOT_YOURS);
	assert_int_equal(said(&world, DAN, id, DECISION_WITHDRAW, 0), DECISION_DONE);
	assert_string_equal(state(&world, id), "withdrawn");
	assert_int_equal(changed(&world, DAN, "vehicles", id, FIELDS("notes", "y")), RECORD_DONE);
	assert_string_equal(state(&world, id), "waiting");
	assert_int_equal(said(&world, BEN, id, DECISION_REJECT, 1), DECISION_DONE);
	assert_int_equal(changed(&world, DAN, "vehicles", id, FIELDS("price", "10")), RECORD_DONE);
	assert_string_equal(state(&world, id), "none");
	assert_int_equal(changed(&world, DAN, "vehicles", id, FIELDS("price", "5000")), RECORD_DONE);
	assert_string_equal(state(&world, id), "none"); /* the rule is for new records */
	rights_free(world.rights);
}

/* ---- rules that change ---- */

struct removing {
	int64_t id;
	bool release;
};

static void
remove_rule(struct tx *tx, void *data)
{
	struct removing *removing = data;

	assert_int_equal(rule_remove(tx, removing->id, 1, removing->release), RIGHTS_DONE);
}

static void
pause_rule(struct tx *tx, void *data)
{
	assert_int_equal(rule_pause(tx, *(int64_t *)data, true), RIGHTS_DONE);
}

TEST_BOTH_ENGINES_WITH(house_make, a_paused_rule_catches_nothing_and_a_removed_one_keeps_or_releases)
{
	struct world world = rights_world(db, arena);
	int64_t rule = rule_for(&world, one_step, 1, true, true), kept, passed, released;
	size_t count;
	struct tx *tx;

	kept = made(&world, DAN, "vehicles", FIELDS("plate", "A", "price", "1000"));
	world_write(&world, remove_rule, &(struct removing){rule, false});
	assert_string_equal(state(&world, kept), "waiting");
	assert_int_equal(said(&world, BEN, kept, DECISION_APPROVE, 1), DECISION_DONE);
	rule = rule_for(&world, one_step, 1, true, true);
	released = made(&world, DAN, "vehicles", FIELDS("plate", "B", "price", "1000"));
	tx = db_read(db, arena);
	assert_int_equal(rule_waiting(tx, rule, 10), 1);
	approvals_to_release(tx, 10, &count);
	assert_int_equal(count, 0);
	db_read_end(tx);
	world_write(&world, remove_rule, &(struct removing){rule, true});
	tx = db_read(db, arena);
	assert_int_equal(approvals_to_release(tx, 10, &count)[0].record_id, released);
	db_read_end(tx);
	rule = rule_for(&world, one_step, 1, true, true);
	world_write(&world, pause_rule, &rule);
	passed = made(&world, DAN, "vehicles", FIELDS("plate", "C", "price", "1000"));
	assert_string_equal(state(&world, passed), "none");
	rights_free(world.rights);
}

/* ---- imports that came to nothing ---- */

static void
unsubmit_it(struct tx *tx, void *data)
{
	struct undoing *undoing = data;

	record_unsubmit(tx, world_module(undoing->world, "vehicles"), undoing->id, 1);
	undo_it(tx, data);
}

TEST_BOTH_ENGINES_WITH(house_make, a_write_that_is_taken_back_was_never_submitted)
{
	struct world world = rights_world(db, arena);
	struct undoing undoing = {.world = &world};

	rule_for(&world, one_step, 1, true, true);
	undoing.id = made(&world, DAN, "vehicles", FIELDS("plate", "A", "price", "1000", "notes", "x"));
	assert_int_equal(db_write(db, arena, unsubmit_it, &undoing), DB_FINE);
	assert_int_equal(undoing.put_back, UNDO_DONE);
	assert_int_equal(counted(&world, "select count(*) from approval"), 0);
	assert_int_equal(counted(&world, "select count(*) from approval_asked"), 0);
	rights_free(world.rights);
}

/* ---- review ---- */

static void
review_vehicles(struct tx *tx, void *data)
{
	static const struct review_draft draft = {.from_import = true, .reviewers = ben, .reviewer_count = 1};

	assert_int_equal(review_save(tx, world_module(data, "vehicles"), &draft, 0), RIGHTS_DONE);
}

struct bringing {
	struct world *world;
	int source;
	int64_t id;
};

static void
bring(struct tx *tx, void *data)
{
	struct bringing *bringing = data;
	const struct access *access = access_of(bringing->world, DAN, "vehicles");
	struct record_draft *draft = record_draft(tx_arena(tx), access->plan->module);
	struct record_trouble trouble;

	draft->source = bringing->source;
	assert_int_equal(record_create(tx, access, draft, &bringing->id, &trouble), RECORD_DONE);
}

static void
judge_them(struct tx *tx, void *data)
{
	struct undoing *undoing = data;
	const struct access *access = access_of(undoing->world, BEN, "vehicles");
	struct record_trouble trouble;

	assert_int_equal(record_decline(tx, access, undoing->id, "no", &trouble), RECORD_DONE);
}

TEST_BOTH_ENGINES_WITH(house_make, what_comes_from_elsewhere_waits_for_review)
{
	struct world world = rights_world(db, arena);
	struct bringing imported = {&world, SOURCE_IMPORT, 0}, typed = {&world, SOURCE_STAFF, 0};
	struct undoing undoing = {.world = &world};
	size_t count;
	struct tx *tx;

	world_run(&world, "update module set sharing = 'write' where name = 'vehicles'");
	world_run(&world, "update field set required = 0");
	world_write(&world, review_vehicles, &world);
	assert_int_equal(db_write(db, arena, bring, &imported), DB_FINE);
	assert_int_equal(db_write(db, arena, bring, &typed), DB_FINE);
	assert_string_equal(cell(&world, EVA, "vehicles", imported.id, "review"), "waiting");
	assert_string_equal(cell(&world, EVA, "vehicles", typed.id, "review"), "none");
	assert_true(review_is_theirs(access_of(&world, BEN, "vehicles")));
	assert_false(review_is_theirs(access_of(&world, CLEO, "vehicles")));
	tx = db_read(db, arena);
	waiting_reviews(tx, access_of(&world, BEN, "vehicles"), 0, 10, &count);
	assert_int_equal(count, 1);
	db_read_end(tx);
	undoing.id = imported.id;
	assert_int_equal(db_write(db, arena, judge_them, &undoing), DB_FINE);
	assert_string_equal(cell(&world, EVA, "vehicles", imported.id, "review"), "?");
	assert_int_equal(counted(&world, "select count(*) from change where kind = 'declined' and after = '\"no\"'"),
			 1);
	rights_free(world.rights);
}
