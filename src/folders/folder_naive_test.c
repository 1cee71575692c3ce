/* folder_naive_test: the rule of rights on folders, as somebody would go through it with a finger. */
#include "folders/folder_world_test.h"

const struct node *
tree_node(const struct tree *tree, int64_t id)
{
	for (size_t i = 0; i < tree->node_count; i++)
		if (tree->nodes[i].id == id)
			return tree->nodes[i].removed_with == 0 ? &tree->nodes[i] : NULL;
	return NULL;
}

static int64_t
parent_of(const struct tree *tree, int64_t id)
{
	for (size_t i = 0; i < tree->node_count; i++)
		if (tree->nodes[i].id == id)
			return tree->nodes[i].parent;
	return 0;
}

bool
folder_naive_lies_in(const struct tree *tree, int64_t folder, int64_t in)
{
	for (; folder != 0; folder = parent_of(tree, folder))
		if (folder == in)
			return true;
	return false;
}

static bool
concerns(const struct folder_world *world, const struct folder_right *right, const struct folder_person *person)
{
	switch (right->whose) {
	case WHOSE_CONTACT:
		return !person->staff && right->who_id == person->id;
	case WHOSE_STAFF:
		return person->staff && right->who_id == person->id;
	case WHOSE_USER_TYPE:
		return !person->staff && right->who_id == person->user_type;
	case WHOSE_CREW:
		return person->staff && person->id >= EVA && person->id < EVA + PEOPLE_OF_KIND &&
		       world->member[right->who_id - 1][person->id - EVA];
	case WHOSE_CONTACTS:
		return !person->staff;
	case WHOSE_COLLEAGUES:
		return person->staff;
	case FOLDER_WHOSE:
		break;
	}
	return false;
}

/* What a folder itself says to the person in a class, the strictest of it; -1: nothing. */
static int
said(const struct folder_world *world, const struct tree *tree, const struct folder_person *person,
     enum folder_class class, int64_t folder)
{
	int level = -1;

	for (size_t i = 0; i < tree->said_count; i++) {
		const struct folder_right *right = &tree->said[i];

		if (right->folder_id == folder && folder_class_of(right->whose) == class &&
		    concerns(world, right, person) && (level == -1 || (int)right->level < level))
			level = (int)right->level;
	}
	return level;
}

static enum folder_level
naive_level(const struct folder_world *world, const struct tree *tree, const struct folder_person *person,
	    int64_t folder)
{
	for (int class = 0; class < FOLDER_CLASSES; class ++)
		for (int64_t at = folder; at != 0; at = parent_of(tree, at)) {
			int level = said(world, tree, person, (enum folder_class) class, at);

			if (level != -1)
				return level < (int)person->cap ? (enum folder_level)level : person->cap;
		}
	return person->staff ? person->cap : FOLDER_NONE;
}

enum folder_level
folder_naive(const struct folder_world *world, const struct tree *tree, const struct folder_access *access,
	     int64_t folder)
{
	enum folder_level level = naive_level(world, tree, &access->person, folder), looked;

	if (access->looker == NULL)
		return level;
	looked = naive_level(world, tree, access->looker, folder);
	return level < looked ? level : looked;
}

bool
folder_naive_shows(const struct folder_world *world, const struct tree *tree, const struct folder_access *access,
		   int64_t folder)
{
	for (size_t i = 0; i < tree->node_count; i++) {
		const struct node *node = &tree->nodes[i];

		if (node->removed_with == 0 && folder_naive_lies_in(tree, node->id, folder) &&
		    folder_naive(world, tree, access, node->id) != FOLDER_NONE)
			return true;
	}
	return false;
}
