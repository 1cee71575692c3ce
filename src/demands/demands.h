/* demands: the front door: documents that are asked of contacts, piece by piece, and what comes in. */
#ifndef DEMANDS_DEMANDS_H
#define DEMANDS_DEMANDS_H

#include "core/feature.h"

extern const struct feature demands;
extern const struct permission demand_template_write;

#endif
