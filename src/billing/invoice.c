/* invoice: the rules; no database, no pages. */
#include "billing/invoice.h"

#include "base/arena.h"
#include "base/check.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char *const invoice_kind_names[] = {"invoice", "credit_note", NULL};
const char *const invoice_state_names[] = {"draft", "issued", "paid", "cancelled", NULL};
const char *const payment_method_names[] = {"transfer", "card", "cheque", "cash", "debit", "other", NULL};

const char *const issue_refusals[] = {
	[ISSUE_FINE] = NULL,
	[ISSUE_NOT_DRAFT] = N_("This invoice was issued already."),
	[ISSUE_NO_LINES] = N_("Add at least one line before you issue it."),
	[ISSUE_NEGATIVE] = N_("The total is below zero. To give money back, make a credit note."),
	[ISSUE_FUTURE] = N_("An invoice cannot bear a day in the future."),
	[ISSUE_BEFORE_LAST] = N_("The last one bears the day {{last}}: numbers follow the days, so choose that day or "
				 "a later one."),
	[ISSUE_DUE_TOO_EARLY] = N_("The due day lies before the day of issue."),
};

const char *const payment_refusals[] = {
	[PAYMENT_FINE] = NULL,
	[PAYMENT_ZERO] = N_("Type an amount other than zero."),
	[PAYMENT_NOT_OPEN] = N_("Payments are recorded on issued invoices only."),
	[PAYMENT_FUTURE] = N_("A payment cannot have come in the future."),
	[PAYMENT_OVER] = N_("Only {{rest}} is still to be paid. Record that amount at most."),
	[PAYMENT_SETTLED] = N_("Nothing is left to be paid on this invoice."),
	[PAYMENT_REFUND_OVER] = N_("Only {{paid}} was received: no more can be sent back."),
};

int64_t
line_net(int64_t quantity, int64_t unit_price)
{
	return money_scale(quantity, unit_price, 1000 * 100);
}

/* The place of the rate, made when it is new: highest rate first. NULL when there are too many. */
static struct invoice_tax *
rate_of(struct totals *totals, int tax_rate)
{
	size_t at = 0;

	while (at < totals->rate_count && totals->rates[at].tax_rate > tax_rate)
		at++;
	if (at < totals->rate_count && totals->rates[at].tax_rate == tax_rate)
		return &totals->rates[at];
	if (totals->rate_count == INVOICE_RATES)
		return NULL;
	memmove(&totals->rates[at + 1], &totals->rates[at], (totals->rate_count - at) * sizeof totals->rates[0]);
	totals->rate_count++;
	totals->rates[at] = (struct invoice_tax){.tax_rate = tax_rate};
	return &totals->rates[at];
}

bool
invoice_totals(const struct invoice_line *lines, size_t count, struct totals *totals)
{
	*totals = (struct totals){0};
	for (size_t i = 0; i < count; i++) {
		struct invoice_tax *rate = rate_of(totals, lines[i].tax_rate);

		if (rate == NULL)
			return false;
		check(!__builtin_add_overflow(rate->net, lines[i].net, &rate->net));
	}
	for (size_t i = 0; i < totals->rate_count; i++) {
		struct invoice_tax *rate = &totals->rates[i];

		rate->tax = money_scale(rate->net, rate->tax_rate, 10000);
		check(!__builtin_add_overflow(totals->net, rate->net, &totals->net));
		check(!__builtin_add_overflow(totals->tax, rate->tax, &totals->tax));
	}
	check(!__builtin_add_overflow(totals->net, totals->tax, &totals->total));
	return true;
}

void
invoice_settle(struct invoice *invoice)
{
	check(invoice->state != INVOICE_DRAFT);
	if (invoice->kind == CREDIT_NOTE) {
		invoice->rest = 0;
		return;
	}
	invoice->rest = invoice->total - invoice->credited - invoice->paid;
	if (invoice->total > 0 && invoice->credited >= invoice->total)
		invoice->state = INVOICE_CANCELLED;
	else
		invoice->state = invoice->rest <= 0 ? INVOICE_PAID : INVOICE_ISSUED;
}

