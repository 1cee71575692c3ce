/* bulk_job: the jobs of invitations to many: one looks, one sends no faster than the mail server is to be asked. */
#include "invitations/bulk_work.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "portal_users/portal_users.h"
#include "sys/clock.h"

enum {
	RUN_MS = 20 * SECOND_MS, /* then it gives its thread to others */
	TICK_MS = 2 * SECOND_MS,
};

struct working {
	const struct house *house;
	int64_t bulk;
	bool more;
	int64_t tick_ms;
	size_t budget; /* so many more may be invited in this tick */
};

void
bulk_check_soon(struct tx *tx, int64_t bulk)
{
	struct doc *payload = doc_object(tx_arena(tx));
	char text[ID_LENGTH + 1];

	id_print(text, bulk);
	doc_set_id(payload, "batch", bulk);
	job_add(tx, "invitations.check", payload, 0, arena_printf(tx_arena(tx), "invitations.check:%s", text));
}

/* There is only one such job, whatever the number of processes: so the pace holds for all together. */
void
bulk_send_soon(struct tx *tx, int64_t run_at)
{
	job_add(tx, "invitations.send", NULL, run_at, "invitations.send");
}

static bool
must_end(const struct job *job, int64_t until)
{
	return clock_monotonic() >= until || (job->stopping != NULL && *job->stopping);
}

/* Portion after portion; each has its memory for itself. */
static enum db_trouble
go_on(struct job *job, db_body portion, struct working *working, int64_t until)
{
	struct arena *arena = arena_new(0);
	enum db_trouble trouble = DB_FINE;

	working->more = true;
	while (trouble == DB_FINE && working->more && !must_end(job, until)) {
		trouble = db_write(job->db, arena, portion, working);
		arena_reset(arena);
	}
	arena_free(arena);
	if (trouble != DB_FINE)
		job->error = "The database did not take it.";
	return trouble;
}

/* ---- looking ---- */

static void
check_portion(struct tx *tx, void *data)
{
	struct working *working = data;

	working->more = bulk_check_portion(working->house, tx, working->bulk);
}

static void
check_again(struct tx *tx, void *data)
{
	bulk_check_soon(tx, ((struct working *)data)->bulk);
}

enum job_result
bulk_check_run(struct job *job)
{
	struct working working = {.house = job->context};
	const char *text = doc_get_text(job->payload, "batch");
	enum db_trouble trouble;

	if (text == NULL || !id_parse(str_of(text), &working.bulk))
		return JOB_DONE;
	trouble = go_on(job, check_portion, &working, clock_monotonic() + RUN_MS);
	if (trouble == DB_FINE && working.more)
		trouble = db_write(job->db, job->arena, check_again, &working);
	return trouble == DB_FINE ? JOB_DONE : JOB_RETRY;
}

/* ---- sending ---- */

/* A tick later the next may go; of few a minute each has its own tick. */
static void
begin_tick(struct tx *tx, void *data)
{
	struct working *working = data;
	int64_t per_minute = portal_users_per_minute(tx);

	working->more = bulk_next_sending(tx) != NULL;
	working->tick_ms = per_minute * TICK_MS >= MINUTE_MS ? TICK_MS : MINUTE_MS / per_minute;
	working->budget = (size_t)(per_minute * working->tick_ms / MINUTE_MS);
	if (working->budget == 0)
		working->budget = 1;
	if (working->more)
		bulk_send_soon(tx, clock_now() + working->tick_ms);
}

static void
send_portion(struct tx *tx, void *data)
{
	struct working *working = data;

	working->more = bulk_send_portion(working->house, tx, working->budget) > 0;
}

enum job_result
bulk_send_run(struct job *job)
{
	struct working working = {.house = job->context};
	int64_t until = clock_monotonic() + TICK_MS;
	enum db_trouble trouble = db_write(job->db, job->arena, begin_tick, &working);

	if (trouble != DB_FINE || !working.more)
		return trouble == DB_FINE ? JOB_DONE : JOB_RETRY;
	while (trouble == DB_FINE && working.more && working.budget > 0 && !must_end(job, until)) {
		struct arena *arena = arena_new(0);
		size_t portion = working.budget < BULK_SENT_AT_ONCE ? working.budget : BULK_SENT_AT_ONCE;

		trouble = db_write(job->db, arena, send_portion, &working);
		working.budget -= portion;
		arena_free(arena);
	}
	job->error = trouble == DB_FINE ? NULL : "The database did not take it.";
	return trouble == DB_FINE ? JOB_DONE : JOB_RETRY;
}

/* ---- forgetting ---- */

static void
forget(struct tx *tx, void *data)
{
	(void)data;
	bulk_forget(tx, clock_now() - (int64_t)BULK_KEPT_DAYS * DAY_MS);
}

enum job_result
bulk_sweep_run(struct job *job)
{
	return db_write(job->db, job->arena, forget, NULL) == DB_FINE ? JOB_DONE : JOB_RETRY;
}
