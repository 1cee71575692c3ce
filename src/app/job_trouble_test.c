/* job_trouble_test: whichever statement of a job meets a database that is away, the job is tried again. */
#include "app/app.h"
#include "app/door_test.h"
#include "base/arena.h"
#include "base/id.h"
#include "base/test.h"
#include "core/house_test.h"
#include "db/db_testing.h"
#include "demo/demo.h"
#include "modules/modules.h"
#include "records/record_job.h"

static void
fill(struct tx *tx, void *data)
{
	modules_install(tx);
	demo_create(data, tx);
}

static const struct house *
demonstration(struct db *db, struct arena *arena)
{
	struct door *door;

	house_migrate(db, arena);
	door = door_new(arena, db);
	door_take_templates(door);
	app_start_access(door_house(door), arena);
	assert_int_equal(db_write(db, arena, fill, (void *)(uintptr_t)door_house(door)), DB_FINE);
	return door_house(door);
}

/* `module` 0: the job is told none. */
static enum job_result
run_once(const struct job_kind *kind, const struct house *house, int64_t module)
{
	struct arena *arena = arena_new(0);
	struct doc *payload = doc_object(arena);
	struct job job = {.kind = kind->name,
			  .payload = payload,
			  .attempt = 1,
			  .db = house->db,
			  .arena = arena,
			  .context = (void *)(uintptr_t)house};
	enum job_result result;
	char id[ID_LENGTH + 1];

	id_print(id, module);
	if (module != 0)
		doc_set_text(payload, "module", id);
	result = kind->run(&job);
	arena_free(arena);
	return result;
}

/* Each round more statements are fine before one is not, until the job comes to its own end. */
static void
run_in_trouble(const struct job_kind *kind, const struct house *house, int64_t module)
{
	bool met = true;

	for (unsigned fine = 0; met; fine += 1 + fine / 4) {
		enum job_result result;

		db_fail_after(house->db, fine);
		result = run_once(kind, house, module);
		met = db_fails_no_more(house->db);
		if (result != (met ? JOB_RETRY : JOB_DONE))
			fail_msg("%s: %d, with trouble after %u statements", kind->name, (int)result, fine);
	}
}

TEST_BOTH_ENGINES(recurring_jobs_are_tried_again_after_trouble)
{
	const struct house *house = demonstration(db, arena);

	for (size_t f = 0; f < feature_count; f++)
		for (size_t i = 0; i < features[f]->job_count; i++)
			if (features[f]->jobs[i].every_ms > 0)
				run_in_trouble(&features[f]->jobs[i], house, 0);
}

TEST_BOTH_ENGINES(a_module_that_is_computed_anew_is_tried_again_after_trouble)
{
	const struct job_kind kind = {.name = "records.refresh", .run = records_refresh_run};
	const struct house *house = demonstration(db, arena);
	struct tx *tx = db_read(db, arena);
	int64_t module = db_get_int(tx, 0, "select id from module where name = 'vehicles'");

	db_read_end(tx);
	run_in_trouble(&kind, house, module);
}
