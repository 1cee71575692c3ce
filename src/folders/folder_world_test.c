/* folder_world_test: clients, people and trees by chance, changed step by step beside what the test remembers. */
#include "folders/folder_world_test.h"
#include "folders/folder_cascade.h"
#include "folders/folder_keep.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/str.h"
#include "clients/clients.h"

#include <inttypes.h>
#include <stdio.h>

enum { FIRST_CLIENT = 701, FIRST_CONTACT = 801, FIRST_TYPE = 901, WRITER = 999 };

void
folder_compare(struct folder_world *world, bool right, const char *what, const struct folder_access *access,
	       int64_t folder)
{
	world->compared++;
	if (right)
		return;
	world->wrong++;
	if (!world->quiet && world->wrong < 20)
		fprintf(stderr, "%s: %s %" PRId64 "%s in folder %" PRId64 " of client %" PRId64 "\n", what,
			access->person.staff ? "staff user" : "contact", access->person.id,
			access->looker == NULL ? "" : ", looked at by staff,", folder, access->client);
}

/* ---- people ---- */

static void
draw_people(struct folder_world *world)
{
	for (int i = 0; i < PEOPLE_OF_KIND; i++) {
		world->people[i] = (struct folder_person){
			.id = FIRST_CONTACT + i, .user_type = FIRST_TYPE + i % 2, .cap = FOLDER_FULL};
		world->people[PEOPLE_OF_KIND + i] = (struct folder_person){
			.staff = true, .id = EVA + i, .cap = (enum folder_level)(1 + draw(&world->chance, 2))};
	}
}

static void
write_crews(struct folder_world *world)
{
	for (int crew = 0; crew < CREWS; crew++) {
		db_run(world->tx, "insert into crew (id, name, created_at, version) values ($1, 'x', 0, 1)",
		       db_int(crew + 1));
		for (int i = 0; i < PEOPLE_OF_KIND; i++) {
			world->member[crew][i] = draw_once_in(&world->chance, 2);
			if (world->member[crew][i])
				db_run(world->tx, "insert into crew_member (crew_id, staff_id) values ($1, $2)",
				       db_int(crew + 1), db_int(EVA + i));
		}
	}
}

void
folder_world_make(struct folder_world *world, struct tx *tx, uint64_t seed)
{
	*world = (struct folder_world){.tx = tx, .chance = {seed * 2654435761u + 1}, .quiet = world->quiet};
	for (int i = 0; i < TREES; i++) {
		world->trees[i].client = FIRST_CLIENT + i;
		world->trees[i].nodes[world->trees[i].node_count++] = (struct node){.id = FIRST_CLIENT + i};
		db_run(tx,
		       "insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, "
		       "version) values ($1, $2, 'company', 'x', 'x', 1, 'FR', 0, 0, 1)",
		       db_int(FIRST_CLIENT + i), db_text(arena_printf(tx_arena(tx), "C-%d", i)));
		client_tally_begin(tx, FIRST_CLIENT + i);
	}
	draw_people(world);
	write_crews(world);
}

/* ---- changes ---- */

static struct node *
draw_node(struct folder_world *world, struct tree *tree, bool root)
{
	size_t from = root || tree->node_count == 1 ? 0 : 1;

	return &tree->nodes[from + draw(&world->chance, tree->node_count - from)];
}

static bool
has_child_named(const struct tree *tree, int64_t parent, const char *name, int64_t but)
{
	for (size_t i = 0; i < tree->node_count; i++)
		if (tree->nodes[i].parent == parent && tree->nodes[i].removed_with == 0 && tree->nodes[i].id != but &&
		    text_equal(tree->nodes[i].name, name))
			return true;
	return false;
}

/* Whether who writes sees one of that name there. */
static bool
sees_namesake(const struct folder_world *world, const struct tree *tree, const struct folder_access *access,
	      int64_t parent, const char *name, int64_t but)
{
	if (!has_child_named(tree, parent, name, but))
		return false;
	for (size_t i = 0; i < tree->node_count; i++)
		if (tree->nodes[i].parent == parent && tree->nodes[i].removed_with == 0 && tree->nodes[i].id != but &&
		    text_equal(tree->nodes[i].name, name) && folder_naive_shows(world, tree, access, tree->nodes[i].id))
			return true;
	return false;
}

