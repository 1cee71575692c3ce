/* client_form: each field is read, compacted where people type blanks, and checked by its own rule. */
#include "clients/client_form.h"

#include "base/id.h"
#include "clients/client.h"
#include "clients/client_group_form.h"
#include "companies/companies.h"
#include "core/form_page.h"
#include "core/organisation.h"
#include "html/country.h"

static const char *const kind_labels[] = {
	[CLIENT_COMPANY] = N_("Company or association"),
	[CLIENT_HOUSEHOLD] = N_("Household"),
};

const char *
client_path(struct request *rq, int64_t client, const char *below)
{
	char id[ID_LENGTH + 1];

	id_print(id, client);
	return arena_printf(rq->arena, "/console/clients/%s%s", id, below);
}

/* ---- reading ---- */

static const char *
text(struct request *rq, const char *name, enum form_need need, size_t most)
{
	return form_read_text(rq->form, name, need, most);
}

static void
read_register(struct request *rq, struct client *client)
{
	client->siret = number_compact(rq->arena, text(rq, "siret", FORM_OPTIONAL, NUMBER_LENGTH));
	client->vat_number = number_compact(rq->arena, text(rq, "vat_number", FORM_OPTIONAL, NUMBER_LENGTH));
	if (client->siret != NULL && !siret_is_plausible(client->siret))
		form_error(rq->form, "siret", N_("This SIRET number is not right. It has 14 digits."), NULL);
	if (client->vat_number != NULL && !vat_number_is_plausible(client->vat_number))
		form_error(rq->form, "vat_number",
			   N_("A VAT number begins with the country’s two letters, as in FR40303265045."), NULL);
}

static void
read_address(struct request *rq, struct client *client)
{
	client->street = form_read_lines(rq->form, "street", FORM_OPTIONAL, LINES_LENGTH);
	client->postal_code = text(rq, "postal_code", FORM_OPTIONAL, POSTAL_CODE_LENGTH);
	client->city = text(rq, "city", FORM_OPTIONAL, TOWN_LENGTH);
	client->country = text(rq, "country", FORM_REQUIRED, 2);
	client->email = form_read_email(rq->form, "email", FORM_OPTIONAL);
	client->phone = text(rq, "phone", FORM_OPTIONAL, PHONE_LENGTH);
	if (client->country != NULL && !country_is_known(client->country))
		form_error(rq->form, "country", N_("Write the country’s two capital letters, as in FR."), NULL);
}

/* Without the field, the company stays what it is; 0 is the first one. */
static void
read_company(struct request *rq, struct client *client)
{
	int64_t company = form_read_id(rq->form, "company", FORM_OPTIONAL);

	if (company == 0)
		return;
	if (company_public(rq->tx, company) == NULL)
		form_error(rq->form, "company", N_("Please choose an entry of the list."), NULL);
	client->company_id = company;
}

void
client_read_form(struct request *rq, struct client *client)
{
	const char *number = text(rq, "number", FORM_OPTIONAL, NUMBER_LENGTH);
	int kind = form_read_choice(rq->form, "kind", FORM_OPTIONAL, client_kind_names);

	if (number != NULL)
		client->number = number;
	if (kind >= 0)
		client->kind = (enum client_kind)kind;
	client->name = text(rq, "name", FORM_REQUIRED, NAME_LENGTH);
	read_company(rq, client);
	read_register(rq, client);
	read_address(rq, client);
	if (number != NULL && client_number_is_taken(rq->tx, number, client->id))
		form_error(rq->form, "number", N_("Another client has this number already."), NULL);
}

/* ---- showing ---- */

