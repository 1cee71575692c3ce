/* demo: builds the demonstration in order: companies, portal, a module of its own, staff with their roles, clients with
 * their contacts, two years of invoices, then records of every module. */
#include "demo/demo.h"

#include "base/arena.h"
#include "base/check.h"
#include "clients/clients.h"
#include "companies/companies.h"
#include "core/house.h"
#include "demo/demo_parts.h"
#include "portals/portal_name_store.h"
#include "portals/portals.h"

const char demo_name[] = "Groupe Solaria";
const char demo_address[] = "demo";
const char demo_password[] = "tournesols au petit matin";

/* A small generator of our own, so that every demonstration is the same. (Numerical Recipes' constants.) */
uint32_t
demo_chance(struct demo *demo, uint32_t bound)
{
	demo->seed = demo->seed * 1664525u + 1013904223u;
	return (demo->seed >> 8) % bound;
}

/* The portal was at another address once, which now says where it is. */
static void
add_portal(struct demo *demo, const char *name)
{
	int64_t portal = portal_create(demo->tx, "solaria-energies", name, demo->companies[0]);

	check(portal_address_change(demo->tx, portal, "solaria-energies", demo_address, 0));
}

static void
add_companies(struct demo *demo)
{
	const struct company solaria = {
		.name = "Solaria Énergies",
		.legal_name = "Solaria Énergies",
		.legal_form = "SAS",
		.capital = "80 000 €",
		.siret = "73282932000074",
		.register_ = "RCS Nantes 732 829 320",
		.vat_number = "FR44732829320",
		.street = "12 quai de la Fosse",
		.postal_code = "44000",
		.city = "Nantes",
		.country = "FR",
		.phone = "02 40 00 12 34",
		.email = "bonjour@solaria.example",
		.website = "https://www.solaria.example",
		.bank_name = "Crédit Atlantique",
		.iban = "FR7630006000011234567890189",
		.bic = "AGRIFRPP",
		.colour = "#d97706",
		.sender_name = "Solaria Énergies",
		.invoice_prefix = "F",
		.credit_prefix = "A",
		.payment_days = 30,
	};
	struct company boreal = {
		.name = "Atelier Boréal",
		.legal_name = "Atelier Boréal",
		.legal_form = "SARL",
		.capital = "15 000 €",
		.siret = "55208131766522",
		.register_ = "RCS Rennes 552 081 317",
		.vat_number = "FR03552081317",
		.street = "4 rue Saint-Melaine",
		.postal_code = "35000",
		.city = "Rennes",
		.country = "FR",
		.phone = "02 99 00 56 78",
		.email = "contact@boreal.example",
		.bank_name = "Banque des Abers",
		.iban = "FR1420041010050500013M02606",
		.bic = "PSSTFRPPREN",
		.colour = "#1d4ed8",
		.host = "clients.boreal.example",
		.invoice_prefix = "AB",
		.credit_prefix = "AVAB",
		.payment_days = 45,
	};

	demo->companies[0] = company_create(demo->tx, &solaria);
	demo->companies[1] = company_create(demo->tx, &boreal);
	demo_add_logo(demo, demo->companies[0], solaria.name, solaria.colour);
	add_portal(demo, solaria.name);
	demo_add_presence(demo);
}

void
demo_create(const struct house *house, struct tx *tx)
{
	struct demo *demo = arena_make(tx_arena(tx), struct demo);

	demo->house = house;
	demo->tx = tx;
	demo->seed = 20260101;
	add_companies(demo);
	demo_add_vehicle_module(demo);
	demo_add_staff(demo);
	demo_add_clients(demo);
	demo_add_client_rights(demo);
	demo_add_sheets(demo);
	demo_add_invoices(demo);
	demo_add_rules(demo);
	demo_add_sales(demo);
	demo_add_work(demo);
	demo_add_approvals(demo);
	demo_add_vehicles(demo);
	demo_add_views(demo);
	demo_add_webhooks(demo);
	demo_add_privacy(demo);
	demo_add_own_fields(demo);
	demo_add_user_types(demo);
	demo_add_more_user_types(demo);
	demo_add_invitations(demo);
	demo_add_folders(demo);
	demo_add_trees(demo);
	demo_add_demands(demo);
	demo_add_client_draft(demo);
}
