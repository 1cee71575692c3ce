/* uses_store: finds what names a field, a module or a layout: in the catalogue, and in what is kept as JSON. */
#include "modules/uses.h"

#include "base/str.h"
#include "modules/condition.h"
#include "modules/formula.h"
#include "modules/label.h"
#include "modules/layout.h"

#include <string.h>

enum { USES_SHOWN = 50 };

static struct uses
uses_new(struct tx *tx)
{
	const char *language = db_get_text(tx, "select language from organisation order by id limit 1");

	return (struct uses){.tx = tx, .language = language == NULL ? "fr" : language};
}

struct doc *
uses_add(struct uses *uses, const char *kind, const char *english)
{
	struct doc *use;

	if (uses->list == NULL)
		uses->list = doc_list(tx_arena(uses->tx));
	use = doc_object(tx_arena(uses->tx));
	if (uses->list->list.count < USES_SHOWN)
		doc_add(uses->list, use);
	doc_set_word(use, "kind", kind, english);
	return use;
}

void
uses_add_label(struct uses *uses, const char *kind, const char *english, const struct label *label)
{
	doc_set_label(uses_add(uses, kind, english), "name", label, uses->language);
}

/* ---- a field ---- */

static void
look_at_fields(struct uses *uses, const struct module *module, const struct field *wanted)
{
	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];

		if (field->retired || field == wanted)
			continue;
		if (field->formula != NULL && formula_uses(field->formula, wanted))
			uses_add_label(uses, "formula", N_("Formula"), &field->label);
		if (field->source == wanted || field->source_link == wanted)
			uses_add_label(uses, "rollup", N_("Roll-up"), &field->label);
		if (field->visible_when != NULL && condition_uses(field->visible_when, wanted))
			uses_add_label(uses, "visible_when", N_("Shown only when"), &field->label);
	}
}

static void
look_at_layouts(struct uses *uses, const struct module *module, const struct field *field)
{
	for (size_t i = 0; i < module->layout_count; i++)
		if (module->layouts[i].id != 0 && layout_has(&module->layouts[i], field))
			doc_set_text(uses_add(uses, "layout", N_("Layout")), "name", module->layouts[i].name);
}

/* What is kept as JSON names fields as texts; what people wrote stands under one of these. */
static bool
holds_words(const char *member)
{
	static const char *const words[] = {"values", "name", "title", "label", "kind"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(words[i], member) == 0)
			return true;
	return false;
}

bool
uses_in_json(const struct doc *doc, const char *field)
{
	if (doc == NULL)
		return false;
	if (doc->kind == DOC_TEXT)
		return str_equal(doc->text, str_of(field));
	if (doc->kind == DOC_LIST)
		for (size_t i = 0; i < doc->list.count; i++)
			if (uses_in_json(doc->list.items[i], field))
				return true;
	if (doc->kind == DOC_OBJECT)
		for (size_t i = 0; i < doc->object.count; i++)
			if (!holds_words(doc->object.members[i].name) &&
			    uses_in_json(doc->object.members[i].value, field))
				return true;
	return false;
}

struct kept_row {
	const char *name, *json;
	int64_t field_id;
};
static const struct db_column kept_columns[] = {
	DB_COLUMN_TEXT(struct kept_row, name),
	DB_COLUMN_TEXT(struct kept_row, json),
	DB_COLUMN_INT64(struct kept_row, field_id),
};
static const struct db_shape kept_shape = DB_SHAPE(struct kept_row, kept_columns);

static void
look_at_rows(struct uses *uses, const struct field *field, const char *kind, const char *english,
	     const struct kept_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].field_id == field->id ||
		    uses_in_json(json_doc(tx_arena(uses->tx), rows[i].json), field->name))
			doc_set_text(uses_add(uses, kind, english), "name", rows[i].name);
}

