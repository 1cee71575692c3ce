/* instant: points in time (milliseconds since 1970, UTC) and calendar days (days since 1970-01-01). */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* Both are plain integers, in C as in SQL. NO_DAY marks an absent day, NO_INSTANT an absent instant. */
#define NO_DAY	   INT32_MIN
#define NO_INSTANT INT64_MIN

enum {
	SECOND_MS = 1000,
	MINUTE_MS = 60 * SECOND_MS,
	HOUR_MS = 60 * MINUTE_MS,
	DAY_MS = 24 * HOUR_MS,
};

struct calendar_day {
	int year;
	int month; /* 1..12 */
	int day;   /* 1..31 */
};

/* Proleptic Gregorian calendar; the parts must be a real day (bug otherwise: ask day_exists first). */
int32_t day_of(int year, int month, int day);
bool day_exists(int year, int month, int day);
struct calendar_day day_parts(int32_t day);
int32_t day_add_months(int32_t day, int months); /* the 31st becomes the month's last day */
int32_t day_of_instant_utc(int64_t instant);

/* Strict "YYYY-MM-DD"; false when malformed or no such day. */
bool day_parse(struct str text, int32_t *day);

/* "YYYY-MM-DD" and RFC 3339 "YYYY-MM-DDTHH:MM:SS.mmmZ". */
void day_print(char text[16], int32_t day);
void instant_print(char text[40], int64_t instant);

#endif
