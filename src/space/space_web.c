/* space_web: how much space all files together take and may take, and whose take most. */
#include "space/handlers.h"

#include "clients/clients.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/page.h"
#include "space/space_page.h"
#include "space/space_store.h"

static void
add_user(struct request *rq, struct doc *list, const struct space_user *user)
{
	struct doc *row = doc_add_object(list);

	doc_set_id(row, "id", user->client);
	doc_set_text(row, "name", user->name);
	doc_set_text(row, "href", client_path(rq, user->client, "/space"));
	space_set_bytes(row, "used", user->used);
	space_set_bytes(row, "limit", user->limit);
	space_set_bar(row, user->used, user->limit);
}

static void
add_users(struct request *rq, struct doc *page)
{
	struct doc *list = doc_set_list(page, "clients");
	struct cursor cursor = page_cursor(rq), last = {.given = false};
	size_t count;
	const struct space_user *users = space_users(rq->tx, rq->viewer, cursor.given ? cursor.number : INT64_MAX,
						     cursor.given ? cursor.id : INT64_MAX, PAGE_ROWS + 1, &count);

	for (size_t i = 0; i < count && i < PAGE_ROWS; i++) {
		add_user(rq, list, &users[i]);
		last = (struct cursor){.number = users[i].used, .id = users[i].client};
	}
	page_links(rq, page, count > PAGE_ROWS, &last);
	doc_set_bool(page, "has_clients", count > 0);
}

static struct doc *
settings_doc(struct request *rq)
{
	struct doc *page = doc_object(rq->arena), *values = doc_set_object(page, "values");
	const struct space_total total = space_total(rq->tx);

	space_set_bytes(page, "used", total.used);
	space_set_bytes(page, "limit", total.quota);
	space_set_bar(page, total.used, total.quota);
	space_set_bytes(page, "client_quota", total.client_quota);
	space_set_typed(values, "quota", total.quota);
	space_set_typed(values, "client_quota", total.client_quota);
	add_users(rq, page);
	form_page(rq, page, "quota client_quota");
	return page;
}

struct reply
space_settings(struct request *rq)
{
	return reply_page(rq, "space_settings", settings_doc(rq));
}

struct reply
space_settings_change(struct request *rq)
{
	int64_t quota = space_read_quota(rq, "quota", false), client = space_read_quota(rq, "client_quota", false);
	struct doc *detail = doc_object(rq->arena);

	if (form_failed(rq->form))
		return reply_form(rq, "space_settings", settings_doc(rq));
	space_set_quotas(rq->tx, quota, client);
	space_set_bytes(detail, "quota", quota);
	space_set_bytes(detail, "client_quota", client);
	audit_add(rq, &(struct audit){.action = "quota.change", .detail = detail});
	return reply_done(rq, "/console/settings/space", N_("Saved."), settings_doc(rq));
}
