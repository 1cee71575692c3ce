/* layout_web: the layouts of a module, and the editor: every button posts the whole arrangement and gets it back moved,
 * with its preview; only "save" writes. */
#include "modules/arrangement.h"
#include "modules/field_types.h"
#include "modules/handlers.h"
#include "modules/settings_form.h"

#include "base/id.h"

enum { LAYOUT_NAME = 80 };

static const struct layout *
layout_of_path(struct settings *settings)
{
	int64_t id = path_id(settings->rq, "layout");

	for (size_t i = 0; id != 0 && i < settings->module->layout_count; i++)
		if (settings->module->layouts[i].id == id)
			return &settings->module->layouts[i];
	return NULL;
}

static const char *
layout_path(struct settings *settings, int64_t id, const char *below)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return module_settings_path(settings->rq->arena, settings->module,
				    arena_printf(settings->rq->arena, "/layouts/%s%s", text, below));
}

/* ---- list ---- */

static void
add_section_words(struct settings *settings, struct doc *list, const struct layout_section *section)
{
	struct doc *row = doc_add_object(list), *fields = doc_set_list(row, "fields");

	for (size_t i = 0; i < section->item_count; i++)
		doc_set_label(doc_add_object(fields), "label", &section->items[i].field->label, settings->language);
	doc_set_text(row, "title", section->title.count == 0 ? NULL : label_text(&section->title, settings->language));
}

static struct doc *
layout_row(struct settings *settings, const struct layout *layout)
{
	struct doc *row = doc_object(settings->rq->arena), *sections;
	int64_t fields = 0;

	doc_set_id(row, "id", layout->id);
	doc_set_text(row, "name", layout->name);
	doc_set_text(row, "href", layout_path(settings, layout->id, ""));
	doc_set_int(row, "version", layout->version);
	sections = doc_set_list(row, "sections");
	for (size_t i = 0; i < layout->section_count; i++) {
		add_section_words(settings, sections, &layout->sections[i]);
		fields += (int64_t)layout->sections[i].item_count;
	}
	doc_set_int(row, "field_count", fields);
	doc_set_int(row, "section_count", (int64_t)layout->section_count);
	return row;
}

static struct doc *
list_document(struct settings *settings)
{
	const struct module *module = settings->module;
	struct doc *list;
	size_t made = 0;

	settings_begin(settings, "layouts");
	list = doc_set_list(settings->page, "layouts");
	for (size_t i = 0; i < module->layout_count; i++)
		if (module->layouts[i].id != 0) {
			struct doc *row = layout_row(settings, &module->layouts[i]);

			doc_set_bool(row, "usual", made++ == 0);
			doc_add(list, row);
		}
	for (size_t i = 0; i < list->list.count; i++)
		doc_set_bool(list->list.items[i], "removable", list->list.count > 1);
	doc_set_text(settings->page, "new_layout_href",
		     module_settings_path(settings->rq->arena, module, "/layouts/form"));
	return settings->page;
}

struct reply
layout_list_page(struct request *rq)
{
	struct settings settings;

	if (!settings_open(rq, &settings))
		return reply_not_found(rq);
	return reply_page(rq, "layout_list", list_document(&settings));
}

/* ---- reading an arrangement ---- */

static void
read_item(struct settings *settings, struct arrangement *arrangement, size_t section, const char *name)
{
	struct request *rq = settings->rq;
	const char *field_name = form_text(rq->form, arena_printf(rq->arena, "%s.field", name));
	struct arranged item = {.field = field_named(settings->module, field_name)};

	if (item.field == NULL || !arrangement_takes(item.field)) {
		form_error(rq->form, arena_printf(rq->arena, "%s.field", name), N_("There is no such field."), NULL);
		return;
	}
	item.required = form_read_bool(rq->form, arena_printf(rq->arena, "%s.required", name));
	item.wide = form_read_bool(rq->form, arena_printf(rq->arena, "%s.wide", name));
	arrangement_add(arrangement, section, item);
}

static void
read_section(struct settings *settings, struct arrangement *arrangement, size_t index)
{
	struct request *rq = settings->rq;
	const char *fields = form_row_name(rq->form, "sections", index, "fields");
	size_t count = form_rows(rq->form, fields, settings->module->field_count);
	struct arranged_section *section = arrangement_add_section(
		arrangement,
		text_equal(form_text(rq->form, form_row_name(rq->form, "sections", index, "columns")), "1") ? 1 : 2);

	section->title = settings_read_label(settings, form_row_name(rq->form, "sections", index, "title"),
					     FORM_OPTIONAL, SETTINGS_LABEL);
	for (size_t i = 0; i < count; i++)
		read_item(settings, arrangement, index, arena_printf(rq->arena, "%s.%zu", fields, i));
}

