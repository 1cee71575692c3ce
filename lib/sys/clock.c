/* clock: what time it is; tests and the demonstration may set it. */
#include "sys/clock.h"

#include <stdatomic.h>
#include <time.h>

/* Only tests and the demonstration shift the clock; an atomic, so that any thread may read it meanwhile. */
static _Atomic int64_t shift;

static int64_t
clock_read(clockid_t which)
{
	struct timespec time;

	clock_gettime(which, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int64_t
clock_now(void)
{
	return clock_read(CLOCK_REALTIME) + atomic_load_explicit(&shift, memory_order_relaxed);
}

int64_t
clock_monotonic(void)
{
	return clock_read(CLOCK_MONOTONIC);
}

void
clock_shift(int64_t ms)
{
	atomic_store_explicit(&shift, ms, memory_order_relaxed);
}
