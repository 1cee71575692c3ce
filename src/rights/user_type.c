/* user_type: reads what a user type sees and may do from what was published, and leaves out what holds no more. */
#include "rights/user_type.h"

#include "base/id.h"
#include "base/log.h"
#include "base/str.h"
#include "core/weakened.h"
#include "modules/label.h"
#include "rights/look.h"
#include "rights/price.h"
#include "rights/rights.h"

#include <string.h>

const char *const tie_names[] = {"self", "record", "client", "through", "public", NULL};

struct setting_up {
	struct arena *arena;
	const struct catalogue *catalogue;
	struct user_type *type;
};

/* ---- what ties records to the viewer ---- */

static bool
is_named(const struct module *module, const char *name)
{
	return module != NULL && text_equal(module->name, name);
}

static bool
leads_to(const struct field *link, const struct module *module)
{
	return link != NULL && !link->retired && (link->type == FIELD_LOOKUP || link->type == FIELD_LOOKUPS) &&
	       link->target == module;
}

/* Who signs in as a contact acts for a client. */
static bool
holds_by_client(const struct setting_up *setting_up, const struct portal_tab *tab)
{
	const struct module *clients = module_named(setting_up->catalogue, "clients");

	if (!is_named(setting_up->type->main, "contacts") || clients == NULL)
		return false;
	return tab->module == clients ? tab->link == NULL : leads_to(tab->link, clients);
}

static bool
holds_together(const struct setting_up *setting_up, const struct portal_tab *tab)
{
	if (tab->module == NULL || tab->module->parent != NULL ||
	    setting_up->type->by_module[tab->module->index] != NULL)
		return false;
	switch (tab->tie) {
	case TIE_SELF:
		return tab->module == setting_up->type->main;
	case TIE_RECORD:
		return tab->module != setting_up->type->main && leads_to(tab->link, setting_up->type->main);
	case TIE_CLIENT:
		return holds_by_client(setting_up, tab);
	case TIE_THROUGH:
		return tab->module != setting_up->type->main && tab->link != NULL && tab->link->target != NULL &&
		       setting_up->type->by_module[tab->link->target->index] != NULL &&
		       leads_to(tab->link, tab->link->target);
	case TIE_PUBLIC:
		return tab->module != setting_up->type->main;
	}
	return false;
}

static bool
read_tie(struct portal_tab *tab, const struct doc *said)
{
	const char *name = doc_get_text(said, "tie"), *link = doc_get_text(said, "link");

	for (size_t i = 0; tie_names[i] != NULL; i++)
		if (text_equal(tie_names[i], name)) {
			tab->tie = (enum tie)i;
			tab->link = link == NULL ? NULL : field_named(tab->module, link);
			return link == NULL || tab->link != NULL;
		}
	return false;
}

/* A condition that does not hold together any more lets nothing through. */
static bool
read_narrowed(const struct setting_up *setting_up, struct portal_tab *tab, const struct doc *said)
{
	const struct field_scope scope = {.module = tab->module, .find = scope_all};
	const struct doc *json = doc_get(said, STR("narrowed"));
	const char *error = "";
	struct doc *values = NULL;

	if (!doc_is_true(json))
		return true;
	tab->narrowed = condition_parse(setting_up->arena, &scope, json, &error, &values);
	return tab->narrowed != NULL;
}

/* ---- what may be done ---- */

unsigned
tie_may(enum tie tie, const struct field *link)
{
	switch (tie) {
	case TIE_SELF:
		return MAY_VIEW | MAY_EDIT;
	case TIE_CLIENT:
		if (link == NULL)
			return MAY_VIEW | MAY_EDIT;
		break;
	case TIE_PUBLIC:
		return MAY_VIEW;
	case TIE_RECORD:
	case TIE_THROUGH:
		break;
	}
	return MAY_VIEW | MAY_CREATE | MAY_EDIT | MAY_DELETE;
}