static struct arrangement *
read_arrangement(struct settings *settings)
{
	struct arrangement *arrangement = arrangement_new(settings->rq->arena, settings->module);
	size_t count = form_rows(settings->rq->form, "sections", ARRANGEMENT_SECTIONS);

	for (size_t i = 0; i < count; i++)
		read_section(settings, arrangement, i);
	if (count == 0)
		arrangement_add_section(arrangement, 2);
	return arrangement;
}

/* ---- showing it ---- */

static struct doc *
item_doc(struct settings *settings, const struct arrangement *arrangement, const struct field *field)
{
	struct doc *row = doc_object(settings->rq->arena);

	doc_set_text(row, "field", field->name);
	doc_set_label(row, "label", &field->label, settings->language);
	doc_set_word(row, "type", field_type_names[field->type], field_type_label(field->type));
	doc_set_text(row, "icon", field_type_icon(field->type));
	doc_set_bool(row, "always_required", field->required);
	doc_set_bool(row, "askable", !field->system && field_type_asks(field->type) & ASKS_REQUIRED);
	doc_set_bool(row, "tall", field->type == FIELD_LONG_TEXT || field->type == FIELD_ADDRESS);
	doc_set_bool(row, "moved", field == arrangement->moved);
	return row;
}

static void
add_items(struct settings *settings, const struct arrangement *arrangement, size_t index, struct doc *section)
{
	const struct arranged_section *from = &arrangement->sections[index];
	struct doc *list = doc_set_list(section, "fields");

	for (size_t i = 0; i < from->count; i++) {
		struct doc *row = item_doc(settings, arrangement, from->items[i].field);

		doc_set_text(row, "name", arena_printf(settings->rq->arena, "sections.%zu.fields.%zu", index, i));
		doc_set_bool(row, "required", from->items[i].required || from->items[i].field->required);
		doc_set_bool(row, "wide", from->items[i].wide);
		doc_set_bool(row, "half", !from->items[i].wide && from->columns == 2);
		doc_set_bool(row, "topmost", index == 0 && i == 0);
		doc_set_bool(row, "bottommost", index + 1 == arrangement->count && i + 1 == from->count);
		doc_add(list, row);
	}
}

/* Where a field of this section can go with one press: every other section. */
static void
add_targets(struct settings *settings, const struct arrangement *arrangement, size_t index, struct doc *section)
{
	struct doc *list = doc_set_list(section, "targets");

	for (size_t i = 0; i < arrangement->count; i++) {
		const struct arranged_section *target = &arrangement->sections[i];
		struct doc *row;

		if (i == index)
			continue;
		row = doc_add_object(list);
		doc_set_int(row, "target", (int64_t)i);
		doc_set_int(row, "target_number", (int64_t)i + 1);
		doc_set_int(row, "target_end", (int64_t)target->count);
		doc_set_text(row, "target_title",
			     target->title.count == 0 ? NULL : label_text(&target->title, settings->language));
	}
}

static void
add_sections(struct settings *settings, const struct arrangement *arrangement)
{
	struct doc *list = doc_set_list(settings->page, "sections");

	for (size_t i = 0; i < arrangement->count; i++) {
		const struct arranged_section *from = &arrangement->sections[i];
		struct doc *section = doc_add_object(list);

		doc_set_text(section, "section_name", arena_printf(settings->rq->arena, "sections.%zu", i));
		doc_set_int(section, "index", (int64_t)i);
		doc_set_int(section, "number", (int64_t)i + 1);
		doc_set_text(section, "title_fr", label_in(&from->title, "fr"));
		doc_set_text(section, "title_en", label_in(&from->title, "en"));
		doc_set_text(section, "title",
			     from->title.count == 0 ? NULL : label_text(&from->title, settings->language));
		doc_set_bool(section, "one_column", from->columns == 1);
		doc_set_bool(section, "first", i == 0);
		doc_set_bool(section, "last", i + 1 == arrangement->count);
		doc_set_bool(section, "only", arrangement->count == 1);
		add_items(settings, arrangement, i, section);
		add_targets(settings, arrangement, i, section);
	}
}

static void
add_aside(struct settings *settings, const struct arrangement *arrangement)
{
	struct doc *list = doc_set_list(settings->page, "aside");
	size_t section, index;

	for (size_t i = 0; i < settings->module->field_count; i++) {
		const struct field *field = &settings->module->fields[i];

		if (arrangement_takes(field) && !arrangement_find(arrangement, field, &section, &index))
			doc_add(list, item_doc(settings, arrangement, field));
	}
}

static struct doc *
editor_document(struct settings *settings, const struct layout *layout, const struct arrangement *arrangement)
{
	struct doc *inputs;

	settings_begin(settings, "layouts");
	inputs = doc_set_object(settings->page, "inputs");
	settings_input(settings, inputs, "name", "name", layout == NULL ? NULL : layout->name);
	doc_set_null(settings->page, "layout");
	if (layout != NULL)
		doc_set(settings->page, "layout", layout_row(settings, layout));
	doc_set_text(settings->page, "action",
		     layout == NULL ? module_settings_path(settings->rq->arena, settings->module, "/layouts")
				    : layout_path(settings, layout->id, ""));
	add_sections(settings, arrangement);
	add_aside(settings, arrangement);
	doc_set_list(settings->page, "theirs");
	if (settings->conflict && layout != NULL)
		doc_set(settings->page, "theirs",
			(struct doc *)(uintptr_t)doc_get(layout_row(settings, layout), STR("sections")));
	return settings->page;
}

