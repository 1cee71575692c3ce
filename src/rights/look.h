/* look: how a staff user sees the portal through somebody else's eyes: never more than they see with their own. */
#ifndef RIGHTS_LOOK_H
#define RIGHTS_LOOK_H

#include "core/viewer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct user_type;

/* Of a viewer with `preview` set; made by the feature preview once a request. Without one a preview sees nothing. */
struct look {
	struct viewer looker;	       /* the staff user, as in the console */
	const struct user_type *draft; /* the user type as it is being set up; NULL: as it is published */
	bool samples;		       /* records are made up in memory (records/sample.h): none is read */
	const char *language;	       /* of what is made up: "fr" */
	struct arena *arena;	       /* of the plans, which are kept no longer than the request */
};

static inline bool
viewer_sees_samples(const struct viewer *viewer)
{
	return viewer->preview && viewer->look != NULL && viewer->look->samples;
}

/* Nothing is written through somebody else's eyes, whatever address was asked. */
bool viewer_only_looks(const struct viewer *viewer);

#endif
