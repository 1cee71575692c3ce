/* property_door_test: on modules, rights and records by chance, everything that programs are answered, and every file
 * they are given, is what somebody who asks every rule about every row would say. */
#include "app/property_door_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "records/property_shrink_test.h"
#include "records/property_weak_test.h"

/* More rows than a page has. */
enum { ROWS = 32, WRITES = 120, WEAK_ROWS = 20, WEAK_WORLDS = 4, WEAK_WRITES = 600, WEAK_FILES = 3 };

static void
visit_all(struct property *property, struct door *door, void (*visits)(const struct visitor *visitor))
{
	/* Of an administrator little is kept: where a mismatch is expected, they are not asked. */
	for (size_t s = property->quiet ? 1 : 0; s < PROPERTY_STAFF; s++)
		for (size_t sheet = 0; sheet < property->sheet_count; sheet++) {
			struct visitor visitor = {property, door, naive_of(property, &property->staff[s], sheet),
						  arena_new(0), NULL};

			if (property_asks(property, &property->staff[s], sheet))
				visits(&visitor);
			arena_free(visitor.arena);
		}
}

static void
visit_fully(const struct visitor *visitor)
{
	visit_to_read(visitor);
	visit_lines(visitor);
	visit_hidden(visitor);
	visit_to_export(visitor);
}

/* Again, in a smaller world, through a door of its own. */
static void
ask_at_door(struct property *property, void *data)
{
	struct arena *arena = arena_new(0);
	struct door *door = door_new(arena, property->db);

	(void)data;
	visit_all(property, door, visit_fully);
	for (int i = 0; i < WRITES && property->mismatches == 0; i++)
		visit_to_write(property, door, true);
	arena_free(arena);
}

TEST_BOTH_ENGINES(the_door_answers_what_every_rule_says)
{
	uint64_t seed = property_seed() + 5000;
	struct property *property = property_new(db, arena, seed, ROWS);
	struct door *door = door_new(arena, db);

	visit_all(property, door, visit_fully);
	for (int i = 0; i < WRITES; i++)
		visit_to_write(property, door, false);
	visit_all(property, door, visit_to_read);
	property_end(property, "staff at the door", seed, ROWS, ask_at_door);
}

#ifdef PARVIS_WEAKEN
/* By whom the absence of a check must be noticed. */
enum { BY_READERS = 1, BY_WRITERS = 2, BY_FILES = 4, BY_SCHEMA = 8 };

/* What stands behind another check on each way through the door is noticed by those who ask the stores: the history and
 * the lines of a record that is not seen, or in the bin, are not asked for; fields that are not theirs are refused when
 * they are read; lines are saved with a record that may be changed. */
