/* property_portal_test: on modules, user types and records by chance, everything that people of the portal read and
 * change is what somebody who asks of each record by which tab it is theirs would say. */
#include "records/property_portal_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "records/property_read_test.h"
#include "records/property_shrink_test.h"
#include "records/property_weak_test.h"

enum { ROWS = 20, WRITES = 120, WEAK_WORLDS = 3, WEAK_ROWS = 16 };

/* In a smaller world. */
static void
ask_anew(struct property *property, void *data)
{
	(void)data;
	property_read(property);
	for (int i = 0; i < WRITES && property->mismatches == 0; i++)
		property_write(property, true);
}

TEST_BOTH_ENGINES(people_of_the_portal_see_what_their_user_type_shows)
{
	uint64_t seed = property_seed() + 9000;
	struct property *property = property_new_of_portal(db, arena, seed, ROWS);

	property_read(property);
	for (int i = 0; i < WRITES; i++)
		property_write(property, false);
	property_end(property, "people of the portal", seed, ROWS, ask_anew);
}

#ifdef PARVIS_WEAKEN
static bool
is_noticed(struct property *property)
{
	property->mismatches = 0;
	property_read(property);
	return property->mismatches > 0;
}

/* What holds somebody of the portal back; what else does holds staff back alike (property_store_test.c). */
static const enum check checks[] = {CHECK_TIE,	  CHECK_NARROWED, CHECK_PUBLIC, CHECK_CEILING,	  CHECK_FIELD_HIDDEN,
				    CHECK_PARENT, CHECK_BIN,	  CHECK_NAMES,	CHECK_STATE_HIDES};

TEST(people_of_the_portal_notice_every_check_that_is_switched_off)
{
	struct weak_world worlds[WEAK_WORLDS];
	int missed = 0;

	weak_worlds_begin(worlds, WEAK_WORLDS, "people", property_new_of_portal, property_seed() + 9100, WEAK_ROWS);
	for (size_t c = 0; c < sizeof checks / sizeof checks[0]; c++) {
		bool noticed = false;

		weaken(checks[c]);
		for (int i = 0; i < WEAK_WORLDS && !noticed; i++)
			noticed = is_noticed(worlds[i].property);
		if (!noticed)
			print_message("nobody noticed that check %d was switched off\n", (int)checks[c]);
		missed += !noticed;
	}
	weak_worlds_end(worlds, WEAK_WORLDS);
	assert_int_equal(missed, 0);
}
#endif
