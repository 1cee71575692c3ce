/* condition_parse: reads a condition out of JSON, for a scope of fields, and writes it back. */
#include "base/arena.h"
#include "base/str.h"
#include "modules/condition_parts.h"

#include <string.h>

struct parsing {
	struct arena *arena;
	const struct field_scope *scope;
	const char **error;
	struct doc **values;
	size_t comparisons, value_count;
};

/* ---- refusals ---- */

static bool
refuse(struct parsing *parsing, const char *english, const char *field, const char *value)
{
	*parsing->error = english;
	*parsing->values = doc_object(parsing->arena);
	doc_set_text(*parsing->values, "field", field == NULL ? "" : field);
	doc_set_text(*parsing->values, "value", value == NULL ? "" : value);
	return false;
}

static bool
refuse_shape(struct parsing *parsing)
{
	return refuse(parsing, N_("This condition is not written as conditions are."), NULL, NULL);
}

static bool
refuse_length(struct parsing *parsing)
{
	return refuse(parsing, N_("This condition is too long."), NULL, NULL);
}

/* ---- values ---- */

static bool
needs_values(enum comparison comparison)
{
	return comparison != COMPARE_EMPTY && comparison != COMPARE_NOT_EMPTY && comparison != COMPARE_ME;
}

static bool
takes_one(enum comparison comparison)
{
	return comparison >= COMPARE_ABOVE;
}

static bool
days_of_text(const char *text, struct db_value *value)
{
	int64_t days;

	if (!str_to_int(str_trim(str_of(text)), &days) || days < 1 || days > CONDITION_DAYS_LIMIT)
		return false;
	*value = db_int(days);
	return true;
}

/* A part of a telephone number is looked for as it is kept: "06 12" is "+33612", or "612" somewhere. */
static bool
part_of_text(struct arena *arena, const struct field *field, enum comparison comparison, const char *text,
	     struct db_value *value)
{
	if (field_value_type(field) == FIELD_PHONE)
		text = phone_dialled(arena, number_part(arena, text), field->country, comparison == COMPARE_BEGINS);
	*value = db_text(text);
	return *text != '\0';
}

/* One value of a list to many is one item of it. */
static struct field
item_field(const struct field *field)
{
	struct field item = *field;

	if (field->type == FIELD_CHOICES)
		item.type = FIELD_CHOICE;
	if (field->type == FIELD_LOOKUPS)
		item.type = FIELD_LOOKUP;
	return item;
}

static bool
parse_value(struct parsing *parsing, struct condition *condition, const char *text)
{
	struct field item = item_field(condition->field);
	struct value_reading reading = {.arena = parsing->arena, .field = &item, .asked = true};
	struct db_value *value = &condition->values[condition->value_count];
	enum comparison comparison = condition->comparison;
	bool fits;

	if (strlen(text) > CONDITION_TEXT_LIMIT || strlen(text_fold(parsing->arena, text)) > CONDITION_TEXT_LIMIT)
		return refuse_length(parsing);
	if (comparison == COMPARE_LAST_DAYS || comparison == COMPARE_NEXT_DAYS)
		fits = days_of_text(text, value);
	else if ((comparison == COMPARE_CONTAINS && !condition_is_list(condition->field)) ||
		 comparison == COMPARE_BEGINS)
		fits = part_of_text(parsing->arena, condition->field, comparison, text, value);
	else
		fits = value_of_text(&reading, text, value) && value->type != DB_NULL;
	if (!fits)
		return refuse(parsing, N_("“{{value}}” does not fit the field {{field}}."), condition->field->name,
			      text);
	condition->value_count++;
	return true;
}

static const char *
scalar_text(struct parsing *parsing, const struct doc *scalar)
{
	struct builder text = builder_new(parsing->arena, 0);

	doc_print_plain(scalar, &text);
	return builder_text(&text);
}

/* Empty texts and nulls are what a form sends for nothing. */
static bool
parse_scalar(struct parsing *parsing, struct condition *condition, const struct doc *scalar)
{
	const char *text;

	if (scalar->kind == DOC_LIST || scalar->kind == DOC_OBJECT)
		return refuse_shape(parsing);
	text = scalar_text(parsing, scalar);
	if (str_trim(str_of(text)).length == 0)
		return true;
	if (!needs_values(condition->comparison))
		return refuse(parsing, N_("“{{value}}” does not fit the field {{field}}."), condition->field->name,
			      text);
	if (condition->value_count == COMPARISON_VALUES || ++parsing->value_count > CONDITION_VALUES)
		return refuse_length(parsing);
	return parse_value(parsing, condition, text);
}

static bool
parse_values(struct parsing *parsing, struct condition *condition, const struct doc *values)
{
	bool list = values != NULL && values->kind == DOC_LIST;
	size_t count = list ? values->list.count : values != NULL;

	condition->values = arena_make_array(parsing->arena, struct db_value,
					     count < COMPARISON_VALUES ? count + 1 : COMPARISON_VALUES + 1);
	for (size_t i = 0; i < count; i++)
		if (!parse_scalar(parsing, condition, list ? values->list.items[i] : values))
			return false;
	if (needs_values(condition->comparison) && condition->value_count == 0)
		return refuse(parsing, N_("What should {{field}} be compared with?"), condition->field->name, NULL);
	if (takes_one(condition->comparison) && condition->value_count > 1)
		return refuse(parsing, N_("This comparison of {{field}} takes one value."), condition->field->name,
			      NULL);
	return true;
}

