/* record_order: an order of a list by what a feature keeps beside its records. */
#ifndef RECORDS_RECORD_ORDER_H
#define RECORDS_RECORD_ORDER_H

#include "db/sql.h"

#include <stdbool.h>

struct viewer;

/* Numbers that a feature keeps beside the records, one for each of them, and lists are sorted by. */
struct record_order {
	const char *table; /* has a row for each record; of the feature's own, never of fields */
	const char *id;	   /* the record's id in it: "client_tally.client_id" */
	const char *value; /* the number, with an index of it and the id: "client_tally.folder_count" */
	/* Whether the viewer is to have other numbers of some records than are kept. NULL: nobody is. */
	bool (*differs)(struct tx *tx, const struct viewer *viewer);
	/* Adds these, as "apart (id, value)" behind a "with recursive", and says what they are read from. */
	void (*apart)(struct sql *sql, const struct viewer *viewer);
};

#endif
