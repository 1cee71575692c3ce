/* file_store_test: what is in the bin for long goes for good, what lies in it only lately or is back stays. */
#include "folders/bin_store.h"
#include "folders/file_store.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "folders/folder_keep.h"
#include "folders/folder_right_store.h"
#include "rights/rights_world_test.h"

enum { CLIENT = 701, ANNE = 801 };

static const struct file_content content = {.type = "text/plain", .sha256 = "00", .blob = "none", .scan = "done"};

static int64_t
put(struct tx *tx, const struct folder_access *access, int64_t folder, const char *name)
{
	int64_t id = 0;

	assert_int_equal(file_put(tx, access, folder, name, &content, SAME_VERSION, &id), FOLDER_DONE);
	return id;
}

static void
empty_the_bin(struct tx *tx, void *data)
{
	const struct folder_access access = {
		.client = CLIENT, .person = {.staff = true, .id = 1, .cap = FOLDER_FULL}, .name = "Test"};
	int64_t old, inner, stays, late;

	(void)data;
	assert_int_equal(folder_create(tx, &access, CLIENT, "Vieux", &old), FOLDER_DONE);
	assert_int_equal(folder_create(tx, &access, old, "Dedans", &inner), FOLDER_DONE);
	put(tx, &access, inner, "a.txt");
	put(tx, &access, inner, "a.txt");
	stays = put(tx, &access, CLIENT, "b.txt");
	late = put(tx, &access, CLIENT, "c.txt");
	assert_int_equal(folder_remove(tx, &access, old, 10), FOLDER_DONE);
	assert_int_equal(file_remove(tx, &access, late, 30), FOLDER_DONE);
	while (bin_purge_some(tx, 20, 2) > 0)
		;
	assert_int_equal(db_get_int(tx, 0, "select count(*) from folder"), 0);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from file_version"), 2);
	assert_int_equal(folder_restore(tx, &access, old), FOLDER_GONE);
	assert_int_equal(file_restore(tx, &access, late), FOLDER_DONE);
	assert_non_null(file_find(tx, &access, stays));
	assert_non_null(file_find(tx, &access, late));
}

TEST_BOTH_ENGINES_WITH(rights_world_make, the_bin_of_files_is_emptied_of_what_is_old)
{
	assert_int_equal(db_write(db, arena, empty_the_bin, NULL), DB_FINE);
}

/* A name is in one place once, whether of a folder or of a file. */
static void
name_twice(struct tx *tx, void *data)
{
	const struct folder_access access = {
		.client = CLIENT, .person = {.staff = true, .id = 1, .cap = FOLDER_FULL}, .name = "Test"};
	int64_t plans, notes, file, other, copy, made;

	(void)data;
	assert_int_equal(folder_create(tx, &access, CLIENT, "Plans", &plans), FOLDER_DONE);
	assert_int_equal(folder_create(tx, &access, plans, "Devis", &notes), FOLDER_DONE);
	assert_int_equal(file_put(tx, &access, CLIENT, "plans", &content, SAME_VERSION, &file), FOLDER_NAMESAKE);
	assert_int_equal(file_put(tx, &access, CLIENT, "PLANS", &content, SAME_NUMBERED, &file), FOLDER_DONE);
	assert_string_equal(file_find(tx, &access, file)->file.name, "PLANS (2)");
	assert_int_equal(file_rename(tx, &access, file, "Plans"), FOLDER_NAMESAKE);
	other = put(tx, &access, CLIENT, "Devis");
	assert_int_equal(folder_create(tx, &access, CLIENT, "devis", &made), FOLDER_NAMESAKE);
	assert_int_equal(folder_rename(tx, &access, plans, "Devis"), FOLDER_NAMESAKE);
	assert_int_equal(folder_move(tx, &access, notes, CLIENT), FOLDER_NAMESAKE);
	assert_int_equal(file_move(tx, &access, other, plans, false), FOLDER_NAMESAKE);
	assert_int_equal(folder_move_kept(tx, &access, notes, CLIENT, NULL, true), FOLDER_DONE);
	assert_string_equal(folder_find(tx, &access, notes)->folder.name, "Devis (2)");
	assert_int_equal(folder_rename(tx, &access, notes, "Devis"), FOLDER_NAMESAKE);
	assert_int_equal(folder_move(tx, &access, notes, plans), FOLDER_DONE);
	assert_int_equal(folder_rename(tx, &access, notes, "Devis"), FOLDER_DONE);
	assert_int_equal(file_move(tx, &access, other, plans, true), FOLDER_DONE);
	assert_string_equal(file_find(tx, &access, other)->file.name, "Devis (2)");
	assert_int_equal(file_rename(tx, &access, other, "Devis (9)"), FOLDER_DONE);
	assert_int_equal(file_move(tx, &access, other, CLIENT, false), FOLDER_DONE);
	assert_int_equal(file_rename(tx, &access, other, "Devis"), FOLDER_DONE);
	assert_int_equal(file_copy(tx, &access, other, plans, &copy), FOLDER_DONE);
	assert_string_equal(file_find(tx, &access, copy)->file.name, "Devis (2)");
	assert_int_equal(file_remove(tx, &access, other, 10), FOLDER_DONE);
	assert_int_equal(folder_move(tx, &access, notes, CLIENT), FOLDER_DONE);
	assert_int_equal(file_restore(tx, &access, other), FOLDER_DONE);
	assert_string_equal(file_find(tx, &access, other)->file.name, "Devis (2)");
	assert_int_equal(folder_remove(tx, &access, notes, 10), FOLDER_DONE);
	assert_int_equal(file_rename(tx, &access, other, "Devis"), FOLDER_DONE);
	assert_int_equal(folder_restore(tx, &access, notes), FOLDER_DONE);
	assert_string_equal(folder_find(tx, &access, notes)->folder.name, "Devis (2)");
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_file_and_a_folder_beside_it_have_two_names)
{
	assert_int_equal(db_write(db, arena, name_twice, NULL), DB_FINE);
}

