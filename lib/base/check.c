/* check: says which promise was broken and where, then aborts. */
#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

void
check_failed(const char *condition, const char *file, int line, const char *function)
{
	fprintf(stderr, "%s:%d: %s: check failed: %s\n", file, line, function, condition);
	fflush(stderr);
	abort();
}
