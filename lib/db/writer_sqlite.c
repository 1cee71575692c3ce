/* writer_sqlite: one thread runs all writes, each in a savepoint, and makes a batch of them durable with one commit. */
#include "base/check.h"
#include "base/log.h"
#include "db/engine_sqlite.h"
#include "db/write_queue.h"
#include "sys/clock.h"

#include <pthread.h>
#include <stdlib.h>

enum {
	BATCH_WRITES = 256,
	BATCH_MS = 20,
	RUNS_LIMIT = 8,		 /* of a body whose batch others made fail */
	CHECKPOINT_PAGES = 1000, /* the log is copied into the file from this length on */
	RESTART_PAGES = 16000,	 /* and from this on (64 MB) we wait a little for readers that keep it from shrinking */
	RESTART_WAIT_MS = 200,
	RESTART_PAUSE_MS = 2000,
};

struct sqlite_writer {
	struct sqlite_connection *connection;
	pthread_t thread;
	struct write_queue queue;
	int log_pages;	     /* length of the write-ahead log after the last commit */
	int64_t next_try_at; /* not to wait for the same long reader after every batch */
};

/* The writes of one transaction, in order. */
struct batch {
	struct write_list writes;
	int64_t ends_at;
};

/* ---- one write ---- */

/* The transaction is gone: SQLite undoes all of it when the disk is full or a change is interrupted. */
static bool
transaction_lost(const struct sqlite_writer *writer)
{
	return sqlite3_get_autocommit(writer->connection->handle) != 0;
}

/* A deferred foreign key would only fail at the commit, and take the whole batch with it. */
static bool
leaves_foreign_keys_open(const struct sqlite_writer *writer)
{
	int open = 0, unused;

	sqlite3_db_status(writer->connection->handle, SQLITE_DBSTATUS_DEFERRED_FKS, &open, &unused, 0);
	return open != 0;
}

static void
run_step(struct sqlite_writer *writer, struct tx *tx, const char *sql)
{
	int code = sqlite_run(writer->connection, sql);

	if (code != SQLITE_OK)
		tx_fail(tx, sqlite_trouble(writer->connection, code), "%s: %s", sql,
			sqlite3_errmsg(writer->connection->handle));
}

static void
run_write(struct sqlite_writer *writer, struct write *write)
{
	struct tx tx = {
		.db = write->db, .arena = write->arena, .connection = writer->connection, .text = "", .writes = true};

	write->runs++;
	run_step(writer, &tx, "savepoint body");
	write->trouble = tx.trouble;
	if (tx.trouble != DB_FINE)
		return;
	tx_run(&tx, write->body, write->data);
	if (tx.trouble == DB_FINE && leaves_foreign_keys_open(writer))
		tx_fail(&tx, DB_BROKEN, "a foreign key points nowhere at the end of the write");
	if (!transaction_lost(writer)) {
		if (tx.trouble != DB_FINE)
			check(sqlite_run(writer->connection, "rollback to body") == SQLITE_OK ||
			      transaction_lost(writer));
		if (!transaction_lost(writer))
			run_step(writer, &tx, "release body");
	}
	write->trouble = tx.trouble;
}

/* ---- the batch ---- */

static void
fail_the_fine(struct batch *batch, enum db_trouble trouble)
{
	for (struct write *write = batch->writes.first; write != NULL; write = write->next)
		if (write->trouble == DB_FINE)
			write->trouble = trouble;
}

/* Puts the writes that were undone through no fault of their own back into the queue, and keeps the others. */
static void
requeue_the_fine(struct sqlite_writer *writer, struct batch *batch)
{
	struct write_list fine = {.count = 0}, kept = {.count = 0};
	struct write *write;

	while ((write = write_list_take(&batch->writes)) != NULL) {
		if (write->trouble == DB_FINE && write->runs < RUNS_LIMIT) {
			write_list_add(&fine, write);
		} else {
			write->trouble = write->trouble == DB_FINE ? DB_SLOW : write->trouble;
			write_list_add(&kept, write);
		}
	}
	batch->writes = kept;
	write_queue_put_back(&writer->queue, &fine);
}

static struct write *
take_next(struct sqlite_writer *writer, const struct batch *batch)
{
	if (batch->writes.count > 0 && (batch->writes.count == BATCH_WRITES || clock_monotonic() >= batch->ends_at))
		return NULL;
	return write_queue_take(&writer->queue);
}

