/* staff_viewer: a staff user as the viewer of what is done in their name while they send no request. */
#ifndef CORE_STAFF_VIEWER_H
#define CORE_STAFF_VIEWER_H

#include "core/viewer.h"
#include "db/db.h"

/* As their account is in this transaction. NULL: there is none who may sign in. */
const struct viewer *viewer_of_staff(struct tx *tx, int64_t staff);
/* Those of the ids (a hundred or so) who may, in any order; but for who signs for people of the portal, and is nobody's
 * account. One statement. */
struct viewer *viewers_of_staff(struct tx *tx, const int64_t *ids, size_t id_count, size_t *count);
/* Those who look after the house and are told what goes wrong with it; likewise. */
struct viewer *viewers_of_administrators(struct tx *tx, size_t *count);

#endif