static void
look_at_what_is_kept(struct uses *uses, const struct field *field)
{
	struct db_value module = db_int(field->module->id);
	struct kept_row *rows;
	size_t count;

	rows = db_list(uses->tx, &kept_shape, &count,
		       "select name, condition as json, null as field_id from sharing_rule where module_id = $1 "
		       "order by id",
		       module);
	look_at_rows(uses, field, "sharing_rule", N_("Sharing rule"), rows, count);
	rows = db_list(uses->tx, &kept_shape, &count,
		       "select name, condition as json, field_id from state_rule where module_id = $1 order by id",
		       module);
	look_at_rows(uses, field, "state_rule", N_("State rule"), rows, count);
	rows = db_list(uses->tx, &kept_shape, &count,
		       "select name, condition as json, null as field_id from approval_rule where module_id = $1 "
		       "order by position, id",
		       module);
	look_at_rows(uses, field, "approval_rule", N_("Approval rule"), rows, count);
	rows = db_list(uses->tx, &kept_shape, &count,
		       "select name, definition as json, null as field_id from view where module_id = $1 order by id",
		       module);
	look_at_rows(uses, field, "view", N_("Saved view"), rows, count);
}

struct doc *
field_uses(struct tx *tx, const struct catalogue *catalogue, const struct field *field)
{
	struct uses uses = uses_new(tx);

	if (field->module->naming == field)
		uses_add_label(&uses, "naming", N_("Names the records of"), &field->module->plural);
	for (size_t i = 0; i < catalogue->module_count; i++)
		if (!catalogue->modules[i].retired)
			look_at_fields(&uses, &catalogue->modules[i], field);
	look_at_layouts(&uses, field->module, field);
	look_at_what_is_kept(&uses, field);
	uses_of_field_by_types(&uses, field);
	return uses.list;
}

/* ---- a module ---- */

static bool
is_within(const struct module *module, const struct module *whole)
{
	return module == whole || module->parent == whole;
}

static const char *
name_in_module(struct uses *uses, const struct field *field)
{
	return arena_printf(tx_arena(uses->tx), "%s.%s", field->module->name, field->name);
}

struct doc *
module_uses(struct tx *tx, const struct catalogue *catalogue, const struct module *module)
{
	struct uses uses = uses_new(tx);

	for (size_t m = 0; m < catalogue->module_count; m++)
		for (size_t i = 0; i < catalogue->modules[m].field_count; i++) {
			const struct field *field = &catalogue->modules[m].fields[i];

			if (field->retired || field->module->retired || is_within(field->module, module))
				continue;
			if (field->target == module)
				doc_set_text(uses_add(&uses, "lookup", N_("Lookup")), "name",
					     name_in_module(&uses, field));
			if (field->source_module == module)
				doc_set_text(uses_add(&uses, "rollup", N_("Roll-up")), "name",
					     name_in_module(&uses, field));
		}
	uses_of_module_by_types(&uses, module);
	return uses.list;
}

/* ---- a layout ---- */

struct profile_row {
	int64_t id;
	const char *name;
};
static const struct db_column profile_columns[] = {
	DB_COLUMN_INT64(struct profile_row, id),
	DB_COLUMN_TEXT(struct profile_row, name),
};
static const struct db_shape profile_shape = DB_SHAPE(struct profile_row, profile_columns);

struct doc *
layout_uses(struct tx *tx, const struct layout *layout)
{
	static const char *const builtin[] = {N_("Administrator"), N_("Manager"), N_("Reader")};
	struct uses uses = uses_new(tx);
	size_t count;
	struct profile_row *rows =
		db_list(tx, &profile_shape, &count,
			"select profile.id, profile.name from profile join profile_module may "
			"on may.profile_id = profile.id where may.layout_id = $1 order by profile.id",
			db_int(layout->id));

	for (size_t i = 0; i < count; i++) {
		struct doc *use = uses_add(&uses, "profile", N_("Profile"));

		if (rows[i].name == NULL && rows[i].id >= 1 && rows[i].id <= 3)
			doc_set_message(use, "name", builtin[rows[i].id - 1], NULL);
		else
			doc_set_text(use, "name", rows[i].name);
	}
	uses_of_layout_by_types(&uses, layout);
	return uses.list;
}
