/* invoice_book: the verbs of billing, over the rules and the store. */
#include "billing/invoice_book.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/id.h"
#include "billing/billed_address.h"
#include "billing/invoice_store.h"
#include "clients/clients.h"
#include "core/event.h"
#include "job/job.h"
#include "sys/clock.h"

#include <string.h>

/* ---- drafts ---- */

static void
take_sums(struct invoice *invoice, const struct totals *totals)
{
	invoice->net = totals->net;
	invoice->tax = totals->tax;
	invoice->total = totals->total;
}

static void
take_draft(struct invoice *invoice, const struct invoice_draft *draft)
{
	invoice->company_id = draft->company;
	invoice->client_id = draft->client;
	memcpy(invoice->currency, draft->currency, sizeof invoice->currency);
	invoice->due_on = draft->due_on;
	invoice->supplied_on = draft->supplied_on;
	invoice->reference = draft->reference;
	invoice->note = draft->note;
	invoice->tax_note = draft->tax_note;
}

static void
add_parts(struct tx *tx, int64_t invoice, const struct invoice_line *lines, size_t count, const struct totals *totals)
{
	invoice_lines_add(tx, invoice, lines, count);
	invoice_taxes_add(tx, invoice, totals->rates, totals->rate_count);
}

struct invoice *
invoice_draft(struct tx *tx, const struct invoice_draft *draft)
{
	struct invoice *invoice = arena_make(tx_arena(tx), struct invoice);
	struct totals totals;

	check(invoice_totals(draft->lines, draft->line_count, &totals));
	*invoice = (struct invoice){.id = id_new(),
				    .kind = INVOICE,
				    .state = INVOICE_DRAFT,
				    .issued_on = NO_DAY,
				    .created_by = draft->created_by,
				    .created_at = clock_now(),
				    .version = 1};
	take_draft(invoice, draft);
	take_sums(invoice, &totals);
	invoice_add(tx, invoice);
	add_parts(tx, invoice->id, draft->lines, draft->line_count, &totals);
	return invoice;
}

bool
invoice_redraft(struct tx *tx, const struct viewer *viewer, struct invoice *invoice, const struct invoice_draft *draft)
{
	struct totals totals;

	if (invoice->state != INVOICE_DRAFT)
		return false;
	check(invoice_totals(draft->lines, draft->line_count, &totals));
	take_draft(invoice, draft);
	take_sums(invoice, &totals);
	if (!invoice_rewrite(tx, viewer, invoice))
		return false;
	invoice_lines_remove(tx, invoice->id);
	add_parts(tx, invoice->id, draft->lines, draft->line_count, &totals);
	return true;
}

/* ---- issuing ---- */

static void
give_number(struct tx *tx, struct invoice *invoice, const struct company *seller, int32_t day)
{
	int year = day_parts(day).year;
	const char *prefix = invoice->kind == INVOICE ? seller->invoice_prefix : seller->credit_prefix;

	invoice->issued_on = day;
	/* A prefix that was changed may meet numbers that were imported: those are passed over. */
	do
		invoice->number = invoice_number(tx_arena(tx), prefix, year,
						 series_take(tx, invoice->company_id, invoice->kind, year, day));
	while (invoice_number_is_taken(tx, invoice->company_id, invoice->number));
}

/* Whom it is billed to is what they were called on that day, whatever becomes of them (CGI ann. II art. 242 nonies A).
 */
static void
freeze_billed(struct tx *tx, const struct viewer *viewer, struct invoice *invoice, const struct company *seller)
{
	const struct client *client = client_find(tx, viewer, invoice->client_id);

	if (client == NULL)
		return;
	invoice->billed_name = client->name;
	invoice->billed_address = billed_address(tx_arena(tx), client, seller->country);
	invoice->billed_vat_number = client->vat_number;
}

static void
announce(const struct house *house, struct tx *tx, const char *kind, const struct invoice *invoice)
{
	event_emit(
		house, tx,
		&(struct event){
			.kind = kind, .client = invoice->client_id, .object = invoice->id, .title = invoice->number});
}

/* Who subscribed hears of it now; the PDF is made by a job, which is but a head start: a download makes it too. */
static void
tell(const struct house *house, struct tx *tx, const struct invoice *invoice)
{
	struct doc *payload = doc_object(tx_arena(tx));

	if (house == NULL)
		return;
	doc_set_id(payload, "invoice", invoice->id);
	job_add(tx, "invoice.pdf", payload, 0, NULL);
	announce(house, tx, invoice->kind == CREDIT_NOTE ? "credit_note.issued" : "invoice.issued", invoice);
}

