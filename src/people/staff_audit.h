/* staff_audit: what staff users do with their own keys, in the journal. */
#ifndef PEOPLE_STAFF_AUDIT_H
#define PEOPLE_STAFF_AUDIT_H

#include "core/audit.h"

/* Records `action` on the staff user. `name` and `value` (NULL: none) tell more. */
void staff_audit(struct request *rq, const char *action, int64_t staff, const char *name, const char *value);
/* The same in the staff user's own name, while they are not signed in (yet). */
void staff_audit_self(struct request *rq, const char *action, int64_t staff, const char *name, const char *value);
/* Somebody was not let in: why, and to whose account (0: an address we do not know). */
void staff_audit_refusal(struct request *rq, int64_t staff, const char *reason);

#endif
