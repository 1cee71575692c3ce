/* belt_postgres: PostgreSQL explains a statement as a role that may read the belt's columns; nothing of that stays. */
#include "db/belt_postgres.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"
#include "db/engine_postgres.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* It owns nothing and was granted nothing that was ever committed: one for all databases of a server. */
#define BELT_ROLE "parvis_belt"

enum {
	KNOWN_PLACES = 1 << 14,
	OID_BYTEA = 17,
	OID_INT8 = 20,
	OID_TEXT = 25,
};

enum outcome { WITHIN, BEYOND, UNKNOWN };

struct postgres_belts {
	pthread_mutex_t lock;			/* of what follows but `known` */
	struct postgres_connection *connection; /* of its own: transactions that only read cannot grant. NULL: none */
	bool asked;				/* whether the server lets us */
	char *missing;				/* why it does not; NULL: it does */
	_Atomic uint64_t known[KNOWN_PLACES];	/* statements within belts; any thread may write any place */
};

struct postgres_belts *
postgres_belts_new(void)
{
	struct postgres_belts *belts = calloc(1, sizeof *belts);

	check(belts != NULL);
	pthread_mutex_init(&belts->lock, NULL);
	return belts;
}

void
postgres_belts_free(struct postgres_belts *belts)
{
	if (belts->connection != NULL)
		postgres_disconnect(belts->connection);
	pthread_mutex_destroy(&belts->lock);
	free(belts->missing);
	free(belts);
}

/* ---- what is known ---- */

static uint64_t
key_of(uint64_t text, const struct belt *belt)
{
	uint64_t key = (text ^ belt->mark) * UINT64_C(0x9E3779B97F4A7C15);

	key ^= key >> 32;
	return key == 0 ? 1 : key;
}

static bool
is_known(struct postgres_belts *belts, uint64_t key)
{
	return atomic_load_explicit(&belts->known[key % KNOWN_PLACES], memory_order_relaxed) == key;
}

static void
remember(struct postgres_belts *belts, uint64_t key)
{
	atomic_store_explicit(&belts->known[key % KNOWN_PLACES], key, memory_order_relaxed);
}

/* ---- granting ---- */

static bool
is_first_of_table(const struct belt *belt, size_t entry)
{
	for (size_t i = 0; i < entry; i++)
		if (belt->entries[i].on[DB_POSTGRES] && strcmp(belt->entries[i].table, belt->entries[entry].table) == 0)
			return false;
	return belt->entries[entry].on[DB_POSTGRES];
}

/* `grant select ("id", "version"), update on "vehicle" to …` */
static const char *
grant_text(struct arena *arena, const struct belt *belt, const char *table)
{
	bool written = text_equal(table, belt->written);
	struct builder text = builder_new(arena, 0);

	build_text(&text, "grant select");
	for (size_t i = 0, columns = 0; i < belt->count && !belt_lets_read(belt, DB_POSTGRES, table, "*"); i++)
		if (belt->entries[i].on[DB_POSTGRES] && strcmp(belt->entries[i].table, table) == 0)
			build_printf(&text, "%s\"%s\"", columns++ == 0 ? " (" : ", ", belt->entries[i].column);
	build_printf(&text, "%s%s on \"%s\" to " BELT_ROLE, belt_lets_read(belt, DB_POSTGRES, table, "*") ? "" : ")",
		     written ? ", insert, update, delete" : "", table);
	return builder_text(&text);
}

static bool
send_grants(struct postgres_connection *connection, struct arena *arena, const char *schema, const struct belt *belt)
{
	bool sent =
		postgres_send(connection, "begin") && postgres_send(connection, "set local lock_timeout to 200") &&
		postgres_send(connection, "set local plan_cache_mode to force_generic_plan") &&
		postgres_send(connection, arena_printf(arena, "grant usage on schema \"%s\" to " BELT_ROLE, schema));

	for (size_t i = 0; i < belt->count && sent; i++)
		if (is_first_of_table(belt, i))
			sent = postgres_send(connection, grant_text(arena, belt, belt->entries[i].table));
	return sent && postgres_send(connection, "set local role " BELT_ROLE);
}

/* ---- explaining ---- */

static Oid
type_of(const struct db_value *value)
{
	switch (value->type) {
	case DB_INT:
		return OID_INT8;
	case DB_TEXT:
		return OID_TEXT;
	case DB_BYTES:
		return OID_BYTEA;
	default:
		return 0;
	}
}

