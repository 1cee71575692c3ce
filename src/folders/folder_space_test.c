/* folder_space_test: whatever is done with files, what they take is counted as the sum of the rows says, and no limit
 * is passed. */
#include "folders/bin_store.h"
#include "folders/file_store.h"
#include "folders/folder_client.h"
#include "folders/upload_store.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "records/property_world_test.h"
#include "rights/rights_world_test.h"
#include "space/space_store.h"

#include <pthread.h>

enum { FIRST = 701, SECOND, FILES = 40, STEPS = 400, LIMIT = 5000, TOGETHER = 7000 };

struct space_world {
	struct tx *tx;
	struct chance chance;
	struct folder_access access[2];
	int64_t files[FILES], folders[FILES], uploads[FILES];
	bool passed; /* a limit */
};

static struct folder_access
eyes(int64_t client)
{
	return (struct folder_access){
		.client = client, .person = {.staff = true, .id = 1, .cap = FOLDER_FULL}, .name = "Test"};
}

static void
begin_upload(struct space_world *world, const struct folder_access *access, int64_t *id, int64_t length)
{
	struct upload upload = {.id = id_new(),
				.client_id = access->client,
				.folder_id = access->client,
				.metadata = "",
				.length = length,
				.part = "part"};

	if (!space_fits(world->tx, access->client, length))
		return;
	upload_add(world->tx, access, &upload);
	*id = upload.id;
}

static void
act(struct space_world *world)
{
	struct tx *tx = world->tx;
	const struct folder_access *access = &world->access[draw(&world->chance, 2)];
	int64_t *file = &world->files[draw(&world->chance, FILES)], made;
	int64_t *folder = &world->folders[draw(&world->chance, FILES)];
	int64_t *upload = &world->uploads[draw(&world->chance, FILES)];
	const struct file_content content = {.size = (int64_t)draw(&world->chance, 400),
					     .type = "text/plain",
					     .sha256 = "",
					     .blob = "b",
					     .scan = "done"};
	const char *name = arena_printf(tx_arena(tx), "%zu.txt", (size_t)draw(&world->chance, 20));

	switch (draw(&world->chance, 12)) {
	case 0:
		folder_create(tx, access, access->client, name, folder);
		break;
	case 1:
	case 2:
	case 3:
		file_put(tx, access, *folder == 0 ? access->client : *folder, name, &content,
			 (enum file_same)draw(&world->chance, FILE_SAMES), file);
		break;
	case 4:
		file_add_version(tx, access, *file, &content);
		break;
	case 5:
		file_copy(tx, access, *file, access->client, &made);
		break;
	case 6:
		file_remove(tx, access, *file, 10);
		break;
	case 7:
		file_restore(tx, access, *file);
		break;
	case 8:
		folder_remove(tx, access, *folder, 10);
		break;
	case 9:
		begin_upload(world, access, upload, content.size);
		break;
	case 10:
		draw(&world->chance, 2) == 0 ? upload_close(tx, *upload) : upload_remove(tx, *upload);
		break;
	default:
		bin_purge_some(tx, draw(&world->chance, 3) == 0 ? 20 : 0, 3);
	}
}

static void
look(struct space_world *world)
{
	size_t count;

	space_wrongs(world->tx, &count);
	assert_int_equal(count, 0);
	for (int i = 0; i < 2; i++)
		world->passed = world->passed || space_of(world->tx, world->access[i].client).used > LIMIT;
	world->passed = world->passed || space_total(world->tx).used > TOGETHER;
}

static void
live(struct tx *tx, void *data)
{
	struct space_world world = {.tx = tx, .chance = {.state = 7}, .access = {eyes(FIRST), eyes(SECOND)}};
	size_t count;

	space_set_quotas(tx, TOGETHER, LIMIT);
	for (int i = 0; i < STEPS; i++) {
		act(&world);
		if (i % 20 == 0)
			look(&world);
	}
	folders_join(tx, FIRST, SECOND, "Brise", 5);
	space_wrongs(tx, &count);
	assert_int_equal(count, 0);
	folders_forget(tx, SECOND);
	space_wrongs(tx, &count);
	assert_int_equal(count, 0);
	assert_int_equal(space_total(tx).used, 0);
	*(bool *)data = world.passed;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, the_space_of_files_is_counted_rightly_whatever_happens)
{
	bool passed = true;

	assert_int_equal(db_write(db, arena, live, &passed), DB_FINE);
	assert_false(passed);
	WITHOUT(CHECK_QUOTA, {
		assert_int_equal(db_write(db, arena, live, &passed), DB_FINE);
		assert_true(passed);
	});
}

/* ---- two at once ---- */

enum { RIVALS = 2, TRIES = 12, SIZE = 10, ROOM = 5 * SIZE };

struct rival {
	struct db *db;
	int number;
};

struct
try {
	const char *name;
	enum folder_outcome outcome;
};

static void
put_one(struct tx *tx, void *data)
{
	static const struct file_content content = {
		.size = SIZE, .type = "text/plain", .sha256 = "", .blob = "b", .scan = "done"};
	struct try *try = data;
	const struct folder_access access = eyes(FIRST + try->name[0] % 2);
	int64_t id;

	try->outcome = file_put(tx, &access, access.client, try->name, &content, SAME_REFUSED, &id);
}

static void *
run_rival(void *data)
{
	const struct rival *rival = data;
	struct arena *arena = arena_new(0);

	for (int i = 0; i < TRIES; i++) {
		struct try try = {arena_printf(arena, "%d-%d", rival->number, i), FOLDER_DONE};

		assert_int_equal(db_write(rival->db, arena, put_one, &try), DB_FINE);
		assert_true(try.outcome == FOLDER_DONE || try.outcome == FOLDER_NO_SPACE);
	}
	arena_free(arena);
	return NULL;
}

static void
limit_all(struct tx *tx, void *data)
{
	(void)data;
	space_set_quotas(tx, ROOM, SPACE_UNLIMITED);
}

static void
read_total(struct tx *tx, void *data)
{
	*(int64_t *)data = space_total(tx).used;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, two_at_once_do_not_pass_a_limit_together)
{
	struct rival rivals[RIVALS];
	pthread_t threads[RIVALS];
	int64_t used = 0;

	db_write(db, arena, limit_all, NULL);
	for (int i = 0; i < RIVALS; i++) {
		rivals[i] = (struct rival){db, i};
		assert_int_equal(pthread_create(&threads[i], NULL, run_rival, &rivals[i]), 0);
	}
	for (int i = 0; i < RIVALS; i++)
		pthread_join(threads[i], NULL);
	db_write(db, arena, read_total, &used);
	assert_int_equal(used, ROOM);
}
