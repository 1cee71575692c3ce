/* door_opening_test: asks each way twice. */
#include "app/door_opening_test.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/test.h"
#include "core/weakened_test.h"
#include "modules/module_store.h"

struct opening
opening_of(struct db *db, struct arena *arena)
{
	return (struct opening){rights_world(db, arena), door_new(arena, db), arena};
}

/* What a request holds goes with its arena, before the rights it held are forgotten. */
int
opening_status(const struct opening *opening, const struct trial *trial)
{
	const struct door_request request = {.staff = trial->staff,
					     .method = trial->body == NULL ? HTTP_GET : HTTP_POST,
					     .path = trial->path,
					     .query = trial->query,
					     .body = trial->body,
					     .undone = true,
					     .unprepared = true};
	struct arena *arena = arena_new(0);
	int status = door_ask(opening->door, arena, &request).status;

	arena_free(arena);
	return status;
}

static void
try_one(const struct opening *opening, const struct trial *trial)
{
	int status = opening_status(opening, trial);

	if (status != trial->closed)
		fail_msg("check %d: %s said %d", (int)trial->check, trial->path, status);
	status = 200;
	WITHOUT(trial->check, status = opening_status(opening, trial));
	if (status != 200)
		fail_msg("without check %d: %s said %d", (int)trial->check, trial->path, status);
}

void
opening_try(const struct opening *opening, const struct trial *trials, size_t count)
{
	for (size_t i = 0; i < count; i++)
		try_one(opening, &trials[i]);
}

struct running {
	const char *const *statements;
	size_t count;
};

static void
run_all(struct tx *tx, void *data)
{
	const struct running *running = data;

	for (size_t i = 0; i < running->count; i++)
		db_run(tx, running->statements[i]);
	catalogue_touch(tx);
}

void
opening_run(struct opening *opening, const char *const *statements, size_t count)
{
	struct running running = {statements, count};

	world_write(&opening->world, run_all, &running);
	door_forget_rights(opening->door);
}

const char *
opening_id(const struct opening *opening, int64_t id)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_text(opening->arena, text);
}
