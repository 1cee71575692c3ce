/* form_fields: what a form is made of; shared by its own three files only. */
#ifndef HTTP_FORM_FIELDS_H
#define HTTP_FORM_FIELDS_H

#include "http/form.h"

enum { FORM_INDEX_LIMIT = 1000 /* rows of a list, so that "a.999999999" costs nothing */ };

struct form_field {
	const char *name;
	const char *value;
	const char *trimmed; /* made when first asked for */
	bool forgotten;
	struct form_field *older; /* another field of the same bucket */
};

struct form_problem {
	const char *field;
	const char *english;
	const struct doc *values;
};

struct form {
	struct arena *arena;
	struct form_field **fields; /* in the order they came */
	size_t count, capacity;
	struct form_field **buckets; /* a power of two */
	size_t bucket_count;
	struct form_problem *problems;
	size_t problem_count, problem_capacity;
};

/* The last field of that name, or NULL. */
struct form_field *form_find(const struct form *form, const char *name);

/* Reads the row number that `text` begins with, up to its end or a dot; false when it is none below the limit. */
bool form_read_index(struct str text, size_t *index);

#endif