/* The plan is one for all values, so nothing is left out of it for the sake of one. */
static bool
send_question(struct postgres_connection *connection, struct arena *arena, const struct db_sql *sql)
{
	struct builder text = builder_new(arena, 0);
	Oid types[DB_SQL_VALUES];

	build_text(&text, "explain (costs off) execute asked");
	for (int i = 0; i < sql->count; i++) {
		types[i] = type_of(&sql->values[i]);
		build_text(&text, i == 0 ? "(null" : ", null");
	}
	build_text(&text, sql->count > 0 ? ")" : "");
	return PQsendPrepare(connection->pg, "asked", sql->sql, sql->count, types) == 1 &&
	       postgres_send(connection, builder_text(&text));
}

/* The connection that asks; opened at the first question. */
static struct postgres_connection *
connection_of(struct postgres *postgres, struct arena *arena)
{
	struct postgres_belts *belts = postgres->belts;
	const char *error;

	if (belts->connection != NULL && belts->connection->broken) {
		postgres_disconnect(belts->connection);
		belts->connection = NULL;
	}
	if (belts->connection == NULL)
		belts->connection = postgres_connect(postgres, arena, &error);
	return belts->connection;
}

static enum outcome
outcome_of(const PGresult *result)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	if (PQresultStatus(result) == PGRES_TUPLES_OK)
		return WITHIN;
	return state != NULL && strcmp(state, "42501") == 0 ? BEYOND : UNKNOWN; /* insufficient_privilege */
}

/* *error gets the server's words when there is no answer. */
static enum outcome
ask(struct postgres *postgres, struct arena *arena, const struct belt *belt, const struct db_sql *sql,
    const char **error)
{
	struct postgres_connection *connection = connection_of(postgres, arena);
	enum outcome outcome;
	PGresult *result;
	bool sent;

	*error = "no connection";
	if (connection == NULL)
		return UNKNOWN;
	sent = send_grants(connection, arena, postgres->schema, belt) && send_question(connection, arena, sql);
	result = postgres_await(connection, sent, postgres->statement_ms);
	outcome = outcome_of(result);
	*error = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	*error = arena_text(arena, *error == NULL ? "no answer" : *error);
	PQclear(result);
	if (!connection->broken) {
		postgres_send_off(connection, "rollback");
		postgres_send_off(connection, "deallocate all");
	}
	return outcome;
}

/* ---- whether the server lets us ask ---- */

static bool
run(struct postgres_connection *connection, const char *sql)
{
	PGresult *result = postgres_script(connection, sql, 5000);
	ExecStatusType status = PQresultStatus(result);

	PQclear(result);
	return status == PGRES_COMMAND_OK;
}

static bool
is_member(struct postgres_connection *connection)
{
	static const char sql[] =
		"select 1 from pg_roles where rolname = '" BELT_ROLE "' and pg_has_role(current_user, oid, 'member')";
	PGresult *result = postgres_script(connection, sql, 5000);
	bool member = PQntuples(result) == 1;

	PQclear(result);
	return member;
}

/* Several processes may make the role at once: one of them does. */
static bool
may_be_the_role(struct postgres_connection *connection)
{
	return is_member(connection) || (run(connection, "create role " BELT_ROLE " nologin"), is_member(connection)) ||
	       (run(connection, "grant " BELT_ROLE " to current_user"), is_member(connection));
}

/* What is known to be allowed and what is not must be told apart, or nothing the server says means anything. */
static const char *
try_out(struct postgres *postgres, struct arena *arena)
{
	const struct db_sql allowed = {.sql = "select name from migration order by name"},
			    beyond = {.sql = "select name from migration order by applied_at"};
	struct belt *belt = belt_new(arena, NULL);
	struct postgres_connection *connection = connection_of(postgres, arena);
	const char *error = "";

	if (connection == NULL)
		return NULL;
	if (!may_be_the_role(connection))
		return "The second check of columns is off: the database user may neither make nor become the role "
		       "parvis_belt. As a superuser: create role parvis_belt nologin; grant parvis_belt to that user.";
	belt_add(belt, "migration", "name");
	if (ask(postgres, arena, belt, &allowed, &error) == WITHIN &&
	    ask(postgres, arena, belt, &beyond, &error) == BEYOND)
		return "";
	if (postgres->belts->connection == NULL || postgres->belts->connection->broken)
		return NULL;
	return arena_printf(arena, "The second check of columns is off: the database does not let us grant: %s", error);
}

/* Asks once, under the lock, and says so once when it is not so. When the server is away it is asked again. */
static bool
is_missing(struct postgres *postgres, struct arena *arena)
{
	struct postgres_belts *belts = postgres->belts;
	const char *why;

	if (!belts->asked && (why = try_out(postgres, arena)) != NULL) {
		belts->asked = true;
		if (!text_empty(why)) {
			belts->missing = strdup(why);
			check(belts->missing != NULL);
			log_warning("db.belt", "%s", why);
		}
	}
	return belts->missing != NULL;
}

