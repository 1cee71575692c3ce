/* imported_amounts: the sums of an imported invoice out of those its row gives. */
#ifndef BILLING_IMPORTED_AMOUNTS_H
#define BILLING_IMPORTED_AMOUNTS_H

#include <stdbool.h>
#include <stdint.h>

/* What the row gives; the rest is worked out. Minor units; the rate in hundredths of a per cent. */
struct imported_amounts {
	bool has_net, has_tax, has_total, has_rate;
	int64_t net, tax, total, rate;
};

/* Fills in what is missing. NULL when all fits together, else the reason it does not (English, a sentence). Two of net,
 * tax and total are enough, or one of net and total with the rate; a rate that is not given is derived, taking a usual
 * French one when the tax is within a minor unit of it. */
const char *imported_amounts_complete(struct imported_amounts *amounts);

#endif