static unsigned
read_may(const struct portal_tab *tab, const struct doc *said)
{
	const struct doc *list = doc_get_list(said, "may");
	unsigned may = MAY_VIEW;

	for (size_t i = 0; list != NULL && i < list->list.count; i++)
		for (unsigned m = 0; m < MAY_COUNT; m++)
			if (list->list.items[i]->kind == DOC_TEXT &&
			    str_equal(list->list.items[i]->text, str_of(may_names[m])))
				may |= 1u << m;
	return may & tie_may(tab->tie, tab->link);
}

/* ---- fields ---- */

/* Whose a record is, nobody writes in the portal: neither its owner nor the lookup that ties it to them. Nor do they
 * choose among our staff, whose names they would be shown. */
static enum level
at_most(const struct portal_tab *tab, const struct field *field, enum level level)
{
	bool ties = (field == tab->link && tab->tie != TIE_THROUGH) || field->type == FIELD_STAFF;

	return ties && level == LEVEL_WRITE ? LEVEL_READ : level;
}

static void
read_levels(const struct portal_tab *tab, const struct module *module, enum level *levels, const struct doc *fields)
{
	for (size_t f = 0; f < module->field_count; f++) {
		const struct field *field = &module->fields[f];
		const char *level = field->retired ? NULL : doc_get_text(fields, field->name);

		if (text_equal(level, level_names[LEVEL_WRITE]))
			levels[f] = at_most(tab, field, LEVEL_WRITE);
		else if (text_equal(level, level_names[LEVEL_READ]))
			levels[f] = LEVEL_READ;
	}
}

static const struct layout *
layout_said(const struct module *module, const char *text)
{
	int64_t id = 0;

	if (text == NULL || !id_parse(str_of(text), &id))
		return text == NULL ? &module->layouts[0] : NULL;
	for (size_t i = 0; i < module->layout_count; i++)
		if (module->layouts[i].id == id)
			return &module->layouts[i];
	return NULL;
}

static void
read_layouts(const struct setting_up *setting_up, struct portal_tab *tab, const struct doc *said)
{
	const struct doc *list = doc_get_list(said, "layouts");
	size_t fields = tab->module->field_count, count = doc_count(list);
	struct tab_layout *layouts = arena_make_array(setting_up->arena, struct tab_layout, count + 1);
	enum level *most = setting_up->type->levels[tab->module->index];

	for (size_t i = 0; i < count; i++) {
		struct tab_layout *layout = &layouts[tab->layout_count];

		layout->layout = layout_said(tab->module, doc_get_text(list->list.items[i], "layout"));
		if (layout->layout == NULL)
			continue;
		layout->levels = arena_make_array(setting_up->arena, enum level, fields);
		read_levels(tab, tab->module, layout->levels, doc_get(list->list.items[i], STR("fields")));
		for (size_t f = 0; f < fields; f++)
			most[f] = layout->levels[f] > most[f] ? layout->levels[f] : most[f];
		tab->layout_count++;
	}
	tab->layouts = layouts;
}

/* Lines are seen with their record, and written where it may be changed. */
static void
read_lines(const struct setting_up *setting_up, const struct portal_tab *tab, const struct doc *said)
{
	const struct doc *lines = doc_get(said, STR("lines"));
	const struct module *module = NULL;
	struct user_type *type = setting_up->type;
	unsigned may = type->may[tab->module->index];

	while ((module = module_next_sub_form(setting_up->catalogue, tab->module, module)) != NULL) {
		const struct doc *line = doc_get(lines, str_of(module->name));

		if (line == NULL || module->retired)
			continue;
		type->by_module[module->index] = tab;
		type->may[module->index] =
			(may & ~(unsigned)MAY_DELETE) | (may & MAY_EDIT ? MAY_CREATE | MAY_EDIT | MAY_DELETE : 0);
		read_levels(tab, module, type->levels[module->index], doc_get(line, STR("fields")));
	}
}

/* ---- all of it ---- */

/* 0: the plain card. */
static int64_t
card_said(const struct doc *said)
{
	const char *text = doc_get_text(said, "card");
	int64_t id = 0;

	return text != NULL && id_parse(str_of(text), &id) ? id : 0;
}

