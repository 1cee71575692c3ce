/* tree_property_test: templates by chance: what they are together, and what clients have after them, is what a naive
 * list of paths says; applied again they change nothing. */
#include "folders/folder_right_store.h"
#include "trees/tree_store.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "records/property_world_test.h"
#include "rights/rights_world_test.h"

#include <inttypes.h>
#include <string.h>

enum { CLIENT = 701, TYPE = 901, TEMPLATES = 3, ROWS = 14, PATHS = TEMPLATES * ROWS + ROWS, WHOMS = 2 };

/* A folder by the way to it, with what is said there of all contacts, and of those of one user type. */
struct path {
	const char *way;
	int said[WHOMS];
};

struct paths {
	struct path list[PATHS];
	size_t count;
};

struct telling {
	struct tx *tx;
	struct chance chance;
	struct tree_folder rows[TEMPLATES][ROWS];
	size_t row_count[TEMPLATES];
	struct paths expected;
};

static const enum folder_whose whoses[WHOMS] = {WHOSE_CONTACTS, WHOSE_USER_TYPE};
static const int64_t whos[WHOMS] = {0, TYPE};

static struct path *
path_of(struct paths *paths, const char *way)
{
	for (size_t i = 0; i < paths->count; i++)
		if (strcmp(paths->list[i].way, way) == 0)
			return &paths->list[i];
	return NULL;
}

static struct path *
path_add(struct paths *paths, const char *way)
{
	struct path *path = path_of(paths, way);

	if (path == NULL) {
		path = &paths->list[paths->count++];
		*path = (struct path){way, {LEVEL_UNSAID, LEVEL_UNSAID}};
	}
	return path;
}

static void
expect_stricter(struct path *path, const struct grow_right *right)
{
	for (int i = 0; i < WHOMS; i++)
		if (right->whose == whoses[i] && (path->said[i] == LEVEL_UNSAID || (int)right->level < path->said[i]))
			path->said[i] = (int)right->level;
}

/* ---- templates ---- */

static const char *
draw_name(struct telling *telling)
{
	static const char *const names[] = {"Paie", "paie", "Élan", "elan", "Plans", "2026", "A!"};

	return names[draw(&telling->chance, sizeof names / sizeof names[0])];
}

static void
draw_rights(struct telling *telling, struct tree_folder *row)
{
	row->rights = arena_make_array(tx_arena(telling->tx), struct grow_right, WHOMS);
	for (int i = 0; i < WHOMS; i++)
		if (draw_once_in(&telling->chance, 3))
			row->rights[row->right_count++] =
				(struct grow_right){whoses[i], whos[i], (enum folder_level)draw(&telling->chance, 3)};
}

static const char *
way_of(struct arena *arena, const struct tree_folder *rows, size_t count, const struct tree_folder *row)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].id == row->parent_id)
			return arena_printf(arena, "%s/%s", way_of(arena, rows, count, &rows[i]), row->name_key);
	return row->name_key;
}

/* Two of one name side by side are none that could have been written. */
static int64_t
draw_template(struct telling *telling, size_t at)
{
	struct arena *arena = tx_arena(telling->tx);
	struct tree_folder *rows = telling->rows[at];
	int64_t tree = tree_create(telling->tx, arena_printf(arena, "Template %zu", at));
	struct paths own = {.count = 0};

	for (int i = 0; i < ROWS; i++) {
		size_t count = telling->row_count[at], in = draw(&telling->chance, count + 1);
		struct tree_folder row = {.id = id_new(), .name = draw_name(telling)};
		const char *way;

		row.parent_id = in == count ? tree : rows[in].id;
		row.name_key = folder_name_key(arena, row.name);
		way = way_of(arena, rows, count, &row);
		if (path_of(&own, way) != NULL)
			continue;
		path_add(&own, way);
		draw_rights(telling, &row);
		rows[telling->row_count[at]++] = row;
		for (size_t r = 0; r < row.right_count; r++)
			expect_stricter(path_add(&telling->expected, way), &row.rights[r]);
		path_add(&telling->expected, way);
	}
	tree_folders_insert(telling->tx, tree, rows, telling->row_count[at]);
	return tree;
}

/* ---- what came of them ---- */

static const char *
way_in(struct arena *arena, const struct tree_shape *shape, int at)
{
	const struct tree_folder *folder = &shape->folders[at];

	return folder->parent == TREE_TOP
		       ? folder->name_key
		       : arena_printf(arena, "%s/%s", way_in(arena, shape, folder->parent), folder->name_key);
}

static void
compare_shape(struct telling *telling, const struct tree_shape *shape)
{
	assert_int_equal(shape->count, telling->expected.count);
	for (size_t i = 0; i < shape->count; i++) {
		const struct path *path = path_of(&telling->expected, way_in(tx_arena(telling->tx), shape, (int)i));

		assert_non_null(path);
		for (int w = 0; w < WHOMS; w++)
			assert_int_equal(tree_said(&shape->folders[i], whoses[w], whos[w]), path->said[w]);
		assert_true(i + shape->folders[i].below < shape->count);
	}
}

