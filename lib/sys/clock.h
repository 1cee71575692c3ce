/* clock: what time it is; tests and the demonstration may set it. */
#ifndef SYS_CLOCK_H
#define SYS_CLOCK_H

#include <stdint.h>

int64_t clock_now(void);       /* instant, milliseconds since 1970 */
int64_t clock_monotonic(void); /* milliseconds since some start; never goes back */

/* Adds `ms` to what clock_now answers from then on (0: real time again). */
void clock_shift(int64_t ms);

#endif
