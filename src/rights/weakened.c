/* weakened: remembers, in programs built for tests, which check a test has switched off. */
#include "rights/weakened.h"

#ifdef PARVIS_WEAKEN
/* Set by a test that runs alone, before anything asks. */
static enum check weak;

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
#endif
