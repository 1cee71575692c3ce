/* tree: arranges the folders of a template, merges several, and asks the rule of folders what contacts would have. */
#include "trees/tree.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

/* ---- one template ---- */

static int
by_parent_and_name(const void *a, const void *b)
{
	const struct tree_folder *one = a, *other = b;

	if (one->parent_id != other->parent_id)
		return one->parent_id < other->parent_id ? -1 : 1;
	return strcmp(one->name_key, other->name_key);
}

static int
by_tree_folder(const void *a, const void *b)
{
	const struct tree_right *one = a, *other = b;

	if (one->tree_folder_id != other->tree_folder_id)
		return one->tree_folder_id < other->tree_folder_id ? -1 : 1;
	if (one->whose != other->whose)
		return one->whose < other->whose ? -1 : 1;
	return one->who_id < other->who_id ? -1 : one->who_id > other->who_id;
}

struct arranging {
	struct arena *arena;
	const struct tree_folder *rows; /* by what they lie in, and name */
	size_t row_count;
	const struct tree_right *rights; /* by folder */
	size_t right_count;
	struct tree_shape shape;
};

static void
take_rights(const struct arranging *arranging, struct tree_folder *folder)
{
	size_t low = 0, high = arranging->right_count, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (arranging->rights[middle].tree_folder_id < folder->id)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < arranging->right_count && arranging->rights[end].tree_folder_id == folder->id; end++)
		folder->right_count++;
	folder->rights = arena_make_array(arranging->arena, struct grow_right, folder->right_count + 1);
	for (size_t i = 0; i < folder->right_count; i++) {
		const struct tree_right *right = &arranging->rights[low + i];

		folder->rights[i] = (struct grow_right){right->whose, right->who_id, right->level};
	}
}

