/* activity_test: kinds of actions and files, and bars over days, weeks and months. */
#include "folders/activity.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"

TEST(actions_and_files_have_their_kinds)
{
	assert_int_equal(activity_type_of("file.put"), ACTIVITY_SENT);
	assert_int_equal(activity_type_of("invoice.issue"), ACTIVITY_INVOICES);
	assert_int_equal(activity_type_of("something.new"), ACTIVITY_TYPES);
	assert_string_equal(file_kind_of("image/png"), "picture");
	assert_string_equal(file_kind_of("application/vnd.oasis.opendocument.text"), "office");
	assert_string_equal(file_kind_of("application/octet-stream"), "other");
	assert_string_equal(file_kind_of(NULL), "other");
}

TEST(bars_are_of_days_weeks_or_months)
{
	const int32_t monday = day_of(2026, 11, 23);
	struct bars bars;

	bars_lay(&bars, monday - 30, monday);
	assert_int_equal(bars.unit, BAR_DAY);
	assert_int_equal(bars.count, 31);
	bars_add(&bars, monday);
	bars_add(&bars, monday);
	bars_add(&bars, monday - 31); /* before the first */
	assert_int_equal(bars.bars[30].count, 2);
	assert_int_equal(bars.total, 2);
	assert_int_equal(bars.most, 2);

	bars_lay(&bars, monday - 60, monday);
	assert_int_equal(bars.unit, BAR_WEEK);
	assert_int_equal(bars.bars[bars.count - 1].from, monday);
	bars_add(&bars, monday - 1);
	assert_int_equal(bars.bars[bars.count - 2].count, 1);

	bars_lay(&bars, day_of(2010, 1, 5), monday);
	assert_int_equal(bars.unit, BAR_MONTH);
	assert_int_equal(bars.count, BARS_MOST);
	assert_int_equal(bars.bars[BARS_MOST - 1].from, day_of(2026, 11, 1));
	bars_lay(&bars, monday, monday);
	assert_int_equal(bars.count, 1);
}
