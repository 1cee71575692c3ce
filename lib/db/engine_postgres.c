/* engine_postgres: opens PostgreSQL, and migrates and checks what is there. */
#include "db/engine_postgres.h"

#include "base/arena.h"
#include "base/check.h"

#include <stdlib.h>
#include <string.h>

enum {
	READERS = 8,
	MIGRATION_WAIT_MS = 600 * 1000,
	ALONE_WAIT_MS = 6 * 3600 * 1000,
	MIGRATION_KEY = 0x70617276, /* "parv": of the advisory lock, beside a hash of the schema's name */
};

/* ---- opening ---- */

static char *
copy(const char *text)
{
	char *made = strdup(text);

	check(made != NULL);
	return made;
}

static struct postgres *
postgres_new(const struct db_options *options, unsigned statement_ms)
{
	struct postgres *postgres = calloc(1, sizeof *postgres);
	unsigned readers = options->readers == 0 ? READERS : options->readers;
	pthread_rwlockattr_t fair;

	check(postgres != NULL);
	postgres->url = copy(options->url);
	postgres->schema = copy(options->schema == NULL ? "parvis" : options->schema);
	postgres->statement_ms = statement_ms;
	pthread_rwlockattr_init(&fair);
	pthread_rwlockattr_setkind_np(&fair, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
	pthread_rwlock_init(&postgres->turn, &fair);
	pthread_rwlockattr_destroy(&fair);
	stock_open(&postgres->stock, readers + postgres_writer_threads() + 2);
	postgres->writer = postgres_writer_start();
	postgres->belts = postgres_belts_new();
	return postgres;
}

static void
postgres_free(struct postgres *postgres)
{
	postgres_writer_stop(postgres->writer);
	stock_close(&postgres->stock, postgres_disconnect);
	postgres_belts_free(postgres->belts);
	pthread_rwlock_destroy(&postgres->turn);
	free(postgres->schema);
	free(postgres->url);
	free(postgres);
}

static bool
engine_open(struct db *db, const struct db_options *options, struct arena *arena, const char **error)
{
	struct postgres *postgres = postgres_new(options, db->statement_ms);
	struct postgres_connection *connection;
	void *none;

	check(PQisthreadsafe());
	stock_take(&postgres->stock, 0, &none);
	connection = postgres_connect(postgres, arena, error);
	stock_give(&postgres->stock, connection);
	db->state = postgres;
	if (connection == NULL)
		postgres_free(postgres);
	return connection != NULL;
}

static void
engine_close(struct db *db)
{
	postgres_free(db->state);
}

/* ---- transactions ---- */

static void
engine_write_later(struct write *write)
{
	struct postgres *postgres = write->db->state;

	postgres_writer_add(postgres->writer, write);
}

/* ---- migrations and care ---- */

static void
unlimit(struct tx *tx)
{
	tx->unlimited = true;
	db_run(tx, "set local statement_timeout to 0");
}

/* What is unlimited first, so that the transaction has begun. */
static bool
script(struct tx *tx, const char *portable)
{
	const char *text = migration_for_postgres(tx->arena, portable);
	PGresult *result;

	unlimit(tx);
	if (tx->trouble != DB_FINE)
		return false;
	result = postgres_script(tx->connection, text, postgres_patience(tx));
	if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
		postgres_fail(tx, result, "a script");
	PQclear(result);
	return tx->trouble == DB_FINE;
}

static bool
run_within(struct postgres_connection *connection, const char *sql, int64_t wait_ms)
{
	PGresult *result = postgres_script(connection, sql, wait_ms);
	ExecStatusType status = PQresultStatus(result);

	PQclear(result);
	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static bool
run(struct postgres_connection *connection, const char *sql)
{
	return run_within(connection, sql, MIGRATION_WAIT_MS);
}

static bool
prepare_schema(struct postgres_connection *connection, struct arena *arena, const char *schema)
{
	char *literal = PQescapeLiteral(connection->pg, schema, strlen(schema));
	char *name = PQescapeIdentifier(connection->pg, schema, strlen(schema));
	const char *lock = arena_printf(arena, "set statement_timeout to 0; select pg_advisory_lock(%d, hashtext(%s))",
					MIGRATION_KEY, literal);
	const char *look = arena_printf(arena, "select 1 from pg_namespace where nspname = %s", literal);
	const char *create = arena_printf(arena, "create schema %s", name);
	PGresult *found;
	bool fine;

	PQfreemem(literal);
	PQfreemem(name);
	if (!run(connection, lock))
		return false;
	found = postgres_script(connection, look, MIGRATION_WAIT_MS);
	fine = PQntuples(found) == 1 || run(connection, create);
	PQclear(found);
	return fine;
}

/* The lock is held by a connection of its own, which also sees to it that the schema is there. */
static bool
migration_lock(struct db *db, struct arena *arena, void **lock, const char **error)
{
	struct postgres *postgres = db->state;
	struct postgres_connection *connection = postgres_connect(postgres, arena, error);

	*lock = connection;
	if (connection == NULL)
		return false;
	if (prepare_schema(connection, arena, postgres->schema))
		return true;
	*error = arena_printf(arena, "The schema %s cannot be made: %s", postgres->schema,
			      PQerrorMessage(connection->pg));
	postgres_disconnect(connection);
	return false;
}

static void
migration_unlock(__attribute__((unused)) struct db *db, void *lock)
{
	postgres_disconnect(lock);
}

/* A script of one statement is no transaction but its own. */
static bool
run_alone(struct db *db, struct arena *arena, const char *sql, const char **error)
{
	struct postgres_connection *connection = postgres_connect(db->state, arena, error);
	bool fine;

	if (connection == NULL)
		return false;
	fine = run(connection, "set statement_timeout to 0") && run_within(connection, sql, ALONE_WAIT_MS);
	if (!fine)
		*error = arena_printf(arena, "%s", PQerrorMessage(connection->pg));
	postgres_disconnect(connection);
	return fine;
}

struct table {
	const char *name;
};

static const struct db_column table_columns[] = {DB_COLUMN_TEXT(struct table, name)};
static const struct db_shape table_shape = DB_SHAPE(struct table, table_columns);

/* Reads every row of every table once: a damaged block shows. */
static void
count_tables(struct tx *tx)
{
	size_t count;
	struct table *tables = db_list(tx, &table_shape, &count,
				       "select quote_ident(tablename) as name from pg_tables"
				       " where schemaname = current_schema() order by 1");

	for (size_t i = 0; i < count; i++)
		db_get_int(tx, 0, arena_printf(tx->arena, "select count(*) from %s", tables[i].name));
}

static const char *
find_damage(struct tx *tx)
{
	const char *found =
		db_get_text(tx, "select conname from pg_constraint"
				" where connamespace = current_schema()::regnamespace and not convalidated limit 1");

	if (found != NULL)
		return arena_printf(tx->arena, "The constraint %s was never validated.", found);
	found = db_get_text(tx, "select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid"
				" where c.relnamespace = current_schema()::regnamespace and not i.indisvalid limit 1");
	if (found != NULL)
		return arena_printf(tx->arena, "The index %s is not valid.", found);
	count_tables(tx);
	return NULL;
}

const struct engine engine_postgres = {
	.kind = DB_POSTGRES,
	.count_tables = "select count(*) from pg_tables where schemaname = current_schema() and tablename = $1",
	.open = engine_open,
	.close = engine_close,
	.read_begin = postgres_begin_read,
	.read_end = postgres_end,
	.write = postgres_write,
	.write_later = engine_write_later,
	.rows_start = postgres_rows_start,
	.rows_next = postgres_rows_next,
	.rows_end = postgres_rows_end,
	.column_count = postgres_column_count,
	.column_name = postgres_column_name,
	.cell = postgres_cell,
	.belt_missing = postgres_belt_missing,
	.script = script,
	.unlimit = unlimit,
	.run_alone = run_alone,
	.migration_lock = migration_lock,
	.migration_unlock = migration_unlock,
	.find_damage = find_damage,
};
