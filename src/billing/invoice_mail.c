/* invoice_mail: one mail to each contact who may sign in, in their language, with a link to the invoice itself. */
#include "billing/invoice_mail.h"

#include "base/arena.h"
#include "base/id.h"
#include "billing/invoice_store.h"
#include "clients/clients.h"
#include "core/house.h"
#include "outbox/outbox.h"
#include "portals/portals.h"

static const char *
invoice_link(const struct house *house, struct arena *arena, const struct portal *portal, const struct company *seller,
	     int64_t invoice)
{
	char id[ID_LENGTH + 1];

	id_print(id, invoice);
	if (!text_empty(seller->host))
		return arena_printf(arena, "%s://%s/p/%s/invoices/%s", house->config->public_tls ? "https" : "http",
				    seller->host, portal->address, id);
	return arena_printf(arena, "%s/p/%s/invoices/%s", house->config->public_url, portal->address, id);
}

static struct doc *
mail_document(struct arena *arena, const struct invoice *invoice, const struct company *seller, const char *link)
{
	struct doc *document = doc_object(arena);

	doc_set_text(document, "number", invoice->number);
	doc_set_bool(document, "credit_note", invoice->kind == CREDIT_NOTE);
	doc_set_text(document, "company", seller->name);
	doc_set_text(document, "client", invoice->billed_name);
	doc_set_money(document, "total",
		      money_of(invoice->kind == CREDIT_NOTE ? -invoice->total : invoice->total, invoice->currency));
	doc_set_day(document, "due_on", invoice->rest > 0 ? invoice->due_on : NO_DAY);
	doc_set_text(document, "link", link);
	return document;
}

void
invoice_mail(const struct house *house, struct tx *tx, const struct event *event)
{
	struct arena *arena = tx_arena(tx);
	const struct invoice *invoice = invoice_find(tx, &house_viewer, event->object);
	const struct company *seller = invoice == NULL ? NULL : company_public(tx, invoice->company_id);
	const struct portal *portal = portal_first(tx);
	size_t count;
	struct contact *contacts;
	struct doc *document;

	if (invoice == NULL || seller == NULL || portal == NULL || !portal->enabled)
		return;
	contacts = contacts_of_client(tx, event->client, &count);
	document = mail_document(arena, invoice, seller, invoice_link(house, arena, portal, seller, invoice->id));
	for (size_t i = 0; i < count; i++)
		outbox_mail(house, tx,
			    &(struct message_new){
				    .kind = "mail_invoice_issued",
				    .document = document,
				    .language = contacts[i].language,
				    .contact = contacts[i].id,
				    .company = seller->id,
				    .to_address = contacts[i].email,
				    .to_name = arena_printf(arena, "%s%s%s", contacts[i].first_name,
							    text_empty(contacts[i].first_name) ? "" : " ",
							    contacts[i].last_name),
				    .expires_at = NO_INSTANT,
			    });
}
