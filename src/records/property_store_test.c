/* property_store_test: on modules, rights and records by chance, everything that staff read and write is what somebody
 * who asks every rule about every row would say. */
#include "records/property_read_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { WRITES = 400 };

/* PARVIS_SEED draws the same worlds again. */
static uint64_t
seed_of_run(void)
{
	const char *given = getenv("PARVIS_SEED");

	return given == NULL ? 20261122 : strtoull(given, NULL, 10);
}

static void
try_world(struct db *db, struct arena *arena, uint64_t number)
{
	uint64_t seed = seed_of_run() + number;
	struct property *property = property_new(db, arena, seed);

	property_read(property);
	for (int i = 0; i < WRITES; i++)
		property_write(property, false);
	property_read(property);
	print_message("seed %" PRIu64 ": %zu answers compared\n", seed, property->cases);
	assert_int_equal(property->mismatches, 0);
	property_free(property);
}

TEST_BOTH_ENGINES(records_are_what_every_rule_says_1)
{
	try_world(db, arena, 0);
}
