/* weakened: lets a test switch off one check of permissions, to see that its absence is noticed. Nothing is weak in a
 * program that is not built for tests. */
#ifndef CORE_WEAKENED_H
#define CORE_WEAKENED_H

#include "core/checks.h"

#include <stdbool.h>

#ifdef PARVIS_WEAKEN
bool weakened(enum check check); /* it must not be asked: everybody passes */
void weaken(enum check check);	 /* only this one; CHECK_NONE: none */
bool unbelted(void);		 /* plans put no belt on: to see what the checks alone hold back */
void unbelt(bool off);
unsigned weakness(void); /* another number whenever one of these is another: a plan is kept for each */
#else
static inline unsigned
weakness(void)
{
	return 0;
}

static inline bool
unbelted(void)
{
	return false;
}

static inline bool
weakened(enum check check)
{
	(void)check;
	return false;
}
#endif

#endif