/* ---- comparisons ---- */

static int
comparison_of_name(const char *name)
{
	for (int i = 0; name != NULL && i < COMPARISONS; i++)
		if (strcmp(comparison_names[i], name) == 0)
			return i;
	return -1;
}

/* True when the object has no members but these. */
static bool
has_only(const struct doc *object, const char *const *names)
{
	for (size_t i = 0; i < object->object.count; i++) {
		bool known = false;

		for (size_t n = 0; names[n] != NULL; n++)
			known = known || strcmp(object->object.members[i].name, names[n]) == 0;
		if (!known)
			return false;
	}
	return true;
}

static bool
parse_comparison(struct parsing *parsing, const struct doc *json, struct condition *condition)
{
	static const char *const members[] = {"field", "comparison", "values", NULL};
	const char *name = doc_get_text(json, "field"), *comparison = doc_get_text(json, "comparison");
	int found = comparison_of_name(comparison);

	if (name == NULL || comparison == NULL || !has_only(json, members))
		return refuse_shape(parsing);
	if (++parsing->comparisons > CONDITION_COMPARISONS)
		return refuse_length(parsing);
	condition->kind = CONDITION_COMPARE;
	condition->field = parsing->scope->find(parsing->scope, name);
	if (condition->field == NULL)
		return refuse(parsing, N_("There is no field “{{field}}”."), name, NULL);
	if (found < 0 || !comparison_fits(condition->field, (enum comparison)found))
		return refuse(parsing, N_("The field {{field}} cannot be compared by “{{value}}”."), name, comparison);
	condition->comparison = (enum comparison)found;
	return parse_values(parsing, condition, doc_get(json, STR("values")));
}

/* ---- groups ---- */

static bool
parse_node(struct parsing *parsing, const struct doc *json, int levels, struct condition *condition)
{
	static const char *const all[] = {"all", NULL}, *const any[] = {"any", NULL};
	const struct doc *parts;

	*condition = (struct condition){.kind = CONDITION_ALL};
	if (json == NULL || json->kind == DOC_NULL)
		return true;
	if (json->kind != DOC_OBJECT)
		return refuse_shape(parsing);
	if (json->object.count == 0)
		return true;
	if (doc_get(json, STR("field")) != NULL)
		return parse_comparison(parsing, json, condition);
	condition->kind = doc_get(json, STR("all")) != NULL ? CONDITION_ALL : CONDITION_ANY;
	parts = doc_get(json, condition->kind == CONDITION_ALL ? STR("all") : STR("any"));
	if (parts == NULL || parts->kind != DOC_LIST || !has_only(json, condition->kind == CONDITION_ALL ? all : any))
		return refuse_shape(parsing);
	if (levels == 0 || parts->list.count > CONDITION_COMPARISONS)
		return refuse_length(parsing);
	condition->part_count = parts->list.count;
	condition->parts = arena_make_array(parsing->arena, struct condition, parts->list.count + 1);
	for (size_t i = 0; i < parts->list.count; i++)
		if (!parse_node(parsing, parts->list.items[i], levels - 1, &condition->parts[i]))
			return false;
	return true;
}

const struct condition *
condition_parse(struct arena *arena, const struct field_scope *scope, const struct doc *json, const char **error,
		struct doc **values)
{
	struct parsing parsing = {.arena = arena, .scope = scope, .error = error, .values = values};
	struct condition *condition = arena_make(arena, struct condition);

	return parse_node(&parsing, json, CONDITION_LEVELS, condition) ? condition : NULL;
}

/* ---- back to JSON ---- */

static const char *
condition_value_text(struct arena *arena, const struct condition *condition, size_t value)
{
	const struct db_value *kept = &condition->values[value];
	struct field item = item_field(condition->field);

	if (kept->type == DB_TEXT)
		return value_bytes(arena, kept);
	if (condition->comparison == COMPARE_LAST_DAYS || condition->comparison == COMPARE_NEXT_DAYS)
		item.type = FIELD_INTEGER;
	if (field_value_type(&item) == FIELD_INSTANT)
		return arena_printf(arena, "%sZ", instant_text(arena, kept->integer, NULL));
	return value_text(arena, &item, kept);
}

struct doc *
condition_doc(struct arena *arena, const struct condition *condition)
{
	struct doc *object = doc_object(arena), *list;

	if (condition->kind == CONDITION_COMPARE) {
		doc_set_text(object, "field", condition->field->name);
		doc_set_text(object, "comparison", comparison_names[condition->comparison]);
		list = doc_set_list(object, "values");
		for (size_t i = 0; i < condition->value_count; i++)
			doc_add_text(list, condition_value_text(arena, condition, i));
		return object;
	}
	list = doc_set_list(object, condition->kind == CONDITION_ALL ? "all" : "any");
	for (size_t i = 0; i < condition->part_count; i++)
		doc_add(list, condition_doc(arena, &condition->parts[i]));
	return object;
}
