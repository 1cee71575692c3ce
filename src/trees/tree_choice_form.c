/* tree_choice_form: templates to tick, wherever a client gets folders. */
#include "trees/tree_page.h"

#include "base/arena.h"
#include "base/id.h"
#include "http/form.h"
#include "trees/tree_store.h"

void
trees_choose(struct request *rq, struct doc *page, const int64_t *chosen, size_t chosen_count)
{
	struct doc *list = doc_set_list(page, "trees");
	size_t count;
	const struct tree *all = trees_to_choose(rq->tx, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = tree_doc(rq, &all[i]);

		doc_set_text(row, "input", arena_printf(rq->arena, "trees.%zu", i));
		doc_set_bool(row, "chosen", id_is_among(chosen, chosen_count, all[i].id));
		doc_add(list, row);
	}
	doc_set_text(page, "trees_settings_href",
		     page_is_open(rq, "/console/settings/folder-trees") ? "/console/settings/folder-trees" : NULL);
}

const int64_t *
trees_read(struct request *rq, size_t *count)
{
	size_t rows = form_rows(rq->form, "trees", TREES + 1);
	int64_t *ids = arena_make_array(rq->arena, int64_t, rows + 1);

	*count = 0;
	for (size_t i = 0; i < rows; i++) {
		int64_t id = 0;
		const char *typed = form_text(rq->form, arena_printf(rq->arena, "trees.%zu", i));

		if (text_empty(typed))
			continue;
		if (!id_parse(str_of(typed), &id))
			form_error(rq->form, "trees", trees_outcome_words(TREES_GONE), NULL);
		else if (!id_is_among(ids, *count, id))
			ids[(*count)++] = id;
	}
	return ids;
}
