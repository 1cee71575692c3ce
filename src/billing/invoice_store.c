/* invoice_store: reads and writes of one invoice and what hangs on it. */
#include "billing/invoice_store.h"

#include "billing/client_due.h"
#include "core/access.h"

#define INVOICE_COLUMNS                                                                                                \
	"id, company_id, client_id, kind, state, number, credited_id, issued_on, due_on, supplied_on, currency, net, " \
	"tax, total, paid, credited, rest, reference, note, tax_note, billed_name, billed_address, "                   \
	"billed_vat_number, pdf_blob, pdf_hash, pdf_size, created_by, created_at, version"

static const struct db_column invoice_columns[] = {
	DB_COLUMN_INT64(struct invoice, id),
	DB_COLUMN_INT64(struct invoice, company_id),
	DB_COLUMN_INT64(struct invoice, client_id),
	DB_COLUMN_ENUM(struct invoice, kind, invoice_kind_names),
	DB_COLUMN_ENUM(struct invoice, state, invoice_state_names),
	DB_COLUMN_TEXT(struct invoice, number),
	DB_COLUMN_INT64(struct invoice, credited_id),
	DB_COLUMN_DAY(struct invoice, issued_on),
	DB_COLUMN_DAY(struct invoice, due_on),
	DB_COLUMN_DAY(struct invoice, supplied_on),
	DB_COLUMN_CURRENCY(struct invoice, currency),
	DB_COLUMN_INT64(struct invoice, net),
	DB_COLUMN_INT64(struct invoice, tax),
	DB_COLUMN_INT64(struct invoice, total),
	DB_COLUMN_INT64(struct invoice, paid),
	DB_COLUMN_INT64(struct invoice, credited),
	DB_COLUMN_INT64(struct invoice, rest),
	DB_COLUMN_TEXT(struct invoice, reference),
	DB_COLUMN_TEXT(struct invoice, note),
	DB_COLUMN_TEXT(struct invoice, tax_note),
	DB_COLUMN_TEXT(struct invoice, billed_name),
	DB_COLUMN_TEXT(struct invoice, billed_address),
	DB_COLUMN_TEXT(struct invoice, billed_vat_number),
	DB_COLUMN_TEXT(struct invoice, pdf_blob),
	DB_COLUMN_TEXT(struct invoice, pdf_hash),
	DB_COLUMN_INT64(struct invoice, pdf_size),
	DB_COLUMN_INT64(struct invoice, created_by),
	DB_COLUMN_INSTANT(struct invoice, created_at),
	DB_COLUMN_INT64(struct invoice, version),
};
static const struct db_shape invoice_shape = DB_SHAPE(struct invoice, invoice_columns);

static const struct db_column line_columns[] = {
	DB_COLUMN_TEXT(struct invoice_line, label),   DB_COLUMN_INT64(struct invoice_line, quantity),
	DB_COLUMN_TEXT(struct invoice_line, unit),    DB_COLUMN_INT64(struct invoice_line, unit_price),
	DB_COLUMN_INT(struct invoice_line, tax_rate), DB_COLUMN_INT64(struct invoice_line, net),
};
static const struct db_shape line_shape = DB_SHAPE(struct invoice_line, line_columns);

static const struct db_column tax_columns[] = {
	DB_COLUMN_INT(struct invoice_tax, tax_rate),
	DB_COLUMN_INT64(struct invoice_tax, net),
	DB_COLUMN_INT64(struct invoice_tax, tax),
};
static const struct db_shape tax_shape = DB_SHAPE(struct invoice_tax, tax_columns);

static const struct db_column payment_columns[] = {
	DB_COLUMN_INT64(struct payment, id),
	DB_COLUMN_INT64(struct payment, invoice_id),
	DB_COLUMN_DAY(struct payment, paid_on),
	DB_COLUMN_INT64(struct payment, amount),
	DB_COLUMN_ENUM(struct payment, method, payment_method_names),
	DB_COLUMN_TEXT(struct payment, reference),
	DB_COLUMN_INT64(struct payment, recorded_by),
	DB_COLUMN_INSTANT(struct payment, created_at),
};
static const struct db_shape payment_shape = DB_SHAPE(struct payment, payment_columns);

/* ---- reading ---- */

