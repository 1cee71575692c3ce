/* prepared_test: a migrated database with one company, and the rules of access. */
#include "clients/prepared_test.h"

#include "base/check.h"
#include "clients/clients.h"
#include "companies/companies.h"
#include "core/access.h"
#include "core/house_test.h"

static void
make_company(struct tx *tx, void *data)
{
	(void)data;
	company_create(tx, &(struct company){.id = 7,
					     .name = "Maison Essai",
					     .legal_name = "Maison Essai",
					     .country = "FR",
					     .colour = "#0f766e",
					     .invoice_prefix = "F",
					     .credit_prefix = "A"});
}

void
clients_prepare(struct db *db, struct arena *arena)
{
	const struct access_rule *const rules[] = {clients.access, companies.access};
	const size_t counts[] = {clients.access_count, companies.access_count};

	access_start(rules, counts, 2);
	house_migrate(db, arena);
	check(db_write(db, arena, make_company, NULL) == DB_FINE);
}
