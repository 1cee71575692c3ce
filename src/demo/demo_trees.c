/* demo_trees: two folder-tree templates, one of which a client's folders were made after. */
#include "demo/demo_parts.h"

#include "base/arena.h"
#include "trees/tree_paste.h"
#include "trees/tree_store.h"

enum { BEGUN_CLIENT = 2 };

struct template_right {
	const char *folder;
	enum folder_level level;
};

static const struct template
{
	const char *name, *list;
	struct template_right rights[5];
}
templates[] = {
	{"Chantier photovoltaïque",
	 "Étude\n"
	 "\tRelevés de toiture\n"
	 "\tSimulations\n"
	 "Démarches\n"
	 "\tMairie\n"
	 "\tRaccordement\n"
	 "\tConsuel\n"
	 "Chantier\n"
	 "\tPhotos\n"
	 "\tComptes rendus\n"
	 "\tSous-traitants\n"
	 "Mise en service\n",
	 {{"Étude", FOLDER_READ},
	  {"Démarches", FOLDER_READ},
	  {"Chantier", FOLDER_READ},
	  {"Photos", FOLDER_FULL},
	  {"Sous-traitants", FOLDER_NONE}}},
	{"Administratif",
	 "Devis et contrats\n"
	 "Factures\n"
	 "Pièces à fournir\n"
	 "\tIdentité\n"
	 "\tTitre de propriété\n"
	 "Notes internes\n",
	 {{"Devis et contrats", FOLDER_READ},
	  {"Factures", FOLDER_READ},
	  {"Pièces à fournir", FOLDER_FULL},
	  {"Notes internes", FOLDER_NONE}}},
};

static void
give_rights(struct arena *arena, struct tree_folder *row, const struct template *template)
{
	for (size_t i = 0; i < sizeof template->rights / sizeof template->rights[0]; i++)
		if (template->rights[i].folder != NULL && text_equal(template->rights[i].folder, row->name)) {
			row->rights = arena_make(arena, struct grow_right);
			*row->rights = (struct grow_right){WHOSE_CONTACTS, 0, template->rights[i].level};
			row->right_count = 1;
		}
}

static int64_t
add_template(struct demo *demo, const struct template *template)
{
	struct arena *arena = tx_arena(demo->tx);
	const struct pasted pasted = tree_paste_read(arena, template->list, 0);
	struct tree_folder *rows = arena_make_array(arena, struct tree_folder, pasted.count);
	int64_t tree = tree_create(demo->tx, template->name);

	for (size_t i = 0; i < pasted.count; i++) {
		const struct pasted_folder *from = &pasted.folders[i];

		rows[i] = (struct tree_folder){.id = id_new(), .name = from->name, .name_key = from->name_key};
		rows[i].parent_id = from->parent == TREE_TOP ? tree : rows[from->parent].id;
		give_rights(arena, &rows[i], template);
	}
	tree_folders_insert(demo->tx, tree, rows, pasted.count);
	return tree;
}

void
demo_add_trees(struct demo *demo)
{
	const struct folder_access access = {
		.client = demo->clients[BEGUN_CLIENT],
		.person = {.staff = true, .id = demo->staff[HELENE], .cap = FOLDER_FULL},
		.name = "Hélène Caradec",
	};
	int64_t tree = 0;
	struct trees_plan plan = {.access = &access, .trees = &tree, .tree_count = 1};

	for (size_t i = 0; i < sizeof templates / sizeof templates[0]; i++)
		tree = add_template(demo, &templates[i]);
	if (trees_plan(demo->tx, &plan) != TREES_DONE)
		return;
	folder_grow_do(demo->tx, &plan.grow);
	tree_use_note(demo->tx, tree, access.client);
}
