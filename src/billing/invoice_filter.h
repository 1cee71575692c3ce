/* invoice_filter: what a list of invoices is asked for in its address, and the links that ask for something else. */
#ifndef BILLING_INVOICE_FILTER_H
#define BILLING_INVOICE_FILTER_H

#include "billing/invoice_store.h"
#include "core/page.h"
#include "core/request.h"

struct invoice_asked {
	struct invoice_query query;
	const char *text; /* searched, or NULL */
};

/* Fields filter, q, after; for staff also client and company. Drafts are for staff. */
struct invoice_asked invoice_asked(struct request *rq);

/* Puts "filters" [{label, href, current}], "filter", "q", "all" (nothing was asked), "invoices", "page", "search_cut"
 * and "list_href" into `page`. */
void invoice_list_fill(struct request *rq, struct doc *page, const struct invoice_asked *asked);

#endif
