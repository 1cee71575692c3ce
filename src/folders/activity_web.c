/* activity_web: the activities of a client: a tab of its sheet, a contact's own part in the portal, a file to save. */
#include "folders/handlers.h"

#include "base/arena.h"
#include "clients/clients.h"
#include "core/audit.h"
#include "folders/activity_export.h"
#include "folders/activity_page.h"
#include "folders/folder_page.h"
#include "http/url.h"
#include "records/module_page.h"
#include "rights/rights.h"

/* ---- the tab ---- */

/* The client of the path, for who sees its sheet. */
static const struct client *
client_asked(struct request *rq, struct activity_query *query)
{
	const struct client *client = client_find(rq->tx, rq->viewer, path_id(rq, "client"));
	const struct folder_access *access = client == NULL ? NULL : folder_access_of(rq, client->id);

	return access == NULL || !activity_query_read(rq, access, query) ? NULL : client;
}

static bool
may_export(struct request *rq)
{
	const struct module *module = module_named(rq->rights->catalogue, "clients");
	const struct access *access = module == NULL ? NULL : record_access(rq, module);

	return access != NULL && access_may(access, MAY_EXPORT);
}

/* The same search, as a file. */
static const char *
export_href(struct request *rq, const char *format)
{
	struct builder href = builder_new(rq->arena, 0);
	struct str query = rq->http->query;

	build_printf(&href, "%s/export?format=%s", rq->http->path, format);
	while (query.at != NULL && query.length > 0) {
		struct str pair = str_cut(&query, '&');

		if (pair.length == 0 || str_starts(pair, STR("after=")) || str_starts(pair, STR("lines=")))
			continue;
		build_char(&href, '&');
		build_str(&href, pair);
	}
	return builder_text(&href);
}

struct reply
activities_show(struct request *rq)
{
	struct activity_query query;
	const struct client *client = client_asked(rq, &query);
	struct doc *page = doc_object(rq->arena);
	bool exports;

	if (client == NULL)
		return reply_not_found(rq);
	exports = may_export(rq);
	client_sheet_head(rq, page, client, "activities");
	activity_page_fill(rq, page, &query);
	doc_set_text(page, "csv_href", exports ? export_href(rq, "csv") : NULL);
	doc_set_text(page, "xlsx_href", exports ? export_href(rq, "xlsx") : NULL);
	return form_failed(rq->form) ? reply_form(rq, "activity_list", page) : reply_page(rq, "activity_list", page);
}

/* ---- the portal ---- */

struct reply
activities_own(struct request *rq)
{
	const struct folder_access *access = folder_access_of(rq, rq->viewer->client);
	struct doc *page = doc_object(rq->arena);
	const struct folder root = folder_root(rq->viewer->client);
	struct activity_query query;

	if (access == NULL || !activity_query_read(rq, access, &query))
		return reply_not_found(rq);
	activity_page_fill(rq, page, &query);
	doc_set_text(page, "documents_href", folder_href(rq, &root, ""));
	return form_failed(rq->form) ? reply_form(rq, "portal_activities", page)
				     : reply_page(rq, "portal_activities", page);
}

/* ---- as a file ---- */

struct reply
activities_export(struct request *rq)
{
	struct activity_query query;
	const struct client *client = client_asked(rq, &query);
	int format = form_read_choice(rq->form, "format", FORM_REQUIRED, sheet_format_names);
	struct doc *page;

	if (client == NULL || !may_export(rq))
		return reply_not_found(rq);
	if (form_failed(rq->form)) {
		page = doc_object(rq->arena);
		client_sheet_head(rq, page, client, "activities");
		activity_page_fill(rq, page, &query);
		doc_set_null(page, "csv_href");
		doc_set_null(page, "xlsx_href");
		return reply_form(rq, "activity_list", page);
	}
	audit_add(rq, &(struct audit){.action = "folder.activities", .object_kind = "client", .object = client->id});
	return activity_export_reply(rq, &query, (enum sheet_format)format, client->name);
}
