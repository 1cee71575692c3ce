/* export_file: writes the setup of a user type by names: what is only known here, ids, stays here. */
#include "user_types/export_file.h"

#include "base/id.h"
#include "modules/label.h"
#include "user_types/export_names.h"
#include "user_types/tab_card.h"

/* Documents share what neither of them changes. */
static void
set_shared(struct doc *object, const char *name, const struct doc *value)
{
	if (doc_is_true(value))
		doc_set(object, name, (struct doc *)(uintptr_t)value);
}

bool
condition_names_records(const struct condition *condition)
{
	enum field_type type;

	for (size_t i = 0; i < condition->part_count; i++)
		if (condition_names_records(&condition->parts[i]))
			return true;
	if (condition->kind != CONDITION_COMPARE || condition->value_count == 0)
		return false;
	type = field_value_type(condition->field);
	return type == FIELD_LOOKUP || type == FIELD_LOOKUPS || type == FIELD_STAFF;
}

const struct condition *
narrowed_read(struct arena *arena, const struct module *module, const struct doc *json)
{
	const struct field_scope scope = {.module = module, .find = scope_all};
	const char *error = "";
	struct doc *values = NULL;

	return condition_parse(arena, &scope, json, &error, &values);
}

/* ---- writing ---- */

static void
write_narrowed(struct doc *written, const struct doc *tab, const struct module *module)
{
	const struct doc *json = doc_get(tab, STR("narrowed"));
	const struct condition *condition;

	if (!doc_is_true(json))
		return;
	condition = narrowed_read(written->arena, module, json);
	if (condition == NULL || condition_names_records(condition))
		doc_set_text(written, "narrowed", NARROWED_BY_RECORDS);
	else
		doc_set(written, "narrowed", condition_doc(written->arena, condition));
}

static const struct layout *
layout_of(const struct module *module, const struct doc *entry)
{
	const char *text = doc_get_text(entry, "layout");
	int64_t id = 0;

	if (text == NULL || !id_parse(str_of(text), &id))
		return &module->layouts[0];
	for (size_t i = 0; i < module->layout_count; i++)
		if (module->layouts[i].id == id)
			return &module->layouts[i];
	return NULL;
}

static void
write_layouts(struct doc *written, const struct doc *tab, const struct module *module)
{
	const struct doc *layouts = doc_get_list(tab, "layouts");
	struct doc *list = doc_set_list(written, "layouts");

	for (size_t i = 0; i < doc_count(layouts); i++) {
		const struct layout *layout = layout_of(module, layouts->list.items[i]);
		struct doc *entry;

		if (layout == NULL)
			continue;
		entry = doc_add_object(list);
		doc_set_text(entry, "layout", layout->id == 0 ? NULL : layout->name);
		set_shared(entry, "fields", doc_get(layouts->list.items[i], STR("fields")));
	}
}

static void
write_tab(struct tx *tx, struct doc *list, const struct doc *tab, const struct module *module)
{
	static const char *const shared[] = {"tie", "link", "may", "canvas", "aside", "lines"};
	const struct view *card = tab_card(tx, module, tab);
	struct doc *written = doc_add_object(list);

	doc_set_text(written, "module", module->name);
	if (card != NULL)
		doc_set_text(written, "card", card->name);
	for (size_t i = 0; i < sizeof shared / sizeof shared[0]; i++)
		set_shared(written, shared[i], doc_get(tab, str_of(shared[i])));
	write_narrowed(written, tab, module);
	write_layouts(written, tab, module);
}

struct doc *
configuration_doc(struct request *rq, const struct setup *setup, const struct doc *from)
{
	struct doc *file = doc_object(rq->arena), *type, *list;
	struct doc *label = label_doc(rq->arena, &setup->label);
	const struct doc *tabs = doc_get_list(from, "tabs");

	doc_set_text(file, "parvis", CONFIGURATION_KIND);
	doc_set_int(file, "format", CONFIGURATION_FORMAT);
	type = doc_set_object(file, "type");
	doc_set(type, "label", label == NULL ? doc_object(rq->arena) : label);
	doc_set_text(type, "module", setup->main == NULL ? NULL : setup->main->name);
	list = doc_set_list(file, "tabs");
	for (size_t i = 0; i < doc_count(tabs); i++) {
		const struct module *module = tab_module(rq->rights->catalogue, tabs->list.items[i]);

		if (module != NULL)
			write_tab(rq->tx, list, tabs->list.items[i], module);
	}
	doc_set_list(file, "web");
	set_shared(file, "web", doc_get_list(from, "web"));
	set_shared(file, "message", doc_get(from, STR("message")));
	return file;
}
