/* user_type_write: makes user types, sets up what they will see, and publishes it. */
#ifndef RIGHTS_USER_TYPE_WRITE_H
#define RIGHTS_USER_TYPE_WRITE_H

#include "rights/rights_write.h"

/* The portal's default user type, of contacts; nothing is published yet. `name` is JSON by language; NULL: as the
 * program calls it. */
int64_t user_type_create_default(struct tx *tx, int64_t portal, const char *name);

enum { USER_TYPES_LIMIT = 50 }; /* of a portal */

/* A new one behind the others; nothing is published yet. `name` is JSON by language, `setup` what is being set up. */
int64_t user_type_create(struct tx *tx, int64_t portal, const char *name, const struct module *main, const char *setup);
/* `name` is JSON by language. */
enum rights_outcome user_type_rename(struct tx *tx, int64_t id, const char *name, int64_t version);
/* Every one of the portal, in the order they shall have. */
void user_types_order(struct tx *tx, const int64_t *ids, size_t count);
/* Its people are of the default type from now on; where that one is of another module, they are no portal users any
 * more. RIGHTS_BUILTIN: it is the default one. */
enum rights_outcome user_type_remove(struct tx *tx, int64_t id, int64_t version);

/* Replaces what is being set up (JSON, see user_type.h); nobody sees it before it is published. */
enum rights_outcome user_type_set_up(struct tx *tx, int64_t id, const char *setup, int64_t version);
/* What was set up holds from now on, on every process; it is kept under the next number. */
enum rights_outcome user_type_publish(struct tx *tx, int64_t id, int64_t staff, int64_t version);

#endif
