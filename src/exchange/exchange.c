/* exchange: what this feature offers to the house. */
#include "exchange/exchange.h"

#include "base/instant.h"
#include "exchange/export.h"
#include "exchange/intake.h"
#include "exchange/pages.h"
#include "exchange/sample.h"

#define MODULE "/console/records/{module}"
#define IMPORT "/console/imports/{import}"

enum { UPLOAD_LIMIT = 64 * 1024 * 1024 };

static const struct route routes[] = {
	{HTTP_POST, MODULE "/export", STAFF, &any_staff, export_new,
	 "Makes a file (`format`: csv or xlsx) of what the list of the module shows with the same parameters; `fields` "
	 "says which columns, `*` all",
	 .fields = "format fields view kind by q sort group sum month filtered filter filter.** asked.* after"},
	{HTTP_GET, "/console/exports/{export}", STAFF, &any_staff, export_show,
	 "An export of one's own: how far it is, and where its file is"},
	{HTTP_GET, "/console/exports/{export}/file", STAFF, &any_staff, export_file, "The file of an export",
	 .flags = ROUTE_WRITES},
	{HTTP_GET, MODULE "/import", STAFF, &any_staff, intake_form,
	 "The form for a file whose lines become records, and one's imports of the last seven days"},
	{HTTP_POST, MODULE "/import", STAFF, &any_staff, intake_new,
	 "Takes a `file` (CSV or XLSX): answers with its columns, and with the fields that are proposed for them",
	 .fields = "file", .flags = ROUTE_SLOW, .prepare = sample_prepare, .upload_limit = UPLOAD_LIMIT},
	{HTTP_GET, IMPORT, STAFF, &any_staff, intake_show,
	 "An import of one's own: its columns and first lines, how far it is, which lines are not right and why"},
	{HTTP_POST, IMPORT "/mapping", STAFF, &any_staff, intake_mapped,
	 "Says which field each column is (`columns.0`…), the `mode` (create, both, change) and the `key` by which records "
	 "are found; with `action` check all lines are looked at, and nothing is written",
	 .fields = "columns.* mode key month_first clears action"},
	{HTTP_POST, IMPORT "/run", STAFF, &any_staff, intake_taken, "Takes in all lines that were checked, or none"},
	{HTTP_POST, IMPORT "/undo", STAFF, &any_staff, intake_undone,
	 "Takes an import back, but for records that were changed since"},
	{HTTP_POST, IMPORT "/removal", STAFF, &any_staff, intake_removed,
	 "Forgets the file and the notes of an import"},
};

static const struct job_kind jobs[] = {
	{.name = "export", .run = export_run, .attempts = 5, .limit_ms = HOUR_MS},
	{.name = "import", .run = intake_run, .attempts = 5, .limit_ms = 2 * HOUR_MS},
	{.name = "exchange.sweep", .run = exchange_sweep, .every_ms = HOUR_MS},
};

const struct feature exchange = {
	.name = "exchange",
	.routes = routes,
	.route_count = sizeof routes / sizeof routes[0],
	.jobs = jobs,
	.job_count = sizeof jobs / sizeof jobs[0],
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
