/* user_types: the front door: the kinds of portal users, and setting up what each of them sees. */
#ifndef USER_TYPES_USER_TYPES_H
#define USER_TYPES_USER_TYPES_H

#include "core/feature.h"
#include "user_types/setup_page.h" /* the head of a user type's pages, for those that other features have */

extern const struct feature user_types;

#endif
