/* tree_edit_web: how changes of a template begin and end, and the folders of a pasted list. */
#include "trees/tree_edit.h"

#include "base/arena.h"
#include "core/audit.h"
#include "trees/tree_paste.h"
#include "trees/tree_store.h"

bool
tree_begin_change(const struct tree_page *page, const char *name)
{
	struct form *form = page->rq->form;
	int64_t version = form_has(form, "version") ? form_read_int(form, "version", FORM_REQUIRED, 1, INT64_MAX)
						    : page->tree->version;

	return tree_change(page->rq->tx, page->tree->id, name, version);
}

struct reply
tree_overtaken(const struct tree_page *page)
{
	form_error(
		page->rq->form, "",
		N_("Somebody else has changed this template meanwhile. What you typed is still here: compare, then save again."),
		NULL);
	return reply_conflict(page->rq, "tree_show", tree_page_doc(page));
}

struct reply
tree_changed(const struct tree_page *page, int64_t folder, const char *flash)
{
	struct tree_page now = {.rq = page->rq, .open = TREE_TOP};

	now.tree = tree_find(now.rq->tx, now.rq->viewer, page->tree->id);
	now.shape = tree_shapes(now.rq->tx, &now.tree->id, 1)[0];
	if (folder != 0)
		now.open = tree_place(&now.shape, folder);
	form_start_over(now.rq->form);
	return reply_done(now.rq, tree_open_href(now.rq, now.tree->id, folder), flash, tree_page_doc(&now));
}

void
tree_journal(struct request *rq, const char *action, int64_t tree, const char *name, const char *folder)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_text(detail, "name", name);
	if (folder != NULL)
		doc_set_text(detail, "folder", folder);
	audit_add(rq,
		  &(struct audit){.action = action, .object_kind = "folder_tree", .object = tree, .detail = detail});
}

/* ---- a pasted list ---- */

static void
refuse(struct request *rq, const struct pasted *pasted)
{
	struct doc *values = doc_object(rq->arena);

	doc_set_int(values, "line", pasted->line);
	doc_set_text(values, "name", pasted->name);
	doc_set_int(values, "other", pasted->other);
	form_error(rq->form, "list", pasted->problem, values);
}

/* Folders that are in the template already stay what they are. */
static struct tree_folder *
missing_of(struct request *rq, const struct tree_shape *shape, int in, const struct pasted *pasted, size_t *count)
{
	struct tree_folder *list = arena_make_array(rq->arena, struct tree_folder, pasted->count + 1);
	int *there = arena_make_array(rq->arena, int, pasted->count + 1); /* its place in the template; -2: it is new */
	int64_t *ids = arena_make_array(rq->arena, int64_t, pasted->count + 1);

	*count = 0;
	for (size_t i = 0; i < pasted->count; i++) {
		const struct pasted_folder *from = &pasted->folders[i];
		bool top = from->parent == TREE_TOP;
		int above = top ? in : there[from->parent];
		int found = above < TREE_TOP ? -1 : tree_named(shape, above, from->name_key);

		there[i] = found >= 0 ? found : TREE_TOP - 1;
		ids[i] = found >= 0 ? shape->folders[found].id : id_new();
		if (found >= 0)
			continue;
		list[*count] = (struct tree_folder){.id = ids[i], .name = from->name, .name_key = from->name_key};
		list[*count].parent_id = !top ? ids[from->parent] : in == TREE_TOP ? 0 : shape->folders[in].id;
		(*count)++;
		if (shape->count + *count <= TREE_FOLDERS)
			continue;
		refuse(rq, &(struct pasted){.problem = N_("Line {{line}}: a template has at most 2,000 folders."),
					    .line = from->line});
		break;
	}
	return list;
}

struct tree_folder *
tree_read_list(struct request *rq, const struct tree_shape *shape, int in, size_t *count)
{
	const char *text = form_raw(rq->form, "list");
	struct pasted pasted =
		tree_paste_read(rq->arena, text == NULL ? "" : text, in == TREE_TOP ? 0 : shape->folders[in].depth);

	*count = 0;
	if (pasted.problem != NULL) {
		refuse(rq, &pasted);
		return NULL;
	}
	return missing_of(rq, shape, in, &pasted, count);
}

void
tree_settle(struct tree_folder *list, size_t count, int64_t tree)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].parent_id == 0)
			list[i].parent_id = tree;
}
