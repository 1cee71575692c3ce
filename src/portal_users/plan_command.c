/* plan_command: `parvis plan`: what the operator grants: portal users, further ones of a user type, a trial. */
#include "base/arena.h"
#include "core/audit.h"
#include "portal_users/plan.h"
#include "portal_users/quota.h"
#include "rights/rights.h"
#include "sys/clock.h"

#include <stdio.h>
#include <string.h>

enum { INCLUDED_MOST = 10000000, TRIAL_DAYS_MOST = 3650 };

struct planning {
	const struct house *house;
	struct arena *arena;
	int argc;
	char **argv;
	const char *error;
};

static const char usage[] = "parvis: write parvis plan show,\n"
			    "  parvis plan set [--name NAME] [--included N] [--type \"USER TYPE\" --further N],\n"
			    "  parvis plan trial --days N --end kept|read_only|deleted, or parvis plan trial --none\n";

/* ---- words ---- */

/* The word behind an option; NULL: it was not given. */
static const char *
option(const struct planning *planning, const char *name)
{
	for (int i = 1; i + 1 < planning->argc; i++)
		if (strcmp(planning->argv[i], name) == 0)
			return planning->argv[i + 1];
	return NULL;
}

static bool
read_number(struct planning *planning, const char *name, int64_t least, int64_t most, int64_t *number)
{
	const char *word = option(planning, name);

	if (word == NULL)
		return false;
	if (str_to_int(str_of(word), number) && *number >= least && *number <= most)
		return true;
	planning->error = arena_printf(planning->arena, "%s takes a number from %lld to %lld", name, (long long)least,
				       (long long)most);
	return false;
}

static bool
options_are_known(const struct planning *planning, const char *const *names)
{
	for (int i = 1; i < planning->argc; i++) {
		const char *const *name = names;

		while (*name != NULL && strcmp(*name, planning->argv[i]) != 0)
			name++;
		if (*name == NULL)
			return false;
		i += strcmp(planning->argv[i], "--none") != 0;
	}
	return true;
}

/* By its name in any language. */
static const struct user_type *
type_named(const struct rights *rights, const char *name)
{
	for (size_t i = 0; i < rights->user_type_count; i++) {
		const struct label *label = &rights->user_types[i].label;

		if (text_equal(label->builtin, name))
			return &rights->user_types[i];
		for (size_t t = 0; t < label->count; t++)
			if (text_equal(label->texts[t], name))
				return &rights->user_types[i];
	}
	return NULL;
}

/* ---- show ---- */

static void
print_trial(const struct portal_plan *plan)
{
	char text[40];

	if (plan->trial_ends_at == NO_INSTANT) {
		puts("Trial: none.");
		return;
	}
	instant_print(text, plan->trial_ends_at);
	printf("Trial: %s %s; its end: %s.\n", plan->trial_ends_at > clock_now() ? "until" : "over since", text,
	       trial_end_names[plan->trial_end]);
	if (plan->closed_at != NO_INSTANT)
		puts("The portal's accounts were deleted.");
}

static int
show(struct planning *planning)
{
	struct tx *tx = db_read(planning->house->db, planning->arena);
	const struct portal_plan *plan = portal_plan_find(tx);
	const struct quota *quota = quota_read(tx);
	const struct rights *rights = rights_now(planning->house, tx);
	bool fine = tx_trouble(tx) == DB_FINE;

	printf("Plan: %s\nPortal users: %lld of %lld included.\n", plan->name == NULL ? "without a name" : plan->name,
	       (long long)quota_used(quota), (long long)quota->included);
	for (size_t i = 0; i < quota->count; i++)
		for (size_t t = 0; t < rights->user_type_count; t++)
			if (rights->user_types[t].id == quota->rows[i].user_type)
				printf("  %-30s %lld, with %lld places of its own\n",
				       label_text(&rights->user_types[t].label, "en"), (long long)quota->rows[i].used,
				       (long long)quota->rows[i].further);
	print_trial(plan);
	db_read_end(tx);
	return fine ? 0 : 1;
}

