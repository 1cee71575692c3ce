/* engine_postgres: connections to PostgreSQL that never wait for ever, their transactions and statements. Internal to
 * lib/db. */
#ifndef DB_ENGINE_POSTGRES_H
#define DB_ENGINE_POSTGRES_H

#include "db/answers_postgres.h"
#include "db/belt_postgres.h"
#include "db/engine.h"
#include "db/statements.h"
#include "db/stock.h"

#include <libpq-fe.h>

enum { AHEAD_LIMIT = 4 };

/* Used by one thread at a time. Commands go out in flushes, each of which ends with a sync and has its answers read up
 * to that: libpq's pipeline mode. */
struct postgres_connection {
	PGconn *pg;
	struct statements statements;
	struct answers answers;		/* of the batch that runs */
	unsigned names;			/* given to statements and cursors so far */
	const char *ahead[AHEAD_LIMIT]; /* commands that go out with the next statement: "begin", "savepoint" */
	unsigned ahead_count;
	unsigned unread;   /* flushes whose answers nobody waited for */
	unsigned answered; /* commands of the last flush that went well, those ahead included */
	bool waited;	   /* idle before this transaction: it may have been lost meanwhile */
	bool begun;	   /* the server has answered in this transaction */
	bool broken;	   /* to be closed instead of used again */
	bool lost;	   /* broken, and not because an answer took too long */
};

struct postgres_writer;

struct postgres {
	char *url;
	char *schema;
	unsigned statement_ms;
	struct stock stock;
	pthread_rwlock_t turn;		/* shared by all writes, alone with one that is overtaken again and again */
	struct postgres_writer *writer; /* for db_write_later */
	struct postgres_belts *belts;
	_Atomic int64_t refused_until; /* after a failed attempt to connect: others need not try before */
};

/* ---- connections ---- */

/* NULL, and *error a sentence in `arena`, when the server cannot be reached. */
struct postgres_connection *postgres_connect(struct postgres *postgres, struct arena *arena, const char **error);
void postgres_disconnect(void *connection);

/* How long a caller waits for an answer: what the server allows a statement, and something for the way. */
int64_t postgres_patience(const struct tx *tx);

/* Sets the transaction's trouble from an answer (NULL: the connection was lost). */
void postgres_fail(struct tx *tx, const PGresult *result, const char *sql);

/* ---- commands and answers ---- */

/* Lets a command without values go out together with the next statement. `sql` is a literal. */
void postgres_ahead(struct postgres_connection *connection, const char *sql);

/* Sends what goes ahead; what PQsend… sends next is in the same flush. False when the connection does not take it. */
bool postgres_send_ahead(struct postgres_connection *connection);

/* Sends a command without values. */
bool postgres_send(struct postgres_connection *connection, const char *sql);

/* Ends the flush (`sent`: all of it could be sent) and waits for its answers, at most `wait_ms`. Gives the first error,
 * or the last command's answer. NULL when the connection is lost, or is of no use because a command that went ahead
 * failed: it is marked broken. */
PGresult *postgres_await(struct postgres_connection *connection, bool sent, int64_t wait_ms);

/* Sends a command whose answer the next user of the connection reads before his own. */
void postgres_send_off(struct postgres_connection *connection, const char *sql);

/* Reads the answers nobody waited for; false when the connection is of no use any more. */
bool postgres_settle(struct postgres_connection *connection);

/* Runs a text of several statements, which is no pipeline's thing: nothing may be on the way. As postgres_await. */
PGresult *postgres_script(struct postgres_connection *connection, const char *sql, int64_t wait_ms);

/* ---- transactions ---- */

/* Take a connection and let "begin …" go ahead of the first statement. */
void postgres_begin_read(struct tx *tx);
void postgres_begin_write(struct tx *tx);

/* After postgres_await gave NULL: true when this was the first flush of the transaction on a connection that had been
 * lost while it was idle. Then there is a fresh one, and the same is to be sent again. */
bool postgres_renew(struct tx *tx);

void postgres_commit(struct tx *tx);

/* Gives the connection back, after a rollback if there is something to undo. */
void postgres_end(struct tx *tx);

/* A write alone in its transaction, run again when it was overtaken: the member of struct engine. */
enum db_trouble postgres_write(struct write *write);

/* Writes run side by side until one was overtaken twice, which then has the turn `alone`. This is courtesy, not a
 * condition: after a while one goes on without. What it gives is for postgres_give_turn. */
bool postgres_take_turn(struct postgres *postgres, bool alone);
void postgres_give_turn(struct postgres *postgres, bool taken);

/* ---- the writer ---- */

/* The threads behind db_write_later. */
struct postgres_writer *postgres_writer_start(void);
unsigned postgres_writer_threads(void); /* how many connections it takes at most */
void postgres_writer_add(struct postgres_writer *writer, struct write *write);
void postgres_writer_stop(struct postgres_writer *writer); /* after all that was added is done */

/* ---- rows: the members of struct engine ---- */

bool postgres_rows_start(struct rows *rows, const struct db_sql *sql);
bool postgres_rows_next(struct rows *rows);
int64_t postgres_rows_end(struct rows *rows);
size_t postgres_column_count(const struct rows *rows);
const char *postgres_column_name(const struct rows *rows, size_t column);
bool
postgres_cell(const struct rows *rows, size_t column, enum db_type wanted, struct arena *arena, struct db_value *value);

#endif
