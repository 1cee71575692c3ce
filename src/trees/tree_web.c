/* tree_web: folder-tree templates in the settings: listed, made, named, copied and removed. */
#include "trees/handlers.h"

#include "base/arena.h"
#include "core/form_page.h"
#include "trees/tree_edit.h"
#include "trees/tree_page.h"
#include "trees/tree_store.h"

enum { NAME_LENGTH = 80, NAMES_TRIED = 100 };

/* ---- the list ---- */

static struct doc *
list_doc(struct request *rq)
{
	struct doc *page = doc_object(rq->arena), *list = doc_set_list(page, "trees");
	size_t count;
	const struct tree *all = trees_all(rq->tx, rq->viewer, &count);

	for (size_t i = 0; i < count; i++)
		doc_add(list, tree_doc(rq, &all[i]));
	form_page(rq, page, "name list");
	return page;
}

struct reply
tree_list(struct request *rq)
{
	return reply_page(rq, "tree_list", list_doc(rq));
}

/* An error beside the field when another template has the name. */
static const char *
read_name(struct request *rq, int64_t tree)
{
	const char *name = form_read_text(rq->form, "name", FORM_REQUIRED, NAME_LENGTH);

	if (name != NULL && tree_name_is_taken(rq->tx, name, tree))
		form_error(rq->form, "name", N_("Another template has this name already."), NULL);
	return name;
}

struct reply
tree_new(struct request *rq)
{
	const char *name = read_name(rq, 0);
	size_t count;
	struct tree_folder *folders_read;
	struct tree_shape none = {NULL, 0};
	const struct tree *made;

	folders_read = tree_read_list(rq, &none, TREE_TOP, &count);
	if (form_failed(rq->form))
		return reply_form(rq, "tree_list", list_doc(rq));
	made = tree_find(rq->tx, rq->viewer, tree_create(rq->tx, name));
	tree_settle(folders_read, count, made->id);
	tree_folders_insert(rq->tx, made->id, folders_read, count);
	tree_journal(rq, "folder_tree.create", made->id, made->name, NULL);
	made = tree_find(rq->tx, rq->viewer, made->id);
	return reply_done(rq, tree_href(rq, made->id, ""), N_("The template was added."), tree_doc(rq, made));
}

/* ---- one ---- */

struct reply
tree_show(struct request *rq)
{
	struct tree_page page;

	if (!tree_page_open(rq, &page, "folder"))
		return reply_not_found(rq);
	return reply_page(rq, "tree_show", tree_page_doc(&page));
}

struct reply
tree_rename(struct request *rq)
{
	struct tree_page page;
	const char *name;

	if (!tree_page_open(rq, &page, NULL))
		return reply_not_found(rq);
	name = read_name(rq, page.tree->id);
	if (form_failed(rq->form))
		return reply_form(rq, "tree_show", tree_page_doc(&page));
	if (!tree_begin_change(&page, name))
		return tree_overtaken(&page);
	tree_journal(rq, "folder_tree.change", page.tree->id, name, NULL);
	return tree_changed(&page, 0, N_("The template was saved."));
}

/* "Chantier (2)", or the next number that is free; NULL: none of many. */
static const char *
free_name(struct request *rq, const char *name)
{
	for (int number = 2; number < NAMES_TRIED; number++) {
		const char *tried = arena_printf(rq->arena, "%s (%d)", name, number);

		if (!tree_name_is_taken(rq->tx, tried, 0))
			return tried;
	}
	return NULL;
}

struct reply
tree_copy_new(struct request *rq)
{
	struct tree_page page;
	const char *name;
	int64_t copy;

	if (!tree_page_open(rq, &page, NULL))
		return reply_not_found(rq);
	name = free_name(rq, page.tree->name);
	if (name == NULL)
		return reply_refusal(rq, 409, N_("There are many copies of this template already."));
	copy = tree_create(rq->tx, name);
	for (size_t i = 0; i < page.shape.count; i++) {
		struct tree_folder *folder = &page.shape.folders[i];

		folder->id = id_new();
		folder->parent_id = folder->parent == TREE_TOP ? copy : page.shape.folders[folder->parent].id;
	}
	tree_folders_insert(rq->tx, copy, page.shape.folders, page.shape.count);
	tree_journal(rq, "folder_tree.create", copy, name, NULL);
	return reply_done(rq, tree_href(rq, copy, ""), N_("This is the copy. Give it a name of its own."),
			  tree_doc(rq, tree_find(rq->tx, rq->viewer, copy)));
}

struct reply
tree_removal(struct request *rq)
{
	const struct tree *tree = tree_find(rq->tx, rq->viewer, path_id(rq, "tree"));

	if (tree == NULL)
		return reply_not_found(rq);
	tree_remove(rq->tx, tree->id);
	tree_journal(rq, "folder_tree.remove", tree->id, tree->name, NULL);
	return reply_done(rq, "/console/settings/folder-trees",
			  N_("The template was removed. Folders that were made after it stay."), NULL);
}
