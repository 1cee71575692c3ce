/* record_narrow: finds out whether something that a query asks for is met by few rows, which an index has together.
 * Internal to the stores of records. */
#ifndef RECORDS_RECORD_NARROW_H
#define RECORDS_RECORD_NARROW_H

#include "records/record.h"

/* So many rows are read and sorted in some tens of milliseconds, however many there are beside them; a walk in the
 * order of the list may have to pass all others first, when what is asked for goes with that order. When there are
 * more, a walk is hoped to meet them; when there are fewer than NARROW_SURE, they are quicker than any walk. In between
 * it depends. */
enum { NARROW_SURE = 50, NARROW_FEW = 20000, NARROW_SOURCES = 4 };

enum narrow_kind { NARROW_OWNERS, NARROW_TIE, NARROW_LINK, NARROW_FILTER };

/* What an index has together: the records of those whose records the viewer sees, what ties records to somebody of the
 * portal, what leads to a record, what meets a comparison of the filter. */
struct narrow_source {
	enum narrow_kind kind;
	const struct field *field;
	const struct condition *part; /* NARROW_FILTER */
};

struct narrowing {
	struct narrow_source sources[NARROW_SOURCES];
	size_t count;
	const struct narrow_source *few; /* the one to read all rows of; NULL: walk */
	bool from_owners;		 /* nothing else is few: walk from the owners (record_reached.h) */
	bool alone;			 /* and there is one: the viewer, whose rows need not be merged */
};

/* Lists are read in their order, and longer ones than this by other means than from their owners. */
enum { NARROW_PAGE = 256 };

/* Asks the indexes, at most once for what is met by many rows in a while: costs a statement, or nothing. The first is
 * for lists in their order, the other for rows in any. */
const struct narrowing *narrow_list(struct tx *tx, const struct access *access, const struct record_query *query);
const struct narrowing *narrow_rows(struct tx *tx, const struct access *access, const struct record_query *query);
/* " and …": the rows of the source that has few; nothing when there is none. */
void narrow_sql(struct sql *sql, struct tx *tx, const struct access *access, const struct record_query *query,
		const struct narrowing *narrowing);

/* The expression that compares a field: as plan_compared gives it, or so that SQLite, which does not count before it
 * chooses, leaves the index of this field alone. */
struct narrow_scope {
	const struct plan *plan;
	const struct narrowing *narrowing; /* NULL: as plan_compared */
	const struct field *sort;	   /* what a list is walked by; NULL: ids */
	struct arena *arena;
	enum db_engine engine;
};
const char *narrow_compared(const void *scope, const struct field *field);
/* The plan's rows, likewise: with the index of what ties them left alone where another way is better. */
const char *narrow_plan_rows(const struct narrow_scope *scope);

#endif
