/* client_due_store: the sums follow the rows of invoices in the same transaction, by statements that read those rows.
 */
#include "billing/client_due.h"

#include "core/access.h"
#include "db/db.h"

static const struct db_column columns[] = {
	DB_COLUMN_CURRENCY(struct client_due, currency),   DB_COLUMN_INT64(struct client_due, rest),
	DB_COLUMN_INT64(struct client_due, count),	   DB_COLUMN_INT64(struct client_due, overdue),
	DB_COLUMN_INT64(struct client_due, overdue_count),
};
static const struct db_shape shape = DB_SHAPE(struct client_due, columns);

/* An invoice without due day, which none that is to be paid should be, is never overdue. */
#define NEVER "2147483647"

/* Overdue is the whole without what is due from today on: a few weeks of days, where the days before may be years.
 * Said to lie between two bounds, days are few for PostgreSQL's planner, too, and its plan is kept for all values. */
struct client_due *
client_due_list(struct tx *tx, const struct viewer *viewer, int32_t today, size_t *count)
{
	return db_list(tx, &shape, count,
		       access_sql(viewer,
				  "select client_due.currency, client_due.rest, client_due.invoice_count as count, "
				  "client_due.rest - cast(coalesce(sum(later.rest), 0) as bigint) as overdue, "
				  "client_due.invoice_count - cast(coalesce(sum(later.invoice_count), 0) as bigint) "
				  "as overdue_count from client_due left join client_due_day as later "
				  "on later.client_id = client_due.client_id and later.currency = client_due.currency "
				  "and later.due_on >= $2 and later.due_on <= " NEVER
				  " where {client_due} and client_due.invoice_count > 0 "
				  "group by client_due.client_id, client_due.currency order by client_due.currency"),
		       access_client(viewer), db_int(today));
}

#define ADD(rows)                                                                                                      \
	"insert into client_due (client_id, currency, rest, invoice_count) "                                           \
	"select client_id, currency, cast(sum(rest) as bigint), count(*) from " rows " and rest > 0 "                  \
	"group by client_id, currency "                                                                                \
	"on conflict (client_id, currency) do update set rest = client_due.rest + excluded.rest, "                     \
	"invoice_count = client_due.invoice_count + excluded.invoice_count"
#define ADD_DAY(rows)                                                                                                  \
	"insert into client_due_day (client_id, currency, due_on, rest, invoice_count) "                               \
	"select client_id, currency, coalesce(due_on, " NEVER "), cast(sum(rest) as bigint), count(*) "                \
	"from " rows " and rest > 0 group by client_id, currency, coalesce(due_on, " NEVER ") "                        \
	"on conflict (client_id, currency, due_on) do update set rest = client_due_day.rest + excluded.rest, "         \
	"invoice_count = client_due_day.invoice_count + excluded.invoice_count"

#define THE_SAME(table) table ".client_id = invoice.client_id and " table ".currency = invoice.currency"

void
client_due_take(struct tx *tx, int64_t invoice)
{
	db_run(tx,
	       "update client_due set rest = client_due.rest - invoice.rest, invoice_count = invoice_count - 1 "
	       "from invoice where invoice.id = $1 and invoice.rest > 0 and " THE_SAME("client_due"),
	       db_int(invoice));
	db_run(tx,
	       "update client_due_day set rest = client_due_day.rest - invoice.rest, invoice_count = invoice_count - 1 "
	       "from invoice where invoice.id = $1 and invoice.rest > 0 and " THE_SAME(
		       "client_due_day") " and client_due_day.due_on = coalesce(invoice.due_on, " NEVER ")",
	       db_int(invoice));
}

void
client_due_add(struct tx *tx, int64_t invoice)
{
	db_run(tx, ADD("invoice where id = $1"), db_int(invoice));
	db_run(tx, ADD_DAY("invoice where id = $1"), db_int(invoice));
}

void
client_due_lead(struct tx *tx, int64_t from, int64_t to)
{
	db_run(tx,
	       "insert into client_due (client_id, currency, rest, invoice_count) "
	       "select cast($2 as bigint), currency, rest, invoice_count from client_due where client_id = $1 "
	       "on conflict (client_id, currency) do update set rest = client_due.rest + excluded.rest, "
	       "invoice_count = client_due.invoice_count + excluded.invoice_count",
	       db_int(from), db_int(to));
	db_run(tx,
	       "insert into client_due_day (client_id, currency, due_on, rest, invoice_count) "
	       "select cast($2 as bigint), currency, due_on, rest, invoice_count from client_due_day "
	       "where client_id = $1 on conflict (client_id, currency, due_on) do update set "
	       "rest = client_due_day.rest + excluded.rest, "
	       "invoice_count = client_due_day.invoice_count + excluded.invoice_count",
	       db_int(from), db_int(to));
	db_run(tx, "delete from client_due where client_id = $1", db_int(from));
	db_run(tx, "delete from client_due_day where client_id = $1", db_int(from));
}

void
client_due_add_imported(struct tx *tx)
{
	db_run(tx, ADD("imported where true"));
	db_run(tx, ADD_DAY("imported where true"));
}
