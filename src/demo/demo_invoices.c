/* demo_invoices: six hundred invoices over two years in all states, issued in the order of their days. */
#include "demo/demo_parts.h"

#include "base/arena.h"
#include "base/instant.h"
#include "billing/invoice_book.h"
#include "sys/clock.h"

#include <stdlib.h>
#include <string.h>

enum { PERIOD_DAYS = 730, DRAFTS = 9, TOLD_LATEST = 12, LINES_LIMIT = 4 };

static const struct {
	const char *label, *unit;
	int64_t unit_price; /* hundredths of a cent */
	int64_t quantity;   /* thousandths, the usual one */
	int tax_rate;
} supplies[][6] = {
	{
		{"Pose de panneaux photovoltaïques 425 Wc", NULL, 2950000, 8000, 1000},
		{"Micro-onduleur", NULL, 1490000, 8000, 1000},
		{"Main-d’œuvre, installation en toiture", "h", 580000, 12000, 1000},
		{"Contrat d’entretien annuel", NULL, 1800000, 1000, 2000},
		{"Visite technique et étude", NULL, 1500000, 1000, 2000},
		{"Raccordement et mise en service", NULL, 4200000, 1000, 1000},
	},
	{
		{"Étude de faisabilité", NULL, 9500000, 1000, 2000},
		{"Plans d’exécution", "h", 850000, 14000, 2000},
		{"Suivi de chantier", "h", 780000, 9000, 2000},
		{"Dossier de permis de construire", NULL, 18000000, 1000, 2000},
		{"Déplacement", "km", 6500, 84000, 2000},
		{"Relevé de l’existant", NULL, 6500000, 1000, 2000},
	},
};

static const struct viewer clerk = {.kind = VIEWER_STAFF, .profile = PROFILE_ADMINISTRATOR, .theme = ""};

static size_t
choose_lines(struct demo *demo, int company, struct invoice_line *lines)
{
	size_t count = 1 + demo_chance(demo, LINES_LIMIT);
	uint32_t first = demo_chance(demo, 6);

	for (size_t i = 0; i < count; i++) {
		uint32_t which = (first + (uint32_t)i) % 6;

		lines[i] = (struct invoice_line){
			.label = supplies[company][which].label,
			.unit = supplies[company][which].unit,
			.unit_price = supplies[company][which].unit_price,
			.quantity = supplies[company][which].quantity,
			.tax_rate = supplies[company][which].tax_rate,
		};
		lines[i].net = line_net(lines[i].quantity, lines[i].unit_price);
	}
	return count;
}

static struct invoice *
add_draft(struct demo *demo, int client)
{
	struct invoice_line *lines = arena_make_array(tx_arena(demo->tx), struct invoice_line, LINES_LIMIT + 1);
	int company = demo->client_company[client];
	const struct invoice_draft draft = {
		.company = demo->companies[company],
		.client = demo->clients[client],
		.currency = "EUR",
		.due_on = NO_DAY,
		.supplied_on = NO_DAY,
		.lines = lines,
		.line_count = choose_lines(demo, company, lines),
	};

	return invoice_draft(demo->tx, &draft);
}

static void
pay(struct demo *demo, struct invoice *invoice, int64_t amount, int32_t day, int32_t today)
{
	static const enum payment_method methods[] = {PAYMENT_TRANSFER, PAYMENT_TRANSFER, PAYMENT_CARD, PAYMENT_CHEQUE};
	struct payment payment = {
		.paid_on = day > today ? today : day, .amount = amount, .method = methods[demo_chance(demo, 4)]};

	invoice_pay(NULL, demo->tx, &clerk, invoice, &payment, today);
}

/* Nine in ten old invoices are paid, most of them in time; some in part; some corrected. */
static void
settle(struct demo *demo, struct invoice *invoice, int32_t issued_on, int32_t today)
{
	uint32_t luck = demo_chance(demo, 100);
	int32_t paid_on = issued_on + 10 + (int32_t)demo_chance(demo, 30);
	int32_t credited_on = issued_on + 5 > today ? today : issued_on + 5;
	struct invoice *credit;

	if (luck < 3)
		invoice_credit(NULL, demo->tx, &clerk, invoice, NULL, credited_on, &credit);
	else if (luck < 6)
		pay(demo, invoice, invoice->rest / 3, paid_on, today);
	else if (luck < 10 && issued_on > today - 200)
		return;
	else if (paid_on <= today)
		pay(demo, invoice, invoice->rest, paid_on, today);
}

static int
by_day(const void *a, const void *b)
{
	return *(const int32_t *)a - *(const int32_t *)b;
}

void
demo_add_invoices(struct demo *demo)
{
	int32_t today = day_of_instant_utc(clock_now()), last;
	int32_t days[DEMO_INVOICES - DRAFTS];
	int issued = DEMO_INVOICES - DRAFTS;

	for (int i = 0; i < issued; i++)
		days[i] = today - 1 - (int32_t)demo_chance(demo, PERIOD_DAYS);
	qsort(days, (size_t)issued, sizeof days[0], by_day);
	for (int i = 0; i < issued; i++) {
		struct invoice *invoice = add_draft(demo, (int)demo_chance(demo, DEMO_CLIENTS));
		bool told = i >= issued - TOLD_LATEST;

		invoice_issue(told ? demo->house : NULL, demo->tx, &clerk, invoice, days[i], today, &last);
		if (!told)
			settle(demo, invoice, days[i], today);
	}
	for (int i = 0; i < DRAFTS; i++)
		add_draft(demo, (int)demo_chance(demo, DEMO_CLIENTS));
}
