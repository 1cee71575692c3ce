/* held: which permissions a staff user holds: special ones by profile, those of modules by what they see there. */
#ifndef RIGHTS_HELD_H
#define RIGHTS_HELD_H

#include "rights/rights.h"

/* Whether all records of the module are seen, and every field of them that a feature made: then the pages that the
 * feature has of its own hide nothing that the plan hides. */
bool plan_is_whole(const struct plan *plan);

/* Names for viewer->permissions, NULL-terminated, in `arena`. */
const char *const *permissions_held(struct arena *arena, const struct house *house, const struct rights *rights,
				    const struct viewer *viewer, const struct moment *moment);

/* Whether what the viewer sees of the permission's modules allows it, outside of requests, too; what is special of it
 * is not asked. */
bool permission_allowed(const struct rights *rights, const struct viewer *viewer, const struct moment *moment,
			const struct permission *permission);
/* The same of staff with what is special of it: whether they hold it. */
bool permission_is_held(const struct rights *rights, const struct viewer *viewer, const struct moment *moment,
			const struct permission *permission);

#endif
