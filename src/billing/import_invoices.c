/* import_invoices: `parvis import invoices`: a row of the file is an invoice with one line at one VAT rate.
 *
 * Numbers are kept as they are, and a series goes on after the largest that fits its scheme. An amount paid makes one
 * payment. Credit notes may be written with or without their minus. Drafts are not imported: they bear no number. */
#include "base/arena.h"
#include "base/check.h"
#include "base/id.h"
#include "billing/billing.h"
#include "billing/imported.h"
#include "billing/imported_amounts.h"
#include "core/import.h"
#include "core/organisation.h"
#include "html/format.h"
#include "sys/clock.h"

#include <stdlib.h>
#include <string.h>

enum { BATCH = 500, MOVED_AT_ONCE = 50000, SERIES_LIMIT = 512 };

enum {
	NUMBER,
	CLIENT,
	COMPANY,
	ISSUED_ON,
	DUE_ON,
	NET,
	TAX,
	TOTAL,
	RATE,
	PAID,
	PAID_ON,
	STATE,
	LABEL,
	REFERENCE,
	CURRENCY,
	KIND,
	COLUMNS
};

static const struct import_column columns[COLUMNS] = {
	[NUMBER] = {"number numero n n_facture numero_facture no", true},
	[CLIENT] = {"client_number client numero_client code_client n_client", true},
	[COMPANY] = {"company societe", false},
	[ISSUED_ON] = {"issued_on date date_facture date_emission issued", true},
	[DUE_ON] = {"due_on echeance date_echeance due", false},
	[NET] = {"net total_ht montant_ht ht", false},
	[TAX] = {"tax tva montant_tva total_tva vat", false},
	[TOTAL] = {"total total_ttc montant_ttc ttc", false},
	[RATE] = {"rate taux taux_tva tax_rate vat_rate", false},
	[PAID] = {"paid paye regle montant_paye montant_regle", false},
	[PAID_ON] = {"paid_on date_paiement date_reglement", false},
	[STATE] = {"state etat statut status", false},
	[LABEL] = {"label libelle designation description objet", false},
	[REFERENCE] = {"reference ref bon_de_commande", false},
	[CURRENCY] = {"currency devise", false},
	[KIND] = {"type kind", false},
};

static const char *const kind_words[] = {"invoice facture f", "credit_note avoir note_de_credit a", NULL};
static const char *const state_words[] = {
	"draft brouillon",
	"issued emise emis envoyee unpaid impayee impaye a_payer a_regler due en_retard echue overdue sent open",
	"paid payee paye reglee regle soldee solde acquittee",
	"cancelled canceled annulee annule",
	NULL,
};

struct series {
	int64_t company;
	enum invoice_kind kind;
	int year;
	int64_t position;
	int32_t day;
};

struct importing {
	struct client_map *clients;
	struct known_company *companies;
	size_t company_count;
	const char *currency; /* of the organisation */
	const char *label;    /* of a line without one */
	int32_t today;
	int64_t now;
	bool spoiled; /* a bad line was found: nothing will be kept, so only what finds more of them is written */
	struct arena *texts; /* of the batch */
	struct imported batch[BATCH];
	size_t count;
	int64_t staged; /* in the temporary table */
	struct series series[SERIES_LIMIT];
	size_t series_count;
};

/* ---- begin ---- */

static void
free_arena(void *arena)
{
	arena_free(arena);
}

static void *
begin(struct import *import)
{
	struct importing *state = arena_make(import->kept, struct importing);
	const struct organisation *organisation = organisation_find(import->tx);
	const struct formats *formats;

	check(organisation != NULL);
	imported_begin(import->tx);
	formats = formats_for(import->house->translations,
			      arena_printf(import->kept, "%s_%s", organisation->language, organisation->country),
			      organisation->zone);
	state->texts = arena_new(0);
	arena_at_end(import->kept, free_arena, state->texts);
	state->clients = client_map_load(import->tx, import->kept);
	state->companies = known_companies(import->tx, &state->company_count);
	state->currency = organisation->currency;
	state->label = formats_translate(formats, N_("Services as billed"));
	state->now = clock_now();
	state->today = format_day_of(formats, state->now);
	return state;
}

/* ---- a row ---- */

static const struct known_company *
company_of(struct import *import, const struct importing *state, int64_t usual)
{
	const char *name = import_text(import, COMPANY, 200);
	const char *folded = name == NULL ? NULL : text_fold(import->arena, name);

	for (size_t i = 0; i < state->company_count; i++) {
		const struct known_company *company = &state->companies[i];

		if (folded == NULL ? company->id == usual
				   : text_equal(folded, text_fold(import->arena, company->name)) ||
					     text_equal(folded, text_fold(import->arena, company->legal_name)))
			return company;
	}
	import_bad(import, "There is no company named “%s”.", name == NULL ? "" : name);
	return NULL;
}

