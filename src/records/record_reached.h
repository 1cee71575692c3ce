/* record_reached: the records of those whom a viewer reaches, found from their owners and not by passing over everybody
 * else's. Internal to the stores of records. */
#ifndef RECORDS_RECORD_REACHED_H
#define RECORDS_RECORD_REACHED_H

#include "db/sql.h"
#include "rights/plan.h"

/* How the rows of a part of a list go on behind one of them. */
enum reached_order {
	REACHED_BY_ID,	  /* the next id that meets `same` */
	REACHED_BY_VALUE, /* the same value and a further id, else a further value */
};

/* What each owner's rows are asked for; all texts name the table by its own name, and may stand in a statement more
 * than once. */
struct reached {
	const struct plan *plan;
	enum reached_order order;
	const char *value;  /* what REACHED_BY_VALUE is sorted by, of an index behind the owner */
	const char *where;  /* " where …": the whole condition of the list, the plan's rows included */
	const char *begins; /* " and …": what the first row meets; "" when any may be the first */
	const char *same;   /* " and …": what REACHED_BY_ID keeps to; "" for all rows */
	bool descending;
	size_t limit;
};

/* " and …": the ids of the first rows of all owners together, at most `limit`, which the statement then sorts itself.
 * SQLite merges: as many steps as there are owners and rows. PostgreSQL reads the first `limit` of each owner. */
void reached_first_sql(struct sql *sql, enum db_engine engine, const struct reached *reached);

/* " and …": the viewer's own. */
void reached_alone_sql(struct sql *sql, const struct plan *plan);

/* " and …": rows of these owners and nobody else's; who asks for them needs no order. */
void reached_rows_sql(struct sql *sql, enum db_engine engine, const struct plan *plan);

#endif
