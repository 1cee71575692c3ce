/* engine_sqlite: readers take a connection each, writes go to the writer's thread, statements run on either. */
#include "db/engine_sqlite.h"

#include "base/arena.h"
#include "base/check.h"
#include "sys/clock.h"

#include <semaphore.h>
#include <stdlib.h>
#include <string.h>

enum { READERS = 8 };

/* ---- opening ---- */

static bool
engine_open(struct db *db, const struct db_options *options, struct arena *arena, const char **error)
{
	const char *path = options->url + strlen("sqlite:");
	struct sqlite_connection *connection = sqlite_connect(path, true, arena, error);
	struct sqlite *sqlite;

	if (connection == NULL)
		return false;
	check(sqlite3_threadsafe());
	sqlite = calloc(1, sizeof *sqlite);
	check(sqlite != NULL);
	sqlite->path = strdup(path);
	check(sqlite->path != NULL);
	stock_open(&sqlite->readers, options->readers == 0 ? READERS : options->readers);
	sqlite->writer = sqlite_writer_start(connection);
	db->state = sqlite;
	return true;
}

static void
engine_close(struct db *db)
{
	struct sqlite *sqlite = db->state;

	stock_close(&sqlite->readers, sqlite_disconnect);
	sqlite_writer_stop(sqlite->writer);
	free(sqlite->path);
	free(sqlite);
}

/* ---- transactions ---- */

static void
fail(struct tx *tx, int code, const char *doing)
{
	struct sqlite_connection *connection = tx->connection;

	tx_fail(tx, sqlite_trouble(connection, code), "%s, in: %s", sqlite3_errmsg(connection->handle), doing);
}

static void
read_begin(struct tx *tx)
{
	struct sqlite *sqlite = tx->db->state;
	const char *error = NULL;
	void *connection;
	int code;

	if (!stock_take(&sqlite->readers, tx->db->statement_ms, &connection)) {
		tx_fail(tx, DB_SLOW, "all %zu readers are taken", sqlite->readers.limit);
		return;
	}
	if (connection == NULL)
		connection = sqlite_connect(sqlite->path, false, tx->arena, &error);
	tx->connection = connection;
	if (connection == NULL) {
		stock_give(&sqlite->readers, NULL);
		tx_fail(tx, DB_AWAY, "%s", error);
		return;
	}
	code = sqlite_run(connection, "begin");
	if (code != SQLITE_OK)
		fail(tx, code, "begin");
}

static void
read_end(struct tx *tx)
{
	struct sqlite *sqlite = tx->db->state;
	struct sqlite_connection *connection = tx->connection;

	if (connection == NULL)
		return;
	if (sqlite3_get_autocommit(connection->handle) == 0)
		sqlite_run(connection, "rollback");
	stock_give(&sqlite->readers, connection);
}

struct waiting {
	sem_t done;
	enum db_trouble trouble;
};

static void
wake(enum db_trouble trouble, void *data)
{
	struct waiting *waiting = data;

	waiting->trouble = trouble;
	sem_post(&waiting->done);
}

static void
engine_write_later(struct write *write)
{
	struct sqlite *sqlite = write->db->state;

	sqlite_writer_add(sqlite->writer, write);
}

static enum db_trouble
engine_write(struct write *write)
{
	struct sqlite *sqlite = write->db->state;
	struct waiting waiting = {.trouble = DB_FINE};

	check(!sqlite_writer_is_this_thread(sqlite->writer)); /* a write inside a write would wait for itself */
	sem_init(&waiting.done, 0, 0);
	write->done = wake;
	write->done_data = &waiting;
	sqlite_writer_add(sqlite->writer, write);
	while (sem_wait(&waiting.done) != 0)
		continue;
	sem_destroy(&waiting.done);
	return waiting.trouble;
}

/* ---- rows ---- */