struct invoice *
invoice_find(struct tx *tx, const struct viewer *viewer, int64_t id)
{
	return db_find(tx, &invoice_shape,
		       access_sql(viewer, "select " INVOICE_COLUMNS " from invoice where {invoice} and " OF_SEEN_CLIENT
					  " and id = $2"),
		       access_client(viewer), db_int(id));
}

struct invoice_line *
invoice_line_list(struct tx *tx, const struct viewer *viewer, int64_t invoice, size_t *count)
{
	return db_list(tx, &line_shape, count,
		       access_sql(viewer, "select label, quantity, unit, unit_price, tax_rate, net from invoice_line "
					  "where {invoice_line} and invoice_id = $2 order by position"),
		       access_client(viewer), db_int(invoice));
}

struct invoice_tax *
invoice_tax_list(struct tx *tx, const struct viewer *viewer, int64_t invoice, size_t *count)
{
	return db_list(tx, &tax_shape, count,
		       access_sql(viewer, "select tax_rate, net, tax from invoice_tax "
					  "where {invoice_tax} and invoice_id = $2 order by tax_rate desc"),
		       access_client(viewer), db_int(invoice));
}

struct payment *
payment_list(struct tx *tx, const struct viewer *viewer, int64_t invoice, size_t *count)
{
	return db_list(tx, &payment_shape, count,
		       access_sql(viewer, "select id, invoice_id, paid_on, amount, method, reference, recorded_by, "
					  "created_at from payment where {payment} and invoice_id = $2 "
					  "order by paid_on, id"),
		       access_client(viewer), db_int(invoice));
}

struct invoice_tax *
credited_tax_list(struct tx *tx, const struct viewer *viewer, int64_t invoice, size_t *count)
{
	return db_list(tx, &tax_shape, count,
		       access_sql(viewer, "select tax_rate, cast(sum(net) as bigint) as net, "
					  "cast(sum(tax) as bigint) as tax from invoice_tax "
					  "where {invoice_tax} and invoice_id in (select id from invoice "
					  "where {invoice} and credited_id = $2 and state <> 'draft') "
					  "group by tax_rate order by tax_rate desc"),
		       access_client(viewer), db_int(invoice));
}

/* ---- writing ---- */

void
invoice_add(struct tx *tx, const struct invoice *invoice)
{
	db_run(tx,
	       "insert into invoice (" INVOICE_COLUMNS ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
	       "$13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)",
	       db_int(invoice->id), db_int(invoice->company_id), db_int(invoice->client_id),
	       db_text(invoice_kind_names[invoice->kind]), db_text(invoice_state_names[invoice->state]),
	       db_text(invoice->number), db_optional(invoice->credited_id, 0), db_optional(invoice->issued_on, NO_DAY),
	       db_optional(invoice->due_on, NO_DAY), db_optional(invoice->supplied_on, NO_DAY),
	       db_text(invoice->currency), db_int(invoice->net), db_int(invoice->tax), db_int(invoice->total),
	       db_int(invoice->paid), db_int(invoice->credited), db_int(invoice->rest), db_text(invoice->reference),
	       db_text(invoice->note), db_text(invoice->tax_note), db_text(invoice->billed_name),
	       db_text(invoice->billed_address), db_text(invoice->billed_vat_number), db_text(invoice->pdf_blob),
	       db_text(invoice->pdf_hash), db_optional(invoice->pdf_size, 0), db_optional(invoice->created_by, 0),
	       db_int(invoice->created_at), db_int(invoice->version));
	client_due_add(tx, invoice->id);
}

void
invoice_lines_add(struct tx *tx, int64_t invoice, const struct invoice_line *lines, size_t count)
{
	for (size_t i = 0; i < count; i++)
		db_run(tx,
		       "insert into invoice_line (invoice_id, position, label, quantity, unit, unit_price, tax_rate, "
		       "net) values ($1, $2, $3, $4, $5, $6, $7, $8)",
		       db_int(invoice), db_int((int64_t)i + 1), db_text(lines[i].label), db_int(lines[i].quantity),
		       db_text(lines[i].unit), db_int(lines[i].unit_price), db_int(lines[i].tax_rate),
		       db_int(lines[i].net));
}

void
invoice_taxes_add(struct tx *tx, int64_t invoice, const struct invoice_tax *taxes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		db_run(tx, "insert into invoice_tax (invoice_id, tax_rate, net, tax) values ($1, $2, $3, $4)",
		       db_int(invoice), db_int(taxes[i].tax_rate), db_int(taxes[i].net), db_int(taxes[i].tax));
}

