/* record_union_test: short ways to merge records of a world. */
#ifndef RECORDS_RECORD_UNION_TEST_H
#define RECORDS_RECORD_UNION_TEST_H

#include "records/record_merge.h"
#include "records/record_world_test.h"

struct union_wish {
	struct world *world;
	int64_t staff;
	const char *module;
	struct merging merging;
	const char *const *fields; /* names and texts the survivor takes over; NULL: none */
	enum record_outcome outcome;
	int64_t stopped;
	struct record_trouble trouble;
};

/* What came of it, in `outcome` as well: without success nothing is written. */
enum record_outcome united(struct union_wish *wish);
/* The second goes into the first. */
enum record_outcome
unite(struct world *world, int64_t staff, const char *module, int64_t first, int64_t second, const char *const *fields);

#endif
