/* job_test: what a caller of lib/job counts on, on both engines. */
#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "job/queue.h"
#include "sys/clock.h"
#include "sys/file.h"

#include <pthread.h>
#include <string.h>

/* What the kinds below did, and what they are told to do. */
struct diary {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	int runs, last_attempt, finished;
	char last_text[64];
	char order[64];
	int seen[64]; /* runs by number */
	enum job_result result;
	struct db *db;
	const struct job_kind *kinds;
	bool hold; /* runs of "slow" wait until this is false */
};

static struct diary
new_diary(void)
{
	return (struct diary){.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
}

static void
write_diary(struct job *job)
{
	struct diary *diary = job->context;
	const char *text = doc_get_text(job->payload, "text");
	const struct doc *number = doc_get(job->payload, STR("number"));

	pthread_mutex_lock(&diary->mutex);
	diary->runs++;
	diary->last_attempt = job->attempt;
	if (text != NULL) {
		strncpy(diary->last_text, text, sizeof diary->last_text - 1);
		strncat(diary->order, text, sizeof diary->order - strlen(diary->order) - 1);
	}
	if (number != NULL)
		diary->seen[number->integer]++;
	pthread_cond_broadcast(&diary->changed);
	pthread_mutex_unlock(&diary->mutex);
}

static void
await_runs(struct diary *diary, int runs)
{
	pthread_mutex_lock(&diary->mutex);
	while (diary->runs < runs)
		pthread_cond_wait(&diary->changed, &diary->mutex);
	pthread_mutex_unlock(&diary->mutex);
}

static enum job_result
run_note(struct job *job)
{
	struct diary *diary = job->context;

	write_diary(job);
	if (diary->result != JOB_DONE)
		job->error = "The other side hung up.";
	return diary->result;
}

static const struct job_kind note_kinds[] = {
	{.name = "note", .run = run_note, .attempts = 3, .first_delay_ms = 10 * SECOND_MS},
};

static const struct job_kind hourly_kinds[] = {
	{.name = "hourly", .run = run_note, .attempts = 2, .every_ms = HOUR_MS},
};

/* ---- helpers ---- */

static void
make_table(struct db *db, struct arena *arena)
{
	struct migration step = {.name = "0001_job"};
	const char *error = "";

	assert_true(file_read(arena, "migrations/0001_job.sql", 1 << 16, &step.sql));
	if (!db_migrate(db, arena, &step, 1, &error))
		fail_msg("%s", error);
	clock_shift(0);
}

/* The same database as another process would open it. */
static struct db *
open_again(struct db *db, struct arena *arena)
{
	struct db_options options = {.url = getenv("PARVIS_TEST_POSTGRES")};
	struct tx *tx = db_read(db, arena);
	const char *error = "";
	struct db *other;

	if (db_engine(db) == DB_POSTGRES)
		options.schema = db_get_text(tx, "select current_schema()");
	else
		options.url =
			arena_printf(arena, "sqlite:%s", db_get_text(tx, "select file from pragma_database_list"));
	db_read_end(tx);
	other = db_open(arena, &options, &error);
	if (other == NULL)
		fail_msg("%s", error);
	return other;
}

struct addition {
	const char *kind, *text, *unique;
	int number; /* 0: none */
	int64_t run_at;
	int64_t id;
};

static void
add_body(struct tx *tx, void *data)
{
	struct addition *addition = data;
	struct doc *payload = doc_object(tx_arena(tx));

	if (addition->text != NULL)
		doc_set_text(payload, "text", addition->text);
	if (addition->number != 0)
		doc_set_int(payload, "number", addition->number);
	addition->id = job_add(tx, addition->kind, payload, addition->run_at, addition->unique);
}

static int64_t
add(struct db *db, struct addition addition)
{
	struct arena *arena = arena_new(0);

	assert_int_equal(db_write(db, arena, add_body, &addition), DB_FINE);
	arena_free(arena);
	return addition.id;
}

static struct job_totals
totals(struct db *db)
{
	struct arena *arena = arena_new(0);
	struct tx *tx = db_read(db, arena);
	struct job_totals found = job_count(tx);

	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	arena_free(arena);
	return found;
}

static int64_t
ask(struct db *db, const char *sql)
{
	struct arena *arena = arena_new(0);
	struct tx *tx = db_read(db, arena);
	int64_t answer = db_get_int(tx, -1, sql);

	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	arena_free(arena);
	return answer;
}

static struct job_row *
dead_rows(struct db *db, struct arena *arena, size_t *count)
{
	struct tx *tx = db_read(db, arena);
	struct job_row *rows = job_list_dead(tx, 0, 10, count);

	db_read_end(tx);
	return rows;
}

/* Claims a job as a process would that is killed right after. */
static void
claim_and_die(struct db *db, const struct job_kind *kinds, size_t count)
{
	struct arena *arena = arena_new(0);
	struct queue_job *claimed;
	struct queue queue;

	queue_open(&queue, arena, db, kinds, count, NULL);
	assert_true(queue_claim(&queue, arena, &claimed));
	assert_non_null(claimed);
	arena_free(arena);
}

/* ---- one job ---- */

TEST_BOTH_ENGINES_WITH(make_table, job_runs_with_its_payload_and_goes_away)
{
	struct diary diary = new_diary();

	assert_int_not_equal(add(db, (struct addition){.kind = "note", .text = "héllo \"world\""}), 0);
	assert_int_equal(totals(db).waiting, 1);
	assert_true(totals(db).oldest_due_at != NO_INSTANT);
	assert_int_equal(job_run_due(db, note_kinds, 1, &diary), 1);
	assert_string_equal(diary.last_text, "héllo \"world\"");
	assert_int_equal(diary.last_attempt, 1);
	assert_int_equal(ask(db, "select count(*) from job"), 0);
	assert_true(totals(db).oldest_due_at == NO_INSTANT);
}

TEST_BOTH_ENGINES_WITH(make_table, jobs_run_when_they_are_due_and_in_that_order)
{
	struct diary diary = new_diary();
	int64_t now = clock_now();

	add(db, (struct addition){.kind = "note", .text = "c", .run_at = now + HOUR_MS});
	add(db, (struct addition){.kind = "note", .text = "b", .run_at = now - 1});
	add(db, (struct addition){.kind = "note", .text = "a", .run_at = now - 2});
	assert_int_equal(job_run_due(db, note_kinds, 1, &diary), 2);
	assert_string_equal(diary.order, "ab");
	clock_shift(HOUR_MS + SECOND_MS);
	assert_int_equal(job_run_due(db, note_kinds, 1, &diary), 1);
	assert_string_equal(diary.order, "abc");
}

TEST_BOTH_ENGINES_WITH(make_table, unknown_kinds_are_left_alone)
{
	struct diary diary = new_diary();

	add(db, (struct addition){.kind = "not"});
	add(db, (struct addition){.kind = "note2"});
	add(db, (struct addition){.kind = "note", .text = "known"});
	assert_int_equal(job_run_due(db, note_kinds, 1, &diary), 1);
	assert_string_equal(diary.last_text, "known");
	assert_int_equal(totals(db).waiting, 2);
}

/* ---- failures ---- */

TEST_BOTH_ENGINES_WITH(make_table, failing_job_is_run_again_ever_later_until_it_is_dead)
{
	struct diary diary = new_diary();
	struct job_row *dead;
	size_t count;
	int64_t wait;

	diary.result = JOB_RETRY;
	add(db, (struct addition){.kind = "note", .unique = "n"});
	assert_int_equal(job_run_due(db, note_kinds, 1, &diary), 1);
	assert_int_equal(job_run_due(db, note_kinds, 1, &diary), 0);
	wait = ask(db, "select run_at from job") - clock_now();
	assert_in_range(wait, 7000, 12000);
	clock_shift(13 * SECOND_MS);
	assert_int_equal(job_run_due(db, note_kinds, 1, &diary), 1);
	wait = ask(db, "select run_at from job") - clock_now();
	assert_in_range(wait, 15000, 24000);
	clock_shift(HOUR_MS);
	assert_int_equal(job_run_due(db, note_kinds, 1, &diary), 1);
	assert_int_equal(diary.last_attempt, 3);
	clock_shift(2 * DAY_MS);
	assert_int_equal(job_run_due(db, note_kinds, 1, &diary), 0);
	dead = dead_rows(db, arena, &count);
	assert_int_equal(count, 1);
	assert_int_equal(dead[0].attempts, 3);
	assert_true(dead[0].dead);
	assert_string_equal(dead[0].kind, "note");
	assert_string_equal(dead[0].payload, "{}");
	assert_string_equal(dead[0].error, "The other side hung up.");
	assert_int_not_equal(add(db, (struct addition){.kind = "note", .unique = "n"}), 0);
}

static void
retry_body(struct tx *tx, void *data)
{
	assert_true(job_retry_dead(tx, *(int64_t *)data));
	assert_false(job_retry_dead(tx, *(int64_t *)data));
	assert_false(job_forget_dead(tx, *(int64_t *)data));
}

static void
forget_body(struct tx *tx, void *data)
{
	assert_true(job_forget_dead(tx, *(int64_t *)data));
	assert_false(job_forget_dead(tx, *(int64_t *)data));
	assert_false(job_retry_dead(tx, *(int64_t *)data));
}

TEST_BOTH_ENGINES_WITH(make_table, dead_jobs_are_retried_or_forgotten)
{
	struct diary diary = new_diary();
	int64_t id;

	diary.result = JOB_DEAD;
	id = add(db, (struct addition){.kind = "note"});
	assert_int_equal(job_run_due(db, note_kinds, 1, &diary), 1);
	assert_int_equal(totals(db).dead, 1);
	assert_int_equal(db_write(db, arena, retry_body, &id), DB_FINE);
	assert_int_equal(job_run_due(db, note_kinds, 1, &diary), 1);
	assert_int_equal(diary.last_attempt, 1);
	assert_int_equal(db_write(db, arena, forget_body, &id), DB_FINE);
	assert_int_equal(ask(db, "select count(*) from job"), 0);
}

TEST_BOTH_ENGINES_WITH(make_table, retrying_a_dead_job_whose_twin_waits_makes_the_twin_due)
{
	struct diary diary = new_diary();
	int64_t id;

	diary.result = JOB_DEAD;
	id = add(db, (struct addition){.kind = "note", .unique = "n"});
	job_run_due(db, note_kinds, 1, &diary);
	add(db, (struct addition){.kind = "note", .unique = "n", .run_at = clock_now() + HOUR_MS});
	assert_int_equal(db_write(db, arena, retry_body, &id), DB_FINE);
	diary.result = JOB_DONE;
	assert_int_equal(job_run_due(db, note_kinds, 1, &diary), 1);
	assert_int_equal(ask(db, "select count(*) from job"), 0);
}

static void
spoil_body(struct tx *tx, void *data)
{
	db_run(tx, "update job set payload = '{'");
	(void)data;
}

TEST_BOTH_ENGINES_WITH(make_table, unreadable_payload_is_dead_at_once)
{
	struct diary diary = new_diary();

	add(db, (struct addition){.kind = "note"});
	assert_int_equal(db_write(db, arena, spoil_body, NULL), DB_FINE);
	job_run_due(db, note_kinds, 1, &diary);
	assert_int_equal(diary.runs, 0);
	assert_int_equal(totals(db).dead, 1);
}

/* ---- unique jobs ---- */

TEST_BOTH_ENGINES_WITH(make_table, waiting_unique_job_stands_for_the_next_one)
{
	struct diary diary = new_diary();

	assert_int_not_equal(add(db, (struct addition){.kind = "note", .unique = "n", .text = "1"}), 0);
	assert_int_equal(add(db, (struct addition){.kind = "note", .unique = "n", .text = "2"}), 0);
	assert_int_not_equal(add(db, (struct addition){.kind = "note", .unique = "m", .text = "3"}), 0);
	assert_int_equal(job_run_due(db, note_kinds, 1, &diary), 2);
	assert_string_equal(diary.order, "13");
}

/* Asks for itself again while it runs, the first time. */
static enum job_result
run_again(struct job *job)
{
	struct diary *diary = job->context;

	write_diary(job);
	if (diary->runs == 1)
		diary->finished += add(job->db, (struct addition){.kind = "again", .unique = "a", .text = "2"}) != 0;
	return JOB_DONE;
}

TEST_BOTH_ENGINES_WITH(make_table, unique_job_asked_for_while_it_runs_runs_again)
{
	static const struct job_kind kinds[] = {{.name = "again", .run = run_again}};
	struct diary diary = new_diary();

	add(db, (struct addition){.kind = "again", .unique = "a", .text = "1"});
	clock_shift(10);
	assert_int_equal(job_run_due(db, kinds, 1, &diary), 2);
	assert_int_equal(diary.finished, 1);
	assert_int_equal(diary.last_attempt, 1);
	assert_string_equal(diary.order, "12");
	assert_int_equal(ask(db, "select count(*) from job"), 0);
}

/* ---- lost processes ---- */

TEST_BOTH_ENGINES_WITH(make_table, job_of_a_killed_process_is_run_after_its_limit)
{
	struct diary diary = new_diary();

	add(db, (struct addition){.kind = "note"});
	claim_and_die(db, note_kinds, 1);
	assert_int_equal(totals(db).running, 1);
	assert_int_equal(job_run_due(db, note_kinds, 1, &diary), 0);
	clock_shift(11 * MINUTE_MS);
	assert_int_equal(job_run_due(db, note_kinds, 1, &diary), 1);
	assert_int_equal(diary.last_attempt, 2);
	assert_int_equal(ask(db, "select count(*) from job"), 0);
}

TEST_BOTH_ENGINES_WITH(make_table, job_that_keeps_killing_its_process_is_dead_after_its_attempts)
{
	struct diary diary = new_diary();
	struct queue queue;

	add(db, (struct addition){.kind = "note"});
	queue_open(&queue, arena, db, note_kinds, 1, NULL);
	for (int i = 1; i <= 3; i++) {
		claim_and_die(db, note_kinds, 1);
		clock_shift(i * 11 * MINUTE_MS);
		if (i < 3) /* the last one is left to job_run_due */
			assert_true(queue_recover(&queue, arena, clock_now()));
	}
	assert_int_equal(job_run_due(db, note_kinds, 1, &diary), 0);
	assert_int_equal(totals(db).dead, 1);
	assert_int_equal(ask(db, "select attempts from job"), 3);
}

TEST_BOTH_ENGINES_WITH(make_table, lock_in_the_far_future_is_lost_too)
{
	struct diary diary = new_diary();

	clock_shift(10 * DAY_MS);
	add(db, (struct addition){.kind = "note", .run_at = 1});
	claim_and_die(db, note_kinds, 1);
	clock_shift(0);
	assert_int_equal(job_run_due(db, note_kinds, 1, &diary), 1);
}

static void
count_finish(struct tx *tx, struct job *job)
{
	struct diary *diary = job->context;

	(void)tx;
	diary->finished++;
}

/* The first run takes so long that another process takes over and is done before. */
static enum job_result
run_late(struct job *job)
{
	struct diary *diary = job->context;

	write_diary(job);
	job->finish = count_finish;
	if (diary->runs == 1) {
		clock_shift(HOUR_MS);
		assert_int_equal(job_run_due(job->db, diary->kinds, 1, diary), 1);
		assert_int_equal(diary->finished, 1);
	}
	return JOB_DONE;
}

TEST_BOTH_ENGINES_WITH(make_table, result_of_a_run_that_lost_its_lock_is_dropped)
{
	static const struct job_kind kinds[] = {{.name = "late", .run = run_late}};
	struct diary diary = new_diary();

	diary.kinds = kinds;
	add(db, (struct addition){.kind = "late"});
	assert_int_equal(job_run_due(db, kinds, 1, &diary), 1);
	assert_int_equal(diary.runs, 2);
	assert_int_equal(diary.finished, 1);
}

/* ---- finish ---- */

static void
finish_by_adding(struct tx *tx, struct job *job)
{
	struct diary *diary = job->context;

	job_add(tx, "other", NULL, 0, NULL);
	if (diary->result != JOB_DONE)
		tx_refuse(tx);
}

static enum job_result
run_finishing(struct job *job)
{
	job->finish = finish_by_adding;
	return JOB_DONE;
}

TEST_BOTH_ENGINES_WITH(make_table, finish_happens_with_the_result_or_not_at_all)
{
	static const struct job_kind kinds[] = {{.name = "finishing", .run = run_finishing}};
	struct diary diary = new_diary();

	diary.result = JOB_RETRY;
	add(db, (struct addition){.kind = "finishing"});
	assert_int_equal(job_run_due(db, kinds, 1, &diary), 1);
	assert_int_equal(ask(db, "select count(*) from job where kind = 'other'"), 0);
	assert_int_equal(ask(db, "select count(*) from job where error is not null and locked_until is null"), 1);
	diary.result = JOB_DONE;
	clock_shift(HOUR_MS);
	assert_int_equal(job_run_due(db, kinds, 1, &diary), 1);
	assert_int_equal(ask(db, "select count(*) from job where kind = 'other'"), 1);
	assert_int_equal(ask(db, "select count(*) from job"), 1);
}

/* ---- recurring kinds ---- */

TEST_BOTH_ENGINES_WITH(make_table, recurring_kind_runs_once_per_turn_and_never_catches_up)
{
	struct diary diary = new_diary();

	assert_int_equal(job_run_due(db, hourly_kinds, 1, &diary), 1);
	assert_int_equal(job_run_due(db, hourly_kinds, 1, &diary), 0);
	clock_shift(HOUR_MS + SECOND_MS);
	assert_int_equal(job_run_due(db, hourly_kinds, 1, &diary), 1);
	clock_shift(10 * DAY_MS);
	assert_int_equal(job_run_due(db, hourly_kinds, 1, &diary), 1);
	assert_int_equal(job_run_due(db, hourly_kinds, 1, &diary), 0);
	clock_shift(0); /* ten days back: the next turn is an hour away, not ten days */
	assert_int_equal(job_run_due(db, hourly_kinds, 1, &diary), 0);
	clock_shift(HOUR_MS + SECOND_MS);
	assert_int_equal(job_run_due(db, hourly_kinds, 1, &diary), 1);
	assert_int_equal(ask(db, "select count(*) from job"), 1);
}

TEST_BOTH_ENGINES_WITH(make_table, recurring_kind_survives_its_failures)
{
	struct diary diary = new_diary();

	diary.result = JOB_DEAD;
	for (int i = 0; i < 3; i++) {
		clock_shift(i * (HOUR_MS + SECOND_MS));
		assert_int_equal(job_run_due(db, hourly_kinds, 1, &diary), 1);
	}
	assert_int_equal(totals(db).dead, 1);
	assert_int_equal(totals(db).waiting, 1);
}

/* ---- threads and processes ---- */

TEST_BOTH_ENGINES_WITH(make_table, two_processes_run_every_job_exactly_once)
{
	struct diary diary = new_diary();
	struct job_runner *first, *second;
	struct db *other;

	other = open_again(db, arena);
	first = job_start(db, note_kinds, 1, 2, &diary);
	second = job_start(other, note_kinds, 1, 2, &diary);
	for (int i = 1; i < 64; i++) {
		add(i % 2 == 0 ? db : other, (struct addition){.kind = "note", .number = i});
		job_wake(i % 3 == 0 ? first : second);
	}
	await_runs(&diary, 63);
	job_stop(first);
	job_stop(second);
	db_close(other);
	assert_int_equal(diary.runs, 63);
	for (int i = 1; i < 64; i++)
		assert_int_equal(diary.seen[i], 1);
	assert_int_equal(ask(db, "select count(*) from job"), 0);
}

TEST_BOTH_ENGINES_WITH(make_table, two_processes_share_one_recurring_row)
{
	struct diary diary = new_diary();
	struct job_runner *first, *second;
	struct db *other;

	other = open_again(db, arena);
	first = job_start(db, hourly_kinds, 1, 1, &diary);
	second = job_start(other, hourly_kinds, 1, 1, &diary);
	await_runs(&diary, 1);
	job_stop(first);
	job_stop(second);
	db_close(other);
	assert_int_equal(diary.runs, 1);
	assert_int_equal(ask(db, "select count(*) from job"), 1);
}

static enum job_result
run_slow(struct job *job)
{
	struct diary *diary = job->context;

	write_diary(job);
	pthread_mutex_lock(&diary->mutex);
	while (diary->hold)
		pthread_cond_wait(&diary->changed, &diary->mutex);
	pthread_mutex_unlock(&diary->mutex);
	return JOB_DONE;
}

TEST_BOTH_ENGINES_WITH(make_table, clock_set_forward_does_not_run_a_running_job_twice)
{
	static const struct job_kind kinds[] = {{.name = "slow", .run = run_slow}, {.name = "note", .run = run_note}};
	struct diary diary = new_diary();
	struct job_runner *runner;

	diary.hold = true;
	runner = job_start(db, kinds, 2, 2, &diary);
	add(db, (struct addition){.kind = "slow"});
	job_wake(runner);
	await_runs(&diary, 1);
	clock_shift(10 * DAY_MS);
	for (int i = 2; i <= 3; i++) { /* two notes: the other thread has looked again in between */
		add(db, (struct addition){.kind = "note"});
		job_wake(runner);
		await_runs(&diary, i);
	}
	pthread_mutex_lock(&diary.mutex);
	diary.hold = false;
	pthread_cond_broadcast(&diary.changed);
	pthread_mutex_unlock(&diary.mutex);
	job_stop(runner);
	assert_int_equal(diary.runs, 3);
	assert_int_equal(ask(db, "select count(*) from job"), 0);
	clock_shift(0);
}
