/* job: work that leaves the request, kept as rows of the same transaction, run with retries by any process. */
#ifndef JOB_JOB_H
#define JOB_JOB_H

#include "base/doc.h"
#include "db/db.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct arena;
struct job_runner;

enum job_result {
	JOB_DONE,  /* the row goes away */
	JOB_RETRY, /* later, with back-off and jitter, until its attempts are used up: then it is dead */
	JOB_DEAD,  /* never again; kept for the console with its error */
};

/* A job being run, on a job thread, outside any transaction. */
struct job {
	int64_t id;
	const char *kind;
	const struct doc *payload; /* an object, never NULL */
	int attempt;		   /* 1 the first time */
	struct db *db;
	struct arena *arena;
	void *context;		      /* what job_start was given */
	const _Atomic bool *stopping; /* true: the process is to end, and so is a run that could go on; NULL: never */
	const char *error;	      /* why not JOB_DONE: a sentence for the console, no secrets */
	/* When set by the run: called in the transaction that records the result, so that both happen or neither. Like
	 * every db_body it may be called more than once; tx_refuse makes the run count as failed. */
	void (*finish)(struct tx *tx, struct job *job);
	void *state; /* between run and finish */
};

struct job_kind {
	const char *name;
	enum job_result (*run)(struct job *job);
	int attempts;		/* 0: 19, which with the back-off is about three days */
	int64_t first_delay_ms; /* back-off: doubles each time, ±20 %, at most 12 h; 0: 5 s */
	int64_t limit_ms;	/* a run that takes longer is given to another process; 0: 10 min */
	int64_t every_ms;	/* recurring: added by itself, one row for all processes; 0: not recurring */
};

/* Adds a job to the transaction; `payload` (object, may be NULL) is stored as JSON. `run_at` 0: now.
 * `unique` not NULL: when a waiting job bears the same, nothing is added; when a running one does, it runs once more
 * afterwards, with this payload. Returns its id, or 0. */
int64_t job_add(struct tx *tx, const char *kind, const struct doc *payload, int64_t run_at, const char *unique);

/* Whether a job that bears it waits or runs. */
bool job_is_under_way(struct tx *tx, const char *unique);

/* What a run is that only writes: done once its one transaction is, otherwise to be tried again. */
enum job_result job_write(struct job *job, db_body write, void *data);

/* Starts `threads` runners (`kinds` must outlive them); job_wake makes them look at once (after a commit that added
 * jobs). */
struct job_runner *
job_start(struct db *db, const struct job_kind *kinds, size_t count, unsigned threads, void *context);
void job_wake(struct job_runner *runner);
void job_stop(struct job_runner *runner); /* waits for the running ones */

/* Runs everything that is due now, the recurring kinds and what those jobs add included, on this thread, and returns
 * how many ran: for tests and the command line. */
unsigned job_run_due(struct db *db, const struct job_kind *kinds, size_t count, void *context);

/* ---- the console ---- */
struct job_row {
	int64_t id;
	const char *kind;
	const char *payload; /* JSON */
	const char *error;   /* NULL: never failed */
	int attempts;
	int64_t run_at;
	int64_t added_at;
	bool dead;
};
struct job_row *job_list_dead(struct tx *tx, int64_t before_id, size_t limit, size_t *count);
bool job_retry_dead(struct tx *tx, int64_t id); /* false: not there or not dead */
bool job_forget_dead(struct tx *tx, int64_t id);
struct job_totals {
	int64_t waiting, running, dead;
	int64_t oldest_due_at; /* NO_INSTANT: nothing is due */
};
struct job_totals job_count(struct tx *tx);

#endif
