/* audit_store: the journal's rows as they stand in the chain. */
#ifndef CORE_AUDIT_STORE_H
#define CORE_AUDIT_STORE_H

#include "base/str.h"
#include "sys/crypto.h"

#include <stdbool.h>
#include <stdint.h>

struct audit_place;
struct tx;

struct audit_link {
	int64_t seq, at;
	const char *actor_kind;
	int64_t actor, client; /* 0: none */
	const char *trace, *action, *object_kind;
	int64_t object;
	bool refused;
	const char *detail;
	struct hash hash;
};

/* The same as read back. */
struct audit_link_row {
	struct audit_link link;
	struct str hash;
};

/* The last row's hash (empty before the first) and the position of the next one. Holds the chain's end until the
 * transaction ends: on PostgreSQL another writer then runs again. */
struct str audit_next(struct tx *tx, int64_t *seq);
/* What the end of the chain is said to be: a journal whose last rows were cut off does not fit it. */
struct str audit_head(struct tx *tx, int64_t *seq);
void audit_append(struct tx *tx, const struct audit_link *link);
/* The row that was appended tells of this client: it is one of its activities. `place`, `device`: NULL for none. */
void audit_append_activity(struct tx *tx, const struct audit_link *link, int64_t client,
			   const struct audit_place *place, const char *device);
void audit_each(struct tx *tx, bool (*each)(const void *row, void *data), void *data);

#endif
