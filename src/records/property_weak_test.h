/* property_weak_test: worlds by chance in which checks are switched off, one after the other, to see who notices. */
#ifndef RECORDS_PROPERTY_WEAK_TEST_H
#define RECORDS_PROPERTY_WEAK_TEST_H

#include "core/weakened.h"
#include "records/property_world_test.h"

#ifdef PARVIS_WEAKEN
struct weak_world {
	struct arena *arena; /* of it, and of who asks in it */
	struct property *property;
};

/* How a world is drawn: property_new, property_new_of_portal. */
typedef struct property *(*property_drawing)(struct db *db, struct arena *arena, uint64_t seed, size_t least_rows);

/* Draws `count` worlds, of this seed and those after it, each in an SQLite database of its own (`name` and its number).
 * They are quiet, and from now on plans put no belt on. */
void weak_worlds_begin(struct weak_world *worlds, size_t count, const char *name, property_drawing make, uint64_t seed,
		       size_t least_rows);
/* Everything is switched on again; the worlds are gone. */
void weak_worlds_end(struct weak_world *worlds, size_t count);
#endif

#endif
