/* impact_store: the staff a change of rights may touch, whose records they see, and how many records differ. */
#ifndef RIGHTS_IMPACT_STORE_H
#define RIGHTS_IMPACT_STORE_H

#include "rights/impact.h"

enum { IMPACT_STAFF = 500, IMPACT_EXAMPLES = 3, IMPACT_OWNERS = 100 };

struct affected {
	int64_t id, profile_id, role_id;
	const char *name;
};
/* All who may sign in, by name. */
struct affected *affected_staff(struct tx *tx, size_t *count);
struct viewer viewer_of_affected(const struct affected *person);

/* The owners whom `staff` reaches in `one` but not in `other`; at most IMPACT_OWNERS. */
size_t reach_beyond(const struct reach *one, const struct reach *other, int64_t staff, int64_t *owners);
bool reach_equal(const struct reach *one, const struct reach *other);

/* Rows of a module for which `text` of the plan holds and `except` of the other plan does not. */
struct difference {
	const struct plan *plan;
	const char *text;
	const struct plan *other; /* NULL: all rows of `text` */
	const char *except;
	const int64_t *owners; /* only rows of theirs; NULL: of anybody */
	size_t owner_count;
};
struct differing {
	int64_t count;
	const char *examples; /* names of some, or "" */
};
struct differing difference_count(struct tx *tx, const struct difference *difference, const struct viewer *viewer);

#endif
