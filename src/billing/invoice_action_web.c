/* invoice_action_web: what is done to an invoice: issued, paid, credited, or a draft removed. */
#include "base/arena.h"
#include "billing/handlers.h"
#include "billing/invoice_book.h"
#include "billing/invoice_doc.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "records/record_follow.h"

/* The invoice of the path, and whether the form was made from the version that is there: a second click, or somebody
 * else's change, is told so instead of being done twice. */
static struct invoice *
invoice_of(struct request *rq)
{
	struct invoice *invoice = invoice_find(rq->tx, rq->viewer, path_id(rq, "invoice"));

	if (invoice == NULL)
		return NULL;
	if (form_read_int(rq->form, "version", FORM_REQUIRED, 1, INT64_MAX) != invoice->version)
		form_error(rq->form, "version",
			   N_("This invoice changed since you opened it: look at what is there now, and try again."),
			   NULL);
	return invoice;
}

static struct reply
refuse(struct request *rq, const struct invoice *invoice)
{
	return reply_form(rq, "invoice_show", invoice_show_doc(rq, invoice));
}

static struct reply
done(struct request *rq, const struct invoice *invoice, const char *flash)
{
	return reply_done(rq, invoice_path(rq, invoice->id, ""), flash,
			  invoice_full_doc(rq, invoice, billing_today(rq)));
}

static struct doc *
money_values(struct request *rq, const char *name, int64_t minor, const char *currency)
{
	struct doc *values = doc_object(rq->arena);

	doc_set_money(values, name, money_of(minor, currency));
	return values;
}

static void
add_audit(struct request *rq, const char *action, const struct invoice *invoice, const struct doc *detail)
{
	record_follow(rq, "invoices", invoice->id, NULL);
	audit_add(rq, &(struct audit){.action = action,
				      .object_kind = "invoice",
				      .object = invoice->id,
				      .client = invoice->client_id,
				      .detail = detail});
}

/* ---- issue ---- */

struct reply
invoice_issue_done(struct request *rq)
{
	struct invoice *invoice = invoice_of(rq);
	int32_t today = billing_today(rq), day, last = NO_DAY;
	enum issue_refusal refusal;
	struct doc *detail = doc_object(rq->arena);

	if (invoice == NULL)
		return reply_not_found(rq);
	day = form_read_day(rq->form, "issued_on", FORM_OPTIONAL);
	if (form_failed(rq->form))
		return refuse(rq, invoice);
	refusal = invoice_issue(rq->house, rq->tx, rq->viewer, invoice, day == NO_DAY ? today : day, today, &last);
	if (refusal != ISSUE_FINE) {
		struct doc *values = doc_object(rq->arena);

		doc_set_day(values, "last", last);
		form_error(rq->form, "issued_on", issue_refusals[refusal], values);
		return refuse(rq, invoice_find(rq->tx, rq->viewer, invoice->id));
	}
	doc_set_text(detail, "number", invoice->number);
	add_audit(rq, "invoice.issue", invoice, detail);
	return done(rq, invoice, N_("The invoice was issued, and its contacts are told by e-mail."));
}

/* ---- payments ---- */

struct reply
invoice_payment(struct request *rq)
{
	struct invoice *invoice = invoice_of(rq);
	int32_t today = billing_today(rq);
	struct payment payment = {0};
	enum payment_refusal refusal;
	int method;

	if (invoice == NULL)
		return reply_not_found(rq);
	payment.amount = form_read_decimal(rq->form, "amount", FORM_REQUIRED, money_digits(invoice->currency),
					   -AMOUNT_LIMIT, AMOUNT_LIMIT);
	payment.paid_on = form_read_day(rq->form, "paid_on", FORM_OPTIONAL);
	method = form_read_choice(rq->form, "method", FORM_OPTIONAL, payment_method_names);
	payment.reference = form_read_text(rq->form, "reference", FORM_OPTIONAL, 100);
	if (form_failed(rq->form))
		return refuse(rq, invoice);
	payment.method = method < 0 ? PAYMENT_TRANSFER : (enum payment_method)method;
	payment.paid_on = payment.paid_on == NO_DAY ? today : payment.paid_on;
	payment.recorded_by = rq->viewer->staff;
	refusal = invoice_pay(rq->house, rq->tx, rq->viewer, invoice, &payment, today);
	if (refusal != PAYMENT_FINE) {
		bool refund = refusal == PAYMENT_REFUND_OVER;

		form_error(rq->form, refusal == PAYMENT_FUTURE ? "paid_on" : "amount", payment_refusals[refusal],
			   money_values(rq, refund ? "paid" : "rest", refund ? invoice->paid : invoice->rest,
					invoice->currency));
		return refuse(rq, invoice_find(rq->tx, rq->viewer, invoice->id));
	}
	add_audit(rq, "payment.record", invoice, money_values(rq, "amount", payment.amount, invoice->currency));
	return done(rq, invoice, payment.amount > 0 ? N_("The payment was recorded.") : N_("The refund was recorded."));
}

