/* switches: features that the organisation switches on and off, the client portal's settings, and who it acts as. */
#ifndef SWITCHES_SWITCHES_H
#define SWITCHES_SWITCHES_H

#include "core/feature.h"

#include <stdbool.h>
#include <stdint.h>

extern const struct feature switches;

enum switch_name { SWITCH_PRIVACY, SWITCH_PORTAL, SWITCHES };

/* As it is in this transaction: ask each time, it is one row by its key. */
bool switch_is_on(struct tx *tx, enum switch_name name);

/* The staff user that the portal acts as, and the profile that says what it may: made when the portal is switched on
 * for the first time, kept ever after. NULL: not made yet. */
struct portal_agent {
	int64_t id, profile_id;
	const char *name;
};
const struct portal_agent *portal_agent_find(struct tx *tx);

/* Makes it with its profile, named in the organisation's language, when it is not there: for a new organisation, whose
 * portal is on from the beginning. */
void portal_agent_begin(const struct house *house, struct tx *tx);

#endif
