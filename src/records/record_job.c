/* record_job: empties the recycle bin of what has been there long enough, a hundred records a transaction. */
#include "records/record_job.h"

#include "base/instant.h"
#include "base/log.h"
#include "core/audit.h"
#include "core/organisation.h"
#include "records/record_bin.h"
#include "sys/clock.h"

#include <inttypes.h>

struct purging {
	const struct house *house;
	int64_t before;
	int64_t module; /* the one being emptied; 0: the first */
	size_t count;	/* in the last transaction */
	bool finished;
};

static void
purge_audit(struct tx *tx, const struct purging *purging, const struct module *module)
{
	struct doc *detail = doc_object(tx_arena(tx));
	const struct audit audit = {.action = "record.purge", .detail = detail};

	doc_set_text(detail, "module", module->name);
	doc_set_int(detail, "count", (int64_t)purging->count);
	audit_add_system(purging->house, tx, &audit);
}

/* The next module after the one with this id; NULL: there is none. */
static const struct module *
module_after(const struct catalogue *catalogue, int64_t id)
{
	bool reached = id == 0;

	for (size_t i = 0; i < catalogue->module_count; i++) {
		const struct module *module = &catalogue->modules[i];

		if (reached && !module->made_elsewhere)
			return module;
		reached = reached || module->id == id;
	}
	return NULL;
}

static void
purge_some(struct tx *tx, void *data)
{
	struct purging *purging = data;
	const struct catalogue *catalogue = rights_now(purging->house, tx)->catalogue;
	const struct module *module = module_of_id(catalogue, purging->module);

	purging->finished = module == NULL;
	if (module == NULL)
		return;
	purging->count = bin_purge(tx, purging->house, catalogue, module, purging->before);
	if (purging->count > 0)
		purge_audit(tx, purging, module);
}

static void
step_on(struct tx *tx, void *data)
{
	struct purging *purging = data;
	const struct module *module = module_after(rights_now(purging->house, tx)->catalogue, purging->module);

	purging->before = clock_now() - organisation_bin_days(tx) * (int64_t)DAY_MS;
	purging->module = module == NULL ? 0 : module->id;
}

static enum db_trouble
find_next(struct purging *purging, struct db *db, struct arena *arena)
{
	struct tx *tx = db_read(db, arena);
	enum db_trouble trouble;

	tx_run(tx, step_on, purging);
	trouble = tx_trouble(tx);
	db_read_end(tx);
	return trouble;
}

enum job_result
records_purge_run(struct job *job)
{
	struct purging purging = {.house = job->context};
	struct arena *arena = arena_new(0);
	enum db_trouble trouble = find_next(&purging, job->db, arena);
	size_t total = 0;

	while (trouble == DB_FINE && purging.module != 0) {
		arena_reset(arena);
		trouble = db_write(job->db, arena, purge_some, &purging);
		total += purging.count;
		if (trouble == DB_FINE && (purging.finished || purging.count < PURGED_AT_ONCE))
			trouble = find_next(&purging, job->db, arena);
	}
	arena_free(arena);
	if (total > 0)
		log_info("records.purged", "deleted %zu records for good", total);
	job->error = "The database did not take it.";
	return trouble == DB_FINE ? JOB_DONE : JOB_RETRY;
}
