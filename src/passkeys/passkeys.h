/* passkeys: signing in by a key that one's device keeps, on the portal and on the console (W3C Web Authentication). */
#ifndef PASSKEYS_PASSKEYS_H
#define PASSKEYS_PASSKEYS_H

#include "core/feature.h"

extern const struct feature passkeys;

#endif
