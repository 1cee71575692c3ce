/* db: one door to SQLite and PostgreSQL: transactions, statements with $1 placeholders, rows into structs. */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct belt;
struct db; /* a database, shared by all threads */
struct tx; /* a transaction, of one thread at a time */

enum db_engine { DB_SQLITE, DB_POSTGRES };

/* Why a transaction failed. Sticky: once set, further statements do nothing and finds return nothing. */
enum db_trouble {
	DB_FINE,
	DB_REFUSED, /* the body asked for a rollback */
	DB_RETRY,   /* serialisation failure: run the body again (db_write does) */
	DB_FULL,    /* no room on the disk: answer 507 */
	DB_AWAY,    /* the database does not answer: answer 503 */
	DB_SLOW,    /* the statement exceeded the time allowed: answer 503 */
	DB_BROKEN,  /* anything else: a wrong statement, a constraint: our bug, answer 500 */
};

struct db_options {
	const char *url;       /* "sqlite:/path/parvis.db" or "postgres://…" */
	const char *schema;    /* PostgreSQL schema; NULL: "parvis" */
	unsigned readers;      /* at most this many threads read at once */
	unsigned statement_ms; /* a statement may run this long; 0: 10,000 */
};

/* Opens (SQLite: creates) the database. NULL, and *error gets a sentence in `arena`, when it cannot. */
struct db *db_open(struct arena *arena, const struct db_options *options, const char **error);
void db_close(struct db *db); /* waits for queued writes */
enum db_engine db_engine(const struct db *db);

/* ---- transactions ---- */

/* A consistent snapshot for reading, on this thread's own connection. Never NULL: trouble is sticky inside.
 * Rows live in `arena`. Writing through it is a bug. */
struct tx *db_read(struct db *db, struct arena *arena);
void db_read_end(struct tx *tx);

/* The body of a write: it may be run more than once, so it only acts through `tx` and on `data`; and it may be left at
 * any of its statements, as tx_run says. */
typedef void (*db_body)(struct tx *tx, void *data);

/* Runs `body` in a write transaction and returns once it is durable (DB_FINE) or undone (anything else). Never from
 * inside another body: on SQLite it would wait for itself.
 * SQLite: on the writer thread, in a savepoint of the batch it commits together. PostgreSQL: on this thread,
 * repeatable read, again (at most 8 times) on a serialisation failure. Rows live in `arena`. */
enum db_trouble db_write(struct db *db, struct arena *arena, db_body body, void *data);

/* The same without waiting: `done(trouble, data)` is called on some thread of the database once it is durable or
 * undone; it must only hand on (queue, resume), never work. On both engines writes that are queued together become
 * durable together: the body sees what all that were acknowledged before it was queued did, and is to be quick. */
void
db_write_later(struct db *db, struct arena *arena, db_body body, void (*done)(enum db_trouble, void *data), void *data);

/* Runs `body` and comes back at its end or, if that is sooner, at its first trouble: then the statement that failed
 * does not return to it. So a body may rely on rows that must be there. It holds nothing but memory of arenas while it
 * runs statements; inside db_each trouble is sticky as elsewhere, and leaves once that ends. */
void tx_run(struct tx *tx, db_body body, void *data);

/* Undoes everything this body did; db_write then answers DB_REFUSED. */
void tx_refuse(struct tx *tx);
enum db_trouble tx_trouble(const struct tx *tx);
const char *tx_trouble_text(const struct tx *tx); /* for the log only; "" when fine */
struct arena *tx_arena(struct tx *tx);
void tx_lend(struct tx *tx, struct arena *arena); /* rows live there until it is NULL: parts of a long write */
enum db_engine tx_engine(const struct tx *tx);
/* The statements that follow may take as long as they like: for commands that nobody waits for at a page. */
void tx_unlimit(struct tx *tx);

/* Statements run through this transaction so far (for tests and the log of slow pages). */
unsigned tx_statements(const struct tx *tx);

/* ---- statements ----
 * One text for both engines. What differs, for those who write it:
 * - an integer binds as bigint, a text as text: cast where a place alone does not tell its type to PostgreSQL
 *   ("cast($1 as bigint) is null"); there are no booleans to bind, columns hold 0 or 1;
 * - each $N must have its value; texts have no NUL inside;
 * - an unknown column in double quotes is an error on both. */

enum db_type { DB_END, DB_NULL, DB_INT, DB_TEXT, DB_BYTES };

struct db_value {
	enum db_type type;
	int64_t integer;
	struct str bytes;
};

