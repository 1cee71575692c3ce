/* billed_address: a postal address as the lines printed on an invoice. */
#ifndef BILLING_BILLED_ADDRESS_H
#define BILLING_BILLED_ADDRESS_H

#include "clients/clients.h"
#include "companies/companies.h"

/* Lines separated by newlines; the country, in `language`, only when it is not `home`. "" when nothing is known. */
const char *postal_address(struct arena *arena, const char *street, const char *postal_code, const char *city,
			   const char *country, const char *home, const char *language);

/* A client's, as it is frozen on its invoices; a foreign country is named in French when the seller is in France,
 * else in English. */
const char *billed_address(struct arena *arena, const struct client *client, const char *home);

#endif
