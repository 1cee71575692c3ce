/* zone: what clocks of a time zone show, for those who calculate with it rather than print. */
#ifndef HTML_ZONE_H
#define HTML_ZONE_H

#include <stdbool.h>
#include <stdint.h>

/* A local time is what a clock there shows, counted as if it were UTC: day × DAY_MS + milliseconds since midnight.
 * `zone` like "Europe/Paris"; NULL or unknown: UTC. From any thread. */
int64_t zone_local(const char *zone, int64_t instant);

/* The first instant at which clocks there show it; where they skip it, the next they show. */
int64_t zone_instant(const char *zone, int64_t local);

/* The time zones people may choose among, one for each place, in the order of their names, NULL-terminated; kept for as
 * long as the program runs. From any thread. */
const char *const *zone_names(void);
bool zone_is_known(const char *name); /* one of them */

int32_t zone_day(const char *zone, int64_t instant);   /* the day it is there */
int64_t zone_day_start(const char *zone, int32_t day); /* the instant at which a day begins there */

#endif
