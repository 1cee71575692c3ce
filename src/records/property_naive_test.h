/* property_naive_test: who sees and does what, worked out row by row as the guide tells it, without plans or SQL. */
#ifndef RECORDS_PROPERTY_NAIVE_TEST_H
#define RECORDS_PROPERTY_NAIVE_TEST_H

#include "records/property_world_test.h"

/* One who looks at one module. */
struct naive {
	const struct property *property;
	const struct staff_spec *staff;
	const struct sheet *sheet;
	size_t sheet_index;
};

struct naive naive_of(const struct property *property, const struct staff_spec *staff, size_t sheet);

unsigned naive_may(const struct naive *naive);
/* Whatever bin it is in. */
bool naive_sees(const struct naive *naive, const struct copy *row);
/* May be changed, or removed, by them in this state, if they see it. */
bool naive_edits(const struct naive *naive, const struct copy *row);
bool naive_deletes(const struct naive *naive, const struct copy *row);

/* The field exists for them. */
bool naive_knows(const struct naive *naive, const struct field *field);
/* The field may be asked about. */
bool naive_asks(const struct naive *naive, const struct field *field);
bool naive_writes(const struct naive *naive, const struct field *field);
/* In this record a rule hides it, or keeps it as it is. */
bool naive_hidden(const struct naive *naive, const struct copy *row, const struct field *field);
bool naive_locked(const struct naive *naive, const struct copy *row, const struct field *field);
/* What they read of it: null when it is not theirs to read. */
struct db_value naive_cell(const struct naive *naive, const struct copy *row, const struct field *field);

/* What a list, a count, a group is asked for. */
struct asked {
	const struct condition *filter;
	const char *search;
	const struct field *sort;
	bool descending, bin;
	int64_t parent;
	const struct field *link;
	int64_t linked;
};
/* The rows in their order. */
const struct copy **
naive_list(const struct naive *naive, const struct asked *asked, struct arena *arena, size_t *count);
/* Whether all words typed begin words of the row; `only` NULL: of any field. */
bool naive_finds(const struct naive *naive, const struct copy *row, const char *typed, const struct field *only,
		 struct arena *arena);

const struct copy *naive_row(const struct sheet *sheet, int64_t id); /* NULL: there is none */

#endif