static const unsigned noticed_by[CHECKS] = {
	[CHECK_VIEW] = BY_READERS,
	[CHECK_CREATE] = BY_WRITERS,
	[CHECK_EDIT] = BY_WRITERS,
	[CHECK_DELETE] = BY_WRITERS,
	[CHECK_FIELD_HIDDEN] = BY_READERS | BY_FILES,
	[CHECK_FIELD_READ] = BY_WRITERS,
	[CHECK_FIELD_COMPUTED] = BY_WRITERS,
	[CHECK_ROWS] = BY_READERS | BY_FILES,
	[CHECK_SHARING] = BY_READERS | BY_FILES,
	[CHECK_SHARING_LEVEL] = BY_WRITERS,
	[CHECK_REACH] = BY_READERS | BY_FILES,
	[CHECK_NOBODYS] = BY_READERS | BY_FILES,
	[CHECK_RULE_REACH] = BY_READERS | BY_FILES,
	[CHECK_RULE_LEVEL] = BY_WRITERS,
	[CHECK_RULE_CONDITION] = BY_READERS | BY_FILES,
	[CHECK_PARENT] = BY_READERS,
	[CHECK_PARENT_LEVEL] = BY_READERS,
	[CHECK_PARENT_BIN] = 0,
	[CHECK_BIN] = BY_READERS | BY_FILES,
	[CHECK_RECORD_HIDDEN] = BY_READERS | BY_FILES,
	[CHECK_RECORD_LOCKED] = BY_WRITERS | BY_READERS,
	[CHECK_APPROVAL] = BY_WRITERS,
	[CHECK_STATE_HIDES] = BY_READERS | BY_FILES,
	[CHECK_STATE_LOCKS] = BY_WRITERS,
	[CHECK_NAMES] = BY_READERS | BY_FILES,
	[CHECK_ASKED_LINKS] = BY_READERS,
	[CHECK_LINKS] = BY_READERS | BY_FILES,
	[CHECK_LINKED] = BY_READERS,
	[CHECK_WORDS] = BY_READERS | BY_FILES,
	[CHECK_WORDS_STATE] = BY_READERS,
	[CHECK_HISTORY] = 0,
	[CHECK_HISTORY_FIELDS] = BY_READERS,
	[CHECK_HISTORY_STATE] = BY_READERS,
	[CHECK_GIVEN] = 0,
	[CHECK_GIVEN_HIDDEN] = BY_WRITERS,
	[CHECK_GIVEN_LOCKED] = BY_WRITERS,
	[CHECK_CHOSEN] = BY_WRITERS,
	[CHECK_NEW_LINE] = 0,
	[CHECK_EDITABLE] = BY_WRITERS,
	[CHECK_DELETABLE] = BY_WRITERS,
	[CHECK_RESTORABLE] = BY_WRITERS,
	[CHECK_EXPORT] = BY_FILES,
	[CHECK_FILE] = 0, /* these have tests of their own: door_file_test.c */
	[CHECK_FILE_SHOWN] = 0,
	[CHECK_MENTION] = 0,
	[CHECK_EXPORT_RIGHTS] = 0,
	[CHECK_READ_ONLY] = 0, /* and these: door_right_test.c */
	[CHECK_IMPORT] = 0,
	[CHECK_SEEN] = 0,
	[CHECK_TARGET] = BY_SCHEMA, /* what else follows: door_own_test.c, door_decide_test.c, door_told_test.c */
};

static bool
is_noticed(struct property *property, struct door *door, unsigned by)
{
	property->mismatches = 0;
	for (int i = 0; i < WEAK_WRITES && by == BY_WRITERS && property->mismatches == 0; i++)
		visit_to_write(property, door, true);
	for (int i = 0; i < WEAK_FILES && by == BY_FILES && property->mismatches == 0; i++)
		visit_all(property, door, visit_to_export);
	if (by == BY_READERS || by == BY_SCHEMA)
		visit_all(property, door, by == BY_READERS ? visit_to_read : visit_schema);
	return property->mismatches > 0;
}

/* Says how many of those who should have noticed did not. */
static int
try_without(enum check check, const struct weak_world *worlds, struct door *const *doors)
{
	int missed = 0;

	weaken(check);
	for (unsigned by = BY_READERS; by <= BY_SCHEMA; by *= 2) {
		bool noticed = !(noticed_by[check] & by);

		for (int i = 0; i < WEAK_WORLDS && !noticed; i++)
			noticed = is_noticed(worlds[i].property, doors[i], by);
		if (!noticed)
			print_message("check %d was switched off, and kind %u did not notice\n", (int)check, by);
		missed += !noticed;
	}
	weaken(CHECK_NONE);
	return missed;
}

TEST(every_check_that_is_switched_off_is_noticed_at_the_door)
{
	struct weak_world worlds[WEAK_WORLDS];
	struct door *doors[WEAK_WORLDS];
	int missed = 0;

	weak_worlds_begin(worlds, WEAK_WORLDS, "door", property_new, property_seed() + 6000, WEAK_ROWS);
	for (int i = 0; i < WEAK_WORLDS; i++)
		doors[i] = door_new(worlds[i].arena, worlds[i].property->db);
	for (int check = CHECK_NONE + 1; check < CHECKS; check++)
		missed += try_without((enum check)check, worlds, doors);
	weak_worlds_end(worlds, WEAK_WORLDS);
	assert_int_equal(missed, 0);
}
#endif
