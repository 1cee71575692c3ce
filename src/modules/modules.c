/* modules: the front door: what this feature offers to the house. */
#include "modules/modules.h"

const struct permission module_write = {"module.write", FOR_ADMINISTRATOR, N_("Change modules, fields and layouts")};

static const struct permission *const permissions[] = {&module_write};

const struct feature modules = {
	.name = "modules",
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
