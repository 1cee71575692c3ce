/* handlers: the pages and jobs of the feature. */
#ifndef PORTAL_USERS_HANDLERS_H
#define PORTAL_USERS_HANDLERS_H

#include "core/feature.h"

#define RULE_HOME "/console/settings/portal/limits"

struct reply limits_page(struct request *rq);
struct reply limits_change(struct request *rq);

/* How the trial stands, on the home of the console: "trial", null where there is nothing to say. */
void trial_card(struct request *rq, struct doc *page);
/* "portal_users.trial": warns, and deletes once the time has come. */
enum job_result trial_run(struct job *job);

#endif
