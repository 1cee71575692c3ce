/* statements: the prepared statements of one connection, found by their text. Internal to lib/db. */
#ifndef DB_STATEMENTS_H
#define DB_STATEMENTS_H

#include "db/engine.h"

enum {
	STATEMENTS_LIMIT = 512, /* of one connection; the least recently used one makes room */
	STATEMENTS_BUCKETS = 1024,
};

struct statements {
	struct statement *by_address[STATEMENTS_BUCKETS]; /* where the caller's text stands: the usual, quick way */
	struct statement *by_content[STATEMENTS_BUCKETS];
	size_t count;
	uint64_t clock;
};

/* The statement of this text, marked as used; NULL when it is not there. */
struct statement *statements_find(struct statements *statements, const char *sql);

/* Keeps `statement` (allocated by the caller, zeroed) under a copy of `sql`. */
void statements_add(struct statements *statements, struct statement *statement, const char *sql);

/* Takes out the one to be given up before another is added: the least recently used that is not busy. NULL: there is
 * room, or all are busy. The caller closes and frees it with statement_free. */
struct statement *statements_make_room(struct statements *statements);

/* Takes out any one, to close them all; NULL when none is left. */
struct statement *statements_take_any(struct statements *statements);

void statement_free(struct statement *statement);

/* Of a text, for tables in memory: texts are few and ours, so nobody can provoke collisions. */
uint64_t text_hash(const char *text);

/* Whether the statement was seen to keep within the belt, and that it was. */
bool statement_wears(const struct statement *statement, const struct belt *belt);
void statement_wear(struct statement *statement, const struct belt *belt);

#endif
