/* choices_store: how a portal user likes to be shown times, and where they are. Internal to src/invitations. */
#ifndef INVITATIONS_CHOICES_STORE_H
#define INVITATIONS_CHOICES_STORE_H

#include "db/db.h"

struct choices {
	const char *zone, *country; /* NULL: the organisation's */
	int hours;		    /* 12 or 24; 0: as the language has it */
	int64_t settled_at;	    /* NO_INSTANT: they have not chosen yet */
};

/* NULL: they have no row, as contacts who were never invited. */
struct choices *choices_find(struct tx *tx, int64_t record);
/* A contact without a row gets one, under the default user type, which was theirs. */
void choices_save(struct tx *tx, int64_t portal, int64_t record, const struct choices *choices, int64_t now);

#endif
