/* invoice_doc: typed values only; the templates and the reader's formats do the rest. */
#include "billing/invoice_doc.h"

#include "base/arena.h"
#include "base/id.h"
#include "billing/payment_code.h"
#include "sys/clock.h"

#include <string.h>

int32_t
billing_today(const struct request *rq)
{
	return format_day_of(rq->formats, clock_now());
}

const char *
invoice_path(struct request *rq, int64_t invoice, const char *below)
{
	char id[ID_LENGTH + 1];

	id_print(id, invoice);
	return arena_printf(rq->arena, "%s/invoices/%s%s", home_path(rq), id, below);
}

static const char *
tone_of(const struct invoice *invoice, int32_t today)
{
	static const char *const tones[] = {
		[INVOICE_DRAFT] = "", [INVOICE_ISSUED] = "info", [INVOICE_PAID] = "ok", [INVOICE_CANCELLED] = ""};

	if (invoice_overdue(invoice, today))
		return "danger";
	return invoice->kind == CREDIT_NOTE && invoice->state != INVOICE_DRAFT ? "accent" : tones[invoice->state];
}

static void
set_state(struct doc *object, const struct invoice *invoice, int32_t today)
{
	doc_set_word(object, "kind", invoice_kind_names[invoice->kind], invoice_kind_label(invoice->kind));
	doc_set_word(object, "state", invoice_state_code(invoice, today), invoice_state_label(invoice, today));
	doc_set_text(object, "tone", tone_of(invoice, today));
}

static void
set_client(struct request *rq, struct doc *object, int64_t id, const char *name)
{
	struct doc *client;
	char text[ID_LENGTH + 1];

	if (rq->viewer->kind != VIEWER_STAFF)
		return;
	id_print(text, id);
	client = doc_set_object(object, "client");
	doc_set_id(client, "id", id);
	doc_set_text(client, "name", name);
	doc_set_text(client, "href", arena_printf(rq->arena, "/console/clients/%s", text));
}

struct doc *
invoice_row_doc(struct request *rq, const struct invoice_row *row, int32_t today)
{
	struct doc *object = doc_object(rq->arena);
	struct invoice invoice = {.kind = row->kind, .state = row->state, .rest = row->rest, .due_on = row->due_on};

	doc_set_id(object, "id", row->id);
	doc_set_text(object, "href", invoice_path(rq, row->id, ""));
	doc_set_text(object, "number", row->number);
	set_state(object, &invoice, today);
	doc_set_day(object, "issued_on", row->issued_on);
	doc_set_day(object, "due_on", row->due_on);
	doc_set_money(object, "total", money_of(row->total, row->currency));
	doc_set_money(object, "rest", money_of(row->rest, row->currency));
	doc_set_null(object, "to_pay");
	if (row->rest > 0)
		doc_set_money(object, "to_pay", money_of(row->rest, row->currency));
	doc_set_text(object, "reference", row->reference);
	doc_set_instant(object, "created_at", row->created_at);
	set_client(rq, object, row->client_id, row->client_name);
	return object;
}

/* ---- the parts ---- */

/* "unit_price" is exact; "price" is there when it is a whole number of minor units, and reads better. */
struct doc *
invoice_lines_doc(struct request *rq, const struct invoice *invoice, size_t *count)
{
	struct invoice_line *lines = invoice_line_list(rq->tx, rq->viewer, invoice->id, count);
	struct doc *list = doc_list(rq->arena);
	int digits = money_digits(invoice->currency);

	for (size_t i = 0; i < *count; i++) {
		struct doc *line = doc_add_object(list);

		doc_set_text(line, "label", lines[i].label);
		doc_set_decimal(line, "quantity", lines[i].quantity, 3);
		doc_set_text(line, "unit", lines[i].unit);
		doc_set_decimal(line, "unit_price", lines[i].unit_price, digits + 2);
		if (lines[i].unit_price % 100 == 0)
			doc_set_money(line, "price", money_of(lines[i].unit_price / 100, invoice->currency));
		else
			doc_set_null(line, "price");
		doc_set_decimal(line, "tax_rate", lines[i].tax_rate, 2);
		doc_set_money(line, "net", money_of(lines[i].net, invoice->currency));
	}
	return list;
}

