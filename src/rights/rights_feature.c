/* rights_feature: what this folder offers to the house: the pages that change who sees what, and the permission to. */
#include "rights/handlers.h"
#include "rights/rights.h"
#include "rights/user_type_write.h"

const struct permission rights_write = {"rights.write", FOR_ADMINISTRATOR,
					N_("Change profiles, roles, groups and sharing")};

static const struct permission *const permissions[] = {&rights_write};

/* A portal begins with a default user type, of contacts. */
static void
begin_user_types(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	user_type_create_default(tx, event->object, NULL);
}

static const struct subscription subscriptions[] = {
	{.kind = "portal.made", .receive = begin_user_types},
};

const struct feature rights_feature = {
	.name = "rights",
	.routes = rights_routes,
	.route_count = RIGHTS_ROUTES,
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.subscriptions = subscriptions,
	.subscription_count = sizeof subscriptions / sizeof subscriptions[0],
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
