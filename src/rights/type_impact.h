/* type_impact: which people of a user type see more or fewer records of a module when it is set up another way. */
#ifndef RIGHTS_TYPE_IMPACT_H
#define RIGHTS_TYPE_IMPACT_H

#include "rights/rights.h"

enum { FELT_EXAMPLES = 10, FELT_MOST = 1000 /* records are counted up to so many */ };

struct felt {
	int64_t person; /* the record they sign in by */
	int64_t gained, lost;
};

struct felt_sums {
	int64_t gaining, losing; /* people */
	struct felt examples[FELT_EXAMPLES];
	size_t example_count;
	bool uncounted; /* the deadline came first: there may be more */
};

/* How many people there are of the type: those who signed in once, or were given it. */
int64_t type_people(struct tx *tx, const struct user_type *type);

/* Compares what its people see of the records of the module; both are setups of the same user type, with the modules of
 * `rights`. `deadline`: as clock_monotonic. */
struct felt_sums
type_impact(struct tx *tx, const struct rights *rights, const struct user_type *before, const struct user_type *after,
	    const struct module *module, const struct moment *moment, int64_t deadline);

#endif
