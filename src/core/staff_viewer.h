/* staff_viewer: a staff user as the viewer of what is done in their name while they send no request. */
#ifndef CORE_STAFF_VIEWER_H
#define CORE_STAFF_VIEWER_H

#include "core/viewer.h"
#include "db/db.h"

/* As their account is in this transaction. NULL: there is none who may sign in. */
const struct viewer *viewer_of_staff(struct tx *tx, int64_t staff);

#endif
