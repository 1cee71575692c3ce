/* engine_postgres: a connection to PostgreSQL that never waits for ever, and its statements. Internal to lib/db. */
#ifndef DB_ENGINE_POSTGRES_H
#define DB_ENGINE_POSTGRES_H

#include "db/engine.h"
#include "db/statements.h"
#include "db/stock.h"

#include <libpq-fe.h>

/* Used by one thread at a time. */
struct postgres_connection {
	PGconn *pg;
	struct statements statements;
	unsigned names; /* given to statements and cursors so far */
	bool broken;	/* to be closed instead of used again */
};

struct pool;

struct postgres {
	char *url;
	char *schema;
	unsigned statement_ms;
	struct stock stock;
	pthread_rwlock_t turn;	       /* shared by all writes, alone with one that is overtaken again and again */
	struct pool *writers;	       /* for db_write_later */
	_Atomic int64_t refused_until; /* after a failed attempt to connect: others need not try before */
};

/* NULL, and *error a sentence in `arena`, when the server cannot be reached. */
struct postgres_connection *postgres_connect(struct postgres *postgres, struct arena *arena, const char **error);
void postgres_disconnect(void *connection);

/* Waits for the answer to what was sent (`sent`: what PQsend… said), at most `wait_ms`. NULL when the connection is
 * lost: it is marked broken. */
PGresult *postgres_await(struct postgres_connection *connection, int sent, int64_t wait_ms);

/* Runs a text without values; true when all went well. */
bool postgres_run(struct postgres_connection *connection, const char *sql, int64_t wait_ms);

/* How long a caller waits for an answer: what the server allows a statement, and something for the way. */
int64_t postgres_patience(const struct tx *tx);

/* Sets the transaction's trouble from an answer (NULL: the connection was lost). */
void postgres_fail(struct tx *tx, const PGresult *result, const char *sql);

/* Rows: the members of struct engine. */
bool postgres_rows_start(struct rows *rows, const struct db_sql *sql);
bool postgres_rows_next(struct rows *rows);
int64_t postgres_rows_end(struct rows *rows);
size_t postgres_column_count(const struct rows *rows);
const char *postgres_column_name(const struct rows *rows, size_t column);
bool
postgres_cell(const struct rows *rows, size_t column, enum db_type wanted, struct arena *arena, struct db_value *value);

#endif
