/* folder_client_test: folders outlive a merge of clients under the one that stays, and go with a client for good. */
#include "folders/file_store.h"
#include "folders/folder_client.h"
#include "folders/folder_right_store.h"
#include "folders/folder_store.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/audit.h"
#include "core/house.h"
#include "db/db_testing.h"
#include "rights/rights_world_test.h"

static const struct house house;

enum { STAYS = 701, GOES, ANNE = 801, PAUL };

static struct folder_access
eyes(int64_t client, int64_t contact)
{
	return (struct folder_access){
		.client = client, .person = {.staff = contact == 0, .id = contact, .cap = FOLDER_FULL}, .name = "Test"};
}

static void
give(struct tx *tx, int64_t client, int64_t folder, int64_t contact, enum folder_level level)
{
	const struct folder_access access = eyes(client, 0);

	folder_right_set(
		tx, &folder_find(tx, &access, folder)->folder,
		&(struct folder_right){.whose = WHOSE_CONTACT, .who_id = contact, .folder_id = folder, .level = level});
}

static void
join_two(struct tx *tx, void *data)
{
	const struct folder_access from = eyes(GOES, 0), to = eyes(STAYS, 0), anne = eyes(STAYS, ANNE),
				   paul = eyes(STAYS, PAUL);
	const struct folder_seen root = {.folder = folder_root(STAYS), .sights = {folder_sight_unsaid}};
	const struct file_content content = {.type = "text/plain", .sha256 = "00", .blob = "none", .scan = "done"};
	int64_t pay, secret, kept, slip, plan, hidden;
	struct folder_seen *top;
	size_t count;

	(void)data;
	assert_int_equal(folder_create(tx, &from, GOES, "Paie", &pay), FOLDER_DONE);
	assert_int_equal(folder_create(tx, &from, pay, "Secret", &secret), FOLDER_DONE);
	assert_int_equal(folder_create(tx, &to, STAYS, "Brise", &kept), FOLDER_DONE);
	assert_int_equal(file_put(tx, &from, pay, "Mai.pdf", &content, SAME_REFUSED, &slip), FOLDER_DONE);
	assert_int_equal(file_put(tx, &from, GOES, "Plan.pdf", &content, SAME_REFUSED, &plan), FOLDER_DONE);
	assert_int_equal(file_put(tx, &from, secret, "Non.pdf", &content, SAME_REFUSED, &hidden), FOLDER_DONE);
	give(tx, GOES, GOES, ANNE, FOLDER_READ);
	give(tx, GOES, secret, ANNE, FOLDER_NONE);
	audit_add_system(
		&house, tx,
		&(struct audit){.action = "file.put",
				.client = GOES,
				.place = &(struct audit_place){.folder = GOES, .name = "Tout", .words = " tout"}});
	folders_join(tx, GOES, STAYS, "Brise", 5);
	assert_int_equal(db_get_int(tx, 0,
				    "select count(*) from activity join folder on folder.id = activity.folder_id where "
				    "activity.client_id = $1 and folder.name = 'Brise' and folder.id <> $2",
				    db_int(STAYS), db_int(kept)),
			 1);
	assert_int_equal(
		db_get_int(tx, 0,
			   "select count(*) from activity_name join folder on folder.id = "
			   "activity_name.subject_id where activity_name.client_id = $1 and folder.name = 'Brise'",
			   db_int(STAYS)),
		1);

	top = folder_children(tx, &anne, &root, NULL, 0, 10, &count);
	assert_int_equal(count, 1); /* a namesake of the other's, which she does not see */
	assert_string_equal(top->folder.name, "Brise");
	assert_int_equal(top->level, FOLDER_READ);
	assert_int_equal(folder_find(tx, &anne, pay)->level, FOLDER_READ);
	assert_null(folder_find(tx, &anne, secret));
	assert_null(folder_find(tx, &anne, kept));
	assert_null(folder_find(tx, &paul, pay));
	assert_int_equal(file_find(tx, &anne, slip)->file.folder_id, pay);
	assert_int_equal(file_find(tx, &anne, plan)->file.folder_id, top->folder.id);
	assert_null(file_find(tx, &anne, hidden));
	assert_int_equal(folder_count(tx, &to), 4);
	assert_int_equal(folder_count(tx, &from), 0);
	folders_forget(tx, STAYS);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from activity"), 0);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from folder_right"), 0);
	assert_int_equal(folder_count(tx, &to), 0);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from file_version"), 0);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, folders_go_along_when_clients_are_merged)
{
	assert_int_equal(db_write(db, arena, join_two, NULL), DB_FINE);
}
