/* portal_menu: the tabs of a portal user in the menu, with how many records each has. */
#include "records/portal_menu.h"

#include "records/module_page.h"
#include "records/portal_count.h"
#include "records/records.h"

/* What is not counted any more: the menu says "99+". */
enum { COUNTED_MOST = 100 };

size_t
tabs_shown(struct request *rq, struct tab_shown tabs[PORTAL_TABS])
{
	const struct user_type *type = viewer_user_type(rq->rights, rq->viewer);
	size_t count = 0;

	for (size_t i = 0; type != NULL && i < type->tab_count && count < PORTAL_TABS; i++) {
		const struct access *access = record_access(rq, type->tabs[i].module);

		if (!type->tabs[i].aside && access->plan->may & MAY_VIEW)
			tabs[count++] = (struct tab_shown){&type->tabs[i], access};
	}
	return count;
}

static bool
is_current(const struct request *rq, const char *href)
{
	struct str path = str_of(rq->http->path), begins = str_of(href);

	return str_starts(path, begins) && (path.length == begins.length || path.at[begins.length] == '/');
}

static struct doc *
add_item(struct request *rq, struct doc *list, const struct label *label, const char *icon, const char *href)
{
	struct doc *item = doc_add_object(list);

	doc_set_label(item, "label", label, language_of(rq));
	doc_set_text(item, "icon", icon);
	doc_set_text(item, "href", href);
	doc_set_bool(item, "current", is_current(rq, href));
	doc_set_null(item, "count");
	return item;
}

/* Of a tab of one record, and of one that everybody has all of, there is nothing to count. */
static bool
is_counted(const struct request *rq, const struct portal_tab *tab)
{
	return tab->tie != TIE_PUBLIC && only_record(rq, tab->module) == 0;
}

static void
set_counts(struct request *rq, const struct tab_shown *tabs, struct doc *const *items, size_t count)
{
	const struct access *counted[PORTAL_TABS];
	struct doc *of[PORTAL_TABS];
	size_t counted_count = 0;
	int64_t *counts;

	for (size_t i = 0; i < count; i++)
		if (is_counted(rq, tabs[i].tab)) {
			of[counted_count] = items[i];
			counted[counted_count++] = tabs[i].access;
		}
	counts = portal_counts(rq->tx, counted, counted_count, COUNTED_MOST);
	for (size_t i = 0; i < counted_count; i++)
		if (counts[i] >= COUNTED_MOST)
			doc_set_text(of[i], "count", "99+");
		else if (counts[i] > 0)
			doc_set_int(of[i], "count", counts[i]);
}

/* A contact has first to say for which client they are here. */
static bool
has_entered(const struct viewer *viewer)
{
	return viewer->client != 0 || viewer->without_client;
}

void
portal_tabs(struct request *rq, struct doc *list)
{
	const struct user_type *type = viewer_user_type(rq->rights, rq->viewer);
	struct tab_shown tabs[PORTAL_TABS];
	struct doc *items[PORTAL_TABS];
	size_t count = tabs_shown(rq, tabs);

	for (size_t i = 0; i < count; i++) {
		const struct module *module = tabs[i].tab->module;
		bool only = only_record(rq, module) != 0;

		items[i] = add_item(rq, list, only ? &module->singular : &module->plural, module->icon,
				    module_path(rq, module, ""));
	}
	if (rq->tx != NULL && !rq->wants_json && count > 0)
		set_counts(rq, tabs, items, count);
	for (size_t i = 0; type != NULL && has_entered(rq->viewer) && i < type->web_count; i++)
		add_item(rq, list, &type->web[i].label, "world",
			 arena_printf(rq->arena, "%s/web/%zu", home_path(rq), i + 1));
}
