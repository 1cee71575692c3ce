/* design: the front door: how the portal looks and what it says, gathered on one page, and its texts in the house's own
 * words. */
#ifndef DESIGN_DESIGN_H
#define DESIGN_DESIGN_H

#include "core/feature.h"

extern const struct feature design;

#define DESIGN_HOME "/console/portal/design"

#endif
