/* notice_job: looks at bursts of new files that are due, and at who is told once a day: a few people a transaction,
 * which keeps up to whom it came, so that everybody is told once. */
#include "news/handlers.h"

#include "base/arena.h"
#include "base/instant.h"
#include "core/house.h"
#include "news/notice_mail.h"
#include "rights/rights.h"
#include "sys/clock.h"

enum {
	PEOPLE_AT_ONCE = 20,
	TURNS = 1000,
	SCAN_AGAIN_MS = 10 * MINUTE_MS,
	SCAN_MORNING_MS = 3 * HOUR_MS,
	UNDER_WAY_MS = 5 * MINUTE_MS
};

struct telling {
	const struct house *house;
	bool more;
};

/* ---- soon ---- */

/* False: it is put off. */
static bool
begin(struct tx *tx, const struct telling *telling, struct burst *burst, int64_t now)
{
	int64_t due = burst_due(burst);

	if (due <= now && telling->house->config->scanner != NULL && now < burst->since_at + DAY_MS &&
	    files_wait_for_scan(tx, burst->client_id, burst->since_at))
		due = now + SCAN_AGAIN_MS;
	if (due > now)
		burst_defer(tx, burst, due);
	else
		burst_begin(tx, burst, now);
	return due <= now;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static void
tell_some(struct tx *tx, const struct telling *telling, const struct burst *burst, int64_t now)
{
	const struct rights *rights = rights_now(telling->house, tx);
	size_t count;
	const struct told *people = burst_people(tx, burst, PEOPLE_AT_ONCE, &count);

	for (size_t i = 0; i < count; i++) {
		const struct told_client of = {burst->client_id, later(burst->since_at - 1, people[i].since_at)};

		notice_mail(telling->house, tx, rights,
			    &(struct notice){people[i].whose, people[i].id, &of, 1, burst->until_at});
	}
	if (count < PEOPLE_AT_ONCE)
		burst_end(tx, burst, now);
	else
		burst_go_on(tx, burst, people[count - 1].whose, people[count - 1].id);
}

static void
tell_burst(struct tx *tx, void *data)
{
	struct telling *telling = data;
	int64_t now = clock_now();
	struct burst *burst = burst_next(tx, now);

	telling->more = burst != NULL;
	if (burst != NULL && (burst->until_at != NO_INSTANT || begin(tx, telling, burst, now)))
		tell_some(tx, telling, burst, now);
}

/* ---- once a day ---- */

static bool
any_waits_for_scan(struct tx *tx, const struct told_client *clients, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (files_wait_for_scan(tx, clients[i].client_id, clients[i].after_at))
			return true;
	return false;
}

/* What no scanner has looked at by ten is not waited for: the others are new today. What was put just now may not be
 * there to see yet, and is told tomorrow. */
static void
tell_one(struct tx *tx, const struct telling *telling, const struct daily *daily, int64_t now)
{
	const char *zone = daily->zone[0] == '\0' ? moment_now(tx, 0).zone : daily->zone;
	int64_t morning = notice_morning(zone, daily->told_at + UNDER_WAY_MS), until = now - UNDER_WAY_MS;
	const struct told_client *clients;
	size_t count;

	if (now < morning) {
		daily_defer(tx, daily, morning);
		return;
	}
	clients = daily_clients(tx, daily, until, NOTICE_CLIENTS, &count);
	if (telling->house->config->scanner != NULL && now < morning + SCAN_MORNING_MS &&
	    any_waits_for_scan(tx, clients, count)) {
		daily_defer(tx, daily, now + SCAN_AGAIN_MS);
		return;
	}
	notice_mail(telling->house, tx, rights_now(telling->house, tx),
		    &(struct notice){daily->whose, daily->id, clients, count, until});
	daily_end(tx, daily, until, notice_morning(zone, now));
}

static void
tell_daily(struct tx *tx, void *data)
{
	struct telling *telling = data;
	int64_t now = clock_now();
	const struct daily *daily = daily_next(tx, now);

	telling->more = daily != NULL;
	if (daily != NULL)
		tell_one(tx, telling, daily, now);
}

/* ---- the job ---- */

/* One transaction after the other, until nobody is left. */
static enum db_trouble
tell_all(struct job *job, void (*turn)(struct tx *tx, void *data))
{
	struct telling telling = {.house = job->context, .more = true};
	struct arena *arena = arena_new(0);
	enum db_trouble trouble = DB_FINE;

	for (int i = 0; i < TURNS && telling.more && trouble == DB_FINE && !(job->stopping != NULL && *job->stopping);
	     i++) {
		arena_reset(arena);
		trouble = db_write(job->db, arena, turn, &telling);
	}
	arena_free(arena);
	return trouble;
}

enum job_result
news_tell_run(struct job *job)
{
	bool fine = tell_all(job, tell_burst) == DB_FINE && tell_all(job, tell_daily) == DB_FINE;

	job->error = "The database did not take it.";
	return fine ? JOB_DONE : JOB_RETRY;
}
