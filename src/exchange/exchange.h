/* exchange: the front door: records of any module go out as files and come in from files. */
#ifndef EXCHANGE_EXCHANGE_H
#define EXCHANGE_EXCHANGE_H

#include "core/feature.h"

extern const struct feature exchange;

#endif
