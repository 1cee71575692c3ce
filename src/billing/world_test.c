/* world_test: makes the companies and clients that the tests of billing bill. */
#include "billing/world_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "billing/billing.h"
#include "clients/clients.h"
#include "companies/companies.h"
#include "core/house_test.h"

static void
make(struct tx *tx, void *data)
{
	struct world *world = data;

	world->sorel = company_create(tx, &(struct company){.name = "Cabinet Sorel",
							    .legal_name = "Cabinet Sorel SAS",
							    .country = "FR",
							    .colour = "#0f766e",
							    .iban = "FR7630001007941234567890185",
							    .bic = "BDFEFRPPCCT",
							    .invoice_prefix = "F",
							    .credit_prefix = "A",
							    .payment_days = 30});
	world->atelier = company_create(tx, &(struct company){.name = "Atelier Bleu",
							      .legal_name = "Atelier Bleu SARL",
							      .country = "FR",
							      .colour = "#1d4ed8",
							      .invoice_prefix = "G",
							      .credit_prefix = "B",
							      .payment_days = 15});
	world->durand = client_create(tx, &(struct client){.number = "C-00001",
							   .name = "Boulangerie Durand",
							   .name_key = "boulangerie durand",
							   .kind = CLIENT_COMPANY,
							   .company_id = world->sorel,
							   .street = "12 rue des Lilas",
							   .postal_code = "44000",
							   .city = "Nantes",
							   .country = "FR",
							   .vat_number = "FR12345678901"});
	world->martin = client_create(tx, &(struct client){.number = "C-00002",
							   .name = "Élise Martin",
							   .name_key = "elise martin",
							   .kind = CLIENT_HOUSEHOLD,
							   .company_id = world->atelier,
							   .country = "FR"});
}

void
billing_world_write(struct db *db, struct arena *arena, db_body body, void *data)
{
	assert_int_equal(db_write(db, arena, body, data), DB_FINE);
}

struct world *
world_make(struct db *db, struct arena *arena)
{
	static const struct access_rule *rules[3];
	static size_t counts[3];
	struct world *world = arena_make(arena, struct world);

	rules[0] = billing.access;
	counts[0] = billing.access_count;
	rules[1] = clients.access;
	counts[1] = clients.access_count;
	rules[2] = companies.access;
	counts[2] = companies.access_count;
	access_start(rules, counts, 3);
	house_migrate(db, arena);
	billing_world_write(db, arena, make, world);
	world->staff = (struct viewer){.kind = VIEWER_STAFF, .staff = 7, .theme = ""};
	world->as_durand = (struct viewer){.kind = VIEWER_CLIENT, .contact = 1, .client = world->durand, .theme = ""};
	world->as_martin = (struct viewer){.kind = VIEWER_CLIENT, .contact = 2, .client = world->martin, .theme = ""};
	world->today = day_of(2026, 11, 22);
	return world;
}

struct invoice *
world_draft(struct tx *tx, const struct world *world, int64_t client)
{
	const struct invoice_line line = {
		.label = "Conseil", .quantity = 1000, .unit_price = 1000000, .tax_rate = 2000, .net = 10000};
	const struct invoice_draft draft = {.company = client == world->durand ? world->sorel : world->atelier,
					    .client = client,
					    .currency = "EUR",
					    .due_on = NO_DAY,
					    .supplied_on = NO_DAY,
					    .lines = &line,
					    .line_count = 1};

	return invoice_draft(tx, &draft);
}

struct invoice *
world_issued(struct tx *tx, const struct world *world, int64_t client, int32_t day)
{
	struct invoice *invoice = world_draft(tx, world, client);
	int32_t last;

	assert_int_equal(invoice_issue(NULL, tx, &world->staff, invoice, day, world->today, &last), ISSUE_FINE);
	return invoice;
}
