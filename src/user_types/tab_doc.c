/* tab_doc: says a tab in words, as far as what it names is still there. */
#include "user_types/tab_doc.h"

#include "base/arena.h"
#include "core/web_address.h"
#include "modules/condition.h"
#include "modules/label.h"
#include "rights/rights_page.h"
#include "rights/rule_page.h"
#include "user_types/tab_card.h"

const char *
tab_href(struct arena *arena, const struct setup *setup, const char *module)
{
	return setup_href(arena, setup, arena_printf(arena, "/tabs/%s", module));
}

const struct condition *
tab_narrowed(struct arena *arena, const struct catalogue *catalogue, const struct doc *tab)
{
	const struct field_scope scope = {.module = tab_module(catalogue, tab), .find = scope_all};
	const struct doc *json = doc_get(tab, STR("narrowed"));
	const char *error = NULL;
	struct doc *values = NULL;

	if (scope.module == NULL || !doc_is_true(json))
		return NULL;
	return condition_parse(arena, &scope, json, &error, &values);
}

/* ---- what may be done ---- */

unsigned
tab_may(const struct doc *tab)
{
	const struct doc *list = doc_get(tab, STR("may"));
	unsigned may = MAY_VIEW;

	for (size_t i = 0; list != NULL && list->kind == DOC_LIST && i < list->list.count; i++)
		for (unsigned m = 0; m < MAY_COUNT; m++)
			if (list->list.items[i]->kind == DOC_TEXT &&
			    str_equal(list->list.items[i]->text, str_of(may_names[m])))
				may |= 1u << m;
	return may;
}

void
tab_set_may(struct doc *tab, unsigned may)
{
	struct doc *list = doc_set_list(tab, "may");

	for (unsigned m = 0; m < MAY_COUNT; m++)
		if (may & 1u << m)
			doc_add_text(list, may_names[m]);
}

unsigned
tab_may_at_most(const struct module *module, const struct tie_choice *choice)
{
	unsigned may = tie_may(choice->tie, choice->link);

	return module->made_elsewhere ? may & ~(unsigned)(MAY_CREATE | MAY_DELETE) : may;
}

static void
add_may(struct doc *row, unsigned may)
{
	struct doc *list = doc_set_list(row, "may");

	for (unsigned m = 0; m < MAY_COUNT; m++)
		if (may & 1u << m)
			doc_set_word(doc_add_object(list), "label", may_names[m], may_labels[m]);
}

/* ---- layouts ---- */

bool
tab_shows(const struct doc *tab, const struct layout *layout)
{
	struct doc *own = (struct doc *)(uintptr_t)tab;

	if (tab_layout(own, layout->id) != NULL)
		return true;
	return layout == &layout->module->layouts[0] && tab_layout(own, 0) != NULL;
}

static void
add_layouts(struct doc *row, const struct module *module, const struct doc *tab)
{
	struct doc *list = doc_set_list(row, "layouts");

	for (size_t i = 0; module != NULL && i < module->layout_count; i++)
		if (tab_shows(tab, &module->layouts[i])) {
			struct doc *layout = doc_add_object(list);

			doc_set_id(layout, "id", module->layouts[i].id);
			doc_set_text(layout, "name",
				     text_empty(module->layouts[i].name) ? NULL : module->layouts[i].name);
		}
}

static bool
fields_chosen(const struct doc *tab)
{
	const struct doc *layouts = doc_get(tab, STR("layouts"));

	for (size_t i = 0; layouts != NULL && i < layouts->list.count; i++)
		if (doc_get(layouts->list.items[i], STR("fields")) == NULL)
			return false;
	return layouts != NULL && layouts->list.count > 0;
}

/* ---- the tab ---- */

static const char *
why_broken(const struct setup *setup, const struct catalogue *catalogue, const struct doc *tab)
{
	const struct module *module = tab_module(catalogue, tab);
	const struct tie_choice own = tie_choice_of(catalogue, tab);
	struct tie_choice choices[TIE_CHOICES];
	size_t count = module == NULL ? 0 : tie_choices(setup, catalogue, module, choices);

	if (module == NULL)
		return N_("This module is out of use: the tab shows nothing.");
	if (own.tie == TIE_PUBLIC && module->sharing == SHARING_PRIVATE)
		return N_("This module is no longer shared with all staff: the tab shows nothing.");
	for (size_t i = 0; i < count; i++)
		if (tie_choice_equal(&choices[i], &own))
			return NULL;
	return N_("What it was filtered by is no more: the tab shows nothing. Open it and choose again.");
}

