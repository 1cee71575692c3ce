/* attribute: what is filled in is kept as people would type it, and read back by the readers of fields. */
#include "sheets/attribute.h"

#include "base/str.h"
#include "modules/field_types.h"
#include "modules/value.h"

#include <string.h>

enum { DIGITS = 4, KEY_BYTES = 100 };

const enum field_type attribute_types[] = {
	FIELD_TEXT,   FIELD_LONG_TEXT, FIELD_DECIMAL, FIELD_DAY,  FIELD_CHOICE,
	FIELD_YES_NO, FIELD_EMAIL,     FIELD_PHONE,   FIELD_LINK, FIELD_TYPES,
};

enum field_type
attribute_type_of(const char *name)
{
	const enum field_type type = field_type_of(name);
	size_t i = 0;

	while (attribute_types[i] != FIELD_TYPES && attribute_types[i] != type)
		i++;
	return attribute_types[i];
}

bool
sheet_has_label(struct arena *arena, const struct sheet_attribute *list, size_t count, const char *label)
{
	const char *folded = text_fold(arena, label);

	for (size_t i = 0; i < count; i++)
		if (strcmp(text_fold(arena, list[i].label), folded) == 0)
			return true;
	return false;
}

/* ---- its field ---- */

static void
set_label(struct label *label, const char *text)
{
	*label = (struct label){.count = 1, .languages = {""}, .texts = {text}};
}

/* An answer is its own code. */
static void
set_choices(struct arena *arena, struct field *field, const char *lines)
{
	struct choice *choices = arena_make_array(arena, struct choice, ATTRIBUTE_CHOICES);
	struct str rest = str_of(lines);

	while (rest.at != NULL && field->choice_count < ATTRIBUTE_CHOICES) {
		struct str line = str_cut(&rest, '\n');
		struct choice *choice = &choices[field->choice_count++];

		choice->code = arena_text_of(arena, line.at, line.length);
		set_label(&choice->label, choice->code);
		choice->tone = "neutral";
	}
	field->choices = choices;
}

struct field *
attribute_field(struct arena *arena, const struct sheet_attribute *attribute, const char *country)
{
	struct field *field = arena_make(arena, struct field);

	field->name = "value";
	field->type = attribute->type;
	field->least = INT64_MIN;
	field->most = INT64_MAX;
	field->country = country;
	field->digits = attribute->type == FIELD_DECIMAL ? DIGITS : 0;
	field->required = attribute->required;
	set_label(&field->label, attribute->label);
	if (attribute->type == FIELD_CHOICE)
		set_choices(arena, field, attribute->choices);
	return field;
}

/* ---- its value ---- */

static void
drop_noughts(struct field *field, struct db_value *value)
{
	while (field->digits > 0 && value->integer % 10 == 0) {
		value->integer /= 10;
		field->digits--;
	}
}

struct db_value
attribute_value(struct arena *arena, const struct sheet_attribute *attribute, struct field *field)
{
	struct db_value value;
	const char *error;

	if (attribute->value == NULL || !value_parse(arena, field, attribute->value, &value, &error))
		return db_null();
	if (field->type == FIELD_DECIMAL)
		drop_noughts(field, &value);
	return value;
}

const char *
attribute_text(struct arena *arena, const struct field *field, const struct db_value *value)
{
	struct field exact = *field;
	struct db_value kept = *value;

	if (value_is_empty(value))
		return NULL;
	if (field->type == FIELD_DECIMAL)
		drop_noughts(&exact, &kept);
	return value_text(arena, &exact, &kept);
}

const char *
attribute_key(struct arena *arena, const struct field *field, const struct db_value *value)
{
	const char *words = field->type == FIELD_CHOICE && !value_is_empty(value)
				    ? text_fold(arena, value_text(arena, field, value))
				    : value_search_text(arena, field, value);
	size_t length = words == NULL ? 0 : strlen(words);

	if (length == 0)
		return NULL;
	if (length > KEY_BYTES)
		for (length = KEY_BYTES; length > 0 && ((unsigned char)words[length] & 0xC0) == 0x80;)
			length--;
	return arena_text_of(arena, words, length);
}

bool
attribute_refit(struct arena *arena, struct sheet_attribute *attribute, const char *country, const char **key)
{
	const struct field *field = attribute_field(arena, attribute, country);
	struct db_value value = db_null();
	const char *error;

	if (attribute->value != NULL && !value_parse(arena, field, attribute->value, &value, &error))
		return false;
	attribute->value = attribute_text(arena, field, &value);
	*key = attribute_key(arena, field, &value);
	return true;
}

/* ---- answers ---- */

static bool
is_there(struct arena *arena, const char *lines, const char *line)
{
	struct str rest = str_of(lines);
	const char *folded = text_fold(arena, line);

	while (rest.at != NULL && rest.length > 0) {
		struct str other = str_cut(&rest, '\n');

		if (strcmp(text_fold(arena, arena_text_of(arena, other.at, other.length)), folded) == 0)
			return true;
	}
	return false;
}

const char *
attribute_choices(struct arena *arena, const char *typed)
{
	struct builder kept = builder_new(arena, 0);
	struct str rest = str_of(typed);

	while (rest.at != NULL && rest.length > 0) {
		struct str cut = str_trim(str_cut(&rest, '\n'));
		const char *line = arena_text_of(arena, cut.at, cut.length);

		if (cut.length > 0 && !is_there(arena, builder_text(&kept), line))
			build_printf(&kept, "%s%s", kept.length == 0 ? "" : "\n", line);
	}
	return kept.length == 0 ? NULL : builder_text(&kept);
}
