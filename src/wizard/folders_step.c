/* folders_step: the folder-tree templates whose folders the client begins with. */
#include "base/arena.h"
#include "core/form_page.h"
#include "trees/trees.h"
#include "wizard/step.h"

static void
show(struct request *rq, struct doc *page, struct form *query)
{
	size_t count;
	const int64_t *ids = trees_read(rq, &count);

	(void)query;
	trees_choose(rq, page, ids, count);
	form_page(rq, page, "trees");
}

static bool
is_there(const struct tree *all, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (all[i].id == id)
			return true;
	return false;
}

static void
check(struct request *rq)
{
	size_t count, tree_count;
	const int64_t *ids = trees_read(rq, &count);
	const struct tree *all = trees_to_choose(rq->tx, &tree_count);

	for (size_t i = 0; i < count; i++)
		if (!is_there(all, tree_count, ids[i]))
			form_error(rq->form, "trees", trees_outcome_words(TREES_GONE), NULL);
	if (count > TREES_AT_ONCE)
		form_error(rq->form, "trees", trees_outcome_words(TREES_TOO_MANY), NULL);
}

static void
summarise(struct request *rq, struct doc *summary)
{
	struct doc *page = doc_object(rq->arena), *list = doc_set_list(summary, "trees");
	const struct doc *all;

	show(rq, page, NULL);
	all = doc_get_list(page, "trees");
	for (size_t i = 0; i < doc_count(all); i++)
		if (doc_is_true(doc_get(all->list.items[i], STR("chosen"))))
			doc_add(list, all->list.items[i]);
}

static void
commit(struct request *rq, int64_t *client, struct doc *summary)
{
	size_t count;
	const int64_t *ids = trees_read(rq, &count);
	enum trees_outcome outcome = trees_begin_client(rq, *client, ids, count, NULL);

	(void)summary;
	if (outcome != TREES_DONE)
		form_error(rq->form, "trees", trees_outcome_words(outcome), NULL);
}

const struct wizard_step folders_step = {
	.name = "folders",
	.label = N_("Folders"),
	.template = "client_draft_folders",
	.show = show,
	.check = check,
	.summarise = summarise,
	.commit = commit,
};