static void
set_narrowed(struct settings *settings, struct doc *row, const struct doc *tab)
{
	const struct condition *narrowed = tab_narrowed(settings->rq->arena, settings->catalogue, tab);

	doc_set_text(row, "narrowed", rule_words(settings->rq, narrowed));
	if (narrowed == NULL && doc_is_true(doc_get(tab, STR("narrowed"))))
		doc_set_message(row, "broken",
				N_("Its condition asks about a field that is out of use: the tab shows nothing."),
				NULL);
}

/* The designed card as it is called; that there is none any more is said. */
static void
set_card(struct settings *settings, struct doc *row, const struct module *module, const struct doc *tab)
{
	const struct view *card = tab_card(settings->rq->tx, module, tab);

	doc_set_null(row, "card");
	doc_set_bool(row, "card_gone", card == NULL && doc_get_text(tab, "card") != NULL);
	if (card == NULL)
		return;
	row = doc_set_object(row, "card");
	doc_set_id(row, "id", card->id);
	doc_set_text(row, "name", card->name);
}

struct doc *
tab_doc(struct settings *settings, const struct setup *setup, const struct doc *tab)
{
	const struct module *module = tab_module(settings->catalogue, tab);
	const struct tie_choice choice = tie_choice_of(settings->catalogue, tab);
	const char *name = doc_get_text(tab, "module"), *broken = why_broken(setup, settings->catalogue, tab);
	const bool cards = doc_is_true(doc_get(tab, STR("canvas")));
	struct arena *arena = settings->rq->arena;
	struct doc *row = doc_object(arena);

	doc_set_text(row, "module", name);
	doc_set_text(row, "label", name);
	doc_set_null(row, "words");
	if (module != NULL) {
		doc_set_label(row, "label", &module->plural, settings->language);
		tie_choice_words(row, "words", module, &choice, settings->language);
	}
	doc_set_text(row, "icon", module == NULL ? "archive" : module->icon);
	doc_set_text(row, "href", tab_href(arena, setup, name));
	doc_set_text(row, "tie", tie_choice_code(arena, &choice));
	doc_set_bool(row, "public", choice.tie == TIE_PUBLIC);
	doc_set_bool(row, "open", module != NULL);
	if (broken == NULL)
		doc_set_null(row, "broken");
	else
		doc_set_message(row, "broken", broken, NULL);
	set_narrowed(settings, row, tab);
	add_may(row, module == NULL ? MAY_VIEW : tab_may(tab) & tab_may_at_most(module, &choice));
	doc_set_word(row, "view", cards ? "cards" : "list", cards ? N_("cards") : N_("list"));
	set_card(settings, row, module, tab);
	doc_set_bool(row, "aside", doc_is_true(doc_get(tab, STR("aside"))));
	add_layouts(row, module, tab);
	doc_set_bool(row, "chosen", fields_chosen(tab));
	return row;
}

struct doc *
web_tab_doc(struct settings *settings, const struct setup *setup, size_t number)
{
	struct arena *arena = settings->rq->arena;
	const struct doc *tab = setup_web(setup)->list.items[number - 1];
	const struct label label = label_of_doc(doc_get(tab, STR("label")), NULL);
	const char *address = doc_get_text(tab, "address");
	struct doc *row = doc_object(arena), *texts = label_doc(arena, &label);

	doc_set_int(row, "number", (int64_t)number);
	doc_set_text(row, "label", label_text(&label, settings->language));
	doc_set(row, "texts", texts == NULL ? doc_object(arena) : texts);
	doc_set_text(row, "address", address);
	doc_set_text(row, "server",
		     address == NULL || web_address_refusal(address) != NULL ? NULL
									     : web_address_server(arena, address));
	doc_set_text(row, "href", setup_href(arena, setup, arena_printf(arena, "/web/%zu", number)));
	return row;
}
