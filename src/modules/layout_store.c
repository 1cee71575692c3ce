/* layout_store: writes arrangements of fields. */
#include "modules/module_store.h"

#include "base/id.h"
#include "base/str.h"
#include "modules/draft.h"
#include "modules/field_settings.h"
#include "modules/label.h"
#include "modules/uses.h"
#include "sys/clock.h"

enum { SECTIONS_MOST = 50 };

/* A definition being put in order. */
struct arranging {
	struct arena *arena;
	const struct module *module;
	bool *placed; /* by field index */
	struct module_trouble *trouble;
};

static enum module_outcome
wrong_field(const struct arranging *arranging, const char *error, const char *name)
{
	struct doc *values = doc_object(arranging->arena);

	doc_set_text(values, "field", name == NULL ? "" : name);
	return draft_wrong(arranging->trouble, "definition", error, values);
}

static bool
is_set(const struct doc *object, const char *name)
{
	const struct doc *member = doc_get(object, str_of(name));

	return member != NULL && doc_is_true(member);
}

static enum module_outcome
take_item(const struct arranging *arranging, struct doc *items, const struct doc *given)
{
	const char *name = doc_get_text(given, "field");
	const struct field *field = name == NULL ? NULL : field_named(arranging->module, name);
	struct doc *item;

	if (field == NULL)
		return wrong_field(arranging, N_("There is no field “{{field}}”."), name);
	if (arranging->placed[field->index])
		return wrong_field(arranging, N_("The field “{{field}}” is there twice."), name);
	arranging->placed[field->index] = true;
	item = doc_add_object(items);
	doc_set_text(item, "field", field->name);
	if (is_set(given, "required"))
		doc_set_bool(item, "required", true);
	if (is_set(given, "wide"))
		doc_set_bool(item, "wide", true);
	return MODULE_DONE;
}

static enum module_outcome
take_section(const struct arranging *arranging, struct doc *sections, const struct doc *given)
{
	struct doc *section = doc_add_object(sections), *items;
	struct label title = label_of_doc(doc_get(given, STR("title")), NULL);
	const struct doc *fields = doc_get(given, STR("fields"));

	if (!label_is_empty(&title))
		doc_set(section, "title", label_doc(arranging->arena, &title));
	doc_set_int(section, "columns", doc_get_int(given, "columns", 2) == 1 ? 1 : 2);
	items = doc_set_list(section, "fields");
	for (size_t i = 0; fields != NULL && fields->kind == DOC_LIST && i < fields->list.count; i++) {
		enum module_outcome outcome = take_item(arranging, items, fields->list.items[i]);

		if (outcome != MODULE_DONE)
			return outcome;
	}
	return MODULE_DONE;
}

static enum module_outcome
arrange(struct tx *tx, const struct module *module, const struct doc *definition, struct doc **made,
	struct module_trouble *trouble)
{
	struct arena *arena = tx_arena(tx);
	const struct arranging arranging = {.arena = arena,
					    .module = module,
					    .placed = arena_make_array(arena, bool, module->field_count),
					    .trouble = trouble};
	const struct doc *sections = doc_get(definition, STR("sections"));
	struct doc *list;

	*made = doc_object(arena);
	list = doc_set_list(*made, "sections");
	if (sections == NULL || sections->kind != DOC_LIST || sections->list.count == 0 ||
	    sections->list.count > SECTIONS_MOST)
		return draft_wrong(trouble, "definition", N_("A layout has between 1 and 50 sections."), NULL);
	for (size_t i = 0; i < sections->list.count; i++) {
		enum module_outcome outcome = take_section(&arranging, list, sections->list.items[i]);

		if (outcome != MODULE_DONE)
			return outcome;
	}
	return MODULE_DONE;
}

static int64_t
insert_layout(struct tx *tx, const struct module *module, const char *name, const char *definition)
{
	int64_t id = id_new();

	db_run(tx,
	       "insert into layout (id, module_id, name, definition, position, created_at, version) values ($1, $2, $3, "
	       "$4, (select coalesce(max(position), 0) + 1 from layout where module_id = $2), $5, 1)",
	       db_int(id), db_int(module->id), db_text(name), db_text(definition), db_int(clock_now()));
	return id;
}

enum module_outcome
layout_save(struct tx *tx, const struct module *module, int64_t id, const char *name, const struct doc *definition,
	    int64_t version, int64_t *saved, struct module_trouble *trouble)
{
	struct doc *made;
	enum module_outcome outcome = arrange(tx, module, definition, &made, trouble);
	const char *json;

	if (outcome != MODULE_DONE)
		return outcome;
	if (text_empty(name))
		return draft_wrong(trouble, "name", N_("Please fill in this field."), NULL);
	json = json_text(tx_arena(tx), made);
	if (id == 0)
		id = insert_layout(tx, module, name, json);
	else if (db_run(tx,
			"update layout set name = $4, definition = $5, version = version + 1 "
			"where id = $1 and module_id = $2 and version = $3",
			db_int(id), db_int(module->id), db_int(version), db_text(name), db_text(json)) == 0)
		return MODULE_OVERTAKEN;
	*saved = id;
	catalogue_touch(tx);
	return MODULE_DONE;
}

enum module_outcome
layout_remove(struct tx *tx, const struct layout *layout, struct module_trouble *trouble)
{
	trouble->uses = layout_uses(tx, layout);
	if (trouble->uses != NULL)
		return MODULE_IN_USE;
	db_run(tx, "delete from layout where id = $1", db_int(layout->id));
	catalogue_touch(tx);
	return MODULE_DONE;
}
