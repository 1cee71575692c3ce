/* hours: when a company is open: what people type, what may not be, and what a visitor is told at a moment. */
#ifndef COMPANIES_HOURS_H
#define COMPANIES_HOURS_H

#include "base/doc.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WEEK_DAYS = 7, DAY_SPANS = 2, DAY_MINUTES = 24 * 60 };

/* From `opens` to before `closes`, minutes since midnight on the clocks there; DAY_MINUTES: midnight. */
struct span {
	int weekday; /* 0 Monday to 6 Sunday */
	int opens, closes;
};

/* "09:00", "9:00", "9h", "9 h 30", "24:00": minutes since midnight; -1: no time of a day. */
int clock_parse(const char *typed);
/* "09:00". */
void clock_print(char text[8], int minutes);

/* "Monday", to be translated. */
const char *weekday_label(int weekday);

/* What is wrong with one day's spans, in their order (English, N_); NULL: nothing. *wrong gets which of them. */
const char *spans_refusal(const struct span *spans, size_t count, size_t *wrong);

struct opening {
	bool open;
	int64_t until;	/* open: when it closes; NO_INSTANT: not within a week */
	int64_t opens;	/* closed: when it opens next; NO_INSTANT: never */
	int minutes;	/* what clocks there show at `until` or `opens` */
	int days_ahead; /* closed: 0 today, 1 tomorrow… */
	int weekday;	/* closed: the day it opens */
};

/* At an instant, on the clocks of `zone`; spans by day and time. Where clocks skip or repeat an hour, the first instant
 * at which they show a time counts. */
struct opening opening_at(const struct span *spans, size_t count, const char *zone, int64_t now);

/* The sentence a visitor reads ("Open now, until 18:00"), as a message member `name`. */
void opening_set(struct doc *object, const char *name, const struct opening *opening);

/* "9:00", or as the reader's language writes it, as a message member `name`. */
void clock_set(struct doc *object, const char *name, int minutes);

#endif
