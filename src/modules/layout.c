/* layout: reads an arrangement of fields, and makes one where nobody has. */
#include "modules/layout.h"

#include "base/str.h"
#include "modules/field_settings.h"
#include "modules/label.h"

static bool
is_set(const struct doc *object, const char *name)
{
	const struct doc *member = doc_get(object, str_of(name));

	return member != NULL && doc_is_true(member);
}

static void
read_items(struct arena *arena, struct layout_section *section, const struct module *module, const struct doc *items)
{
	size_t count = doc_count(items);

	section->items = arena_make_array(arena, struct layout_item, count);
	for (size_t i = 0; i < count; i++) {
		const struct doc *item = items->list.items[i];
		const struct field *field = field_named(module, doc_get_text(item, "field"));

		if (field != NULL)
			section->items[section->item_count++] = (struct layout_item){
				.field = field, .required = is_set(item, "required"), .wide = is_set(item, "wide")};
	}
}

void
layout_read(struct arena *arena, struct layout *layout, const struct module *module, const struct doc *definition)
{
	const struct doc *sections = doc_get_list(definition, "sections");
	size_t count = doc_count(sections);

	layout->module = module;
	layout->sections = arena_make_array(arena, struct layout_section, count);
	layout->section_count = count;
	for (size_t i = 0; i < count; i++) {
		const struct doc *section = sections->list.items[i];

		layout->sections[i].title = label_of_doc(doc_get(section, STR("title")), NULL);
		layout->sections[i].columns = doc_get_int(section, "columns", 2) == 1 ? 1 : 2;
		read_items(arena, &layout->sections[i], module, doc_get_list(section, "fields"));
	}
}

static bool
is_wide(const struct field *field)
{
	return field->type == FIELD_LONG_TEXT || field->type == FIELD_ADDRESS || field->type == FIELD_LOOKUPS ||
	       field->type == FIELD_SIGNATURE;
}

void
layout_make_plain(struct arena *arena, struct layout *layout, const struct module *module)
{
	struct layout_section *section = arena_make(arena, struct layout_section);

	section->columns = 2;
	section->items = arena_make_array(arena, struct layout_item, module->field_count);
	for (size_t i = SYSTEM_FIELDS; i < module->field_count; i++)
		if (!module->fields[i].retired)
			section->items[section->item_count++] =
				(struct layout_item){.field = &module->fields[i], .wide = is_wide(&module->fields[i])};
	if (module->parent == NULL)
		section->items[section->item_count++] = (struct layout_item){.field = &module->fields[SYSTEM_OWNER]};
	*layout = (struct layout){.module = module, .name = "", .sections = section, .section_count = 1};
}

bool
layout_has(const struct layout *layout, const struct field *field)
{
	for (size_t s = 0; s < layout->section_count; s++)
		for (size_t i = 0; i < layout->sections[s].item_count; i++)
			if (layout->sections[s].items[i].field == field)
				return true;
	return false;
}
