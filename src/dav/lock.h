/* lock: what programs have locked (RFC 4918 §6 and §7), and whom that keeps from what. */
#ifndef DAV_LOCK_H
#define DAV_LOCK_H

#include "dav/place.h"

enum { LOCK_SECONDS_MOST = 3600, LOCK_SECONDS_USUAL = 600, LOCKS_MOST = 500, LOCK_TOKEN = 45 };

struct dav_lock {
	int64_t id;
	const char *token; /* "urn:uuid:…" */
	int64_t client_id;
	int64_t folder_id; /* 0: on a file */
	int64_t file_id;   /* 0: on a folder */
	bool shared, deep;
	int64_t password_id;
	const char *holder;
	const char *owner; /* XML */
	int64_t seconds;
	int64_t expires_at;
	const char *path; /* of the folder it is on, or in which its file lies */
};

/* Of two that look at the locks of a client and add one at once, the second does it again. */
void dav_locks_begin(struct tx *tx, int64_t client);
/* Those of a client that hold now. One statement. */
struct dav_lock *dav_locks(struct tx *tx, int64_t client, size_t *count);
/* Its token is made here. */
void dav_lock_insert(struct tx *tx, struct dav_lock *lock);
void dav_lock_prolong(struct tx *tx, int64_t id, int64_t seconds);
void dav_lock_remove(struct tx *tx, int64_t id);
/* Of a file or folder that goes elsewhere: locks stay with addresses, not with what lies there. */
void dav_locks_leave(struct tx *tx, const struct place *place);

/* ---- rules ---- */

/* Whether it holds for the very thing at the place, or what would lie there. */
bool dav_lock_covers(const struct dav_lock *lock, const struct place *place);
/* What is done to a place. */
enum lock_deed {
	DEED_CHANGE, /* its content or properties */
	DEED_ADD,    /* it comes to be in its folder */
	DEED_TAKE,   /* it leaves its folder, with all below */
};
/* Whether it stands in the way of whoever does not hold it. */
bool dav_lock_concerns(const struct dav_lock *lock, const struct place *place, enum lock_deed deed);
/* Whether a new lock on the place cannot be beside this one. */
bool dav_lock_conflicts(const struct dav_lock *lock, const struct place *place, bool shared, bool deep);

/* Locks and properties of clients and files that are gone, and locks that are over. */
void dav_sweep(struct tx *tx, int64_t now);

#endif
