/* zone_test: clocks in summer and winter, and where they jump. */
#include "html/zone.h"

#include "base/instant.h"
#include "base/test.h"

static int64_t
at(int year, int month, int day, int hour, int minute)
{
	return (int64_t)day_of(year, month, day) * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS;
}

TEST(zone_knows_summer_and_winter)
{
	assert_int_equal(zone_instant("Europe/Paris", at(2026, 7, 1, 14, 30)), at(2026, 7, 1, 12, 30));
	assert_int_equal(zone_instant("Europe/Paris", at(2026, 12, 1, 14, 30)), at(2026, 12, 1, 13, 30));
	assert_int_equal(zone_local("Europe/Paris", at(2026, 7, 1, 23, 30)), at(2026, 7, 2, 1, 30));
	assert_int_equal(zone_instant("Europe/Paris", at(1960, 1, 2, 3, 4) + 5678), at(1960, 1, 2, 2, 4) + 5678);
	assert_int_equal(zone_day("Europe/Paris", at(2026, 11, 22, 23, 30)), day_of(2026, 11, 23));
	assert_int_equal(zone_day_start("America/New_York", day_of(2026, 11, 22)), at(2026, 11, 22, 5, 0));
}

TEST(zone_knows_hours_that_are_skipped_or_repeated)
{
	assert_int_equal(zone_instant("Europe/Paris", at(2026, 3, 29, 2, 30)), at(2026, 3, 29, 1, 0));
	assert_int_equal(zone_instant("Europe/Paris", at(2026, 10, 25, 2, 30)), at(2026, 10, 25, 0, 30));
}

TEST(zone_unknown_is_utc)
{
	assert_int_equal(zone_instant("No/Where", at(2026, 7, 1, 14, 30)), at(2026, 7, 1, 14, 30));
	assert_int_equal(zone_instant(NULL, at(2026, 7, 1, 14, 30)), at(2026, 7, 1, 14, 30));
}

TEST(people_choose_among_the_zones_of_places)
{
	const char *const *names = zone_names();
	size_t count = 0;

	while (names[count] != NULL)
		count++;
	assert_true(count > 300 && count < 600);
	assert_true(zone_is_known("Europe/Paris"));
	assert_true(zone_is_known("America/Argentina/Buenos_Aires") || zone_is_known("America/Buenos_Aires"));
	assert_false(zone_is_known("Europe/Nowhere"));
	assert_false(zone_is_known("UTC"));
	assert_false(zone_is_known(""));
	assert_false(zone_is_known(NULL));
}
