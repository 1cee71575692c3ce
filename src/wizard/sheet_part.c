/* sheet_part: attributes that are not stored yet: "attributes.3.label", its type, and what is filled in. */
#include "wizard/sheet_part.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/form_page.h"
#include "sheets/sheets.h"
#include "wizard/step.h"

#include <string.h>

/* What an attribute is; behind these what is filled in. */
static const char *const parts[] = {"label", "type", "choices", "required", "in_portal", "value", NULL};

static const char *
name_of(struct request *rq, size_t row, const char *part)
{
	return arena_printf(rq->arena, "attributes.%zu.%s", row, part);
}

bool
sheet_part_owns(const char *name)
{
	for (size_t i = 0; parts[i] != NULL; i++)
		if (strcmp(name, parts[i]) == 0)
			return true;
	return strcmp(name, "template") == 0 || strncmp(name, "attributes.", strlen("attributes.")) == 0;
}

/* ---- reading ---- */

/* The attribute of these fields, with errors in a form of its own, which *form gets. */
static struct sheet_attribute
read_attribute(struct request *rq, const char *before, struct form **form)
{
	struct sheet_attribute attribute = {.id = 0};

	*form = form_new(rq->arena);
	for (size_t i = 0; parts[i] != NULL; i++) {
		const char *text = form_raw(rq->form, arena_printf(rq->arena, "%s%s", before, parts[i]));

		if (text != NULL)
			form_add(*form, parts[i], str_of(text), 8);
	}
	attribute_read(asking_with(rq, *form), &attribute);
	return attribute;
}

/* Those that are right; *count gets how many. */
static struct sheet_attribute *
read_all(struct request *rq, size_t *count)
{
	size_t rows = form_rows(rq->form, "attributes", SHEET_ATTRIBUTES);
	struct sheet_attribute *list = arena_make_array(rq->arena, struct sheet_attribute, SHEET_ATTRIBUTES + 1);

	*count = 0;
	for (size_t row = 0; row < rows; row++) {
		struct form *form;
		struct sheet_attribute attribute = read_attribute(rq, name_of(rq, row, ""), &form);

		if (form_failed(form) || sheet_has_label(rq->arena, list, *count, attribute.label)) {
			form_error(rq->form, name_of(rq, row, "label"), N_("This field is not right, or there twice."),
				   NULL);
			continue;
		}
		attribute.value = attribute_read_value(rq, name_of(rq, row, "value"), &attribute);
		list[(*count)++] = attribute;
	}
	return list;
}

/* ---- what is kept ---- */

struct keeping {
	struct request *rq;
	struct doc *value;
	struct sheet_attribute list[SHEET_ATTRIBUTES];
	size_t count;
};

/* False: there is no room, or one of this name. */
static bool
keep(struct keeping *keeping, const struct sheet_attribute *attribute, const char *filled)
{
	struct request *rq = keeping->rq;
	size_t row = keeping->count;

	if (row == SHEET_ATTRIBUTES || sheet_has_label(rq->arena, keeping->list, row, attribute->label))
		return false;
	keeping->list[keeping->count++] = *attribute;
	doc_set_text(keeping->value, name_of(rq, row, "label"), attribute->label);
	doc_set_text(keeping->value, name_of(rq, row, "type"), field_type_names[attribute->type]);
	doc_set_text(keeping->value, name_of(rq, row, "choices"), attribute->choices == NULL ? "" : attribute->choices);
	doc_set_text(keeping->value, name_of(rq, row, "required"), attribute->required ? "yes" : "");
	doc_set_text(keeping->value, name_of(rq, row, "in_portal"), attribute->in_portal ? "yes" : "");
	doc_set_text(keeping->value, name_of(rq, row, "value"), filled == NULL ? "" : filled);
	return true;
}

/* What is wrong with one, said of the row as it was sent: our own page sends them as they were right. */
static void
refuse_row(struct request *rq, size_t row, struct form *form)
{
	struct doc *shown = doc_object(rq->arena);
	const struct doc *problems;

	form_show(form, shown);
	problems = doc_get_list(shown, "problems");
	for (size_t i = 0; i < doc_count(problems); i++) {
		const struct doc *problem = problems->list.items[i], *message = doc_get(problem, STR("message"));

		form_error(rq->form, name_of(rq, row, doc_get_text(problem, "field")), message->message.english,
			   message->message.values);
	}
	if (doc_count(problems) == 0)
		form_error(rq->form, name_of(rq, row, "label"), N_("This field is not right, or there twice."), NULL);
}

static void
keep_rows(struct keeping *keeping, const char *press)
{
	struct request *rq = keeping->rq;
	size_t rows = form_rows(rq->form, "attributes", SHEET_ATTRIBUTES);

	for (size_t row = 0; row < rows; row++) {
		struct form *form;
		const struct sheet_attribute attribute = read_attribute(rq, name_of(rq, row, ""), &form);

		if (strcmp(press, arena_printf(rq->arena, "drop.%zu", row)) == 0)
			continue;
		if (form_failed(form) || !keep(keeping, &attribute, form_raw(rq->form, name_of(rq, row, "value"))))
			refuse_row(rq, row, form);
	}
}

