/* holder: staff users as the pages of rights show them: who has which profile, which role. */
#ifndef RIGHTS_HOLDER_H
#define RIGHTS_HOLDER_H

#include "core/request.h"

struct holder {
	int64_t id, profile_id, role_id;
	const char *name;
	bool closed; /* may not sign in any more */
};

/* All staff, by name; at most 2,000. */
struct holder *holder_list(struct tx *tx, size_t *count);
/* NULL: there is no such person. */
struct holder *holder_find(struct tx *tx, int64_t id);
/* Adds {id, name, closed}. */
struct doc *holder_add(struct doc *list, const struct holder *holder);

#endif
