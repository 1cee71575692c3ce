/* engine: what db.c asks of SQLite and PostgreSQL, and what a transaction and a statement are. Internal to lib/db. */
#ifndef DB_ENGINE_H
#define DB_ENGINE_H

#include "db/db.h"

#include <setjmp.h>

struct engine;

struct db {
	const struct engine *engine;
	void *state; /* the engine's own */
	unsigned statement_ms;
};

struct tx {
	struct db *db;
	struct arena *arena; /* where rows live now: its own, or one that was lent (tx_lend) */
	struct arena *own;   /* NULL: none was lent yet */
	void *connection;    /* the engine's; NULL when none could be had: then there is trouble */
	enum db_trouble trouble;
	const char *text;
	unsigned statements;
	bool writes;
	bool shared;	  /* PostgreSQL: with other writes in one transaction, so it waits for nobody's lock */
	bool alters;	  /* PostgreSQL: it made or changed a table, which nobody else sees yet */
	bool unlimited;	  /* statements may take as long as they like: migrations and integrity checks */
	jmp_buf *way_out; /* of tx_run: where the first trouble leads; NULL: statements return, and it is sticky */
};

/* Sets the trouble unless there is one already, and logs what an operator should see. */
void tx_fail(struct tx *tx, enum db_trouble trouble, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* A write handed over to an engine. `done` gets `done_data`; the write is not touched after it was called. */
struct write {
	struct arena *arena;
	db_body body;
	void *data;
	void (*done)(enum db_trouble trouble, void *data);
	void *done_data;
	struct db *db;
	struct write *next;
	enum db_trouble trouble;
	unsigned runs;
	bool alone; /* PostgreSQL: to be run in a transaction of its own */
};

enum { WORN_BELTS = 4 };

/* A prepared statement as the cache knows it; the first member of each engine's own. */
struct statement {
	char *sql;			/* our copy */
	const struct db_shape *checked; /* the shape whose names were compared with its columns */
	struct statement *next;		/* of the same bucket */
	uint64_t hash;
	uint64_t used; /* when, on the cache's own clock */
	bool busy;     /* its rows are being read */
	unsigned worn_next;
	uint64_t worn[WORN_BELTS]; /* marks of belts it was seen to keep within, the oldest makes room; 0: none */
};

/* A statement being run, at one of its rows. */
struct rows {
	struct tx *tx;
	struct statement *statement; /* NULL: not cached */
	void *result;		     /* PostgreSQL: the rows at hand */
	int row, row_count;	     /* PostgreSQL: which of them */
	unsigned cursor; /* PostgreSQL: number of the server's cursor when they come in portions; 0: all at once */
	const struct belt *belt;
	bool streams;  /* row by row in constant memory */
	bool borrowed; /* PostgreSQL: the result is not this statement's own */
};

struct engine {
	enum db_engine kind;
	const char *count_tables; /* a select: how many tables bear the name $1 */

	bool (*open)(struct db *db, const struct db_options *options, struct arena *arena, const char **error);
	void (*close)(struct db *db);
	void (*read_begin)(struct tx *tx);
	void (*read_end)(struct tx *tx);
	enum db_trouble (*write)(struct write *write);
	void (*write_later)(struct write *write); /* the write lives in its arena */

	/* Rows: start, next while true, end in any case after a start that was true. Trouble goes to the transaction.
	 */
	bool (*rows_start)(struct rows *rows, const struct db_sql *sql);
	bool (*rows_next)(struct rows *rows);
	int64_t (*rows_end)(struct rows *rows); /* how many rows the statement changed */
	size_t (*column_count)(const struct rows *rows);
	const char *(*column_name)(const struct rows *rows, size_t column);

	/* Reads a cell as `wanted` (DB_INT, DB_TEXT, DB_BYTES), copied into `arena` and followed by a NUL; DB_NULL when
	 * it is null. False when it cannot be read so. */
	bool (*cell)(const struct rows *rows, size_t column, enum db_type wanted, struct arena *arena,
		     struct db_value *value);

	const char *(*belt_missing)(struct db *db, struct arena *arena); /* as db_belt_missing; NULL: never */
	bool (*script)(struct tx *tx, const char *portable); /* runs a text of several statements, adapted */
	void (*unlimit)(struct tx *tx);			     /* the statements that follow have no time limit */

	/* As db_run_alone; NULL: there are only transactions. */
	bool (*run_alone)(struct db *db, struct arena *arena, const char *sql, const char **error);

	/* Keeps other processes from migrating meanwhile; false, and *error a sentence. */
	bool (*migration_lock)(struct db *db, struct arena *arena, void **lock, const char **error);
	void (*migration_unlock)(struct db *db, void *lock);

	/* NULL when the content is sound, or a sentence (or there is trouble). */
	const char *(*find_damage)(struct tx *tx);
};

extern const struct engine engine_sqlite, engine_postgres;

/* The portable text of a migration with PostgreSQL's types: INTEGER, BLOB and TEXT in capitals outside of comments
 * and quotes become bigint, bytea and text COLLATE "C" (bytewise, as SQLite sorts); STRICT goes. */
const char *migration_for_postgres(struct arena *arena, const char *portable);

#endif
