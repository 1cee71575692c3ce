/* hours: a week of spans on the clocks of one place; every question about "now" goes through instants. */
#include "companies/hours.h"

#include "base/arena.h"
#include "base/instant.h"
#include "html/zone.h"

#include <stdio.h>

static int
read_digits(const char **at)
{
	int value = 0, digits = 0;

	for (; **at >= '0' && **at <= '9' && digits < 3; (*at)++, digits++)
		value = value * 10 + (**at - '0');
	return digits == 0 || digits > 2 ? -1 : value;
}

static void
skip_blanks(const char **at)
{
	while (**at == ' ')
		(*at)++;
}

int
clock_parse(const char *typed)
{
	const char *at = typed;
	int hours = read_digits(&at), minutes = 0;
	bool letter;

	skip_blanks(&at);
	letter = *at == 'h' || *at == 'H';
	if (hours < 0 || (!letter && *at != ':'))
		return -1;
	at++;
	skip_blanks(&at);
	if (*at != '\0' || !letter)
		minutes = read_digits(&at);
	if (*at != '\0' || minutes < 0 || minutes > 59 || hours > 24 || (hours == 24 && minutes > 0))
		return -1;
	return hours * 60 + minutes;
}

void
clock_print(char text[8], int minutes)
{
	snprintf(text, 8, "%02u:%02u", (unsigned)(minutes / 60) % 25, (unsigned)(minutes % 60) % 60);
}

const char *
weekday_label(int weekday)
{
	static const char *const labels[WEEK_DAYS] = {N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
						      N_("Friday"), N_("Saturday"), N_("Sunday")};

	return labels[weekday];
}

const char *
spans_refusal(const struct span *spans, size_t count, size_t *wrong)
{
	for (size_t i = 0; i < count; i++) {
		*wrong = i;
		if (spans[i].closes <= spans[i].opens)
			return N_("It must close after it opens. Write 24:00 for midnight.");
		if (i > 0 && spans[i].opens < spans[i - 1].closes)
			return N_("It must open again after it has closed.");
	}
	return NULL;
}

/* ---- at a moment ---- */

/* 1970-01-01 was a Thursday. */
static int
weekday_of(int32_t day)
{
	return (int)(((int64_t)day % WEEK_DAYS + WEEK_DAYS + 3) % WEEK_DAYS);
}

static int64_t
instant_of(const char *zone, int32_t day, int minutes)
{
	return zone_instant(zone, (int64_t)day * DAY_MS + (int64_t)minutes * MINUTE_MS);
}

static const struct span *
span_at_midnight(const struct span *spans, size_t count, int weekday)
{
	for (size_t i = 0; i < count; i++)
		if (spans[i].weekday == weekday && spans[i].opens == 0)
			return &spans[i];
	return NULL;
}

/* A span that ends at midnight goes on in one that begins there. */
static struct opening
open_until(const struct span *spans, size_t count, const char *zone, const struct span *span, int32_t day)
{
	for (int days = 0; span->closes == DAY_MINUTES && days <= WEEK_DAYS; days++) {
		const struct span *next = span_at_midnight(spans, count, weekday_of(day + 1));

		if (next == NULL)
			break;
		if (days == WEEK_DAYS)
			return (struct opening){.open = true, .until = NO_INSTANT, .opens = NO_INSTANT};
		span = next;
		day++;
	}
	return (struct opening){.open = true,
				.until = instant_of(zone, day, span->closes),
				.opens = NO_INSTANT,
				.minutes = span->closes};
}

struct opening
opening_at(const struct span *spans, size_t count, const char *zone, int64_t now)
{
	int32_t today = zone_day(zone, now);

	for (int ahead = 0; ahead <= WEEK_DAYS; ahead++)
		for (size_t i = 0; i < count; i++) {
			int32_t day = today + ahead;
			int64_t opens;

			if (spans[i].weekday != weekday_of(day) || instant_of(zone, day, spans[i].closes) <= now)
				continue;
			opens = instant_of(zone, day, spans[i].opens);
			if (opens <= now)
				return open_until(spans, count, zone, &spans[i], day);
			return (struct opening){.until = NO_INSTANT,
						.opens = opens,
						.minutes = spans[i].opens,
						.days_ahead = ahead,
						.weekday = spans[i].weekday};
		}
	return (struct opening){.until = NO_INSTANT, .opens = NO_INSTANT};
}

/* ---- in words ---- */

static void
set_sentence(struct doc *object, const char *name, const char *english, const struct opening *opening)
{
	struct doc *values = doc_object(object->arena);

	clock_set(values, "time", opening->minutes);
	doc_set_message(values, "day", weekday_label(opening->weekday), NULL);
	doc_set_message(object, name, english, values);
}

void
opening_set(struct doc *object, const char *name, const struct opening *opening)
{
	const char *english = N_("Closed now, opens on {{day}} at {{time}}");

	if (opening->open)
		english = opening->until == NO_INSTANT ? N_("Always open") : N_("Open now, until {{time}}");
	else if (opening->opens == NO_INSTANT)
		english = N_("Closed");
	else if (opening->days_ahead == 0)
		english = N_("Closed now, opens at {{time}}");
	else if (opening->days_ahead == 1)
		english = N_("Closed now, opens tomorrow at {{time}}");
	set_sentence(object, name, english, opening);
}

void
clock_set(struct doc *object, const char *name, int minutes)
{
	struct doc *values;

	if (minutes == DAY_MINUTES) {
		doc_set_message(object, name, N_("midnight"), NULL);
		return;
	}
	values = doc_object(object->arena);
	doc_set_text(values, "hours", arena_printf(object->arena, "%d", minutes / 60));
	doc_set_text(values, "minutes", arena_printf(object->arena, "%02d", minutes % 60));
	doc_set_message(object, name, N_("{{hours}}:{{minutes}}"), values);
}
