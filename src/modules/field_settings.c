/* field_settings: reads what a field's type needs more from the JSON of its row. */
#include "modules/field_settings.h"

#include "base/money.h"
#include "base/str.h"
#include "modules/condition.h"
#include "modules/formula.h"
#include "modules/label.h"

#include <string.h>

int64_t
doc_get_int(const struct doc *object, const char *name, int64_t absent)
{
	const struct doc *member = object == NULL ? NULL : doc_get(object, str_of(name));

	return member != NULL && member->kind == DOC_INT ? member->integer : absent;
}

int
name_index(const char *const *names, const char *name)
{
	for (int i = 0; name != NULL && names[i] != NULL; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}

static const char *
get_text(const struct doc *object, const char *name)
{
	return object == NULL ? NULL : doc_get_text(object, name);
}

static const struct doc *
get(const struct doc *object, const char *name)
{
	return object == NULL ? NULL : doc_get(object, str_of(name));
}

/* ---- choices ---- */

static size_t
count_builtin(const struct builtin_choice *choices)
{
	size_t count = 0;

	while (choices[count].code != NULL)
		count++;
	return count;
}

static void
take_builtin_choices(struct arena *arena, struct field *field, const struct builtin_choice *choices)
{
	size_t count = count_builtin(choices);
	struct choice *made = arena_make_array(arena, struct choice, count);

	for (size_t i = 0; i < count; i++)
		made[i] = (struct choice){
			.code = choices[i].code, .label.builtin = choices[i].label, .tone = choices[i].tone};
	field->choices = made;
	field->choice_count = count;
}

static struct choice
read_choice(const struct doc *doc, const struct builtin_field *builtin)
{
	const char *code = get_text(doc, "code"), *tone = get_text(doc, "tone");
	const struct builtin_choice *known = code == NULL ? NULL : builtin_choice_of(builtin, code);
	const struct doc *retired = get(doc, "retired");

	return (struct choice){.code = code == NULL ? "" : code,
			       .label = label_of_doc(get(doc, "label"), known == NULL ? NULL : known->label),
			       .tone = tone == NULL ? "neutral" : tone,
			       .retired = retired != NULL && doc_is_true(retired)};
}

static void
read_choices(struct arena *arena, struct field *field, const struct doc *settings, const struct builtin_field *builtin)
{
	const struct doc *list = get(settings, "choices");
	struct choice *made;

	if (list == NULL || list->kind != DOC_LIST) {
		if (builtin != NULL && builtin->choices != NULL)
			take_builtin_choices(arena, field, builtin->choices);
		return;
	}
	made = arena_make_array(arena, struct choice, list->list.count);
	for (size_t i = 0; i < list->list.count; i++)
		made[i] = read_choice(list->list.items[i], builtin);
	field->choices = made;
	field->choice_count = list->list.count;
}

/* ---- what stands alone ---- */

static size_t
usual_length(enum field_type type)
{
	switch (type) {
	case FIELD_LONG_TEXT:
		return LONG_TEXT_LONGEST;
	case FIELD_EMAIL:
		return EMAIL_LONGEST;
	case FIELD_LINK:
	case FIELD_ADDRESS:
	case FIELD_FORMULA:
		return TEXT_MOST;
	default:
		return TEXT_LONGEST;
	}
}

static int
usual_digits(enum field_type type, const char *currency)
{
	switch (type) {
	case FIELD_DECIMAL:
	case FIELD_PERCENTAGE:
		return 2;
	case FIELD_MONEY:
		return money_digits(currency);
	case FIELD_NUMBER:
		return NUMBER_DIGITS;
	default:
		return 0;
	}
}

void
field_read_settings(struct arena *arena, struct field *field, const struct doc *settings,
		    const struct builtin_field *builtin, const char *currency)
{
	const char *own = get_text(settings, "currency"), *prefix = get_text(settings, "prefix");
	int result = name_index(field_type_names, get_text(settings, "result"));
	int rollup = name_index(rollup_names, get_text(get(settings, "rollup"), "of"));

	field->result = result < 0 ? FIELD_INTEGER : (enum field_type)result;
	field->rollup = rollup < 0 ? ROLLUP_COUNT : (enum rollup)rollup;
	field->currency = own == NULL ? currency : own;
	field->least = doc_get_int(settings, "least", INT64_MIN);
	field->most = doc_get_int(settings, "most", INT64_MAX);
	field->longest = (size_t)doc_get_int(settings, "longest", (int64_t)usual_length(field->type));
	field->digits = (int)doc_get_int(settings, "digits", usual_digits(field_value_type(field), field->currency));
	field->pattern = get_text(settings, "pattern");
	field->prefix = prefix == NULL ? "" : prefix;
	field->formula_text = get_text(settings, "formula");
	read_choices(arena, field, settings, builtin);
}

/* ---- what leads to others ---- */

/* Retired modules are found, too: their records are kept. */
static const struct module *
any_module(const struct catalogue *catalogue, const char *name)
{
	for (size_t i = 0; name != NULL && i < catalogue->module_count; i++)
		if (strcmp(catalogue->modules[i].name, name) == 0)
			return &catalogue->modules[i];
	return NULL;
}

static bool
link_rollup(const struct catalogue *catalogue, struct field *field, const struct doc *rollup)
{
	const char *source = get_text(rollup, "field"), *link = get_text(rollup, "link");

	field->source_module = any_module(catalogue, get_text(rollup, "module"));
	if (field->source_module == NULL)
		return false;
	field->source = source == NULL ? NULL : field_named(field->source_module, source);
	field->source_link = link == NULL ? NULL : field_named(field->source_module, link);
	if (field->rollup != ROLLUP_COUNT && field->source == NULL)
		return false;
	if (link == NULL)
		return field->source_module->parent == field->module;
	return field->source_link != NULL && field->source_link->type == FIELD_LOOKUP;
}

bool
field_link_settings(const struct catalogue *catalogue, struct field *field, const struct doc *settings)
{
	switch (field->type) {
	case FIELD_LOOKUP:
	case FIELD_LOOKUPS:
		field->target = any_module(catalogue, get_text(settings, "target"));
		return field->target != NULL;
	case FIELD_ROLLUP:
		return link_rollup(catalogue, field, get(settings, "rollup"));
	default:
		return true;
	}
}
