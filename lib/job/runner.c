/* runner: the job threads. One of them at a time looks at the table, the others run jobs or wait for their turn. */
#include "job/job.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/instant.h"
#include "job/queue.h"
#include "sys/clock.h"

#include <pthread.h>

enum {
	LOOK_EVERY_MS = 2 * SECOND_MS, /* other processes add jobs without telling us */
	REST_MS = 20,		       /* after a look that found nothing, however often the bell rings */
	MISSED_PAUSE_MS = 20,	       /* another process is just taking what we saw */
	ENSURE_EVERY_MS = MINUTE_MS,
	CLOCK_JUMP_MS = 5 * SECOND_MS,
};

struct job_runner {
	struct queue queue;
	struct arena *arena;
	pthread_mutex_t mutex; /* of looking, woken and queue.stopping */
	pthread_cond_t turn;   /* nobody looks: the next one may */
	pthread_cond_t bell;   /* look again */
	bool looking;
	bool woken;
	/* Of the thread that looks, all but the first on clock_monotonic: */
	int64_t clock_offset;
	int64_t recover_from;
	int64_t ensure_from;
	size_t thread_count;
	pthread_t threads[];
};

/* ---- taking turns ---- */

/* Waits until this thread is the one that looks; false when the runner stops. */
static bool
turn_take(struct job_runner *runner)
{
	bool taken;

	pthread_mutex_lock(&runner->mutex);
	while (runner->looking && !runner->queue.stopping)
		pthread_cond_wait(&runner->turn, &runner->mutex);
	taken = !runner->queue.stopping;
	if (taken)
		runner->looking = true;
	pthread_mutex_unlock(&runner->mutex);
	return taken;
}

static void
turn_give(struct job_runner *runner)
{
	pthread_mutex_lock(&runner->mutex);
	runner->looking = false;
	pthread_cond_signal(&runner->turn);
	pthread_mutex_unlock(&runner->mutex);
}

static struct timespec
time_after(int64_t ms)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	time.tv_sec += ms / SECOND_MS;
	time.tv_nsec += ms % SECOND_MS * 1000000;
	if (time.tv_nsec >= 1000000000) {
		time.tv_sec++;
		time.tv_nsec -= 1000000000;
	}
	return time;
}

/* Sleeps at most `ms`, less when the bell rings or has rung since the last look; but where every moment something is
 * written and rings, only as often as REST_MS says. False when the runner stops. */
static bool
wait_for_bell(struct job_runner *runner, int64_t ms)
{
	struct timespec rested = time_after(ms < REST_MS ? ms : REST_MS), until = time_after(ms);
	bool going;

	pthread_mutex_lock(&runner->mutex);
	while (!runner->woken && !runner->queue.stopping &&
	       pthread_cond_timedwait(&runner->bell, &runner->mutex, &until) == 0)
		;
	while (!runner->queue.stopping && pthread_cond_timedwait(&runner->bell, &runner->mutex, &rested) == 0)
		;
	runner->woken = false;
	going = !runner->queue.stopping;
	pthread_mutex_unlock(&runner->mutex);
	return going;
}

/* ---- looking ---- */

/* When the clock was set forward (or the machine slept), locks seem to have passed whose runs are well alive: nothing
 * is taken for lost until every limit has really passed since. */
static void
note_clock(struct job_runner *runner)
{
	int64_t offset = clock_now() - clock_monotonic();
	int64_t jump = offset - runner->clock_offset;

	if (jump > CLOCK_JUMP_MS || jump < -CLOCK_JUMP_MS) {
		runner->recover_from = clock_monotonic() + runner->queue.longest_ms;
		runner->ensure_from = 0;
	}
	runner->clock_offset = offset;
}

static void
ensure_recurring(struct job_runner *runner, struct arena *arena)
{
	if (clock_monotonic() < runner->ensure_from)
		return;
	recurring_ensure(&runner->queue, arena);
	runner->ensure_from = clock_monotonic() + ENSURE_EVERY_MS;
}