static bool
read_tab(const struct setting_up *setting_up, struct portal_tab *tab, const struct doc *said)
{
	const char *name = doc_get_text(said, "module");

	tab->module = name == NULL ? NULL : module_named(setting_up->catalogue, name);
	if (tab->module == NULL || !read_tie(tab, said) || !holds_together(setting_up, tab) ||
	    !read_narrowed(setting_up, tab, said))
		return false;
	tab->canvas = doc_is_true(doc_get(said, STR("canvas")));
	tab->card = card_said(said);
	tab->aside = doc_is_true(doc_get(said, STR("aside")));
	read_layouts(setting_up, tab, said);
	return tab->layout_count > 0;
}

static void
read_tabs(const struct setting_up *setting_up, const struct doc *setup)
{
	struct user_type *type = setting_up->type;
	const struct doc *list = doc_get_list(setup, "tabs");
	size_t count = doc_count(list);
	struct portal_tab *tabs = arena_make_array(setting_up->arena, struct portal_tab, count);

	type->tabs = tabs;
	for (size_t i = 0; i < count; i++) {
		struct portal_tab *tab = &tabs[type->tab_count];

		*tab = (struct portal_tab){0};
		if (!read_tab(setting_up, tab, list->list.items[i])) {
			log_warning("rights.user_type",
				    "a tab of a user type does not hold together: it shows nothing");
			continue;
		}
		type->tab_count++;
		type->by_module[tab->module->index] = tab;
		type->may[tab->module->index] = read_may(tab, list->list.items[i]);
		read_lines(setting_up, tab, list->list.items[i]);
	}
}

static void
read_web(const struct setting_up *setting_up, const struct doc *setup)
{
	const struct doc *list = doc_get_list(setup, "web");
	size_t count = doc_count(list);
	struct web_tab *web = arena_make_array(setting_up->arena, struct web_tab, count);

	for (size_t i = 0; i < count; i++) {
		struct web_tab *tab = &web[setting_up->type->web_count];

		tab->label = label_of_doc(doc_get(list->list.items[i], STR("label")), NULL);
		tab->address = doc_get_text(list->list.items[i], "address");
		if (tab->address != NULL && strncmp(tab->address, "https://", 8) == 0)
			setting_up->type->web_count++;
	}
	setting_up->type->web = web;
}

void
user_type_read(struct arena *arena, const struct rights *rights, struct user_type *type, const struct doc *setup)
{
	const struct catalogue *catalogue = rights->catalogue;
	const struct setting_up setting_up = {arena, catalogue, type};

	type->by_module = arena_make_array(arena, const struct portal_tab *, catalogue->module_count);
	type->may = arena_make_array(arena, unsigned, catalogue->module_count);
	type->levels = arena_make_array(arena, enum level *, catalogue->module_count);
	for (size_t m = 0; m < catalogue->module_count; m++)
		type->levels[m] = arena_make_array(arena, enum level, catalogue->modules[m].field_count);
	if (type->main == NULL)
		return;
	read_tabs(&setting_up, setup);
	prices_read(arena, rights, type);
	read_web(&setting_up, setup);
	type->message = label_of_doc(doc_get(setup, STR("message")), NULL);
}

const struct user_type *
rights_user_type(const struct rights *rights, int64_t id)
{
	for (size_t i = 0; i < rights->user_type_count; i++)
		if (id == 0 ? rights->user_types[i].is_default : rights->user_types[i].id == id)
			return &rights->user_types[i];
	return NULL;
}

const struct user_type *
viewer_user_type(const struct rights *rights, const struct viewer *viewer)
{
	const struct user_type *draft = viewer->look == NULL ? NULL : viewer->look->draft;

	if (draft != NULL && (viewer->preview || weakened(CHECK_DRAFT)))
		return draft;
	return rights_user_type(rights, viewer->user_type);
}

bool
viewer_only_looks(const struct viewer *viewer)
{
	return viewer->preview && !weakened(CHECK_PREVIEW_WRITE);
}
