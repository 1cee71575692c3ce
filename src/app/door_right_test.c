/* door_right_test: what a right opens as a whole (writing by a program, importing, who else sees a record) is closed
 * without that right; without the check it would be open. */
#include "app/door_test.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "records/record_world_test.h"
#include "rights/weakened.h"

enum { LEAD = 7000 };

struct opening {
	struct world world;
	struct door *door;
};

static struct opening
opening_of(struct db *db, struct arena *arena)
{
	struct opening opening = {rights_world(db, arena), door_new(arena, db)};

	world_lead(&opening.world, LEAD, BEN, "new", 500);
	return opening;
}

/* What a request holds goes with its arena, before the rights it held are forgotten. */
static int
status_of(const struct opening *opening, int64_t staff, const char *path, const char *body)
{
	const struct door_request request = {.staff = staff,
					     .method = body == NULL ? HTTP_GET : HTTP_POST,
					     .path = path,
					     .body = body,
					     .undone = true};
	struct arena *arena = arena_new(0);
	int status = door_ask(opening->door, arena, &request).status;

	arena_free(arena);
	return status;
}

/* What is asked without a check of permissions is answered. */
static void
assert_open_without(__attribute__((unused)) enum check check, __attribute__((unused)) const struct opening *opening,
		    __attribute__((unused)) int64_t staff, __attribute__((unused)) const char *path,
		    __attribute__((unused)) const char *body)
{
#ifdef PARVIS_WEAKEN
	weaken(check);
	door_forget_rights(opening->door);
	assert_int_equal(status_of(opening, staff, path, body), 200);
	weaken(CHECK_NONE);
	door_forget_rights(opening->door);
#endif
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_token_that_only_reads_writes_nothing)
{
	static const char path[] = "/console/records/leads", body[] = "{\"fields\":{\"name\":\"Somebody\"}}";
	struct opening opening = opening_of(db, arena);

	assert_int_equal(status_of(&opening, BEN, path, body), 200);
	world_run(&opening.world, "update api_token set scope = 'read'");
	assert_int_equal(status_of(&opening, BEN, path, NULL), 200);
	assert_int_equal(status_of(&opening, BEN, path, body), 403);
	assert_open_without(CHECK_READ_ONLY, &opening, BEN, path, body);
	rights_free(opening.world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_may_not_import_is_shown_no_import)
{
	static const char path[] = "/console/records/leads/import";
	struct opening opening = opening_of(db, arena);

	assert_int_equal(status_of(&opening, BEN, path, NULL), 200);
	world_run(&opening.world, "update profile_module set may = may - 16 where may / 16 % 2 = 1");
	door_forget_rights(opening.door);
	assert_int_equal(status_of(&opening, BEN, path, NULL), 404);
	assert_open_without(CHECK_IMPORT, &opening, BEN, path, NULL);
	rights_free(opening.world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_else_sees_a_record_is_its_owners_to_know)
{
	struct opening opening = opening_of(db, arena);
	char id[ID_LENGTH + 1];
	const char *path;

	id_print(id, LEAD);
	path = arena_printf(arena, "/console/records/leads/%s/access", id);
	assert_int_equal(status_of(&opening, BEN, path, NULL), 200);
	assert_int_equal(status_of(&opening, EVA, path, NULL), 200);
	assert_int_equal(status_of(&opening, CLEO, path, NULL), 403);
	assert_open_without(CHECK_SEEN, &opening, CLEO, path, NULL);
	rights_free(opening.world.rights);
}