static int
bind_value(sqlite3_stmt *handle, int place, const struct db_value *value)
{
	const char *bytes = value->bytes.at == NULL ? "" : value->bytes.at;

	switch (value->type) {
	case DB_INT:
		return sqlite3_bind_int64(handle, place, value->integer);
	case DB_TEXT:
		return sqlite3_bind_text64(handle, place, bytes, value->bytes.length, SQLITE_STATIC, SQLITE_UTF8);
	case DB_BYTES:
		return sqlite3_bind_blob64(handle, place, bytes, value->bytes.length, SQLITE_STATIC);
	default:
		return sqlite3_bind_null(handle, place);
	}
}

/* Each place must have its value; a value without place is ignored, as PostgreSQL does: a compiled statement may not
 * need the viewer's client. */
static bool
bind_values(struct rows *rows, const struct db_sql *sql)
{
	sqlite3_stmt *handle = sqlite_handle_of(rows->statement);
	int count = sqlite3_bind_parameter_count(handle);

	if (count > sql->count) {
		tx_fail(rows->tx, DB_BROKEN, "%d values for %d places, in: %s", sql->count, count, sql->sql);
		return false;
	}
	for (int place = 1; place <= count; place++) {
		int number = sqlite_place_of(rows->statement, place);
		int code;

		if (number > sql->count) {
			tx_fail(rows->tx, DB_BROKEN, "no value for $%d, in: %s", number, sql->sql);
			return false;
		}
		code = bind_value(handle, place, &sql->values[number - 1]);
		if (code != SQLITE_OK) {
			fail(rows->tx, code, sql->sql);
			return false;
		}
	}
	return true;
}

static void
set_deadline(const struct tx *tx)
{
	struct sqlite_connection *connection = tx->connection;

	connection->deadline = tx->unlimited ? INT64_MAX : clock_monotonic() + tx->db->statement_ms;
}

static bool
rows_start(struct rows *rows, const struct db_sql *sql)
{
	struct sqlite_connection *connection = rows->tx->connection;

	set_deadline(rows->tx);
	rows->statement = sqlite_prepare(connection, sql->sql, sql->belt);
	if (rows->statement == NULL) {
		fail(rows->tx, sqlite3_extended_errcode(connection->handle), sql->sql);
		return false;
	}
	if (bind_values(rows, sql))
		return true;
	sqlite_give_back(rows->statement);
	return false;
}

static bool
rows_next(struct rows *rows)
{
	sqlite3_stmt *handle = sqlite_handle_of(rows->statement);
	int code;

	if (rows->streams)
		set_deadline(rows->tx);
	code = sqlite3_step(handle);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		fail(rows->tx, code, sqlite3_sql(handle));
	else if (!sqlite_still_fits(rows->tx->connection, rows->statement, rows->belt))
		fail(rows->tx, SQLITE_AUTH, sqlite3_sql(handle));
	return code == SQLITE_ROW && rows->tx->trouble == DB_FINE;
}

/* What changes rows is run to its end, whatever the caller read of its "returning". */
static int64_t
rows_end(struct rows *rows)
{
	struct sqlite_connection *connection = rows->tx->connection;
	sqlite3_stmt *handle = sqlite_handle_of(rows->statement);
	int64_t changed = 0;
	int code;

	if (!sqlite3_stmt_readonly(handle)) {
		while (rows->tx->trouble == DB_FINE && rows_next(rows))
			continue;
		changed = sqlite3_changes64(connection->handle);
	}
	code = sqlite3_reset(handle);
	if (code != SQLITE_OK)
		fail(rows->tx, code, sqlite3_sql(handle));
	sqlite_give_back(rows->statement);
	return changed;
}

static size_t
column_count(const struct rows *rows)
{
	return (size_t)sqlite3_column_count(sqlite_handle_of(rows->statement));
}

static const char *
column_name(const struct rows *rows, size_t column)
{
	return sqlite3_column_name(sqlite_handle_of(rows->statement), (int)column);
}

static struct str
cell_bytes(sqlite3_stmt *handle, int column, enum db_type wanted, struct arena *arena)
{
	const void *at = wanted == DB_TEXT ? (const void *)sqlite3_column_text(handle, column)
					   : sqlite3_column_blob(handle, column);
	size_t length = (size_t)sqlite3_column_bytes(handle, column);

	return str_slice(arena_text_of(arena, at, length), length);
}

