/* invoice_web: lists and sheets of invoices in the portal and the console, their PDF and payment code. */
#include "base/arena.h"
#include "base/id.h"
#include "billing/credit_note.h"
#include "billing/handlers.h"
#include "billing/invoice_doc.h"
#include "billing/invoice_filter.h"
#include "billing/invoice_job.h"
#include "billing/payment_code.h"
#include "clients/clients.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "pdf/qr_svg.h"
#include "records/record_own.h"

enum { CLIENT_HINTS = 12 };

/* ---- the portal ---- */

struct reply
portal_invoice_list(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);
	const struct invoice_asked asked = invoice_asked(rq);

	invoice_list_fill(rq, page, &asked);
	return reply_page(rq, "portal_invoice_list", page);
}

struct reply
portal_invoice_show(struct request *rq)
{
	struct invoice *invoice = invoice_find(rq->tx, rq->viewer, path_id(rq, "invoice"));

	if (invoice == NULL)
		return reply_not_found(rq);
	return reply_page(rq, "portal_invoice_show", invoice_full_doc(rq, invoice, billing_today(rq)));
}

struct reply
portal_invoice_code(struct request *rq)
{
	struct invoice *invoice = invoice_find(rq->tx, rq->viewer, path_id(rq, "invoice"));
	const struct company *seller = invoice == NULL ? NULL : company_public(rq->tx, invoice->company_id);
	const char *text;

	if (seller == NULL || invoice->state != INVOICE_ISSUED)
		return reply_not_found(rq);
	text = payment_code_text(rq->arena, seller, money_of(invoice->rest, invoice->currency), invoice->number);
	if (text == NULL)
		return reply_not_found(rq);
	return reply_bytes(rq, "image/svg+xml", str_of(qr_svg(rq->arena, text)));
}

/* ---- the PDF ---- */

void
invoice_pdf_prepare(struct request *rq)
{
	struct invoice_file *file = arena_make(rq->arena, struct invoice_file);

	*file = invoice_file_make(rq->house, rq->arena, rq->viewer, path_id(rq, "invoice"));
	rq->prepared = file;
}

static struct reply
draft_pdf(struct request *rq, const struct invoice_file *file)
{
	struct reply reply = reply_bytes(rq, "application/pdf", file->bytes);

	reply.file_name = "draft.pdf";
	return reply;
}

/* The first download keeps what was prepared; all others, and those who came at the same time, get what was kept. */
struct reply
invoice_pdf_reply(struct request *rq)
{
	const struct invoice_file *file = rq->prepared;
	struct invoice *invoice = invoice_find(rq->tx, rq->viewer, path_id(rq, "invoice"));

	if (invoice == NULL)
		return reply_not_found(rq);
	if (invoice->state == INVOICE_DRAFT)
		return draft_pdf(rq, file);
	if (invoice->pdf_blob == NULL) {
		invoice_file_record(rq->tx, file);
		invoice = invoice_find(rq->tx, rq->viewer, invoice->id);
	}
	if (invoice == NULL || invoice->pdf_blob == NULL)
		return reply_refusal(rq, 503, N_("The PDF could not be made just now. Please try again in a moment."));
	audit_add(rq, &(struct audit){.action = "invoice.download",
				      .object_kind = "invoice",
				      .object = invoice->id,
				      .client = invoice->client_id});
	return reply_blob(rq, invoice->pdf_blob, "application/pdf", arena_printf(rq->arena, "%s.pdf", invoice->number),
			  false);
}

/* ---- the console ---- */

static void
add_client(struct request *rq, struct doc *page, int64_t id)
{
	const struct client *client = id == 0 ? NULL : client_find(rq->tx, rq->viewer, id);
	char text[ID_LENGTH + 1];
	struct doc *there;

	doc_set_null(page, "client");
	if (client == NULL)
		return;
	id_print(text, client->id);
	there = doc_set_object(page, "client");
	doc_set_id(there, "id", client->id);
	doc_set_text(there, "name", client->name);
	doc_set_text(there, "number", client->number);
	doc_set_text(there, "href", arena_printf(rq->arena, "/console/clients/%s", text));
}

