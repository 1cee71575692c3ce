/* condition_words: a condition as a sentence in the reader's language. */
#include "base/arena.h"
#include "base/instant.h"
#include "modules/condition_parts.h"

#include <string.h>

struct telling {
	struct arena *arena;
	const struct formats *formats;
	const char *language;
	const char *(*name)(const void *context, const struct field *field, int64_t id);
	const void *context;
};

/* ---- sentences ---- */

/* How each comparison is said: of texts and numbers, and of days. */
static const struct {
	const char *plain, *day;
} sentences[COMPARISONS] = {
	[COMPARE_IS] = {N_("{{field}} is {{value}}"), N_("{{field}} is on {{value}}")},
	[COMPARE_IS_NOT] = {N_("{{field}} is not {{value}}"), N_("{{field}} is not on {{value}}")},
	[COMPARE_CONTAINS] = {N_("{{field}} contains {{value}}"), NULL},
	[COMPARE_BEGINS] = {N_("{{field}} begins with {{value}}"), NULL},
	[COMPARE_ABOVE] = {N_("{{field}} is above {{value}}"), N_("{{field}} is after {{value}}")},
	[COMPARE_AT_LEAST] = {N_("{{field}} is at least {{value}}"), N_("{{field}} is on {{value}} or later")},
	[COMPARE_BELOW] = {N_("{{field}} is below {{value}}"), N_("{{field}} is before {{value}}")},
	[COMPARE_AT_MOST] = {N_("{{field}} is at most {{value}}"), N_("{{field}} is on {{value}} or earlier")},
	[COMPARE_EMPTY] = {N_("{{field}} is empty"), N_("{{field}} is empty")},
	[COMPARE_NOT_EMPTY] = {N_("{{field}} is not empty"), N_("{{field}} is not empty")},
	[COMPARE_LAST_DAYS] = {NULL, N_("{{field}} is within the last {{value}} days")},
	[COMPARE_NEXT_DAYS] = {NULL, N_("{{field}} is within the next {{value}} days")},
	[COMPARE_ME] = {N_("{{field}} is whoever looks"), NULL},
};

static const char *
say(const struct telling *telling, const char *english, const struct doc *values)
{
	struct builder out = builder_new(telling->arena, 0);
	struct doc *holder = doc_object(telling->arena);

	doc_set_message(holder, "sentence", english, values);
	format_value(telling->formats, holder->object.members[0].value, STR(""), &out);
	return builder_text(&out);
}

static const char *
join(const struct telling *telling, const char *english, const char *one, const char *two)
{
	struct doc *values = doc_object(telling->arena);

	doc_set_text(values, "one", one);
	doc_set_text(values, "two", two);
	return say(telling, english, values);
}

/* ---- values ---- */

static bool
is_quoted(enum field_type type)
{
	return type == FIELD_TEXT || type == FIELD_LONG_TEXT || type == FIELD_EMAIL || type == FIELD_LINK ||
	       type == FIELD_ADDRESS || type == FIELD_NUMBER || type == FIELD_PHONE;
}

static bool
is_entry(enum field_type type)
{
	return type == FIELD_LOOKUP || type == FIELD_LOOKUPS || type == FIELD_STAFF;
}

/* A day, or a time of day of the organisation's zone, as the reader's clock shows it. */
static void
set_typed_instant(struct doc *values, const struct telling *telling, const struct field *field,
		  const struct db_value *kept)
{
	const char *text = value_bytes(telling->arena, kept);
	struct stretch stretch;
	int32_t day;

	if (day_parse(str_of(text), &day))
		doc_set_day(values, "value", day);
	else if (stretch_of_text(telling->arena, text, field->zone, &stretch))
		doc_set_instant(values, "value", stretch.from);
}

