/* report_job: reads the return mailbox every few minutes, and deletes what was read. */
#include "outbox/message_report.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/log.h"
#include "core/house.h"
#include "job/job.h"
#include "mail/mailbox.h"
#include "outbox/message.h"
#include "sys/clock.h"

enum {
	READ_AT_ONCE = 50,
	READ_FOR_MS = 5 * MINUTE_MS, /* the rest is for the next run */
	UNREADABLE_MOST = 3,	     /* messages that the server does not give; more: it has another trouble */
};

/* A few messages of the mailbox, from reading to deleting. */
struct batch {
	const struct house *house;
	struct arena *arena;
	uint32_t ids[READ_AT_ONCE];
	struct report reports[READ_AT_ONCE];
	bool is_report[READ_AT_ONCE];
	enum report_outcome outcomes[READ_AT_ONCE];
	size_t count;
};

struct reading {
	struct job *job;
	struct mailbox *mailbox;
	uint32_t after; /* what is not deleted is not read again in this run */
	int unreadable;
	int counts[REPORT_OUTCOMES];
	int64_t until;
};

static void
take_batch(struct tx *tx, void *data)
{
	struct batch *batch = data;

	for (size_t i = 0; i < batch->count; i++)
		batch->outcomes[i] =
			message_take_report(batch->house, tx, batch->is_report[i] ? &batch->reports[i] : NULL);
}

/* One that is gone meanwhile, or broken, does not keep the others from being read. */
static bool
read_one(struct reading *reading, struct batch *batch, uint32_t id)
{
	struct arena *scratch = arena_new(0);
	struct str message;
	bool given = mailbox_read(reading->mailbox, scratch, id, REPORT_SIZE, &message, &reading->job->error);

	if (given) {
		batch->ids[batch->count] = id;
		batch->is_report[batch->count] = report_read(batch->arena, message, &batch->reports[batch->count]);
		batch->count++;
	}
	arena_free(scratch);
	return given || ++reading->unreadable <= UNREADABLE_MOST;
}

/* Deleted once the transaction holds: after a crash in between they are read again, and change nothing. */
static bool
delete_read(struct reading *reading, const struct batch *batch)
{
	uint32_t ids[READ_AT_ONCE];
	size_t count = 0;

	for (size_t i = 0; i < batch->count; i++) {
		reading->counts[batch->outcomes[i]]++;
		if (batch->outcomes[i] != OUTCOME_EARLY)
			ids[count++] = batch->ids[i];
	}
	return mailbox_delete(reading->mailbox, ids, count, &reading->job->error);
}

static bool
read_batch(struct reading *reading, struct batch *batch, size_t *found)
{
	uint32_t ids[READ_AT_ONCE];

	if (!mailbox_list(reading->mailbox, reading->after, ids, READ_AT_ONCE, found, &reading->job->error))
		return false;
	for (size_t i = 0; i < *found; i++) {
		if (!read_one(reading, batch, ids[i]))
			return false;
		reading->after = ids[i];
	}
	if (db_write(reading->job->db, batch->arena, take_batch, batch) != DB_FINE) {
		reading->job->error = "The database did not answer.";
		return false;
	}
	return delete_read(reading, batch);
}

static bool
read_all(struct reading *reading)
{
	size_t found = READ_AT_ONCE;
	bool fine = true;

	while (fine && found == READ_AT_ONCE && clock_now() < reading->until &&
	       (reading->job->stopping == NULL || !*reading->job->stopping)) {
		struct arena *arena = arena_new(0);
		struct batch *batch = arena_make(arena, struct batch);

		batch->house = reading->job->context;
		batch->arena = arena;
		fine = read_batch(reading, batch, &found);
		arena_free(arena);
	}
	return fine;
}

enum job_result
reports_run(struct job *job)
{
	const struct house *house = job->context;
	struct reading reading = {.job = job, .until = clock_now() + READ_FOR_MS};
	int total = 0;
	bool fine;

	if (house->config->return_mailbox == NULL)
		return JOB_DONE;
	reading.mailbox = mailbox_open(job->arena, house->config->return_mailbox, &job->error);
	fine = reading.mailbox != NULL && read_all(&reading);
	for (int i = 0; i < REPORT_OUTCOMES; i++)
		total += reading.counts[i];
	if (total > 0)
		message_reports_log(reading.counts);
	if (!fine)
		log_warning("mail.reports", "%s", job->error);
	return fine ? JOB_DONE : JOB_RETRY;
}
