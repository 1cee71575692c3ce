/* outbox: what the feature offers to the house. */
#include "outbox/outbox.h"

#include "outbox/message.h"

static const struct permission *const permissions[] = {&outbox_read, &outbox_retry};

static const struct access_rule access_rules[] = {
	{.table = "message", .staff = "1 = 1", .client = NULL},
};

static const struct navigation entries[] = {
	{AREA_OFFICE, 80, N_("Outbox"), "send", "/outbox", &outbox_read},
};

const struct feature outbox = {
	.name = "outbox",
	.routes = message_routes,
	.route_count = MESSAGE_ROUTES,
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.access = access_rules,
	.access_count = sizeof access_rules / sizeof access_rules[0],
	.jobs = message_jobs,
	.job_count = MESSAGE_JOBS,
	.navigation = entries,
	.navigation_count = sizeof entries / sizeof entries[0],
	.export_person = message_export_person,
	.erase_person = message_erase_person,
};
