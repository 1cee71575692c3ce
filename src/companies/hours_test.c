/* hours_test: times as people type them, days that contradict themselves, and what a visitor is told at a moment. */
#include "companies/hours.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"
#include "html/zone.h"

#include <string.h>

static const char paris[] = "Europe/Paris";

/* What clocks in Paris show. */
static int64_t
at(int month, int day, int hour, int minute)
{
	return zone_instant(paris, (int64_t)day_of(2026, month, day) * DAY_MS + (int64_t)hour * HOUR_MS +
					   (int64_t)minute * MINUTE_MS);
}

/* Monday to Friday, with a break; Saturday night until midnight, and on until two. */
static const struct span week[] = {
	{0, 540, 750}, {0, 840, 1080}, {1, 540, 750},	{2, 540, 750},
	{3, 540, 750}, {4, 540, 750},  {5, 1200, 1440}, {6, 0, 120},
};
enum { WEEK = sizeof week / sizeof week[0] };

static struct opening
now(int64_t instant)
{
	return opening_at(week, WEEK, paris, instant);
}

TEST(times_are_read_as_people_write_them)
{
	char text[8];

	assert_int_equal(clock_parse("09:00"), 540);
	assert_int_equal(clock_parse("9:05"), 545);
	assert_int_equal(clock_parse("9h"), 540);
	assert_int_equal(clock_parse("9 h 30"), 570);
	assert_int_equal(clock_parse("24:00"), DAY_MINUTES);
	for (size_t i = 0; i < 9; i++) {
		static const char *const wrong[] = {"", "9", "9:", "25:00", "24:01", "9:60", "a", "9:0a", "123:00"};

		assert_int_equal(clock_parse(wrong[i]), -1);
	}
	clock_print(text, 545);
	assert_string_equal(text, "09:05");
}

TEST(a_day_that_contradicts_itself_is_refused)
{
	const struct span fine[] = {{0, 540, 720}, {0, 720, 1080}}, backwards[] = {{0, 720, 540}},
			  overlapping[] = {{0, 540, 800}, {0, 780, 1080}}, empty[] = {{0, 540, 540}};
	size_t wrong;

	assert_null(spans_refusal(fine, 2, &wrong));
	assert_null(spans_refusal(fine, 0, &wrong));
	assert_non_null(spans_refusal(backwards, 1, &wrong));
	assert_int_equal(wrong, 0);
	assert_non_null(spans_refusal(overlapping, 2, &wrong));
	assert_int_equal(wrong, 1);
	assert_non_null(spans_refusal(empty, 1, &wrong));
}

TEST(a_visitor_is_told_whether_it_is_open)
{
	struct opening opening = now(at(11, 23, 10, 0)); /* a Monday */

	assert_true(opening.open);
	assert_int_equal(opening.until, at(11, 23, 12, 30));
	opening = now(at(11, 23, 12, 30));
	assert_false(opening.open);
	assert_int_equal(opening.opens, at(11, 23, 14, 0));
	assert_int_equal(opening.days_ahead, 0);
	opening = now(at(11, 23, 18, 0));
	assert_int_equal(opening.days_ahead, 1);
	assert_int_equal(opening.minutes, 540);
	opening = now(at(11, 27, 13, 0)); /* Friday afternoon: Saturday evening is next */
	assert_int_equal(opening.weekday, 5);
	assert_int_equal(opening.days_ahead, 1);
	opening = now(at(11, 29, 3, 0)); /* Sunday night */
	assert_int_equal(opening.weekday, 0);
	opening = opening_at(week, 0, paris, at(11, 23, 10, 0));
	assert_false(opening.open);
	assert_int_equal(opening.opens, NO_INSTANT);
}

TEST(a_span_goes_on_over_midnight)
{
	struct opening opening = now(at(11, 28, 23, 0));

	assert_true(opening.open);
	assert_int_equal(opening.until, at(11, 29, 2, 0));
	opening = now(at(11, 29, 0, 0));
	assert_true(opening.open);
	assert_int_equal(opening.minutes, 120);
}

TEST(who_never_closes_is_always_open)
{
	struct span all[WEEK_DAYS];
	struct opening opening;

	for (int i = 0; i < WEEK_DAYS; i++)
		all[i] = (struct span){i, 0, DAY_MINUTES};
	opening = opening_at(all, WEEK_DAYS, paris, at(11, 23, 10, 0));
	assert_true(opening.open);
	assert_int_equal(opening.until, NO_INSTANT);
}

/* On 29 March 2026 clocks in Paris skip from 2 to 3; on 25 October they show 2 to 3 twice. Both are Sundays. */
TEST(hours_follow_the_clocks_when_they_change)
{
	static const struct span sunday[] = {{6, 60, 300}};
	struct opening opening = opening_at(sunday, 1, paris, at(3, 29, 1, 30));

	assert_true(opening.open);
	assert_int_equal(opening.until - at(3, 29, 1, 30), (int64_t)150 * MINUTE_MS);
	opening = opening_at(sunday, 1, paris, at(10, 25, 1, 30));
	assert_int_equal(opening.until - at(10, 25, 1, 30), (int64_t)270 * MINUTE_MS);
	opening = opening_at(sunday, 1, paris, at(10, 25, 2, 30) + HOUR_MS);
	assert_true(opening.open);
	opening = opening_at(sunday, 1, paris, at(3, 28, 12, 0));
	assert_int_equal(opening.opens, at(3, 29, 1, 0));
}

TEST(the_sentence_says_what_is_next)
{
	struct arena *arena = arena_new(0);
	struct doc *doc = doc_object(arena);
	struct builder json = builder_new(arena, 0);
	struct opening open = now(at(11, 28, 23, 0)), later = now(at(11, 27, 13, 0)), never = {.opens = NO_INSTANT};
	struct opening midnight = {.open = true, .until = 1, .minutes = DAY_MINUTES};

	opening_set(doc, "open", &open);
	opening_set(doc, "later", &later);
	opening_set(doc, "never", &never);
	opening_set(doc, "midnight", &midnight);
	doc_print_json(doc, NULL, &json);
	assert_string_equal(builder_text(&json), "{\"open\":\"Open now, until 2:00\","
						 "\"later\":\"Closed now, opens tomorrow at 20:00\","
						 "\"never\":\"Closed\",\"midnight\":\"Open now, until midnight\"}");
	arena_free(arena);
}