/* All folders of the client, by the way to them. */
static struct paths
paths_of_client(struct telling *telling, const struct folder_access *access, bool levels)
{
	struct arena *arena = tx_arena(telling->tx);
	struct folder_seen *root = folder_find(telling->tx, access, CLIENT);
	struct paths paths = {.count = 0};
	size_t count;
	const struct folder_seen *seen = folder_beneath(telling->tx, access, root, NULL, 1000, &count);
	const char **ways = arena_make_array(arena, const char *, count + 1);

	assert_in_range(count, 0, PATHS);
	for (size_t i = 0; i < count; i++) {
		struct path *path;

		ways[i] = folder_name_key(arena, seen[i].folder.name);
		for (size_t above = 0; above < i; above++)
			if (seen[above].folder.id == seen[i].folder.parent_id)
				ways[i] = arena_printf(arena, "%s/%s", ways[above], ways[i]);
		path = path_add(&paths, ways[i]);
		for (int w = 0; w < WHOMS; w++)
			path->said[w] = (int)db_get_int(
				telling->tx, LEVEL_UNSAID,
				"select level from folder_right where folder_id = $1 and whose = $2 and who_id = $3",
				db_int(seen[i].folder.id), db_text(folder_whose_names[whoses[w]]), db_int(whos[w]));
		if (levels)
			path->said[0] = (int)seen[i].level;
	}
	return paths;
}

static void
compare_paths(const struct paths *is, struct paths *expected)
{
	assert_int_equal(is->count, expected->count);
	for (size_t i = 0; i < is->count; i++) {
		const struct path *path = path_of(expected, is->list[i].way);

		assert_non_null(path);
		for (int w = 0; w < WHOMS; w++)
			assert_int_equal(is->list[i].said[w], path->said[w]);
	}
}

/* What a contact would have, as the view of the templates says it, is what they have. */
static void
compare_contact(struct telling *telling, const struct tree_shape *shape, int64_t user_type)
{
	const struct folder_access contact = {
		.client = CLIENT, .person = {.id = 801, .user_type = user_type, .cap = FOLDER_FULL}, .name = "Test"};
	struct paths seen = paths_of_client(telling, &contact, true);

	for (size_t i = 0; i < shape->count; i++) {
		const struct path *path = path_of(&seen, way_in(tx_arena(telling->tx), shape, (int)i));
		enum folder_level level = tree_level(shape, i, user_type);

		assert_int_equal(path == NULL ? FOLDER_NONE : path->said[0], level);
	}
}

/* Folders that the client has before, some of them with the names of the templates. */
static void
draw_client(struct telling *telling, const struct folder_access *access)
{
	int64_t made[ROWS] = {CLIENT};
	size_t count = 1;

	for (int i = 1; i < ROWS; i++) {
		const struct folder_right right = {
			.whose = whoses[i % WHOMS], .who_id = whos[i % WHOMS], .level = FOLDER_READ};

		if (folder_create(telling->tx, access, made[draw(&telling->chance, count)], draw_name(telling),
				  &made[count]) != FOLDER_DONE)
			continue;
		if (draw_once_in(&telling->chance, 2))
			folder_right_set(telling->tx, &folder_find(telling->tx, access, made[count])->folder, &right);
		count++;
	}
}

static void
apply(struct telling *telling, struct trees_plan *plan)
{
	assert_int_equal(trees_plan(telling->tx, plan), TREES_DONE);
	folder_grow_do(telling->tx, &plan->grow);
}

static void
live(struct tx *tx, void *data)
{
	struct telling *telling = data;
	const struct folder_access access = {
		.client = CLIENT, .person = {.staff = true, .id = EVA, .cap = FOLDER_FULL}, .name = "Test"};
	int64_t ids[TEMPLATES];
	struct trees_plan plan = {.access = &access, .trees = ids, .tree_count = TEMPLATES};
	struct paths before, expected;
	bool had_some;

	telling->tx = tx;
	for (size_t i = 0; i < TEMPLATES; i++)
		ids[i] = draw_template(telling, i);
	had_some = draw_once_in(&telling->chance, 2);
	if (had_some)
		draw_client(telling, &access);
	before = expected = paths_of_client(telling, &access, false);
	for (size_t i = 0; i < telling->expected.count; i++)
		if (path_of(&before, telling->expected.list[i].way) == NULL)
			*path_add(&expected, telling->expected.list[i].way) = telling->expected.list[i];
	apply(telling, &plan);
	compare_shape(telling, &plan.shape);
	assert_int_equal(plan.grow.made_count, expected.count - before.count);
	assert_int_equal(plan.grow.change_count + plan.grow.barred_count, 0);
	before = paths_of_client(telling, &access, false);
	compare_paths(&before, &expected);
	for (int64_t type = 0; type <= TYPE && !had_some; type += TYPE)
		compare_contact(telling, &plan.shape, type);

	apply(telling, &plan);
	assert_int_equal(plan.grow.made_count, 0);
	plan.again = true;
	apply(telling, &plan);
	for (size_t i = 0; i < telling->expected.count; i++)
		for (int w = 0; w < WHOMS; w++)
			if (telling->expected.list[i].said[w] != LEVEL_UNSAID)
				path_of(&expected, telling->expected.list[i].way)->said[w] =
					telling->expected.list[i].said[w];
	before = paths_of_client(telling, &access, false);
	compare_paths(&before, &expected);
	apply(telling, &plan);
	assert_int_equal(plan.grow.made_count + plan.grow.change_count, 0);
	tx_refuse(tx);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, templates_together_give_what_each_of_them_says)
{
	for (uint64_t i = 0; i < 24; i++) {
		struct telling telling = {.chance = {(property_seed() + i) * 2654435761u + 1}};

		assert_int_equal(db_write(db, arena, live, &telling), DB_REFUSED);
	}
}
