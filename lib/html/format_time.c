/* format_time: ICU's date formats, calendars and relative times, opened on first use. */
#include "html/format_time.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/instant.h"
#include "sys/clock.h"

#include <string.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/ureldatefmt.h>
#include <unicode/ustring.h>

enum { LONGEST = 128 };

static const UChar utc[] = {'U', 'T', 'C', 0};

static const struct {
	UDateFormatStyle date, time;
} styles[TIME_FORM_COUNT] = {
	[DAY_MEDIUM] = {UDAT_MEDIUM, UDAT_NONE},      [DAY_LONG] = {UDAT_LONG, UDAT_NONE},
	[DAY_FULL] = {UDAT_FULL, UDAT_NONE},	      [DAY_SHORT] = {UDAT_SHORT, UDAT_NONE},
	[INSTANT_MEDIUM] = {UDAT_MEDIUM, UDAT_SHORT}, [INSTANT_LONG] = {UDAT_LONG, UDAT_SHORT},
	[INSTANT_DAY] = {UDAT_MEDIUM, UDAT_NONE},     [INSTANT_TIME] = {UDAT_NONE, UDAT_SHORT},
};

static void
close_format(void *format)
{
	udat_close(format);
}

static void
close_calendar(void *calendar)
{
	ucal_close(calendar);
}

static void
close_relative(void *relative)
{
	ureldatefmt_close(relative);
}

static void
build_utf16(struct builder *out, const UChar *text, int32_t length)
{
	UErrorCode status = U_ZERO_ERROR;
	char utf8[3 * LONGEST];
	int32_t written = 0;

	u_strToUTF8(utf8, sizeof utf8, &written, text, length, &status);
	check(U_SUCCESS(status));
	build_bytes(out, utf8, (size_t)written);
}

void
time_style_open(struct time_style *style, struct arena *arena, const char *locale, const char *zone)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar wanted[64], canonical[64];
	UBool known = false;

	style->arena = arena;
	style->locale = locale;
	u_strncpy(style->zone, utc, 4);
	if (strlen(zone) >= 64)
		return;
	u_uastrncpy(wanted, zone, 64);
	ucal_getCanonicalTimeZoneID(wanted, -1, canonical, 64, &known, &status);
	if (U_SUCCESS(status))
		u_strncpy(style->zone, wanted, 64);
}

/* The Gregorian calendar for all of time: ours has no Julian days before 1582. */
static UCalendar *
open_calendar(struct time_style *style)
{
	UErrorCode status = U_ZERO_ERROR;
	UCalendar *calendar = ucal_open(style->zone, -1, style->locale, UCAL_GREGORIAN, &status);

	check(U_SUCCESS(status));
	arena_at_end(style->arena, close_calendar, calendar);
	ucal_setGregorianChange(calendar, (UDate)INT64_MIN, &status);
	/* Midnight may not exist where summer time begins at 0:00; the day begins with the next minute that does. */
	ucal_setAttribute(calendar, UCAL_SKIPPED_WALL_TIME, UCAL_WALLTIME_NEXT_VALID);
	ucal_setAttribute(calendar, UCAL_REPEATED_WALL_TIME, UCAL_WALLTIME_FIRST);
	return calendar;
}

static UCalendar *
calendar_of(struct time_style *style)
{
	if (style->calendar == NULL)
		style->calendar = open_calendar(style);
	return style->calendar;
}

/* What a form shows where the reader has chosen the hours themselves: ICU's own styles ask the language alone. NULL:
 * they have not, or it shows no hours. */
static const char *
chosen_skeleton(const struct time_style *style, enum time_form form)
{
	static const char *const skeletons[TIME_FORM_COUNT][2] = {
		[INSTANT_MEDIUM] = {"yMMMdhmm", "yMMMdHHmm"},
		[INSTANT_LONG] = {"yMMMMdhmm", "yMMMMdHHmm"},
		[INSTANT_TIME] = {"hmm", "HHmm"},
	};

	if (strstr(style->locale, "@hours=h12") != NULL)
		return skeletons[form][0];
	return strstr(style->locale, "@hours=h23") != NULL ? skeletons[form][1] : NULL;
}

static UDateFormat *
open_chosen(const struct time_style *style, const char *skeleton, const UChar *zone, UErrorCode *status)
{
	UDateTimePatternGenerator *generator = udatpg_open(style->locale, status);
	UChar wanted[16], pattern[LONGEST];
	UDateFormat *format;

	u_uastrncpy(wanted, skeleton, 16);
	udatpg_getBestPatternWithOptions(generator, wanted, -1, UDATPG_MATCH_HOUR_FIELD_LENGTH, pattern, LONGEST,
					 status);
	format = udat_open(UDAT_PATTERN, UDAT_PATTERN, style->locale, zone, -1, pattern, -1, status);
	udatpg_close(generator);
	return format;
}

static UDateFormat *
format_of(struct time_style *style, enum time_form form)
{
	UErrorCode status = U_ZERO_ERROR;
	const UChar *zone = form < INSTANT_MEDIUM ? utc : style->zone;
	const char *skeleton = chosen_skeleton(style, form);
	UCalendar *calendar;

	if (style->formats[form] != NULL)
		return style->formats[form];
	style->formats[form] = skeleton != NULL ? open_chosen(style, skeleton, zone, &status)
						: udat_open(styles[form].time, styles[form].date, style->locale, zone,
							    -1, NULL, 0, &status);
	check(U_SUCCESS(status));
	arena_at_end(style->arena, close_format, style->formats[form]);
	calendar = ucal_clone(udat_getCalendar(style->formats[form]), &status);
	ucal_setGregorianChange(calendar, (UDate)INT64_MIN, &status);
	if (U_SUCCESS(status)) /* other calendars (Buddhist, Persian) have no such change */
		udat_setCalendar(style->formats[form], calendar);
	ucal_close(calendar);
	return style->formats[form];
}

