/* portal_users_test: mail domains, places of a plan, the days of a trial. */
#include "portal_users/mail_domain.h"
#include "portal_users/plan.h"
#include "portal_users/quota.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/house_test.h"
#include "db/db_testing.h"
#include "portal_users/handlers.h"
#include "rights/rights_world_test.h"
#include "sys/clock.h"

TEST(a_domain_and_what_is_below_it_belong_together)
{
	struct arena *arena = arena_new(0);

	assert_true(mail_domain_is_below("maison.fr", "maison.fr"));
	assert_true(mail_domain_is_below("sous.maison.fr", "maison.fr"));
	assert_false(mail_domain_is_below("autremaison.fr", "maison.fr"));
	assert_false(mail_domain_is_below("fr", "maison.fr"));
	assert_string_equal(mail_domain_of(arena, "Anne@MAISON.fr"), "maison.fr");
	assert_string_equal(mail_domain_of(arena, "anne@müller.example"), "xn--mller-kva.example");
	assert_null(mail_domain_of(arena, "anne@"));
	assert_null(mail_domain_of(arena, ""));
	assert_true(mail_domain_is_everybodys("gmail.com"));
	assert_false(mail_domain_is_everybodys("maison.fr"));
	assert_true(mail_domain_is_disposable("x.yopmail.com"));
	arena_free(arena);
}

TEST(domains_are_read_one_a_line)
{
	struct arena *arena = arena_new(0);
	const char **domains, *wrong = NULL;
	size_t count;

	assert_true(mail_domains_parse(arena, " Maison.FR \n\n@autre.fr\n", &domains, &count, &wrong));
	assert_int_equal(count, 2);
	assert_string_equal(domains[0], "maison.fr");
	assert_string_equal(domains[1], "autre.fr");
	assert_false(mail_domains_parse(arena, "maison.fr\npas un domaine", &domains, &count, &wrong));
	assert_string_equal(wrong, "pas un domaine");
	assert_true(mail_domains_parse(arena, "", &domains, &count, &wrong));
	assert_int_equal(count, 0);
	arena_free(arena);
}

TEST(what_was_allowed_is_neither_own_nor_blocked)
{
	struct arena *arena = arena_new(0);
	const char *own[] = {"maison.fr"}, *blocked[] = {"bad.example"},
		   *allowed[] = {"clients.maison.fr", "yopmail.fr"};
	const struct mail_domains domains = {own, 1, blocked, 1, allowed, 2};

	assert_true(mail_domain_is_own(arena, &domains, "a@maison.fr"));
	assert_true(mail_domain_is_own(arena, &domains, "a@x.maison.fr"));
	assert_false(mail_domain_is_own(arena, &domains, "a@clients.maison.fr"));
	assert_true(mail_domain_is_blocked(arena, &domains, "a@b.bad.example"));
	assert_true(mail_domain_is_blocked(arena, &domains, "a@yopmail.com"));
	assert_false(mail_domain_is_blocked(arena, &domains, "a@yopmail.fr"));
	arena_free(arena);
}

TEST(a_type_uses_its_own_places_first)
{
	const struct quota_row rows[] = {{1, 8, 5}, {2, 4, 0}, {3, 0, 2}};
	const struct quota quota = {.included = 10, .rows = rows, .count = 3};

	assert_int_equal(quota_used(&quota), 7);
	assert_int_equal(quota_room(&quota, 1), 3);
	assert_int_equal(quota_room(&quota, 3), 5);
	assert_int_equal(quota_room(&(struct quota){.included = 3, .rows = rows, .count = 3}, 2), 0);
	assert_int_equal(quota_room(&(struct quota){.included = 3, .rows = rows, .count = 3}, 3), 2);
}

