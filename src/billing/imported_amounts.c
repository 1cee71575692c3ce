/* imported_amounts: two of three give the third; a rate is found back in spite of roundings. */
#include "billing/imported_amounts.h"

#include "base/money.h"
#include "billing/invoice.h"

#include <stdlib.h>

enum { RATE_LIMIT = 10000 };

static bool
too_large(int64_t amount)
{
	return amount > AMOUNT_LIMIT || amount < -AMOUNT_LIMIT;
}

static bool
work_out(struct imported_amounts *amounts)
{
	if (amounts->has_net && amounts->has_tax)
		amounts->total = amounts->has_total ? amounts->total : amounts->net + amounts->tax;
	else if (amounts->has_net && amounts->has_total)
		amounts->tax = amounts->total - amounts->net;
	else if (amounts->has_tax && amounts->has_total)
		amounts->net = amounts->total - amounts->tax;
	else if (amounts->has_net && amounts->has_rate)
		amounts->tax = money_scale(amounts->net, amounts->rate, 10000);
	else if (amounts->has_total && amounts->has_rate)
		amounts->net = money_scale(amounts->total, 10000, 10000 + amounts->rate);
	else
		return false;
	if (!amounts->has_tax)
		amounts->tax = amounts->has_total ? amounts->total - amounts->net : amounts->tax;
	if (!amounts->has_total)
		amounts->total = amounts->net + amounts->tax;
	return true;
}

static bool
fits_rate(const struct imported_amounts *amounts, int64_t rate)
{
	return llabs(money_scale(amounts->net, rate, 10000) - amounts->tax) <= 1;
}

static bool
derive_rate(struct imported_amounts *amounts)
{
	static const int64_t usual[] = {2000, 1000, 550, 210, 850, 0};
	int64_t net = llabs(amounts->net), tax = llabs(amounts->tax);

	for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
		if (fits_rate(amounts, usual[i])) {
			amounts->rate = usual[i];
			return true;
		}
	if (net == 0 || (amounts->net < 0) != (amounts->tax < 0))
		return false;
	amounts->rate = money_scale(tax, 10000, net);
	return amounts->rate <= RATE_LIMIT;
}

const char *
imported_amounts_complete(struct imported_amounts *amounts)
{
	if (too_large(amounts->net) || too_large(amounts->tax) || too_large(amounts->total))
		return "The amount is too large.";
	if (amounts->has_rate && (amounts->rate < 0 || amounts->rate > RATE_LIMIT))
		return "The VAT rate lies between 0 and 100 %.";
	if (!work_out(amounts))
		return "The amounts are not enough: give two of net, tax and total, or one of net and total with the rate.";
	if (amounts->net + amounts->tax != amounts->total)
		return "The amounts do not add up: net and tax do not make the total.";
	if (amounts->has_rate && !fits_rate(amounts, amounts->rate))
		return "The tax does not fit the VAT rate.";
	if (!amounts->has_rate && !derive_rate(amounts))
		return "The tax does not fit the net.";
	return NULL;
}
