/* pipeline_postgres: commands go out in flushes, several without waiting for each; answers come back in their order. */
#include "base/check.h"
#include "db/engine_postgres.h"
#include "sys/clock.h"

#include <poll.h>

enum { SETTLE_MS = 5000 };

/* ---- sending ---- */

void
postgres_ahead(struct postgres_connection *connection, const char *sql)
{
	check(connection->ahead_count < AHEAD_LIMIT);
	connection->ahead[connection->ahead_count++] = sql;
}

bool
postgres_send(struct postgres_connection *connection, const char *sql)
{
	return PQsendQueryParams(connection->pg, sql, 0, NULL, NULL, NULL, NULL, 0) == 1;
}

bool
postgres_send_ahead(struct postgres_connection *connection)
{
	for (unsigned i = 0; i < connection->ahead_count; i++)
		if (!postgres_send(connection, connection->ahead[i]))
			return false;
	return true;
}

void
postgres_send_off(struct postgres_connection *connection, const char *sql)
{
	if (postgres_send(connection, sql) && PQpipelineSync(connection->pg) == 1)
		connection->unread++;
	else
		connection->broken = true;
}

/* ---- waiting ---- */

/* Waits until libpq has an answer at hand; false when the connection is lost or the time is over. */
static bool
wait_answer(PGconn *pg, int64_t deadline)
{
	for (;;) {
		int unsent = PQflush(pg);
		int64_t left = deadline - clock_monotonic();
		struct pollfd socket = {.fd = PQsocket(pg), .events = unsent > 0 ? POLLIN | POLLOUT : POLLIN};

		if (unsent < 0 || PQstatus(pg) != CONNECTION_OK)
			return false;
		if (unsent == 0 && !PQisBusy(pg))
			return true;
		if (left <= 0)
			return false;
		poll(&socket, 1, (int)left);
		if (PQconsumeInput(pg) == 0)
			return false;
	}
}

static bool
is_error(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK;
}

/* What follows an error was not run (PGRES_PIPELINE_ABORTED): the first error is the answer. */
static void
keep(PGresult **kept, PGresult *result, unsigned *answered)
{
	if (*kept != NULL && is_error(*kept)) {
		PQclear(result);
		return;
	}
	PQclear(*kept);
	*kept = result;
	if (!is_error(result))
		(*answered)++;
}

/* Reads the answers of one flush. libpq gives a NULL after each command's; two in a row mean that no flush is on the
 * way. */
static bool
read_flush(struct postgres_connection *connection, int64_t deadline, PGresult **kept)
{
	unsigned nulls = 0;

	connection->answered = 0;
	*kept = NULL;
	while (nulls < 2 && wait_answer(connection->pg, deadline)) {
		PGresult *result = PQgetResult(connection->pg);

		if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
			PQclear(result);
			return true;
		}
		nulls = result == NULL ? nulls + 1 : 0;
		if (result != NULL)
			keep(kept, result, &connection->answered);
	}
	return false;
}

/* Reads what nobody waited for. When that failed, the connection is in a state nobody knows. */
static bool
read_unread(struct postgres_connection *connection, int64_t deadline)
{
	for (; connection->unread > 0; connection->unread--) {
		PGresult *result;
		bool fine = read_flush(connection, deadline, &result) && !is_error(result);

		PQclear(result);
		if (!fine)
			return false;
	}
	return true;
}

bool
postgres_settle(struct postgres_connection *connection)
{
	if (!read_unread(connection, clock_monotonic() + SETTLE_MS))
		connection->broken = true;
	return !connection->broken;
}

PGresult *
postgres_await(struct postgres_connection *connection, bool sent, int64_t wait_ms)
{
	int64_t deadline = clock_monotonic() + wait_ms;
	PGresult *result = NULL;

	if (sent && PQpipelineSync(connection->pg) == 1 && read_unread(connection, deadline) &&
	    read_flush(connection, deadline, &result) && connection->answered >= connection->ahead_count) {
		connection->ahead_count = 0;
		connection->begun = true;
		return result;
	}
	connection->answered = 0;
	connection->broken = true;
	connection->lost = clock_monotonic() < deadline;
	PQclear(result);
	return NULL;
}

/* ---- scripts ---- */

static PGresult *
await_script(struct postgres_connection *connection, const char *sql, int64_t deadline)
{
	PGresult *last = NULL, *result;

	if (PQsendQuery(connection->pg, sql) == 1)
		while (wait_answer(connection->pg, deadline)) {
			result = PQgetResult(connection->pg);
			if (result == NULL)
				return last;
			PQclear(last);
			last = result;
		}
	PQclear(last);
	return NULL;
}

PGresult *
postgres_script(struct postgres_connection *connection, const char *sql, int64_t wait_ms)
{
	PGresult *result;

	check(connection->ahead_count == 0 && connection->unread == 0);
	check(PQexitPipelineMode(connection->pg) == 1);
	result = await_script(connection, sql, clock_monotonic() + wait_ms);
	if (result == NULL || PQenterPipelineMode(connection->pg) != 1)
		connection->broken = true;
	return result;
}