/* ---- credit notes ---- */

static struct doc *
credit_doc(struct request *rq, const struct invoice *invoice)
{
	struct doc *page = invoice_full_doc(rq, invoice, billing_today(rq));
	const struct doc *lines = doc_get(page, STR("lines"));
	const struct doc *typed;

	form_page(rq, page, "whole version lines");
	typed = doc_get(doc_get(page, STR("values")), STR("lines"));
	for (size_t i = 0; i < lines->list.count; i++) {
		struct doc *line = lines->list.items[i];
		const struct doc *row =
			typed != NULL && typed->kind == DOC_LIST && i < typed->list.count ? typed->list.items[i] : NULL;

		doc_set_text(line, "name", arena_printf(rq->arena, "lines.%zu.amount", i));
		doc_set_text(line, "typed", row == NULL ? NULL : doc_get_text(row, "amount"));
	}
	doc_set_money(page, "left", money_of(invoice->total - invoice->credited, invoice->currency));
	doc_set_bool(page, "untouched", invoice->credited == 0);
	return page;
}

struct reply
invoice_credit_form(struct request *rq)
{
	struct invoice *invoice = invoice_find(rq->tx, rq->viewer, path_id(rq, "invoice"));

	if (invoice == NULL)
		return reply_not_found(rq);
	if (credit_refusal(invoice) != CREDIT_FINE)
		return reply_redirect(rq, invoice_path(rq, invoice->id, ""));
	return reply_page(rq, "invoice_credit", credit_doc(rq, invoice));
}

/* The net amount of each line; NULL: the whole. */
static int64_t *
read_amounts(struct request *rq, const struct invoice *invoice)
{
	size_t count;
	int64_t *amounts;

	if (form_read_bool(rq->form, "whole"))
		return NULL;
	invoice_line_list(rq->tx, rq->viewer, invoice->id, &count);
	amounts = arena_make_array(rq->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++) {
		const char *name = form_row_name(rq->form, "lines", i, "amount");

		if (!text_empty(form_text(rq->form, name)))
			amounts[i] = form_read_decimal(rq->form, name, FORM_OPTIONAL, money_digits(invoice->currency),
						       -AMOUNT_LIMIT, AMOUNT_LIMIT);
	}
	return amounts;
}

struct reply
invoice_credit_done(struct request *rq)
{
	struct invoice *invoice = invoice_of(rq), *made = NULL;
	struct doc *detail = doc_object(rq->arena);
	enum credit_refusal refusal;
	int64_t *amounts;

	if (invoice == NULL)
		return reply_not_found(rq);
	amounts = read_amounts(rq, invoice);
	if (form_failed(rq->form))
		return reply_form(rq, "invoice_credit", credit_doc(rq, invoice));
	refusal = invoice_credit(rq->house, rq->tx, rq->viewer, invoice, amounts, billing_today(rq), &made);
	if (refusal != CREDIT_FINE) {
		invoice = invoice_find(rq->tx, rq->viewer, invoice->id);
		form_error(rq->form, "lines.0.amount", credit_refusals[refusal],
			   money_values(rq, "left", invoice->total - invoice->credited, invoice->currency));
		return reply_form(rq, "invoice_credit", credit_doc(rq, invoice));
	}
	doc_set_text(detail, "number", made->number);
	record_follow_new(rq, "invoices", made->id);
	add_audit(rq, "invoice.credit", invoice, detail);
	return done(rq, made, N_("The credit note was issued, and the contacts are told by e-mail."));
}

/* ---- removal of a draft ---- */

struct reply
invoice_removal(struct request *rq)
{
	struct invoice *invoice = invoice_of(rq);
	const struct row *row;

	if (invoice == NULL)
		return reply_not_found(rq);
	if (invoice->state != INVOICE_DRAFT)
		return reply_refusal(rq, 409, N_("An issued invoice is never deleted. Make a credit note instead."));
	if (form_failed(rq->form))
		return refuse(rq, invoice);
	row = record_follow_leaving(rq, "invoices", invoice->id);
	if (!invoice_draft_remove(rq->tx, rq->viewer, invoice))
		return reply_refusal(rq, 409, N_("Somebody else changed this draft meanwhile."));
	record_follow_left(rq, "invoices", row);
	audit_add(rq, &(struct audit){.action = "invoice.discard",
				      .object_kind = "invoice",
				      .object = invoice->id,
				      .client = invoice->client_id});
	return reply_done(rq, "/console/invoices?filter=drafts", N_("The draft was deleted."), NULL);
}
