/* engine_postgres: transactions on PostgreSQL, run again when another one came between. */
#include "db/engine_postgres.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"
#include "sys/clock.h"
#include "sys/pool.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	READERS = 8,
	RUNS_LIMIT = 8,
	TURN_MS = 100,
	WRITES_WAITING = 65536,
	MIGRATION_WAIT_MS = 600 * 1000,
	MIGRATION_KEY = 0x70617276, /* "parv": of the advisory lock, beside a hash of the schema's name */
};

static const char begin_read[] = "begin isolation level repeatable read read only";
static const char begin_write[] = "begin isolation level repeatable read";

/* ---- opening ---- */

/* Four writers on two cores; measured, more only cost. */
static unsigned
writer_count(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	return cores < 2 ? 2 : (unsigned)cores * 2;
}

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
	stock_open(&postgres->stock, readers + writer_count() + 2);
	postgres->writers = pool_new("db-write", writer_count(), WRITES_WAITING);
	return postgres;
}

static void
postgres_free(struct postgres *postgres)
{
	pool_stop(postgres->writers);
	stock_close(&postgres->stock, postgres_disconnect);
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

/* Begins on the connection at hand; false, and the connection closed, when it proves lost: nothing ran yet. */
static bool
begin_on(struct tx *tx, struct postgres_connection *connection, const char *begin)
{
	PGresult *result = postgres_await(connection, PQsendQuery(connection->pg, begin), postgres_patience(tx));
	bool fine = PQresultStatus(result) == PGRES_COMMAND_OK;

	PQclear(result);
	if (!fine)
		postgres_disconnect(connection);
	return fine;
}

/* A connection that waited may have been lost meanwhile: then a fresh one is tried, once. */
static void
begin(struct tx *tx, const char *how)
{
	struct postgres *postgres = tx->db->state;
	const char *error = "The database closed the connection at once.";
	struct postgres_connection *connection;
	void *idle;

	if (!stock_take(&postgres->stock, tx->db->statement_ms, &idle)) {
		tx_fail(tx, DB_SLOW, "all %zu connections are taken", postgres->stock.limit);
		return;
	}
	connection = idle;
	if (connection == NULL || !begin_on(tx, connection, how)) {
		connection = postgres_connect(postgres, tx->arena, &error);
		if (connection != NULL && !begin_on(tx, connection, how))
			connection = NULL;
	}
	tx->connection = connection;
	if (connection == NULL) {
		stock_give(&postgres->stock, NULL);
		tx_fail(tx, DB_AWAY, "%s", error);
	}
}

/* Ends the transaction and gives its connection back, or closes it when nobody should use it again. */
static void
end(struct tx *tx, const char *how)
{
	struct postgres *postgres = tx->db->state;
	struct postgres_connection *connection = tx->connection;

	if (connection == NULL)
		return;
	if (!connection->broken && how != NULL && !postgres_run(connection, how, postgres_patience(tx)))
		connection->broken = true;
	if (connection->broken) {
		postgres_disconnect(connection);
		connection = NULL;
	}
	stock_give(&postgres->stock, connection);
	tx->connection = NULL;
}

static void
read_begin(struct tx *tx)
{
	begin(tx, begin_read);
}

static void
read_end(struct tx *tx)
{
	end(tx, "rollback");
}

/* When the answer to the commit is lost, nobody knows whether it happened: it is not acknowledged and not run again. */
static void
commit(struct tx *tx)
{
	struct postgres_connection *connection = tx->connection;
	PGresult *result = postgres_await(connection, PQsendQuery(connection->pg, "commit"), postgres_patience(tx));

	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		postgres_fail(tx, result, "commit");
	else if (strcmp(PQcmdStatus(result), "COMMIT") != 0)
		tx_fail(tx, DB_BROKEN, "the commit became a rollback");
	PQclear(result);
}

static enum db_trouble
run_once(const struct write *write, const char **text)
{
	struct tx tx = {.db = write->db, .arena = write->arena, .text = "", .writes = true};

	begin(&tx, begin_write);
	if (tx.trouble == DB_FINE)
		write->body(&tx, write->data);
	if (tx.trouble == DB_FINE)
		commit(&tx);
	end(&tx, tx.trouble == DB_FINE ? NULL : "rollback");
	*text = tx.text;
	return tx.trouble;
}

/* Up to 1/4, 1/2, 1 … 16 ms, by chance, so that those who met once do not meet again. */
static void
pause_before(unsigned run)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	time.tv_sec = 0;
	time.tv_nsec = (time.tv_nsec * 7919L) % (125000L << run);
	nanosleep(&time, NULL);
}