static inline struct db_value
db_int(int64_t value)
{
	return (struct db_value){.type = DB_INT, .integer = value};
}

static inline struct db_value
db_text(const char *text) /* NULL binds null */
{
	return text == NULL ? (struct db_value){.type = DB_NULL}
			    : (struct db_value){.type = DB_TEXT, .bytes = str_of(text)};
}

static inline struct db_value
db_str(struct str text)
{
	return (struct db_value){.type = DB_TEXT, .bytes = text};
}

static inline struct db_value
db_bytes(struct str bytes) /* at == NULL binds null */
{
	return (struct db_value){.type = bytes.at == NULL ? DB_NULL : DB_BYTES, .bytes = bytes};
}

static inline struct db_value
db_null(void)
{
	return (struct db_value){.type = DB_NULL};
}

static inline struct db_value
db_optional(int64_t value, int64_t absent) /* null when value == absent: ids (0), NO_DAY, NO_INSTANT */
{
	return value == absent ? db_null() : db_int(value);
}

enum { DB_VALUES_LIMIT = 40 };

/* A statement with its values: what the macros below build. `sql` must live as long as the database (a literal, or
 * a text kept in a cache): statements are prepared once per connection. */
struct db_call {
	const char *sql;
	struct db_value values[DB_VALUES_LIMIT + 1]; /* up to the first DB_END */
};

/* Runs a statement that changes rows; returns how many (0 after trouble):
 *     db_run(tx, "update client set name = $1 where id = $2", db_text(name), db_int(id)); */
#define db_run(tx, ...) db_run_call((tx), &(struct db_call){__VA_ARGS__})
int64_t db_run_call(struct tx *tx, const struct db_call *call);

/* The integer (text) in the first column of the first row; `absent` (NULL) when there is none or it is null:
 *     int64_t due = db_get_int(tx, 0, "select sum(rest) from invoice where client_id = $1", db_int(client)); */
#define db_get_int(tx, absent, ...) db_get_int_call((tx), (absent), &(struct db_call){__VA_ARGS__})
#define db_get_text(tx, ...)	    db_get_text_call((tx), &(struct db_call){__VA_ARGS__})
int64_t db_get_int_call(struct tx *tx, int64_t absent, const struct db_call *call);
const char *db_get_text_call(struct tx *tx, const struct db_call *call);

/* ---- rows into structs ---- */

enum db_member {
	DB_M_INT64,    /* int64_t; null reads as .absent */
	DB_M_INT32,    /* int32_t (days); null reads as .absent */
	DB_M_INT,      /* int */
	DB_M_BOOL,     /* bool, from 0 or 1 */
	DB_M_TEXT,     /* const char *, NULL when null */
	DB_M_BYTES,    /* struct str, at NULL when null */
	DB_M_ENUM,     /* int-sized enum, stored as one of .names (NULL-terminated); an unknown name is a bug */
	DB_M_CURRENCY, /* char[4] */
};

struct db_column {
	const char *name; /* of the result column: checked once against the statement */
	enum db_member member;
	size_t offset;
	int64_t absent;
	const char *const *names;
};

/* How the columns of a select, in this order, fill a struct. */
struct db_shape {
	size_t size;
	const struct db_column *columns;
	size_t count;
};

#define DB_COLUMN_INT64(type, member)                                                                                  \
	{                                                                                                              \
#member, DB_M_INT64, offsetof(type, member), 0, NULL                                                   \
	}
#define DB_COLUMN_INSTANT(type, member)                                                                                \
	{                                                                                                              \
#member, DB_M_INT64, offsetof(type, member), INT64_MIN, NULL                                           \
	}
#define DB_COLUMN_DAY(type, member)                                                                                    \
	{                                                                                                              \
#member, DB_M_INT32, offsetof(type, member), INT32_MIN, NULL                                           \
	}
#define DB_COLUMN_INT(type, member)                                                                                    \
	{                                                                                                              \
#member, DB_M_INT, offsetof(type, member), 0, NULL                                                     \
	}
#define DB_COLUMN_BOOL(type, member)                                                                                   \
	{                                                                                                              \
#member, DB_M_BOOL, offsetof(type, member), 0, NULL                                                    \
	}
#define DB_COLUMN_TEXT(type, member)                                                                                   \
	{                                                                                                              \
#member, DB_M_TEXT, offsetof(type, member), 0, NULL                                                    \
	}
