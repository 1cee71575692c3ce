/* company_store: every statement about companies. They are few: their list needs no pages. */
#include "companies/company_store.h"

#include "base/id.h"
#include "db/db.h"
#include "sys/clock.h"

#include <stddef.h>

#define COLUMNS                                                                                                        \
	"id, name, legal_name, legal_form, capital, siret, register, vat_number, street, postal_code, city, country, " \
	"phone, email, website, bank_name, iban, bic, colour, logo_blob, logo_width, logo_height, host, sender_name, " \
	"sender_address, invoice_prefix, credit_prefix, invoice_footer, payment_days, version"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct company, id),
	DB_COLUMN_TEXT(struct company, name),
	DB_COLUMN_TEXT(struct company, legal_name),
	DB_COLUMN_TEXT(struct company, legal_form),
	DB_COLUMN_TEXT(struct company, capital),
	DB_COLUMN_TEXT(struct company, siret),
	{"register", DB_M_TEXT, offsetof(struct company, register_), 0, NULL},
	DB_COLUMN_TEXT(struct company, vat_number),
	DB_COLUMN_TEXT(struct company, street),
	DB_COLUMN_TEXT(struct company, postal_code),
	DB_COLUMN_TEXT(struct company, city),
	DB_COLUMN_TEXT(struct company, country),
	DB_COLUMN_TEXT(struct company, phone),
	DB_COLUMN_TEXT(struct company, email),
	DB_COLUMN_TEXT(struct company, website),
	DB_COLUMN_TEXT(struct company, bank_name),
	DB_COLUMN_TEXT(struct company, iban),
	DB_COLUMN_TEXT(struct company, bic),
	DB_COLUMN_TEXT(struct company, colour),
	DB_COLUMN_TEXT(struct company, logo_blob),
	DB_COLUMN_INT(struct company, logo_width),
	DB_COLUMN_INT(struct company, logo_height),
	DB_COLUMN_TEXT(struct company, host),
	DB_COLUMN_TEXT(struct company, sender_name),
	DB_COLUMN_TEXT(struct company, sender_address),
	DB_COLUMN_TEXT(struct company, invoice_prefix),
	DB_COLUMN_TEXT(struct company, credit_prefix),
	DB_COLUMN_TEXT(struct company, invoice_footer),
	DB_COLUMN_INT(struct company, payment_days),
	DB_COLUMN_INT64(struct company, version),
};
static const struct db_shape shape = DB_SHAPE(struct company, columns);

const struct company *
company_public(struct tx *tx, int64_t id)
{
	return db_find(tx, &shape, "select " COLUMNS " from company where id = $1", db_int(id));
}

const struct company *
company_of_host(struct tx *tx, const char *host)
{
	return db_find(tx, &shape, "select " COLUMNS " from company where host = $1", db_text(host));
}

const struct company *
company_of_host_or(struct tx *tx, const char *host, int64_t id)
{
	return db_find(tx, &shape,
		       "select " COLUMNS " from company where host = $1 or id = $2 "
		       "order by case when host = $1 then 0 else 1 end limit 1",
		       db_text(host), db_int(id));
}

struct company *
company_find(struct tx *tx, const struct viewer *viewer, int64_t id)
{
	return db_find(tx, &shape, access_sql(viewer, "select " COLUMNS " from company where {company} and id = $2"),
		       access_client(viewer), db_int(id));
}

struct company *
company_list(struct tx *tx, const struct viewer *viewer, size_t *count)
{
	return db_list(tx, &shape, count,
		       access_sql(viewer, "select " COLUMNS " from company where {company} order by name, id"),
		       access_client(viewer));
}

int64_t
company_create(struct tx *tx, const struct company *company)
{
	int64_t id = company->id == 0 ? id_new() : company->id;

	db_run(tx,
	       "insert into company (id, name, legal_name, legal_form, capital, siret, register, vat_number, street, "
	       "postal_code, city, country, phone, email, website, bank_name, iban, bic, colour, host, sender_name, "
	       "sender_address, invoice_prefix, credit_prefix, invoice_footer, payment_days, created_at, version) "
	       "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, "
	       "$22, $23, $24, $25, $26, $27, 1)",
	       db_int(id), db_text(company->name), db_text(company->legal_name), db_text(company->legal_form),
	       db_text(company->capital), db_text(company->siret), db_text(company->register_),
	       db_text(company->vat_number), db_text(company->street), db_text(company->postal_code),
	       db_text(company->city), db_text(company->country), db_text(company->phone), db_text(company->email),
	       db_text(company->website), db_text(company->bank_name), db_text(company->iban), db_text(company->bic),
	       db_text(company->colour), db_text(company->host), db_text(company->sender_name),
	       db_text(company->sender_address), db_text(company->invoice_prefix), db_text(company->credit_prefix),
	       db_text(company->invoice_footer), db_int(company->payment_days), db_int(clock_now()));
	return id;
}

bool
company_update(struct tx *tx, const struct company *company)
{
	return db_run(tx,
		      "update company set name = $1, legal_name = $2, legal_form = $3, capital = $4, siret = $5, "
		      "register = $6, vat_number = $7, street = $8, postal_code = $9, city = $10, country = $11, "
		      "phone = $12, email = $13, website = $14, bank_name = $15, iban = $16, bic = $17, colour = $18, "
		      "host = $19, sender_name = $20, sender_address = $21, invoice_prefix = $22, credit_prefix = $23, "
		      "invoice_footer = $24, payment_days = $25, version = version + 1 where id = $26 and version = $27",
		      db_text(company->name), db_text(company->legal_name), db_text(company->legal_form),
		      db_text(company->capital), db_text(company->siret), db_text(company->register_),
		      db_text(company->vat_number), db_text(company->street), db_text(company->postal_code),
		      db_text(company->city), db_text(company->country), db_text(company->phone),
		      db_text(company->email), db_text(company->website), db_text(company->bank_name),
		      db_text(company->iban), db_text(company->bic), db_text(company->colour), db_text(company->host),
		      db_text(company->sender_name), db_text(company->sender_address), db_text(company->invoice_prefix),
		      db_text(company->credit_prefix), db_text(company->invoice_footer), db_int(company->payment_days),
		      db_int(company->id), db_int(company->version)) == 1;
}

void
company_set_logo(struct tx *tx, int64_t company, const char *blob, int width, int height)
{
	db_run(tx,
	       "update company set logo_blob = $1, logo_width = $2, logo_height = $3, version = version + 1 "
	       "where id = $4",
	       db_text(blob), db_optional(width, 0), db_optional(height, 0), db_int(company));
}

bool
company_host_is_taken(struct tx *tx, const char *host, int64_t except)
{
	return db_get_int(tx, 0, "select 1 from company where host = $1 and id <> $2", db_text(host), db_int(except)) ==
	       1;
}
