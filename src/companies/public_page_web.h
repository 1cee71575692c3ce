/* public_page_web: the routes of a company's public page, and what other pages show of it. */
#ifndef COMPANIES_PUBLIC_PAGE_WEB_H
#define COMPANIES_PUBLIC_PAGE_WEB_H

#include "companies/public_page.h"
#include "core/feature.h"

#define PUBLIC_PAGE_FIELDS                                                                                             \
	"version do hours.*.opens hours.*.closes hours.*.opens_again hours.*.closes_again services.** welcome.** "     \
	"hours_note.**"

struct reply public_page_form(struct request *rq);
struct reply public_page_post(struct request *rq);

/* public_page_form.c: reads the form; errors stand beside their fields, and what is right is in the page. */
struct public_page *public_page_read(struct request *rq, int64_t company);
/* The fields of the form: "days", "welcome", "hours_note", "services", as they are kept or as they were typed. */
void public_page_fields(struct request *rq, struct doc *document, const struct public_page *page);

/* `field`: one field for each language, "field.fr", with the kept text of that name. */
void public_page_texts(struct request *rq, struct doc *document, const char *field, const char *name,
		       const struct public_page *page);

/* "public": what a visitor reads of it in the language of the request. */
void public_page_show(struct request *rq, struct doc *document, const struct company *company,
		      const struct public_page *page);

#endif
