/* tree_folder_web: the folders of a template: added one by one or as a list, named, given rights, moved and removed. */
#include "trees/handlers.h"

#include "base/arena.h"
#include "sys/file_name.h"
#include "trees/tree_edit.h"
#include "trees/tree_store.h"

enum { RIGHTS_READ = 200 };

static struct reply
shown_again(struct tree_page *page, const char *problem)
{
	page->problem = problem;
	return reply_form(page->rq, "tree_show", tree_page_doc(page));
}

static struct reply
overtaken(struct tree_page *page, const char *problem)
{
	page->problem = problem;
	return tree_overtaken(page);
}

static const struct tree_folder *
open_folder(const struct tree_page *page)
{
	return &page->shape.folders[page->open];
}

static int64_t
open_id(const struct tree_page *page)
{
	return page->open == TREE_TOP ? page->tree->id : open_folder(page)->id;
}

static void
journal(const struct tree_page *page, const char *folder)
{
	tree_journal(page->rq, "folder_tree.change", page->tree->id, page->tree->name, folder);
}

/* The name the form brings, made safe, for a folder of the place `in`; NULL with an error beside the field. `itself`:
 * the place of the one that gets it; -1: a new one. */
static const char *
read_name(struct tree_page *page, int in, int itself)
{
	const char *typed = form_read_text(page->rq->form, "name", FORM_REQUIRED, 255), *name;
	int same;

	if (typed == NULL)
		return NULL;
	name = file_name_typed(page->rq->arena, str_of(typed));
	if (name == NULL) {
		form_error(page->rq->form, "name", N_("A name needs a letter or a number."), NULL);
		return NULL;
	}
	same = tree_named(&page->shape, in, folder_name_key(page->rq->arena, name));
	if (same < 0 || same == itself)
		return name;
	form_error(page->rq->form, "name", N_("There is a folder of this name already."), NULL);
	return NULL;
}

/* ---- adding ---- */

static void
check_room(struct tree_page *page, const char *field)
{
	if (page->open != TREE_TOP && open_folder(page)->depth >= FOLDER_DEPTH)
		form_error(page->rq->form, field, N_("Folders may lie at most 32 deep in one another."), NULL);
	if (page->shape.count >= TREE_FOLDERS)
		form_error(page->rq->form, field, N_("A template has at most 2,000 folders."), NULL);
}

struct reply
tree_folder_new(struct request *rq)
{
	struct tree_page page;
	struct tree_folder row;

	if (!tree_page_open(rq, &page, "parent"))
		return reply_not_found(rq);
	row = (struct tree_folder){.id = id_new(), .parent_id = open_id(&page)};
	row.name = read_name(&page, page.open, -1);
	check_room(&page, "name");
	if (form_failed(rq->form))
		return shown_again(&page, "add");
	if (!tree_begin_change(&page, page.tree->name))
		return overtaken(&page, "add");
	row.name_key = folder_name_key(rq->arena, row.name);
	tree_folders_insert(rq->tx, page.tree->id, &row, 1);
	journal(&page, row.name);
	return tree_changed(&page, page.open == TREE_TOP ? 0 : open_id(&page), N_("The folder was added."));
}

struct reply
tree_list_new(struct request *rq)
{
	struct tree_page page;
	struct tree_folder *list;
	size_t count;

	if (!tree_page_open(rq, &page, "parent"))
		return reply_not_found(rq);
	list = tree_read_list(rq, &page.shape, page.open, &count);
	if (!form_failed(rq->form) && count == 0)
		form_error(rq->form, "list", N_("There is no new folder in this list."), NULL);
	if (form_failed(rq->form))
		return shown_again(&page, "paste");
	if (!tree_begin_change(&page, page.tree->name))
		return overtaken(&page, "paste");
	tree_settle(list, count, page.tree->id);
	tree_folders_insert(rq->tx, page.tree->id, list, count);
	journal(&page, count == 1 ? list[0].name : NULL);
	return tree_changed(&page, page.open == TREE_TOP ? 0 : open_id(&page), N_("The folders were added."));
}

/* ---- name and rights ---- */

struct wanted {
	enum folder_whose whose;
	int64_t who;
	int level;
};

static bool
is_known(struct request *rq, enum folder_whose whose, int64_t who)
{
	size_t count;
	const struct contact_type *types = contact_types(rq, &count);

	for (size_t i = 0; i < count && whose == WHOSE_USER_TYPE; i++)
		if (types[i].id == who)
			return true;
	return whose == WHOSE_CONTACTS;
}

