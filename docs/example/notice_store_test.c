/* notice_store_test: clients see what is shown, staff see all, and nobody overwrites what they have not seen. */
#include "notices/notice_store.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/tables_test.h"
#include "db/db_testing.h"
#include "notices/notices.h"

static const struct viewer staff = {.kind = VIEWER_STAFF, .theme = ""};
static const struct viewer client = {.kind = VIEWER_CLIENT, .client = 1, .theme = ""};
static const struct viewer nobody = {.kind = VIEWER_NOBODY, .theme = ""};

static void
make_tables(struct db *db, struct arena *arena)
{
	tables_make(db, arena);
	access_start(&notices.access, &notices.access_count, 1);
}

static void
write_two(struct tx *tx, void *data)
{
	int64_t *ids = data;

	ids[0] = notice_create(tx, &(struct notice){.title = "Holidays", .body = "Closed in August.", .shown = true});
	ids[1] = notice_create(tx, &(struct notice){.title = "Draft", .body = "Not yet."});
}

static size_t
listed(struct tx *tx, const struct viewer *viewer)
{
	size_t count;

	notice_list(tx, viewer, INT64_MAX, 10, &count);
	return count;
}

TEST_BOTH_ENGINES_WITH(make_tables, a_notice_is_seen_by_clients_once_it_is_shown)
{
	int64_t ids[2];
	struct tx *tx;

	assert_int_equal(db_write(db, arena, write_two, ids), DB_FINE);
	tx = db_read(db, arena);
	assert_string_equal(notice_find(tx, &client, ids[0])->title, "Holidays");
	assert_null(notice_find(tx, &client, ids[1]));
	assert_non_null(notice_find(tx, &staff, ids[1]));
	assert_null(notice_find(tx, &nobody, ids[0]));
	assert_int_equal(listed(tx, &staff), 2);
	assert_int_equal(listed(tx, &client), 1);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
}

static void
save_twice(struct tx *tx, void *data)
{
	const int64_t *ids = data;
	struct notice *notice = notice_find(tx, &staff, ids[0]);

	notice->title = "Summer";
	assert_true(notice_update(tx, &staff, notice));
	assert_false(notice_update(tx, &staff, notice));
	assert_string_equal(notice_find(tx, &staff, ids[0])->title, "Summer");
}

TEST_BOTH_ENGINES_WITH(make_tables, a_notice_that_changed_meanwhile_is_not_overwritten)
{
	int64_t ids[2];

	assert_int_equal(db_write(db, arena, write_two, ids), DB_FINE);
	assert_int_equal(db_write(db, arena, save_twice, ids), DB_FINE);
}