void
payment_add(struct tx *tx, const struct payment *payment)
{
	db_run(tx,
	       "insert into payment (id, invoice_id, paid_on, amount, method, reference, recorded_by, created_at) "
	       "values ($1, $2, $3, $4, $5, $6, $7, $8)",
	       db_int(payment->id), db_int(payment->invoice_id), db_int(payment->paid_on), db_int(payment->amount),
	       db_text(payment_method_names[payment->method]), db_text(payment->reference),
	       db_optional(payment->recorded_by, 0), db_int(payment->created_at));
}

bool
invoice_rewrite(struct tx *tx, const struct viewer *viewer, struct invoice *invoice)
{
	int64_t changed;

	client_due_take(tx, invoice->id);
	changed = db_run(
		tx,
		access_sql(viewer,
			   "update invoice set company_id = $4, client_id = $5, state = $6, number = $7, "
			   "issued_on = $8, due_on = $9, supplied_on = $10, currency = $11, net = $12, tax = $13, "
			   "total = $14, paid = $15, credited = $16, rest = $17, reference = $18, note = $19, "
			   "tax_note = $20, billed_name = $21, billed_address = $22, billed_vat_number = $23, "
			   "version = version + 1 where {invoice} and id = $2 and version = $3"),
		access_client(viewer), db_int(invoice->id), db_int(invoice->version), db_int(invoice->company_id),
		db_int(invoice->client_id), db_text(invoice_state_names[invoice->state]), db_text(invoice->number),
		db_optional(invoice->issued_on, NO_DAY), db_optional(invoice->due_on, NO_DAY),
		db_optional(invoice->supplied_on, NO_DAY), db_text(invoice->currency), db_int(invoice->net),
		db_int(invoice->tax), db_int(invoice->total), db_int(invoice->paid), db_int(invoice->credited),
		db_int(invoice->rest), db_text(invoice->reference), db_text(invoice->note), db_text(invoice->tax_note),
		db_text(invoice->billed_name), db_text(invoice->billed_address), db_text(invoice->billed_vat_number));
	client_due_add(tx, invoice->id);
	invoice->version++;
	return changed == 1;
}

void
invoice_lines_remove(struct tx *tx, int64_t invoice)
{
	db_run(tx, "delete from invoice_line where invoice_id = $1", db_int(invoice));
	db_run(tx, "delete from invoice_tax where invoice_id = $1", db_int(invoice));
}

bool
invoice_draft_remove(struct tx *tx, const struct viewer *viewer, const struct invoice *invoice)
{
	invoice_lines_remove(tx, invoice->id);
	return db_run(tx,
		      access_sql(viewer, "delete from invoice where {invoice} and id = $2 and version = $3 "
					 "and state = 'draft'"),
		      access_client(viewer), db_int(invoice->id), db_int(invoice->version)) == 1;
}

bool
invoice_keep_pdf(struct tx *tx, int64_t invoice, const char *blob, const char *hash, int64_t size)
{
	return db_run(tx,
		      "update invoice set pdf_blob = $2, pdf_hash = $3, pdf_size = $4 "
		      "where id = $1 and pdf_blob is null and state <> 'draft'",
		      db_int(invoice), db_text(blob), db_text(hash), db_int(size)) == 1;
}

/* ---- series ---- */

int32_t
series_last_day(struct tx *tx, int64_t company, enum invoice_kind kind)
{
	return (int32_t)db_get_int(tx, NO_DAY,
				   "select max(last_issued_on) from invoice_series where company_id = $1 and kind = $2",
				   db_int(company), db_text(invoice_kind_names[kind]));
}

int64_t
series_take(struct tx *tx, int64_t company, enum invoice_kind kind, int year, int32_t day)
{
	return db_get_int(tx, 0,
			  "insert into invoice_series (company_id, kind, year, next, last_issued_on) "
			  "values ($1, $2, $3, 2, $4) on conflict (company_id, kind, year) do update "
			  "set next = invoice_series.next + 1, last_issued_on = excluded.last_issued_on "
			  "returning next - 1",
			  db_int(company), db_text(invoice_kind_names[kind]), db_int(year), db_int(day));
}

bool
invoice_number_is_taken(struct tx *tx, int64_t company, const char *number)
{
	return db_get_int(tx, 0, "select id from invoice where company_id = $1 and number = $2", db_int(company),
			  db_text(number)) != 0;
}