static void
set_taxes(struct request *rq, struct doc *object, const struct invoice *invoice)
{
	size_t count;
	struct invoice_tax *taxes = invoice_tax_list(rq->tx, rq->viewer, invoice->id, &count);
	struct doc *list = doc_set_list(object, "taxes");

	for (size_t i = 0; i < count; i++) {
		struct doc *tax = doc_add_object(list);

		doc_set_decimal(tax, "tax_rate", taxes[i].tax_rate, 2);
		doc_set_money(tax, "net", money_of(taxes[i].net, invoice->currency));
		doc_set_money(tax, "tax", money_of(taxes[i].tax, invoice->currency));
	}
}

static void
set_payments(struct request *rq, struct doc *object, const struct invoice *invoice)
{
	size_t count;
	struct payment *payments = payment_list(rq->tx, rq->viewer, invoice->id, &count);
	struct doc *list = doc_set_list(object, "payments");

	for (size_t i = 0; i < count; i++) {
		struct doc *payment = doc_add_object(list);

		doc_set_id(payment, "id", payments[i].id);
		doc_set_day(payment, "paid_on", payments[i].paid_on);
		doc_set_money(payment, "amount", money_of(payments[i].amount, invoice->currency));
		doc_set_word(payment, "method", payment_method_names[payments[i].method],
			     payment_method_label(payments[i].method));
		doc_set_text(payment, "reference", payments[i].reference);
		doc_set_bool(payment, "refund", payments[i].amount < 0);
	}
}

static void
set_credits(struct request *rq, struct doc *object, const struct invoice *invoice, int32_t today)
{
	struct invoice *credited =
		invoice->credited_id == 0 ? NULL : invoice_find(rq->tx, rq->viewer, invoice->credited_id);
	struct doc *list = doc_set_list(object, "credit_notes");
	struct invoice_row *rows;
	size_t count = 0;

	doc_set_null(object, "credited_invoice");
	if (credited != NULL) {
		struct doc *there = doc_set_object(object, "credited_invoice");

		doc_set_text(there, "number", credited->number);
		doc_set_text(there, "href", invoice_path(rq, credited->id, ""));
		doc_set_day(there, "issued_on", credited->issued_on);
	}
	rows = invoice->credited == 0 ? NULL : credit_note_list(rq->tx, rq->viewer, invoice->id, &count);
	for (size_t i = 0; i < count; i++)
		doc_add(list, invoice_row_doc(rq, &rows[i], today));
}

static void
set_pay(struct request *rq, struct doc *object, const struct invoice *invoice, const struct company *seller)
{
	struct money rest = money_of(invoice->rest, invoice->currency);
	struct doc *pay;

	doc_set_null(object, "pay");
	if (invoice->state != INVOICE_ISSUED || invoice->rest <= 0 || seller == NULL || text_empty(seller->iban))
		return;
	pay = doc_set_object(object, "pay");
	doc_set_text(pay, "holder", seller->legal_name);
	doc_set_text(pay, "iban", iban_grouped(rq->arena, seller->iban));
	doc_set_text(pay, "bic", seller->bic);
	doc_set_text(pay, "bank", seller->bank_name);
	doc_set_text(pay, "reference", invoice->number);
	doc_set_text(pay, "qr_href",
		     rq->viewer->kind == VIEWER_STAFF || payment_code_text(rq->arena, seller, rest, "") == NULL
			     ? NULL
			     : invoice_path(rq, invoice->id, "/qr.svg"));
}

static void
set_company(struct doc *object, const struct company *seller)
{
	struct doc *company;

	doc_set_null(object, "company");
	if (seller == NULL)
		return;
	company = doc_set_object(object, "company");
	doc_set_id(company, "id", seller->id);
	doc_set_text(company, "name", seller->name);
	doc_set_text(company, "email", seller->email);
	doc_set_text(company, "phone", seller->phone);
}

