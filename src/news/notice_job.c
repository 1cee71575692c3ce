/* notice_job: looks at bursts of new files that are due, and tells whoever they are for: a few people a transaction,
 * which keeps up to whom it came, so that everybody is told once. */
#include "news/handlers.h"

#include "base/arena.h"
#include "base/instant.h"
#include "core/house.h"
#include "news/notice_mail.h"
#include "rights/rights.h"
#include "sys/clock.h"

enum { PEOPLE_AT_ONCE = 20, TURNS = 1000, SCAN_AGAIN_MS = 10 * MINUTE_MS };

struct telling {
	const struct house *house;
	bool more;
};

/* False: it is put off. */
static bool
begin(struct tx *tx, const struct telling *telling, struct burst *burst, int64_t now)
{
	const struct moment moment = moment_now(tx, 0);
	int64_t due = burst_due(burst, notice_morning(moment.zone, burst->since_at));

	if (due <= now && telling->house->config->scanner != NULL && now < burst->since_at + DAY_MS &&
	    burst_waits_for_scan(tx, burst))
		due = now + SCAN_AGAIN_MS;
	if (due > now)
		burst_defer(tx, burst, due);
	else
		burst_begin(tx, burst, now);
	return due <= now;
}

static void
tell_some(struct tx *tx, const struct telling *telling, const struct burst *burst, int64_t now)
{
	const struct rights *rights = rights_now(telling->house, tx);
	size_t count;
	const struct told *people = burst_people(tx, burst, PEOPLE_AT_ONCE, &count);

	for (size_t i = 0; i < count; i++)
		notice_mail(telling->house, tx, rights, burst, &people[i]);
	if (count < PEOPLE_AT_ONCE)
		burst_end(tx, burst, now);
	else
		burst_go_on(tx, burst, people[count - 1].whose, people[count - 1].id);
}

static void
turn(struct tx *tx, void *data)
{
	struct telling *telling = data;
	int64_t now = clock_now();
	struct burst *burst = burst_next(tx, now);

	telling->more = burst != NULL;
	if (burst != NULL && (burst->until_at != NO_INSTANT || begin(tx, telling, burst, now)))
		tell_some(tx, telling, burst, now);
}

enum job_result
news_tell_run(struct job *job)
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
	job->error = "The database did not take it.";
	return trouble == DB_FINE ? JOB_DONE : JOB_RETRY;
}
