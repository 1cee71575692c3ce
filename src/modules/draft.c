/* draft: checks what is typed for a field, setting by setting, and puts the settings in order. */
#include "modules/draft.h"

#include "base/arena.h"
#include "base/str.h"
#include "modules/condition.h"
#include "modules/draft_settings.h"
#include "modules/field_settings.h"
#include "modules/formula.h"
#include "modules/label.h"
#include "modules/value.h"

enum { DEPENDENCE_DEPTH = 40 };

enum module_outcome
draft_wrong(struct module_trouble *trouble, const char *field, const char *error, struct doc *values)
{
	trouble->wrong_field = field;
	trouble->error = error;
	trouble->values = values;
	return MODULE_DRAFT_WRONG;
}

/* ---- what stays as it is ---- */

/* Records hold values as the settings were when they came. */
static enum module_outcome
check_kept(const struct reading *reading)
{
	const struct field *of = reading->of, *made = reading->made;
	bool counts = made->type == FIELD_DECIMAL || made->type == FIELD_PERCENTAGE || made->type == FIELD_MONEY;

	if (of == NULL)
		return MODULE_DONE;
	if (counts && made->digits != of->digits)
		return draft_wrong(
			reading->trouble, made->type == FIELD_MONEY ? "settings.currency" : "settings.digits",
			N_("The digits after the comma stay as they are: records hold values already."), NULL);
	if (made->target != of->target)
		return draft_wrong(reading->trouble, "settings.target",
				   N_("The module it leads to stays as it is: records hold values already."), NULL);
	if ((made->type == FIELD_FORMULA || made->type == FIELD_ROLLUP) && made->result != of->result)
		return draft_wrong(reading->trouble, "settings.result",
				   N_("What it results in stays as it is: make a new field instead."), NULL);
	return MODULE_DONE;
}

/* ---- loops through roll-ups ---- */

static bool
depends(const struct field *field, const struct field *on, int depth)
{
	if (field == NULL || depth == 0)
		return false;
	if (field == on)
		return true;
	if (field->type == FIELD_ROLLUP)
		return depends(field->source, on, depth - 1);
	if (field->formula == NULL)
		return false;
	for (size_t i = 0; i < field->module->field_count; i++)
		if (formula_uses(field->formula, &field->module->fields[i]) &&
		    depends(&field->module->fields[i], on, depth - 1))
			return true;
	return false;
}

static enum module_outcome
check_loops(const struct reading *reading)
{
	if (reading->of == NULL || !depends(reading->made, reading->of, DEPENDENCE_DEPTH))
		return MODULE_DONE;
	return draft_wrong(reading->trouble,
			   reading->made->type == FIELD_ROLLUP ? "settings.rollup.from" : "settings.formula",
			   N_("This field would need itself, directly or through others."), NULL);
}

/* ---- formula, condition, default ---- */

static enum module_outcome
compile(const struct reading *reading)
{
	const char *error, *wrong;
	struct field *made = reading->made;
	struct doc *values;

	if (!field_compile_settings(reading->arena, made, reading->clean, &error, &wrong, &values))
		return draft_wrong(reading->trouble, wrong, error, values);
	if (made->visible_when == NULL)
		return MODULE_DONE;
	if (reading->of != NULL && condition_uses(made->visible_when, reading->of))
		return draft_wrong(reading->trouble, "settings.visible_when",
				   N_("Whether a field is shown cannot hang on itself."), NULL);
	doc_set(reading->clean, "visible_when", condition_doc(reading->arena, made->visible_when));
	return MODULE_DONE;
}

static bool
is_given_by_program(enum field_type type)
{
	return type == FIELD_NUMBER || type == FIELD_FORMULA || type == FIELD_ROLLUP;
}

static enum module_outcome
check_default(const struct reading *reading)
{
	struct field *made = reading->made;
	struct db_value value;
	const char *error;

	made->default_text = NULL;
	if (text_empty(reading->draft->default_text) || is_given_by_program(made->type) || made->type == FIELD_FILE ||
	    made->type == FIELD_IMAGE || made->type == FIELD_SIGNATURE)
		return MODULE_DONE;
	if (!value_parse(reading->arena, made, reading->draft->default_text, &value, &error))
		return draft_wrong(reading->trouble, "default", error, NULL);
	made->default_text = reading->draft->default_text;
	return MODULE_DONE;
}

static enum module_outcome
check_distinct(const struct reading *reading)
{
	struct field *made = reading->made;

	made->distinct_value = reading->draft->distinct_value && made->type != FIELD_NUMBER;
	if (!made->distinct_value)
		return MODULE_DONE;
	if (field_is_indexed(made) && made->type != FIELD_YES_NO && !is_given_by_program(made->type))
		return MODULE_DONE;
	return draft_wrong(reading->trouble, "distinct", N_("Fields of this type cannot be made unique."), NULL);
}

/* ---- all of it ---- */

static enum module_outcome
read_basics(const struct reading *reading)
{
	const struct field_draft *draft = reading->draft;
	struct field *made = reading->made;

	if (label_is_empty(&draft->label))
		return draft_wrong(reading->trouble, "label", N_("Please fill in this field."), NULL);
	if (reading->of != NULL && draft->type != reading->of->type)
		return draft_wrong(reading->trouble, "type", N_("The type of a field stays as it is."), NULL);
	made->module = reading->module;
	made->type = draft->type;
	made->label = draft->label;
	made->help = draft->help;
	made->required = draft->required && !is_given_by_program(draft->type);
	made->country = reading->catalogue->country;
	made->zone = reading->catalogue->zone;
	made->index = reading->of == NULL ? reading->module->field_count : reading->of->index;
	return MODULE_DONE;
}

enum module_outcome
draft_read(struct arena *arena, const struct catalogue *catalogue, const struct module *module, const struct field *of,
	   const struct field_draft *draft, struct field *made, struct doc **settings, struct module_trouble *trouble)
{
	struct reading reading = {.arena = arena,
				  .catalogue = catalogue,
				  .module = module,
				  .of = of,
				  .draft = draft,
				  .made = made,
				  .clean = doc_object(arena),
				  .trouble = trouble};
	enum module_outcome (*const steps[])(const struct reading *reading) = {
		read_basics, draft_read_settings, check_kept, compile, check_loops, check_default, check_distinct,
	};

	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		enum module_outcome outcome = steps[i](&reading);

		if (outcome != MODULE_DONE)
			return outcome;
	}
	*settings = reading.clean->object.count == 0 ? NULL : reading.clean;
	return MODULE_DONE;
}
