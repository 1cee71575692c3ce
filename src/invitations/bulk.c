/* bulk: the feature that invites many at once, with the table of its routes. */
#include "invitations/invitations.h"

#include "invitations/bulk_handlers.h"
#include "invitations/bulk_page.h"
#include "invitations/user_list.h"
#include "portal_users/portal_users.h"

#include "base/instant.h"

#define BATCH BULK_BATCHES "/{batch}"

static const struct route routes[] = {
	{HTTP_GET, USERS_HOME, STAFF, &portal_users_read, user_list_page,
	 "Portal users of a user type (`type`; else the first) in a `state` (active, invited, draft, expired, deactivated), with "
	 "how many there are in each; `q`: words to look for"},
	{HTTP_POST, USERS_HOME "/deactivation", STAFF, &portal_users_write, users_deactivate,
	 "Keeps people (`ids`) out of the portal: they are signed out at once", .fields = "type state ids.* next to"},
	{HTTP_POST, USERS_HOME "/reactivation", STAFF, &portal_users_write, users_reactivate,
	 "Lets people (`ids`) sign in again, as far as the plan has room", .fields = "type state ids.* next to"},
	{HTTP_POST, USERS_HOME "/type", STAFF, &portal_users_write, users_change_type,
	 "Gives people (`ids`) another user type (`to`) of the same module", .fields = "type state ids.* next to"},
	{HTTP_POST, USERS_HOME "/drafts/removal", STAFF, &portal_invite, users_drop_drafts,
	 "Drops the invitations of people (`ids`) that are kept for later", .fields = "type state ids.* next once"},
	{HTTP_GET, BULK_CHOICE, STAFF, &portal_invite, bulk_choice_page,
	 "People of a user type (`type`) who are not invited and have an address, with the filters of their list"},
	{HTTP_POST, BULK_BATCHES, STAFF, &portal_invite, bulk_new,
	 "Begins an invitation of many: of those ticked (`ids`), or of `chosen` all that the list shows with the same "
	 "parameters; sends nothing yet. `renews`: who has an open invitation gets another. `once`: the same word makes "
	 "one batch",
	 .fields =
		 "type chosen ids.* language renews once view kind by q sort group sum month filtered filter filter.** "
		 "after next"},
	{HTTP_GET, BATCH, STAFF, &portal_invite, bulk_page,
	 "An invitation of many of one's own: how many would be invited, or were, and why others not"},
	{HTTP_POST, BATCH "/sending", STAFF, &portal_invite, bulk_send, "Sends it, or goes on sending it"},
	{HTTP_POST, BATCH "/stop", STAFF, &portal_invite, bulk_stop, "Stops it: who was not invited yet is not"},
	{HTTP_POST, BATCH "/again", STAFF, &portal_invite, bulk_again,
	 "Looks again at those who were not invited, in another batch", .fields = "once"},
	{HTTP_GET, BATCH "/failures", STAFF, &portal_invite, bulk_failures,
	 "Those who were not invited, each with why and what to do; `reason`: only those"},
	{HTTP_GET, BATCH "/failures/file", STAFF, &portal_invite, bulk_failure_file, "The same as a CSV file",
	 .flags = ROUTE_WRITES},
};

static const struct job_kind jobs[] = {
	{.name = "invitations.check", .run = bulk_check_run, .limit_ms = 2 * MINUTE_MS},
	{.name = "invitations.send", .run = bulk_send_run, .limit_ms = MINUTE_MS},
	{.name = "invitations.forget", .run = bulk_sweep_run, .every_ms = DAY_MS},
};

static const struct navigation navigation[] = {
	{AREA_OFFICE, 55, N_("Portal users"), "users", "/portal-users", &portal_users_read},
};

const struct feature bulk_invitations = {
	.name = "bulk_invitations",
	.routes = routes,
	.route_count = sizeof routes / sizeof routes[0],
	.jobs = jobs,
	.job_count = sizeof jobs / sizeof jobs[0],
	.navigation = navigation,
	.navigation_count = 1,
	.export_person = export_nothing,
	.erase_person = bulk_erase_person,
};
