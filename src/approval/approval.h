/* approval: the front door: records that wait for somebody: the rules, who decides, what was decided; and the review of
 * records that come from elsewhere. */
#ifndef APPROVAL_APPROVAL_H
#define APPROVAL_APPROVAL_H

#include "core/feature.h"

extern const struct feature approval_feature;
/* Set the rules, and decide in place of approvers who are absent. */
extern const struct permission approval_write;

#endif
