/* property_shrink_test: when something is wrong in a world by chance, the smallest part of that world in which it still
 * is, so that somebody can read it. */
#ifndef RECORDS_PROPERTY_SHRINK_TEST_H
#define RECORDS_PROPERTY_SHRINK_TEST_H

#include "records/property_world_test.h"

/* Asks again in what is left of the world, until the first answer that is wrong (property->mismatches); nothing of what
 * it writes stays. */
typedef void (*property_asking)(struct property *property, void *data);

struct smallest {
	size_t steps; /* how often it was asked again */
	size_t rules, rows;
	bool wrong; /* else it went right when it was asked again */
};

/* Leaves rules and records out of a world as it was drawn, and asks of one staff user and module only, as long as an
 * answer is still wrong; at most SHRINK_STEPS times. */
enum { SHRINK_STEPS = 60 };
struct smallest property_shrink(struct property *property, property_asking ask, void *data);

/* Draws a world like this of the seed again beside, shrinks it, and says what is left, who asks, and what is wrong. */
void
property_tell_smallest(const struct property *like, uint64_t seed, size_t least_rows, property_asking ask, void *data);

/* Says how many answers were compared, and `to` whom; fails when one was wrong, having told the smallest world in which
 * it is. Frees the world. */
void property_end(struct property *property, const char *to, uint64_t seed, size_t least_rows, property_asking ask);

#endif
