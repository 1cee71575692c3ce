/* activity_test: kinds of actions and files, bars over days, weeks and months, and what contacts are told of staff. */
#include "folders/activity_store.h"
#include "folders/folder_right_store.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"
#include "core/house.h"
#include "db/db_testing.h"
#include "rights/rights_world_test.h"

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

/* ---- a contact's own part ---- */

enum { CLIENT = 701, ANNE = 801 };

static const struct house house; /* whose journal it is */

static void
remove_as_staff(struct tx *tx, void *data)
{
	const struct folder_access staff = {
		.client = CLIENT, .person = {.staff = true, .id = 1, .cap = FOLDER_FULL}, .name = "Test"};
	const struct folder_access anne = {
		.client = CLIENT, .person = {.id = ANNE, .cap = FOLDER_FULL}, .name = "Anne"};
	struct activity_query query = {.access = &anne,
				       .own = true,
				       .type = ACTIVITY_TYPES,
				       .from = NO_INSTANT,
				       .before = NO_INSTANT,
				       .limit = 10};
	static const enum folder_level levels[] = {FOLDER_READ, FOLDER_NONE};
	size_t count;
	int64_t id;

	(void)data;
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(folder_create(tx, &staff, CLIENT, "Plans", &id), FOLDER_DONE);
		folder_right_set(tx, &folder_find(tx, &staff, id)->folder,
				 &(struct folder_right){id, WHOSE_CONTACT, ANNE, levels[i]});
		audit_add_system(&house, tx,
				 &(struct audit){.action = "folder.remove",
						 .client = CLIENT,
						 .place = &(struct audit_place){.folder = id, .name = "Plans"}});
		assert_int_equal(folder_remove(tx, &staff, id, 10), FOLDER_DONE);
	}
	db_run(tx, "update activity set actor_kind = 'staff', actor_id = 1");
	query.root = query.in = folder_find(tx, &anne, CLIENT);
	activity_aim(tx, &query, ACTIVITIES_FEW, ACTIVITIES_LOOK);
	assert_non_null(query.pick);
	activity_list(tx, &query, &count);
	assert_int_equal(count, 1);
	tx_refuse(tx);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, contacts_learn_that_staff_removed_a_folder_they_could_read)
{
	assert_int_equal(db_write(db, arena, remove_as_staff, NULL), DB_REFUSED);
}
