/* weakened_test: says something without one check, and without belts: then plans alone hold back what they hold back.
 */
#ifndef CORE_WEAKENED_TEST_H
#define CORE_WEAKENED_TEST_H

#include "core/weakened.h"

#ifdef PARVIS_WEAKEN
#define WITHOUT(check, statement)                                                                                      \
	do {                                                                                                           \
		unbelt(true);                                                                                          \
		weaken(check);                                                                                         \
		statement;                                                                                             \
		weaken(CHECK_NONE);                                                                                    \
		unbelt(false);                                                                                         \
	} while (false)
#else
#define WITHOUT(check, statement) (void)0
#endif

#endif
