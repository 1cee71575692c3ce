/* invoice_doc: an invoice as the document of pages and of the API. */
#ifndef BILLING_INVOICE_DOC_H
#define BILLING_INVOICE_DOC_H

#include "billing/invoice_store.h"
#include "core/request.h"

/* Today, in the organisation's zone: readers have none of their own. */
int32_t billing_today(const struct request *rq);

/* "/p/demo/invoices/…" or "/console/invoices/…", with `below` ("", "/issue", ".pdf") after the id. */
const char *invoice_path(struct request *rq, int64_t invoice, const char *below);

/* A row of a list; staff also see whose it is. */
struct doc *invoice_row_doc(struct request *rq, const struct invoice_row *row, int32_t today);

/* All of it: sums, lines, taxes, payments, credit notes, PDF, how to pay. */
struct doc *invoice_full_doc(struct request *rq, const struct invoice *invoice, int32_t today);

struct doc *invoice_lines_doc(struct request *rq, const struct invoice *invoice, size_t *count);

/* Puts amounts, one in each currency, as a list of money into `object`. */
void doc_set_sums(struct doc *object, const char *name, const struct invoice_sum *sums, size_t count);

#endif