/* ---- set, trial ---- */

static void
journal(struct planning *planning, struct tx *tx, const char *action)
{
	audit_add_system(planning->house, tx, &(struct audit){.action = action});
}

static void
set(struct tx *tx, void *data)
{
	struct planning *planning = data;
	struct portal_plan plan = *portal_plan_find(tx);
	const char *type_name = option(planning, "--type");
	const struct user_type *type =
		type_name == NULL ? NULL : type_named(rights_now(planning->house, tx), type_name);
	int64_t further;

	if (option(planning, "--name") != NULL)
		plan.name = option(planning, "--name");
	read_number(planning, "--included", 0, INCLUDED_MOST, &plan.included);
	if (type_name != NULL && type == NULL)
		planning->error = "there is no published user type of that name";
	if (type_name != NULL && option(planning, "--further") == NULL)
		planning->error = "say with --further how many more that user type has";
	if (type != NULL && read_number(planning, "--further", 0, INCLUDED_MOST, &further))
		quota_grant(tx, type->id, further);
	if (planning->error != NULL) {
		tx_refuse(tx);
		return;
	}
	portal_plan_save(tx, &plan);
	journal(planning, tx, "portal_user.plan");
}

static void
set_trial(struct tx *tx, void *data)
{
	struct planning *planning = data;
	struct portal_plan plan = *portal_plan_find(tx);
	const char *end = option(planning, "--end");
	int64_t days = 0;
	int kind = -1;

	plan.trial_ends_at = NO_INSTANT;
	plan.trial_warned = 0;
	for (int i = 0; end != NULL && trial_end_names[i] != NULL; i++)
		if (strcmp(end, trial_end_names[i]) == 0)
			kind = i;
	if (strcmp(planning->argv[1], "--none") != 0) {
		if (!read_number(planning, "--days", 0, TRIAL_DAYS_MOST, &days) && planning->error == NULL)
			planning->error = "say with --days how long the trial lasts";
		if (kind < 0)
			planning->error = "say with --end what the trial's end does: kept, read_only or deleted";
		plan.trial_ends_at = clock_now() + days * DAY_MS;
		plan.trial_end = kind < 0 ? TRIAL_KEPT : (enum trial_end)kind;
	}
	if (planning->error != NULL) {
		tx_refuse(tx);
		return;
	}
	plan.closed_at = NO_INSTANT;
	portal_plan_save(tx, &plan);
	journal(planning, tx, "portal_user.plan");
}

static int
change(struct planning *planning, db_body body)
{
	enum db_trouble trouble = db_write(planning->house->db, planning->arena, body, planning);

	if (planning->error != NULL)
		fprintf(stderr, "parvis: %s.\n", planning->error);
	else if (trouble != DB_FINE)
		fprintf(stderr, "parvis: the database did not take it.\n");
	return trouble == DB_FINE ? show(planning) : 1;
}

int
portal_plan_command(const struct house *house, int argc, char **argv)
{
	static const char *const set_options[] = {"--name", "--included", "--type", "--further", NULL};
	static const char *const trial_options[] = {"--days", "--end", "--none", NULL};
	struct planning planning = {.house = house, .arena = arena_new(0), .argc = argc, .argv = argv};
	int code = 2;

	if (argc == 1 && strcmp(argv[0], "show") == 0)
		code = show(&planning);
	else if (argc > 1 && strcmp(argv[0], "set") == 0 && options_are_known(&planning, set_options))
		code = change(&planning, set);
	else if (argc > 1 && strcmp(argv[0], "trial") == 0 && options_are_known(&planning, trial_options))
		code = change(&planning, set_trial);
	else
		fputs(usage, stderr);
	arena_free(planning.arena);
	return code;
}
