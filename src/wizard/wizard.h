/* wizard: the front door: clients are made step by step, in a draft that one may leave and take up again. */
#ifndef WIZARD_WIZARD_H
#define WIZARD_WIZARD_H

#include "core/feature.h"

extern const struct feature wizard;

#endif
