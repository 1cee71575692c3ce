/* plan: what the operator grants the organisation: portal users, and a trial whose end is decided beforehand. */
#ifndef PORTAL_USERS_PLAN_H
#define PORTAL_USERS_PLAN_H

#include "base/instant.h"
#include "portal_users/portal_users.h"

enum trial_end { TRIAL_KEPT, TRIAL_READ_ONLY, TRIAL_DELETED };
extern const char *const trial_end_names[]; /* "kept", "read_only", "deleted", NULL-terminated */

enum { TRIAL_GRACE_DAYS = 30 }; /* from the end of a trial to the deletion of the portal's data */

struct portal_plan {
	const char *name; /* NULL: it has none */
	int64_t included;
	int64_t trial_ends_at; /* NO_INSTANT: no trial */
	enum trial_end trial_end;
	int trial_warned;  /* the last warning that was told; 0: none */
	int64_t closed_at; /* NO_INSTANT: nothing was deleted */
};

/* How the trial stands. */
enum trial_state {
	TRIAL_NONE,
	TRIAL_RUNS,
	TRIAL_OVER,    /* and everything stays */
	TRIAL_READS,   /* only read any more */
	TRIAL_LEAVING, /* only read, until it is deleted */
	TRIAL_GONE,
};
enum trial_state trial_state_of(const struct portal_plan *plan, int64_t now);
/* When the portal's data is deleted; NO_INSTANT: it is not. */
int64_t trial_deletion_at(const struct portal_plan *plan);
/* Which warning administrators are to be told now: 1 to 3 are thirty, seven and one day before the trial's end, 4 to 6
 * before the deletion. 0: none, or it was told. */
int trial_warning_due(const struct portal_plan *plan, int64_t now);
/* The instant of which these warnings are: the end, or the deletion once the end has passed. */
int64_t trial_warned_of(const struct portal_plan *plan, int64_t now);

const struct portal_plan *portal_plan_find(struct tx *tx);
void portal_plan_save(struct tx *tx, const struct portal_plan *plan);

#endif
