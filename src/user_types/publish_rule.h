/* publish_rule: what keeps the draft of a user type from being published, and what one should think about before. */
#ifndef USER_TYPES_PUBLISH_RULE_H
#define USER_TYPES_PUBLISH_RULE_H

#include "user_types/setup.h"

/* Lists of {"text", "href": where it is put right, or null}. With a problem nothing is published; doubts only warn. */
struct doc *publish_problems(struct request *rq, const struct setup *setup);
struct doc *publish_doubts(struct request *rq, const struct setup *setup);

#endif
