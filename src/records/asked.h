/* asked: what the address of a list asks for: a view, words, filters, an order, where to go on. */
#ifndef RECORDS_ASKED_H
#define RECORDS_ASKED_H

#include "records/view.h"

enum { FILTER_ROWS = 12 };

/* A line of the filter as it was typed: it holds nothing until field, comparison and value are there. */
struct filter_row {
	const struct field *field; /* NULL: not chosen, or no such field for this viewer */
	int comparison;		   /* -1: not chosen yet */
	const char *value;	   /* NULL: none */
	const char *error;	   /* English, N_ */
	struct doc *error_values;
};

struct asked {
	const struct access *access;
	struct view *views;
	size_t view_count;
	const struct view *view; /* NULL: none */
	struct view_shape shape; /* the view's, with what the address changes */
	struct filter_row rows[FILTER_ROWS];
	size_t row_count;
	bool typed_filter; /* the address says the filter; it stands in place of the view's */
	bool mixed;	   /* the view's filter is more than lines can show: it holds besides them */
	const char *search;
	const char *error; /* of the JSON in `filter`; English, N_ */
	struct doc *error_values;
	struct record_query query;
};

/* Reads the query; every name through the plan. */
struct asked *asked_read(struct request *rq, const struct access *access);

/* The address of the list with its view, words, filters and order; with `name` set to `value` (NULL: without it). */
const char *asked_link(struct request *rq, const struct asked *asked, const char *name, const char *value);
/* The same without one line of the filter. */
const char *asked_link_without(struct request *rq, const struct asked *asked, size_t row);

/* How a list is sorted by the column `name` (NULL: it is not), and leads to: "sort_href", "sorted", "up", "down". */
void asked_set_order(struct request *rq, struct doc *column, const struct asked *asked, const char *name, bool sorted);

/* "filter": {rows, words, fields to choose, hrefs…}, "views", "sort". */
void asked_fill(struct request *rq, struct doc *page, const struct asked *asked);

/* The condition that a program sent as JSON in `filter`; NULL: none, or *error (English, N_) says what is wrong. */
const struct condition *
filter_read(struct request *rq, const struct access *access, const char **error, struct doc **values);

/* Both conditions; NULL stands for all. */
const struct condition *condition_both(struct arena *arena, const struct condition *one, const struct condition *other);
const struct condition *
condition_of(struct arena *arena, const struct field *field, enum comparison comparison, struct db_value value);

#endif
