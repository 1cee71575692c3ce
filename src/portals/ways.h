/* ways: by what a contact may prove who they are. Everything that signs in, or offers a way to, asks here. */
#ifndef PORTALS_WAYS_H
#define PORTALS_WAYS_H

#include "clients/clients.h"

#include <stdbool.h>

struct ways {
	bool code, password;
};

/* None for nobody (NULL). A way that is open is not yet one they use: a password has to be chosen first. */
struct ways ways_of(const struct contact *contact);

#endif