const char *
postgres_belt_missing(struct db *db, struct arena *arena)
{
	struct postgres *postgres = db->state;
	const char *missing;

	pthread_mutex_lock(&postgres->belts->lock);
	missing = is_missing(postgres, arena) ? arena_text(arena, postgres->belts->missing) : NULL;
	pthread_mutex_unlock(&postgres->belts->lock);
	return missing;
}

/* ---- which column it is ---- */

struct column {
	const char *table, *name;
};

static bool
is_of_belt(const struct belt *belt, const char *table)
{
	return belt_lets_read(belt, DB_POSTGRES, table, NULL);
}

/* Every column of the belt's tables but one, and nothing else: who is refused still reads that one. */
static bool
reads(struct postgres *postgres, struct arena *arena, const struct belt *belt, const struct db_sql *sql,
      const struct column *columns, size_t count, size_t without)
{
	struct belt *others = belt_new(arena, belt->written);
	const char *error;

	for (size_t i = 0; i < count; i++)
		if (i != without)
			belt_add(others, columns[i].table, columns[i].name);
	for (size_t i = 0; i < belt->count; i++)
		if (belt->entries[i].column == NULL && belt->entries[i].on[DB_POSTGRES])
			belt_add(others, belt->entries[i].table, NULL);
	return ask(postgres, arena, others, sql, &error) == BEYOND;
}

static struct column *
columns_of(struct postgres_connection *connection, struct arena *arena, const struct belt *belt, size_t *count)
{
	static const char sql[] =
		"select relname, attname from pg_attribute join pg_class on pg_class.oid = attrelid "
		"where relnamespace = current_schema()::regnamespace and relkind = 'r' and attnum > 0 and "
		"not attisdropped order by 1, attnum";
	PGresult *result = postgres_script(connection, sql, 5000);
	int rows = PQntuples(result);
	struct column *columns = arena_array(arena, (size_t)rows + 1, sizeof *columns);

	*count = 0;
	for (int i = 0; i < rows; i++)
		if (is_of_belt(belt, PQgetvalue(result, i, 0)))
			columns[(*count)++] = (struct column){arena_text(arena, PQgetvalue(result, i, 0)),
							      arena_text(arena, PQgetvalue(result, i, 1))};
	PQclear(result);
	return columns;
}

/* For the log: the server only names the table. "…": a table that is not of the belt at all. */
static const char *
column_beyond(struct postgres *postgres, struct arena *arena, const struct belt *belt, const struct db_sql *sql)
{
	struct postgres_connection *connection = connection_of(postgres, arena);
	struct column *columns;
	size_t count;

	if (connection == NULL || !postgres_settle(connection))
		return "…";
	columns = columns_of(connection, arena, belt, &count);
	if (reads(postgres, arena, belt, sql, columns, count, count))
		return "…";
	for (size_t i = 0; i < count; i++)
		if (!belt_lets_read(belt, DB_POSTGRES, columns[i].table, columns[i].name) &&
		    reads(postgres, arena, belt, sql, columns, count, i))
			return arena_printf(arena, "%s.%s", columns[i].table, columns[i].name);
	return "…";
}

/* ---- a statement ---- */

/* What nobody can say now is asked again the next time: the belt is the second of two. */
static bool
ask_once(struct tx *tx, const struct db_sql *sql, uint64_t key)
{
	struct postgres *postgres = tx->db->state;
	const char *error, *column;

	switch (ask(postgres, tx->arena, sql->belt, sql, &error)) {
	case WITHIN:
		remember(postgres->belts, key);
		return true;
	case BEYOND:
		column = column_beyond(postgres, tx->arena, sql->belt, sql);
		tx_fail(tx, DB_BROKEN, "access to %s is prohibited: %s, in: %s", column, error, sql->sql);
		return false;
	default:
		log_warning("db.belt", "a statement could not be checked: %s, in: %s", error, sql->sql);
		return true;
	}
}

bool
postgres_keeps_within(struct tx *tx, const struct db_sql *sql)
{
	struct postgres *postgres = tx->db->state;
	struct postgres_connection *connection = tx->connection;
	struct statement *found;
	bool fits = true;
	uint64_t key;

	if (sql->belt == NULL || tx->alters) /* nobody else could say, or would wait for this one */
		return true;
	found = statements_find(&connection->statements, sql->sql);
	if (found != NULL && statement_wears(found, sql->belt))
		return true;
	key = key_of(found == NULL ? text_hash(sql->sql) : found->hash, sql->belt);
	if (!is_known(postgres->belts, key)) {
		pthread_mutex_lock(&postgres->belts->lock);
		fits = is_missing(postgres, tx->arena) || is_known(postgres->belts, key) || ask_once(tx, sql, key);
		pthread_mutex_unlock(&postgres->belts->lock);
	}
	if (fits && found != NULL && is_known(postgres->belts, key))
		statement_wear(found, sql->belt);
	return fits;
}
