/* companies: the front door: what this feature offers to the house. */
#include "companies/companies.h"

#include "companies/company_web.h"
#include "companies/host_web.h"

static const struct permission *const permissions[] = {&company_read, &company_write};

static const struct access_rule access[] = {
	{.table = "company", .staff = "1 = 1", .client = NULL},
};

static const struct navigation navigation[] = {
	{AREA_OFFICE, 60, N_("Companies"), "building", "/companies", &company_read},
};

const struct feature companies = {
	.name = "companies",
	.routes = company_routes,
	.route_count = COMPANY_ROUTES,
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.access = access,
	.access_count = sizeof access / sizeof access[0],
	.jobs = host_jobs,
	.job_count = HOST_JOBS,
	.navigation = navigation,
	.navigation_count = sizeof navigation / sizeof navigation[0],
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
