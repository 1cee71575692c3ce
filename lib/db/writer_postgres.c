/* writer_postgres: threads that run the writes of db_write_later, many in one transaction, durable with one commit. */
#include "base/check.h"
#include "db/batch_postgres.h"
#include "sys/clock.h"

#include <stdlib.h>

enum {
	BATCH_WRITES = 32, /* below the 64 subtransactions that PostgreSQL keeps in shared memory */
	SIDE_BY_SIDE = 2,  /* batches: one's commit leaves time for the other; with more, all but one lose a hot row */
	HELD_UP_MS = 50,   /* a batch that takes longer makes room for another one */
	THREADS = 8,	   /* so this many may be held up at once */
};

/* The place of a batch that runs; free when its time is over, though the batch may be held up still. */
struct slot {
	unsigned batch; /* its number; 0: none */
	int64_t until;	/* on clock_monotonic */
};

struct postgres_writer {
	struct write_queue queue; /* its lock is that of all here */
	pthread_cond_t led;	  /* nobody leads: the next one may */
	pthread_cond_t ended;	  /* a batch; the leader waits for it */
	bool leading;		  /* one thread waits for work and a slot, the others wait to be that one */
	unsigned batches;	  /* so far */
	struct slot slots[SIDE_BY_SIDE];
	pthread_t threads[THREADS];
};

/* ---- taking writes ---- */

/* Before the transaction begins: it sees what was acknowledged to anybody in it. */
static struct write_list
take_together(struct write_list *waiting)
{
	struct write_list taken = {.count = 0};

	do
		write_list_add(&taken, write_list_take(waiting));
	while (waiting->count > 0 && taken.count < BATCH_WRITES && !batch_is_for_one(taken.last) &&
	       !batch_is_for_one(waiting->first));
	return taken;
}

/* NULL: as many run as may; one of them is held up at *until. */
static struct slot *
find_slot(struct postgres_writer *writer, int64_t *until)
{
	int64_t now = clock_monotonic();

	*until = INT64_MAX;
	for (unsigned i = 0; i < SIDE_BY_SIDE; i++) {
		struct slot *slot = &writer->slots[i];

		if (slot->batch == 0 || slot->until <= now)
			return slot;
		*until = slot->until < *until ? slot->until : *until;
	}
	return NULL;
}

static unsigned
occupy(struct postgres_writer *writer, struct slot *slot)
{
	if (++writer->batches == 0)
		writer->batches = 1;
	slot->batch = writer->batches;
	slot->until = clock_monotonic() + HELD_UP_MS;
	return slot->batch;
}

/* Waits for work, then for a slot. Nobody but the leader takes from the queue, so the work is still there then. Gives
 * the number of the batch, or 0 when there is nothing to do any more. */
static unsigned
lead(struct postgres_writer *writer, struct write_list *taken)
{
	struct slot *slot;
	int64_t until;

	if (!write_queue_wait_locked(&writer->queue))
		return 0;
	while ((slot = find_slot(writer, &until)) == NULL) {
		struct timespec time = {until / 1000, until % 1000 * 1000000};

		pthread_cond_clockwait(&writer->ended, &writer->queue.lock, CLOCK_MONOTONIC, &time);
	}
	*taken = take_together(&writer->queue.waiting);
	return occupy(writer, slot);
}

static unsigned
take_batch(struct postgres_writer *writer, struct write_list *taken)
{
	unsigned number;

	pthread_mutex_lock(&writer->queue.lock);
	while (writer->leading)
		pthread_cond_wait(&writer->led, &writer->queue.lock);
	writer->leading = true;
	number = lead(writer, taken);
	writer->leading = false;
	pthread_cond_signal(&writer->led);
	pthread_mutex_unlock(&writer->queue.lock);
	return number;
}

static void
end_batch(struct postgres_writer *writer, unsigned number)
{
	pthread_mutex_lock(&writer->queue.lock);
	for (unsigned i = 0; i < SIDE_BY_SIDE; i++)
		if (writer->slots[i].batch == number)
			writer->slots[i].batch = 0;
	pthread_cond_signal(&writer->ended);
	pthread_mutex_unlock(&writer->queue.lock);
}

/* ---- the threads ---- */

/* What is to be run again is in the queue before the batch ends, so that it comes first. */
static void
run_writes(struct postgres_writer *writer, struct write_list *taken)
{
	struct write_list again = {.count = 0};

	if (taken->count == 1)
		taken->first->trouble = postgres_write(taken->first);
	else
		batch_run(taken, &again);
	write_queue_put_back(&writer->queue, &again);
}

static void *
writer_run(void *data)
{
	struct postgres_writer *writer = data;
	struct write_list taken;
	unsigned number;

	pthread_setname_np(pthread_self(), "db-write");
	while ((number = take_batch(writer, &taken)) != 0) {
		run_writes(writer, &taken);
		end_batch(writer, number);
		write_list_deliver(&taken);
	}
	return NULL;
}

unsigned
postgres_writer_threads(void)
{
	return THREADS;
}

struct postgres_writer *
postgres_writer_start(void)
{
	struct postgres_writer *writer = calloc(1, sizeof *writer);

	check(writer != NULL);
	write_queue_open(&writer->queue);
	pthread_cond_init(&writer->led, NULL);
	pthread_cond_init(&writer->ended, NULL);
	for (unsigned i = 0; i < THREADS; i++)
		check(pthread_create(&writer->threads[i], NULL, writer_run, writer) == 0);
	return writer;
}

void
postgres_writer_add(struct postgres_writer *writer, struct write *write)
{
	write_queue_add(&writer->queue, write);
}

void
postgres_writer_stop(struct postgres_writer *writer)
{
	write_queue_stop(&writer->queue);
	for (unsigned i = 0; i < THREADS; i++)
		pthread_join(writer->threads[i], NULL);
	pthread_cond_destroy(&writer->ended);
	pthread_cond_destroy(&writer->led);
	write_queue_close(&writer->queue);
	free(writer);
}
