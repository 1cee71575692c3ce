/* connection_sqlite: opens a connection with everything SQLite offers for safety, and reads its result codes. */
#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"
#include "db/engine_sqlite.h"
#include "sys/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Of SQLite's machine, between two looks at the clock: well under a millisecond. */
enum { OPERATIONS_PER_LOOK = 4000 };

struct sqlite_statement {
	struct statement base;
	sqlite3_stmt *handle;
	unsigned short places[DB_SQL_VALUES]; /* SQLite numbers $2 … $1 in the order they appear */
	bool cached;
};

/* Far above what our statements need, far below what a hostile one could use. */
static const struct {
	int name, value;
} limits[] = {
	{SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024},
	{SQLITE_LIMIT_SQL_LENGTH, 1024 * 1024},
	{SQLITE_LIMIT_COLUMN, 1000},
	{SQLITE_LIMIT_EXPR_DEPTH, 200},
	{SQLITE_LIMIT_COMPOUND_SELECT, 50},
	{SQLITE_LIMIT_VDBE_OP, 100 * 1000},
	{SQLITE_LIMIT_ATTACHED, 0},
	{SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 4000},
	{SQLITE_LIMIT_VARIABLE_NUMBER, DB_SQL_VALUES},
	{SQLITE_LIMIT_TRIGGER_DEPTH, 10},
	{SQLITE_LIMIT_WORKER_THREADS, 0},
};

