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

const char *const credit_refusals[] = {
	[CREDIT_FINE] = NULL,
	[CREDIT_NOT_OPEN] = N_("Only an issued invoice can be credited."),
	[CREDIT_DONE] = N_("This invoice was credited in full already."),
	[CREDIT_NOTHING] = N_("Type the amount to credit on at least one line."),
	[CREDIT_OVER] = N_("That is more than what is left to credit: {{left}} with tax, and no more than was billed "
			   "at each VAT rate."),
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

enum credit_refusal
credit_refusal(const struct invoice *invoice)
{
	if (invoice->kind != INVOICE || invoice->state == INVOICE_DRAFT)
		return CREDIT_NOT_OPEN;
	return invoice->credited >= invoice->total ? CREDIT_DONE : CREDIT_FINE;
}

struct invoice_line *
credit_lines(struct arena *arena, const struct invoice_line *lines, size_t count, const int64_t *amounts, size_t *made)
{
	struct invoice_line *credit = arena_make_array(arena, struct invoice_line, count + 1);

	*made = 0;
	for (size_t i = 0; i < count; i++) {
		struct invoice_line *line = &credit[*made];

		if (amounts != NULL && amounts[i] == 0)
			continue;
		*line = lines[i];
		if (amounts != NULL && amounts[i] != lines[i].net) {
			line->quantity = 1000;
			line->unit = NULL;
			line->unit_price = amounts[i] * 100;
			line->net = amounts[i];
		}
		line->quantity = -line->quantity;
		line->net = -line->net;
		(*made)++;
	}
	return credit;
}

static struct invoice_tax
tax_at(const struct invoice_tax *taxes, size_t count, int tax_rate)
{
	for (size_t i = 0; i < count; i++)
		if (taxes[i].tax_rate == tax_rate)
			return taxes[i];
	return (struct invoice_tax){.tax_rate = tax_rate};
}

/* What is left to credit at a rate: billed, and credited (negative) so far. */
static struct invoice_tax
left_at(const struct credited *so_far, int tax_rate)
{
	struct invoice_tax left = tax_at(so_far->taxes, so_far->tax_count, tax_rate);
	struct invoice_tax credited = tax_at(so_far->credited, so_far->credited_count, tax_rate);

	left.net += credited.net;
	left.tax += credited.tax;
	return left;
}

void
credit_round(struct totals *credit, const struct credited *so_far)
{
	credit->tax = 0;
	for (size_t i = 0; i < credit->rate_count; i++) {
		struct invoice_tax *rate = &credit->rates[i];
		struct invoice_tax left = left_at(so_far, rate->tax_rate);

		if (left.net + rate->net == 0)
			rate->tax = -left.tax;
		credit->tax += rate->tax;
	}
	credit->total = credit->net + credit->tax;
}

/* A rate may be billed below zero (a discount): then its credit runs the other way. */
static bool
rate_fits(struct invoice_tax rate, const struct credited *so_far)
{
	int64_t left = left_at(so_far, rate.tax_rate).net;

	return left >= 0 ? -rate.net >= 0 && -rate.net <= left : -rate.net <= 0 && -rate.net >= left;
}

enum credit_refusal
credit_fits(const struct invoice *invoice, const struct totals *credit, const struct credited *so_far)
{
	if (credit->rate_count == 0 || credit->total == 0)
		return CREDIT_NOTHING;
	if (credit->total > 0 || -credit->total > invoice->total - invoice->credited)
		return CREDIT_OVER;
	for (size_t i = 0; i < credit->rate_count; i++)
		if (!rate_fits(credit->rates[i], so_far))
			return CREDIT_OVER;
	return CREDIT_FINE;
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
