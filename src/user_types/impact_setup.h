/* impact_setup: who gains and who loses what when a user type is set up another way. */
#ifndef USER_TYPES_IMPACT_SETUP_H
#define USER_TYPES_IMPACT_SETUP_H

#include "user_types/setup.h"

/* Sets "impact" on the page, for {{>setup_impact}}: what happens when `to` holds instead of `from` (both as
 * rights/user_type.h describes; from NULL: nothing held): {"people": of this type; "differences": as setup_differences;
 * "modules": [{"label", "gaining", "losing": how many people see more and fewer records, "examples": at most ten
 * {"name", "gained", "lost"}}]; "uncounted": there were too many to count; "nobody": nobody feels it}. A person whom
 * the viewer may not see has no name. False: nobody feels it. */
bool setup_impact(struct request *rq, struct doc *page, const struct setup *setup, const struct doc *from,
		  const struct doc *to);

#endif
