/* seen: what one staff user sees of a module, counted by reason, and its newest records. */
#ifndef RIGHTS_SEEN_H
#define RIGHTS_SEEN_H

#include "rights/rights.h"

struct seen_record {
	int64_t id;
	const char *name; /* NULL: it has none, or it is hidden */
};

/* The record when the viewer sees it: its name and owner (0: nobody's). NULL: it does not exist for them. */
struct seen_record *
seen_find(struct tx *tx, const struct plan *plan, const struct viewer *viewer, int64_t id, int64_t *owner);
/* The newest of those the plan lets the viewer see. Names are as the columns hold them. */
struct seen_record *
seen_list(struct tx *tx, const struct plan *plan, const struct viewer *viewer, size_t limit, size_t *count);

enum seen_by { SEEN_AT_ALL, SEEN_OWN, SEEN_BELOW, SEEN_NOBODYS, SEEN_BY_RULE };
/* How many of them are seen for this reason; `rule` with SEEN_BY_RULE only. */
int64_t seen_count(struct tx *tx, const struct plan *plan, const struct viewer *viewer, enum seen_by reason,
		   const struct sharing_rule *rule, const struct moment *moment);

#endif
