/* rights_feature: what this folder offers to the house: the pages that change who sees what, and the permission to. */
#include "rights/handlers.h"
#include "rights/rights.h"

const struct permission rights_write = {"rights.write", FOR_ADMINISTRATOR,
					N_("Change profiles, roles, groups and sharing")};

static const struct permission *const permissions[] = {&rights_write};

const struct feature rights_feature = {
	.name = "rights",
	.routes = rights_routes,
	.route_count = RIGHTS_ROUTES,
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
