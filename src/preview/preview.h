/* preview: a staff user sees the portal through somebody else's eyes: as a user type with made-up records, or as a
 * person with theirs; it changes nothing, and shows nothing that the staff user may not see themselves. */
#ifndef PREVIEW_PREVIEW_H
#define PREVIEW_PREVIEW_H

#include "core/feature.h"

struct preview_session;

extern const struct feature preview_feature;
extern const struct permission portal_preview;

/* Makes `viewer`, whom the session was read for, the one it looks through; rights, moment and formats of the request
 * are known. False: the staff user may not look any more, or what is looked at is gone, or not theirs to see. */
bool preview_see(struct request *rq, const struct preview_session *session, struct viewer *viewer);

#endif