static void
icu_format(struct time_style *style, enum time_form form, int64_t instant, struct builder *out)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar text[LONGEST];
	int32_t length = udat_format(format_of(style, form), (UDate)instant, text, LONGEST, NULL, &status);

	check(U_SUCCESS(status) && length <= LONGEST);
	build_utf16(out, text, length);
}

/* `unit` counts what the form tells apart: days, or minutes since 1970. The multiplier (2^64 divided by the golden
 * ratio) spreads units that follow each other evenly over the places. */
static void
format_cached(struct time_style *style, enum time_form form, int64_t unit, int64_t instant, struct builder *out)
{
	int64_t key = unit * TIME_FORM_COUNT + form + 1;
	struct time_text *text = &style->texts[(uint64_t)key * 0x9E3779B97F4A7C15u >> (64 - TIME_TEXT_BITS)];
	size_t from = out->length, length;

	if (text->key == key) {
		build_bytes(out, text->text, text->length);
		return;
	}
	icu_format(style, form, instant, out);
	length = out->length - from;
	if (length > sizeof text->text || out->overflowed)
		return;
	text->key = key;
	text->length = (unsigned char)length;
	memcpy(text->text, out->at + from, length);
}

void
day_format(struct time_style *style, enum time_form form, int32_t day, struct builder *out)
{
	format_cached(style, form, day, (int64_t)day * DAY_MS, out);
}

void
instant_format(struct time_style *style, enum time_form form, int64_t instant, struct builder *out)
{
	/* Before 1970 the offsets of zones may have seconds: minutes do not tell instants apart there. */
	if (instant < 0)
		icu_format(style, form, instant, out);
	else
		format_cached(style, form, instant / MINUTE_MS, instant, out);
}

static URelativeDateTimeFormatter *
relative_of(struct time_style *style)
{
	UErrorCode status = U_ZERO_ERROR;

	if (style->relative != NULL)
		return style->relative;
	style->relative = ureldatefmt_open(style->locale, NULL, UDAT_STYLE_LONG, UDISPCTX_CAPITALIZATION_NONE, &status);
	check(U_SUCCESS(status));
	arena_at_end(style->arena, close_relative, style->relative);
	return style->relative;
}

void
instant_format_ago(struct time_style *style, int64_t instant, struct builder *out)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar text[LONGEST];
	int64_t now = clock_now();
	int64_t away = instant - now, distance = away < 0 ? -away : away;
	int32_t days = zone_day_of(style, instant) - zone_day_of(style, now), length;
	URelativeDateTimeUnit unit = UDAT_REL_UNIT_DAY;
	double count = days;

	if (days <= -7 || days >= 7) {
		instant_format(style, INSTANT_DAY, instant, out);
		return;
	}
	/* Yesterday evening, seen in the morning, is some hours ago; seen in the evening, it is yesterday. */
	if (distance < HOUR_MS || distance < DAY_MS / 2 || days == 0) {
		unit = distance < MINUTE_MS ? UDAT_REL_UNIT_SECOND
					    : (distance < HOUR_MS ? UDAT_REL_UNIT_MINUTE : UDAT_REL_UNIT_HOUR);
		count = (double)(distance < MINUTE_MS ? 0 : away / (distance < HOUR_MS ? MINUTE_MS : HOUR_MS));
	}
	length = ureldatefmt_format(relative_of(style), count, unit, text, LONGEST, &status);
	check(U_SUCCESS(status) && length <= LONGEST);
	build_utf16(out, text, length);
}

static int64_t
floor_days(int64_t ms)
{
	return ms >= 0 ? ms / DAY_MS : -((DAY_MS - 1 - ms) / DAY_MS);
}

int64_t
zone_local_of(struct time_style *style, int64_t instant)
{
	UErrorCode status = U_ZERO_ERROR;
	UCalendar *calendar = calendar_of(style);
	int32_t offset;

	ucal_setMillis(calendar, (UDate)instant, &status);
	offset = ucal_get(calendar, UCAL_ZONE_OFFSET, &status) + ucal_get(calendar, UCAL_DST_OFFSET, &status);
	check(U_SUCCESS(status));
	return instant + offset;
}

int64_t
zone_instant_of(struct time_style *style, int64_t local)
{
	UErrorCode status = U_ZERO_ERROR;
	UCalendar *calendar = calendar_of(style);
	int32_t day = (int32_t)floor_days(local);
	int32_t rest = (int32_t)(local - (int64_t)day * DAY_MS);
	struct calendar_day parts = day_parts(day);
	int64_t instant;

	ucal_clear(calendar);
	ucal_setDateTime(calendar, parts.year, parts.month - 1, parts.day, rest / HOUR_MS, rest % HOUR_MS / MINUTE_MS,
			 rest % MINUTE_MS / SECOND_MS, &status);
	instant = (int64_t)ucal_getMillis(calendar, &status) + rest % SECOND_MS;
	check(U_SUCCESS(status));
	return instant;
}

int32_t
zone_day_of(struct time_style *style, int64_t instant)
{
	return (int32_t)floor_days(zone_local_of(style, instant));
}

int64_t
zone_start_of(struct time_style *style, int32_t day)
{
	return zone_instant_of(style, (int64_t)day * DAY_MS);
}
