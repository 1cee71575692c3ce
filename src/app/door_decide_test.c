/* door_decide_test: who decides about a record that waits, who merges records and puts files to them: nobody else does;
 * without the check they would. */
#include "app/door_opening_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define LEADS_ID     "(select id from module where name = 'leads')"

enum { LEAD = 7000, OTHER, THIRD, FILE_ID = 7100 };

static struct opening
opening_with_leads(struct db *db, struct arena *arena)
{
	static const char *const shared[] = {"update module set sharing = 'write' where name = 'leads'"};
	struct opening opening = opening_of(db, arena);

	for (int i = 0; i < 3; i++)
		world_lead(&opening.world, LEAD + i, BEN, i == 1 ? "lost" : "new", 500 + i);
	opening_run(&opening, shared, COUNT(shared));
	return opening;
}

static const char *
lead_path(const struct opening *opening, int64_t id, const char *rest)
{
	return arena_printf(opening->arena, "/console/records/leads/%s%s", opening_id(opening, id), rest);
}

/* ---- what waits ---- */

static bool
shows_all(const struct opening *opening, int64_t staff)
{
	struct arena *arena = arena_new(0);
	struct door_answer answer = door_get(opening->door, arena, staff, "/console/approvals", "who=all");
	bool all = doc_is_true(doc_get(answer.json, STR("all")));

	assert_int_equal(answer.status, 200);
	arena_free(arena);
	return all;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_is_asked_decides_and_nobody_else)
{
	static const char *const waits[] = {
		"insert into approval (id, module_id, record_id, rule_name, step, steps, state, before, owner_id, "
		"submitted_by, submitted_at, step_at, told, version) values (8000, " LEADS_ID
		", 7000, 'Dear ones', 1, 1, 'waiting', 'none', 102, 102, 0, 0, 1, 1)",
		"insert into approval_asked (approval_id, step, everybody, kind, target_id) values (8000, 1, 0, 'staff', 104)",
		"update lead set approval = 'waiting' where id = 7000",
		"insert into review_rule (module_id, from_import, from_api, from_portal, version) values (" LEADS_ID
		", 1, 0, 0, 1)",
		"insert into review_reviewer (module_id, kind, target_id) values (" LEADS_ID ", 'staff', 104)",
		"update lead set review = 'waiting' where id = 7001",
	};
	static const char *const hides[] = {
		"update profile_field set level = 'hidden' where profile_id = 2 and field_id in (select id from field where "
		"name = 'approval' and module_id = " LEADS_ID ")"};
	static const char *const names_nobody[] = {"delete from review_reviewer",
						   "update module set sharing = 'read' where name = 'leads'"};
	struct opening opening = opening_with_leads(db, arena);
	const char *approval = lead_path(&opening, LEAD, "/approval");
	const char *review = lead_path(&opening, OTHER, "/review");
	struct trial trials[] = {
		{CHECK_APPROVER, CLEO, approval, NULL, "{\"decision\":\"approve\"}", 403},
		{CHECK_APPROVER, BEN, approval, NULL, "{\"decision\":\"reject\",\"reason\":\"No\"}", 403},
		{CHECK_WITHDRAWAL, CLEO, approval, NULL, "{\"decision\":\"withdraw\"}", 403},
		{CHECK_REVIEWER, CLEO, review, NULL, "{\"decision\":\"accept\"}", 404},
	};
	struct trial unnamed = {CHECK_REVIEW_RECORD, CLEO, review, NULL, "{\"decision\":\"accept\"}", 404};
	struct trial shown = {CHECK_APPROVAL_SHOWN, CLEO, approval, NULL, NULL, 404};

	opening_run(&opening, waits, COUNT(waits));
	opening_try(&opening, trials, COUNT(trials));
	for (size_t i = 0; i < COUNT(trials); i++) {
		trials[i].staff = trials[i].check == CHECK_WITHDRAWAL ? BEN : DAN;
		assert_int_equal(opening_status(&opening, &trials[i]), 200);
	}
	assert_false(shows_all(&opening, CLEO));
	assert_true(shows_all(&opening, EVA));
	WITHOUT(CHECK_ALL_APPROVALS, assert_true(shows_all(&opening, CLEO)));
	assert_int_equal(opening_status(&opening, &shown), 200);
	opening_run(&opening, hides, COUNT(hides));
	opening_try(&opening, &shown, 1);
	opening_run(&opening, names_nobody, COUNT(names_nobody));
	opening_try(&opening, &unnamed, 1);
	unnamed.staff = BEN;
	assert_int_equal(opening_status(&opening, &unnamed), 200);
	rights_free(opening.world.rights);
}

