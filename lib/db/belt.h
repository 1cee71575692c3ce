/* belt: which columns a statement may read at most. The database itself refuses it any other: a mistake of the one who
 * wrote the statement shows nothing to anybody.
 *
 * SQLite asks about every column while it prepares a statement. PostgreSQL explains the statement once, in a
 * transaction that is undone, as a role that was granted these columns and nothing else. Either is done once for a
 * statement and a belt, not each time it is run. */
#ifndef DB_BELT_H
#define DB_BELT_H

#include "db/sql.h"

struct belt_entry {
	const char *table;
	const char *column; /* NULL: every one */
	uint32_t hash;
	bool on[2]; /* by enum db_engine: the other one may not have it */
};

/* Made in an arena with the functions below; what was made is not changed any more. */
struct belt {
	struct arena *arena;
	const char *written; /* the table it may change; NULL: none */
	struct belt_entry *entries;
	size_t count, capacity;
	uint64_t mark; /* of all that was added: the same mark, the same answers; never 0 */
};

struct belt *belt_new(struct arena *arena, const char *written);

/* Texts live as long as the arena. `column` NULL: every column there is. What is there already is not added again. */
void belt_add(struct belt *belt, const char *table, const char *column);
void belt_add_on(struct belt *belt, enum db_engine engine, const char *table, const char *column);

/* Something else that decides what a statement reads: which columns a table has, so that "*" is judged anew when there
 * is another one. */
void belt_mix(struct belt *belt, const char *text);

/* This one statement reads a table more: of the feature that writes it, never a field of records. */
void sql_reads(struct sql *sql, const char *table, const char *column);

/* `column` NULL: whether anything of the table may be read. */
bool belt_lets_read(const struct belt *belt, enum db_engine engine, const char *table, const char *column);

/* The columns of a table that are named in the belt, "id, version": what a select has instead of "*". */
const char *belt_columns(struct arena *arena, const struct belt *belt, const char *table);

/* PostgreSQL: why statements run without belts here, as a sentence for an operator, in `arena`; NULL: they do not. */
const char *db_belt_missing(struct db *db, struct arena *arena);

#endif
