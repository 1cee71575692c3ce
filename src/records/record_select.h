/* record_select: composes what all selects of records share: columns, rows, words. Internal to the stores of records.
 */
#ifndef RECORDS_RECORD_SELECT_H
#define RECORDS_RECORD_SELECT_H

#include "db/sql.h"
#include "records/record_narrow.h"

/* Matches, the newest: all that a search looks at, and what mostly is enough for a page. */
enum { SEARCH_LOOKS_AT = 2000, SEARCH_LOOKS_FIRST_AT = 128 };

/* What a record's head may need besides id and version. Only what differs from row to row is read. */
enum head { HEAD_DELETED_AT, HEAD_EDITABLE, HEAD_DELETABLE, HEAD_PARENT, HEAD_ORDERED, HEADS };

/* What a select reads of each row, in this order: the head of a record, fields, and whether each of the locks holds. */
struct record_columns {
	size_t head[HEADS]; /* where it stands in a row; 0: it is not read */
	size_t head_width;
	bool editable, deletable; /* of all rows alike, where these are not read */
	const char *ordered;	  /* what the list is sorted by, of a feature's order; NULL: it is not */
	const struct field **fields;
	size_t field_count;
	const struct field **locks;
	size_t lock_count;
	enum db_type *types;
	size_t width;
};

/* Those the query asks for and the plan shows; the naming field and the one sorted by always. `ordered` as there.
 * `locks`: and those that a state rule may lock. */
struct record_columns record_columns(struct arena *arena, const struct access *access, const struct record_query *query,
				     const char *ordered, bool locks);
/* "select …" before the "from". */
void select_columns(struct sql *sql, const struct access *access, const struct record_columns *columns);
/* Makes records with empty cells. */
struct record *record_blank(struct arena *arena, const struct module *module, size_t count);
/* Fills the record from a row of these columns. */
void record_fill(struct record *record, const struct record_columns *columns, const struct db_value *row);

/* " where …": the plan's rows, in the recycle bin or out of it. */
void select_plan_rows(struct sql *sql, const struct access *access, bool bin);
/* The same with all that the query asks, but for the key to go on after. */
void select_rows(struct sql *sql, struct tx *tx, const struct access *access, const struct record_query *query,
		 const struct narrowing *narrowing);

/* Adds a condition that holds and names the columns of the fields, to statements that read what is kept of them beside
 * their columns, as words or changes: the database judges it as it would judge reading the columns. */
void select_named(struct sql *sql, const struct module *module, const struct field *const *fields, size_t count);

/* The query's sort when the plan shows it; NULL: by id. */
const struct field *query_sort(const struct access *access, const struct record_query *query);
/* Whether the plan shows the field; lookups to many, too, which have no column. */
bool plan_shows(const struct plan *plan, const struct field *field);

/* How a value is compared: folded when the field has a key. */
struct db_value compared_value(struct arena *arena, const struct field *field, const struct db_value *value);
/* Adds its place; texts without a key, of modules kept elsewhere, are compared in lower case. */
void sql_compared(struct sql *sql, const struct field *field, const struct db_value *value);

/* " and …": the words typed are all in the record, in fields the plan shows; `only` NULL: in any of them. */
void select_search(struct sql *sql, struct tx *tx, const struct access *access, const char *typed,
		   const struct field *only, size_t looks_at);

/* Whether what a search finds is read from the newest on as PostgreSQL comes upon it, and no further than it is asked
 * for: around the select of the rows, which gets no order of its own, comes what walks them, among its conditions what
 * else makes them found, and the key of what comes after a record. The order is that in which records got their words.
 */
bool search_is_walked(struct tx *tx, const struct access *access, const struct record_query *query);
void walk_opens(struct sql *sql, const struct access *access, const struct record_query *query);
void walk_where(struct sql *sql, const struct access *access, const struct record_query *query);
void walk_after(struct sql *sql, const struct access *access, int64_t id);
void walk_closes(struct sql *sql, const struct access *access);

#endif