static enum folder_outcome
may(const struct folder_world *world, const struct tree *tree, const struct folder_access *access, int64_t folder,
    bool inside)
{
	bool root = folder == tree->client;

	if (tree_node(tree, folder) == NULL || (root && !inside) ||
	    (!root && !folder_naive_shows(world, tree, access, folder)))
		return FOLDER_GONE;
	return folder_naive(world, tree, access, folder) == FOLDER_FULL ? FOLDER_DONE : FOLDER_REFUSED;
}

static void
create(struct folder_world *world, struct tree *tree, const struct folder_access *access)
{
	static const char *const names[] = {"Paie", "paie", "Juridique", "Élan", "2026", "Divers", "Plans"};
	struct node *parent = draw_node(world, tree, true);
	const char *name = names[draw(&world->chance, sizeof names / sizeof names[0])];
	enum folder_outcome expected = may(world, tree, access, parent->id, true), outcome;
	int64_t id = 0;

	if (tree->node_count == NODES)
		return;
	if (expected == FOLDER_DONE && sees_namesake(world, tree, access, parent->id, name, 0))
		expected = FOLDER_NAMESAKE;
	/* Two names that are folded alike are the same. */
	if (expected == FOLDER_DONE &&
	    sees_namesake(world, tree, access, parent->id, text_equal(name, "Paie") ? "paie" : "Paie", 0) &&
	    (text_equal(name, "Paie") || text_equal(name, "paie")))
		expected = FOLDER_NAMESAKE;
	outcome = folder_create(world->tx, access, parent->id, name, &id);
	folder_compare(world, outcome == expected, "making", access, parent->id);
	if (outcome == FOLDER_DONE)
		tree->nodes[tree->node_count++] = (struct node){.id = id, .parent = parent->id, .name = name};
}

static void
forget(struct tree *tree, const struct folder_right *right)
{
	for (size_t i = 0; i < tree->said_count; i++)
		if (tree->said[i].folder_id == right->folder_id && tree->said[i].whose == right->whose &&
		    tree->said[i].who_id == right->who_id)
			tree->said[i] = tree->said[--tree->said_count];
}

static int64_t
draw_who(struct folder_world *world, enum folder_whose whose)
{
	int64_t first[] = {FIRST_CONTACT, EVA, FIRST_TYPE, 1, 0, 0};
	uint64_t many[] = {PEOPLE_OF_KIND, PEOPLE_OF_KIND, 2, CREWS, 1, 1};

	return first[whose] + (int64_t)draw(&world->chance, many[whose]);
}

static struct folder
folder_at(struct folder_world *world, const struct tree *tree, int64_t id)
{
	const struct folder_access all = {.client = tree->client, .person = {.staff = true, .id = -1, .cap = 2}};
	const struct folder_seen *seen = folder_find(world->tx, &all, id);

	return seen == NULL ? folder_root(0) : seen->folder;
}

/* Of few folders often, so that several things are said of one; groups are spoken of most. */
static void
say(struct folder_world *world, struct tree *tree)
{
	uint64_t kind = draw(&world->chance, FOLDER_WHOSE + 2), few = tree->node_count < 6 ? tree->node_count : 6;
	enum folder_whose whose = kind < FOLDER_WHOSE ? (enum folder_whose)kind : WHOSE_CREW;
	struct folder_right right = {.whose = whose, .level = (enum folder_level)draw(&world->chance, 3)};
	struct folder folder = folder_at(world, tree,
					 draw_once_in(&world->chance, 2) ? draw_node(world, tree, true)->id
									 : tree->nodes[draw(&world->chance, few)].id);

	right.who_id = draw_who(world, whose);
	right.folder_id = folder.id;
	if (folder.id == 0 || tree->said_count == SAYINGS)
		return;
	forget(tree, &right);
	if (draw_once_in(&world->chance, 4))
		folder_right_unset(world->tx, &folder, whose, right.who_id);
	else {
		folder_right_set(world->tx, &folder, &right);
		tree->said[tree->said_count++] = right;
	}
}

/* One and the same for all below: of that one nothing else is said there any more; and half of the time it is undone.
 */
