/* portal_users: what the feature offers to the house. */
#include "portal_users/portal_users.h"

#include "base/instant.h"
#include "portal_users/handlers.h"
#include "portal_users/quota.h"
#include "portal_users/return.h"

const struct permission portal_users_read = {"portal_user.read", FOR_STAFF,
					     N_("See who signs in to the client portal")};
const struct permission portal_users_write = {"portal_user.write", FOR_ADMINISTRATOR | FOR_MANAGER,
					      N_("Let people into the client portal or keep them out")};
static const struct permission rule_write = {"portal_user.limits", FOR_ADMINISTRATOR,
					     N_("Set whom invitations to the portal may go to, and how fast")};

static const struct permission *const permissions[] = {&portal_users_read, &portal_users_write, &rule_write};

static const struct route routes[] = {
	{HTTP_GET, RULE_HOME, STAFF, &rule_write, limits_page,
	 "How many invitations go out in a minute, at which mail domains nobody is invited, and how many portal users the "
	 "plan includes"},
	{HTTP_POST, RULE_HOME, STAFF, &rule_write, limits_change,
	 "Changes `per_minute`, `blocked_domains` and `allowed_domains` (one a line)",
	 .fields = "per_minute blocked_domains allowed_domains version"},
};

static const struct card cards[] = {{trial_card}};

static const struct job_kind jobs[] = {{.name = "portal_users.trial", .run = trial_run, .every_ms = HOUR_MS}};

static void
forget_type(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	quota_forget(tx, event->object);
}

static const struct subscription subscriptions[] = {{"user_type.leaving", forget_type}};

const struct feature portal_users = {
	.name = "portal_users",
	.routes = routes,
	.route_count = sizeof routes / sizeof routes[0],
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.jobs = jobs,
	.job_count = 1,
	.console_cards = cards,
	.console_card_count = 1,
	.subscriptions = subscriptions,
	.subscription_count = 1,
	.person_return_refusal = portal_user_return_refusal,
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
