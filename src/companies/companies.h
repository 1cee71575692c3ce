/* companies: the legal entities and brands of the organisation. */
#ifndef COMPANIES_COMPANIES_H
#define COMPANIES_COMPANIES_H

#include "base/doc.h"
#include "core/feature.h"

#include <stdint.h>

extern const struct feature companies;

struct company {
	int64_t id;
	const char *name, *legal_name, *legal_form, *capital, *siret, *register_, *vat_number;
	const char *street, *postal_code, *city, *country;
	const char *phone, *email, *website;
	const char *bank_name, *iban, *bic;
	const char *colour; /* "#rrggbb" */
	const char *logo_blob;
	int logo_width, logo_height;
	const char *host;
	const char *sender_name, *sender_address;
	const char *invoice_prefix, *credit_prefix, *invoice_footer;
	int payment_days;
	int64_t version;
};

/* No viewer needed: name, brand and contact details are for anybody, the bank for whoever was given an invoice of the
 * company. NULL when there is none. */
const struct company *company_public(struct tx *tx, int64_t id);
const struct company *company_of_host(struct tx *tx, const char *host);
/* The company of a host, else the one of this id: one statement for every page of a portal. */
const struct company *company_of_host_or(struct tx *tx, const char *host, int64_t id);

/* All of it, for staff. */
struct company *company_find(struct tx *tx, const struct viewer *viewer, int64_t id);
struct company *
company_list(struct tx *tx, const struct viewer *viewer, size_t *count); /* by name; all: they are few */
int64_t company_create(struct tx *tx, const struct company *company);
void company_set_logo(struct tx *tx, int64_t company, const char *blob, int width, int height); /* blob NULL: none */

/* Without blanks, dots and hyphens, in capitals: how IBAN, BIC, VAT numbers and SIRET are kept. NULL and blanks give
 * NULL. */
const char *number_compact(struct arena *arena, const char *typed);

/* The document of a brand for layouts: name, initials, logo, icon, touch_icon, css, address_lines, phone, email,
 * website. */
struct doc *company_brand(struct arena *arena, const struct company *company);

/* "public" in a page for anybody: what the company says of itself, in the language of the request: welcome, opening
 * hours with what they mean now, services, the legal line; null where there is nothing. */
void company_page_add(struct request *rq, struct doc *document, const struct company *company);

/* What company_sample.html draws: light, dark, preview_name, preview_initials. A wrong or no colour: the usual one. */
void company_sample(struct doc *page, const char *colour, const char *name);

/* What is set up of how a company shows, in short. */
struct company_says {
	bool has_icon;			   /* one of its own */
	const char *welcome, *mail_footer; /* in the language, else in another; NULL: none */
	bool has_hours;
	size_t service_count;
};
struct company_says company_says(struct tx *tx, int64_t company, const char *language);

/* What is seen of its own host name, in `row`: "host", "host_href", "may_check". The company has one. */
void company_host_add(struct request *rq, struct doc *row, const struct company *company);

/* The accessible palette of a colour as a style sheet (see web/ and docs/decisions): body of /brand/{company}.css. */
const char *brand_css(struct arena *arena, const char *colour);
/* The same for two parts of a page, named by selectors (literals): one is always light, the other always dark. */
const char *brand_css_within(struct arena *arena, const char *colour, const char *light, const char *dark);
/* "CS" for "Cabinet Sorel". */
const char *brand_initials(struct arena *arena, const char *name);

#endif