static void
set_value(struct doc *values, const struct telling *telling, const struct condition *condition, size_t value)
{
	const struct db_value *kept = &condition->values[value];
	const struct field *field = condition->field;
	enum field_type type = field_value_type(field);
	struct field item = *field;
	const char *name;

	if (type == FIELD_INSTANT && kept->type == DB_TEXT) {
		set_typed_instant(values, telling, field, kept);
	} else if (condition->comparison == COMPARE_LAST_DAYS || condition->comparison == COMPARE_NEXT_DAYS) {
		doc_set_int(values, "value", kept->integer);
	} else if (is_entry(type)) {
		name = telling->name == NULL ? NULL : telling->name(telling->context, field, kept->integer);
		doc_set_text(values, "value", name == NULL ? "…" : name);
	} else if (is_quoted(type)) {
		doc_set_str(values, "value", kept->bytes);
		doc_set_text(values, "value", say(telling, N_("“{{value}}”"), values));
	} else {
		item.type = type == FIELD_CHOICES ? FIELD_CHOICE : item.type;
		doc_set_value(values, "value", &item, kept, telling->language);
	}
	if (type == FIELD_YES_NO)
		doc_set_word(values, "value", "", kept->integer != 0 ? N_("yes") : N_("no"));
	if (type == FIELD_PERCENTAGE)
		doc_set_text(values, "value", say(telling, N_("{{value}}%"), values));
}

static const char *
values_text(const struct telling *telling, const struct condition *condition)
{
	const char *text = "";

	for (size_t i = 0; i < condition->value_count; i++) {
		struct doc *values = doc_object(telling->arena);
		struct builder out = builder_new(telling->arena, 0);

		set_value(values, telling, condition, i);
		format_value(telling->formats, values->object.members[0].value, STR(""), &out);
		text = i == 0 ? builder_text(&out) : join(telling, N_("{{one}} or {{two}}"), text, builder_text(&out));
	}
	return text;
}

/* ---- the whole ---- */

static const char *
field_label(const struct telling *telling, const struct field *field)
{
	if (field->label.count == 0 && field->label.builtin != NULL)
		return formats_translate(telling->formats, field->label.builtin);
	return label_text(&field->label, telling->language);
}

static const char *
tell_comparison(const struct telling *telling, const struct condition *condition)
{
	enum field_type type = field_value_type(condition->field);
	enum comparison comparison = condition->comparison;
	struct doc *values = doc_object(telling->arena);
	const char *english =
		type == FIELD_DAY || type == FIELD_INSTANT ? sentences[comparison].day : sentences[comparison].plain;

	doc_set_text(values, "field", field_label(telling, condition->field));
	doc_set_text(values, "value", values_text(telling, condition));
	if ((comparison == COMPARE_LAST_DAYS || comparison == COMPARE_NEXT_DAYS) && condition->values[0].integer == 1)
		english = N_("{{field}} is today");
	if (condition_is_list(condition->field) && comparison == COMPARE_IS_NOT)
		english = N_("{{field}} contains no {{value}}");
	return say(telling, english, values);
}

static const char *
tell(const struct telling *telling, const struct condition *condition)
{
	bool all = condition->kind == CONDITION_ALL;
	const char *text = NULL;

	if (condition->kind == CONDITION_COMPARE)
		return tell_comparison(telling, condition);
	if (condition->part_count == 0)
		return say(telling, all ? N_("always") : N_("never"), NULL);
	for (size_t i = 0; i < condition->part_count; i++) {
		const struct condition *part = &condition->parts[i];
		const char *told = tell(telling, part);

		if (condition->part_count > 1 && part->kind != CONDITION_COMPARE && part->part_count > 1)
			told = arena_printf(telling->arena, "(%s)", told);
		if (text == NULL)
			text = told;
		else
			text = join(telling, all ? N_("{{one}} and {{two}}") : N_("{{one}} or {{two}}"), text, told);
	}
	return text;
}

const char *
condition_words(struct arena *arena, const struct condition *condition, const struct formats *formats,
		const char *(*name)(const void *context, const struct field *field, int64_t id), const void *context)
{
	const char *locale = formats_locale(formats);
	struct telling telling = {.arena = arena, .formats = formats, .name = name, .context = context};

	telling.language = arena_text_of(arena, locale, strcspn(locale, "_-"));
	return tell(&telling, condition);
}
