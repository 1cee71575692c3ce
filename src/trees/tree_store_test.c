/* tree_store_test: templates are kept, applied within what their user may, and forgotten. */
#include "folders/folder_lock.h"
#include "folders/folder_right_store.h"
#include "trees/tree_store.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "rights/rights_world_test.h"

enum { CLIENT = 701, OTHER };

static struct folder_access
eyes(int64_t staff)
{
	return (struct folder_access){
		.client = CLIENT, .person = {.staff = true, .id = staff, .cap = FOLDER_FULL}, .name = "Test"};
}

/* Chantier / Photos, and Chantier / Plans, where contacts read all but the plans. */
static int64_t
make_template(struct tx *tx, const char *name, const char *second)
{
	int64_t tree = tree_create(tx, name);
	struct grow_right read = {WHOSE_CONTACTS, 0, FOLDER_READ}, none = {WHOSE_CONTACTS, 0, FOLDER_NONE};
	struct tree_folder rows[] = {
		{.id = id_new(), .parent_id = tree, .name = "Chantier", .rights = &read, .right_count = 1},
		{.id = id_new(), .name = "Photos"},
		{.id = id_new(), .name = second, .rights = &none, .right_count = 1},
	};

	rows[1].parent_id = rows[2].parent_id = rows[0].id;
	for (int i = 0; i < 3; i++)
		rows[i].name_key = folder_name_key(tx_arena(tx), rows[i].name);
	tree_folders_insert(tx, tree, rows, 3);
	return tree;
}

static void
say(struct tx *tx, int64_t folder, int64_t staff, enum folder_level level)
{
	const struct folder_access all = eyes(EVA);

	folder_right_set(tx, &folder_find(tx, &all, folder)->folder,
			 &(struct folder_right){folder, WHOSE_STAFF, staff, level});
}

static void
grow_within(struct tx *tx, void *data)
{
	const struct folder_access eva = eyes(EVA), ben = eyes(BEN);
	int64_t tree = make_template(tx, "Un", "Plans"), site, plans;
	struct trees_plan plan = {.access = &ben, .trees = &tree, .tree_count = 1};
	const struct folder_seen *found;

	struct folder_lock lock;

	(void)data;
	assert_int_equal(folder_create(tx, &eva, CLIENT, "chantier", &site), FOLDER_DONE);
	lock = (struct folder_lock){.client_id = CLIENT,
				    .folder_id = site,
				    .staff = true,
				    .person_id = EVA,
				    .holder = "Eva",
				    .owner = "",
				    .seconds = 600};
	assert_int_equal(folder_create(tx, &eva, site, "Plans", &plans), FOLDER_DONE);
	say(tx, plans, BEN, FOLDER_NONE);
	assert_int_equal(trees_plan(tx, &plan), TREES_DONE);
	assert_int_equal(plan.grow.made_count, 2); /* Photos, and a twin of the plans that he does not see */
	folder_grow_do(tx, &plan.grow);
	found = folder_named(tx, &ben, folder_find(tx, &ben, site), "Plans");
	assert_non_null(found);
	assert_int_not_equal(found->folder.id, plans);

	/* Nothing is made in what somebody else has locked. */
	tree = make_template(tx, "Deux", "Devis");
	folder_lock_insert(tx, &lock);
	assert_int_equal(trees_plan(tx, &plan), TREES_DONE);
	assert_int_equal(plan.grow.barred_count, 1);
	WITHOUT(CHECK_FOLDER_LOCK, trees_plan(tx, &plan); assert_int_equal(plan.grow.barred_count, 0));
	plan.access = &eva;
	assert_int_equal(trees_plan(tx, &plan), TREES_DONE);
	assert_int_equal(plan.grow.barred_count, 0);
	plan.access = &ben;
	folder_lock_remove(tx, lock.id);

	say(tx, CLIENT, BEN, FOLDER_READ);
	assert_int_equal(trees_plan(tx, &plan), TREES_DONE);
	assert_int_equal(plan.grow.barred_count, 1);
	assert_int_equal(plan.grow.made_count, 0);
	plan.again = true; /* he has none of them in full */
	assert_int_equal(trees_plan(tx, &plan), TREES_DONE);
	assert_int_equal(plan.grow.change_count, 0);
	tree++;
	assert_int_equal(trees_plan(tx, &plan), TREES_GONE);
	tx_refuse(tx);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, templates_make_nothing_that_their_user_may_not)
{
	assert_int_equal(db_write(db, arena, grow_within, NULL), DB_REFUSED);
}

struct reach {
	size_t made, changed;
};

/* Who only reads the client, and a folder that has other rights than the template says. */
static void
reach_out(struct tx *tx, void *data)
{
	const struct folder_access eva = eyes(EVA), ben = eyes(BEN);
	int64_t tree = make_template(tx, "Un", "Plans"), site;
	struct trees_plan plan = {.access = &ben, .trees = &tree, .tree_count = 1, .again = true};

	assert_int_equal(folder_create(tx, &eva, CLIENT, "Chantier", &site), FOLDER_DONE);
	say(tx, CLIENT, BEN, FOLDER_READ);
	assert_int_equal(trees_plan(tx, &plan), TREES_DONE);
	*(struct reach *)data = (struct reach){plan.grow.made_count, plan.grow.change_count};
	tx_refuse(tx);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, templates_make_too_much_without_their_check)
{
	struct reach within = {9, 9};

	assert_int_equal(db_write(db, arena, reach_out, &within), DB_REFUSED);
	assert_int_equal(within.made + within.changed, 0);
#ifdef PARVIS_WEAKEN
	struct reach beyond = {0, 0};

	WITHOUT(CHECK_FOLDER_GROW, assert_int_equal(db_write(db, arena, reach_out, &beyond), DB_REFUSED));
	assert_int_equal(beyond.made, 2);
	assert_int_equal(beyond.changed, 1);
#endif
}

static void
change_and_forget(struct tx *tx, void *data)
{
	int64_t tree = make_template(tx, "Un", "Plans"), other = make_template(tx, "Deux", "Devis"),
		ids[] = {other, tree};
	struct tree_shape *shapes = tree_shapes(tx, ids, 2);

	(void)data;
	assert_int_equal(shapes[0].count, 3);
	assert_string_equal(shapes[0].folders[1].name, "Devis");
	assert_int_equal(tree_level(&shapes[0], 1, 0), FOLDER_NONE);
	assert_int_equal(tree_level(&shapes[0], 2, 0), FOLDER_READ);
	assert_true(tree_name_is_taken(tx, "UN", other));
	assert_false(tree_name_is_taken(tx, "Un", tree));
	assert_true(tree_change(tx, tree, "Trois", 1));
	assert_false(tree_change(tx, tree, "Quatre", 1));
	tree_folder_remove(tx, tree, shapes[1].folders[0].id);
	assert_int_equal(tree_shapes(tx, &tree, 1)->count, 0);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from tree_right"), 2);

	tree_use_note(tx, other, CLIENT);
	tree_use_note(tx, other, CLIENT);
	tree_use_note(tx, other, OTHER);
	tree_uses_follow(tx, CLIENT, OTHER);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from tree_use"), 1);
	tree_remove(tx, other);
	assert_null(tree_names(tx, &other, 1)[0]);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from tree_use"), 0);
	tx_refuse(tx);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, templates_are_changed_and_forgotten)
{
	assert_int_equal(db_write(db, arena, change_and_forget, NULL), DB_REFUSED);
}
