/* setup: reads and changes the draft of a user type, which is a document in the arena of the request. */
#include "user_types/setup.h"

#include "base/arena.h"
#include "base/id.h"
#include "modules/label.h"
#include "rights/rights.h"

#include <string.h>

/* ---- lists within documents ---- */

static struct doc *
list_of(struct doc *object, const char *name)
{
	const struct doc *list = doc_get_list(object, name);

	return list != NULL ? (struct doc *)(uintptr_t)list : doc_set_list(object, name);
}

static struct doc *
take_out(struct doc *list, size_t at)
{
	struct doc *item = list->list.items[at];

	list->list.count--;
	memmove(&list->list.items[at], &list->list.items[at + 1], (list->list.count - at) * sizeof item);
	return item;
}

static void
put_in(struct doc *list, size_t at, struct doc *item)
{
	doc_add(list, item);
	if (at + 1 >= list->list.count)
		return;
	memmove(&list->list.items[at + 1], &list->list.items[at], (list->list.count - 1 - at) * sizeof item);
	list->list.items[at] = item;
}

struct doc *
setup_draft_of(struct arena *arena, const char *json)
{
	struct doc *draft = json_doc(arena, json);

	if (draft == NULL || draft->kind != DOC_OBJECT)
		draft = doc_object(arena);
	list_of(draft, "tabs");
	list_of(draft, "web");
	return draft;
}

struct doc *
setup_tabs(const struct setup *setup)
{
	return list_of(setup->draft, "tabs");
}

struct doc *
setup_web(const struct setup *setup)
{
	return list_of(setup->draft, "web");
}

/* ---- tabs ---- */

/* Its place among the tabs; their count: it has none. */
static size_t
place_of(const struct doc *tabs, const char *module)
{
	size_t i = 0;

	while (i < tabs->list.count && !text_equal(doc_get_text(tabs->list.items[i], "module"), module))
		i++;
	return i;
}

size_t
setup_tab_place(const struct setup *setup, const char *module)
{
	return place_of(setup_tabs(setup), module);
}

struct doc *
setup_tab(const struct setup *setup, const char *module)
{
	const struct doc *tabs = setup_tabs(setup);
	size_t place = place_of(tabs, module);

	return place < tabs->list.count ? tabs->list.items[place] : NULL;
}

struct doc *
setup_tab_add(struct setup *setup, const struct module *module)
{
	struct doc *tab = doc_add_object(setup_tabs(setup));

	doc_set_text(tab, "module", module->name);
	doc_set_list(tab, "layouts");
	tab_layout_add(tab, &module->layouts[0]);
	return tab;
}

const struct module *
tab_module(const struct catalogue *catalogue, const struct doc *tab)
{
	const char *name = doc_get_text(tab, "module");

	return name == NULL ? NULL : module_named(catalogue, name);
}

enum tie
tab_tie(const struct doc *tab)
{
	const char *name = doc_get_text(tab, "tie");

	for (size_t i = 0; tie_names[i] != NULL; i++)
		if (text_equal(tie_names[i], name))
			return (enum tie)i;
	return TIE_SELF;
}

const struct field *
tab_link(const struct catalogue *catalogue, const struct doc *tab)
{
	const struct module *module = tab_module(catalogue, tab);
	const char *name = doc_get_text(tab, "link");

	return module == NULL || name == NULL ? NULL : field_named(module, name);
}

/* Whether a tab that is seen through another stands behind it. */
static bool
stands(const struct doc *tabs, const struct catalogue *catalogue, size_t at)
{
	const struct doc *tab = tabs->list.items[at];
	const struct field *link = tab_link(catalogue, tab);

	return tab_tie(tab) != TIE_THROUGH || link == NULL || link->target == NULL ||
	       place_of(tabs, link->target->name) < at;
}

void
setup_tab_remove(struct setup *setup, const struct catalogue *catalogue, const char *module)
{
	struct doc *tabs = setup_tabs(setup);
	size_t place = place_of(tabs, module);

	if (place == tabs->list.count)
		return;
	take_out(tabs, place);
	for (size_t i = 0; i < tabs->list.count;)
		if (stands(tabs, catalogue, i))
			i++;
		else
			take_out(tabs, i);
}

static bool
all_stand(const struct doc *tabs, const struct catalogue *catalogue)
{
	for (size_t i = 0; i < tabs->list.count; i++)
		if (!stands(tabs, catalogue, i))
			return false;
	return true;
}

bool
setup_tab_move(struct setup *setup, const struct catalogue *catalogue, const char *module, size_t place)
{
	struct doc *tabs = setup_tabs(setup);
	size_t from = place_of(tabs, module);

	if (from == tabs->list.count)
		return false;
	put_in(tabs, place, take_out(tabs, from));
	if (all_stand(tabs, catalogue))
		return true;
	put_in(tabs, from, take_out(tabs, place_of(tabs, module)));
	return false;
}

bool
setup_tabs_order(struct setup *setup, const struct catalogue *catalogue, const char *const *modules, size_t count)
{
	struct doc *tabs = setup_tabs(setup), *ordered = doc_list(setup->draft->arena);

	for (size_t i = 0; i < count; i++) {
		size_t place = place_of(tabs, modules[i]);

		if (place == tabs->list.count || place_of(ordered, modules[i]) < i)
			return false;
		doc_add(ordered, tabs->list.items[place]);
	}
	if (count != tabs->list.count || !all_stand(ordered, catalogue))
		return false;
	doc_set(setup->draft, "tabs", ordered);
	return true;
}

/* ---- layouts ---- */

struct doc *
tab_layouts(struct doc *tab)
{
	return list_of(tab, "layouts");
}

struct doc *
tab_layout(struct doc *tab, int64_t layout)
{
	const struct doc *layouts = tab_layouts(tab);

	for (size_t i = 0; i < layouts->list.count; i++) {
		const char *text = doc_get_text(layouts->list.items[i], "layout");
		int64_t id = 0;

		if ((text == NULL || id_parse(str_of(text), &id)) && id == layout)
			return layouts->list.items[i];
	}
	return NULL;
}

struct doc *
tab_layout_add(struct doc *tab, const struct layout *layout)
{
	struct doc *entry = doc_add_object(tab_layouts(tab));
	char text[ID_LENGTH + 1];

	if (layout->id == 0)
		return entry;
	id_print(text, layout->id);
	doc_set_text(entry, "layout", arena_text(entry->arena, text));
	return entry;
}

/* ---- web tabs ---- */

bool
setup_web_move(struct setup *setup, size_t from, size_t to)
{
	struct doc *web = setup_web(setup);

	if (from >= web->list.count)
		return false;
	put_in(web, to, take_out(web, from));
	return true;
}

void
setup_web_remove(struct setup *setup, size_t at)
{
	if (at < setup_web(setup)->list.count)
		take_out(setup_web(setup), at);
}