#define DB_COLUMN_BYTES(type, member)                                                                                  \
	{                                                                                                              \
#member, DB_M_BYTES, offsetof(type, member), 0, NULL                                                   \
	}
#define DB_COLUMN_CURRENCY(type, member)                                                                               \
	{                                                                                                              \
#member, DB_M_CURRENCY, offsetof(type, member), 0, NULL                                                \
	}
#define DB_COLUMN_ENUM(type, member, names_)                                                                           \
	{                                                                                                              \
#member, DB_M_ENUM, offsetof(type, member), 0, (names_)                                                \
	}

#define DB_SHAPE(type, columns_)                                                                                       \
	{                                                                                                              \
		sizeof(type), (columns_), sizeof(columns_) / sizeof(columns_)[0]                                       \
	}

/* The first row as a new struct in the transaction's arena; NULL when there is none (or trouble). */
#define db_find(tx, shape, ...) db_find_call((tx), (shape), &(struct db_call){__VA_ARGS__})
void *db_find_call(struct tx *tx, const struct db_shape *shape, const struct db_call *call);

/* All rows as one array of structs; *count gets how many; never NULL when *count > 0. Page in the statement. */
#define db_list(tx, shape, count, ...) db_list_call((tx), (shape), (count), &(struct db_call){__VA_ARGS__})
void *db_list_call(struct tx *tx, const struct db_shape *shape, size_t *count, const struct db_call *call);

/* Row by row in constant memory: `row` (one struct, overwritten; its texts live until the next row) goes to `each`,
 * which returns false to stop and may run other statements. `sql` is a select. For exports and imports. */
#define db_each(tx, shape, each, data, ...) db_each_call((tx), (shape), (each), (data), &(struct db_call){__VA_ARGS__})
void db_each_call(struct tx *tx, const struct db_shape *shape, bool (*each)(const void *row, void *data), void *data,
		  const struct db_call *call);

/* ---- statements that are put together ----
 * When the columns are only known while the program runs: lib/db/sql.h builds such a text with its values. The text
 * may be of an arena: connections keep a copy. */

enum { DB_SQL_VALUES = 400 };

struct db_sql {
	const char *sql;
	const struct db_value *values; /* $1, $2 … */
	int count;		       /* at most DB_SQL_VALUES */
	const struct belt *belt;       /* what it may read at most (db/belt.h); NULL: everything */
};

int64_t db_sql_run(struct tx *tx, struct db_sql sql);
int64_t db_sql_get_int(struct tx *tx, int64_t absent, struct db_sql sql);
void *db_sql_list(struct tx *tx, const struct db_shape *shape, size_t *count, struct db_sql sql);

/* All rows as cells: the one in column c of row r is [r * columns + c], read as types[c] (DB_INT, DB_TEXT, DB_BYTES),
 * DB_NULL when null; texts in the transaction's arena. NULL when there are no rows. */
struct db_value *
db_sql_cells(struct tx *tx, struct db_sql sql, const enum db_type *types, size_t columns, size_t *count);

/* Row by row in constant memory, as db_each. */
void db_sql_each(struct tx *tx, struct db_sql sql, const enum db_type *types, size_t columns,
		 bool (*each)(const struct db_value *cells, void *data), void *data);

/* ---- migrations ---- */

/* One step, in order; `sql` is the portable text (INTEGER, TEXT, BLOB; STRICT tables): the engine adapts it. */
struct migration {
	const char *name; /* "0001_people" */
	struct str sql;
};

/* Runs those not yet recorded, each in its own transaction. False, and *error a sentence, at the first that fails. */
bool db_migrate(struct db *db, struct arena *arena, const struct migration *steps, size_t count, const char **error);

/* How many of `steps` are not yet recorded; -1 when the database cannot be asked or knows steps we do not. */
int db_pending_migrations(struct db *db, struct arena *arena, const struct migration *steps, size_t count);

/* ---- care ---- */

/* Runs a statement without values that belongs to no transaction, for as long as it takes, and never from inside a
 * body. PostgreSQL: on a connection of its own ("create index concurrently"). SQLite: as a write, while others wait to
 * write. False, and *error a sentence in `arena`. */
bool db_run_alone(struct db *db, struct arena *arena, const char *sql, const char **error);

bool db_check(struct db *db, struct arena *arena, const char **error); /* integrity and foreign keys */
bool db_alive(struct db *db);					       /* answers a trivial statement now */
const char *db_schema_text(struct db *db, struct arena *arena);	       /* SQLite only: the whole schema, sorted */

#endif
