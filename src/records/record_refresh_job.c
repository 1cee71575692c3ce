/* record_refresh_job: every night what moves with the day; after a field was made or changed, its module. */
#include "base/arena.h"
#include "base/id.h"
#include "records/record_job.h"
#include "records/record_refresh.h"

/* How far it is: behind the record `after` of the module at `place`. */
struct progress {
	size_t place;
	int64_t after;
	bool finished;
};

/* One transaction's part: a body may run twice, so it reads `from` and sets `to`. */
struct part {
	const struct house *house;
	int64_t module; /* the one asked for; 0: all that move */
	struct progress from, to;
};

static bool
is_asked_for(const struct part *part, const struct module *module)
{
	if (module->retired)
		return false;
	return part->module == 0 ? module_moves(module) : module->id == part->module;
}

static void
refresh_part(struct tx *tx, void *data)
{
	struct part *part = data;
	const struct rights *rights = rights_now(part->house, tx);
	const struct catalogue *catalogue = rights->catalogue;
	enum refresh what = part->module == 0 ? REFRESH_FORMULAS : REFRESH_ALL;
	struct moment moment = moment_now(tx, 0);
	struct progress to = part->from;

	while (to.place < catalogue->module_count && !is_asked_for(part, &catalogue->modules[to.place]))
		to = (struct progress){.place = to.place + 1};
	to.finished = to.place == catalogue->module_count;
	if (!to.finished &&
	    refresh_some(tx, rights, &catalogue->modules[to.place], &moment, what, &to.after) < REFRESHED_AT_ONCE)
		to = (struct progress){.place = to.place + 1};
	part->to = to;
}

/* False: the payload names what is no id. */
static bool
read_payload(const struct job *job, int64_t *module)
{
	const char *id = doc_get_text(job->payload, "module");

	*module = 0;
	return id == NULL || id_parse(str_of(id), module);
}

enum job_result
records_refresh_run(struct job *job)
{
	struct part part = {.house = job->context};
	struct arena *arena;
	enum db_trouble trouble = DB_FINE;

	if (!read_payload(job, &part.module)) {
		job->error = "The job names no module.";
		return JOB_DEAD;
	}
	arena = arena_new(0);
	while (trouble == DB_FINE && !part.to.finished) {
		arena_reset(arena);
		part.from = part.to;
		trouble = db_write(job->db, arena, refresh_part, &part);
	}
	arena_free(arena);
	job->error = "The database did not take it.";
	return trouble == DB_FINE ? JOB_DONE : JOB_RETRY;
}
