/* invoice_form_web: writing drafts: choose the client, then the lines; preview as often as wanted. */
#include "base/arena.h"
#include "base/id.h"
#include "billing/handlers.h"
#include "billing/invoice_book.h"
#include "billing/invoice_doc.h"
#include "billing/invoice_form.h"
#include "clients/clients.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/organisation.h"
#include "records/record_follow.h"

enum { CHOICES = 20 };

#define SHOWN_FIELDS "client company currency due_on supplied_on reference note tax_note version lines"

/* ---- the page ---- */

static void
add_client(struct request *rq, struct doc *page, int64_t id)
{
	const struct client *client = id == 0 ? NULL : client_find(rq->tx, rq->viewer, id);
	struct doc *there;

	doc_set_null(page, "client");
	if (client == NULL)
		return;
	there = doc_set_object(page, "client");
	doc_set_id(there, "id", client->id);
	doc_set_text(there, "name", client->name);
	doc_set_text(there, "number", client->number);
	doc_set_id(there, "company_id", client->company_id);
}

static void
add_companies(struct request *rq, struct doc *page, int64_t chosen)
{
	struct doc *list = doc_set_list(page, "companies");
	size_t count;
	struct company *found = company_list(rq->tx, rq->viewer, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *company = doc_add_object(list);

		doc_set_id(company, "id", found[i].id);
		doc_set_text(company, "name", found[i].name);
		doc_set_int(company, "payment_days", found[i].payment_days);
		doc_set_bool(company, "current", found[i].id == chosen);
	}
}

/* The first step of a new invoice: whom it is for. */
static void
add_choices(struct request *rq, struct doc *page)
{
	const char *text = form_text(rq->form, "q");
	struct doc *list = doc_set_list(page, "choices");
	struct client_choice *choices;
	size_t count = 0;

	doc_set_text(page, "q", text);
	doc_set_bool(page, "nobody_found", false);
	if (text_empty(text))
		return;
	choices = client_choices(rq->tx, rq->viewer, text, false, CHOICES, &count);
	for (size_t i = 0; i < count; i++) {
		struct doc *choice = doc_add_object(list);
		char id[ID_LENGTH + 1];

		id_print(id, choices[i].id);
		doc_set_text(choice, "name", choices[i].name);
		doc_set_text(choice, "number", choices[i].number);
		doc_set_text(choice, "href", arena_printf(rq->arena, "/console/invoices/new?client=%s", id));
	}
	doc_set_bool(page, "nobody_found", count == 0);
}

static const char *
shown_currency(struct request *rq, const struct invoice *invoice)
{
	const struct organisation *organisation;

	if (invoice != NULL)
		return invoice->currency;
	organisation = organisation_find(rq->tx);
	return organisation == NULL ? "EUR" : organisation->currency;
}

/* As a date field of HTML wants it. */
static void
set_date(struct doc *values, const char *name, int32_t day)
{
	char text[16];

	if (day == NO_DAY)
		return;
	day_print(text, day);
	doc_set_text(values, name, arena_text(values->arena, text));
}

static void
set_stored_values(struct doc *page, const struct invoice *invoice, const char *currency)
{
	struct doc *values = doc_set_object(page, "values");

	doc_set_text(values, "currency", currency);
	if (invoice == NULL)
		return;
	set_date(values, "due_on", invoice->due_on);
	set_date(values, "supplied_on", invoice->supplied_on);
	doc_set_text(values, "reference", invoice->reference);
	doc_set_text(values, "note", invoice->note);
	doc_set_text(values, "tax_note", invoice->tax_note);
}

/* The form for a new invoice (NULL) or a draft. `typed` is what was read from it without error, for its sums. */
static struct doc *
form_doc(struct request *rq, const struct invoice *invoice, int64_t client, const struct invoice_draft *typed)
{
	struct doc *page = doc_object(rq->arena);
	const char *currency = shown_currency(rq, invoice);
	const char *company = form_text(rq->form, "company");
	struct invoice_line *lines = NULL;
	const struct client *found = client == 0 ? NULL : client_find(rq->tx, rq->viewer, client);
	int64_t chosen = invoice != NULL ? invoice->company_id : found != NULL ? found->company_id : 0;
	size_t count = 0;

	if (invoice != NULL)
		lines = invoice_line_list(rq->tx, rq->viewer, invoice->id, &count);
	if (company != NULL)
		id_parse(str_of(company), &chosen);
	set_stored_values(page, invoice, currency);
	form_page(rq, page, SHOWN_FIELDS);
	add_client(rq, page, client);
	add_companies(rq, page, chosen);
	add_choices(rq, page);
	invoice_form_rows(rq, page, lines, count, typed != NULL ? typed->currency : currency);
	invoice_form_preview(page, typed);
	doc_set_null(page, "invoice");
	if (invoice != NULL) {
		struct doc *there = doc_set_object(page, "invoice");

		doc_set_text(there, "href", invoice_path(rq, invoice->id, ""));
		doc_set_int(there, "version", invoice->version);
	}
	return page;
}

