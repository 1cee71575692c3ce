/* credit_note: the mirror of an invoice's sums. */
#include "billing/credit_note.h"

#include "base/arena.h"

const char *const credit_refusals[] = {
	[CREDIT_FINE] = NULL,
	[CREDIT_NOT_OPEN] = N_("Only an issued invoice can be credited."),
	[CREDIT_DONE] = N_("This invoice was credited in full already."),
	[CREDIT_NOTHING] = N_("Type the amount to credit on at least one line."),
	[CREDIT_OVER] = N_("That is more than what is left to credit: {{left}} with tax, and no more than was billed "
			   "at each VAT rate."),
};

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
