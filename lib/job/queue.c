/* queue: the life of a row: claimed in one transaction, run outside any, recorded in another that checks the lock. */
#include "job/queue.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/log.h"
#include "sys/clock.h"
#include "sys/random.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	DEFAULT_ATTEMPTS = 19, /* with the default back-off: 71 hours */
	DEFAULT_FIRST_DELAY_MS = 5 * SECOND_MS,
	DEFAULT_LIMIT_MS = 10 * MINUTE_MS,
	LONGEST_DELAY_MS = 12 * HOUR_MS,
	CLOCK_SLACK_MS = HOUR_MS, /* how far clocks may be apart before a lock in the future is taken for lost */
	RECORD_PAUSE_MS = 250,
	PAYLOAD_DEPTH = 32,
	PAYLOAD_MEMBERS = 100000,
};

/* ---- kinds ---- */

static int
kind_attempts(const struct job_kind *kind)
{
	return kind->attempts > 0 ? kind->attempts : DEFAULT_ATTEMPTS;
}

static int64_t
kind_limit_ms(const struct job_kind *kind)
{
	return kind->limit_ms > 0 ? kind->limit_ms : DEFAULT_LIMIT_MS;
}

/* Never later than ±20 % around first × 2^(attempt − 1), 12 h, and the next turn of a recurring kind. */
static int64_t
kind_delay_ms(const struct job_kind *kind, int attempt)
{
	int64_t longest = kind->every_ms > 0 && kind->every_ms < LONGEST_DELAY_MS ? kind->every_ms : LONGEST_DELAY_MS;
	int64_t delay = kind->first_delay_ms > 0 ? kind->first_delay_ms : DEFAULT_FIRST_DELAY_MS;

	for (int i = 1; i < attempt && delay < longest; i++)
		delay *= 2;
	if (delay > longest)
		delay = longest;
	delay = delay * (80 + random_below(41)) / 100;
	return delay < longest ? delay : longest;
}

static const struct job_kind *
kind_find(const struct queue *queue, const char *name)
{
	for (size_t i = 0; i < queue->count; i++)
		if (text_equal(queue->kinds[i].name, name))
			return &queue->kinds[i];
	return NULL;
}

void
queue_open(struct queue *queue, struct arena *arena, struct db *db, const struct job_kind *kinds, size_t count,
	   void *context)
{
	struct builder known = builder_new(arena, 0);

	*queue = (struct queue){.db = db, .kinds = kinds, .count = count, .context = context};
	build_char(&known, '|');
	for (size_t i = 0; i < count; i++) {
		check(kind_find(queue, kinds[i].name) == &kinds[i] && strchr(kinds[i].name, '|') == NULL);
		build_printf(&known, "%s|", kinds[i].name);
		if (kind_limit_ms(&kinds[i]) > queue->longest_ms)
			queue->longest_ms = kind_limit_ms(&kinds[i]);
	}
	queue->known = builder_text(&known);
}

/* ---- looking and recovering ---- */

static const struct db_column view_columns[] = {
	DB_COLUMN_INSTANT(struct queue_view, due_at),
	DB_COLUMN_INT64(struct queue_view, lapsed),
};
static const struct db_shape view_shape = DB_SHAPE(struct queue_view, view_columns);

/* A lock is lost when it has passed, or when it lies so far ahead that the clock must have been set back since.
 * Values: $1 now, $2 the known kinds, $3 the last credible end of a lock. */
#define LAPSED "locked_until is not null and (locked_until <= $1 or locked_until > $3) and " QUEUE_KNOWN

static int64_t
lock_horizon(const struct queue *queue, int64_t now)
{
	return now + queue->longest_ms + CLOCK_SLACK_MS;
}

bool
queue_look(struct queue *queue, struct arena *arena, struct queue_view *view)
{
	struct tx *tx = db_read(queue->db, arena);
	int64_t now = clock_now();
	const struct queue_view *found = db_find(tx, &view_shape,
						 "select"
						 " (select run_at from job where dead = 0 and locked_until is null"
						 " and " QUEUE_KNOWN " order by run_at, id limit 1) as due_at,"
						 " (select count(*) from job where " LAPSED ") as lapsed",
						 db_int(now), db_text(queue->known), db_int(lock_horizon(queue, now)));

	if (found != NULL)
		*view = *found;
	view->now = now;
	db_read_end(tx);
	return found != NULL;
}

struct recovery {
	const struct queue *queue;
	int64_t now;
};

