/* file_bin_test: what lies in the recycle bin is listed page by page, for whom it is, and goes for good when told so.
 */
#include "folders/bin_store.h"
#include "folders/file_store.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "folders/folder_retention.h"
#include "folders/folder_right_store.h"
#include "rights/rights_world_test.h"
#include "space/space.h"
#include "sys/clock.h"

enum { CLIENT = 701, ANNE = 801, PAUL, FILES = 7 };

static const struct file_content content = {
	.size = 10, .type = "text/plain", .sha256 = "00", .blob = "none", .scan = "done"};
static const struct folder_access staff = {
	.client = CLIENT, .person = {.staff = true, .id = 1, .cap = FOLDER_FULL}, .name = "Test"};

static struct folder_access
eyes(int64_t contact)
{
	return (struct folder_access){.client = CLIENT, .person = {.id = contact, .cap = FOLDER_FULL}, .name = "Anne"};
}

/* "a b c": the names of all pages of two. */
static const char *
names(struct tx *tx, const struct folder_access *access, struct bin_asked asked)
{
	struct builder text = builder_new(tx_arena(tx), 0);
	size_t count;

	do {
		const struct file_removed *page = file_bin_list(tx, access, &asked, 2, &count);

		for (size_t i = 0; i < count; i++) {
			build_printf(&text, "%s ", page[i].name);
			asked.given = true;
			asked.at = page[i].deleted_at;
			asked.name_key = page[i].name_key;
			asked.id = page[i].id;
		}
	} while (count == 2);
	return builder_text(&text);
}

static void
fill(struct tx *tx, int64_t *ids)
{
	static const char *const called[FILES] = {"e.txt", "b.txt", "g.txt", "a.txt", "f.txt", "c.txt", "d.txt"};
	const struct folder_access anne = eyes(ANNE);
	int64_t folder;

	assert_int_equal(folder_create(tx, &staff, CLIENT, "Photos", &folder), FOLDER_DONE);
	folder_right_set(tx, &folder_find(tx, &staff, folder)->folder,
			 &(struct folder_right){.whose = WHOSE_CONTACTS, .folder_id = folder, .level = FOLDER_FULL});
	for (int i = 0; i < FILES; i++) {
		assert_int_equal(file_put(tx, &staff, folder, called[i], &content, SAME_REFUSED, &ids[i]), FOLDER_DONE);
		assert_int_equal(file_remove(tx, i < 3 ? &anne : &staff, ids[i], 10 + i), FOLDER_DONE);
	}
}

static const struct bin_scope whole = {.all = true, .until = INT64_MAX};

static struct bin_gone
cleared(struct tx *tx, const struct folder_access *access, struct bin_scope scope)
{
	struct bin_gone gone = {.folders = 0};

	while (bin_clear_some(tx, access, &scope, 2, &gone) > 0)
		;
	return gone;
}

static void
list(struct tx *tx, void *data)
{
	int64_t ids[FILES];
	const struct folder_access anne = eyes(ANNE), paul = eyes(PAUL);
	const struct bin_asked all = {.typed = NULL};
	const struct bin_scope some = {.files = &ids[3], .file_count = 2, .until = clock_now()};

	(void)data;
	fill(tx, ids);
	assert_string_equal(names(tx, &staff, all), "d.txt c.txt f.txt a.txt g.txt b.txt e.txt ");
	assert_string_equal(names(tx, &staff, (struct bin_asked){.by_name = true}),
			    "a.txt b.txt c.txt d.txt e.txt f.txt g.txt ");
	assert_string_equal(names(tx, &staff, (struct bin_asked){.typed = "f"}), "f.txt ");
	assert_string_equal(names(tx, &anne, all), "g.txt b.txt e.txt ");
	assert_string_equal(names(tx, &paul, all), "");
	assert_int_equal(file_restore(tx, &paul, ids[0]), FOLDER_GONE);
	assert_int_equal(file_restore(tx, &anne, ids[3]), FOLDER_GONE);
	WITHOUT(CHECK_BIN_OWN, assert_string_not_equal(names(tx, &paul, all), ""));
	assert_int_equal(file_restore(tx, &anne, ids[0]), FOLDER_DONE);
	assert_string_equal(names(tx, &anne, all), "g.txt b.txt ");
	assert_int_equal(cleared(tx, &anne, whole).files.count, 0);
	assert_int_equal(cleared(tx, &staff, some).files.bytes, 2 * content.size);
	assert_string_equal(names(tx, &staff, all), "d.txt c.txt g.txt b.txt ");
	assert_int_equal(space_of(tx, CLIENT).used, (FILES - 2) * content.size);
	assert_int_equal(file_restore(tx, &staff, ids[3]), FOLDER_GONE);
}

