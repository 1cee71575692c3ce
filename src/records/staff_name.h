/* staff_name: what staff users are called, for owners, authors, mentions. */
#ifndef RECORDS_STAFF_NAME_H
#define RECORDS_STAFF_NAME_H

#include "db/db.h"

struct staff_name {
	int64_t id;
	const char *name, *email, *language;
};

/* Those of the ids, closed accounts included. */
struct staff_name *staff_names(struct tx *tx, const int64_t *ids, size_t id_count, size_t *count);
/* All who may sign in, by name: they are few. */
struct staff_name *staff_names_active(struct tx *tx, size_t *count);

#endif
