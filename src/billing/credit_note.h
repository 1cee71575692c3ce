/* credit_note: what corrects an invoice, as a whole or in part: its lines, its roundings, and what is refused. */
#ifndef BILLING_CREDIT_NOTE_H
#define BILLING_CREDIT_NOTE_H

#include "billing/invoice.h"

enum credit_refusal {
	CREDIT_FINE,
	CREDIT_NOT_OPEN, /* only issued or paid invoices are corrected */
	CREDIT_DONE,	 /* all of it was credited already */
	CREDIT_NOTHING,	 /* no amount was chosen */
	CREDIT_OVER	 /* {{left}}: more than what is left at a rate or in all */
};
extern const char *const credit_refusals[];
enum credit_refusal credit_refusal(const struct invoice *invoice);

/* The lines of a credit note: of the whole (amounts NULL: every line negated), or of `amounts[i]` (net, minor units,
 * 0: nothing) of each line. Lines that credit nothing are left out; *made gets how many there are. */
struct invoice_line *
credit_lines(struct arena *arena, const struct invoice_line *lines, size_t count, const int64_t *amounts, size_t *made);

/* What an invoice billed at each rate, and what its credit notes (negative) took back so far. */
struct credited {
	const struct invoice_tax *taxes, *credited;
	size_t tax_count, credited_count;
};

/* The credit that empties a rate takes exactly the tax that is left there: partial credits, each rounded, never leave
 * a cent behind. Call between invoice_totals and credit_fits. */
void credit_round(struct totals *credit, const struct credited *so_far);

/* CREDIT_FINE when the totals of a credit note (negative) fit into what is left of the invoice, in all and by rate. */
enum credit_refusal
credit_fits(const struct invoice *invoice, const struct totals *credit, const struct credited *so_far);

#endif
