/* company_form: each field is read, compacted where people type blanks, and checked by its own rule. */
#include "companies/company_form.h"

#include "base/id.h"
#include "companies/company.h"
#include "mail/mail.h"

#include <string.h>

enum { NAME_LENGTH = 120, LINE_LENGTH = 200, FOOTER_LENGTH = 1000, PREFIX_LENGTH = 6 };

static const char *
text(struct request *rq, const char *name, enum form_need need, size_t most)
{
	return form_read_text(rq->form, name, need, most);
}

static const char *
compact(struct request *rq, const char *name)
{
	return number_compact(rq->arena, form_read_text(rq->form, name, FORM_OPTIONAL, 60));
}

static void
read_identity(struct request *rq, struct company *company)
{
	company->name = text(rq, "name", FORM_REQUIRED, NAME_LENGTH);
	company->legal_name = text(rq, "legal_name", FORM_REQUIRED, NAME_LENGTH);
	company->legal_form = text(rq, "legal_form", FORM_OPTIONAL, NAME_LENGTH);
	company->capital = text(rq, "capital", FORM_OPTIONAL, NAME_LENGTH);
	company->siret = compact(rq, "siret");
	company->register_ = text(rq, "register", FORM_OPTIONAL, NAME_LENGTH);
	company->vat_number = compact(rq, "vat_number");
	if (company->siret != NULL && !siret_is_valid(company->siret))
		form_error(rq->form, "siret", N_("This SIRET number is not right. It has 14 digits."), NULL);
}

static void
read_address(struct request *rq, struct company *company)
{
	company->street = form_read_lines(rq->form, "street", FORM_OPTIONAL, LINE_LENGTH);
	company->postal_code = text(rq, "postal_code", FORM_OPTIONAL, 20);
	company->city = text(rq, "city", FORM_OPTIONAL, NAME_LENGTH);
	company->country = text(rq, "country", FORM_REQUIRED, 2);
	company->phone = text(rq, "phone", FORM_OPTIONAL, 40);
	company->email = form_read_email(rq->form, "email", FORM_OPTIONAL);
	company->website = text(rq, "website", FORM_OPTIONAL, LINE_LENGTH);
	if (company->country != NULL &&
	    (strlen(company->country) != 2 || strspn(company->country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 2))
		form_error(rq->form, "country", N_("Write the country's two capital letters, as in FR."), NULL);
	if (company->website != NULL && strncmp(company->website, "https://", 8) != 0 &&
	    strncmp(company->website, "http://", 7) != 0)
		form_error(rq->form, "website", N_("Write the whole address, as in https://www.example.fr"), NULL);
}

static void
read_bank(struct request *rq, struct company *company)
{
	company->bank_name = text(rq, "bank_name", FORM_OPTIONAL, NAME_LENGTH);
	company->iban = compact(rq, "iban");
	company->bic = compact(rq, "bic");
	if (company->iban != NULL && !iban_is_valid(company->iban))
		form_error(rq->form, "iban", N_("This IBAN is not right. Please compare it with your bank's paper."),
			   NULL);
	if (company->bic != NULL && strlen(company->bic) != 8 && strlen(company->bic) != 11)
		form_error(rq->form, "bic", N_("A BIC has 8 or 11 characters."), NULL);
}

static void
read_brand(struct request *rq, struct company *company)
{
	company->colour = text(rq, "colour", FORM_REQUIRED, 7);
	company->host = text(rq, "host", FORM_OPTIONAL, LINE_LENGTH);
	company->sender_name = text(rq, "sender_name", FORM_OPTIONAL, NAME_LENGTH);
	company->sender_address = form_read_email(rq->form, "sender_address", FORM_OPTIONAL);
	if (company->colour != NULL && !colour_is_valid(company->colour))
		form_error(rq->form, "colour", N_("Write a colour like #0f766e."), NULL);
	if (company->host != NULL && !host_is_valid(company->host))
		form_error(rq->form, "host", N_("Write a host name like clients.example.fr, without https://."), NULL);
}

static const char *
read_prefix(struct request *rq, const char *name)
{
	const char *prefix = text(rq, name, FORM_REQUIRED, PREFIX_LENGTH);

	if (prefix != NULL && strspn(prefix, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != strlen(prefix))
		form_error(rq->form, name, N_("Only capital letters and digits."), NULL);
	return prefix;
}

void
company_read_form(struct request *rq, struct company *company)
{
	read_identity(rq, company);
	read_address(rq, company);
	read_bank(rq, company);
	read_brand(rq, company);
	company->invoice_prefix = read_prefix(rq, "invoice_prefix");
	company->credit_prefix = read_prefix(rq, "credit_prefix");
	company->payment_days = (int)form_read_int(rq->form, "payment_days", FORM_REQUIRED, 0, 120);
	company->invoice_footer = form_read_lines(rq->form, "invoice_footer", FORM_OPTIONAL, FOOTER_LENGTH);
	if (text_equal(company->invoice_prefix, company->credit_prefix))
		form_error(rq->form, "credit_prefix", N_("Credit notes need another prefix than invoices."), NULL);
}

struct doc *
company_doc(struct request *rq, const struct company *company)
{
	struct doc *doc = company_brand(rq->arena, company);
	const struct {
		const char *name, *value;
	} texts[] = {
		{"legal_name", company->legal_name},
		{"legal_form", company->legal_form},
		{"capital", company->capital},
		{"siret", company->siret},
		{"register", company->register_},
		{"vat_number", company->vat_number},
		{"street", company->street},
		{"postal_code", company->postal_code},
		{"city", company->city},
		{"country", company->country},
		{"bank_name", company->bank_name},
		{"iban", company->iban},
		{"bic", company->bic},
		{"colour", company->colour},
		{"host", company->host},
		{"sender_name", company->sender_name},
		{"sender_address", company->sender_address},
		{"invoice_prefix", company->invoice_prefix},
		{"credit_prefix", company->credit_prefix},
		{"invoice_footer", company->invoice_footer},
	};
	char id[ID_LENGTH + 1];

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		doc_set_text(doc, texts[i].name, texts[i].value);
	doc_set_int(doc, "payment_days", company->payment_days);
	doc_set_int(doc, "version", company->version);
	doc_set_id(doc, "id", company->id);
	id_print(id, company->id);
	doc_set_text(doc, "href", arena_printf(rq->arena, "/console/companies/%s", id));
	return doc;
}
