/* duplicates: the front door: records that may be the same, shown in groups, and merged. */
#ifndef DUPLICATES_DUPLICATES_H
#define DUPLICATES_DUPLICATES_H

#include "core/feature.h"

extern const struct feature duplicates;

#endif
