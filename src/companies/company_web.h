/* company_web: the routes about companies. */
#ifndef COMPANIES_COMPANY_WEB_H
#define COMPANIES_COMPANY_WEB_H

#include "core/feature.h"

struct company;

enum { COMPANY_ROUTES = 21 };

extern const struct permission company_read, company_write;
/* 422: the company's form with what is wrong. */
struct reply company_form_again(struct request *rq, const struct company *company);

extern const struct route company_routes[COMPANY_ROUTES];

#endif
