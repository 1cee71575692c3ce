/* hold: legal holds as their pages list them, and how they begin and end. */
#ifndef HOLDS_HOLD_H
#define HOLDS_HOLD_H

#include "db/db.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct viewer;

struct hold {
	int64_t id, client_id;
	int64_t folder_id; /* the client's id: all of the client; 0: on a file */
	int64_t file_id;   /* 0: on a folder */
	const char *client_name;
	const char *reason;
	int64_t made_at;
	const char *made_by;
	int64_t released_at; /* NO_INSTANT: it holds */
	const char *released_by, *release_reason;
};

/* Of clients that the viewer sees: those that hold, or those that were released; the last first, before (at, id) (of
 * those that hold, only the id counts). What of a client is closed to the viewer is the caller's to ask. */
struct hold *hold_list(struct tx *tx, const struct viewer *viewer, bool released, int64_t before_at, int64_t before_id,
		       size_t limit, size_t *count);
/* One that holds, of a client that the viewer sees; NULL: none. */
struct hold *hold_find(struct tx *tx, const struct viewer *viewer, int64_t id);
/* False: somebody was faster. */
bool hold_release(struct tx *tx, int64_t id, const char *reason, const char *by);

#endif
