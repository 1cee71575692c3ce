/* invoice_book: what happens to invoices: drafted, issued, paid, credited; each verb keeps rows, sums and states in
 * step, and tells the rest of the house. */
#ifndef BILLING_INVOICE_BOOK_H
#define BILLING_INVOICE_BOOK_H

#include "billing/credit_note.h"
#include "core/house.h"
#include "core/viewer.h"
#include "db/db.h"

/* What a draft says. Lines carry their net; totals are worked out here. */
struct invoice_draft {
	int64_t company, client;
	const char *currency;
	int32_t due_on, supplied_on; /* NO_DAY: the company's usual days after issue; the day of issue */
	const char *reference, *note, *tax_note;
	const struct invoice_line *lines;
	size_t line_count;
	int64_t created_by; /* staff user, or 0 */
};

/* Makes a draft; the rates of its lines fit (invoice_totals said so). */
struct invoice *invoice_draft(struct tx *tx, const struct invoice_draft *draft);

/* Rewrites a draft. False when it is none any more, or somebody changed it since `invoice` was read. */
bool
invoice_redraft(struct tx *tx, const struct viewer *viewer, struct invoice *invoice, const struct invoice_draft *draft);

/* Gives the draft its number and its day, freezes whom it is billed to, and emits "invoice.issued" and adds the job
 * that makes its PDF. `house` NULL: tells nobody (a demonstration's past). `last` gets the day that refused it. */
enum issue_refusal invoice_issue(const struct house *house, struct tx *tx, const struct viewer *viewer,
				 struct invoice *invoice, int32_t issued_on, int32_t today, int32_t *last);

/* Records a payment; its id, invoice and instant are filled in. Emits "invoice.paid" when nothing is left to pay. */
enum payment_refusal invoice_pay(const struct house *house, struct tx *tx, const struct viewer *viewer,
				 struct invoice *invoice, struct payment *payment, int32_t today);

/* Makes and issues a credit note of the whole (amounts NULL) or of a net amount of each line (as many as lines, minor
 * units). `credit` gets it. Crediting all of it cancels the invoice. */
enum credit_refusal
invoice_credit(const struct house *house, struct tx *tx, const struct viewer *viewer, struct invoice *invoice,
	       const int64_t *amounts, int32_t today, struct invoice **credit);

#endif
