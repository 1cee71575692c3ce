/* webhooks: the front door: programs of others are told what happens to records. */
#ifndef WEBHOOKS_WEBHOOKS_H
#define WEBHOOKS_WEBHOOKS_H

#include "core/feature.h"

extern const struct feature webhooks;

#endif
