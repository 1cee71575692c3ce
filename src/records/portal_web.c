/* portal_web: the tabs of a portal user: lists of what is theirs, and its sheets. */
#include "records/handlers.h"
#include "records/module_page.h"
#include "records/records.h"
#include "records/sheet.h"

/* A tab of one record opens it: themselves, or the client they act for. 0: a tab of many. */
static int64_t
only_record(const struct request *rq, const struct module *module)
{
	const struct user_type *type = rights_user_type(rq->rights, rq->viewer->user_type);
	const struct portal_tab *tab = type == NULL ? NULL : type->by_module[module->index];

	if (tab == NULL || tab->link != NULL)
		return 0;
	return tab->tie == TIE_SELF ? rq->viewer->record : tab->tie == TIE_CLIENT ? rq->viewer->client : 0;
}

struct reply
portal_record_list(struct request *rq)
{
	const struct access *access = path_access(rq);
	int64_t only = access == NULL ? 0 : only_record(rq, access->plan->module);

	if (only != 0 && !rq->wants_json)
		return reply_redirect(rq, record_path(rq, access->plan->module, only, ""));
	return record_list_page(rq);
}

struct reply
portal_record_show(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct record *record = access == NULL ? NULL : path_record(rq, access, false);
	struct doc *page;

	if (record == NULL)
		return record_gone(rq, access);
	page = sheet_doc(rq, access, record);
	doc_set_bool(page, "only", only_record(rq, access->plan->module) != 0);
	return reply_page(rq, "portal_record_sheet", page);
}

/* ---- the menu ---- */

static void
add_item(struct request *rq, struct doc *list, const struct portal_tab *tab)
{
	const struct module *module = tab->module;
	struct doc *item = doc_add_object(list);
	const char *href = module_path(rq, module, "");

	doc_set_label(item, "label", only_record(rq, module) != 0 ? &module->singular : &module->plural,
		      language_of(rq));
	doc_set_text(item, "icon", module->icon);
	doc_set_text(item, "href", href);
	doc_set_bool(item, "current", str_starts(str_of(rq->http->path), str_of(href)));
	doc_set_null(item, "count");
}

void
portal_tabs(struct request *rq, struct doc *list)
{
	const struct user_type *type = rights_user_type(rq->rights, rq->viewer->user_type);

	for (size_t i = 0; type != NULL && rq->viewer->client != 0 && i < type->tab_count; i++)
		if (!type->tabs[i].aside && record_access(rq, type->tabs[i].module)->plan->may & MAY_VIEW)
			add_item(rq, list, &type->tabs[i]);
}