static struct wanted *
read_rights(struct request *rq, size_t *count)
{
	size_t rows = form_rows(rq->form, "rights", RIGHTS_READ);
	struct wanted *wanted = arena_make_array(rq->arena, struct wanted, rows + 1);

	*count = 0;
	for (size_t i = 0; i < rows; i++) {
		const char *who_name = form_row_name(rq->form, "rights", i, "who");
		const char *who = form_text(rq->form, who_name);
		struct wanted *row = &wanted[*count];

		row->level = form_read_choice(rq->form, form_row_name(rq->form, "rights", i, "level"), FORM_OPTIONAL,
					      folder_level_names);
		if (folder_whom_read_code(who, &row->whose, &row->who) && is_known(rq, row->whose, row->who))
			(*count)++;
		else
			form_error(rq->form, who_name, N_("These contacts are not there any more."), NULL);
	}
	return wanted;
}

struct reply
tree_folder_edit(struct request *rq)
{
	struct tree_page page;
	const struct tree_folder *folder;
	const char *name;
	struct wanted *wanted;
	size_t count;

	if (!tree_page_open(rq, &page, NULL))
		return reply_not_found(rq);
	folder = open_folder(&page);
	name = form_has(rq->form, "name") ? read_name(&page, folder->parent, page.open) : folder->name;
	wanted = read_rights(rq, &count);
	if (form_failed(rq->form))
		return shown_again(&page, NULL);
	if (!tree_begin_change(&page, page.tree->name))
		return tree_overtaken(&page);
	tree_folder_change(rq->tx, folder->id, name, folder->parent_id);
	for (size_t i = 0; i < count; i++)
		tree_right_set(rq->tx, folder->id, wanted[i].whose, wanted[i].who, wanted[i].level);
	journal(&page, name);
	return tree_changed(&page, folder->id, N_("The folder was saved."));
}

/* ---- place ---- */

/* An error beside the field when it cannot lie there. */
static void
check_place(struct tree_page *page, int to)
{
	const struct tree_folder *folder = open_folder(page);
	struct form *form = page->rq->form;
	int reach = tree_deepest(&page->shape, (size_t)page->open) - folder->depth + 1;
	int same = tree_named(&page->shape, to, folder->name_key);

	if (to >= page->open && to <= page->open + (int)folder->below)
		form_error(form, "parent", N_("A folder cannot be moved into itself."), NULL);
	else if (same >= 0 && same != page->open)
		form_error(form, "parent", N_("There is a folder of this name already."), NULL);
	else if ((to == TREE_TOP ? 0 : page->shape.folders[to].depth) + reach > FOLDER_DEPTH)
		form_error(form, "parent", N_("Folders may lie at most 32 deep in one another."), NULL);
}

struct reply
tree_folder_place(struct request *rq)
{
	struct tree_page page;
	int64_t parent = form_read_id(rq->form, "parent", FORM_REQUIRED);
	int to;

	if (!tree_page_open(rq, &page, NULL))
		return reply_not_found(rq);
	to = parent == page.tree->id ? TREE_TOP : tree_place(&page.shape, parent);
	if (!form_failed(rq->form) && to == TREE_TOP && parent != page.tree->id)
		form_error(rq->form, "parent", N_("This folder is not there any more."), NULL);
	if (!form_failed(rq->form))
		check_place(&page, to);
	if (form_failed(rq->form))
		return shown_again(&page, NULL);
	if (!tree_begin_change(&page, page.tree->name))
		return tree_overtaken(&page);
	tree_folder_change(rq->tx, open_folder(&page)->id, open_folder(&page)->name, parent);
	journal(&page, open_folder(&page)->name);
	return tree_changed(&page, open_folder(&page)->id, NULL);
}

struct reply
tree_folder_removal(struct request *rq)
{
	struct tree_page page;
	const struct tree_folder *folder;
	int parent;

	if (!tree_page_open(rq, &page, NULL))
		return reply_not_found(rq);
	folder = open_folder(&page);
	parent = folder->parent;
	if (!tree_begin_change(&page, page.tree->name))
		return tree_overtaken(&page);
	tree_folder_remove(rq->tx, page.tree->id, folder->id);
	journal(&page, folder->name);
	return tree_changed(&page, parent == TREE_TOP ? 0 : page.shape.folders[parent].id,
			    N_("The folder was removed from the template."));
}
