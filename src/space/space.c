/* space: what the feature offers to the house. */
#include "space/space.h"

#include "base/instant.h"
#include "rights/rights.h"
#include "space/handlers.h"

static const char *const of_clients[] = {"clients", NULL};

const struct permission quota_write = {"quota.write", FOR_ADMINISTRATOR, N_("Limit the space of files"),
				       of_clients,    MAY_VIEW,		 .special = true};

static const struct permission *const permissions[] = {&quota_write};

static const struct job_kind jobs[] = {
	{.name = "space.warn", .run = space_warn_run, .every_ms = HOUR_MS},
};

/* Numbers of clients, not of persons. */
const struct feature space_feature = {
	.name = "space",
	.routes = space_routes,
	.route_count = SPACE_ROUTES,
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.jobs = jobs,
	.job_count = sizeof jobs / sizeof jobs[0],
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