static struct timespec
turn_ends(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	time.tv_nsec += TURN_MS * 1000000L;
	if (time.tv_nsec >= 1000000000) {
		time.tv_sec++;
		time.tv_nsec -= 1000000000;
	}
	return time;
}

/* Writes run side by side, until one was overtaken twice: then the others let it pass alone, or with many on one row
 * it might never win. This is courtesy, not a condition: nobody waits long for it. */
static enum db_trouble
run_in_turn(const struct write *write, bool alone, const char **text)
{
	struct postgres *postgres = write->db->state;
	struct timespec until = turn_ends();
	int refused = alone ? pthread_rwlock_clockwrlock(&postgres->turn, CLOCK_MONOTONIC, &until)
			    : pthread_rwlock_clockrdlock(&postgres->turn, CLOCK_MONOTONIC, &until);
	enum db_trouble trouble = run_once(write, text);

	if (refused == 0)
		pthread_rwlock_unlock(&postgres->turn);
	return trouble;
}

static enum db_trouble
engine_write(struct write *write)
{
	const char *text = "";
	enum db_trouble trouble = run_in_turn(write, false, &text);

	for (unsigned run = 1; run < RUNS_LIMIT && trouble == DB_RETRY; run++) {
		pause_before(run);
		trouble = run_in_turn(write, run >= 2, &text);
	}
	if (trouble != DB_RETRY)
		return trouble;
	log_warning("db.overtaken", "a write was overtaken %d times: %s", RUNS_LIMIT, text);
	return strncmp(text, "23", 2) == 0 ? DB_BROKEN : DB_SLOW; /* a constraint that never gives way is our bug */
}

static void
run_later(void *data)
{
	struct write *write = data;

	write->done(engine_write(write), write->done_data);
}

static void
engine_write_later(struct write *write)
{
	struct postgres *postgres = write->db->state;

	if (!pool_add(postgres->writers, run_later, write))
		write->done(DB_SLOW, write->done_data);
}

/* ---- migrations and care ---- */

static bool
script(struct tx *tx, const char *portable)
{
	struct postgres_connection *connection = tx->connection;
	const char *text = migration_for_postgres(tx->arena, portable);
	PGresult *result;

	if (tx->trouble != DB_FINE)
		return false;
	result = postgres_await(connection, PQsendQuery(connection->pg, text), postgres_patience(tx));
	if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
		postgres_fail(tx, result, "a script");
	PQclear(result);
	return tx->trouble == DB_FINE;
}

static void
unlimit(struct tx *tx)
{
	tx->unlimited = true;
	db_run(tx, "set local statement_timeout to 0");
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
	if (!postgres_run(connection, lock, MIGRATION_WAIT_MS))
		return false;
	found = postgres_await(connection, PQsendQuery(connection->pg, look), MIGRATION_WAIT_MS);
	fine = PQntuples(found) == 1 || postgres_run(connection, create, MIGRATION_WAIT_MS);
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
	.read_begin = read_begin,
	.read_end = read_end,
	.write = engine_write,
	.write_later = engine_write_later,
	.rows_start = postgres_rows_start,
	.rows_next = postgres_rows_next,
	.rows_end = postgres_rows_end,
	.column_count = postgres_column_count,
	.column_name = postgres_column_name,
	.cell = postgres_cell,
	.script = script,
	.unlimit = unlimit,
	.migration_lock = migration_lock,
	.migration_unlock = migration_unlock,
	.find_damage = find_damage,
};
