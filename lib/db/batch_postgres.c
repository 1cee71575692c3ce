/* batch_postgres: bodies in savepoints, one commit; who had trouble runs again by himself or later. */
#include "db/batch_postgres.h"

#include "sys/clock.h"

enum {
	BATCH_MS = 20,
	STATEMENT_MS = 200,
	TOGETHER_LIMIT = 3, /* runs in batches */
};

/* Whoever takes longer does so by himself. To wait for somebody's lock is no use at all: what he commits would only
 * show that he was quicker, and two batches could wait for each other. */
static const char short_statements[] = "set local statement_timeout to 200"; /* STATEMENT_MS */
static const char short_locks[] = "set local lock_timeout to 20";

struct batch {
	struct tx tx;		   /* of the whole */
	struct write_list waiting; /* not run yet */
	struct write_list ran;	   /* to be delivered at the end */
	struct write_list *again;
	int64_t ends_at;
	bool undone; /* nothing is to be committed */
};

bool
batch_is_for_one(const struct write *write)
{
	return write->alone || write->runs >= TOGETHER_LIMIT;
}

/* What a write decided is void when the changes of those before it are. */
static bool
hangs_on_commit(const struct write *write)
{
	return write->trouble == DB_FINE || write->trouble == DB_REFUSED;
}

static void
undo(struct batch *batch)
{
	struct write_list ran = batch->ran;
	struct write *write;

	batch->undone = true;
	batch->ran = (struct write_list){.count = 0};
	while ((write = write_list_take(&ran)) != NULL)
		write_list_add(hangs_on_commit(write) ? batch->again : &batch->ran, write);
}

/* ---- a body ---- */

static struct postgres_connection *
connection_of(const struct batch *batch)
{
	return batch->tx.connection;
}

/* The savepoint goes out with the body's first statement, so it costs no round trip. */
static void
run_body(struct batch *batch, struct write *write, struct tx *tx)
{
	write->runs++;
	postgres_ahead(connection_of(batch), "savepoint body");
	tx_run(tx, write->body, write->data);
	batch->tx.connection = tx->connection; /* which may be a fresh one */
	batch->tx.alters = tx->alters;
	write->trouble = tx->trouble;
}

/* Ends the savepoint, together with the statement that comes next; one that was never sent is forgotten. */
static void
end_savepoint(struct batch *batch, const struct write *write)
{
	struct postgres_connection *connection = connection_of(batch);

	if (connection->ahead_count > 0) {
		connection->ahead_count--;
		return;
	}
	if (write->trouble != DB_FINE) {
		postgres_ahead(connection, "rollback to body");
		answers_forget_all(&connection->answers);
	}
	postgres_ahead(connection, "release body");
}

/* Runs the next write; false when the batch ends with it. After an overtaken one it does: only the next transaction
 * sees who overtook it. */
static bool
run_next(struct batch *batch)
{
	struct write *write = write_list_take(&batch->waiting);
	struct tx tx = batch->tx;
	bool overtaken;

	tx.arena = write->arena;
	run_body(batch, write, &tx);
	if (connection_of(batch)->broken) {
		undo(batch);
		write_list_add(&batch->ran, write);
		return false;
	}
	end_savepoint(batch, write);
	overtaken = write->trouble == DB_RETRY;
	write->alone = write->trouble == DB_SLOW;
	write_list_add(overtaken || write->alone ? batch->again : &batch->ran, write);
	return !overtaken && !tx.unlimited && clock_monotonic() < batch->ends_at;
}

/* ---- the whole ---- */

/* What is wrong with a commit that is refused (a deferred constraint) shows once each runs by itself. When its answer
 * is lost, nobody knows what happened: nothing is run again. */
static void
commit(struct batch *batch)
{
	enum db_trouble trouble;
	bool refused;

	postgres_commit(&batch->tx);
	trouble = batch->tx.trouble;
	refused = trouble == DB_BROKEN || trouble == DB_RETRY;
	for (struct write *write = batch->ran.first; write != NULL && trouble != DB_FINE; write = write->next) {
		if (!hangs_on_commit(write))
			continue;
		if (refused)
			write->alone = true;
		else
			write->trouble = trouble;
	}
	if (refused)
		undo(batch);
}

static void
run(struct batch *batch)
{
	postgres_begin_write(&batch->tx);
	if (batch->tx.trouble != DB_FINE) {
		for (struct write *write = batch->waiting.first; write != NULL; write = write->next)
			write->trouble = batch->tx.trouble;
		write_list_move(&batch->ran, &batch->waiting);
		return;
	}
	if (batch->tx.db->statement_ms > STATEMENT_MS)
		postgres_ahead(connection_of(batch), short_statements);
	postgres_ahead(connection_of(batch), short_locks);
	while (batch->waiting.count > 0 && run_next(batch))
		continue;
	if (!batch->undone)
		commit(batch);
	postgres_end(&batch->tx);
}

void
batch_run(struct write_list *writes, struct write_list *again)
{
	const struct write *first = writes->first;
	struct batch batch = {
		.tx = {.db = first->db, .arena = first->arena, .text = "", .writes = true, .shared = true},
		.waiting = *writes,
		.again = again,
		.ends_at = clock_monotonic() + BATCH_MS,
	};
	bool turn = postgres_take_turn(first->db->state, false);

	run(&batch);
	postgres_give_turn(first->db->state, turn);
	write_list_move(again, &batch.waiting);
	*writes = batch.ran;
}
