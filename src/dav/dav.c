/* dav: what the feature offers to the house. */
#include "dav/dav.h"

#include "base/instant.h"
#include "core/app_password.h"
#include "dav/handlers.h"
#include "dav/property.h"
#include "sys/clock.h"

/* Nobody reaches these tables through a list or an id of somebody else; the rules only say so. */
static const struct access_rule access_rules[] = {
	{.table = "app_password", .staff = NULL, .client = NULL},
	{.table = "dav_property", .staff = NULL, .client = NULL},
};

static void
sweep(struct tx *tx, void *data)
{
	(void)data;
	folder_locks_sweep(tx, clock_now());
	dav_properties_sweep(tx);
}

static enum job_result
run_sweep(struct job *job)
{
	return job_write(job, sweep, NULL);
}

static const struct job_kind jobs[] = {
	{.name = "dav.sweep", .run = run_sweep, .every_ms = DAY_MS},
};

static void
erase(struct tx *tx, int64_t contact)
{
	app_passwords_end(tx, &(struct app_password_owner){.contact = contact});
}

const struct feature dav = {
	.name = "dav",
	.routes = dav_routes,
	.route_count = DAV_ROUTES,
	.access = access_rules,
	.access_count = sizeof access_rules / sizeof access_rules[0],
	.jobs = jobs,
	.job_count = sizeof jobs / sizeof jobs[0],
	.export_person = app_passwords_export,
	.erase_person = erase,
};
