/* choice_doc: options of selects: choices, staff, fields, yes and no. Each is {"value", "label", "selected"}. */
#ifndef RECORDS_CHOICE_DOC_H
#define RECORDS_CHOICE_DOC_H

#include "records/record.h"

/* Those in use, and the retired one that is chosen (all: retired ones too, to search for them). */
void choice_options(struct request *rq, struct doc *list, const struct field *field, const char *chosen, bool all);
void yes_no_options(struct doc *list, const char *chosen);
/* All who may sign in; `chosen` an id as text. */
void staff_options(struct request *rq, struct doc *list, const char *chosen);
/* The fields that exist for the plan and fit (NULL: those one filters by), by their labels. */
void field_options(struct request *rq, struct doc *list, const struct plan *plan, const struct field *chosen,
		   bool (*fits)(const struct field *));

#endif
