/* notices: texts that staff show to all clients. */
#ifndef NOTICES_NOTICES_H
#define NOTICES_NOTICES_H

#include "core/feature.h"

extern const struct feature notices;

#endif