enum issue_refusal
invoice_issue(const struct house *house, struct tx *tx, const struct viewer *viewer, struct invoice *invoice,
	      int32_t issued_on, int32_t today, int32_t *last)
{
	const struct company *seller = company_public(tx, invoice->company_id);
	size_t lines;
	enum issue_refusal refusal;

	*last = series_last_day(tx, invoice->company_id, invoice->kind);
	invoice_line_list(tx, viewer, invoice->id, &lines);
	refusal = issue_refusal(invoice, lines, issued_on, today, *last);
	if (refusal != ISSUE_FINE || seller == NULL)
		return refusal;
	give_number(tx, invoice, seller, issued_on);
	freeze_billed(tx, viewer, invoice, seller);
	if (invoice->due_on == NO_DAY)
		invoice->due_on = issued_on + seller->payment_days;
	invoice->state = INVOICE_ISSUED;
	invoice_settle(invoice);
	if (!invoice_rewrite(tx, viewer, invoice))
		return ISSUE_NOT_DRAFT;
	tell(house, tx, invoice);
	return ISSUE_FINE;
}

/* ---- payments ---- */

enum payment_refusal
invoice_pay(const struct house *house, struct tx *tx, const struct viewer *viewer, struct invoice *invoice,
	    struct payment *payment, int32_t today)
{
	enum payment_refusal refusal = payment_refusal(invoice, payment->amount, payment->paid_on, today);

	if (refusal != PAYMENT_FINE)
		return refusal;
	payment->id = id_new();
	payment->invoice_id = invoice->id;
	payment->created_at = clock_now();
	payment_add(tx, payment);
	invoice->paid += payment->amount;
	invoice_settle(invoice);
	if (!invoice_rewrite(tx, viewer, invoice))
		return PAYMENT_NOT_OPEN;
	if (house != NULL && invoice->state == INVOICE_PAID)
		announce(house, tx, "invoice.paid", invoice);
	return PAYMENT_FINE;
}

/* ---- credit notes ---- */

/* Dated today, or like the last one of its series if that bears a later day (a clock set back). */
static struct invoice *
credit_note(struct tx *tx, const struct invoice *invoice, const struct company *seller, int32_t today)
{
	struct invoice *credit = arena_make(tx_arena(tx), struct invoice);
	int32_t last = series_last_day(tx, invoice->company_id, CREDIT_NOTE);

	*credit = *invoice;
	credit->id = id_new();
	credit->kind = CREDIT_NOTE;
	credit->credited_id = invoice->id;
	credit->due_on = NO_DAY;
	credit->paid = credit->credited = 0;
	credit->note = NULL;
	credit->pdf_blob = credit->pdf_hash = NULL;
	credit->pdf_size = 0;
	credit->created_at = clock_now();
	credit->version = 1;
	credit->state = INVOICE_ISSUED;
	give_number(tx, credit, seller, last > today ? last : today);
	return credit;
}

static enum credit_refusal
totals_of_credit(struct tx *tx, const struct viewer *viewer, const struct invoice *invoice,
		 const struct invoice_line *lines, size_t count, struct totals *totals)
{
	struct credited so_far = {0};

	so_far.taxes = invoice_tax_list(tx, viewer, invoice->id, &so_far.tax_count);
	so_far.credited = credited_tax_list(tx, viewer, invoice->id, &so_far.credited_count);
	check(invoice_totals(lines, count, totals));
	credit_round(totals, &so_far);
	return credit_fits(invoice, totals, &so_far);
}

enum credit_refusal
invoice_credit(const struct house *house, struct tx *tx, const struct viewer *viewer, struct invoice *invoice,
	       const int64_t *amounts, int32_t today, struct invoice **credit)
{
	const struct company *seller = company_public(tx, invoice->company_id);
	enum credit_refusal refusal = credit_refusal(invoice);
	struct invoice_line *lines;
	struct totals totals;
	size_t count;

	if (refusal != CREDIT_FINE || seller == NULL)
		return refusal;
	lines = invoice_line_list(tx, viewer, invoice->id, &count);
	lines = credit_lines(tx_arena(tx), lines, count, amounts, &count);
	refusal = totals_of_credit(tx, viewer, invoice, lines, count, &totals);
	if (refusal != CREDIT_FINE)
		return refusal;
	*credit = credit_note(tx, invoice, seller, today);
	take_sums(*credit, &totals);
	invoice_settle(*credit);
	invoice_add(tx, *credit);
	add_parts(tx, (*credit)->id, lines, count, &totals);
	invoice->credited -= totals.total;
	invoice_settle(invoice);
	if (!invoice_rewrite(tx, viewer, invoice))
		return CREDIT_NOT_OPEN;
	tell(house, tx, *credit);
	return CREDIT_FINE;
}
