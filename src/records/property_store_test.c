/* property_store_test: on modules, rights and records by chance, everything that staff read and write is what somebody
 * who asks every rule about every row would say. */
#include "records/property_read_test.h"
#include "records/property_shrink_test.h"
#include "records/property_weak_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"

enum { ROWS = 20, OTHER_WORLDS = 1, WRITES = 300, WEAK_WORLDS = 6, WEAK_WRITES = 150 };

static size_t compared; /* in this run, over both engines */

/* In a smaller world. */
static void
ask_anew(struct property *property, void *data)
{
	(void)data;
	property_read(property);
	for (int i = 0; i < WRITES && property->mismatches == 0; i++)
		property_write(property, true);
}

static void
try_world(struct db *db, struct arena *arena, uint64_t number)
{
	uint64_t seed = property_seed() + number;
	struct property *property = property_new(db, arena, seed, ROWS);

	property_read(property);
	for (int i = 0; i < WRITES; i++)
		property_write(property, false);
	property_read(property);
	compared += property->cases;
	print_message("%zu so far\n", compared);
	property_end(property, "staff", seed, ROWS, ask_anew);
}

TEST_BOTH_ENGINES(records_are_what_every_rule_says)
{
	try_world(db, arena, 0);
}

TEST(records_of_other_worlds_are_what_every_rule_says)
{
	for (uint64_t number = 1; number <= OTHER_WORLDS; number++) {
		struct arena *arena = arena_new(0);

		try_world(db_for_test(arena, DB_SQLITE, "other", 0), arena, number);
		arena_free(arena);
	}
}

#ifdef PARVIS_WEAKEN
/* Short: until the first answer that is wrong. */
static bool
is_noticed(struct property *property, bool by_writing)
{
	property->mismatches = 0;
	for (int i = 0; i < WEAK_WRITES && property->mismatches == 0 && by_writing; i++)
		property_write(property, true);
	if (!by_writing)
		property_read(property);
	return property->mismatches > 0;
}

static bool
is_noticed_somewhere(const struct weak_world *worlds, bool by_writing)
{
	for (int i = 0; i < WEAK_WORLDS; i++)
		if (is_noticed(worlds[i].property, by_writing))
			return true;
	return false;
}

/* Who writes notices first that these are off; what they notice of others is not waited for. */
static bool
is_about_writing(int check)
{
	static const enum check checks[] = {CHECK_CREATE,	 CHECK_EDIT,	   CHECK_DELETE,       CHECK_FIELD_READ,
					    CHECK_SHARING_LEVEL, CHECK_RULE_LEVEL, CHECK_PARENT_LEVEL, CHECK_APPROVAL,
					    CHECK_RECORD_LOCKED, CHECK_STATE_LOCKS};

	for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++)
		if ((int)checks[i] == check)
			return true;
	return check >= CHECK_GIVEN && check <= CHECK_RESTORABLE;
}

/* What is about files, mails and what was made before is noticed by tests of their own. */
static bool
is_about_records(int check)
{
	return check < CHECK_EXPORT;
}

/* Of a world in which rules hide fields no longer, a rule and few records are left. */
TEST(a_world_in_which_something_is_wrong_becomes_small)
{
	struct arena *arena = arena_new(0);
	struct property *property =
		property_new(db_for_test(arena, DB_SQLITE, "shrunk", 0), arena, property_seed(), ROWS);
	size_t rules = property->rule_count, rows = 0;
	struct smallest smallest;

	for (size_t s = 0; s < property->sheet_count; s++)
		rows += property->sheets[s].row_count;
	unbelt(true);
	weaken(CHECK_STATE_HIDES);
	smallest = property_shrink(property, ask_anew, NULL);
	weaken(CHECK_NONE);
	unbelt(false);
	print_message("%zu rules and %zu records became %zu and %zu in %zu steps\n", rules, rows, smallest.rules,
		      smallest.rows, smallest.steps);
	assert_true(smallest.wrong && smallest.steps <= SHRINK_STEPS);
	assert_true(smallest.rules <= 2 && smallest.rows * 4 < rows);
	property_free(property);
	arena_free(arena);
}

/* A test that nothing can fail shows nothing: without any one of the checks it fails. */
TEST(every_check_that_is_switched_off_is_noticed)
{
	struct weak_world worlds[WEAK_WORLDS];
	int missed = 0;

	weak_worlds_begin(worlds, WEAK_WORLDS, "weak", property_new, property_seed() + 1000, ROWS);
	for (int check = CHECK_NONE + 1; check < CHECKS; check++) {
		bool writing = is_about_writing(check), noticed;

		weaken((enum check)check);
		noticed = !is_about_records(check) || is_noticed_somewhere(worlds, writing) ||
			  is_noticed_somewhere(worlds, !writing);
		if (!noticed)
			print_message("nobody noticed that check %d was switched off\n", check);
		missed += !noticed;
	}
	weak_worlds_end(worlds, WEAK_WORLDS);
	assert_int_equal(missed, 0);
}
#endif
