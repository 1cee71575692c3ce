/* bulk_people: names and addresses of some records, as the viewer sees them. */
#ifndef INVITATIONS_BULK_PEOPLE_H
#define INVITATIONS_BULK_PEOPLE_H

#include "records/record.h"

/* NULL: what they do not see. */
struct person_seen {
	bool seen, in_bin;
	const char *name, *email;
};

/* Of each id in turn: two statements for each 150 of them. */
struct person_seen *people_seen(struct tx *tx, const struct access *access, const int64_t *ids, size_t count);

#endif
