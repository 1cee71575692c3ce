/* sort_test: what has been kept as long as it must is listed; what moves, or waits in the bin, is kept as long as
 * before. */
#include "holds/sort.h"

#include "base/instant.h"
#include "base/test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "folders/folder_client.h"
#include "holds/holds.h"
#include "holds/retention.h"
#include "rights/rights_world_test.h"
#include "sys/clock.h"

enum { CLIENT = 701, OTHER, HELENE = 1, NADIA, YEAR = 12 };

static const struct file_content content = {
	.size = 10, .type = "text/plain", .sha256 = "00", .blob = "none", .scan = "done"};

static struct folder_access
eyes(int64_t client, int64_t staff)
{
	return (struct folder_access){
		.client = client, .person = {.staff = true, .id = staff, .cap = FOLDER_FULL}, .name = "Test"};
}

/* Put so many years ago. */
static int64_t
put(struct tx *tx, const struct folder_access *access, int64_t folder, const char *name, int years)
{
	int64_t id;

	assert_int_equal(file_put(tx, access, folder, name, &content, SAME_REFUSED, &id), FOLDER_DONE);
	db_run(tx, "update file set changed_at = $2 where id = $1", db_int(id),
	       db_int(clock_now() - years * 366 * (int64_t)DAY_MS));
	return id;
}

static const struct folder *
made(struct tx *tx, const struct folder_access *access, int64_t in, const char *name)
{
	int64_t id;

	assert_int_equal(folder_create(tx, access, in, name, &id), FOLDER_DONE);
	return &folder_find(tx, access, id)->folder;
}

static size_t
listed(struct tx *tx, int64_t staff)
{
	const struct folder_access access = eyes(CLIENT, staff);
	const struct sort_query query = {.at = INT64_MIN, .limit = 9};
	size_t count;

	sort_files(tx, &access, &query, &count);
	return count;
}

static void
list(struct tx *tx, void *data)
{
	const struct folder_access helene = eyes(CLIENT, HELENE);
	const struct folder *quotes = made(tx, &helene, CLIENT, "Devis");
	int64_t lease = put(tx, &helene, CLIENT, "bail", 3), quote = put(tx, &helene, quotes->id, "devis", 2);
	struct sort_query query = {.at = INT64_MIN, .limit = 1};
	const struct sort_file *first;
	size_t count;

	(void)data;
	put(tx, &helene, CLIENT, "neuf", 0);
	assert_int_equal(listed(tx, HELENE), 0); /* nothing has to be kept */
	retention_keep(tx, YEAR);
	folder_right_set(tx, quotes,
			 &(struct folder_right){
				 .whose = WHOSE_STAFF, .who_id = NADIA, .folder_id = quotes->id, .level = FOLDER_READ});
	assert_int_equal(listed(tx, HELENE), 2);
	assert_int_equal(listed(tx, NADIA), 1);
	WITHOUT(CHECK_SORT_LEVEL, assert_int_equal(listed(tx, NADIA), 2));

	first = sort_files(tx, &helene, &query, &count);
	assert_int_equal(first->id, lease);
	assert_int_equal(first->months, YEAR);
	query = (struct sort_query){.at = first->changed_at, .id = first->id, .limit = 9};
	assert_int_equal(sort_files(tx, &helene, &query, &count)->id, quote);

	folder_retention_set(tx, quotes, 3 * YEAR, "");
	assert_int_equal(listed(tx, HELENE), 1);
	folder_retention_set(tx, quotes, 0, "");
	assert_int_equal(listed(tx, HELENE), 1);
	folder_retention_set(tx, quotes, RETENTION_UNSAID, "");
	sort_leave(tx, quote, day_of_instant_utc(clock_now()) + 1);
	assert_int_equal(listed(tx, HELENE), 1);
	sort_leave(tx, quote, day_of_instant_utc(clock_now()));
	hold_make(tx, CLIENT, 0, lease, "x", "x");
	assert_int_equal(listed(tx, HELENE), 1);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_is_over_is_listed_for_who_may_remove_it)
{
	assert_int_equal(db_write(db, arena, list, NULL), DB_FINE);
}

static void
move(struct tx *tx, void *data)
{
	const struct folder_access helene = eyes(CLIENT, HELENE);
	const struct folder *books = made(tx, &helene, CLIENT, "Comptabilité"),
			    *inner = made(tx, &helene, books->id, "2020");
	const struct folder root = folder_root(OTHER);
	int64_t bill = put(tx, &helene, books->id, "facture", 2), slip = put(tx, &helene, inner->id, "paie", 2),
		loose = put(tx, &helene, CLIENT, "note", 0);
	const struct folder_kept *kept;
	size_t count;

	(void)data;
	retention_keep(tx, YEAR);
	folder_retention_set(tx, books, 10 * YEAR, "Code de commerce");
	assert_int_equal(file_remove(tx, &helene, bill, 2), FOLDER_DONE);
	assert_int_equal(retention_freed_beneath(tx, books, YEAR), 1);
	assert_int_equal(retention_freed_beneath(tx, books, 5 * YEAR), 0);
	assert_int_equal(retention_freed_beneath(tx, inner, YEAR), 0);

	assert_int_equal(folder_remove(tx, &helene, books->id, 3), FOLDER_DONE);
	kept = folder_bin_kept(tx, &helene, &books->id, 1, &count);
	assert_int_equal(count, 1);
	assert_int_equal(kept->months, 10 * YEAR);
	assert_int_equal(file_restore(tx, &helene, bill), FOLDER_DONE);
	assert_int_equal(file_find(tx, &helene, bill)->in->folder.id, CLIENT);
	assert_int_equal(file_retention_months(tx, bill), 10 * YEAR);
	file_retention_forget(tx, bill);
	assert_int_equal(file_retention_months(tx, bill), YEAR);

	assert_int_equal(folder_restore(tx, &helene, books->id), FOLDER_DONE);
	assert_int_equal(folder_move(tx, &helene, inner->id, CLIENT), FOLDER_DONE);
	assert_int_equal(file_retention_months(tx, slip), 10 * YEAR);
	assert_true(retention_said_of(tx, &folder_find(tx, &helene, inner->id)->folder).carried);
	assert_int_equal(folder_move(tx, &helene, inner->id, books->id), FOLDER_DONE);
	assert_false(retention_said_of(tx, &folder_find(tx, &helene, inner->id)->folder).carried);

	folder_retention_set(tx, &root, 0, "");
	folders_join(tx, CLIENT, OTHER, "Avant", 5);
	assert_int_equal(file_retention_months(tx, loose), YEAR);
	assert_int_equal(file_retention_months(tx, slip), 10 * YEAR);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_moves_is_kept_no_less_long)
{
	assert_int_equal(db_write(db, arena, move, NULL), DB_FINE);
}
