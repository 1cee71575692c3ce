/* live: properties of files and folders that we know ourselves (RFC 4918 §15). */
#ifndef DAV_LIVE_H
#define DAV_LIVE_H

#include "dav/place.h"
#include "space/space.h"

struct builder;

/* What they are told from, of one request. */
struct live_source {
	const struct folder_lock *locks;
	size_t lock_count;
	const struct space_seen *space; /* of the client; NULL: not asked for, or of many clients */
};

struct live {
	const char *name;
	/* Writes the value; false: the place has no such property. */
	bool (*build)(struct builder *out, const struct live_source *source, const struct place *place);
	bool asked; /* not among all of them: only who names it gets it (RFC 4331 §3) */
};
extern const struct live live_properties[]; /* the last has no name */

/* NULL: we know none of this name. */
const struct live *live_named(const char *space, const char *name);

#endif
