/* members: what lies in a place of a drive, a portion at a time, so that any number of files takes the same memory. */
#ifndef DAV_MEMBERS_H
#define DAV_MEMBERS_H

#include "dav/place.h"

enum { MEMBERS_AT_ONCE = 100 };

struct members {
	const struct place *in;
	struct place *list; /* of the top and of the clients: all of them; else NULL */
	size_t list_count, list_next;
	bool files, ended;   /* folders come first; nothing comes any more */
	struct arena *arena; /* of the key alone */
	const char *key;     /* of the last one that came, by which all are in order; NULL: none did */
	int64_t id;
};

/* `in` lives as long as the request, as what is found here does. */
struct members *members_of(struct request *rq, const struct place *in);
/* The next MEMBERS_AT_ONCE or less, with the names they have on the drive, in the transaction's arena; `ended` once
 * those were all. A few statements. */
const struct place *members_next(struct tx *tx, struct members *members, size_t *count);

#endif
