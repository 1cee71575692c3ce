/* field_web: the fields of a module in their order; one can be moved, taken out of use and brought back. */
#include "modules/condition.h"
#include "modules/condition_entry.h"
#include "modules/field_page.h"
#include "modules/handlers.h"

#include <string.h>

const struct field *
field_of_path(struct settings *settings)
{
	const char *name = path_text(settings->rq, "field");

	for (size_t i = 0; i < settings->module->field_count; i++)
		if (text_equal(settings->module->fields[i].name, name))
			return &settings->module->fields[i];
	return NULL;
}

static const char *
field_path(struct settings *settings, const struct field *field, const char *below)
{
	struct arena *arena = settings->rq->arena;

	return module_settings_path(arena, settings->module, arena_printf(arena, "/fields/%s%s", field->name, below));
}

/* ---- a field in a few words ---- */

static void
add_details(struct settings *settings, struct doc *row, const struct field *field)
{
	struct builder words = builder_new(settings->rq->arena, 0);

	for (size_t i = 0; i < field->choice_count; i++)
		if (!field->choices[i].retired && field->choices[i].label.count > 0)
			build_printf(&words, "%s%s", words.length == 0 ? "" : ", ",
				     label_text(&field->choices[i].label, settings->language));
	doc_set_text(row, "answers", words.length == 0 ? NULL : builder_text(&words));
	doc_set_null(row, "target");
	if (field->target != NULL)
		doc_set_label(row, "target", &field->target->plural, settings->language);
	doc_set_null(row, "source");
	if (field->source_module != NULL)
		doc_set_label(row, "source", &field->source_module->plural, settings->language);
	doc_set_text(row, "formula", field->type == FIELD_FORMULA ? field->formula_text : NULL);
	doc_set_text(row, "visible_when",
		     field->visible_when == NULL
			     ? NULL
			     : condition_words(settings->rq->arena, field->visible_when, settings->rq->formats,
					       condition_entry_name, settings->rq));
}

struct doc *
field_row_doc(struct settings *settings, const struct field *field)
{
	struct doc *row = doc_object(settings->rq->arena);

	doc_set_id(row, "id", field->id);
	doc_set_text(row, "name", field->name);
	doc_set_text(row, "href", field_path(settings, field, ""));
	doc_set_text(row, "restoration_href", field_path(settings, field, "/restoration"));
	doc_set_label(row, "label", &field->label, settings->language);
	doc_set_word(row, "type", field_type_names[field->type], field_type_label(field->type));
	doc_set_text(row, "icon", field_type_icon(field->type));
	doc_set_bool(row, "required", field->required);
	doc_set_bool(row, "distinct", field->distinct_value);
	doc_set_bool(row, "naming", field == settings->module->naming);
	doc_set_bool(row, "builtin", field->builtin);
	doc_set_bool(row, "system", field->system);
	doc_set_bool(row, "retired", field->retired);
	doc_set_int(row, "version", field->version);
	add_details(settings, row, field);
	return row;
}

/* ---- list ---- */

static void
number_rows(struct doc *list)
{
	for (size_t i = 0; i < list->list.count; i++) {
		struct doc *row = list->list.items[i];

		doc_set_bool(row, "first", i == 0);
		doc_set_bool(row, "last", i + 1 == list->list.count);
		doc_set_int(row, "place", (int64_t)i);
		doc_set_int(row, "above", i == 0 ? 0 : (int64_t)i - 1);
		doc_set_int(row, "below", (int64_t)i + 1);
	}
}

static void
add_sub_forms(struct settings *settings)
{
	struct doc *list = doc_set_list(settings->page, "sub_forms");

	for (const struct module *part = module_next_sub_form(settings->catalogue, settings->module, NULL);
	     part != NULL; part = module_next_sub_form(settings->catalogue, settings->module, part)) {
		struct doc *row = doc_add_object(list);

		doc_set_label(row, "plural", &part->plural, settings->language);
		doc_set_text(row, "icon", part->icon);
		doc_set_text(row, "href", module_settings_path(settings->rq->arena, part, "/fields"));
	}
}

static struct doc *
list_document(struct settings *settings)
{
	const struct module *module = settings->module;
	struct doc *fields, *system, *retired;

	settings_begin(settings, "fields");
	fields = doc_set_list(settings->page, "fields");
	system = doc_set_list(settings->page, "system");
	retired = doc_set_list(settings->page, "retired");
	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];

		doc_add(field->retired ? retired : field->system ? system : fields, field_row_doc(settings, field));
	}
	number_rows(fields);
	add_sub_forms(settings);
	doc_set_bool(settings->page, "changeable", !module->retired);
	doc_set_bool(settings->page, "may_have_sub_forms", !module->retired && module->parent == NULL);
	doc_set_text(settings->page, "new_field_href",
		     module_settings_path(settings->rq->arena, module, "/fields/form"));
	return settings->page;
}

