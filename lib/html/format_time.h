/* format_time: days and instants in a locale's and a zone's way. */
#ifndef HTML_FORMAT_TIME_H
#define HTML_FORMAT_TIME_H

#include "base/str.h"

#include <stdint.h>

struct arena;

enum time_form {
	DAY_MEDIUM,
	DAY_LONG,
	DAY_FULL,
	DAY_SHORT,
	INSTANT_MEDIUM, /* medium date, short time */
	INSTANT_LONG,
	INSTANT_DAY,
	INSTANT_TIME,
	TIME_FORM_COUNT,
};

/* The texts last printed: the days of a page are few, and ICU takes a microsecond or two for each. As many as keep the
 * days of a page from driving each other out. */
enum { TIME_TEXT_BITS = 9, TIME_TEXTS = 1 << TIME_TEXT_BITS };

struct time_style {
	struct arena *arena;
	const char *locale;
	uint16_t zone[64]; /* UTF-16, NUL-terminated */
	void *formats[TIME_FORM_COUNT];
	void *calendar;
	void *relative;
	struct time_text {
		int64_t key; /* 0: empty */
		unsigned char length;
		char text[55];
	} texts[TIME_TEXTS];
};

/* Nothing is opened before it is needed; everything is closed when the arena ends. */
void time_style_open(struct time_style *style, struct arena *arena, const char *locale, const char *zone);

void day_format(struct time_style *style, enum time_form form, int32_t day, struct builder *out);
void instant_format(struct time_style *style, enum time_form form, int64_t instant, struct builder *out);

/* "il y a 2 heures", "hier", "dans 5 minutes"; the day (medium) when it is a week away or more. */
void instant_format_ago(struct time_style *style, int64_t instant, struct builder *out);

/* Local times are what clocks of the zone show, counted as if it were UTC. */
int64_t zone_local_of(struct time_style *style, int64_t instant);
int64_t zone_instant_of(struct time_style *style, int64_t local);
int32_t zone_day_of(struct time_style *style, int64_t instant);
int64_t zone_start_of(struct time_style *style, int32_t day);

#endif
