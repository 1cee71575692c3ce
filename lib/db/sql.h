/* sql: puts a statement together: its text, and the values its places stand for. */
#ifndef DB_SQL_H
#define DB_SQL_H

#include "db/db.h"

/* Only texts of the program and names checked by the caller go into the text; what people typed goes in as a value. */
struct sql {
	struct builder text;
	struct arena *arena;
	struct db_value *values;
	int count, capacity;
	const struct belt *belt; /* what the statement may read at most (db/belt.h); NULL: everything */
};

struct sql sql_new(struct arena *arena);
void sql_add(struct sql *sql, const char *text);
void sql_printf(struct sql *sql, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds a value and its place, "$3", to the text. More than DB_SQL_VALUES are a bug: callers bound what they take. */
void sql_value(struct sql *sql, struct db_value value);
/* Adds the value without a place; returns the number of its place, so that it can stand in several. */
int sql_bind(struct sql *sql, struct db_value value);
/* Adds "(0, $1, $2)": what stands behind `in`; no id is 0, so that none at all is no special case. */
void sql_ids(struct sql *sql, const int64_t *ids, size_t count);

struct db_sql sql_end(struct sql *sql);

#endif
