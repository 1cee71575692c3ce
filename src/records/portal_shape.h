/* portal_shape: how a tab of the portal draws its records: as it was set up, not as an address asks. */
#ifndef RECORDS_PORTAL_SHAPE_H
#define RECORDS_PORTAL_SHAPE_H

#include "records/view.h"

/* A list, or cards; of the designed card only what the portal user sees. */
struct view_shape portal_shape_of(struct tx *tx, const struct access *access);

#endif