static void
commit(struct sqlite_writer *writer, struct batch *batch)
{
	int code = sqlite_run(writer->connection, "commit");
	enum db_trouble trouble;

	if (code == SQLITE_OK)
		return;
	trouble = sqlite_trouble(writer->connection, code);
	log_error("db.commit", "%u writes are undone: %s", batch->writes.count,
		  sqlite3_errmsg(writer->connection->handle));
	fail_the_fine(batch, trouble);
	if (!transaction_lost(writer))
		sqlite_run(writer->connection, "rollback");
}

/* Without a transaction (another process holds the lock, the disk is gone), nobody in the queue can be served. */
static void
fail_queue(struct sqlite_writer *writer, struct batch *batch, int code)
{
	enum db_trouble trouble = sqlite_trouble(writer->connection, code);
	struct write *write;

	log_warning("db.begin", "No write is possible: %s", sqlite3_errmsg(writer->connection->handle));
	while (batch->writes.count < BATCH_WRITES && (write = write_queue_take(&writer->queue)) != NULL) {
		write->trouble = trouble;
		write_list_add(&batch->writes, write);
	}
}

static void
run_batch(struct sqlite_writer *writer)
{
	struct batch batch = {.ends_at = clock_monotonic() + BATCH_MS};
	struct write *write;
	int code = sqlite_run(writer->connection, "begin immediate");

	if (code != SQLITE_OK)
		fail_queue(writer, &batch, code);
	while (code == SQLITE_OK && !transaction_lost(writer) && (write = take_next(writer, &batch)) != NULL) {
		run_write(writer, write);
		write_list_add(&batch.writes, write);
	}
	if (code == SQLITE_OK && transaction_lost(writer))
		requeue_the_fine(writer, &batch);
	else if (code == SQLITE_OK)
		commit(writer, &batch);
	write_list_deliver(&batch.writes);
}

/* ---- the write-ahead log ---- */

static int
note_log_length(void *data, __attribute__((unused)) sqlite3 *handle, __attribute__((unused)) const char *name,
		int pages)
{
	struct sqlite_writer *writer = data;

	writer->log_pages = pages;
	return SQLITE_OK;
}

/* Copies the log into the file, after the callers have their answer. SQLite's own automatic checkpoint would do the
 * same, but forgets an error of fsync, after which nothing may be trusted. */
static void
checkpoint(struct sqlite_writer *writer)
{
	bool restart = writer->log_pages >= RESTART_PAGES && clock_monotonic() >= writer->next_try_at;
	sqlite3 *handle = writer->connection->handle;
	int code, pages = 0, copied = 0;

	if (writer->log_pages < CHECKPOINT_PAGES)
		return;
	sqlite3_busy_timeout(handle, RESTART_WAIT_MS);
	code = sqlite3_wal_checkpoint_v2(handle, NULL, restart ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE,
					 &pages, &copied);
	sqlite3_busy_timeout(handle, SQLITE_BUSY_MS);
	if (code == SQLITE_OK && copied == pages)
		writer->log_pages = 0;
	else if (restart)
		writer->next_try_at = clock_monotonic() + RESTART_PAUSE_MS;
	if (code != SQLITE_OK && code != SQLITE_BUSY && sqlite_trouble(writer->connection, code) != DB_FULL)
		log_error("db.checkpoint", "The log could not be copied: %s", sqlite3_errmsg(handle));
}

/* ---- the thread ---- */

static void *
writer_run(void *data)
{
	struct sqlite_writer *writer = data;

	while (write_queue_wait(&writer->queue)) {
		run_batch(writer);
		checkpoint(writer);
	}
	return NULL;
}

struct sqlite_writer *
sqlite_writer_start(struct sqlite_connection *connection)
{
	struct sqlite_writer *writer = calloc(1, sizeof *writer);

	check(writer != NULL);
	writer->connection = connection;
	write_queue_open(&writer->queue);
	sqlite3_wal_hook(connection->handle, note_log_length, writer);
	check(pthread_create(&writer->thread, NULL, writer_run, writer) == 0);
	pthread_setname_np(writer->thread, "db-write");
	return writer;
}

void
sqlite_writer_add(struct sqlite_writer *writer, struct write *write)
{
	write_queue_add(&writer->queue, write);
}

bool
sqlite_writer_is_this_thread(const struct sqlite_writer *writer)
{
	return pthread_equal(writer->thread, pthread_self()) != 0;
}

void
sqlite_writer_stop(struct sqlite_writer *writer)
{
	write_queue_stop(&writer->queue);
	pthread_join(writer->thread, NULL);
	sqlite_disconnect(writer->connection);
	write_queue_close(&writer->queue);
	free(writer);
}