static void
spread(struct folder_world *world, struct tree *tree, const struct folder_access *access)
{
	enum folder_whose whose = (enum folder_whose)draw(&world->chance, FOLDER_WHOSE);
	const struct node *node = draw_node(world, tree, true);
	const struct folder_seen *seen = folder_find(world->tx, access, node->id);
	const struct folder_whom whom = {.whose = whose,
					 .who_id = draw_who(world, whose),
					 .person = {.staff = whose % 2 == 1, .cap = FOLDER_FULL}};
	struct cascade cascade = {access, &whom, seen, (enum folder_level)draw(&world->chance, 3), .everywhere = true};
	struct folder_right right = {node->id, whose, whom.who_id, cascade.level};
	int64_t id;

	if (seen == NULL || seen->level != FOLDER_FULL || whose == WHOSE_COLLEAGUES || tree->said_count == SAYINGS)
		return;
	folder_cascade_plan(world->tx, &cascade);
	id = folder_cascade_do(world->tx, &cascade);
	if (draw_once_in(&world->chance, 2)) {
		folder_compare(world,
			       folder_cascade_undo(world->tx, access, folder_cascade_find(world->tx, tree->client, id)),
			       "undoing", access, node->id);
		return;
	}
	for (size_t i = tree->said_count; i-- > 0;)
		if (tree->said[i].whose == whose && tree->said[i].who_id == whom.who_id &&
		    folder_naive(world, tree, access, tree->said[i].folder_id) == FOLDER_FULL &&
		    folder_naive_lies_in(tree, tree->said[i].folder_id, node->id))
			tree->said[i] = tree->said[--tree->said_count];
	forget(tree, &right);
	tree->said[tree->said_count++] = right;
}

/* Whether something below it is not theirs to change. */
static bool
holds_others(const struct folder_world *world, const struct tree *tree, const struct folder_access *access,
	     int64_t folder)
{
	for (size_t i = 0; i < tree->node_count; i++)
		if (tree->nodes[i].removed_with == 0 && folder_naive_lies_in(tree, tree->nodes[i].id, folder) &&
		    folder_naive(world, tree, access, tree->nodes[i].id) != FOLDER_FULL)
			return true;
	return false;
}

/* What was written to keep rights: read back, for the test to go on from. */
static void
read_said(struct folder_world *world, struct tree *tree)
{
	const struct folder root = folder_root(tree->client);
	size_t count;
	const struct folder_right *rights = folder_rights_beneath(world->tx, &root, FOLDER_WHOSE, 0, &count);
	size_t kept = 0;

	for (size_t i = 0; i < tree->said_count; i++) /* of folders in the bin, which are not listed */
		if (tree->said[i].folder_id != tree->client && tree_node(tree, tree->said[i].folder_id) == NULL)
			tree->said[kept++] = tree->said[i];
	tree->said_count = kept;
	for (size_t i = 0; i < count && tree->said_count < SAYINGS; i++)
		tree->said[tree->said_count++] = rights[i];
}

/* What every person has in each folder, as the rule says. */
static void
note_levels(const struct folder_world *world, const struct tree *tree, enum folder_level levels[][NODES])
{
	for (int person = 0; person < 2 * PEOPLE_OF_KIND; person++)
		for (size_t i = 0; i < tree->node_count; i++) {
			const struct folder_access access = {.client = tree->client, .person = world->people[person]};

			levels[person][i] = folder_naive(world, tree, &access, tree->nodes[i].id);
		}
}

/* With its rights: in it and below it everybody has what they had before. */
static enum folder_outcome
move_kept(struct folder_world *world, struct tree *tree, const struct folder_access *access, struct node *node,
	  const struct node *to)
{
	enum folder_level before[2 * PEOPLE_OF_KIND][NODES], after[2 * PEOPLE_OF_KIND][NODES];
	struct folder folder = folder_at(world, tree, node->id), place = folder_at(world, tree, to->id);
	struct folder_keep keep = {
		.folder = &folder, .to = &place, .contacts = world->people, .contact_count = PEOPLE_OF_KIND};
	enum folder_outcome outcome;

	note_levels(world, tree, before);
	folder_keep_read(world->tx, &keep);
	folder_keep_plan(world->tx, &keep);
	if (tree->said_count + keep.writes.count > SAYINGS)
		return FOLDER_NAMESAKE;
	outcome = folder_move_kept(world->tx, access, node->id, to->id, &keep, false);
	if (outcome != FOLDER_DONE || node->parent == to->id)
		return outcome;
	node->parent = to->id;
	read_said(world, tree);
	note_levels(world, tree, after);
	for (int person = 0; person < 2 * PEOPLE_OF_KIND; person++)
		for (size_t i = 0; i < tree->node_count; i++)
			if (tree->nodes[i].removed_with == 0 && folder_naive_lies_in(tree, tree->nodes[i].id, node->id))
				folder_compare(world, before[person][i] == after[person][i], "kept",
					       &(struct folder_access){.client = tree->client,
								       .person = world->people[person]},
					       tree->nodes[i].id);
	return outcome;
}

