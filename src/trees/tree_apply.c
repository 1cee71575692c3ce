/* tree_apply: works out what templates mean for a client, and has its folders made. */
#include "trees/tree_store.h"

#include "base/arena.h"
#include "core/audit.h"

const char *
trees_outcome_words(enum trees_outcome outcome)
{
	static const char *const words[TREES_OUTCOMES] = {
		[TREES_GONE] = N_("One of these templates is not there any more. Please choose again."),
		[TREES_TOO_MANY] = N_("Together these templates have more than 2,000 folders. Choose fewer of them."),
	};

	return words[outcome];
}

static bool
are_there(const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (names[i] == NULL)
			return false;
	return true;
}

static void
fill_pattern(struct arena *arena, struct trees_plan *plan)
{
	struct grow_folder *pattern = arena_make_array(arena, struct grow_folder, plan->shape.count + 1);

	for (size_t i = 0; i < plan->shape.count; i++) {
		const struct tree_folder *from = &plan->shape.folders[i];

		pattern[i] = (struct grow_folder){from->name, from->parent, from->rights, from->right_count};
	}
	plan->grow = (struct grow){plan->access, pattern, plan->shape.count, plan->again};
}

enum trees_outcome
trees_plan(struct tx *tx, struct trees_plan *plan)
{
	if (plan->tree_count > TREES_AT_ONCE)
		return TREES_TOO_MANY;
	if (!are_there(tree_names(tx, plan->trees, plan->tree_count), plan->tree_count))
		return TREES_GONE;
	plan->shape = trees_merge(tx_arena(tx), tree_shapes(tx, plan->trees, plan->tree_count), plan->tree_count);
	if (plan->shape.count > TREE_FOLDERS)
		return TREES_TOO_MANY;
	fill_pattern(tx_arena(tx), plan);
	folder_grow_plan(tx, &plan->grow);
	return TREES_DONE;
}

static void
journal(struct request *rq, const struct trees_plan *plan)
{
	const char *const *names = tree_names(rq->tx, plan->trees, plan->tree_count);
	struct doc *detail = doc_object(rq->arena), *list = doc_set_list(detail, "templates");

	for (size_t i = 0; i < plan->tree_count; i++)
		doc_add_text(list, names[i]);
	doc_set_int(detail, "folders", (int64_t)plan->grow.made_count);
	doc_set_int(detail, "rights", (int64_t)plan->grow.change_count);
	audit_add(rq, &(struct audit){.action = "folder_tree.apply",
				      .object_kind = "client",
				      .object = plan->access->client,
				      .detail = detail});
}

void
trees_apply(struct request *rq, const struct trees_plan *plan)
{
	folder_grow_do(rq->tx, &plan->grow);
	for (size_t i = 0; i < plan->tree_count; i++)
		tree_use_note(rq->tx, plan->trees[i], plan->access->client);
	journal(rq, plan);
}

enum trees_outcome
trees_begin_client(struct request *rq, int64_t client, const int64_t *ids, size_t count, size_t *made)
{
	const struct folder_access access = {
		.client = client,
		.person = {.staff = true, .id = rq->viewer->staff, .cap = FOLDER_FULL},
		.name = rq->viewer->name,
	};
	struct trees_plan plan = {.access = &access, .trees = ids, .tree_count = count};
	enum trees_outcome outcome = count == 0 ? TREES_DONE : trees_plan(rq->tx, &plan);

	if (outcome == TREES_DONE && count > 0)
		trees_apply(rq, &plan);
	if (made != NULL)
		*made = plan.grow.made_count;
	return outcome;
}
