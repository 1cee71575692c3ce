/* actions: the front door: the buttons that clients find on the portal's home, and the page where they are arranged. */
#ifndef ACTIONS_ACTIONS_H
#define ACTIONS_ACTIONS_H

#include "core/feature.h"

extern const struct feature actions;

/* How many buttons are not hidden. */
size_t buttons_shown(struct tx *tx, const struct viewer *viewer);

#endif