bool
invoice_overdue(const struct invoice *invoice, int32_t today)
{
	return invoice->state == INVOICE_ISSUED && invoice->rest > 0 && invoice->due_on < today;
}

const char *
invoice_number(struct arena *arena, const char *prefix, int year, int64_t position)
{
	return arena_printf(arena, "%s-%d-%04" PRId64, prefix, year, position);
}

int64_t
invoice_number_position(const char *number, const char *prefix, int year)
{
	size_t length = strlen(prefix);
	char years[16];
	int64_t position;
	struct str digits;

	snprintf(years, sizeof years, "-%d-", year);
	if (strncmp(number, prefix, length) != 0 || strncmp(number + length, years, strlen(years)) != 0)
		return 0;
	digits = str_of(number + length + strlen(years));
	if (digits.length < 4 || (digits.length > 4 && digits.at[0] == '0') || digits.at[0] == '-')
		return 0;
	return str_to_int(digits, &position) && position > 0 && position < INT32_MAX ? position : 0;
}

enum issue_refusal
issue_refusal(const struct invoice *invoice, size_t lines, int32_t issued_on, int32_t today, int32_t last)
{
	if (invoice->state != INVOICE_DRAFT)
		return ISSUE_NOT_DRAFT;
	if (lines == 0)
		return ISSUE_NO_LINES;
	if (invoice->kind == INVOICE && invoice->total < 0)
		return ISSUE_NEGATIVE;
	if (issued_on > today)
		return ISSUE_FUTURE;
	if (last != NO_DAY && issued_on < last)
		return ISSUE_BEFORE_LAST;
	if (invoice->due_on != NO_DAY && invoice->due_on < issued_on)
		return ISSUE_DUE_TOO_EARLY;
	return ISSUE_FINE;
}

enum payment_refusal
payment_refusal(const struct invoice *invoice, int64_t amount, int32_t paid_on, int32_t today)
{
	if (invoice->kind != INVOICE || invoice->state == INVOICE_DRAFT)
		return PAYMENT_NOT_OPEN;
	if (amount == 0)
		return PAYMENT_ZERO;
	if (paid_on > today)
		return PAYMENT_FUTURE;
	if (amount < 0)
		return invoice->paid + amount < 0 ? PAYMENT_REFUND_OVER : PAYMENT_FINE;
	if (invoice->rest <= 0)
		return PAYMENT_SETTLED;
	return amount > invoice->rest ? PAYMENT_OVER : PAYMENT_FINE;
}

const char *
invoice_kind_label(enum invoice_kind kind)
{
	return kind == INVOICE ? N_("Invoice") : N_("Credit note");
}

const char *
invoice_state_code(const struct invoice *invoice, int32_t today)
{
	if (invoice_overdue(invoice, today))
		return "overdue";
	if (invoice->kind == CREDIT_NOTE && invoice->state != INVOICE_DRAFT)
		return "credit_note";
	return invoice_state_names[invoice->state];
}

const char *
invoice_state_label(const struct invoice *invoice, int32_t today)
{
	static const char *const labels[] = {N_("Draft"), N_("To pay"), N_("Paid"), N_("Cancelled")};

	if (invoice_overdue(invoice, today))
		return N_("Overdue");
	if (invoice->kind == CREDIT_NOTE && invoice->state != INVOICE_DRAFT)
		return N_("Credit note");
	return labels[invoice->state];
}

const char *
payment_method_label(enum payment_method method)
{
	static const char *const labels[] = {N_("Bank transfer"), N_("Card"),	      N_("Cheque"),
					     N_("Cash"),	  N_("Direct debit"), N_("Other")};

	return labels[method];
}
