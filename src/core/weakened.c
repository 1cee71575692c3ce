/* weakened: remembers, in programs built for tests, which check a test has switched off. */
#include "core/weakened.h"

#ifdef PARVIS_WEAKEN
/* Set by a test that runs alone, before anything asks. */
static enum check weak;
static bool beltless;

bool
weakened(enum check check)
{
	return check == weak;
}

void
weaken(enum check check)
{
	weak = check;
}

bool
unbelted(void)
{
	return beltless;
}

void
unbelt(bool off)
{
	beltless = off;
}

unsigned
weakness(void)
{
	return (unsigned)weak * 2 + beltless;
}
#endif
