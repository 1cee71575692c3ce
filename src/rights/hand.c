/* hand: puts what was given by hand before everything else, in the text of a plan. */
#include "rights/hand.h"

#include "base/arena.h"
#include "core/weakened.h"
#include "modules/catalogue.h"

static const char *
level_text(struct arena *arena, const char *staff, const char *id)
{
	const char *own = arena_printf(arena, HAND_OWN("%s", "%s"), id, staff);
	const char *of_groups = arena_printf(arena, HAND_OF_GROUPS("%s", "%s", "%s"),
					     weakened(CHECK_HAND_LEAST) ? "max" : "min", id, staff);
	bool person_first = !weakened(CHECK_HAND_PERSON);
	const char *level =
		arena_printf(arena, "coalesce(%s, %s)", person_first ? own : of_groups, person_first ? of_groups : own);

	return weakened(CHECK_HAND_NONE) ? arena_printf(arena, "nullif(%s, 0)", level) : level;
}

const char *
hand_rows(struct arena *arena, const struct module *module, const char *staff, enum hand least, const char *shared)
{
	const char *id = arena_printf(arena, "%s.id", module->table);

	if (weakened(CHECK_HAND_READ))
		least = HAND_READ;
	return arena_printf(arena, "(case when " HAND_NOTHING("%s") " then %s else coalesce(%s >= %d, %s) end)", staff,
			    staff, shared, level_text(arena, staff, id), (int)least, shared);
}
