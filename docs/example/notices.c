/* notices: the front door: what this feature offers to the house. */
#include "notices/notices.h"

#include "notices/notice_web.h"

static const struct permission *const permissions[] = {&notice_read, &notice_write};

static const struct access_rule access[] = {
	{.table = "notice", .staff = "1 = 1", .client = "notice.shown = 1"},
};

static const struct navigation navigation[] = {
	{AREA_CONSOLE, 70, N_("Notices"), "file-text", "/notices", &notice_read},
	{AREA_PORTAL, 60, N_("Notices"), "file-text", "/notices", &portal_use},
};

const struct feature notices = {
	.name = "notices",
	.routes = notice_routes,
	.route_count = NOTICE_ROUTES,
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.access = access,
	.access_count = sizeof access / sizeof access[0],
	.navigation = navigation,
	.navigation_count = sizeof navigation / sizeof navigation[0],
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