static void
set_pdf(struct request *rq, struct doc *object, const struct invoice *invoice)
{
	struct doc *pdf = doc_set_object(object, "pdf");
	bool kept = invoice->pdf_blob != NULL;

	doc_set_text(pdf, "href", invoice_path(rq, invoice->id, ".pdf"));
	doc_set_text(pdf, "sha256", invoice->pdf_hash);
	if (kept)
		doc_set_int(pdf, "size", invoice->pdf_size);
	else
		doc_set_null(pdf, "size");
}

static void
set_sums(struct doc *object, const struct invoice *invoice)
{
	const char *currency = invoice->currency;

	doc_set_text(object, "currency", currency);
	doc_set_money(object, "net", money_of(invoice->net, currency));
	doc_set_money(object, "tax", money_of(invoice->tax, currency));
	doc_set_money(object, "total", money_of(invoice->total, currency));
	doc_set_money(object, "paid", money_of(invoice->paid, currency));
	doc_set_money(object, "credited", money_of(invoice->credited, currency));
	doc_set_money(object, "rest", money_of(invoice->rest, currency));
	doc_set_bool(object, "has_paid", invoice->paid != 0);
	doc_set_bool(object, "has_credited", invoice->credited != 0);
	doc_set_bool(object, "has_rest", invoice->kind == INVOICE && invoice->rest > 0);
	doc_set_null(object, "owed_back");
	if (invoice->rest < 0)
		doc_set_money(object, "owed_back", money_of(-invoice->rest, currency));
}

struct doc *
invoice_full_doc(struct request *rq, const struct invoice *invoice, int32_t today)
{
	const struct company *seller = company_public(rq->tx, invoice->company_id);
	struct doc *object = doc_object(rq->arena);
	size_t lines;

	doc_set_id(object, "id", invoice->id);
	doc_set_text(object, "href", invoice_path(rq, invoice->id, ""));
	doc_set_text(object, "number", invoice->number);
	set_state(object, invoice, today);
	doc_set_bool(object, "overdue", invoice_overdue(invoice, today));
	doc_set_bool(object, "is_credit_note", invoice->kind == CREDIT_NOTE);
	doc_set_day(object, "issued_on", invoice->issued_on);
	doc_set_day(object, "due_on", invoice->due_on);
	doc_set_day(object, "supplied_on", invoice->supplied_on);
	doc_set_text(object, "reference", invoice->reference);
	doc_set_text(object, "note", invoice->note);
	doc_set_text(object, "tax_note", invoice->tax_note);
	doc_set_text(object, "billed_name", invoice->billed_name);
	doc_set_text(object, "billed_address", invoice->billed_address);
	doc_set_text(object, "billed_vat_number", invoice->billed_vat_number);
	doc_set_bool(object, "has_facts",
		     invoice->issued_on != NO_DAY || invoice->due_on != NO_DAY || invoice->supplied_on != NO_DAY ||
			     invoice->reference != NULL);
	set_sums(object, invoice);
	doc_set(object, "lines", invoice_lines_doc(rq, invoice, &lines));
	set_taxes(rq, object, invoice);
	set_payments(rq, object, invoice);
	set_credits(rq, object, invoice, today);
	doc_set_bool(object, "has_moves", invoice->credited != 0 || doc_get(object, STR("payments"))->list.count > 0);
	set_company(object, seller);
	set_pay(rq, object, invoice, seller);
	set_pdf(rq, object, invoice);
	doc_set_int(object, "version", invoice->version);
	return object;
}

void
doc_set_sums(struct doc *object, const char *name, const struct invoice_sum *sums, size_t count)
{
	struct doc *list = doc_set_list(object, name);

	for (size_t i = 0; i < count; i++) {
		struct doc *holder = doc_object(object->arena);

		doc_set_money(holder, "it", money_of(sums[i].amount, sums[i].currency));
		doc_add(list, (struct doc *)(uintptr_t)doc_get(holder, STR("it")));
	}
}