static int64_t
typed_client(struct request *rq)
{
	const char *typed = form_text(rq->form, "client");
	int64_t id = 0;

	if (typed != NULL && !id_parse(str_of(typed), &id))
		id = client_of_number(rq->tx, typed);
	return id;
}

/* "rows" and "preview" show the form again and write nothing. */
static bool
only_shown(struct request *rq)
{
	const char *action = form_text(rq->form, "action");

	return text_equal(action, "rows") || text_equal(action, "preview");
}

/* ---- new ---- */

struct reply
invoice_new_form(struct request *rq)
{
	return reply_page(rq, "invoice_form", form_doc(rq, NULL, typed_client(rq), NULL));
}

/* Someone who adds rows has not finished: their errors wait until they save or preview. */
static struct reply
rows_added(struct request *rq, const struct invoice *invoice, int64_t client)
{
	return reply_page(rq, "invoice_form", form_doc(rq, invoice, client, NULL));
}

struct reply
invoice_new(struct request *rq)
{
	struct invoice_draft draft;
	struct invoice *invoice;

	if (text_equal(form_text(rq->form, "action"), "rows"))
		return rows_added(rq, NULL, typed_client(rq));
	draft = invoice_read_form(rq, rq->viewer->staff);
	if (form_failed(rq->form))
		return reply_form(rq, "invoice_form", form_doc(rq, NULL, typed_client(rq), NULL));
	if (only_shown(rq))
		return reply_page(rq, "invoice_form", form_doc(rq, NULL, draft.client, &draft));
	invoice = invoice_draft(rq->tx, &draft);
	record_follow_new(rq, "invoices", invoice->id);
	audit_add(rq, &(struct audit){.action = "invoice.create",
				      .object_kind = "invoice",
				      .object = invoice->id,
				      .client = invoice->client_id});
	return reply_done(rq, invoice_path(rq, invoice->id, ""), N_("The draft was saved. Check it, then issue it."),
			  invoice_full_doc(rq, invoice, billing_today(rq)));
}

/* ---- a draft ---- */

struct reply
invoice_draft_form(struct request *rq)
{
	struct invoice *invoice = invoice_find(rq->tx, rq->viewer, path_id(rq, "invoice"));

	if (invoice == NULL)
		return reply_not_found(rq);
	if (invoice->state != INVOICE_DRAFT)
		return reply_redirect(rq, invoice_path(rq, invoice->id, ""));
	return reply_page(rq, "invoice_form", form_doc(rq, invoice, invoice->client_id, NULL));
}

struct reply
invoice_draft_change(struct request *rq)
{
	struct invoice *invoice = invoice_find(rq->tx, rq->viewer, path_id(rq, "invoice"));
	struct invoice_draft draft;

	if (invoice == NULL)
		return reply_not_found(rq);
	if (invoice->state != INVOICE_DRAFT)
		return reply_refusal(rq, 409, N_("An issued invoice never changes. Make a credit note instead."));
	if (text_equal(form_text(rq->form, "action"), "rows"))
		return rows_added(rq, invoice, typed_client(rq));
	draft = invoice_read_form(rq, invoice->created_by);
	if (form_read_int(rq->form, "version", FORM_REQUIRED, 1, INT64_MAX) != invoice->version)
		form_error(rq->form, "version",
			   N_("Somebody else changed this draft meanwhile. Open it again to see what is there now."),
			   NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "invoice_form", form_doc(rq, invoice, typed_client(rq), NULL));
	if (only_shown(rq))
		return reply_page(rq, "invoice_form", form_doc(rq, invoice, draft.client, &draft));
	if (!invoice_redraft(rq->tx, rq->viewer, invoice, &draft))
		return reply_refusal(rq, 409, N_("Somebody else changed this draft meanwhile."));
	record_follow(rq, "invoices", invoice->id, NULL);
	audit_add(rq, &(struct audit){.action = "invoice.change",
				      .object_kind = "invoice",
				      .object = invoice->id,
				      .client = invoice->client_id});
	return reply_done(rq, invoice_path(rq, invoice->id, ""), N_("The draft was saved."),
			  invoice_full_doc(rq, invoice, billing_today(rq)));
}
