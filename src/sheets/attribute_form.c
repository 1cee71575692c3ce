/* attribute_form: reads attributes and what is filled in from forms, and puts both into pages. */
#include "sheets/attribute.h"
#include "sheets/sheet_page.h"
#include "sheets/sheet_store.h"

#include "base/check.h"
#include "base/str.h"
#include "http/form.h"
#include "modules/field_types.h"
#include "modules/value.h"
#include "records/record_doc.h"
#include "records/record_form.h"
#include "rights/rights.h"

#include <string.h>

enum { CHOICES_TEXT = 8000 };

/* ---- reading ---- */

/* Programs may send a list, as they are told one. */
static const char *
typed_choices(struct request *rq)
{
	size_t rows = form_rows(rq->form, "choices", ATTRIBUTE_CHOICES + 1);
	struct builder lines = builder_new(rq->arena, 0);

	if (rows == 0)
		return form_read_lines(rq->form, "choices", FORM_OPTIONAL, CHOICES_TEXT);
	for (size_t i = 0; i < rows; i++) {
		build_text(&lines, form_read_text(rq->form, arena_printf(rq->arena, "choices.%zu", i), FORM_OPTIONAL,
						  ATTRIBUTE_CHOICE));
		build_char(&lines, '\n');
	}
	return builder_text(&lines);
}

static const char *
read_choices(struct request *rq)
{
	const char *choices = attribute_choices(rq->arena, typed_choices(rq));
	struct str rest = str_of(choices);
	size_t count = 0;

	if (choices == NULL)
		form_error(rq->form, "choices", N_("Write at least one answer, each on a line of its own."), NULL);
	for (; choices != NULL && rest.at != NULL; count++)
		if (str_cut(&rest, '\n').length > ATTRIBUTE_CHOICE)
			form_error(rq->form, "choices", N_("One of the answers is too long."), NULL);
	if (count > ATTRIBUTE_CHOICES)
		form_error(rq->form, "choices", N_("There are at most 60 answers."), NULL);
	return choices;
}

void
attribute_read(struct request *rq, struct sheet_attribute *attribute)
{
	const char *type = form_text(rq->form, "type");

	attribute->label = form_read_text(rq->form, "label", FORM_REQUIRED, ATTRIBUTE_LABEL);
	attribute->type = text_empty(type) ? attribute_types[0] : attribute_type_of(type);
	if (attribute->type == FIELD_TYPES)
		form_error(rq->form, "type", N_("Please choose an entry of the list."), NULL);
	attribute->choices = attribute->type == FIELD_CHOICE ? read_choices(rq) : NULL;
	attribute->required = form_read_bool(rq->form, "required");
	attribute->in_portal = form_read_bool(rq->form, "in_portal");
}

const char *
attribute_read_value(struct request *rq, const char *name, const struct sheet_attribute *attribute)
{
	const struct field *field = attribute_field(rq->arena, attribute, rq->rights->catalogue->country);
	struct db_value value =
		text_empty(form_text(rq->form, name)) ? db_null() : value_read(rq->form, name, field, rq->arena);

	if (attribute->required && value_is_empty(&value))
		form_error(rq->form, name, N_("Please fill in this field."), NULL);
	return attribute_text(rq->arena, field, &value);
}

void
attribute_store(struct request *rq, int64_t client, const struct sheet_attribute *attribute)
{
	const struct sheet sheet = {.id = client, .client = client_find(rq->tx, rq->viewer, client)};
	struct sheet_attribute filled = *attribute;
	const char *key = NULL;
	int64_t id = sheet_add(rq->tx, client, attribute);

	if (id != 0 && filled.value != NULL &&
	    attribute_refit(rq->arena, &filled, rq->rights->catalogue->country, &key))
		sheet_fill(rq->tx, id, filled.value, key);
	if (id != 0)
		sheet_journal(rq, &sheet, "client_sheet.add", attribute->label);
}

/* ---- showing ---- */

/* Whole or not: an attribute has one kind of numbers. */
static const char *
type_label(enum field_type type)
{
	return type == FIELD_DECIMAL ? N_("Any number") : field_type_label(type);
}

void
attribute_form_fill(struct request *rq, struct doc *page, const struct sheet_attribute *attribute)
{
	const char *typed = form_text(rq->form, "type");
	const enum field_type stored = attribute == NULL ? attribute_types[0] : attribute->type;
	const enum field_type current = text_empty(typed) ? stored : attribute_type_of(typed);
	struct doc *list = doc_set_list(page, "types"), *ticked = doc_set_object(page, "ticked");
	const bool sent = rq->http->method == HTTP_POST;

	for (size_t i = 0; attribute_types[i] != FIELD_TYPES; i++) {
		struct doc *type = doc_add_object(list);

		doc_set_text(type, "code", field_type_names[attribute_types[i]]);
		doc_set_word(type, "label", field_type_names[attribute_types[i]], field_type_label(attribute_types[i]));
		doc_set_bool(type, "current", attribute_types[i] == current);
	}
	doc_set_bool(ticked, "required",
		     sent ? form_read_bool(rq->form, "required") : attribute != NULL && attribute->required);
	doc_set_bool(ticked, "in_portal",
		     sent ? form_read_bool(rq->form, "in_portal") : attribute != NULL && attribute->in_portal);
}

struct doc *
attribute_input(struct request *rq, const char *name, const struct sheet_attribute *attribute)
{
	struct field *field = attribute_field(rq->arena, attribute, rq->rights->catalogue->country);
	struct db_value value = attribute_value(rq->arena, attribute, field);
	const char *point = strrchr(name, '.');
	struct doc *input;

	check(point != NULL);
	field->name = point + 1;
	input = input_of_value(rq, field, arena_text_of(rq->arena, name, (size_t)(point - name)), &value);
	doc_set_text(input, "was", attribute->value == NULL ? "" : attribute->value);
	return input;
}

struct doc *
attribute_doc(struct request *rq, const struct sheet_attribute *attribute)
{
	struct field *field = attribute_field(rq->arena, attribute, rq->rights->catalogue->country);
	struct db_value value = attribute_value(rq->arena, attribute, field);
	struct doc *doc = doc_object(rq->arena), *choices;

	doc_set_id(doc, "id", attribute->id);
	doc_set_int(doc, "version", attribute->version);
	doc_set_text(doc, "label", attribute->label);
	doc_set_word(doc, "type", field_type_names[attribute->type], type_label(attribute->type));
	doc_set_text(doc, "icon", field_type_icon(attribute->type));
	choices = doc_set_list(doc, "choices");
	for (size_t i = 0; i < field->choice_count; i++)
		doc_add_text(choices, field->choices[i].code);
	doc_set_bool(doc, "required", attribute->required);
	doc_set_bool(doc, "in_portal", attribute->in_portal);
	doc_set_value(doc, "value", field, &value, "");
	if (!rq->wants_json)
		doc_set(doc, "cell", cell_doc(rq, NULL, field, &value, 0));
	return doc;
}
