/* import_test: days and amounts as files bring them. */
#include "core/import.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/str.h"
#include "base/test.h"
#include "html/format.h"

#include <inttypes.h>
#include <stdio.h>

static const char *
day(const char *typed, bool month_first)
{
	static char text[16];
	struct arena *arena = arena_new(0);
	int32_t read;
	bool good = import_read_day(text_fold(arena, typed), month_first, &read);

	arena_free(arena);
	if (!good)
		return "no";
	day_print(text, read);
	return text;
}

TEST(days_are_read_in_both_languages)
{
	static const char *const same[] = {
		"2026-12-01",		"2026/12/01",	    "01/12/2026",	  "1.12.2026",	 "1/12/26",
		"1er déc. 2026",	"1 décembre 2026",  "December 1st, 2026", "Dec 1, 2026", "1 Dec 2026",
		"2026-12-01T00:00:00Z", "01/12/2026 14:30", "2026 dec 1",
	};

	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
		assert_string_equal(day(same[i], false), "2026-12-01");
	assert_string_equal(day("12/01/2026", true), "2026-12-01");
	assert_string_equal(day("2026-12-01", true), "2026-12-01");
	assert_string_equal(day("29 février 2024", false), "2024-02-29");
	assert_string_equal(day("3 août 99", false), "1999-08-03");
	assert_string_equal(day("14 juillet 2026", false), "2026-07-14");
	assert_string_equal(day("14 juin 2026", false), "2026-06-14");
}

TEST(what_is_no_day_is_refused)
{
	static const char *const wrong[] = {
		"",
		"tomorrow",
		"12/31/2026",
		"31/02/2026",
		"29/02/2025",
		"2026",
		"01/12",
		"1/2/3/2026",
		"0/12/2026",
		"1/12/026",
		"46023",
		"1 dec",
		"dec dec 2026",
		"99999999999/1/1",
		"12/2026/01",
		"1 2 march 2026",
		":",
	};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_string_equal(day(wrong[i], false), "no");
}

static const char *
amount(const char *typed)
{
	static char text[32];
	int64_t units;

	if (!import_read_decimal(typed, 2, &units))
		return "no";
	snprintf(text, sizeof text, "%" PRId64, units);
	return text;
}

TEST(amounts_are_read_in_both_languages)
{
	static const char *const same[] = {
		"1234.50",
		"1234,5",
		"1 234,50 €",
		"1,234.50",
		"€1,234.50",
		"1.234,50",
		"EUR 1234.50",
		"$1,234.50",
		"1\xC2\xA0"
		"234,50\xC2\xA0€",
		"1\xE2\x80\xAF"
		"234,50\xE2\x80\xAF€",
	};
	static const char *const negative[] = {"-1234.50", "(1 234,50)",   "1234,50-",
					       "−1234,50", "(1,234.50 €)", "-1 234,50 €"};

	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
		assert_string_equal(amount(same[i]), "123450");
	for (size_t i = 0; i < sizeof negative / sizeof negative[0]; i++)
		assert_string_equal(amount(negative[i]), "-123450");
	assert_string_equal(amount("0"), "0");
}

TEST(what_is_no_amount_is_refused)
{
	static const char *const wrong[] = {
		"", "-", "()", "€", "abc", "1.234", "12,345", "--5", "(-5)", "5 5x", "99999999999999999999", "1e3"};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_string_equal(amount(wrong[i]), "no");
}
