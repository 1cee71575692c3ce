/* connection_postgres: connects, and reads SQLSTATE codes. */
#include "base/arena.h"
#include "base/check.h"
#include "db/engine_postgres.h"
#include "sys/clock.h"

#include <stdlib.h>
#include <string.h>

enum {
	SET_UP_MS = 10000,
	GRACE_MS = 5000,
	UNLIMITED_MS = 6 * 3600 * 1000,
	PAUSE_MS = 250, /* after a refused connection */
};

/* ---- connecting ---- */

/* What stands in the address wins over what stands before it here. */
static PGconn *
connect_to(const char *url)
{
	static const char *const names[] = {"connect_timeout",	"keepalives_idle",  "keepalives_interval",
					    "keepalives_count", "tcp_user_timeout", "application_name",
					    "dbname",		"client_encoding",  NULL};
	const char *const values[] = {"5", "10", "5", "3", "15000", "parvis", url, "UTF8", NULL};

	return PQconnectdbParams(names, values, 1);
}

static bool
set_up(struct postgres_connection *connection, const struct postgres *postgres)
{
	char *schema = PQescapeIdentifier(connection->pg, postgres->schema, strlen(postgres->schema));
	PGresult *result;
	char text[512];
	int length;
	bool fine;

	check(schema != NULL);
	/* Compiling a statement to machine code takes longer than any of ours runs. */
	length = snprintf(text, sizeof text,
			  "set search_path to %s; set statement_timeout to %u; set synchronous_commit to on;"
			  "set standard_conforming_strings to on; set bytea_output to hex; set jit to off;"
			  "set client_min_messages to warning",
			  schema, postgres->statement_ms);
	PQfreemem(schema);
	check(length > 0 && (size_t)length < sizeof text);
	result = postgres_script(connection, text, SET_UP_MS);
	fine = PQresultStatus(result) == PGRES_COMMAND_OK;
	PQclear(result);
	return fine;
}

/* libpq's notices would go to standard error in no known form. */
static void
ignore_notice(__attribute__((unused)) void *data, __attribute__((unused)) const PGresult *result)
{
}

/* The first line of libpq's message, without its newline. */
static const char *
first_line(struct arena *arena, const char *message)
{
	return arena_text_of(arena, message, strcspn(message, "\n"));
}

struct postgres_connection *
postgres_connect(struct postgres *postgres, struct arena *arena, const char **error)
{
	struct postgres_connection *connection;

	if (clock_monotonic() < postgres->refused_until) {
		*error = "The database did not answer a moment ago.";
		return NULL;
	}
	connection = calloc(1, sizeof *connection);
	check(connection != NULL);
	connection->pg = connect_to(postgres->url);
	check(connection->pg != NULL);
	PQsetNoticeReceiver(connection->pg, ignore_notice, NULL);
	if (PQstatus(connection->pg) == CONNECTION_OK && PQsetnonblocking(connection->pg, 1) == 0 &&
	    PQenterPipelineMode(connection->pg) == 1 && set_up(connection, postgres))
		return connection;
	*error = arena_printf(arena, "The database does not let us in: %s",
			      first_line(arena, PQerrorMessage(connection->pg)));
	postgres->refused_until = clock_monotonic() + PAUSE_MS;
	postgres_disconnect(connection);
	return NULL;
}

void
postgres_disconnect(void *data)
{
	struct postgres_connection *connection = data;
	struct statement *statement;

	answers_forget_all(&connection->answers);
	while ((statement = statements_take_any(&connection->statements)) != NULL)
		statement_free(statement);
	PQfinish(connection->pg);
	free(connection);
}

int64_t
postgres_patience(const struct tx *tx)
{
	return tx->unlimited ? UNLIMITED_MS : (int64_t)tx->db->statement_ms + GRACE_MS;
}

/* ---- SQLSTATE (PostgreSQL's manual, appendix A) ---- */

static const struct {
	const char *state; /* or its class, the first two characters */
	enum db_trouble trouble;
} states[] = {
	{"40001", DB_RETRY},  /* serialization_failure */
	{"40P01", DB_RETRY},  /* deadlock_detected */
	{"23505", DB_RETRY},  /* unique_violation: a row of somebody faster, that this snapshot could not see */
	{"53100", DB_FULL},   /* disk_full */
	{"53", DB_AWAY},      /* no memory, too many connections */
	{"57014", DB_SLOW},   /* query_canceled: the time allowed is over */
	{"55P03", DB_SLOW},   /* lock_not_available */
	{"57P", DB_AWAY},     /* shutting down, starting */
	{"08P01", DB_BROKEN}, /* protocol_violation: too few values */
	{"08", DB_AWAY},      /* connection */
	{"25P03", DB_AWAY},   /* idle_in_transaction_session_timeout */
};

static enum db_trouble
trouble_of(const struct tx *tx, const char *state)
{
	if (tx->shared && strcmp(state, "55P03") == 0)
		return DB_RETRY; /* who holds the lock was quicker */
	for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
		if (strncmp(state, states[i].state, strlen(states[i].state)) == 0)
			return states[i].trouble;
	/* read_only_sql_transaction in a transaction that may write: this server has become a standby. */
	if (tx->writes && strcmp(state, "25006") == 0)
		return DB_AWAY;
	return DB_BROKEN;
}

/* Connections in a state that only a new one cures: a standby, plans that no longer fit the tables. */
static bool
spoils_connection(enum db_trouble trouble, const char *state)
{
	return trouble == DB_AWAY || strcmp(state, "0A000") == 0 || strcmp(state, "26000") == 0;
}

/* Messages of class 22 (data exception) quote the value, which must not be logged. */
static const char *
message_of(const PGresult *result, const char *state)
{
	const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	return message == NULL || strncmp(state, "22", 2) == 0 ? "a value does not fit" : message;
}

void
postgres_fail(struct tx *tx, const PGresult *result, const char *sql)
{
	struct postgres_connection *connection = tx->connection;
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	enum db_trouble trouble;

	if (PQstatus(connection->pg) != CONNECTION_OK)
		connection->broken = true;
	if (state == NULL) {
		const char *message = first_line(tx->arena, PQerrorMessage(connection->pg));

		connection->broken = true;
		tx_fail(tx, DB_AWAY, "%s", text_empty(message) ? "no answer in time" : message);
		return;
	}
	trouble = connection->broken ? DB_AWAY : trouble_of(tx, state);
	if (spoils_connection(trouble, state))
		connection->broken = true;
	tx_fail(tx, trouble, "%s: %s, in: %s", state, message_of(result, state), sql);
}
