/* user_type_write: makes user types, sets up what they will see, and publishes it. */
#ifndef RIGHTS_USER_TYPE_WRITE_H
#define RIGHTS_USER_TYPE_WRITE_H

#include "rights/rights_write.h"

/* The portal's default user type, of contacts; nothing is published yet. `name` is JSON by language; NULL: as the
 * program calls it. */
int64_t user_type_create_default(struct tx *tx, int64_t portal, const char *name);

/* Replaces what is being set up (JSON, see user_type.h); nobody sees it before it is published. */
enum rights_outcome user_type_set_up(struct tx *tx, int64_t id, const char *setup, int64_t version);
/* What was set up holds from now on, on every process; it is kept under the next number. */
enum rights_outcome user_type_publish(struct tx *tx, int64_t id, int64_t staff, int64_t version);

#endif
