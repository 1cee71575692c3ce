/* folder_property_test: what statements say of folders is what the rule says, in trees by chance on both engines. */
#include "folders/folder_sums.h"
#include "folders/folder_whom.h"
#include "folders/folder_world_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "clients/clients.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "records/record_order.h"

#include <inttypes.h>
#include <stdio.h>

/* ---- what is asked ---- */

static bool
contains(const struct folder_seen *list, size_t count, int64_t id, enum folder_level *level)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].folder.id == id) {
			*level = list[i].level;
			return true;
		}
	return false;
}

/* Every folder of the tree: it is in the list with its level, or it is not there at all. */
static void
compare_list(struct folder_world *world, const struct tree *tree, const struct folder_access *access,
	     const struct folder_seen *list, size_t count, int64_t in, bool deep)
{
	size_t expected = 0;

	for (size_t i = 1; i < tree->node_count; i++) {
		const struct node *node = &tree->nodes[i];
		enum folder_level level = FOLDER_NONE;
		bool there = node->removed_with == 0 &&
			     (deep ? node->id != in && folder_naive_lies_in(tree, node->id, in) : node->parent == in);

		if (!there)
			continue;
		there = folder_naive_shows(world, tree, access, node->id);
		expected += there;
		folder_compare(world,
			       contains(list, count, node->id, &level) == there &&
				       (!there || level == folder_naive(world, tree, access, node->id)),
			       deep ? "below" : "in", access, node->id);
	}
	folder_compare(world, count == expected, deep ? "how many below" : "how many in", access, in);
}

/* The person, as pages of rights have them. */
static struct folder_whom
whom_of(struct folder_world *world, const struct folder_person *person)
{
	int64_t *crews = arena_make_array(tx_arena(world->tx), int64_t, CREWS);
	struct folder_whom whom = {.person = *person, .crews = crews};

	for (int crew = 0; person->staff && crew < CREWS; crew++)
		for (int i = 0; i < PEOPLE_OF_KIND; i++)
			if (world->member[crew][i] && world->people[PEOPLE_OF_KIND + i].id == person->id)
				crews[whom.crew_count++] = crew + 1;
	return whom;
}

/* What the rows of its way say of a folder, worked out without the statements that join them. */
static void
compare_along(struct folder_world *world, const struct tree *tree, const struct folder_access *access,
	      const struct folder *folder)
{
	const struct folder_whom whom = whom_of(world, &access->person);
	int64_t way[FOLDER_DEPTH + 1] = {folder->client_id};
	size_t depth = (size_t)folder_depth(folder), count;
	const struct folder_right *rights;
	struct folder_sight sight;

	for (size_t i = 1; i <= depth; i++)
		way[i] = folder_path_id(folder->path, (int)i);
	rights = folder_rights_heard(world->tx, folder->client_id, &whom, way, depth + 1, &count);
	sight = folder_sight_along(&whom, rights, count, way, depth + 1);
	folder_compare(world, folder_whom_level(&whom, &sight) == folder_naive(world, tree, access, folder->id),
		       "told of", access, folder->id);
}

/* Of all folders of the client those that lie in one, each as folder_find finds it. */
static void
compare_chosen(struct folder_world *world, const struct tree *tree, const struct folder_access *access,
	       const struct folder_seen *in)
{
	int64_t ids[NODES];
	size_t count;
	const struct folder_seen *list;

	for (size_t i = 0; i < tree->node_count; i++)
		ids[i] = tree->nodes[i].id;
	list = folders_chosen(world->tx, access, in, ids, tree->node_count, &count);
	compare_list(world, tree, access, list, count, in->folder.id, false);
	for (size_t i = 0; i < count; i++)
		folder_compare(world, folder_level_by(access, &list[i].sights) == list[i].level, "sights", access,
			       list[i].folder.id);
}

static void
compare_one(struct folder_world *world, const struct tree *tree, const struct folder_access *access, int64_t id)
{
	const struct folder_seen *seen = folder_find(world->tx, access, id), *list;
	bool there = id == tree->client || (tree_node(tree, id) != NULL && folder_naive_shows(world, tree, access, id));
	size_t count;

	folder_compare(world, (seen != NULL) == there, "found", access, id);
	if (seen == NULL)
		return;
	folder_compare(world, seen->level == folder_naive(world, tree, access, id), "level", access, id);
	if (access->looker == NULL)
		compare_along(world, tree, access, &seen->folder);
	list = folder_children(world->tx, access, seen, NULL, 0, NODES, &count);
	compare_list(world, tree, access, list, count, id, false);
	compare_chosen(world, tree, access, seen);
	list = folder_beneath(world->tx, access, seen, NULL, NODES, &count);
	compare_list(world, tree, access, list, count, id, true);
	file_world_compare(world, tree, access, seen);
	activity_world_compare(world, tree, access, seen);
	mark_world_compare(world, tree, access, seen);
}

/* What the list of clients is sorted by. */
static int64_t
sorted_as(struct folder_world *world, const struct folder_access *access)
{
	const struct viewer viewer = {.kind = VIEWER_STAFF, .staff = access->person.id};
	bool apart = folder_column.order->differs(world->tx, &viewer);
	struct sql sql = sql_new(tx_arena(world->tx));

	sql_add(&sql, apart ? "with recursive " : "");
	if (apart)
		folder_column.order->apart(&sql, &viewer);
	sql_printf(&sql, " select %s%s%s from client_tally %s where client_tally.client_id = ",
		   apart ? "coalesce(apart.value, " : "", folder_column.order->value, apart ? ")" : "",
		   apart ? "left join apart on apart.id = client_tally.client_id" : "");
	sql_value(&sql, db_int(access->client));
	return db_sql_get_int(world->tx, -1, sql_end(&sql));
}