static void
move(struct folder_world *world, struct tree *tree, const struct folder_access *access)
{
	struct node *node = draw_node(world, tree, false), *to = draw_node(world, tree, true);
	enum folder_outcome expected = may(world, tree, access, node->id, false), outcome;

	if (expected == FOLDER_DONE)
		expected = may(world, tree, access, to->id, true);
	if (expected == FOLDER_DONE && folder_naive_lies_in(tree, to->id, node->id))
		expected = FOLDER_INSIDE;
	if (expected == FOLDER_DONE && holds_others(world, tree, access, node->id))
		expected = FOLDER_HOLDS;
	outcome = expected == FOLDER_DONE && draw_once_in(&world->chance, 2)
			  ? move_kept(world, tree, access, node, to)
			  : folder_move(world->tx, access, node->id, to->id);
	folder_compare(world, outcome == expected || (expected == FOLDER_DONE && outcome == FOLDER_NAMESAKE), "moving",
		       access, node->id);
	if (outcome == FOLDER_DONE)
		node->parent = to->id;
}

static void
take_away(struct folder_world *world, struct tree *tree, const struct folder_access *access)
{
	struct node *node = draw_node(world, tree, false);
	enum folder_outcome expected = may(world, tree, access, node->id, false), outcome;

	if (expected == FOLDER_DONE && holds_others(world, tree, access, node->id))
		expected = FOLDER_HOLDS;
	outcome = folder_remove(world->tx, access, node->id, 1);

	folder_compare(world, outcome == expected, "removing", access, node->id);
	if (outcome != FOLDER_DONE)
		return;
	for (size_t i = 0; i < tree->node_count; i++)
		if (tree->nodes[i].removed_with == 0 && folder_naive_lies_in(tree, tree->nodes[i].id, node->id))
			tree->nodes[i].removed_with = node->id;
	file_world_follow(tree, node->id, true);
}

/* Where it went, and under which name, is the store's to say. */
static void
bring_back(struct folder_world *world, struct tree *tree, const struct folder_access *access)
{
	struct node *node = draw_node(world, tree, false);

	if (node->removed_with != node->id || folder_restore(world->tx, access, node->id) != FOLDER_DONE)
		return;
	for (size_t i = 0; i < tree->node_count; i++)
		if (tree->nodes[i].removed_with == node->id)
			tree->nodes[i].removed_with = 0;
	file_world_follow(tree, node->id, false);
	node->parent = db_get_int(world->tx, 0, "select parent_id from folder where id = $1", db_int(node->id));
	node->name = db_get_text(world->tx, "select name from folder where id = $1", db_int(node->id));
}

void
folder_world_change(struct folder_world *world)
{
	struct tree *tree = &world->trees[draw(&world->chance, TREES)];
	const struct folder_access access = {
		.client = tree->client,
		.person = {.staff = true, .id = WRITER, .cap = FOLDER_FULL},
		.name = "Test",
	};

	activity_world_change(world, tree);
	mark_world_change(world, tree);
	if (draw_once_in(&world->chance, 4)) {
		file_world_change(world, tree, &access);
		return;
	}
	switch (draw(&world->chance, 10)) {
	case 0:
	case 1:
	case 2:
		create(world, tree, &access);
		return;
	case 3:
		move(world, tree, &access);
		return;
	case 4:
		if (world->quiet || draw_once_in(&world->chance, 3)) /* what goes wrong then is rare */
			take_away(world, tree, &access);
		return;
	case 6:
		spread(world, tree, &access);
		return;
	case 5:
		bring_back(world, tree, &access);
		return;
	default:
		say(world, tree);
	}
}
