/* field_formula: where a formula goes wrong, and the list of fields and functions beside it. */
#include "modules/field_form.h"
#include "modules/formula.h"

#include <string.h>

const char *const formula_results[] = {"decimal", "integer", "money", "text", "day", "instant", "yes_no", NULL};

/* Where the character of this number begins. */
static const char *
character_at(const char *text, size_t number)
{
	for (; *text != '\0' && number > 0; number--) {
		text++;
		while (((unsigned char)*text & 0xC0) == 0x80)
			text++;
	}
	return text;
}

/* The word that begins there, or the one character. */
static size_t
word_length(const char *text)
{
	size_t length = 0;

	while (text[length] != '\0' && (text[length] == '_' || (unsigned char)text[length] >= 0x80 ||
					(text[length] >= '0' && text[length] <= '9') ||
					((text[length] | 0x20) >= 'a' && (text[length] | 0x20) <= 'z')))
		length++;
	return length > 0 || *text == '\0' ? length : 1;
}

struct doc *
formula_mistake(struct field_form *form, const char *text, enum field_type result)
{
	struct arena *arena = form->settings->rq->arena;
	const char *error = NULL, *wrong;
	struct doc *mistake;
	size_t at = 0, length;

	if (formula_parse(arena, form->settings->module, text, form->field, result, &error, &at) != NULL)
		return NULL;
	wrong = character_at(text, at);
	length = word_length(wrong);
	mistake = doc_object(arena);
	doc_set_message(mistake, "error", error, NULL);
	doc_set_int(mistake, "at", (int64_t)at);
	doc_set_text(mistake, "before", arena_text_of(arena, text, (size_t)(wrong - text)));
	doc_set_text(mistake, "wrong", arena_text_of(arena, wrong, length));
	doc_set_text(mistake, "after", arena_text(arena, wrong + length));
	doc_set_bool(mistake, "at_end", *wrong == '\0');
	return mistake;
}

void
formula_add_check(struct field_form *form, struct doc *page, const char *text, const char *result)
{
	struct doc *check = doc_set_object(page, "check"), *mistake = NULL;
	enum field_type type = field_type_of(result);

	if (!text_empty(text) && type != FIELD_TYPES)
		mistake = formula_mistake(form, text, type);
	doc_set_text(check, "formula", text);
	doc_set_null(check, "mistake");
	if (mistake != NULL)
		doc_set(check, "mistake", mistake);
	doc_set_bool(check, "right", !text_empty(text) && type != FIELD_TYPES && mistake == NULL);
}

/* What a formula can compute with. */
static bool
is_useful(struct field_form *form, const struct field *field)
{
	return !field->retired && field != form->field && field->type != FIELD_LOOKUPS && field->type != FIELD_FILE &&
	       field->type != FIELD_IMAGE && field->type != FIELD_SIGNATURE;
}

void
formula_add_help(struct field_form *form, struct doc *page)
{
	const struct module *module = form->settings->module;
	struct doc *help = doc_set_object(page, "formula_help"), *fields = doc_set_list(help, "fields");
	struct doc *functions = doc_set_list(help, "functions");
	const struct formula_help *function;

	/* Those every module has stand first in the array, and last in the help. */
	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[(i + SYSTEM_FIELDS) % module->field_count];
		struct doc *row;

		if (!is_useful(form, field))
			continue;
		row = doc_add_object(fields);
		doc_set_text(row, "name", field->name);
		doc_set_label(row, "label", &field->label, form->settings->language);
		doc_set_word(row, "type", field_type_names[field->type], field_type_label(field->type));
	}
	for (size_t i = 0; (function = formula_help(i)) != NULL; i++) {
		struct doc *row = doc_add_object(functions);

		doc_set_text(row, "name", function->name);
		doc_set_text(row, "usage", function->usage);
		doc_set_message(row, "about", function->about, NULL);
	}
}
