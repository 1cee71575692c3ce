/* console: what the feature offers to the house, with the table of its routes. */
#include "console/console.h"

#include "console/handlers.h"
#include "core/preferences.h"

static const struct permission console_use = {"console.use", FOR_STAFF, N_("Use the console")};
const struct permission audit_read = {"audit.read", FOR_ADMINISTRATOR, N_("Read and check the journal")};
static const struct permission job_manage = {"job.manage", FOR_ADMINISTRATOR, N_("Look after background work")};

static const struct route routes[] = {
	{HTTP_GET, "/console/", STAFF, &console_use, console_home_page,
	 .about = "The staff's home: what waits, the figures of the moment, shortcuts."},
	{HTTP_POST, "/console/preferences", PUBLIC, &everybody, console_preferences_post,
	 .about = "Chooses language and theme (light, dark, or empty for the device's).", .fields = PREFERENCE_FIELDS},
	{HTTP_GET, "/console/settings", STAFF, &console_use, settings_page,
	 .about = "The pages of settings, by group."},
	{HTTP_GET, "/console/portal", STAFF, &console_use, presence_page,
	 .about = "The portal's addresses and the client to try it with."},
	{HTTP_GET, "/console/portal/qr.svg", STAFF, &console_use, presence_qr_svg,
	 .about = "The portal's address as a QR code to print, as vectors; query: company, for its own host name.",
	 .flags = ROUTE_SLOW},
	{HTTP_GET, "/console/portal/qr.png", STAFF, &console_use, presence_qr_png, .about = "The same as a picture.",
	 .flags = ROUTE_SLOW},
	{HTTP_GET, "/console/audit", STAFF, &audit_read, journal_page,
	 .about = "The journal, newest first; query: action, a prefix such as \"invoice.\"."},
	{HTTP_POST, "/console/audit/verification", STAFF, &audit_read, journal_verification_post,
	 .about = "Recomputes the journal's chain and says whether it is whole.", .flags = ROUTE_SLOW,
	 .prepare = journal_verify},
	{HTTP_GET, "/console/jobs", STAFF, &job_manage, jobs_page,
	 .about = "Background work: how much waits and runs, and what was given up."},
	{HTTP_POST, "/console/jobs/{job}/retry", STAFF, &job_manage, job_retry_post,
	 .about = "Tries background work that was given up again."},
	{HTTP_POST, "/console/jobs/{job}/forget", STAFF, &job_manage, job_forget_post,
	 .about = "Forgets background work that was given up."},
};

static const struct permission *const permissions[] = {&console_use, &audit_read, &job_manage};

static const char *const of_settings[] = {"/holds", "/folder-trees", "/to-sort", NULL};

static const struct navigation navigation[] = {
	{AREA_CONSOLE, 10, N_("Home"), "home", "/", &console_use},
	{AREA_OFFICE, 50, N_("Portal"), "world", "/portal", &console_use},
	{AREA_OFFICE, 90, N_("Journal"), "history", "/audit", &audit_read},
	{AREA_OFFICE, 95, N_("Settings"), "settings", "/settings", &console_use, .also = of_settings},
};

const struct feature console = {
	.name = "console",
	.routes = routes,
	.route_count = sizeof routes / sizeof routes[0],
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.navigation = navigation,
	.navigation_count = sizeof navigation / sizeof navigation[0],
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
