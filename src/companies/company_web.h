/* company_web: the routes about companies. */
#ifndef COMPANIES_COMPANY_WEB_H
#define COMPANIES_COMPANY_WEB_H

#include "core/feature.h"

enum { COMPANY_ROUTES = 10 };

extern const struct permission company_read, company_write;
extern const struct route company_routes[COMPANY_ROUTES];

#endif
