/* invitations: the front door: people are invited to the portal, one or many, and find their way in. */
#ifndef INVITATIONS_INVITATIONS_H
#define INVITATIONS_INVITATIONS_H

#include "core/feature.h"
#include "invitations/invitation.h"

extern const struct feature invitations;
extern const struct feature bulk_invitations; /* the pages that invite many at once */

#endif