/* ---- files and merging ---- */

/* The third goes into the first; a value may be that of another. */
static const char *
merge_body(const struct opening *opening, int64_t survivor, int64_t other, const char *values)
{
	const char *one = opening_id(opening, survivor), *two = opening_id(opening, other);

	return arena_printf(opening->arena,
			    "{\"survivor\":\"%s\",\"others\":[\"%s\"],\"versions\":{\"%s\":1,\"%s\":1},\"values\":%s}",
			    one, two, one, two, values);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_may_not_change_or_remove_neither_merges_nor_puts_files)
{
	static const char merge[] = "/console/records/leads/merge";
	static const char *const file[] = {
		"insert into record_file (id, module_id, record_id, blob, name, type, size, created_at) values (7100, " LEADS_ID
		", 7000, 'x', 'a.txt', 'text/plain', 1, 0)"};
	static const char *const no_delete[] = {
		"update profile_module set may = may - 8 where profile_id = 2 and may / 8 % 2 = 1"};
	static const char *const no_edit[] = {
		"update profile_module set may = may + 8 - 4 where profile_id = 2 and may / 8 % 2 = 0 and may / 4 % 2 = 1"};
	struct opening opening = opening_with_leads(db, arena);
	struct trial united = {CHECK_DELETE, CLEO, merge, NULL, merge_body(&opening, LEAD, THIRD, "{}"), 404};
	struct trial taken_off = {
		CHECK_ATTACH,
		CLEO,
		lead_path(&opening, LEAD, arena_printf(arena, "/files/%s/removal", opening_id(&opening, FILE_ID))),
		NULL,
		"{}",
		404};

	opening_run(&opening, file, COUNT(file));
	assert_int_equal(opening_status(&opening, &united), 200);
	assert_int_equal(opening_status(&opening, &taken_off), 200);
	opening_run(&opening, no_delete, COUNT(no_delete));
	opening_try(&opening, &united, 1);
	opening_run(&opening, no_edit, COUNT(no_edit));
	united.check = CHECK_EDIT;
	opening_try(&opening, &united, 1);
	opening_try(&opening, &taken_off, 1);
	rights_free(opening.world.rights);
}

static void
merge_taking(struct opening *opening, int64_t survivor)
{
	const char *values = arena_printf(opening->arena, "{\"amount\":\"%s\"}", opening_id(opening, OTHER));
	struct arena *arena = arena_new(0);
	struct door_answer answer =
		door_ask(opening->door, arena,
			 &(struct door_request){.staff = CLEO,
						.method = HTTP_POST,
						.path = "/console/records/leads/merge",
						.body = merge_body(opening, survivor, OTHER, values)});

	assert_int_equal(answer.status, 200);
	arena_free(arena);
}

/* What a rule hides is not known to be empty: nobody empties a field with it. */
TEST_BOTH_ENGINES_WITH(rights_world_make, a_value_that_is_hidden_is_not_taken_over)
{
	static const char *const hides[] = {
		"insert into state_rule (id, module_id, field_id, effect, name, condition, created_at, version) select 1, "
		"module_id, id, 'hidden', 'Lost', '{\"all\": [{\"field\": \"state\", \"comparison\": \"is\", \"values\": "
		"[\"lost\"]}]}', 0, 1 from field where name = 'amount' and module_id = " LEADS_ID};
	struct opening opening = opening_with_leads(db, arena);

	opening_run(&opening, hides, COUNT(hides));
	merge_taking(&opening, LEAD);
	assert_int_equal(counted(&opening.world, "select coalesce(amount, 0) from lead where id = 7000"), 500);
#ifdef PARVIS_WEAKEN
	world_run(&opening.world, "delete from record_merge");
	world_run(&opening.world, "update lead set deleted_at = null, version = 1");
	door_forget_rights(opening.door);
	WITHOUT(CHECK_MERGE_TAKEN, merge_taking(&opening, THIRD));
	assert_int_equal(counted(&opening.world, "select coalesce(amount, 0) from lead where id = 7002"), 0);
#endif
	rights_free(opening.world.rights);
}
