/* client_due: what a client owes by currency, kept beside the invoices and changed with them. */
#ifndef BILLING_CLIENT_DUE_H
#define BILLING_CLIENT_DUE_H

#include "core/viewer.h"

#include <stddef.h>
#include <stdint.h>

struct tx;

/* What is due in one currency. */
struct client_due {
	char currency[4];
	int64_t rest, count, overdue, overdue_count;
};

/* Of the viewer's client: by currency, only where something is due. Costs the same however many invoices make it. */
struct client_due *client_due_list(struct tx *tx, const struct viewer *viewer, int32_t today, size_t *count);

/* Whoever changes an invoice takes it out of the sums before, and adds it after. */
void client_due_take(struct tx *tx, int64_t invoice);
void client_due_add(struct tx *tx, int64_t invoice);

/* Two clients become one: what the first owes, the second owes. */
void client_due_lead(struct tx *tx, int64_t from, int64_t to);

/* Adds the invoices of an import, out of its temporary table. */
void client_due_add_imported(struct tx *tx);

#endif
