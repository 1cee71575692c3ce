/* host_store: every statement about what was seen of companies' own host names. */
#include "companies/host_look.h"

#include "base/instant.h"
#include "db/db.h"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct host_state, company),
	DB_COLUMN_TEXT(struct host_state, host),
	DB_COLUMN_INSTANT(struct host_state, asked_at),
	DB_COLUMN_INSTANT(struct host_state, checked_at),
	DB_COLUMN_TEXT(struct host_state, dns),
	DB_COLUMN_TEXT(struct host_state, addresses),
	{"ours", DB_M_INT64, offsetof(struct host_state, ours), -1, NULL},
	DB_COLUMN_TEXT(struct host_state, tls),
	DB_COLUMN_TEXT(struct host_state, issuer),
	DB_COLUMN_INSTANT(struct host_state, valid_until),
};
static const struct db_shape shape = DB_SHAPE(struct host_state, columns);

struct host_state
host_find(struct tx *tx, const struct company *company)
{
	const struct host_state *found =
		db_find(tx, &shape,
			"select company_id as company, host, asked_at, checked_at, dns, addresses, ours, tls, issuer, "
			"valid_until from company_host where company_id = $1 and host = $2",
			db_int(company->id), db_text(company->host));

	if (found != NULL)
		return *found;
	return (struct host_state){.company = company->id,
				   .host = company->host,
				   .asked_at = NO_INSTANT,
				   .checked_at = NO_INSTANT,
				   .ours = -1,
				   .valid_until = NO_INSTANT};
}

void
host_ask(struct tx *tx, const struct company *company, int64_t now)
{
	db_run(tx,
	       "insert into company_host (company_id, host, asked_at) values ($1, $2, $3) "
	       "on conflict (company_id) do update set host = $2, asked_at = $3, checked_at = null",
	       db_int(company->id), db_text(company->host), db_int(now));
}

void
host_record(struct tx *tx, const struct host_state *state)
{
	db_run(tx,
	       "update company_host set checked_at = $1, dns = $2, addresses = $3, ours = $4, tls = $5, issuer = $6, "
	       "valid_until = $7 where company_id = $8 and host = $9",
	       db_int(state->checked_at), db_text(state->dns), db_text(state->addresses), db_optional(state->ours, -1),
	       db_text(state->tls), db_text(state->issuer), db_optional(state->valid_until, NO_INSTANT),
	       db_int(state->company), db_text(state->host));
}