static void
keep_template(struct keeping *keeping)
{
	struct request *rq = keeping->rq;
	int64_t id = 0;
	size_t count;
	const struct sheet_attribute *attributes;

	if (!id_parse(str_of(form_text(rq->form, "template")), &id) || sheet_template_find(rq->tx, id) == NULL)
		return;
	attributes = sheet_attributes(rq->tx, id, &count);
	for (size_t i = 0; i < count; i++)
		keep(keeping, &attributes[i], attributes[i].value);
}

/* What is typed for a new one is one of them once it is right; until then it stays typed. */
static void
keep_new(struct keeping *keeping)
{
	struct request *rq = keeping->rq;
	size_t before = keeping->count;
	struct form *form;
	struct sheet_attribute attribute;

	if (text_empty(form_text(rq->form, "label")))
		return;
	attribute = read_attribute(rq, "", &form);
	if (!form_failed(form))
		keep(keeping, &attribute, NULL);
	for (size_t i = 0; keeping->count == before && parts[i] != NULL; i++)
		if (form_has(rq->form, parts[i]))
			doc_set_text(keeping->value, parts[i], form_raw(rq->form, parts[i]));
}

const char *
sheet_part_take(struct request *rq, const char *press, struct doc *value)
{
	struct keeping *keeping = arena_make(rq->arena, struct keeping);

	keeping->rq = rq;
	keeping->value = value;
	keep_rows(keeping, press);
	if (strcmp(press, "load") == 0)
		keep_template(keeping);
	keep_new(keeping);
	return strcmp(press, "load") == 0 || strcmp(press, "field") == 0 || strncmp(press, "drop.", 5) == 0
		       ? "#client-sheet"
		       : NULL;
}

void
sheet_part_check(struct request *rq)
{
	struct doc *shown = doc_object(rq->arena);
	const struct doc *problems;
	struct form *form;
	size_t count;

	read_all(rq, &count);
	if (text_empty(form_text(rq->form, "label")))
		return;
	read_attribute(rq, "", &form);
	if (!form_failed(form))
		form_error(rq->form, "label", N_("There is a field of this name already."), NULL);
	form_show(form, shown);
	problems = doc_get_list(shown, "problems");
	for (size_t i = 0; i < doc_count(problems); i++) {
		const struct doc *message = doc_get(problems->list.items[i], STR("message"));

		form_error(rq->form, doc_get_text(problems->list.items[i], "field"), message->message.english,
			   message->message.values);
	}
}

/* ---- showing ---- */

static void
add_rows(struct request *rq, struct doc *page)
{
	struct doc *list = doc_set_list(page, "attributes");
	size_t rows = form_rows(rq->form, "attributes", SHEET_ATTRIBUTES);

	for (size_t row = 0; row < rows; row++) {
		struct form *form;
		const struct sheet_attribute attribute = read_attribute(rq, name_of(rq, row, ""), &form);
		struct doc *shown, *input, *hidden;

		if (form_failed(form))
			continue;
		shown = doc_add_object(list);
		hidden = doc_set_list(shown, "hidden");
		for (size_t i = 0; strcmp(parts[i], "value") != 0; i++) {
			struct doc *part = doc_add_object(hidden);

			doc_set_text(part, "name", name_of(rq, row, parts[i]));
			doc_set_text(part, "text", form_raw(rq->form, name_of(rq, row, parts[i])));
		}
		doc_set_text(shown, "label", attribute.label);
		doc_set_int(shown, "row", (int64_t)row);
		input = attribute_input(rq, name_of(rq, row, "value"), &attribute);
		doc_set_null(input, "was");
		doc_set(shown, "input", input);
	}
}

void
sheet_part_show(struct request *rq, struct doc *page)
{
	add_rows(rq, page);
	sheet_templates_show(rq, page);
	attribute_form_fill(rq, page, NULL);
	form_page(rq, page, ATTRIBUTE_FIELDS);
}

void
sheet_part_summarise(struct request *rq, struct doc *summary)
{
	struct doc *list = doc_set_list(summary, "attributes");
	size_t count;
	const struct sheet_attribute *attributes = read_all(rq, &count);

	for (size_t i = 0; i < count; i++)
		doc_add(list, attribute_doc(rq, &attributes[i]));
	doc_set_bool(summary, "has_attributes", count > 0);
}

void
sheet_part_commit(struct request *rq, int64_t client)
{
	size_t count;
	const struct sheet_attribute *attributes = read_all(rq, &count);

	for (size_t i = 0; i < count; i++)
		attribute_store(rq, client, &attributes[i]);
}
