/* tree_page: the documents of folder-tree templates. */
#include "trees/tree_page.h"

#include "base/arena.h"
#include "core/form_page.h"
#include "core/page.h"
#include "trees/tree_store.h"

#include <string.h>

enum { STEPS_SHOWN = 8 };

static const char *const tones[] = {"", "info", "ok"};
static const char *const level_labels[] = {N_("No right"), N_("Read"), N_("Full access")};

const char *
tree_href(struct request *rq, int64_t tree, const char *below)
{
	char id[ID_LENGTH + 1];

	id_print(id, tree);
	return arena_printf(rq->arena, "/console/settings/folder-trees/%s%s", id, below);
}

const char *
tree_open_href(struct request *rq, int64_t tree, int64_t folder)
{
	char id[ID_LENGTH + 1];

	if (folder == 0)
		return tree_href(rq, tree, "");
	id_print(id, folder);
	return tree_href(rq, tree, arena_printf(rq->arena, "?folder=%s#open", id));
}

static const char *
row_href(const struct tree_page *page, int64_t folder, const char *below)
{
	char id[ID_LENGTH + 1];

	id_print(id, folder);
	return tree_href(page->rq, page->tree->id, arena_printf(page->rq->arena, "/folders/%s%s", id, below));
}

struct doc *
tree_doc(struct request *rq, const struct tree *tree)
{
	struct doc *doc = doc_object(rq->arena);
	char id[ID_LENGTH + 1];

	id_print(id, tree->id);
	doc_set_id(doc, "id", tree->id);
	doc_set_text(doc, "name", tree->name);
	doc_set_int(doc, "folder_count", tree->folder_count);
	doc_set_int(doc, "client_count", tree->client_count);
	doc_set_int(doc, "version", tree->version);
	doc_set_text(doc, "href", tree_href(rq, tree->id, ""));
	doc_set_text(doc, "view_href", arena_printf(rq->arena, "/console/folder-trees/%s", id));
	return doc;
}

void
tree_set_steps(struct doc *row, int depth)
{
	struct doc *steps = doc_set_list(row, "steps");

	for (int i = 1; i < depth && i <= STEPS_SHOWN; i++)
		doc_add_text(steps, "");
}

void
tree_set_level(struct doc *row, const char *name, int level)
{
	bool said = level != LEVEL_UNSAID;

	doc_set_word(row, name, said ? folder_level_names[level] : "", said ? level_labels[level] : N_("Not set"));
	doc_set_text(row, "tone", said ? tones[level] : "");
}

/* ---- as others see it ---- */

void
tree_add_seen(struct request *rq, struct doc *page, const struct tree_shape *shape, const struct tree_eyes *eyes)
{
	struct doc *list = doc_set_list(page, "tree_folders");
	bool all = eyes->whose == WHOSE_COLLEAGUES;
	bool *leads = arena_make_array(rq->arena, bool, shape->count + 1);
	enum folder_level *levels = arena_make_array(rq->arena, enum folder_level, shape->count + 1);

	for (size_t i = shape->count; i-- > 0;) {
		levels[i] = tree_level(shape, i, eyes->whose == WHOSE_USER_TYPE ? eyes->user_type : 0);
		leads[i] = leads[i] || levels[i] != FOLDER_NONE;
		if (leads[i] && shape->folders[i].parent != TREE_TOP)
			leads[shape->folders[i].parent] = true;
	}
	for (size_t i = 0; i < shape->count; i++) {
		struct doc *row;

		if (!all && !leads[i])
			continue;
		row = doc_add_object(list);
		doc_set_text(row, "name", shape->folders[i].name);
		doc_set_int(row, "depth", shape->folders[i].depth);
		tree_set_steps(row, shape->folders[i].depth);
		tree_set_level(row, "level", (int)levels[i]);
		if (!all && levels[i] == FOLDER_NONE)
			doc_set_word(row, "level", folder_level_names[FOLDER_NONE], N_("Only the name, on the way"));
	}
}

/* ---- in the settings ---- */

bool
tree_page_open(struct request *rq, struct tree_page *page, const char *open_field)
{
	bool in_path = strstr(rq->route->path, "{folder}") != NULL;
	int64_t folder = in_path ? path_id(rq, "folder") : 0;

	*page = (struct tree_page){.rq = rq, .open = TREE_TOP};
	page->tree = tree_find(rq->tx, rq->viewer, path_id(rq, "tree"));
	if (page->tree == NULL)
		return false;
	page->shape = tree_shapes(rq->tx, &page->tree->id, 1)[0];
	if (!in_path && open_field != NULL)
		folder = form_read_id(rq->form, open_field, FORM_OPTIONAL);
	if (!in_path && (folder == 0 || folder == page->tree->id))
		return true;
	page->open = tree_place(&page->shape, folder);
	return page->open >= 0;
}