static bool
cell(const struct rows *rows, size_t column, enum db_type wanted, struct arena *arena, struct db_value *value)
{
	sqlite3_stmt *handle = sqlite_handle_of(rows->statement);
	int type = sqlite3_column_type(handle, (int)column);

	*value = db_null();
	if (type == SQLITE_NULL)
		return true;
	value->type = wanted;
	if (wanted == DB_INT)
		value->integer = sqlite3_column_int64(handle, (int)column);
	else
		value->bytes = cell_bytes(handle, (int)column, wanted, arena);
	return wanted != DB_INT || type == SQLITE_INTEGER;
}

/* ---- migrations and care ---- */

static bool
script(struct tx *tx, const char *portable)
{
	struct sqlite_connection *connection = tx->connection;
	int code;

	if (tx->trouble != DB_FINE)
		return false;
	set_deadline(tx);
	code = sqlite3_exec(connection->handle, portable, NULL, NULL, NULL);
	if (code != SQLITE_OK)
		tx_fail(tx, sqlite_trouble(connection, code), "%s", sqlite3_errmsg(connection->handle));
	return code == SQLITE_OK;
}

static void
unlimit(struct tx *tx)
{
	tx->unlimited = true;
}

/* Each step looks inside its own immediate transaction whether it is still to do: that is lock enough. */
static bool
migration_lock(__attribute__((unused)) struct db *db, __attribute__((unused)) struct arena *arena, void **lock,
	       __attribute__((unused)) const char **error)
{
	*lock = NULL;
	return true;
}

static void
migration_unlock(__attribute__((unused)) struct db *db, __attribute__((unused)) void *lock)
{
}

static const char *
find_damage(struct tx *tx)
{
	const char *found = db_get_text(tx, "pragma integrity_check(1)");

	if (found != NULL && !text_equal(found, "ok"))
		return arena_printf(tx->arena, "The database file is damaged: %s.", found);
	found = db_get_text(tx, "select \"table\" from pragma_foreign_key_check limit 1");
	return found == NULL ? NULL : arena_printf(tx->arena, "A row of %s refers to a row that is not there.", found);
}

struct schema_text {
	const char *sql;
};

static const struct db_column schema_columns[] = {DB_COLUMN_TEXT(struct schema_text, sql)};
static const struct db_shape schema_shape = DB_SHAPE(struct schema_text, schema_columns);

const char *
db_schema_text(struct db *db, struct arena *arena)
{
	struct tx *tx = db_read(db, arena);
	struct builder builder = builder_new(arena, 0);
	struct schema_text *texts;
	size_t count;

	check(tx_engine(tx) == DB_SQLITE);
	texts = db_list(tx, &schema_shape, &count,
			"select sql from sqlite_master where sql is not null and name not like 'sqlite\\_%' escape '\\'"
			" and tbl_name not in (select name from pragma_table_list where type = 'shadow')"
			" order by tbl_name, type <> 'table', name");
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && str_starts(str_of(texts[i].sql), STR("CREATE TABLE")))
			build_char(&builder, '\n');
		build_printf(&builder, "%s;\n", texts[i].sql);
	}
	db_read_end(tx);
	return builder_text(&builder);
}

const struct engine engine_sqlite = {
	.kind = DB_SQLITE,
	.count_tables = "select count(*) from sqlite_master where type = 'table' and name = $1",
	.open = engine_open,
	.close = engine_close,
	.read_begin = read_begin,
	.read_end = read_end,
	.write = engine_write,
	.write_later = engine_write_later,
	.rows_start = rows_start,
	.rows_next = rows_next,
	.rows_end = rows_end,
	.column_count = column_count,
	.column_name = column_name,
	.cell = cell,
	.script = script,
	.unlimit = unlimit,
	.migration_lock = migration_lock,
	.migration_unlock = migration_unlock,
	.find_damage = find_damage,
};
