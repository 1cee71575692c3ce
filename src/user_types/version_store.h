/* version_store: the setups of a user type that were published, one after the other. */
#ifndef USER_TYPES_VERSION_STORE_H
#define USER_TYPES_VERSION_STORE_H

#include "user_types/setup.h"

struct version {
	int64_t number;	   /* 1, 2, 3… */
	const char *setup; /* JSON, see rights/user_type.h */
	int64_t published_at;
	const char *published_by; /* of the staff user; NULL: gone */
};

/* Newest first, those with a number below `before` (0: from the newest). */
struct version *version_list(struct tx *tx, int64_t type, int64_t before, size_t limit, size_t *count);
/* NULL: there is none. */
struct version *version_find(struct tx *tx, int64_t type, int64_t number);
int64_t version_newest(struct tx *tx, int64_t type); /* its number; 0: none was published yet */

#endif
