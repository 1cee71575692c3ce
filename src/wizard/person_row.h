/* person_row: one contact of a client that is being made: somebody known, or somebody new, as typed in a row. */
#ifndef WIZARD_PERSON_ROW_H
#define WIZARD_PERSON_ROW_H

#include "clients/clients.h"

enum { PERSON_ROWS = 50 };

/* "contact": the id of somebody known; else the fields of a new person. "send" is "yes" or another. */
extern const char *const person_fields[]; /* NULL-terminated */

struct person_row {
	size_t number;
	struct form *form;	     /* its fields without what stands before them, and their errors */
	struct contact person;	     /* as known, or as typed */
	const char *role, *language; /* of the mail; NULL: the organisation's */
	bool known, send;
};

/* "contacts.3.email". */
const char *person_field(struct request *rq, size_t number, const char *field);
/* Nothing was typed in it but what every new row has. */
bool person_row_is_blank(struct request *rq, struct form *form, size_t number);
/* Reads a row of rq->form, with errors in the row's own form. */
struct person_row person_row_read(struct request *rq, size_t number);
/* Says in rq->form what stands in the row's. */
void person_row_tell(struct request *rq, const struct person_row *row);
/* The contact, made if they are new; 0: it could not be. */
int64_t person_row_make(struct request *rq, struct person_row *row);

#endif
