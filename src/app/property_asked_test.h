/* property_asked_test: questions by chance as programs put them, with what the naive evaluator makes of them. */
#ifndef APP_PROPERTY_ASKED_TEST_H
#define APP_PROPERTY_ASKED_TEST_H

#include "app/property_told_test.h"

enum { QUESTION_FIELDS = 5 };

/* A list, a count, groups or a file. */
struct question {
	struct asked asked;
	bool refused;	    /* the filter names what is not there for them */
	const char *filter; /* JSON; NULL: none */
	const char *sort;   /* "-name"; NULL: none */
	const char *names;  /* "a,b": the fields wanted; NULL: all */
	const struct field *fields[QUESTION_FIELDS];
	size_t field_count;
	const struct copy **rows; /* in their order */
	size_t row_count;
};

struct question question_draw(const struct visitor *visitor);
/* As the query of an address. */
const char *question_query(const struct visitor *visitor, const struct question *question);
/* NULL: every one they know. */
const struct field *const *question_fields(const struct question *question);

/* Any field of the module, hidden and retired ones among them. */
const struct field *question_field(const struct visitor *visitor);

#endif
