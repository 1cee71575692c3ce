/* schema_web: what a module is for the one who asks: its fields, their types and choices, and what they may do. */
#include "core/weakened.h"
#include "records/handlers.h"
#include "records/module_page.h"
#include "records/record_doc.h"
#include "records/record_form.h"
#include "records/view.h"

static void
add_limits(struct doc *shown, const struct field *field)
{
	if (field->least != INT64_MIN && field_value_type(field) != FIELD_DAY)
		doc_set_decimal(shown, "least", field->least, field->digits);
	if (field->most != INT64_MAX && field_value_type(field) != FIELD_DAY)
		doc_set_decimal(shown, "most", field->most, field->digits);
	if (field->longest > 0)
		doc_set_int(shown, "longest", (int64_t)field->longest);
	if (field->pattern != NULL)
		doc_set_text(shown, "pattern", field->pattern);
	if (field->currency != NULL && field_value_type(field) == FIELD_MONEY)
		doc_set_text(shown, "currency", field->currency);
	if (field_value_type(field) == FIELD_DECIMAL || field_value_type(field) == FIELD_PERCENTAGE)
		doc_set_int(shown, "digits", field->digits);
}

/* In JSON a word is its code: labels are messages here, which are printed in the reader's language. */
static void
set_label(struct request *rq, struct doc *shown, const char *name, const struct label *label)
{
	if (label->builtin != NULL)
		doc_set_message(shown, name, label->builtin, NULL);
	else
		doc_set_text(shown, name, label_text(label, language_of(rq)));
}

static void
add_choices(struct request *rq, struct doc *shown, const struct field *field)
{
	struct doc *list;

	if (field->choice_count == 0)
		return;
	list = doc_set_list(shown, "choices");
	for (size_t i = 0; i < field->choice_count; i++) {
		struct doc *choice = doc_add_object(list);

		doc_set_text(choice, "code", field->choices[i].code);
		set_label(rq, choice, "label", &field->choices[i].label);
		doc_set_text(choice, "tone", field->choices[i].tone);
		doc_set_bool(choice, "retired", field->choices[i].retired);
	}
}

static void
add_comparisons(struct doc *shown, const struct field *field)
{
	struct doc *list = doc_set_list(shown, "comparisons");

	for (int i = 0; i < COMPARISONS; i++)
		if (comparison_fits(field, (enum comparison)i))
			doc_add_text(list, comparison_names[i]);
}

static bool
is_required(const struct plan *plan, const struct field *field)
{
	for (size_t s = 0; s < plan->layout->section_count; s++)
		for (size_t i = 0; i < plan->layout->sections[s].item_count; i++)
			if (plan->layout->sections[s].items[i].field == field)
				return field->required || plan->layout->sections[s].items[i].required;
	return field->required;
}

static void
add_field(struct request *rq, struct doc *list, const struct access *access, const struct field *field)
{
	struct doc *shown = doc_add_object(list);
	bool target = field->target != NULL && (field->type == FIELD_LOOKUP || field->type == FIELD_LOOKUPS) &&
		      (access_may(record_access(rq, field->target), MAY_VIEW) || weakened(CHECK_TARGET));

	doc_set_text(shown, "name", field->name);
	doc_set_text(shown, "type", field_type_names[field->type]);
	doc_set_text(shown, "value_type", field_type_names[field_value_type(field)]);
	set_label(rq, shown, "label", &field->label);
	if (field->help.count > 0 || field->help.builtin != NULL)
		set_label(rq, shown, "help", &field->help);
	doc_set_bool(shown, "required", is_required(access->plan, field));
	doc_set_bool(shown, "distinct", field->distinct_value);
	doc_set_bool(shown, "writable", field_is_written(access->plan, field));
	doc_set_bool(shown, "sortable", field_sorts(field));
	if (target)
		doc_set_text(shown, "target", field->target->name);
	add_limits(shown, field);
	add_choices(rq, shown, field);
	add_comparisons(shown, field);
}

static void
fill_schema(struct request *rq, struct doc *page, const struct access *access)
{
	const struct module *module = access->plan->module;
	struct doc *may = doc_set_list(page, "may"), *list = doc_set_list(page, "fields");

	doc_set_text(page, "name", module->name);
	set_label(rq, page, "singular", &module->singular);
	set_label(rq, page, "plural", &module->plural);
	doc_set_text(page, "naming_field", field_is_shown(access->plan, module->naming) ? module->naming->name : NULL);
	doc_set_bool(page, "read_only", !access_may(access, MAY_EDIT));
	for (size_t i = 0; i < MAY_COUNT; i++)
		if (access->plan->may & 1u << i)
			doc_add_text(may, may_names[i]);
	for (size_t i = 0; i < module->field_count; i++)
		if (field_is_shown(access->plan, &module->fields[i]))
			add_field(rq, list, access, &module->fields[i]);
}

struct reply
module_schema(struct request *rq)
{
	const struct access *access = path_access(rq), *lines = NULL;
	struct doc *page = doc_object(rq->arena), *list;

	if (access == NULL)
		return reply_not_found(rq);
	fill_schema(rq, page, access);
	list = doc_set_list(page, "sub_forms");
	while ((lines = next_lines(rq, access->plan->module, lines)) != NULL)
		fill_schema(rq, doc_add_object(list), lines);
	rq->wants_json = true; /* there is no page of it */
	return reply_page(rq, "record_groups", page);
}