/* The one before it in the same folder: it could be put into that; TREE_TOP: none. */
static int
sibling_before(const struct tree_shape *shape, size_t at)
{
	int parent = shape->folders[at].parent;
	size_t i = parent == TREE_TOP ? 0 : (size_t)parent + 1;
	int before = TREE_TOP;

	for (; i < at; i += shape->folders[i].below + 1)
		before = (int)i;
	return before;
}

/* The template's id for the top. */
static int64_t
id_at(const struct tree_page *page, int place)
{
	return place == TREE_TOP ? page->tree->id : page->shape.folders[place].id;
}

static const char *
name_at(const struct tree_page *page, int place)
{
	return place == TREE_TOP ? formats_translate(page->rq->formats, N_("All folders"))
				 : page->shape.folders[place].name;
}

/* "Chantier / Photos" */
static const char *
way_to(const struct tree_page *page, int place)
{
	const struct tree_folder *folder = &page->shape.folders[place];

	return folder->parent == TREE_TOP
		       ? folder->name
		       : arena_printf(page->rq->arena, "%s / %s", way_to(page, folder->parent), folder->name);
}

/* Where it goes by the keyboard: "in" the folder before it, "out" of the one it lies in; null: nowhere. */
static void
set_moves(const struct tree_page *page, struct doc *row, size_t at, int before)
{
	const struct tree_folder *folder = &page->shape.folders[at];
	bool out = folder->parent != TREE_TOP;
	int above = out ? page->shape.folders[folder->parent].parent : TREE_TOP;

	doc_set_id(row, "in", before == TREE_TOP ? 0 : id_at(page, before));
	doc_set_text(row, "in_name", before == TREE_TOP ? NULL : name_at(page, before));
	doc_set_id(row, "out", out ? id_at(page, above) : 0);
	doc_set_text(row, "out_name", out ? name_at(page, folder->parent) : NULL);
	doc_set_text(row, "place_href", row_href(page, folder->id, "/place"));
}

static void
add_rows(const struct tree_page *page, struct doc *doc)
{
	struct doc *list = doc_set_list(doc, "folders");
	int *last = arena_make_array(page->rq->arena, int, page->shape.count + 2);

	for (size_t i = 0; i <= page->shape.count; i++)
		last[i] = TREE_TOP;
	for (size_t i = 0; i < page->shape.count; i++) {
		const struct tree_folder *folder = &page->shape.folders[i];
		struct doc *row = doc_add_object(list);

		doc_set_id(row, "id", folder->id);
		doc_set_id(row, "parent", id_at(page, folder->parent));
		doc_set_text(row, "name", folder->name);
		doc_set_text(row, "above", folder->parent == TREE_TOP ? NULL : name_at(page, folder->parent));
		doc_set_text(row, "href", tree_open_href(page->rq, page->tree->id, folder->id));
		doc_set_bool(row, "open", page->open == (int)i);
		tree_set_steps(row, folder->depth);
		tree_set_level(row, "level", (int)tree_level(&page->shape, i, 0));
		doc_set_bool(row, "said", folder->right_count > 0);
		set_moves(page, row, i, last[folder->parent + 1]);
		last[folder->parent + 1] = (int)i;
	}
}

static void
add_right(const struct tree_page *page, struct doc *list, size_t number, enum folder_whose whose, int64_t who,
	  const char *name)
{
	const struct tree_folder *folder = &page->shape.folders[page->open];
	struct form *form = page->rq->form;
	struct doc *right = doc_add_object(list), *options = doc_set_list(right, "options");
	const char *typed = form_text(form, form_row_name(form, "rights", number, "level"));
	int said = tree_said(folder, whose, who);

	doc_set_text(right, "who", folder_whom_code(page->rq->arena, whose, who));
	doc_set_text(right, "name", name);
	doc_set_text(right, "input", arena_printf(page->rq->arena, "rights.%zu", number));
	tree_set_level(right, "level", said);
	for (int level = LEVEL_UNSAID; level <= FOLDER_FULL; level++) {
		struct doc *option = doc_add_object(options);
		const char *code = level == LEVEL_UNSAID ? "" : folder_level_names[level];

		doc_set_text(option, "code", code);
		doc_set_word(option, "label", code,
			     level != LEVEL_UNSAID	  ? level_labels[level]
			     : folder->parent == TREE_TOP ? N_("Not set")
							  : N_("As the folder above"));
		doc_set_bool(option, "current", typed != NULL ? text_equal(typed, code) : level == said);
	}
}

