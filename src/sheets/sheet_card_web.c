/* sheet_card_web: a client's attributes where others look at the client: on its page, and in the portal. */
#include "sheets/sheet_page.h"

#include "records/record.h"
#include "records/record_own.h"

/* ---- on the client's page ---- */

void
sheet_record_head(struct request *rq, struct doc *page, const struct access *access, const struct record *record)
{
	const struct client *client;
	struct doc *card, *list;
	size_t count;
	const struct sheet_attribute *attributes;

	if (!text_equal(access->plan->module->name, "clients") || !viewer_may(rq->viewer, &client_sheet))
		return;
	client = client_find(rq->tx, rq->viewer, record->id);
	if (client == NULL)
		return;
	card = doc_set_object(page, "client_sheet");
	list = doc_set_list(card, "attributes");
	attributes = sheet_attributes(rq->tx, client->id, &count);
	for (size_t i = 0; i < count; i++)
		doc_add(list, attribute_doc(rq, &attributes[i]));
	doc_set_bool(card, "has_attributes", count > 0);
	doc_set_text(card, "form_href",
		     client_may_change(rq, client->id) && !record_waits(rq, "clients", client->id)
			     ? client_path(rq, client->id, "/sheet")
			     : NULL);
}

/* ---- in the portal ---- */

void
sheet_portal_card(struct request *rq, struct doc *page)
{
	struct doc *list = doc_set_list(page, "details");
	const struct client *client =
		viewer_may_see(rq->viewer, &client_read) ? client_find(rq->tx, rq->viewer, rq->viewer->client) : NULL;
	const struct sheet_attribute *attributes;
	size_t count = 0;

	attributes = client == NULL ? NULL : sheet_attributes_in_portal(rq->tx, client->id, &count);
	for (size_t i = 0; i < count; i++) {
		const struct doc *attribute = attribute_doc(rq, &attributes[i]);
		struct doc *row = doc_add_object(list);

		doc_set_text(row, "label", attributes[i].label);
		doc_set(row, "value", (struct doc *)(uintptr_t)doc_get(attribute, STR("value")));
		if (!rq->wants_json)
			doc_set(row, "cell", (struct doc *)(uintptr_t)doc_get(attribute, STR("cell")));
	}
	doc_set_bool(page, "has_details", count > 0);
}