/* Kept for a month from now on: told of each, passed over by deleting for good. */
static void
keep(struct tx *tx, void *data)
{
	static const struct bin_asked all = {.typed = NULL};
	const struct folder_seen *root;
	int64_t ids[FILES];
	size_t count;
	const struct file_removed *removed;

	(void)data;
	fill(tx, ids);
	db_run(tx, "update file set changed_at = $1", db_int(clock_now()));
	retention_keep(tx, 1);
	removed = file_bin_list(tx, &staff, &all, FILES, &count);
	assert_int_equal(count, FILES);
	assert_int_equal(removed[0].months, 1);
	assert_false(removed[0].may_go);
	assert_int_equal(cleared(tx, &staff, whole).files.count, 0);
	root = folder_find(tx, &staff, CLIENT);
	folder_retention_set(tx, &root->folder, 0, "");
	db_run(tx,
	       "insert into legal_hold (id, client_id, file_id, reason, made_at, made_by) values (1, $1, $2, 'x', 1, 'x')",
	       db_int(CLIENT), db_int(removed[0].id));
	removed = file_bin_list(tx, &staff, &all, FILES, &count);
	assert_true(removed[0].held);
	assert_false(removed[0].may_go);
	assert_int_equal(removed[1].months, 0);
	assert_true(removed[1].may_go);
	assert_int_equal(cleared(tx, &staff, whole).files.count, FILES - 1);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, the_bin_says_what_must_stay)
{
	assert_int_equal(db_write(db, arena, keep, NULL), DB_FINE);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, contacts_bring_back_what_they_removed_themselves)
{
	assert_int_equal(db_write(db, arena, list, NULL), DB_FINE);
}

/* Outer / Inner, each with a file; the file of the inner one is under a legal hold once they lie in the bin. */
static void
clear(struct tx *tx, void *data)
{
	const struct folder_access ben = {
		.client = CLIENT, .person = {.staff = true, .id = BEN, .cap = FOLDER_FULL}, .name = "Ben"};
	const struct folder_access looks = {
		.client = CLIENT, .person = staff.person, .looker = &staff.person, .name = "Test"};
	int64_t outer, inner, other, first, second, late;
	struct bin_scope of_outer = {.folders = &outer, .folder_count = 1, .until = 20};
	struct bin_told told;

	(void)data;
	assert_int_equal(folder_create(tx, &staff, CLIENT, "Outer", &outer), FOLDER_DONE);
	assert_int_equal(folder_create(tx, &staff, outer, "Inner", &inner), FOLDER_DONE);
	assert_int_equal(folder_create(tx, &staff, CLIENT, "Other", &other), FOLDER_DONE);
	assert_int_equal(file_put(tx, &staff, outer, "a.txt", &content, SAME_REFUSED, &first), FOLDER_DONE);
	assert_int_equal(file_put(tx, &staff, inner, "b.txt", &content, SAME_REFUSED, &second), FOLDER_DONE);
	assert_int_equal(file_put(tx, &staff, other, "c.txt", &content, SAME_REFUSED, &late), FOLDER_DONE);
	folder_right_set(
		tx, &folder_find(tx, &staff, outer)->folder,
		&(struct folder_right){.whose = WHOSE_STAFF, .who_id = BEN, .folder_id = outer, .level = FOLDER_READ});
	assert_int_equal(folder_remove(tx, &staff, outer, 10), FOLDER_DONE);
	assert_int_equal(folder_remove(tx, &staff, other, 30), FOLDER_DONE);
	told = bin_told(tx, &staff, &whole);
	assert_int_equal(told.going.count, 3);
	assert_int_equal(told.folders, 2);
	assert_int_equal(bin_told(tx, &ben, &whole).going.count, 1); /* what he only read is not his to delete */
	assert_int_equal(bin_told(tx, &looks, &whole).folders, 0);
	assert_int_equal(cleared(tx, &looks, whole).folders, 0);
	db_run(tx,
	       "insert into legal_hold (id, client_id, file_id, reason, made_at, made_by) values (1, $1, $2, 'x', 1, 'x')",
	       db_int(CLIENT), db_int(second));
	told = bin_told(tx, &staff, &of_outer);
	assert_int_equal(told.going.count, 1);
	assert_int_equal(told.kept_count, 1);
	assert_true(told.kept_held);
	assert_int_equal(cleared(tx, &staff, of_outer).files.count, 1);
	assert_int_equal(folder_restore(tx, &staff, outer), FOLDER_DONE); /* what was held is still in it */
	assert_non_null(file_find(tx, &staff, second));
	assert_null(file_find(tx, &staff, first));
	db_run(tx, "update legal_hold set released_at = 1 where id = 1");
	assert_int_equal(folder_remove(tx, &staff, outer, 10), FOLDER_DONE);
	assert_int_equal(cleared(tx, &ben, of_outer).files.count, 0);
	assert_int_equal(cleared(tx, &staff, (struct bin_scope){.all = true, .until = 20}).folders, 2);
	assert_int_equal(folder_restore(tx, &staff, other), FOLDER_DONE); /* it was removed later */
	assert_non_null(file_find(tx, &staff, late));
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_bin_is_cleared_of_what_may_go_and_is_theirs)
{
	assert_int_equal(db_write(db, arena, clear, NULL), DB_FINE);
}
