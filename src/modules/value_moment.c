/* value_moment: days and instants as people write them: "31/12/2026", "31 déc. 2026 à 14h30", "2026-12-31T14:30Z". */
#include "base/arena.h"
#include "base/instant.h"
#include "core/import.h"
#include "html/zone.h"
#include "modules/value_parts.h"

#include <string.h>

/* ---- days ---- */

bool
day_of_text(struct value_reading *reading, const char *text, struct db_value *value)
{
	const struct field *field = reading->field;
	struct doc *values = doc_object(reading->arena);
	int32_t day;

	if (!import_read_day(text_fold(reading->arena, text), false, &day))
		return value_wrong(reading, N_("This is not a date. Write it like 31/12/2026."));
	*value = db_int(day);
	if (reading->asked)
		return true;
	if (day < field->least) {
		doc_set_day(values, "limit", (int32_t)field->least);
		return value_wrong_by(reading, N_("Not before {{limit}}."), N_("This is too early."), values);
	}
	if (day > field->most) {
		doc_set_day(values, "limit", (int32_t)field->most);
		return value_wrong_by(reading, N_("Not after {{limit}}."), N_("This is too late."), values);
	}
	return true;
}

/* ---- times of day ---- */

struct clock {
	int64_t ms;   /* since midnight */
	int64_t unit; /* how exactly it was given: a minute, a second, a millisecond */
	bool placed;  /* with its distance from UTC */
	int64_t ahead;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Reads `least` to `most` digits. */
static bool
take_digits(const char **at, int least, int most, int64_t *number)
{
	int count = 0;

	for (*number = 0; count < most && is_digit(**at); count++)
		*number = *number * 10 + (*(*at)++ - '0');
	return count >= least && !is_digit(**at);
}

static bool
take_fraction(const char **at, struct clock *clock)
{
	int64_t unit = SECOND_MS / 10;

	if ((**at != '.' && **at != ',') || !is_digit((*at)[1]))
		return false;
	clock->unit = 1;
	for (++*at; is_digit(**at); ++*at, unit /= 10)
		clock->ms += (**at - '0') * unit; /* beyond milliseconds: nothing */
	return true;
}

/* "z", "+01:00", "+0100", "-05" */
static bool
take_zone(const char **at, struct clock *clock)
{
	int64_t hours, minutes = 0;
	int sign = **at == '-' ? -1 : 1;

	clock->placed = true;
	if (**at == 'z') {
		++*at;
		return true;
	}
	++*at;
	if (!is_digit((*at)[0]) || !is_digit((*at)[1]))
		return false;
	hours = ((*at)[0] - '0') * 10 + ((*at)[1] - '0');
	*at += 2;
	*at += **at == ':';
	if (is_digit(**at) && !take_digits(at, 2, 2, &minutes))
		return false;
	clock->ahead = sign * (hours * HOUR_MS + minutes * MINUTE_MS);
	return hours <= 14 && minutes <= 59;
}

/* "14:30", "14h30", "14 h 30", "14h", "14:30:05.250+01:00": all of the text. */
static bool
read_clock(const char *at, struct clock *clock)
{
	int64_t hours, minutes = 0, seconds = 0;

	*clock = (struct clock){.unit = MINUTE_MS};
	if (!take_digits(&at, 1, 2, &hours))
		return false;
	at += strspn(at, " ");
	if (*at != ':' && *at != 'h')
		return false;
	if (*at == 'h')
		at += strspn(at + 1, " ");
	if ((*at++ == ':' || is_digit(*at)) && !take_digits(&at, 2, 2, &minutes))
		return false;
	if (hours > 23 || minutes > 59)
		return false;
	if (*at == ':') {
		at++;
		if (!take_digits(&at, 2, 2, &seconds) || seconds > 59)
			return false;
		clock->unit = SECOND_MS;
		take_fraction(&at, clock);
	}
	clock->ms += hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
	at += strspn(at, " ");
	if ((*at == 'z' || *at == '+' || *at == '-') && !take_zone(&at, clock))
		return false;
	return *at == '\0';
}

/* Where the time of day begins in "31 dec. 2026 a 14h30": at the digits before the first "14:" or "14h". NULL: none. */
static const char *
find_clock(const char *folded)
{
	for (const char *at = folded; *at != '\0'; at++) {
		const char *end = at;

		if (!is_digit(*at) || at == folded || (at[-1] != ' ' && at[-1] != 't'))
			continue;
		while (is_digit(*end))
			end++;
		if (end - at > 2)
			continue;
		end += strspn(end, " ");
		if (*end == ':' || (*end == 'h' && (end[1] < 'a' || end[1] > 'z')))
			return at;
	}
	return NULL;
}

/* The day before a time of day, without "t", "a", "at" between them. */
static const char *
day_before(struct arena *arena, const char *folded, const char *clock)
{
	size_t length = (size_t)(clock - folded);

	while (length > 0 && (folded[length - 1] == ' ' || folded[length - 1] == ',' || folded[length - 1] == 'a' ||
			      folded[length - 1] == 't'))
		length--;
	return arena_text_of(arena, folded, length);
}

bool
stretch_of_text(struct arena *arena, const char *text, const char *zone, struct stretch *stretch)
{
	const char *folded = text_fold(arena, text), *at = find_clock(folded);
	struct clock clock;
	int32_t day;

	if (at == NULL) {
		if (!import_read_day(folded, false, &day))
			return false;
		*stretch = (struct stretch){zone_day_start(zone, day), zone_day_start(zone, day + 1), false};
		return true;
	}
	if (!read_clock(at, &clock) || !import_read_day(day_before(arena, folded, at), false, &day))
		return false;
	stretch->from = (int64_t)day * DAY_MS + clock.ms;
	stretch->from = clock.placed ? stretch->from - clock.ahead : zone_instant(zone, stretch->from);
	stretch->until = stretch->from + clock.unit;
	stretch->placed = clock.placed;
	return true;
}

/* ---- instants ---- */

/* What is printed has a year of four digits, here and in UTC. */
static bool
has_year(int64_t instant)
{
	return instant >= (int64_t)day_of(1, 1, 1) * DAY_MS && instant < ((int64_t)day_of(9999, 12, 31) + 1) * DAY_MS;
}

/* A comparison keeps a day or a time of day without a zone as its text: condition.h. */
static struct db_value
asked_value(struct arena *arena, const struct stretch *stretch)
{
	char day[16];

	if (stretch->placed)
		return db_int(stretch->from);
	day_print(day, day_of_instant_utc(stretch->from));
	return stretch->until - stretch->from == DAY_MS ? db_text(arena_text(arena, day))
							: db_text(instant_text(arena, stretch->from, NULL));
}

bool
instant_of_text(struct value_reading *reading, const char *text, struct db_value *value)
{
	const char *zone = reading->field->zone;
	struct stretch stretch;

	if (!stretch_of_text(reading->arena, text, reading->asked ? NULL : zone, &stretch) || !has_year(stretch.from) ||
	    !has_year(zone_local(zone, stretch.from)))
		return value_wrong(reading, N_("This is not a date with a time. Write it like 31/12/2026 14:30."));
	*value = reading->asked ? asked_value(reading->arena, &stretch) : db_int(stretch.from);
	return true;
}

const char *
instant_text(struct arena *arena, int64_t instant, const char *zone)
{
	int64_t local = zone_local(zone, instant);
	char text[40];

	instant_print(text, local);
	if (local % MINUTE_MS == 0)
		text[strlen("2026-12-31T14:30")] = '\0';
	else if (local % SECOND_MS == 0)
		text[strlen("2026-12-31T14:30:05")] = '\0';
	else
		text[strlen("2026-12-31T14:30:05.250")] = '\0';
	return arena_text(arena, text);
}
