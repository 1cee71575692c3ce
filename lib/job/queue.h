/* queue: what the job threads do with the table: look, claim, record, recover; private to lib/job. */
#ifndef JOB_QUEUE_H
#define JOB_QUEUE_H

#include "job/job.h"

#include <stdatomic.h>

/* The only statement the engines disagree on: how a transaction picks a due job nobody else is picking.
 * $1 is now, $2 the known kinds. */
extern const char *const queue_pick_sqlite;
extern const char *const queue_pick_postgres;

/* The columns of a pick, and the condition on the kind: `$2` is "|mail|sms|", so a known kind shortens it. */
#define QUEUE_PICK_COLUMNS "id, kind as kind_name, payload, unique_key, attempts, run_at"
#define QUEUE_KNOWN	   "replace($2, '|' || kind || '|', '') <> $2"

struct queue {
	struct db *db;
	const struct job_kind *kinds;
	size_t count;
	void *context;
	const char *known;     /* "|mail|sms|" */
	int64_t longest_ms;    /* the longest limit_ms of the kinds */
	_Atomic bool stopping; /* the environment's troubles are no longer waited out */
};

/* A job this thread holds the lock of. */
struct queue_job {
	int64_t id;
	const char *kind_name;
	const char *payload;
	const char *unique_key;
	int attempts; /* before this run */
	int64_t run_at;
	const struct job_kind *kind;
	const char *locked_by;
	int64_t started_at;
	int64_t give_up_at; /* of clock_monotonic: when the lock has passed */
};

/* `known` is made in `arena`. */
void queue_open(struct queue *queue, struct arena *arena, struct db *db, const struct job_kind *kinds, size_t count,
		void *context);

struct queue_view {
	int64_t now;	/* when the look began */
	int64_t due_at; /* when the next known job is due; NO_INSTANT: there is none */
	int64_t lapsed; /* jobs whose lock has passed */
};

/* One indexed read. False: the database did not answer. */
bool queue_look(struct queue *queue, struct arena *arena, struct queue_view *view);

/* Makes the jobs claimable again whose lock had passed `now`. */
bool queue_recover(struct queue *queue, struct arena *arena, int64_t now);

/* Locks one due job; *claimed is NULL when there is none. False: the database did not take it. */
bool queue_claim(struct queue *queue, struct arena *arena, struct queue_job **claimed);

/* Runs it and records its result; waits out a database that is away, as long as the lock lasts. */
void queue_run(struct queue *queue, struct arena *arena, struct queue_job *claimed);

/* ---- recurring kinds ---- */

/* Sees to it that each recurring kind has its row, and that a clock set back does not put it off. */
void recurring_ensure(struct queue *queue, struct arena *arena);

/* True for the row of a recurring kind, false for a job of that kind which somebody added. */
bool recurring_is_turn(const struct queue_job *claimed);

/* One turn after this one began, whatever was missed; a clock set back during the run does not put it off. */
int64_t recurring_next_at(const struct queue_job *claimed);

/* Adds the row of the next turn unless there is one. */
void recurring_add(struct tx *tx, const struct job_kind *kind, int64_t run_at);

#endif
