/* public_page: what anybody may read of a company: its welcome, opening hours and services, in each language. */
#ifndef COMPANIES_PUBLIC_PAGE_H
#define COMPANIES_PUBLIC_PAGE_H

#include "companies/companies.h"
#include "companies/hours.h"

#include <stdbool.h>
#include <stddef.h>

enum { SERVICES_LIMIT = 20 };

/* A text in one language. */
struct page_text {
	const char *name, *language, *text;
};

/* A service in one language; `place` orders them. */
struct page_service {
	int place;
	const char *language, *name, *about, *price;
};

struct public_page {
	int64_t company;
	int64_t version; /* 0: nobody has written it yet */
	struct span *spans;
	size_t span_count;
	struct page_text *texts;
	size_t text_count;
	struct page_service *services;
	size_t service_count;
};

/* The text of that name in the language; NULL: none. */
const char *page_text(const struct public_page *page, const char *name, const char *language);

/* The service of a place in the language, else in `other`, else in any; NULL: there is none. */
const struct page_service *
page_service(const struct public_page *page, int place, const char *language, const char *other);

/* ---- rows ---- */

struct public_page *public_page_find(struct tx *tx, int64_t company); /* never NULL: an empty one */
/* Writes all of it; false when `page->version` is no longer the row's. */
bool public_page_save(struct tx *tx, const struct public_page *page);

/* The text in a language and the number of its last change, for the mails' end. */
int64_t mail_version_find(struct tx *tx, int64_t company); /* 0: never written */
bool mail_texts_save(struct tx *tx, int64_t company, int64_t version, const struct page_text *texts, size_t count);

/* The kept file of a company's own icon, or NULL; *version grows with its changes. */
const char *icon_find(struct tx *tx, int64_t company, int64_t *version);
void icon_set(struct tx *tx, int64_t company, const char *blob); /* NULL: none */

#endif
