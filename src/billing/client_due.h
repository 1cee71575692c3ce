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

/* Statements that add what `rows` gives ("invoice where id = $1 and rest > 0"): also those of a whole file. An invoice
 * without due day, which none that is to be paid should be, is never overdue. */
#define CLIENT_DUE_ADD(rows)                                                                                           \
	"insert into client_due (client_id, currency, rest, invoice_count) "                                           \
	"select client_id, currency, cast(sum(rest) as bigint), count(*) from " rows " group by client_id, currency "  \
	"on conflict (client_id, currency) do update set rest = client_due.rest + excluded.rest, "                     \
	"invoice_count = client_due.invoice_count + excluded.invoice_count"
#define CLIENT_DUE_DAY_ADD(rows)                                                                                       \
	"insert into client_due_day (client_id, currency, due_on, rest, invoice_count) "                               \
	"select client_id, currency, coalesce(due_on, " CLIENT_DUE_NEVER "), cast(sum(rest) as bigint), count(*) "     \
	"from " rows " group by client_id, currency, coalesce(due_on, " CLIENT_DUE_NEVER ") "                          \
	"on conflict (client_id, currency, due_on) do update set rest = client_due_day.rest + excluded.rest, "         \
	"invoice_count = client_due_day.invoice_count + excluded.invoice_count"
#define CLIENT_DUE_NEVER "2147483647"

#endif