static void
set_texts(struct doc *doc, const struct client *client)
{
	const struct {
		const char *name, *value;
	} texts[] = {
		{"number", client->number}, {"name", client->name},
		{"siret", client->siret},   {"vat_number", client->vat_number},
		{"street", client->street}, {"postal_code", client->postal_code},
		{"city", client->city},	    {"country", client->country},
		{"email", client->email},   {"phone", client->phone},
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		doc_set_text(doc, texts[i].name, texts[i].value);
}

static void
set_address_lines(struct request *rq, struct doc *doc, const struct client *client)
{
	const struct organisation *organisation = organisation_find(rq->tx);
	struct doc *lines = doc_set_list(doc, "address_lines");
	struct str rest = str_of(client->street);

	while (rest.at != NULL && rest.length > 0) {
		struct str line = str_trim(str_cut(&rest, '\n'));

		if (line.length > 0)
			doc_add_text(lines, arena_text_of(rq->arena, line.at, line.length));
	}
	if (!text_empty(client->city))
		doc_add_text(lines, text_empty(client->postal_code)
					    ? client->city
					    : arena_printf(rq->arena, "%s %s", client->postal_code, client->city));
	if (organisation == NULL || !text_equal(organisation->country, client->country))
		doc_add_text(lines, client->country);
}

struct doc *
client_doc(struct request *rq, const struct client *client)
{
	struct doc *doc = doc_object(rq->arena), *served_by;
	const struct company *company = company_public(rq->tx, client->company_id);

	doc_set_id(doc, "id", client->id);
	doc_set_text(doc, "href", client_path(rq, client->id, ""));
	set_texts(doc, client);
	served_by = doc_set_object(doc, "company");
	set_address_lines(rq, doc, client);
	doc_set_word(doc, "kind", client_kind_names[client->kind], kind_labels[client->kind]);
	doc_set_id(served_by, "id", client->company_id);
	doc_set_text(served_by, "name", company == NULL ? NULL : company->name);
	doc_set_bool(doc, "test", client->test);
	doc_set_instant(doc, "archived_at", client->archived_at);
	doc_set_instant(doc, "created_at", client->created_at);
	doc_set_int(doc, "version", client->version);
	return doc;
}

static void
add_kinds(struct request *rq, struct doc *page, const struct client *client)
{
	struct doc *list = doc_set_list(page, "kinds");
	const char *typed = form_text(rq->form, "kind");
	const char *current = text_empty(typed) ? client_kind_names[client->kind] : typed;

	for (size_t i = 0; client_kind_names[i] != NULL; i++) {
		struct doc *kind = doc_add_object(list);

		doc_set_text(kind, "code", client_kind_names[i]);
		doc_set_word(kind, "label", client_kind_names[i], kind_labels[i]);
		doc_set_bool(kind, "current", text_equal(client_kind_names[i], current));
	}
}

/* Only worth asking when there are several. */
static void
add_companies(struct request *rq, struct doc *page, const struct client *client)
{
	struct doc *list = doc_set_list(page, "companies");
	const char *typed = form_text(rq->form, "company");
	int64_t current = client->company_id;
	size_t count;
	const struct company_name *names = company_names(rq->tx, &count);

	if (!text_empty(typed) && !id_parse(str_of(typed), &current))
		current = 0;
	for (size_t i = 0; i < count; i++) {
		struct doc *company = doc_add_object(list);

		doc_set_id(company, "id", names[i].id);
		doc_set_text(company, "name", names[i].name);
		doc_set_bool(company, "current", names[i].id == current);
	}
	doc_set_bool(page, "has_companies", count > 1);
}

void
client_form_fields(struct request *rq, struct doc *page, const struct client *client)
{
	const struct organisation *organisation = organisation_find(rq->tx);
	const struct client fresh = {.country = organisation == NULL ? "FR" : organisation->country};
	const struct client *shown = client == NULL ? &fresh : client;

	set_texts(doc_set_object(page, "values"), shown);
	form_page(rq, page, CLIENT_FIELDS " groups");
	add_kinds(rq, page, shown);
	add_companies(rq, page, shown);
	client_groups_choose(rq, page, shown->id);
}

struct doc *
client_form_doc(struct request *rq, const struct client *client)
{
	struct doc *page = doc_object(rq->arena);

	client_form_fields(rq, page, client);
	if (client == NULL)
		doc_set_null(page, "client");
	else
		doc_set(page, "client", client_doc(rq, client));
	return page;
}
