/* answers_postgres: what one write of a batch has asked, the next ones need not ask again. Internal to lib/db.
 *
 * They share one snapshot, and nobody changes what they see but themselves. So the answer to the same select with the
 * same values is the same until one of them changes a table of it or is undone: the organisation, the portal, its
 * company are read once per batch. */
#ifndef DB_ANSWERS_POSTGRES_H
#define DB_ANSWERS_POSTGRES_H

#include "db/engine.h"

#include <libpq-fe.h>

enum {
	ANSWERS_LIMIT = 16,
	ANSWER_VALUES_SIZE = 120,
};

struct answer {
	const struct statement *statement;
	size_t size; /* of its values */
	unsigned char values[ANSWER_VALUES_SIZE];
	PGresult *result;
};

/* A zeroed one is empty. */
struct answers {
	struct answer list[ANSWERS_LIMIT];
	unsigned count;
};

/* NULL when it is not known. Stays the answers' own. */
PGresult *answers_find(const struct answers *answers, const struct statement *statement, const struct db_sql *sql);

/* Keeps the answer when it is a short one to a simple select; true when it did: then it is the answers' own. */
bool
answers_keep(struct answers *answers, const struct statement *statement, const struct db_sql *sql, PGresult *result);

/* Before a statement is run: forgets what it may change. */
void answers_expect(struct answers *answers, const char *sql);
void answers_forget_all(struct answers *answers);

#endif
