/* space_store: the rows that know how much space is taken. */
#ifndef SPACE_SPACE_STORE_H
#define SPACE_SPACE_STORE_H

#include "space/space.h"

/* Of all clients together. */
struct space_total {
	int64_t used;	      /* bytes, those on their way included */
	int64_t quota;	      /* bytes; SPACE_UNLIMITED */
	int64_t client_quota; /* for clients of which nothing is said */
	bool warned;
};
struct space_total space_total(struct tx *tx);
void space_set_quotas(struct tx *tx, int64_t quota, int64_t client_quota);
void space_set_warned(struct tx *tx, bool warned);

/* Nine tenths are little; who was told is told again after it was less than eight tenths. */
bool space_is_low(int64_t used, int64_t limit);
bool space_is_ample(int64_t used, int64_t limit);

enum { QUOTA_AS_ALL = -2 };
/* QUOTA_AS_ALL, SPACE_UNLIMITED, or bytes. */
int64_t space_own_quota(struct tx *tx, int64_t client);
void space_set_own_quota(struct tx *tx, int64_t client, int64_t quota);

/* A client in the order of what it takes. */
struct space_user {
	int64_t client;
	const char *name;
	int64_t used;  /* bytes, without those on their way */
	int64_t limit; /* SPACE_UNLIMITED: none */
};
/* What each of these clients takes; 0 to begin with. One statement. */
void space_used(struct tx *tx, const int64_t *ids, int64_t *bytes, size_t count);
/* Those that take most, after (used, client); only clients the viewer sees. */
struct space_user *space_users(struct tx *tx, const struct viewer *viewer, int64_t before_used, int64_t before_client,
			       size_t limit, size_t *count);

/* Clients that came to nine tenths of their limit since they were told of, by name. At most `limit`. */
struct space_user *space_scarce(struct tx *tx, size_t limit, size_t *count);
/* Those that have a limit: which of them were told of now, and which have enough again. */
void space_note_warned(struct tx *tx);

#endif
