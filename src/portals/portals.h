/* portals: the sites clients sign in to, and how they sign in. */
#ifndef PORTALS_PORTALS_H
#define PORTALS_PORTALS_H

#include "companies/companies.h"
#include "core/feature.h"

#include <stdbool.h>

extern const struct feature portals;

struct portal {
	int64_t id;
	const char *address, *name;
	int64_t company_id;
	bool enabled;
	const struct company *company; /* whose brand is shown: that of the request's host, else the portal's */
};

/* The portal of an address, with its company's public side; NULL when there is none. `host` is the request's. */
const struct portal *portal_of_address(struct tx *tx, const char *address, const char *host);
const struct portal *portal_first(struct tx *tx); /* NULL: none yet */
int64_t portal_create(struct tx *tx, const char *address, const char *name, int64_t company);

#endif