static void
recover_body(struct tx *tx, void *data)
{
	const struct recovery *recovery = data;
	int64_t recovered =
		db_run(tx, "update job set locked_until = null, locked_by = null where " LAPSED, db_int(recovery->now),
		       db_text(recovery->queue->known), db_int(lock_horizon(recovery->queue, recovery->now)));

	if (recovered > 0)
		log_warning("job.recover", "%lld jobs outlived their lock and are run again.", (long long)recovered);
}

bool
queue_recover(struct queue *queue, struct arena *arena, int64_t now)
{
	struct recovery recovery = {queue, now};

	return db_write(queue->db, arena, recover_body, &recovery) == DB_FINE;
}

/* ---- claiming ---- */

static const struct db_column job_columns[] = {
	DB_COLUMN_INT64(struct queue_job, id),	   DB_COLUMN_TEXT(struct queue_job, kind_name),
	DB_COLUMN_TEXT(struct queue_job, payload), DB_COLUMN_TEXT(struct queue_job, unique_key),
	DB_COLUMN_INT(struct queue_job, attempts), DB_COLUMN_INSTANT(struct queue_job, run_at),
};
static const struct db_shape job_shape = DB_SHAPE(struct queue_job, job_columns);

/* Gives up a job that `locked_by` holds (NULL: that nobody holds). A recurring kind goes on with a fresh row, and
 * only its last failure is kept. */
static bool
bury(struct tx *tx, const struct queue_job *claimed, const char *error)
{
	bool held = db_run(tx,
			   "update job set dead = 1, locked_until = null, locked_by = null, error = $3, attempts = $4"
			   " where id = $1 and coalesce(locked_by, '') = $2",
			   db_int(claimed->id), db_text(claimed->locked_by == NULL ? "" : claimed->locked_by),
			   db_text(error != NULL ? error : "It failed without saying why."),
			   db_int(claimed->attempts + (claimed->locked_by == NULL ? 0 : 1))) == 1;

	if (held && recurring_is_turn(claimed)) {
		db_run(tx, "delete from job where dead = 1 and unique_key = $1 and id <> $2",
		       db_text(claimed->unique_key), db_int(claimed->id));
		recurring_add(tx, claimed->kind, recurring_next_at(claimed));
	}
	return held;
}

/* "host:process:random": the random part is of this claim alone, so a run that lost its lock to a later run of its
 * own process notices. */
static const char *
lock_name(struct arena *arena)
{
	char host[HOST_NAME_MAX + 1] = "", word[17];

	gethostname(host, sizeof host - 1);
	random_code(word, sizeof word - 1, "0123456789abcdefghjkmnpqrstvwxyz");
	return arena_printf(arena, "%s:%ld:%s", host, (long)getpid(), word);
}

struct claim {
	struct queue *queue;
	struct queue_job *job;
};

/* The next due job that has attempts left; those without (their last run never came back) are given up. */
static struct queue_job *
pick(struct tx *tx, struct queue *queue)
{
	const char *sql = tx_engine(tx) == DB_SQLITE ? queue_pick_sqlite : queue_pick_postgres;

	for (;;) {
		int64_t now = clock_now();
		struct queue_job *job = db_find(tx, &job_shape, sql, db_int(now), db_text(queue->known));

		if (job == NULL)
			return NULL;
		job->kind = kind_find(queue, job->kind_name);
		job->started_at = now;
		if (job->attempts < kind_attempts(job->kind))
			return job;
		bury(tx, job, "Its last run did not come back: it took too long, or the process ended.");
	}
}

static void
claim_body(struct tx *tx, void *data)
{
	struct claim *claim = data;
	struct queue_job *job = claim->job = pick(tx, claim->queue);

	if (job == NULL)
		return;
	job->locked_by = lock_name(tx_arena(tx));
	job->give_up_at = clock_monotonic() + kind_limit_ms(job->kind);
	db_run(tx, "update job set locked_until = $1, locked_by = $2, attempts = attempts + 1 where id = $3",
	       db_int(job->started_at + kind_limit_ms(job->kind)), db_text(job->locked_by), db_int(job->id));
}

bool
queue_claim(struct queue *queue, struct arena *arena, struct queue_job **claimed)
{
	struct claim claim = {.queue = queue};
	bool written = db_write(queue->db, arena, claim_body, &claim) == DB_FINE;

	*claimed = written ? claim.job : NULL;
	return written;
}

/* ---- recording ---- */

struct record {
	const struct queue_job *claimed;
	struct job *job;
	enum job_result result;
	bool held;   /* the lock was still ours */
	bool buried; /* it was the last attempt */
};

/* True when the same unique job was asked for while this one ran: the row becomes that fresh job (see job_add). */
static bool
asked_again(struct tx *tx, const struct queue_job *claimed)
{
	return claimed->unique_key != NULL &&
	       db_run(tx,
		      "update job set locked_until = null, locked_by = null, attempts = 0, error = null"
		      " where id = $1 and locked_by = $2 and run_at <> $3",
		      db_int(claimed->id), db_text(claimed->locked_by), db_int(claimed->run_at)) == 1;
}