static void
add_rights(const struct tree_page *page, struct doc *open)
{
	struct doc *list = doc_set_list(open, "rights");
	size_t count;
	const struct contact_type *types = contact_types(page->rq, &count);

	add_right(page, list, 0, WHOSE_CONTACTS, 0, NULL);
	for (size_t i = 0; i < count; i++)
		add_right(page, list, i + 1, WHOSE_USER_TYPE, types[i].id, types[i].name);
}

/* Everywhere but in itself, and where it lies. */
static void
add_places(const struct tree_page *page, struct doc *open)
{
	struct doc *list = doc_set_list(open, "places");
	const struct tree_folder *folder = &page->shape.folders[page->open];
	size_t at = (size_t)page->open;
	int reach = tree_deepest(&page->shape, at) - folder->depth + 1;

	for (int i = TREE_TOP; i < (int)page->shape.count; i++) {
		struct doc *place;
		int depth = i == TREE_TOP ? 0 : page->shape.folders[i].depth;

		if (i == folder->parent || (i >= (int)at && i <= (int)(at + folder->below)) ||
		    depth + reach > FOLDER_DEPTH)
			continue;
		place = doc_add_object(list);
		doc_set_id(place, "id", id_at(page, i));
		doc_set_text(place, "name", i == TREE_TOP ? name_at(page, i) : way_to(page, i));
	}
}

static void
add_open(const struct tree_page *page, struct doc *doc)
{
	const struct tree_folder *folder;
	struct doc *open;
	int before;

	if (page->open == TREE_TOP) {
		doc_set_null(doc, "open");
		return;
	}
	folder = &page->shape.folders[page->open];
	open = doc_set_object(doc, "open");
	doc_set_id(open, "id", folder->id);
	doc_set_text(open, "name", folder->name);
	doc_set_text(open, "href", row_href(page, folder->id, ""));
	doc_set_text(open, "above", folder->parent == TREE_TOP ? NULL : way_to(page, folder->parent));
	doc_set_text(open, "removal_href", row_href(page, folder->id, "/removal"));
	doc_set_int(open, "below_count", (int64_t)folder->below);
	before = sibling_before(&page->shape, (size_t)page->open);
	set_moves(page, open, (size_t)page->open, before);
	doc_set_bool(open, "has_moves", before != TREE_TOP || folder->parent != TREE_TOP);
	add_rights(page, open);
	add_places(page, open);
}

/* Where it was applied, and can be again; null where a folder is open. */
static void
add_clients(const struct tree_page *page, struct doc *doc)
{
	struct request *rq = page->rq;
	bool may_apply = page_is_open(rq, "/console/clients/{client}/folder-trees");
	struct cursor cursor = page_cursor(rq), last = {.given = false};
	char tree[ID_LENGTH + 1], client[ID_LENGTH + 1];
	struct doc *list = doc_set_list(doc, "clients");
	size_t count = 0;
	const struct tree_client *clients_of =
		page->open != TREE_TOP ? NULL
				       : tree_clients(rq->tx, rq->viewer, page->tree->id, cursor.given ? cursor.id : 0,
						      PAGE_ROWS + 1, &count);

	id_print(tree, page->tree->id);
	for (size_t i = 0; i < count && i < PAGE_ROWS; i++) {
		struct doc *row = doc_add_object(list);

		id_print(client, clients_of[i].id);
		doc_set_id(row, "id", clients_of[i].id);
		doc_set_text(row, "name", clients_of[i].name);
		doc_set_text(row, "href", arena_printf(rq->arena, "/console/clients/%s", client));
		doc_set_instant(row, "used_at", clients_of[i].used_at);
		doc_set_text(
			row, "apply_href",
			may_apply ? arena_printf(rq->arena, "/console/clients/%s/folder-trees?trees.0=%s", client, tree)
				  : NULL);
		last = (struct cursor){true, 0, NULL, clients_of[i].id};
	}
	doc_set_bool(doc, "clients_shown", count > 0);
	page_links(rq, doc, count > PAGE_ROWS, &last);
}

struct doc *
tree_page_doc(const struct tree_page *page)
{
	struct doc *doc = doc_object(page->rq->arena);
	bool adding = text_equal(page->problem, "add"), pasting = text_equal(page->problem, "paste");

	doc_set(doc, "tree", tree_doc(page->rq, page->tree));
	doc_set_text(doc_set_object(doc, "values"), "name",
		     page->open == TREE_TOP ? page->tree->name : page->shape.folders[page->open].name);
	form_page(page->rq, doc, "name list parent rights");
	doc_set_bool(doc, "changing", !adding && !pasting);
	doc_set_bool(doc, "adding", adding);
	doc_set_bool(doc, "pasting", pasting);
	add_rows(page, doc);
	add_open(page, doc);
	add_clients(page, doc);
	doc_set_id(doc, "parent", id_at(page, page->open));
	return doc;
}