static void
number_many(struct tx *tx, void *data)
{
	const struct folder_access access = {
		.client = CLIENT, .person = {.staff = true, .id = 1, .cap = FOLDER_FULL}, .name = "Test"};
	int64_t id = 0;

	(void)data;
	for (int number = 1; number <= 11; number++) {
		const char *name = number == 1 ? "n.txt" : arena_printf(tx_arena(tx), "n (%d).txt", number);

		assert_int_equal(file_put(tx, &access, CLIENT, "n.txt", &content, SAME_NUMBERED, &id), FOLDER_DONE);
		assert_string_equal(file_find(tx, &access, id)->file.name, name);
	}
	/* Folders, too, by the hundred; files have some of the numbers. */
	assert_int_equal(folder_create(tx, &access, CLIENT, "n", &id), FOLDER_DONE);
	for (int number = 2; number <= 120; number++)
		assert_int_equal(folder_create(tx, &access, CLIENT, arena_printf(tx_arena(tx), "n (%d)", number), &id),
				 FOLDER_DONE);
	assert_string_equal(folder_name_free(tx, &access, folder_find(tx, &access, CLIENT), "N"), "N (121)");
	assert_int_equal(file_put(tx, &access, CLIENT, "n (121)", &content, SAME_REFUSED, &id), FOLDER_DONE);
	assert_string_equal(folder_name_free(tx, &access, folder_find(tx, &access, CLIENT), "n"), "n (122)");
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_has_one_name_is_numbered_one_after_the_other)
{
	assert_int_equal(db_write(db, arena, number_many, NULL), DB_FINE);
}

/* Who may change a folder need not read what lies beside it, nor learn of it by trying names. */
static void
name_beside(struct tx *tx, void *data)
{
	const struct folder_access staff = {
		.client = CLIENT, .person = {.staff = true, .id = 1, .cap = FOLDER_FULL}, .name = "Test"};
	const struct folder_access anne = {
		.client = CLIENT, .person = {.id = ANNE, .cap = FOLDER_FULL}, .name = "Anne"};
	int64_t top, hers;

	(void)data;
	assert_int_equal(folder_create(tx, &staff, CLIENT, "Dossier", &top), FOLDER_DONE);
	assert_int_equal(folder_create(tx, &staff, top, "Plans", &hers), FOLDER_DONE);
	put(tx, &staff, top, "Secret.txt");
	folder_right_set(tx, &folder_find(tx, &staff, top)->folder,
			 &(struct folder_right){top, WHOSE_CONTACT, ANNE, FOLDER_NONE});
	folder_right_set(tx, &folder_find(tx, &staff, hers)->folder,
			 &(struct folder_right){hers, WHOSE_CONTACT, ANNE, FOLDER_FULL});
	assert_int_equal(folder_rename(tx, &staff, hers, "Secret.txt"), FOLDER_NAMESAKE);
	assert_int_equal(folder_rename(tx, &anne, hers, "Secret.txt"), FOLDER_DONE);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_name_tells_nobody_of_a_file_they_do_not_read)
{
	assert_int_equal(db_write(db, arena, name_beside, NULL), DB_FINE);
}

TEST(words_of_names_are_folded_one_by_one)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(file_words_key(arena, "Devis_toit-2026.PDF"), " devis toit 2026 pdf");
	assert_string_equal(file_words_key(arena, "Élan %"), " elan");
	assert_string_equal(file_words_key(arena, "%_"), "");
	arena_free(arena);
}
