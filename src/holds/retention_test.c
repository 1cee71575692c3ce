/* retention_test: a client is not deleted for good before the last of its files may go. */
#include "holds/retention.h"

#include "base/instant.h"
#include "base/test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "folders/folders.h"
#include "rights/rights_world_test.h"
#include "sys/clock.h"

enum { CLIENT = 701 };

static bool
goes(struct tx *tx, const char *module)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_add(&sql, "select count(*) from (select 701 as id) as client where id = ");
	sql_value(&sql, db_int(CLIENT));
	retention_sql_client_may_go(&sql, tx, module);
	return db_sql_get_int(tx, 0, sql_end(&sql)) == 1;
}

static int32_t
kept(struct tx *tx)
{
	const int64_t client = CLIENT;
	int32_t day = NO_DAY;

	retention_clients_kept(tx, "clients", &client, &day, 1);
	return day;
}

static void
keep(struct tx *tx, void *data)
{
	const struct folder_access staff = {
		.client = CLIENT, .person = {.staff = true, .id = 1, .cap = FOLDER_FULL}, .name = "Test"};
	const struct file_content content = {
		.size = 1, .type = "text/plain", .sha256 = "00", .blob = "none", .scan = "done"};
	int64_t now = clock_now(), folder, file;

	(void)data;
	retention_keep(tx, 12);
	assert_true(goes(tx, "clients"));
	assert_int_equal(kept(tx), NO_DAY);
	folder_create(tx, &staff, CLIENT, "Bail", &folder);
	file_put(tx, &staff, CLIENT, "old", &content, SAME_REFUSED, &file);
	db_run(tx, "update file set changed_at = 0");
	assert_true(goes(tx, "clients"));
	file_put(tx, &staff, folder, "new", &content, SAME_REFUSED, &file);
	db_run(tx, "update file set changed_at = $1 where id = $2", db_int(now), db_int(file));
	assert_false(goes(tx, "clients"));
	assert_true(goes(tx, "contacts"));
	assert_int_equal(kept(tx), retention_until(now, 12));
	folder_retention_set(tx, &folder_find(tx, &staff, folder)->folder, 24, "");
	assert_int_equal(kept(tx), retention_until(now, 24));
	WITHOUT(CHECK_FILE_KEPT, assert_true(goes(tx, "clients")));
	folder_retention_set(tx, &folder_find(tx, &staff, folder)->folder, 0, "");
	assert_true(goes(tx, "clients"));
	assert_int_equal(kept(tx), NO_DAY);
	db_run(tx, "update file set deleted_at = $1 where id = $2", db_int(now), db_int(file));
	folder_retention_set(tx, &folder_find(tx, &staff, folder)->folder, RETENTION_UNSAID, "");
	assert_false(goes(tx, "clients"));
	assert_int_equal(retention_freed(tx, 12, 0).files, 1);
	assert_int_equal(retention_freed(tx, 12, 0).clients, 1);
	assert_int_equal(retention_freed(tx, 24, 12).files, 0);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_client_stays_until_its_files_may_go)
{
	assert_int_equal(db_write(db, arena, keep, NULL), DB_FINE);
}
