/* level_form: the form in which the level of each field of a module is chosen, for profiles and for user types. */
#ifndef RIGHTS_LEVEL_FORM_H
#define RIGHTS_LEVEL_FORM_H

#include "core/request.h"
#include "rights/plan.h"

/* The body a route takes for it, besides what is its own. */
#define LEVEL_FIELDS "fields.*.name fields.*.level do"

bool level_is_offered(const struct field *field);
/* Nobody types what the program computes, or what another feature keeps. */
bool level_can_be_written(const struct field *field);

/* LEVEL_… of the form, -1: it does not say. `do` "all:read" says it for all at once. */
int level_typed(struct request *rq, const struct field *field);
/* An error beside each row that names no field of the module. */
void level_refuse_unknown(struct request *rq, const struct module *module);

#endif
