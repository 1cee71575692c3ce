/* property_weak_test: draws worlds for tests that switch checks off, and switches all on again. */
#include "records/property_weak_test.h"

#include "base/arena.h"
#include "db/db_testing.h"

#ifdef PARVIS_WEAKEN
void
weak_worlds_begin(struct weak_world *worlds, size_t count, const char *name, property_drawing make, uint64_t seed,
		  size_t least_rows)
{
	for (size_t i = 0; i < count; i++) {
		struct arena *arena = arena_new(0);
		struct db *db = db_for_test(arena, DB_SQLITE, arena_printf(arena, "%s%zu", name, i), 0);

		worlds[i] = (struct weak_world){arena, make(db, arena, seed + i, least_rows)};
		worlds[i].property->quiet = true;
	}
	unbelt(true);
}

void
weak_worlds_end(struct weak_world *worlds, size_t count)
{
	weaken(CHECK_NONE);
	unbelt(false);
	for (size_t i = 0; i < count; i++) {
		property_free(worlds[i].property);
		arena_free(worlds[i].arena);
	}
}
#endif