static void
compare_count(struct folder_world *world, const struct tree *tree, const struct folder_access *access)
{
	int64_t expected = 0;

	for (size_t i = 1; i < tree->node_count; i++)
		if (tree->nodes[i].removed_with == 0 &&
		    folder_naive(world, tree, access, tree->nodes[i].id) != FOLDER_NONE)
			expected++;
	folder_compare(world, folder_count(world->tx, access) == expected, "count", access, tree->client);
	if (access->person.staff && access->person.cap != FOLDER_NONE && access->looker == NULL) {
		int64_t counted = 0;

		folder_counts(world->tx, access->person.id, &tree->client, &counted, 1);
		folder_compare(world, counted == expected, "counts", access, tree->client);
		folder_compare(world, sorted_as(world, access) == expected, "order", access, tree->client);
	}
}

/* Of the other client's folders nothing is found. */
static void
compare_person(struct folder_world *world, size_t which, const struct folder_person *looker)
{
	for (int i = 0; i < TREES; i++) {
		const struct tree *tree = &world->trees[i], *other = &world->trees[1 - i];
		const struct folder_access access = {tree->client, world->people[which], looker, "Test"};

		compare_one(world, tree, &access, tree->client);
		compare_one(world, tree, &access, tree->nodes[draw(&world->chance, tree->node_count)].id);
		compare_one(world, tree, &access, other->nodes[other->node_count - 1].id);
		compare_count(world, tree, &access);
		file_world_compare_one(world, tree, &access);
	}
}

/* Of a world that is to go wrong one wrong answer is enough. */
static bool
is_over(const struct folder_world *world)
{
	return world->quiet && world->wrong > 0;
}

static void
compare_all(struct folder_world *world)
{
	if (client_tallies_wrong(world->tx) > 0) {
		world->wrong++;
		fprintf(stderr, "What clients are sorted by is not what they have.\n");
	}
	for (size_t i = 0; i < 2 * PEOPLE_OF_KIND && !is_over(world); i++)
		compare_person(world, i, NULL);
	compare_person(world, draw(&world->chance, PEOPLE_OF_KIND),
		       &world->people[PEOPLE_OF_KIND + draw(&world->chance, PEOPLE_OF_KIND)]);
}

/* ---- worlds ---- */

struct telling {
	struct folder_world world;
	uint64_t seed;
	int rounds;
};

static void
live(struct tx *tx, void *data)
{
	struct telling *telling = data;

	db_run(tx, "insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, "
		   "payment_days, created_at, version) values (1, 'Solaria', 'Solaria', 'FR', '', 'F', 'A', 30, 1, 1)");
	folder_world_make(&telling->world, tx, telling->seed);
	for (int round = 0; round < telling->rounds && !is_over(&telling->world); round++) {
		for (int change = 0; change < 12; change++)
			folder_world_change(&telling->world);
		compare_all(&telling->world);
	}
	tx_refuse(tx);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, folders_are_seen_as_the_rule_says)
{
	size_t compared = 0;

	for (int i = 0; i < 2; i++) {
		struct telling telling = {.seed = property_seed() + 7000 + (uint64_t)i, .rounds = 12};

		assert_int_equal(db_write(db, arena, live, &telling), DB_REFUSED);
		if (telling.world.wrong > 0)
			fail_msg("seed %" PRIu64 ": %zu of %zu answers about folders are wrong", telling.seed,
				 telling.world.wrong, telling.world.compared);
		compared += telling.world.compared;
	}
	printf("%zu answers about folders compared\n", compared);
}

#ifdef PARVIS_WEAKEN
static const struct trial {
	enum check check;
	const char *name;
} trials[] = {
	{CHECK_FOLDER_LEVEL, "level"},	   {CHECK_FOLDER_CAP, "cap"},
	{CHECK_FOLDER_NEAREST, "nearest"}, {CHECK_FOLDER_STRICTEST, "strictest"},
	{CHECK_FOLDER_LOOKER, "looker"},   {CHECK_FOLDER_FULL, "full"},
	{CHECK_FILE_LEVEL, "file"},	   {CHECK_FILE_FULL, "file full"},
	{CHECK_ACTIVITY, "activity"},	   {CHECK_FOLDER_HOLDS, "holds"},
	{CHECK_FILE_NEWS, "news"},	   {CHECK_FOLDER_ORDER, "order"},
};

/* The statements are one text for both engines: on one it is enough to see that each of their conditions is missed. */
TEST(folders_go_wrong_without_each_of_their_checks)
{
	struct arena *arena = arena_new(0);
	struct db *db = db_for_test(arena, DB_SQLITE, "folders", 0);

	rights_world_make(db, arena);
	for (size_t i = 0; i < sizeof trials / sizeof trials[0]; i++) {
		struct telling telling = {.seed = property_seed() + 7100, .rounds = 8, .world = {.quiet = true}};

		for (int again = 0; again < 24 && telling.world.wrong == 0; again++, telling.seed++)
			WITHOUT(trials[i].check, assert_int_equal(db_write(db, arena, live, &telling), DB_REFUSED));
		if (telling.world.wrong == 0)
			fail_msg("without its check \"%s\" nothing of folders goes wrong", trials[i].name);
	}
	arena_free(arena);
}
#endif
