/* portal: the client's home, composed of the cards that features offer, their notifications and their account. */
#ifndef PORTAL_PORTAL_H
#define PORTAL_PORTAL_H

#include "core/feature.h"

extern const struct feature portal_home;

/* Unread notifications of the viewer's client, at most 99; 0 in a preview. */
int64_t notification_unread(struct tx *tx, const struct viewer *viewer);

#endif
