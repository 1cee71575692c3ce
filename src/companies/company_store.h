/* company_store: what only this feature writes. */
#ifndef COMPANIES_COMPANY_STORE_H
#define COMPANIES_COMPANY_STORE_H

#include "companies/companies.h"

/* Writes every field but the logo; false when `company->version` is no longer the row's: somebody else saved. */
bool company_update(struct tx *tx, const struct company *company);
bool company_host_is_taken(struct tx *tx, const char *host, int64_t except);

#endif
