/* folders: what the feature offers to the house. */
#include "folders/folders.h"

#include "base/instant.h"
#include "clients/clients.h"
#include "folders/activity_store.h"
#include "folders/bin_clear.h"
#include "folders/bin_job.h"
#include "folders/file_look.h"
#include "folders/file_mark.h"
#include "folders/file_scan.h"
#include "folders/folder_access.h"
#include "folders/folder_client.h"
#include "folders/folder_sums.h"
#include "folders/handlers.h"
#include "folders/upload_job.h"

static const char *const of_documents[] = {"/files", "/requests", NULL};

static const struct navigation navigation[] = {
	{AREA_PORTAL, 30, N_("Documents"), "folder", "/documents", &portal_use, .also = of_documents},
};

/* Who gives rights on folders has the client in full. */
static bool
gives_rights(struct request *rq, int64_t client)
{
	const struct folder_access *access = folder_access_of(rq, client);

	return access != NULL && access->person.cap == FOLDER_FULL;
}

static const struct client_tab tabs[] = {
	{20, "folders", N_("Folders"), "/folders", &client_sheet, NULL},
	{70, "activities", N_("Activities"), "/activities", &client_sheet, NULL},
	{60, "contact_permissions", N_("Contact permissions"), "/permissions", &client_work, gives_rights},
	{61, "staff_permissions", N_("Staff permissions"), "/permissions?who=colleagues", &client_work, gives_rights},
};

static void
hear_contact_merged(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	file_marks_carry(tx, event->object, event->parent);
	activities_contact_join(tx, event->object, event->parent);
}

static const struct subscription subscriptions[] = {
	{.kind = "contact.merged", .receive = hear_contact_merged},
	{.kind = "client.merged", .receive = folder_hear_merged},
	{.kind = "record.purged", .receive = folder_hear_purged},
};

static const struct job_kind jobs[] = {
	{.name = "bin.clear", .run = bin_clear_run},
	{.name = "folder.purge", .run = folders_purge_run, .every_ms = DAY_MS},
	{.name = "upload.part", .run = upload_part_run},
	{.name = "upload.sweep", .run = uploads_sweep_run, .every_ms = HOUR_MS},
	{.name = "file.look", .run = file_looks_run},
	{.name = "file.look_again", .run = file_looks_again_run, .every_ms = DAY_MS},
	{.name = "file.look_move", .run = file_looks_move_run},
	{.name = "file.scan", .run = file_scans_run, .every_ms = HOUR_MS},
	{.name = "file.scan.part", .run = file_scan_part_run},
};

/* Folders belong to clients, not to persons: what a person put there stays with the client; what they did and read is
 * theirs to know. */
static void
export_person(struct tx *tx, int64_t contact, struct doc *person)
{
	activities_export_person(tx, contact, person);
	file_marks_export(tx, contact, person);
}

static void
erase_person(struct tx *tx, int64_t contact)
{
	activities_erase(tx, contact);
	file_marks_erase(tx, contact);
}

const struct feature folders = {
	.name = "folders",
	.routes = folder_routes,
	.route_count = FOLDER_ROUTES,
	.navigation = navigation,
	.navigation_count = sizeof navigation / sizeof navigation[0],
	.jobs = jobs,
	.job_count = sizeof jobs / sizeof jobs[0],
	.client_tabs = tabs,
	.client_tab_count = sizeof tabs / sizeof tabs[0],
	.client_column = &folder_column,
	.client_parts = folder_parts,
	.subscriptions = subscriptions,
	.subscription_count = sizeof subscriptions / sizeof subscriptions[0],
	.export_person = export_person,
	.erase_person = erase_person,
};