/* What was searched may have been a client's name: those are a list of their own, each a link to its invoices. */
static void
add_client_hints(struct request *rq, struct doc *page, const struct invoice_asked *asked)
{
	struct doc *list = doc_set_list(page, "client_hints");
	struct client_choice *choices;
	size_t count = 0;

	doc_set_bool(page, "has_hints", false);
	if (asked->text == NULL || asked->query.client != 0)
		return;
	choices = client_choices(rq->tx, rq->viewer, asked->text, true, CLIENT_HINTS, &count);
	for (size_t i = 0; i < count; i++) {
		struct doc *hint = doc_add_object(list);
		char id[ID_LENGTH + 1];

		id_print(id, choices[i].id);
		doc_set_text(hint, "name", choices[i].name);
		doc_set_text(hint, "number", choices[i].number);
		doc_set_text(hint, "href", arena_printf(rq->arena, "/console/invoices?client=%s", id));
	}
	doc_set_bool(page, "has_hints", count > 0);
}

static void
add_companies(struct request *rq, struct doc *page, int64_t chosen)
{
	struct doc *list = doc_set_list(page, "companies");
	size_t count;
	struct company *found = company_list(rq->tx, rq->viewer, &count);

	doc_set_bool(page, "has_companies", count > 1);
	for (size_t i = 0; count > 1 && i < count; i++) {
		struct doc *company = doc_add_object(list);

		doc_set_id(company, "id", found[i].id);
		doc_set_text(company, "name", found[i].name);
		doc_set_bool(company, "current", found[i].id == chosen);
	}
}

struct reply
console_invoice_list(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);
	const struct invoice_asked asked = invoice_asked(rq);
	const char *client = form_text(rq->form, "client");

	invoice_list_fill(rq, page, &asked);
	add_client(rq, page, asked.query.client);
	add_client_hints(rq, page, &asked);
	add_companies(rq, page, asked.query.company);
	doc_set_bool(page, "may_write", viewer_may(rq->viewer, &invoice_write));
	doc_set_text(page, "new_href",
		     asked.query.client == 0 ? "/console/invoices/new"
					     : arena_printf(rq->arena, "/console/invoices/new?client=%s", client));
	return reply_page(rq, "invoice_list", page);
}

static void
add_methods(struct request *rq, struct doc *page)
{
	const char *typed = form_text(rq->form, "method");
	struct doc *list = doc_set_list(page, "methods");

	for (int i = PAYMENT_TRANSFER; payment_method_names[i] != NULL; i++) {
		struct doc *method = doc_add_object(list);

		doc_set_word(method, "label", payment_method_names[i], payment_method_label((enum payment_method)i));
		doc_set_bool(method, "selected", text_equal(typed, payment_method_names[i]));
	}
}

struct doc *
invoice_show_doc(struct request *rq, const struct invoice *invoice)
{
	int32_t today = billing_today(rq);
	struct doc *page = invoice_full_doc(rq, invoice, today);
	bool write = viewer_may(rq->viewer, &invoice_write), open = invoice->state != INVOICE_DRAFT;
	struct doc *values = doc_set_object(page, "values");
	char rest[32];

	add_client(rq, page, invoice->client_id);
	doc_set_instant(page, "created_at", invoice->created_at);
	doc_set_day(page, "today", today);
	doc_set_bool(page, "may_change", write && !open);
	doc_set_bool(page, "may_credit", write && credit_refusal(invoice) == CREDIT_FINE);
	doc_set_bool(page, "may_pay",
		     viewer_may(rq->viewer, &payment_write) && open && invoice->kind == INVOICE &&
			     (invoice->rest > 0 || invoice->paid > 0));
	decimal_print(rest, invoice->rest,
		      money_digits(invoice->currency)); /* with all its decimals, as people write money */
	doc_set_text(values, "amount", arena_text(rq->arena, rest));
	add_methods(rq, page);
	form_page(rq, page, "issued_on amount paid_on method reference version");
	record_own_fill(rq, page, "invoices", invoice->id);
	return page;
}

struct reply
console_invoice_show(struct request *rq)
{
	struct invoice *invoice = invoice_find(rq->tx, rq->viewer, path_id(rq, "invoice"));

	if (invoice == NULL)
		return reply_not_found(rq);
	return reply_page(rq, "invoice_show", invoice_show_doc(rq, invoice));
}
