/* records: what this feature offers to the house. */
#include "records/records.h"

#include "base/instant.h"
#include "core/house.h"
#include "records/attachment.h"
#include "records/directory.h"
#include "records/handlers.h"
#include "records/module_page.h"
#include "records/once.h"
#include "records/portal_menu.h"
#include "records/record_job.h"
#include "records/record_match.h"
#include "records/record_person.h"

#include <string.h>

static const struct job_kind jobs[] = {
	{.name = "records.purge", .run = records_purge_run, .every_ms = DAY_MS},
	{.name = "records.refresh", .run = records_refresh_run, .every_ms = DAY_MS, .limit_ms = REFRESH_LIMIT_MS},
	{.name = "records.groups", .run = match_groups_run, .every_ms = DAY_MS, .limit_ms = REFRESH_LIMIT_MS},
	{.name = "records.files", .run = attachment_sweep, .every_ms = DAY_MS},
	{.name = "records.once", .run = once_sweep, .every_ms = DAY_MS},
};

static const struct card portal_cards[] = {{.fill = portal_home_fill, .any_person = true}};

const struct feature records = {
	.name = "records",
	.routes = record_routes,
	.route_count = RECORD_ROUTES,
	.jobs = jobs,
	.job_count = sizeof jobs / sizeof jobs[0],
	.portal_cards = portal_cards,
	.portal_card_count = sizeof portal_cards / sizeof portal_cards[0],
	.export_person = record_export_person,
	.erase_person = record_erase_person,
	.directory = &record_directory,
};

static bool
is_current(const char *path, const char *href)
{
	size_t length = strlen(href);

	return strncmp(path, href, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

static bool
is_about(const struct permission *permission, const struct module *module)
{
	for (const char *const *name = permission->modules; name != NULL && *name != NULL; name++)
		if (strcmp(*name, module->name) == 0)
			return true;
	return false;
}

/* A feature's own pages of its records stand in the menu by themselves, for those who may open them. */
static bool
stands_by_itself(const struct request *rq, const struct module *module)
{
	for (size_t f = 0; module->kept_by != NULL && f < rq->house->feature_count; f++)
		for (size_t i = 0; i < rq->house->features[f]->permission_count; i++) {
			const struct permission *permission = rq->house->features[f]->permissions[i];

			if (!permission->special && is_about(permission, module) && viewer_may(rq->viewer, permission))
				return true;
		}
	return false;
}

void
records_navigation(struct request *rq, struct doc *list)
{
	const struct catalogue *catalogue = rq->rights->catalogue;

	for (size_t m = 0; m < catalogue->module_count; m++) {
		const struct module *module = &catalogue->modules[m];
		struct doc *item;
		const char *href;

		if (module->retired || module->parent != NULL || stands_by_itself(rq, module) ||
		    !(plan_for(rq->rights, rq->viewer, module, rq->moment)->may & MAY_VIEW))
			continue;
		item = doc_add_object(list);
		href = list_path(rq, module);
		doc_set_label(item, "label", &module->plural, language_of(rq));
		doc_set_text(item, "icon", module->icon);
		doc_set_text(item, "href", href);
		doc_set_bool(item, "current", is_current(rq->http->path, href));
		doc_set_null(item, "count");
	}
}