static size_t
first_in(const struct arranging *arranging, int64_t parent)
{
	size_t low = 0, high = arranging->row_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (arranging->rows[middle].parent_id < parent)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Deeper than folders may lie nothing is followed: so the walk ends, whatever the rows say. */
static void
arrange_in(struct arranging *arranging, int64_t parent_id, int parent, int depth)
{
	struct tree_shape *shape = &arranging->shape;

	for (size_t i = first_in(arranging, parent_id);
	     depth <= FOLDER_DEPTH && i < arranging->row_count && arranging->rows[i].parent_id == parent_id; i++) {
		size_t at = shape->count++;
		struct tree_folder *folder = &shape->folders[at];

		*folder = arranging->rows[i];
		folder->parent = parent;
		folder->depth = depth;
		folder->right_count = 0;
		take_rights(arranging, folder);
		arrange_in(arranging, folder->id, (int)at, depth + 1);
		folder->below = shape->count - at - 1;
	}
}

struct tree_shape
tree_arrange(struct arena *arena, const struct tree_folder *rows, size_t row_count, const struct tree_right *rights,
	     size_t right_count)
{
	struct tree_folder *sorted = arena_make_array(arena, struct tree_folder, row_count + 1);
	struct tree_right *by_folder = arena_make_array(arena, struct tree_right, right_count + 1);
	struct arranging arranging = {arena, sorted, row_count, by_folder, right_count, {NULL, 0}};

	arranging.shape.folders = arena_make_array(arena, struct tree_folder, row_count + 1);
	for (size_t i = 0; i < row_count; i++)
		sorted[i] = rows[i];
	for (size_t i = 0; i < right_count; i++)
		by_folder[i] = rights[i];
	qsort(sorted, row_count, sizeof *sorted, by_parent_and_name);
	qsort(by_folder, right_count, sizeof *by_folder, by_tree_folder);
	if (row_count > 0)
		arrange_in(&arranging, rows[0].tree_id, TREE_TOP, 1);
	return arranging.shape;
}

/* ---- several ---- */

/* What is left of a template in one folder: places in its list. */
struct rest {
	size_t at, end;
};

struct merging {
	struct arena *arena;
	const struct tree_shape *shapes;
	size_t shape_count;
	struct tree_shape merged;
};

static const char *
next_key(const struct merging *merging, const struct rest *rests)
{
	const char *least = NULL;

	for (size_t i = 0; i < merging->shape_count; i++) {
		const char *key = rests[i].at < rests[i].end ? merging->shapes[i].folders[rests[i].at].name_key : NULL;

		if (key != NULL && (least == NULL || strcmp(key, least) < 0))
			least = key;
	}
	return least;
}

static void
add_rights(struct arena *arena, struct tree_folder *folder, const struct tree_folder *from)
{
	struct grow_right *rights =
		arena_make_array(arena, struct grow_right, folder->right_count + from->right_count + 1);

	for (size_t i = 0; i < folder->right_count; i++)
		rights[i] = folder->rights[i];
	for (size_t i = 0; i < from->right_count; i++) {
		const struct grow_right *right = &from->rights[i];
		size_t same = 0;

		while (same < folder->right_count &&
		       (rights[same].whose != right->whose || rights[same].who_id != right->who_id))
			same++;
		if (same == folder->right_count)
			rights[folder->right_count++] = *right;
		else if (right->level < rights[same].level)
			rights[same].level = right->level;
	}
	folder->rights = rights;
}

static void
merge_in(struct merging *merging, struct rest *rests, int parent, int depth)
{
	struct tree_shape *merged = &merging->merged;
	const char *key;

	while (merged->count <= TREE_FOLDERS && (key = next_key(merging, rests)) != NULL) {
		struct rest *inside = arena_make_array(merging->arena, struct rest, merging->shape_count);
		size_t at = merged->count++;
		struct tree_folder *folder = &merged->folders[at];

		*folder = (struct tree_folder){.name_key = key, .parent = parent, .depth = depth};
		for (size_t i = 0; i < merging->shape_count; i++) {
			const struct tree_folder *from = &merging->shapes[i].folders[rests[i].at];

			if (rests[i].at == rests[i].end || strcmp(from->name_key, key) != 0)
				continue;
			folder->name = folder->name == NULL ? from->name : folder->name;
			add_rights(merging->arena, folder, from);
			inside[i] = (struct rest){rests[i].at + 1, rests[i].at + 1 + from->below};
			rests[i].at = inside[i].end;
		}
		merge_in(merging, inside, (int)at, depth + 1);
		folder->below = merged->count - at - 1;
	}
}

struct tree_shape
trees_merge(struct arena *arena, const struct tree_shape *shapes, size_t shape_count)
{
	struct merging merging = {arena, shapes, shape_count, {NULL, 0}};
	struct rest *rests = arena_make_array(arena, struct rest, shape_count + 1);
	size_t all = 1;

	for (size_t i = 0; i < shape_count; i++) {
		rests[i].end = shapes[i].count;
		all += shapes[i].count;
	}
	merging.merged.folders = arena_make_array(arena, struct tree_folder, all);
	merge_in(&merging, rests, TREE_TOP, 1);
	return merging.merged;
}

/* ---- asking ---- */

int
tree_place(const struct tree_shape *shape, int64_t id)
{
	for (size_t i = 0; i < shape->count; i++)
		if (shape->folders[i].id == id)
			return (int)i;
	return -1;
}

int
tree_deepest(const struct tree_shape *shape, size_t at)
{
	int deepest = 0;

	for (size_t i = at; i <= at + shape->folders[at].below; i++)
		deepest = shape->folders[i].depth > deepest ? shape->folders[i].depth : deepest;
	return deepest;
}

int
tree_named(const struct tree_shape *shape, int in, const char *name_key)
{
	size_t from = in == TREE_TOP ? 0 : (size_t)in + 1;
	size_t end = in == TREE_TOP ? shape->count : from + shape->folders[in].below;

	for (size_t i = from; i < end; i += shape->folders[i].below + 1)
		if (strcmp(shape->folders[i].name_key, name_key) == 0)
			return (int)i;
	return -1;
}

int
tree_said(const struct tree_folder *folder, enum folder_whose whose, int64_t who_id)
{
	for (size_t i = 0; i < folder->right_count; i++)
		if (folder->rights[i].whose == whose && folder->rights[i].who_id == who_id)
			return (int)folder->rights[i].level;
	return LEVEL_UNSAID;
}

/* From the top down, as the rule wants it. */
static void
add_sayings(const struct tree_shape *shape, int at, int64_t user_type, struct folder_sight *sight)
{
	const struct tree_folder *folder;

	if (at == TREE_TOP)
		return;
	folder = &shape->folders[at];
	add_sayings(shape, folder->parent, user_type, sight);
	for (size_t i = 0; i < folder->right_count; i++) {
		const struct grow_right *right = &folder->rights[i];

		if (right->whose == WHOSE_CONTACTS || right->who_id == user_type)
			folder_sight_add(sight, folder_class_of(right->whose), right->level, at + 1);
	}
}

enum folder_level
tree_level(const struct tree_shape *shape, size_t at, int64_t user_type)
{
	struct folder_sight sight = folder_sight_unsaid;

	add_sayings(shape, (int)at, user_type, &sight);
	return folder_level_of(&sight, FOLDER_NONE, FOLDER_FULL);
}
