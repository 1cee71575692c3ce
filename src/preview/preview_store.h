/* preview_store: what there is to look at: user types, published or not, and what is known of a person. */
#ifndef PREVIEW_PREVIEW_STORE_H
#define PREVIEW_PREVIEW_STORE_H

#include "db/db.h"

#include <stdbool.h>

struct type_seen {
	int64_t id;
	const char *name; /* JSON by language; NULL: as the program calls the default one */
	bool published;
	bool changed;	/* what is being set up is not what is published */
	int64_t module; /* whose records sign in by it */
	bool is_default;
};

/* Those of the portal, in their order. */
struct type_seen *types_seen(struct tx *tx, int64_t portal, size_t *count);

/* What is known of a record as a portal user. */
struct standing_seen {
	int64_t type;	  /* the user type it was given; 0: none of its own */
	bool has_access;  /* a portal user already: docs/decisions/0039 */
	bool is_kept_out; /* may not sign in */
};
struct standing_seen standing_of_record(struct tx *tx, int64_t module, int64_t record);
/* The language they read in; NULL: they chose none. */
const char *language_of_record(struct tx *tx, int64_t module, int64_t record);

#endif
