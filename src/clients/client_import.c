/* client_import: `parvis import clients`: only makes new clients; a number that is taken is a bad line. */
#include "clients/client_import.h"

#include "base/arena.h"
#include "base/str.h"
#include "clients/client.h"
#include "clients/client_store.h"
#include "companies/companies.h"
#include "core/organisation.h"
#include "html/country.h"
#include "html/format.h"
#include "mail/mail.h"
#include "records/record_follow.h"

#include <string.h>

enum column {
	NUMBER,
	NAME,
	KIND,
	COMPANY,
	SIRET,
	VAT_NUMBER,
	STREET,
	STREET_MORE,
	POSTAL_CODE,
	CITY,
	COUNTRY,
	EMAIL,
	PHONE,
	COLUMNS,
};

static const struct import_column columns[COLUMNS] = {
	[NUMBER] = {"number numero client_number numero_client n_client code code_client", false},
	[NAME] = {"name nom raison_sociale client client_name nom_client", true},
	[KIND] = {"kind type genre", false},
	[COMPANY] = {"company societe entreprise brand marque", false},
	[SIRET] = {"siret n_siret numero_siret", false},
	[VAT_NUMBER] = {"vat_number vat tva n_tva numero_tva tva_intracommunautaire", false},
	[STREET] = {"street address adresse rue address_1 adresse_1", false},
	[STREET_MORE] = {"street_2 address_2 adresse_2 complement complement_adresse complement_d_adresse", false},
	[POSTAL_CODE] = {"postal_code postcode zip code_postal cp", false},
	[CITY] = {"city town ville commune", false},
	[COUNTRY] = {"country pays", false},
	[EMAIL] = {"email e_mail mail courriel adresse_email adresse_e_mail", false},
	[PHONE] = {"phone telephone tel", false},
};

/* In the order of enum client_kind. */
static const char *const kinds[] = {
	"company business entreprise societe professionnel pro association",
	"household private person particulier foyer menage",
	NULL,
};

const struct access *
import_access(struct import *import, const char *name)
{
	static const struct viewer nobody = {.kind = VIEWER_NOBODY, .theme = ""};
	const struct rights *rights = rights_now(import->house, import->tx);
	const struct module *module = module_named(rights->catalogue, name);
	struct moment *moment = arena_make(import->kept, struct moment);

	*moment = moment_now(import->tx, 0);
	if (module == NULL)
		return NULL;
	return access_to(import->kept, import->house, &nobody, plan_for(rights, &nobody, module, moment), moment);
}

void
import_made(struct import *import, const struct access *access, int64_t id)
{
	if (access == NULL)
		return;
	tx_lend(import->tx, import->arena);
	record_follow_made(import->tx, access, id, SOURCE_IMPORT);
	tx_lend(import->tx, NULL);
}

struct client_importing {
	const struct access *access;
	const char *home; /* country of those who write none */
	struct company_name *companies;
	size_t company_count;
};

static void *
begin(struct import *import)
{
	struct client_importing *importing = arena_make(import->kept, struct client_importing);
	const struct organisation *organisation = organisation_find(import->tx);

	importing->access = import_access(import, "clients");
	importing->home = organisation == NULL ? "FR" : organisation->country;
	importing->companies = company_names(import->tx, &importing->company_count);
	return importing;
}

static int64_t
read_company(struct import *import, const struct client_importing *importing)
{
	const char *name = import_text(import, COMPANY, NAME_LENGTH);

	if (name == NULL)
		return 0;
	for (size_t i = 0; i < importing->company_count; i++)
		if (text_equal(text_fold(import->arena, importing->companies[i].name), text_fold(import->arena, name)))
			return importing->companies[i].id;
	import_bad(import, "No company of yours is called “%s”.", name);
	return 0;
}

static const char *
read_country(struct import *import, const struct client_importing *importing)
{
	const char *text = import_text(import, COUNTRY, NAME_LENGTH), *country;

	if (text == NULL)
		return importing->home;
	country = country_of_text(import->arena, text);
	if (country == NULL)
		import_bad(import, "“%s” is no country that we know. Write two letters, as in FR.", text);
	return country;
}

static const char *
read_street(struct import *import)
{
	const char *street = import_text(import, STREET, LINES_LENGTH);
	const char *more = import_text(import, STREET_MORE, LINES_LENGTH);

	if (street == NULL || more == NULL)
		return street == NULL ? more : street;
	return arena_printf(import->arena, "%s\n%s", street, more);
}

static const char *
read_email(struct import *import)
{
	const char *text = import_text(import, EMAIL, EMAIL_LENGTH), *address;

	if (text == NULL)
		return NULL;
	address = mail_address(import->arena, text);
	if (address == NULL)
		import_bad(import, "“%s” is no e-mail address.", text);
	return address;
}

static void
read_registration(struct import *import, struct client *client)
{
	client->siret = number_compact(import->arena, import_text(import, SIRET, NUMBER_LENGTH));
	client->vat_number = number_compact(import->arena, import_text(import, VAT_NUMBER, NUMBER_LENGTH));
	if (client->siret != NULL && !siret_is_plausible(client->siret))
		import_bad(import, "“%s” is no SIRET number: it has 14 digits.", client->siret);
	if (client->vat_number != NULL && !vat_number_is_plausible(client->vat_number))
		import_bad(import, "“%s” is no VAT number.", client->vat_number);
}

static void
row(struct import *import, void *state)
{
	const struct client_importing *importing = state;
	struct client client = {.number = import_text(import, NUMBER, NUMBER_LENGTH),
				.name = import_need(import, NAME, NAME_LENGTH)};
	int kind = import_choice(import, KIND, kinds);

	read_registration(import, &client);
	client.kind = kind >= 0 ? (enum client_kind)kind : CLIENT_COMPANY;
	client.company_id = read_company(import, importing);
	client.street = read_street(import);
	client.postal_code = import_text(import, POSTAL_CODE, POSTAL_CODE_LENGTH);
	client.city = import_text(import, CITY, TOWN_LENGTH);
	client.country = read_country(import, importing);
	client.email = read_email(import);
	client.phone = import_text(import, PHONE, PHONE_LENGTH);
	if (import_is_bad(import))
		return;
	client.id = client_create(import->tx, &client);
	if (client.id == 0)
		import_bad(import, "There is a client with the number “%s” already.", client.number);
	else
		import_made(import, importing->access, client.id);
}

const struct import_kind client_import = {
	.what = "clients",
	.columns = columns,
	.column_count = COLUMNS,
	.begin = begin,
	.row = row,
};

int
clients_import_command(const struct house *house, const char *what, int argc, char **argv)
{
	return import_run(house, strcmp(what, "contacts") == 0 ? &contact_import : &client_import, argc, argv);
}
