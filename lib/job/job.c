/* job: adding jobs to a transaction, and what the console shows and does about the dead ones. */
#include "job/job.h"

#include "base/check.h"
#include "base/id.h"
#include "base/instant.h"
#include "sys/clock.h"

static const char *
payload_text(struct tx *tx, const struct doc *payload)
{
	struct builder json = builder_new(tx_arena(tx), 0);

	if (payload == NULL)
		return "{}";
	check(payload->kind == DOC_OBJECT);
	doc_print_json(payload, NULL, &json);
	return builder_text(&json);
}

/* A job that waits stands for the new one too. One that runs may have passed what the new one is about, so its row is
 * made to run again: a run_at other than the one it was claimed with tells the recorder. */
int64_t
job_add(struct tx *tx, const char *kind, const struct doc *payload, int64_t run_at, const char *unique)
{
	int64_t now = clock_now();

	return db_get_int(
		tx, 0,
		"insert into job (id, kind, payload, unique_key, run_at, added_at)"
		" values ($1, $2, $3, $4, $5, $6)"
		" on conflict (unique_key) where dead = 0 do update set payload = excluded.payload,"
		" run_at = case when excluded.run_at > job.run_at then excluded.run_at else job.run_at + 1 end"
		" where job.locked_until is not null"
		" returning id",
		db_int(id_new()), db_text(kind), db_text(payload_text(tx, payload)), db_text(unique),
		db_int(run_at == 0 ? now : run_at), db_int(now));
}

bool
job_is_under_way(struct tx *tx, const char *unique)
{
	return db_get_int(tx, 0, "select 1 from job where unique_key = $1 and dead = 0", db_text(unique)) == 1;
}

/* ---- the console ---- */

static const struct db_column row_columns[] = {
	DB_COLUMN_INT64(struct job_row, id),	     DB_COLUMN_TEXT(struct job_row, kind),
	DB_COLUMN_TEXT(struct job_row, payload),     DB_COLUMN_TEXT(struct job_row, error),
	DB_COLUMN_INT(struct job_row, attempts),     DB_COLUMN_INSTANT(struct job_row, run_at),
	DB_COLUMN_INSTANT(struct job_row, added_at), DB_COLUMN_BOOL(struct job_row, dead),
};
static const struct db_shape row_shape = DB_SHAPE(struct job_row, row_columns);

struct job_row *
job_list_dead(struct tx *tx, int64_t before_id, size_t limit, size_t *count)
{
	return db_list(tx, &row_shape, count,
		       "select id, kind, payload, error, attempts, run_at, added_at, dead from job"
		       " where dead = 1 and id < $1 order by id desc limit $2",
		       db_int(before_id == 0 ? INT64_MAX : before_id), db_int((int64_t)limit));
}

bool
job_retry_dead(struct tx *tx, int64_t id)
{
	int64_t now = clock_now();
	const char *unique = db_get_text(tx, "select unique_key from job where id = $1 and dead = 1", db_int(id));

	/* When another job waits for the same work, that one is enough: it is only made due now. */
	if (unique != NULL &&
	    db_get_int(tx, 0, "select id from job where unique_key = $1 and dead = 0", db_text(unique)) != 0) {
		db_run(tx,
		       "update job set run_at = $1 where unique_key = $2 and dead = 0 and locked_until is null"
		       " and run_at > $1",
		       db_int(now), db_text(unique));
		return job_forget_dead(tx, id);
	}
	return db_run(tx, "update job set dead = 0, attempts = 0, run_at = $1 where id = $2 and dead = 1", db_int(now),
		      db_int(id)) == 1;
}

bool
job_forget_dead(struct tx *tx, int64_t id)
{
	return db_run(tx, "delete from job where id = $1 and dead = 1", db_int(id)) == 1;
}

static const struct db_column totals_columns[] = {
	DB_COLUMN_INT64(struct job_totals, waiting),
	DB_COLUMN_INT64(struct job_totals, running),
	DB_COLUMN_INT64(struct job_totals, dead),
	DB_COLUMN_INSTANT(struct job_totals, oldest_due_at),
};
static const struct db_shape totals_shape = DB_SHAPE(struct job_totals, totals_columns);

struct job_totals
job_count(struct tx *tx)
{
	const struct job_totals *totals =
		db_find(tx, &totals_shape,
			"select"
			" (select count(*) from job where dead = 0 and locked_until is null) as waiting,"
			" (select count(*) from job where locked_until is not null) as running,"
			" (select count(*) from job where dead = 1) as dead,"
			" (select min(run_at) from job where dead = 0 and locked_until is null and run_at <= $1)"
			" as oldest_due_at",
			db_int(clock_now()));

	return totals == NULL ? (struct job_totals){.oldest_due_at = NO_INSTANT} : *totals;
}

enum job_result
job_write(struct job *job, db_body write, void *data)
{
	if (db_write(job->db, job->arena, write, data) == DB_FINE)
		return JOB_DONE;
	job->error = "The database did not answer.";
	return JOB_RETRY;
}
