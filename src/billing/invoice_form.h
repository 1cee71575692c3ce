/* invoice_form: what is typed to write an invoice, and the rows it is typed into. */
#ifndef BILLING_INVOICE_FORM_H
#define BILLING_INVOICE_FORM_H

#include "billing/invoice_book.h"
#include "core/request.h"

#define INVOICE_FIELDS                                                                                                 \
	"client company currency due_on supplied_on reference note tax_note version rows action lines.*.label "        \
	"lines.*.quantity lines.*.unit lines.*.unit_price lines.*.tax_rate"

/* Reads everything; errors stand beside their fields (form_failed). The company and client must be seen by the viewer.
 */
struct invoice_draft invoice_read_form(struct request *rq, int64_t created_by);

/* The rows of the form: as typed, else `lines` (of a draft being changed, may be NULL), then empty ones. With errors
 * beside each cell, the rates to choose from, and the nets that can be worked out. */
void invoice_form_rows(struct request *rq, struct doc *page, const struct invoice_line *lines, size_t count,
		       const char *currency);

/* "preview": {net, tax, total, taxes} of a draft that was read without error; null otherwise. */
void invoice_form_preview(struct doc *page, const struct invoice_draft *draft);

#endif