/* ---- a new one, which begins as the first one is ---- */

struct reply
layout_new_form(struct request *rq)
{
	struct settings settings;

	if (!settings_open(rq, &settings))
		return reply_not_found(rq);
	return reply_page(rq, "layout_form",
			  editor_document(&settings, NULL, arrangement_of(rq->arena, &settings.module->layouts[0])));
}

static bool
only_shown(struct request *rq)
{
	const char *wanted = form_text(rq->form, "do");

	return !text_empty(wanted) && !text_equal(wanted, "save");
}

static struct reply
moved(struct settings *settings, const struct layout *layout, struct arrangement *arrangement)
{
	arrangement_do(arrangement, form_text(settings->rq->form, "do"));
	return reply_page(settings->rq, "layout_form", editor_document(settings, layout, arrangement));
}

static struct reply
saved(struct settings *settings, int64_t id, const char *action)
{
	const struct module *module = settings->module;
	struct settings now;

	settings_open(settings->rq, &now);
	for (size_t i = 0; i < now.module->layout_count; i++)
		if (now.module->layouts[i].id == id) {
			settings_journal(&now, action, "layout", id, now.module->layouts[i].name);
			return reply_done(settings->rq, module_settings_path(settings->rq->arena, module, "/layouts"),
					  N_("The layout was saved."), layout_row(&now, &now.module->layouts[i]));
		}
	return reply_not_found(settings->rq);
}

struct reply
layout_new(struct request *rq)
{
	struct settings settings;
	struct module_trouble trouble = {0};
	struct arrangement *arrangement;
	const char *name;
	int64_t id = 0;

	if (!settings_open(rq, &settings))
		return reply_not_found(rq);
	arrangement = form_rows(rq->form, "sections", 1) == 0 ? arrangement_of(rq->arena, &settings.module->layouts[0])
							      : read_arrangement(&settings);
	if (only_shown(rq))
		return moved(&settings, NULL, arrangement);
	name = form_read_text(rq->form, "name", FORM_REQUIRED, LAYOUT_NAME);
	if (form_failed(rq->form) ||
	    settings_refused(&settings,
			     layout_save(rq->tx, settings.module, 0, name, arrangement_definition(arrangement), 0, &id,
					 &trouble),
			     &trouble)) {
		editor_document(&settings, NULL, arrangement);
		return settings_again(&settings, "layout_form");
	}
	return saved(&settings, id, "module.layout_create");
}

/* ---- one there is ---- */

struct reply
layout_show(struct request *rq)
{
	struct settings settings;
	const struct layout *layout;

	if (!settings_open(rq, &settings) || (layout = layout_of_path(&settings)) == NULL)
		return reply_not_found(rq);
	return reply_page(rq, "layout_form", editor_document(&settings, layout, arrangement_of(rq->arena, layout)));
}

struct reply
layout_change(struct request *rq)
{
	struct settings settings;
	struct module_trouble trouble = {0};
	struct arrangement *arrangement;
	const struct layout *layout;
	const char *name;
	int64_t id;

	if (!settings_open(rq, &settings) || (layout = layout_of_path(&settings)) == NULL)
		return reply_not_found(rq);
	arrangement = read_arrangement(&settings);
	if (only_shown(rq))
		return moved(&settings, layout, arrangement);
	id = layout->id;
	name = form_read_text(rq->form, "name", FORM_REQUIRED, LAYOUT_NAME);
	if (!settings_current(&settings, layout->version) || form_failed(rq->form) ||
	    settings_refused(&settings,
			     layout_save(rq->tx, settings.module, id, name, arrangement_definition(arrangement),
					 layout->version, &id, &trouble),
			     &trouble)) {
		editor_document(&settings, layout, arrangement);
		return settings_again(&settings, "layout_form");
	}
	return saved(&settings, id, "module.layout_change");
}

struct reply
layout_removal(struct request *rq)
{
	struct settings settings;
	struct module_trouble trouble = {0};
	const struct layout *layout;

	if (!settings_open(rq, &settings) || (layout = layout_of_path(&settings)) == NULL)
		return reply_not_found(rq);
	if (settings_refused(&settings, layout_remove(rq->tx, layout, &trouble), &trouble)) {
		list_document(&settings);
		return settings_again(&settings, "layout_list");
	}
	settings_journal(&settings, "module.layout_remove", "layout", layout->id, layout->name);
	return reply_done(rq, module_settings_path(rq->arena, settings.module, "/layouts"),
			  N_("The layout was deleted. Forms that used it now have the first one."), NULL);
}
