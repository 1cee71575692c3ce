/* engine_sqlite: a connection to a SQLite file, hardened, and the thread that alone writes. Internal to lib/db. */
#ifndef DB_ENGINE_SQLITE_H
#define DB_ENGINE_SQLITE_H

#include "db/belt.h"
#include "db/engine.h"
#include "db/statements.h"
#include "db/stock.h"

#include <sqlite3.h>

/* How long to wait while another process writes: a command line beside the server. */
enum { SQLITE_BUSY_MS = 5000 };

/* Used by one thread at a time. */
struct sqlite_connection {
	sqlite3 *handle;
	struct statements statements;
	int64_t deadline;	 /* on clock_monotonic: when the running statement is interrupted; INT64_MAX: never */
	const struct belt *belt; /* of the statement that is being prepared; NULL: none */
	bool refused;		 /* it asked for more than its belt has */
};

struct sqlite_writer;

struct sqlite {
	char *path;
	unsigned statement_ms;
	struct stock readers;
	struct sqlite_writer *writer;
};

/* NULL, and *error a sentence in `arena`, when it cannot be opened. */
struct sqlite_connection *sqlite_connect(const char *path, bool writes, struct arena *arena, const char **error);
void sqlite_disconnect(void *connection);

/* A new prepared statement or one from the cache; NULL when it cannot be prepared, or does not keep within the belt
 * (ask the handle why). `belt` NULL: none. */
struct statement *sqlite_prepare(struct sqlite_connection *connection, const char *sql, const struct belt *belt);
/* Once it was run: whether it keeps within the belt, still, if SQLite has prepared it anew because tables had changed.
 */
bool sqlite_still_fits(struct sqlite_connection *connection, struct statement *statement, const struct belt *belt);
void sqlite_give_back(struct statement *statement);
sqlite3_stmt *sqlite_handle_of(const struct statement *statement);
int sqlite_place_of(const struct statement *statement, int place); /* N of the $N at this place, from 1 on */

/* Runs a statement without values or rows ("begin"); the result code of SQLite. */
int sqlite_run(struct sqlite_connection *connection, const char *sql);

/* What a result code means. After a failed fsync nobody knows what is on the disk: the process ends here, and the next
 * one recovers from the log of SQLite. */
enum db_trouble sqlite_trouble(struct sqlite_connection *connection, int code);

/* The one thread that writes. `connection` becomes the writer's. */
struct sqlite_writer *sqlite_writer_start(struct sqlite_connection *connection);
void sqlite_writer_add(struct sqlite_writer *writer, struct write *write);
bool sqlite_writer_is_this_thread(const struct sqlite_writer *writer);
void sqlite_writer_stop(struct sqlite_writer *writer); /* after all that was added is done */

#endif