TEST(a_trial_is_told_of_in_time_and_once)
{
	const int64_t end = 100 * (int64_t)DAY_MS;
	struct portal_plan plan = {.trial_ends_at = end, .trial_end = TRIAL_DELETED, .closed_at = NO_INSTANT};

	assert_int_equal(trial_warning_due(&plan, end - 31 * (int64_t)DAY_MS), 0);
	assert_int_equal(trial_warning_due(&plan, end - 30 * (int64_t)DAY_MS), 1);
	plan.trial_warned = 1;
	assert_int_equal(trial_warning_due(&plan, end - 29 * (int64_t)DAY_MS), 0);
	assert_int_equal(trial_warning_due(&plan, end - 5 * (int64_t)DAY_MS), 2);
	assert_int_equal(trial_warning_due(&plan, end - HOUR_MS), 3); /* it did not run for a week */
	plan.trial_warned = 3;
	assert_int_equal(trial_state_of(&plan, end - 1), TRIAL_RUNS);
	assert_int_equal(trial_state_of(&plan, end), TRIAL_LEAVING);
	assert_int_equal(trial_warning_due(&plan, end), 4);
	assert_int_equal(trial_warning_due(&plan, end + 29 * (int64_t)DAY_MS), 6);
	assert_int_equal(trial_deletion_at(&plan), end + 30 * (int64_t)DAY_MS);
	plan.trial_end = TRIAL_READ_ONLY;
	assert_int_equal(trial_state_of(&plan, end), TRIAL_READS);
	assert_int_equal(trial_warning_due(&plan, end), 0);
	plan.trial_end = TRIAL_KEPT;
	assert_int_equal(trial_state_of(&plan, end), TRIAL_OVER);
	plan.trial_ends_at = NO_INSTANT;
	assert_int_equal(trial_state_of(&plan, end), TRIAL_NONE);
}

/* ---- the job ---- */

static void
set_trial(struct tx *tx, void *data)
{
	portal_plan_save(tx, data);
}

static void
take_turn(struct world *world, struct house *house, const struct portal_plan *plan)
{
	struct job job = {
		.kind = "portal_users.trial", .attempt = 1, .db = world->db, .arena = world->arena, .context = house};

	assert_int_equal(db_write(world->db, world->arena, set_trial, (void *)(uintptr_t)plan), DB_FINE);
	assert_int_equal(trial_run(&job), JOB_DONE);
	assert_int_equal(trial_run(&job), JOB_DONE); /* the next turn has nothing to tell */
}

static int64_t
counted(struct world *world, const char *sql)
{
	struct tx *tx = db_read(world->db, world->arena);
	int64_t count = db_get_int(tx, -1, sql);

	db_read_end(tx);
	return count;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_trial_ends_as_was_decided)
{
	struct world world = rights_world(db, arena);
	struct house *house = house_for_test(arena, db, NULL);
	struct portal_plan plan = {.included = 10,
				   .trial_ends_at = clock_now() + DAY_MS / 2,
				   .trial_end = TRIAL_DELETED,
				   .closed_at = NO_INSTANT};

	world_run(&world,
		  "insert into contact (id, first_name, last_name, name_key, theme, entered_at, created_at, version) "
		  "values (1, '', 'X', 'x', '', 5, 0, 1)");
	take_turn(&world, house, &plan);
	assert_int_equal(counted(&world, "select count(*) from message where kind = 'mail_trial'"), 1);
	plan.trial_ends_at -= 31 * (int64_t)DAY_MS;
	take_turn(&world, house, &plan);
	assert_int_equal(counted(&world, "select count(*) from message where kind = 'mail_trial'"), 1);
	assert_int_equal(counted(&world, "select count(*) from contact where entered_at is not null"), 0);
	assert_int_equal(counted(&world, "select count(*) from contact"), 1);
	assert_int_equal(counted(&world, "select is_on from feature_switch where name = 'portal'"), 0);
	assert_int_equal(counted(&world, "select count(*) from audit where action = 'portal_user.trial_over'"), 1);
	rights_free(world.rights);
}