/* One look: a job that is ours, or NULL and how long to sleep. */
static struct queue_job *
look_once(struct job_runner *runner, struct arena *arena, int64_t *sleep_ms)
{
	struct queue_view view;
	struct queue_job *job;
	int64_t wait;

	*sleep_ms = LOOK_EVERY_MS;
	ensure_recurring(runner, arena);
	if (!queue_look(&runner->queue, arena, &view))
		return NULL;
	note_clock(runner); /* after the look, so that no jump before view.now goes unnoticed */
	if (view.lapsed > 0 && clock_monotonic() >= runner->recover_from &&
	    queue_recover(&runner->queue, arena, view.now)) {
		*sleep_ms = 0;
		return NULL;
	}
	if (view.due_at == NO_INSTANT)
		return NULL;
	wait = view.due_at - clock_now();
	if (wait > 0) {
		*sleep_ms = wait < LOOK_EVERY_MS ? wait : LOOK_EVERY_MS;
		return NULL;
	}
	if (queue_claim(&runner->queue, arena, &job))
		*sleep_ms = MISSED_PAUSE_MS;
	return job;
}

static struct queue_job *
look_for_job(struct job_runner *runner, struct arena *arena)
{
	int64_t sleep_ms;

	for (;;) {
		struct queue_job *job = look_once(runner, arena, &sleep_ms);

		if (job != NULL)
			return job;
		arena_reset(arena);
		if (!wait_for_bell(runner, sleep_ms))
			return NULL;
	}
}

static void *
run_jobs(void *data)
{
	struct job_runner *runner = data;
	struct arena *arena = arena_new(0);

	pthread_setname_np(pthread_self(), "job");
	while (turn_take(runner)) {
		struct queue_job *job = look_for_job(runner, arena);

		turn_give(runner);
		if (job != NULL) {
			queue_run(&runner->queue, arena, job);
			job_wake(runner); /* it may have added others */
		}
		arena_reset(arena);
	}
	arena_free(arena);
	return NULL;
}

/* ---- the runner ---- */

struct job_runner *
job_start(struct db *db, const struct job_kind *kinds, size_t count, unsigned threads, void *context)
{
	struct arena *arena = arena_new(0);
	struct job_runner *runner = arena_alloc(arena, sizeof *runner + threads * sizeof(pthread_t));
	pthread_condattr_t monotonic;

	check(threads > 0);
	runner->arena = arena;
	queue_open(&runner->queue, arena, db, kinds, count, context);
	runner->clock_offset = clock_now() - clock_monotonic();
	pthread_mutex_init(&runner->mutex, NULL);
	pthread_cond_init(&runner->turn, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&runner->bell, &monotonic);
	pthread_condattr_destroy(&monotonic);
	for (; runner->thread_count < threads; runner->thread_count++)
		check(pthread_create(&runner->threads[runner->thread_count], NULL, run_jobs, runner) == 0);
	return runner;
}

void
job_wake(struct job_runner *runner)
{
	pthread_mutex_lock(&runner->mutex);
	if (!runner->woken)
		pthread_cond_signal(&runner->bell);
	runner->woken = true;
	pthread_mutex_unlock(&runner->mutex);
}

void
job_stop(struct job_runner *runner)
{
	pthread_mutex_lock(&runner->mutex);
	runner->queue.stopping = true;
	pthread_cond_broadcast(&runner->turn);
	pthread_cond_broadcast(&runner->bell);
	pthread_mutex_unlock(&runner->mutex);
	for (size_t i = 0; i < runner->thread_count; i++)
		pthread_join(runner->threads[i], NULL);
	pthread_cond_destroy(&runner->bell);
	pthread_cond_destroy(&runner->turn);
	pthread_mutex_destroy(&runner->mutex);
	arena_free(runner->arena);
}

unsigned
job_run_due(struct db *db, const struct job_kind *kinds, size_t count, void *context)
{
	struct arena *whole = arena_new(0), *arena = arena_new(0);
	struct queue queue;
	struct queue_job *job;
	unsigned ran = 0;

	queue_open(&queue, whole, db, kinds, count, context);
	recurring_ensure(&queue, arena);
	queue_recover(&queue, arena, clock_now());
	for (; queue_claim(&queue, arena, &job) && job != NULL; ran++) {
		queue_run(&queue, arena, job);
		arena_reset(arena);
	}
	arena_free(arena);
	arena_free(whole);
	return ran;
}