static void
read_days(struct import *import, const struct importing *state, const struct known_company *company,
	  struct imported *row)
{
	row->issued_on = import_day(import, ISSUED_ON);
	row->due_on = import_day(import, DUE_ON);
	row->paid_on = import_day(import, PAID_ON);
	if (import_is_bad(import))
		return;
	if (row->issued_on == NO_DAY)
		import_bad(import, "The day of issue is missing.");
	else if (row->issued_on > state->today)
		import_bad(import, "The day of issue lies in the future.");
	else if (row->due_on != NO_DAY && row->due_on < row->issued_on)
		import_bad(import, "The due day lies before the day of issue.");
	else if (row->paid_on != NO_DAY && row->paid_on > state->today)
		import_bad(import, "The day of the payment lies in the future.");
	if (row->due_on == NO_DAY)
		row->due_on = row->issued_on + company->payment_days;
	if (row->paid_on == NO_DAY)
		row->paid_on = row->due_on <= state->today ? row->due_on : row->issued_on;
}

static void
read_currency(struct import *import, const struct importing *state, struct imported *row)
{
	const char *currency = import_text(import, CURRENCY, 3);

	if (currency == NULL || text_equal(currency, "€"))
		currency = state->currency;
	if (strlen(currency) != 3 || strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
		import_bad(import, "The currency is not three capital letters: “%s”.", currency);
	else
		memcpy(row->currency, currency, sizeof row->currency);
}

/* Written with or without its minus, a credit note is kept below zero. */
static void
take_kind(struct import *import, struct imported *row, int64_t total)
{
	int kind = import_choice(import, KIND, kind_words);

	row->kind = kind >= 0 ? (enum invoice_kind)kind : total < 0 ? CREDIT_NOTE : INVOICE;
	if (row->kind == INVOICE && total < 0)
		import_bad(import, "An invoice below zero is a credit note: say so in the column type.");
}

static void
read_amounts(struct import *import, struct imported *row)
{
	struct imported_amounts amounts = {0};
	int digits = money_digits(row->currency), sign = 1;
	const char *reason;

	amounts.has_net = import_decimal(import, NET, digits, &amounts.net);
	amounts.has_tax = import_decimal(import, TAX, digits, &amounts.tax);
	amounts.has_total = import_decimal(import, TOTAL, digits, &amounts.total);
	amounts.has_rate = import_decimal(import, RATE, 2, &amounts.rate);
	if (import_is_bad(import))
		return;
	reason = imported_amounts_complete(&amounts);
	if (reason != NULL) {
		import_bad(import, "%s", reason);
		return;
	}
	take_kind(import, row, amounts.total);
	if (row->kind == CREDIT_NOTE && amounts.total > 0)
		sign = -1;
	row->net = sign * amounts.net;
	row->tax = sign * amounts.tax;
	row->total = sign * amounts.total;
	row->tax_rate = (int)amounts.rate;
}

static void
settle_cancelled(struct import *import, struct imported *row)
{
	if (row->paid != 0)
		import_bad(import, "It is cancelled and yet paid: import it with its credit note instead.");
	row->credited = row->total;
}

/* What is paid follows from the state, the state from what is paid, and both must agree. */
static void
read_state(struct import *import, struct imported *row)
{
	int state = import_choice(import, STATE, state_words);
	bool given = import_decimal(import, PAID, money_digits(row->currency), &row->paid);

	if (import_is_bad(import))
		return;
	if (state == INVOICE_DRAFT)
		import_bad(import, "Drafts are not imported: write them in the console.");
	if (row->kind == CREDIT_NOTE) {
		row->paid = 0;
		row->state = INVOICE_ISSUED;
		return;
	}
	if (!given)
		row->paid = state == INVOICE_PAID ? row->total : 0;
	if (row->paid < 0 || row->paid > row->total)
		import_bad(import, "The amount paid lies between 0 and the total.");
	if (state == INVOICE_PAID && row->paid != row->total)
		import_bad(import, "It is paid, and yet the amount paid is not the total.");
	if (state == INVOICE_CANCELLED)
		settle_cancelled(import, row);
	row->rest = row->total - row->credited - row->paid;
	row->state = state == INVOICE_CANCELLED ? INVOICE_CANCELLED : row->rest == 0 ? INVOICE_PAID : INVOICE_ISSUED;
}

/* "F-2026-0042" of the company's own scheme makes the series go on at 43. */
static void
note_series(struct import *import, struct importing *state, const struct known_company *company,
	    const struct imported *row)
{
	const char *prefix = row->kind == INVOICE ? company->invoice_prefix : company->credit_prefix;
	const char *year_text = strncmp(row->number, prefix, strlen(prefix)) == 0 ? row->number + strlen(prefix) : "";
	int year = *year_text == '-' ? atoi(year_text + 1) : 0;
	int64_t position = year < 1000 || year > 9999 ? 0 : invoice_number_position(row->number, prefix, year);
	size_t i = 0;

	if (position == 0)
		return;
	while (i < state->series_count && (state->series[i].company != row->company ||
					   state->series[i].kind != row->kind || state->series[i].year != year))
		i++;
	if (i == SERIES_LIMIT) {
		import_bad(import, "The numbers belong to more than %d series.", SERIES_LIMIT);
		return;
	}
	if (i == state->series_count)
		state->series[state->series_count++] =
			(struct series){row->company, row->kind, year, position, row->issued_on};
	if (position > state->series[i].position)
		state->series[i].position = position;
	if (row->issued_on > state->series[i].day)
		state->series[i].day = row->issued_on;
}

static void
stage(struct import *import, struct importing *state)
{
	if (state->count == 0)
		return;
	imported_stage(import->tx, state->texts, state->batch, state->count);
	state->staged += (int64_t)state->count;
	state->count = 0;
	arena_reset(state->texts);
}

/* Rows whose number is taken are bad after all. Once anything is bad, invoices are still written, so that numbers that
 * come twice are found; nothing else is. */
static void
move(struct import *import, struct importing *state)
{
	struct taken_number *taken;
	size_t count;

	if (state->staged == 0)
		return;
	if (imported_move(import->tx, state->now) < state->staged) {
		taken = imported_taken(import->tx, &count);
		for (size_t i = 0; i < count; i++)
			import_bad_line(import, taken[i].line,
					"The number %s is taken by another invoice of this company.", taken[i].number);
		state->spoiled = true;
	}
	if (!state->spoiled)
		imported_move_parts(import->tx, state->now);
	imported_forget(import->tx);
	state->staged = 0;
}

static void
read_row(struct import *import, struct importing *state, struct imported *row)
{
	const char *client_number = import_need(import, CLIENT, 100);
	const struct known_client *client = NULL;
	const struct known_company *company = NULL;

	row->number = import_need(import, NUMBER, 60);
	if (!import_is_bad(import)) {
		client = client_map_find(state->clients, client_number);
		if (client == NULL)
			import_bad(import, "There is no client with the number “%s”.", client_number);
	}
	if (client != NULL)
		company = company_of(import, state, client->company_id);
	if (company == NULL)
		return;
	row->client = client->id;
	row->company = company->id;
	read_days(import, state, company, row);
	read_currency(import, state, row);
	if (!import_is_bad(import))
		read_amounts(import, row);
	if (!import_is_bad(import))
		read_state(import, row);
	row->label = import_text(import, LABEL, 500);
	row->reference = import_text(import, REFERENCE, 100);
	if (!import_is_bad(import))
		note_series(import, state, company, row);
}

static void
take_row(struct import *import, void *data)
{
	struct importing *state = data;
	struct imported *row = &state->batch[state->count];

	*row = (struct imported){.line = import_line(import)};
	read_row(import, state, row);
	if (import_is_bad(import)) {
		state->spoiled = true;
		return;
	}
	row->id = id_new();
	row->number = arena_text(state->texts, row->number);
	row->label = row->label == NULL ? state->label : arena_text(state->texts, row->label);
	row->reference = arena_text(state->texts, row->reference);
	if (++state->count == BATCH)
		stage(import, state);
	if (state->staged >= MOVED_AT_ONCE)
		move(import, state);
}

static void
end(struct import *import, void *data)
{
	struct importing *state = data;

	stage(import, state);
	move(import, state);
	for (size_t i = 0; !state->spoiled && i < state->series_count; i++)
		imported_series(import->tx, state->series[i].company, state->series[i].kind, state->series[i].year,
				state->series[i].position, state->series[i].day);
}

int
billing_import_command(const struct house *house, int argc, char **argv)
{
	static const struct import_kind kind = {.what = "invoices",
						.columns = columns,
						.column_count = COLUMNS,
						.begin = begin,
						.row = take_row,
						.end = end};

	return import_run(house, &kind, argc, argv);
}
