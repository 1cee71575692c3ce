/* modules: the front door: what this feature offers to the house. */
#include "modules/modules.h"

#include "modules/handlers.h"
#include "modules/table_store.h"

const struct permission module_write = {"module.write", FOR_ADMINISTRATOR, N_("Change modules, fields and layouts")};

static const struct permission *const permissions[] = {&module_write};

static const struct job_kind jobs[] = {
	{.name = "field.index", .run = field_index_run, .limit_ms = FIELD_INDEX_LIMIT_MS},
};

const struct feature modules = {
	.name = "modules",
	.routes = module_routes,
	.route_count = MODULE_ROUTES,
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.jobs = jobs,
	.job_count = sizeof jobs / sizeof jobs[0],
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
