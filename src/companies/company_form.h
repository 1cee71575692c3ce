/* company_form: reads a company from its form, and puts one into a page. */
#ifndef COMPANIES_COMPANY_FORM_H
#define COMPANIES_COMPANY_FORM_H

#include "companies/companies.h"

#define COMPANY_FIELDS                                                                                                 \
	"name legal_name legal_form capital siret register vat_number street postal_code city country phone email "    \
	"website bank_name iban bic colour host sender_name sender_address invoice_prefix credit_prefix "              \
	"payment_days invoice_footer"

/* Fills `company` from the form, with an error beside each wrong field; id and version are the caller's. */
void company_read_form(struct request *rq, struct company *company);

/* The company as a document: every field by its name, and logo, href. */
struct doc *company_doc(struct request *rq, const struct company *company);

#endif
