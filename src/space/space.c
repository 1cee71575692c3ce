/* space: what the feature offers to the house. */
#include "space/space.h"

#include "base/instant.h"
#include "records/record_order.h"
#include "rights/rights.h"
#include "space/handlers.h"
#include "space/space_store.h"

static const char *const of_clients[] = {"clients", NULL};

const struct permission quota_write = {"quota.write", FOR_ADMINISTRATOR, N_("Limit the space of files"),
				       of_clients,    MAY_VIEW,		 .special = true};

static const struct permission *const permissions[] = {&quota_write};

static void
count_bytes(struct tx *tx, const struct viewer *viewer, const int64_t *clients, int64_t *counts, size_t count)
{
	(void)viewer;
	space_used(tx, clients, counts, count);
}

static const struct record_order order = {
	.table = "client_tally", .id = "client_tally.client_id", .value = "client_tally.space_used"};

/* How much is used tells of files that somebody may not see: it is for those who see it of all clients. */
static const struct client_column column = {
	.name = "space_used",
	.label = N_("Space used"),
	.file_label = N_("Space used (bytes)"),
	.permission = &quota_write,
	.optional = true,
	.order = &order,
	.count = count_bytes,
	.show = space_set_bytes,
};

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
	.client_column = &column,
	.jobs = jobs,
	.job_count = sizeof jobs / sizeof jobs[0],
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
