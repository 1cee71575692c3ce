/* type_uses_store: which user types of portals name a field, a module or a layout: as they hold, and as they are being
 * set up. */
#include "modules/uses.h"

#include "base/id.h"
#include "base/str.h"
#include "modules/label.h"

struct type_row {
	const char *name, *draft, *published;
	int64_t main_module_id;
};
static const struct db_column columns[] = {
	DB_COLUMN_TEXT(struct type_row, name),
	DB_COLUMN_TEXT(struct type_row, draft),
	DB_COLUMN_TEXT(struct type_row, published),
	DB_COLUMN_INT64(struct type_row, main_module_id),
};
static const struct db_shape shape = DB_SHAPE(struct type_row, columns);

/* What is looked for in a tab. */
struct wanted {
	const struct module *module;
	const struct field *field;   /* of the module; else */
	const struct layout *layout; /* of it; else the module itself, or lines of it */
};

/* ---- one tab ---- */

/* A field that no layout says anything of is hidden. */
static bool
shows(const struct doc *fields, const struct field *field)
{
	const char *level = doc_get_text(fields, field->name);

	return text_equal(level, "read") || text_equal(level, "write");
}

static bool
layouts_have(const struct doc *tab, const struct wanted *wanted)
{
	const struct doc *list = doc_get_list(tab, "layouts");
	int64_t id;

	for (size_t i = 0; i < doc_count(list); i++) {
		const struct doc *layout = list->list.items[i];
		const char *text = doc_get_text(layout, "layout");

		if (wanted->field != NULL ? shows(doc_get(layout, STR("fields")), wanted->field)
					  : text != NULL && id_parse(str_of(text), &id) && id == wanted->layout->id)
			return true;
	}
	return false;
}

static bool
lines_have(const struct doc *tab, const struct wanted *wanted)
{
	const struct doc *line = doc_get(doc_get(tab, STR("lines")), str_of(wanted->module->name));

	if (line == NULL || wanted->layout != NULL)
		return false;
	return wanted->field == NULL || shows(doc_get(line, STR("fields")), wanted->field);
}

static bool
tab_has(const struct doc *tab, const struct wanted *wanted)
{
	if (lines_have(tab, wanted))
		return true;
	if (!text_equal(doc_get_text(tab, "module"), wanted->module->name))
		return false;
	if (wanted->field == NULL && wanted->layout == NULL)
		return true;
	if (wanted->field != NULL && (text_equal(doc_get_text(tab, "link"), wanted->field->name) ||
				      uses_in_json(doc_get(tab, STR("narrowed")), wanted->field->name)))
		return true;
	return layouts_have(tab, wanted);
}

/* ---- all user types ---- */

static bool
setup_has(struct uses *uses, const char *setup, const struct wanted *wanted)
{
	const struct doc *list = setup == NULL ? NULL : doc_get_list(json_doc(tx_arena(uses->tx), setup), "tabs");

	for (size_t i = 0; i < doc_count(list); i++)
		if (tab_has(list->list.items[i], wanted))
			return true;
	return false;
}

static void
look_at_types(struct uses *uses, const struct wanted *wanted)
{
	size_t count;
	struct type_row *rows = db_list(uses->tx, &shape, &count,
					"select name, draft, published, main_module_id from user_type "
					"order by portal_id, position, id");

	for (size_t i = 0; i < count; i++) {
		struct label label = label_of_json(tx_arena(uses->tx), rows[i].name, N_("Clients"));
		bool is_main =
			wanted->field == NULL && wanted->layout == NULL && rows[i].main_module_id == wanted->module->id;

		if (is_main || setup_has(uses, rows[i].published, wanted))
			uses_add_label(uses, "user_type", N_("User type"), &label);
		else if (setup_has(uses, rows[i].draft, wanted))
			uses_add_label(uses, "user_type_draft", N_("User type, not published yet"), &label);
	}
}

void
uses_of_field_by_types(struct uses *uses, const struct field *field)
{
	look_at_types(uses, &(struct wanted){.module = field->module, .field = field});
}

void
uses_of_module_by_types(struct uses *uses, const struct module *module)
{
	look_at_types(uses, &(struct wanted){.module = module});
}

void
uses_of_layout_by_types(struct uses *uses, const struct layout *layout)
{
	if (layout->module != NULL)
		look_at_types(uses, &(struct wanted){.module = layout->module, .layout = layout});
}
