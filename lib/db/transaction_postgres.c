/* transaction_postgres: transactions on PostgreSQL that cost no round trip to begin, and are run again when another one
 * came between. */
#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"
#include "db/engine_postgres.h"

#include <string.h>
#include <time.h>

enum {
	RUNS_LIMIT = 8,
	TURN_MS = 100,
};

/* ---- beginning ---- */

static void
begin(struct tx *tx, const char *how)
{
	struct postgres *postgres = tx->db->state;
	struct postgres_connection *connection;
	const char *error = NULL;
	void *idle;

	if (!stock_take(&postgres->stock, tx->db->statement_ms, &idle)) {
		tx_fail(tx, DB_SLOW, "all %zu connections are taken", postgres->stock.limit);
		return;
	}
	connection = idle != NULL ? idle : postgres_connect(postgres, tx->arena, &error);
	tx->connection = connection;
	if (connection == NULL) {
		stock_give(&postgres->stock, NULL);
		tx_fail(tx, DB_AWAY, "%s", error);
		return;
	}
	connection->waited = idle != NULL;
	connection->begun = false;
	postgres_ahead(connection, how);
}

void
postgres_begin_read(struct tx *tx)
{
	begin(tx, "begin isolation level repeatable read read only");
}

void
postgres_begin_write(struct tx *tx)
{
	begin(tx, "begin isolation level repeatable read");
}

/* Only a commit makes things happen, so what the lost connection had been sent may be sent again. */
bool
postgres_renew(struct tx *tx)
{
	struct postgres_connection *old = tx->connection, *fresh;
	const char *error = NULL;

	if (!old->waited || old->begun || !old->lost)
		return false;
	fresh = postgres_connect(tx->db->state, tx->arena, &error);
	if (fresh == NULL) {
		tx_fail(tx, DB_AWAY, "%s", error);
		return false;
	}
	for (unsigned i = 0; i < old->ahead_count; i++)
		postgres_ahead(fresh, old->ahead[i]);
	postgres_disconnect(old);
	tx->connection = fresh;
	return true;
}

/* ---- ending ---- */

/* When the answer to the commit is lost, nobody knows whether it happened: it is not acknowledged and not run again. */
void
postgres_commit(struct tx *tx)
{
	struct postgres_connection *connection = tx->connection;
	PGresult *result;
	bool sent;

	if (!connection->begun)
		return;
	sent = postgres_send_ahead(connection) && postgres_send(connection, "commit");
	result = postgres_await(connection, sent, postgres_patience(tx));
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		postgres_fail(tx, result, "commit");
	else if (strcmp(PQcmdStatus(result), "COMMIT") != 0)
		tx_fail(tx, DB_BROKEN, "the commit became a rollback");
	else
		connection->begun = false;
	PQclear(result);
}

/* Nobody waits for the rollback: who takes the connection next reads its answer. */
void
postgres_end(struct tx *tx)
{
	struct postgres *postgres = tx->db->state;
	struct postgres_connection *connection = tx->connection;

	if (connection == NULL)
		return;
	connection->ahead_count = 0;
	answers_forget_all(&connection->answers);
	if (connection->begun && !connection->broken)
		postgres_send_off(connection, "rollback");
	if (connection->broken) {
		postgres_disconnect(connection);
		connection = NULL;
	}
	stock_give(&postgres->stock, connection);
	tx->connection = NULL;
}

/* ---- a write of its own ---- */

static enum db_trouble
run_once(const struct write *write, const char **text)
{
	struct tx tx = {.db = write->db, .arena = write->arena, .text = "", .writes = true};

	postgres_begin_write(&tx);
	tx_run(&tx, write->body, write->data);
	if (tx.trouble == DB_FINE)
		postgres_commit(&tx);
	postgres_end(&tx);
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

bool
postgres_take_turn(struct postgres *postgres, bool alone)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += TURN_MS * 1000000L;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	return (alone ? pthread_rwlock_clockwrlock(&postgres->turn, CLOCK_MONOTONIC, &until)
		      : pthread_rwlock_clockrdlock(&postgres->turn, CLOCK_MONOTONIC, &until)) == 0;
}

void
postgres_give_turn(struct postgres *postgres, bool taken)
{
	if (taken)
		pthread_rwlock_unlock(&postgres->turn);
}

static enum db_trouble
run_in_turn(const struct write *write, bool alone, const char **text)
{
	bool taken = postgres_take_turn(write->db->state, alone);
	enum db_trouble trouble = run_once(write, text);

	postgres_give_turn(write->db->state, taken);
	return trouble;
}

enum db_trouble
postgres_write(struct write *write)
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
