/* sample_invoice: invoices made up for previews of a user type: none is read, kept or sent. */
#ifndef BILLING_SAMPLE_INVOICE_H
#define BILLING_SAMPLE_INVOICE_H

#include "billing/client_due.h"
#include "billing/invoice_store.h"
#include "core/request.h"

/* As invoice_list and client_due_list; to who looks at a user type with made-up records, made-up ones. */
struct invoice_row *invoice_list_seen(struct request *rq, const struct invoice_query *query, size_t *count);
struct client_due *client_due_seen(struct request *rq, int32_t today, size_t *count);
/* As invoice_row_doc; what is made up has no page of its own and leads to the list. */
struct doc *invoice_row_seen(struct request *rq, const struct invoice_row *row, int32_t today);

#endif
