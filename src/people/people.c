/* people: the front door: what this feature offers to the house. */
#include "people/people.h"

#include "people/handlers.h"
#include "people/staff_mail.h"

static const struct permission *const permissions[] = {&staff_read, &staff_write, &token_own};

static const struct access_rule access[] = {
	{.table = "staff", .staff = "1 = 1", .client = NULL},
	{.table = "api_token", .staff = "1 = 1", .client = NULL},
};

static const struct navigation navigation[] = {
	{AREA_OFFICE, 70, N_("Staff"), "shield-lock", "/staff", &staff_read},
};

const struct feature people = {
	.name = "people",
	.routes = people_routes,
	.route_count = PEOPLE_ROUTES,
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.access = access,
	.access_count = sizeof access / sizeof access[0],
	.jobs = staff_jobs,
	.job_count = STAFF_JOBS,
	.navigation = navigation,
	.navigation_count = sizeof navigation / sizeof navigation[0],
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
