/* field_compile: formulas and conditions of fields, from their texts to what runs. */
#include "modules/field_settings.h"

#include "base/str.h"
#include "modules/condition.h"
#include "modules/formula.h"

static bool
compile_formula(struct arena *arena, struct field *field, const char **error, struct doc **values)
{
	size_t at = 0;

	if (field->formula_text == NULL) {
		*error = N_("Write a formula.");
		return false;
	}
	field->formula = formula_parse(arena, field->module, field->formula_text, field, field->result, error, &at);
	doc_set_int(*values, "at", (int64_t)at + 1);
	return field->formula != NULL;
}

bool
field_compile_settings(struct arena *arena, struct field *field, const struct doc *settings, const char **error,
		       const char **wrong, struct doc **values)
{
	const struct doc *condition = settings == NULL ? NULL : doc_get(settings, STR("visible_when"));
	const struct field_scope scope = {.module = field->module, .find = scope_all};

	*values = doc_object(arena);
	*wrong = "settings.formula";
	*error = NULL;
	if (field->type == FIELD_FORMULA && !compile_formula(arena, field, error, values))
		return false;
	*wrong = "settings.visible_when";
	if (condition == NULL || condition->kind == DOC_NULL)
		return true;
	field->visible_when = condition_parse(arena, &scope, condition, error, values);
	return field->visible_when != NULL;
}