static const struct {
	int name, value;
} settings[] = {
	{SQLITE_DBCONFIG_DEFENSIVE, 1},	     {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
	{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
	{SQLITE_DBCONFIG_ENABLE_FKEY, 1},    {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
	{SQLITE_DBCONFIG_ENABLE_QPSG, 1},    {SQLITE_DBCONFIG_DQS_DML, 0},
	{SQLITE_DBCONFIG_DQS_DDL, 0},
};

/* The file is not mapped into memory: pages that are mapped are looked through (cell_size_check) at every visit, those
 * in the cache once; with large trees that made a list of invoices cost half as much again. */
static const char pragmas[] = "pragma synchronous = full;"
			      "pragma cell_size_check = on;"
			      "pragma cache_size = -8000;"
			      "pragma secure_delete = on;"
			      "pragma temp_store = memory;"
			      "pragma journal_size_limit = 67108864;";

/* Called now and then while a statement runs: not 0 interrupts it. */
static int
is_overdue(void *data)
{
	const struct sqlite_connection *connection = data;

	return clock_monotonic() > connection->deadline;
}

/* What a statement with a belt does, as SQLite finds out while it prepares it. */
static bool
keeps_within(const struct belt *belt, int action, const char *first, const char *second)
{
	switch (action) {
	case SQLITE_READ:
		return belt_lets_read(belt, DB_SQLITE, first, text_empty(second) ? NULL : second);
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		return text_equal(first, belt->written);
	case SQLITE_SELECT:
	case SQLITE_RECURSIVE:
	case SQLITE_FUNCTION:
		return true;
	default:
		return false;
	}
}

static int
authorize(void *data, int action, const char *first, const char *second, __attribute__((unused)) const char *database,
	  __attribute__((unused)) const char *trigger)
{
	struct sqlite_connection *connection = data;

	if (connection->belt == NULL || keeps_within(connection->belt, action, first, second))
		return SQLITE_OK;
	connection->refused = true;
	return SQLITE_DENY;
}

static void
harden(struct sqlite_connection *connection)
{
	sqlite3 *handle = connection->handle;

	for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++)
		check(sqlite3_db_config(handle, settings[i].name, settings[i].value, NULL) == SQLITE_OK);
	for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
		sqlite3_limit(handle, limits[i].name, limits[i].value);
	sqlite3_extended_result_codes(handle, 1);
	sqlite3_busy_timeout(handle, SQLITE_BUSY_MS);
	connection->deadline = INT64_MAX;
	sqlite3_progress_handler(handle, OPERATIONS_PER_LOOK, is_overdue, connection);
	sqlite3_set_authorizer(handle, authorize, connection);
}

/* The writer turns on the write-ahead log, which then is a property of the file; readers cannot change anything. */
static bool
prepare_file(struct sqlite_connection *connection, bool writes)
{
	if (sqlite3_exec(connection->handle, pragmas, NULL, NULL, NULL) != SQLITE_OK)
		return false;
	if (writes)
		return sqlite3_exec(connection->handle, "pragma journal_mode = wal", NULL, NULL, NULL) == SQLITE_OK &&
		       sqlite3_exec(connection->handle, "select count(*) from sqlite_master", NULL, NULL, NULL) ==
			       SQLITE_OK;
	return sqlite3_exec(connection->handle, "pragma query_only = on", NULL, NULL, NULL) == SQLITE_OK;
}

/* SQLite would make the file readable by everybody the umask lets; its companions take over its mode. Only a file that
 * is not there yet is touched: closing one that this process has open would drop SQLite's locks on it. */
static void
create_private(const char *path)
{
	int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (file >= 0)
		close(file);
}

/* Each statement asks for memory dozens of times, and SQLite would count it under one lock of the whole process. Where
 * it runs already, it is too late: slower, and nothing else. */
static void
count_no_memory(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

struct sqlite_connection *
sqlite_connect(const char *path, bool writes, struct arena *arena, const char **error)
{
	struct sqlite_connection *connection = calloc(1, sizeof *connection);
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	int code;

	check(connection != NULL);
	pthread_once(&once, count_no_memory);
	if (writes)
		create_private(path);
	code = sqlite3_open_v2(path, &connection->handle,
			       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	check(connection->handle != NULL);
	if (code == SQLITE_OK) {
		harden(connection);
		if (prepare_file(connection, writes))
			return connection;
	}
	*error = arena_printf(arena, "The database %s cannot be opened: %s.", path, sqlite3_errmsg(connection->handle));
	sqlite_disconnect(connection);
	return NULL;
}

static void
statement_close(struct statement *statement)
{
	sqlite3_finalize(((struct sqlite_statement *)statement)->handle);
	statement_free(statement);
}

void
sqlite_disconnect(void *data)
{
	struct sqlite_connection *connection = data;
	struct statement *statement;

	while ((statement = statements_take_any(&connection->statements)) != NULL)
		statement_close(statement);
	check(sqlite3_close(connection->handle) == SQLITE_OK);
	free(connection);
}

/* ---- statements and their belts ---- */

static sqlite3_stmt *
prepare(struct sqlite_connection *connection, const char *sql, unsigned flags, const struct belt *belt)
{
	sqlite3_stmt *handle = NULL;

	connection->belt = belt;
	connection->refused = false;
	sqlite3_prepare_v3(connection->handle, sql, -1, flags, &handle, NULL);
	connection->belt = NULL;
	return handle;
}

/* NULL when it cannot be prepared, or asks for more than the belt has. What a full-text index reads when a connection
 * meets it for the first time is not the statement's: who is refused tries again when that is done. */
static sqlite3_stmt *
prepare_within(struct sqlite_connection *connection, const char *sql, unsigned flags, const struct belt *belt)
{
	sqlite3_stmt *handle = prepare(connection, sql, flags, belt);

	if (handle != NULL || !connection->refused)
		return handle;
	sqlite3_finalize(prepare(connection, sql, 0, NULL));
	return prepare(connection, sql, flags, belt);
}

/* Whether a statement that was prepared with another belt keeps within this one, too. */
static bool
fits(struct sqlite_connection *connection, struct statement *statement, const struct belt *belt)
{
	sqlite3_stmt *again;

	if (belt == NULL || statement_wears(statement, belt))
		return true;
	again = prepare_within(connection, sqlite3_sql(sqlite_handle_of(statement)), 0, belt);
	if (again == NULL)
		return false;
	sqlite3_finalize(again);
	statement_wear(statement, belt);
	return true;
}

static void
note_places(struct sqlite_statement *statement)
{
	int count = sqlite3_bind_parameter_count(statement->handle);

	for (int i = 1; i <= count; i++) {
		const char *name = sqlite3_bind_parameter_name(statement->handle, i);
		int64_t number = 0;

		check(name != NULL && name[0] == '$' && str_to_int(str_of(name + 1), &number) && number >= 1 &&
		      number <= DB_SQL_VALUES);
		statement->places[i - 1] = (unsigned short)number;
	}
}

static struct sqlite_statement *
statement_new(struct sqlite_connection *connection, const char *sql, bool cached, const struct belt *belt)
{
	struct sqlite_statement *statement;
	sqlite3_stmt *handle = prepare_within(connection, sql, cached ? SQLITE_PREPARE_PERSISTENT : 0, belt);

	if (handle == NULL)
		return NULL;
	statement = calloc(1, sizeof *statement);
	check(statement != NULL);
	statement->handle = handle;
	statement->cached = cached;
	if (belt != NULL)
		statement_wear(&statement->base, belt);
	note_places(statement);
	return statement;
}

/* A statement whose rows are being read cannot be run again meanwhile: then a second one is made for once. */
struct statement *
sqlite_prepare(struct sqlite_connection *connection, const char *sql, const struct belt *belt)
{
	struct statement *found = statements_find(&connection->statements, sql);
	struct statement *old;
	struct sqlite_statement *made;
	bool cached = found == NULL;

	if (found != NULL && !fits(connection, found, belt))
		return NULL;
	if (found == NULL || found->busy) {
		made = statement_new(connection, sql, cached, belt);
		if (made == NULL)
			return NULL;
		found = &made->base;
		if (cached) {
			old = statements_make_room(&connection->statements);
			if (old != NULL)
				statement_close(old);
			statements_add(&connection->statements, found, sql);
		}
	}
	found->busy = true;
	return found;
}

bool
sqlite_still_fits(struct sqlite_connection *connection, struct statement *statement, const struct belt *belt)
{
	if (belt == NULL || sqlite3_stmt_status(sqlite_handle_of(statement), SQLITE_STMTSTATUS_REPREPARE, 1) == 0)
		return true;
	memset(statement->worn, 0, sizeof statement->worn);
	return fits(connection, statement, belt);
}

void
sqlite_give_back(struct statement *statement)
{
	struct sqlite_statement *own = (struct sqlite_statement *)statement;

	sqlite3_clear_bindings(own->handle);
	statement->busy = false;
	if (!own->cached)
		statement_close(statement);
}

sqlite3_stmt *
sqlite_handle_of(const struct statement *statement)
{
	return ((const struct sqlite_statement *)statement)->handle;
}

int
sqlite_place_of(const struct statement *statement, int place)
{
	return ((const struct sqlite_statement *)statement)->places[place - 1];
}

int
sqlite_run(struct sqlite_connection *connection, const char *sql)
{
	struct statement *statement = sqlite_prepare(connection, sql, NULL);
	int code;

	if (statement == NULL)
		return sqlite3_extended_errcode(connection->handle);
	connection->deadline = INT64_MAX;
	do {
		code = sqlite3_step(sqlite_handle_of(statement));
	} while (code == SQLITE_ROW);
	sqlite3_reset(sqlite_handle_of(statement));
	sqlite_give_back(statement);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* ---- result codes ---- */

static _Noreturn void
stop_after_fsync(void)
{
	log_error("db.fsync", "The disk did not take what was written: the process stops, to start anew.");
	abort();
}

enum db_trouble
sqlite_trouble(struct sqlite_connection *connection, int code)
{
	int cause = sqlite3_system_errno(connection->handle);

	if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC)
		stop_after_fsync();
	switch (code & 0xFF) {
	case SQLITE_FULL:
		return DB_FULL;
	case SQLITE_IOERR:
		return cause == ENOSPC || cause == EDQUOT ? DB_FULL : DB_BROKEN;
	case SQLITE_INTERRUPT:
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return DB_SLOW;
	case SQLITE_CANTOPEN:
		return DB_AWAY;
	default:
		return DB_BROKEN;
	}
}