static bool
record_done(struct tx *tx, const struct queue_job *claimed)
{
	if (recurring_is_turn(claimed))
		return db_run(tx,
			      "update job set locked_until = null, locked_by = null, attempts = 0, error = null,"
			      " run_at = $3 where id = $1 and locked_by = $2",
			      db_int(claimed->id), db_text(claimed->locked_by),
			      db_int(recurring_next_at(claimed))) == 1;
	return db_run(tx, "delete from job where id = $1 and locked_by = $2", db_int(claimed->id),
		      db_text(claimed->locked_by)) == 1;
}

static bool
record_retry(struct tx *tx, const struct queue_job *claimed, const struct job *job)
{
	return db_run(tx,
		      "update job set locked_until = null, locked_by = null, error = $3, run_at = $4"
		      " where id = $1 and locked_by = $2",
		      db_int(claimed->id), db_text(claimed->locked_by), db_text(job->error),
		      db_int(clock_now() + kind_delay_ms(claimed->kind, job->attempt))) == 1;
}

static bool
settle(struct tx *tx, struct record *record)
{
	record->buried = false;
	if (asked_again(tx, record->claimed))
		return true;
	switch (record->result) {
	case JOB_DONE:
		return record_done(tx, record->claimed);
	case JOB_RETRY:
		if (record->job->attempt < kind_attempts(record->claimed->kind))
			return record_retry(tx, record->claimed, record->job);
		break;
	case JOB_DEAD:
		break;
	}
	record->buried = true;
	return bury(tx, record->claimed, record->job->error);
}

static void
record_body(struct tx *tx, void *data)
{
	struct record *record = data;

	record->held = settle(tx, record);
	if (record->held && record->job->finish != NULL)
		record->job->finish(tx, record->job);
}

static void
pause_ms(long ms)
{
	nanosleep(&(struct timespec){.tv_sec = ms / SECOND_MS, .tv_nsec = ms % SECOND_MS * 1000000L}, NULL);
}

/* Writes the result; a database that is away or full is asked again until the lock has passed: the work is done, and
 * running it twice is worse than waiting. */
static enum db_trouble
write_record(struct queue *queue, struct arena *arena, struct record *record)
{
	for (;;) {
		enum db_trouble trouble = db_write(queue->db, arena, record_body, record);

		if (trouble == DB_FINE || trouble == DB_REFUSED || trouble == DB_BROKEN)
			return trouble;
		if (queue->stopping || clock_monotonic() >= record->claimed->give_up_at)
			return trouble;
		pause_ms(RECORD_PAUSE_MS);
	}
}

static void
record_result(struct queue *queue, struct arena *arena, struct record *record)
{
	const struct queue_job *claimed = record->claimed;
	enum db_trouble trouble = write_record(queue, arena, record);

	/* Without its finish the work is not done: what remains to be told is that this run failed. */
	if (trouble == DB_REFUSED || trouble == DB_BROKEN) {
		record->job->finish = NULL;
		record->job->error = "What it did could not be stored in the database.";
		if (record->result == JOB_DONE)
			record->result = JOB_RETRY;
		trouble = write_record(queue, arena, record);
	}
	if (trouble != DB_FINE)
		log_error("job.record", "The result of job %lld (%s) could not be stored; it will be run again.",
			  (long long)claimed->id, claimed->kind_name);
	else if (!record->held)
		log_warning("job.late", "Job %lld (%s) took longer than its limit; its result is dropped.",
			    (long long)claimed->id, claimed->kind_name);
	else if (record->buried)
		log_warning("job.dead", "Job %lld (%s) is given up after %d attempts; the console shows why.",
			    (long long)claimed->id, claimed->kind_name, record->job->attempt);
}

void
queue_run(struct queue *queue, struct arena *arena, struct queue_job *claimed)
{
	const char *error = NULL;
	struct job job = {
		.id = claimed->id,
		.kind = claimed->kind_name,
		.payload = doc_parse_json(arena, str_of(claimed->payload), PAYLOAD_DEPTH, PAYLOAD_MEMBERS, &error),
		.attempt = claimed->attempts + 1,
		.db = queue->db,
		.arena = arena,
		.context = queue->context,
		.stopping = &queue->stopping,
	};
	struct record record = {.claimed = claimed, .job = &job, .result = JOB_DEAD};

	if (job.payload == NULL)
		job.error = "Its payload is no JSON.";
	else
		record.result = claimed->kind->run(&job);
	record_result(queue, arena, &record);
}