struct reply
field_list_page(struct request *rq)
{
	struct settings settings;

	if (!settings_open(rq, &settings))
		return reply_not_found(rq);
	return reply_page(rq, "field_list", list_document(&settings));
}

/* ---- order ---- */

struct order {
	int64_t *ids;
	size_t count;
};

static struct order
order_of(struct settings *settings)
{
	const struct module *module = settings->module;
	struct order order = {.ids = arena_make_array(settings->rq->arena, int64_t, module->field_count + 1)};

	for (size_t i = 0; i < module->field_count; i++)
		if (!module->fields[i].system && !module->fields[i].retired)
			order.ids[order.count++] = module->fields[i].id;
	return order;
}

static void
place(struct order *order, int64_t id, size_t at)
{
	size_t from = 0;

	while (from < order->count && order->ids[from] != id)
		from++;
	if (from == order->count)
		return;
	memmove(&order->ids[from], &order->ids[from + 1], (order->count - from - 1) * sizeof *order->ids);
	if (at > order->count - 1)
		at = order->count - 1;
	memmove(&order->ids[at + 1], &order->ids[at], (order->count - at - 1) * sizeof *order->ids);
	order->ids[at] = id;
}

/* "plate:2": that field to the third place. */
static bool
apply_move(struct settings *settings, struct order *order, const char *move)
{
	struct str rest = str_of(move);
	struct str name = str_cut(&rest, ':');
	const struct field *field =
		field_named(settings->module, arena_text_of(settings->rq->arena, name.at, name.length));
	int64_t at;

	if (field == NULL || field->system || rest.at == NULL || !str_to_int(rest, &at) || at < 0)
		return false;
	place(order, field->id, (size_t)at);
	return true;
}

/* The names in their new order; those left out keep theirs behind them. */
static bool
apply_names(struct settings *settings, struct order *order)
{
	struct form *form = settings->rq->form;
	size_t rows = form_rows(form, "fields", settings->module->field_count);

	for (size_t i = 0; i < rows; i++) {
		const char *name = form_text(form, arena_printf(settings->rq->arena, "fields.%zu", i));
		const struct field *field = field_named(settings->module, name);

		if (field == NULL || field->system)
			return false;
		place(order, field->id, i);
	}
	return rows > 0;
}

struct reply
field_order(struct request *rq)
{
	struct settings settings;
	struct order order;
	const char *move = form_text(rq->form, "move");

	if (!settings_open(rq, &settings))
		return reply_not_found(rq);
	order = order_of(&settings);
	if (text_empty(move) ? !apply_names(&settings, &order) : !apply_move(&settings, &order, move)) {
		form_error(rq->form, text_empty(move) ? "fields.0" : "move", N_("There is no such field."), NULL);
		list_document(&settings);
		return settings_again(&settings, "field_list");
	}
	fields_order(rq->tx, settings.module, order.ids, order.count);
	settings_journal(&settings, "module.field_order", "module", settings.module->id, NULL);
	if (!settings_open(rq, &settings))
		return reply_not_found(rq);
	return reply_done(rq, module_settings_path(rq->arena, settings.module, "/fields"), NULL,
			  list_document(&settings));
}

/* ---- out of use, and back ---- */

struct reply
field_retirement(struct request *rq)
{
	struct settings settings;
	struct module_trouble trouble = {0};
	const struct field *field;

	if (!settings_open(rq, &settings) || (field = field_of_path(&settings)) == NULL)
		return reply_not_found(rq);
	if (settings_refused(
		    &settings,
		    field_retire(rq->tx, settings.catalogue, field, settings_seen(&settings, field->version), &trouble),
		    &trouble))
		return field_form_again(&settings, field);
	settings_journal(&settings, "module.field_retire", "field", field->id, field->name);
	return reply_done(rq, module_settings_path(rq->arena, settings.module, "/fields"),
			  N_("The field is out of use. What it holds is kept, and it can come back at any time."),
			  field_row_doc(&settings, field));
}

struct reply
field_restoration(struct request *rq)
{
	struct settings settings;
	struct module_trouble trouble = {0};
	const struct field *field;

	if (!settings_open(rq, &settings) || (field = field_of_path(&settings)) == NULL)
		return reply_not_found(rq);
	if (settings_refused(&settings, field_restore(rq->tx, field), &trouble)) {
		list_document(&settings);
		return settings_again(&settings, "field_list");
	}
	settings_journal(&settings, "module.field_restore", "field", field->id, field->name);
	return reply_done(rq, module_settings_path(rq->arena, settings.module, "/fields"),
			  N_("The field is back in use."), field_row_doc(&settings, field));
}
