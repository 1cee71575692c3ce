/* value_choice: choices by code or by what they are called, several of them, and identifiers. */
#include "base/arena.h"
#include "base/id.h"
#include "modules/value_parts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- one choice ---- */

static bool
is_called(struct value_reading *reading, const struct choice *choice, const char *folded)
{
	const struct label *label = &choice->label;
	struct arena *arena = reading->arena;

	for (size_t i = 0; i < label->count; i++)
		if (strcmp(text_fold(arena, label->texts[i]), folded) == 0)
			return true;
	if (label->builtin == NULL)
		return false;
	return strcmp(text_fold(arena, label->builtin), folded) == 0 ||
	       (reading->formats != NULL &&
		strcmp(text_fold(arena, formats_translate(reading->formats, label->builtin)), folded) == 0);
}

static const struct choice *
find_choice(struct value_reading *reading, const char *text)
{
	const struct field *field = reading->field;
	const char *folded;

	for (size_t i = 0; i < field->choice_count; i++)
		if (strcmp(field->choices[i].code, text) == 0)
			return &field->choices[i];
	folded = text_fold(reading->arena, text);
	for (size_t i = 0; i < field->choice_count; i++)
		if (!field->choices[i].retired && is_called(reading, &field->choices[i], folded))
			return &field->choices[i];
	return NULL;
}

bool
choice_of_text(struct value_reading *reading, const char *text, struct db_value *value)
{
	const struct choice *choice = find_choice(reading, text);

	if (choice == NULL)
		return value_wrong(reading, N_("Please choose one of the answers."));
	*value = db_text(choice->code);
	return true;
}

/* ---- lists ---- */

/* Between lines, bars or semicolons, else between commas. */
static char
separator_of(const char *text)
{
	static const char separators[] = "\n|;";

	for (size_t i = 0; i < strlen(separators); i++)
		if (strchr(text, separators[i]) != NULL)
			return separators[i];
	return ',';
}

bool
list_next(struct str *list, struct str *item)
{
	while (list->at != NULL && list->length > 0) {
		*item = str_cut(list, '|');
		if (item->length > 0)
			return true;
	}
	return false;
}

/* The next item that is not blank, as a text; NULL at the end. */
static const char *
next_item(struct arena *arena, struct str *rest, char separator)
{
	while (rest->at != NULL) {
		struct str item = str_trim(str_cut(rest, separator));

		if (item.length > 0)
			return arena_text_of(arena, item.at, item.length);
	}
	return NULL;
}

bool
choices_of_text(struct value_reading *reading, const char *text, struct db_value *value)
{
	const struct field *field = reading->field;
	bool *chosen = arena_make_array(reading->arena, bool, field->choice_count + 1);
	const struct choice *whole = find_choice(reading, text);
	struct builder kept = builder_new(reading->arena, 0);
	char separator = separator_of(text);
	struct str rest = whole == NULL ? str_of(text) : STR("");
	const char *item;

	if (whole != NULL)
		chosen[whole - field->choices] = true;
	while ((item = next_item(reading->arena, &rest, separator)) != NULL) {
		const struct choice *choice = find_choice(reading, item);

		if (choice == NULL)
			return value_wrong(reading, N_("Please choose among the answers."));
		chosen[choice - field->choices] = true;
	}
	for (size_t i = 0; i < field->choice_count; i++)
		if (chosen[i])
			build_printf(&kept, "%s%s|", kept.length == 0 ? "|" : "", field->choices[i].code);
	*value = kept.length == 0 ? db_null() : db_text(builder_text(&kept));
	return true;
}

/* ---- identifiers ---- */

bool
id_of_text(struct value_reading *reading, const char *text, struct db_value *value)
{
	int64_t id;

	if (!id_parse(str_of(text), &id))
		return value_wrong(reading, N_("Please choose an entry of the list."));
	*value = db_int(id);
	return true;
}

static int
compare_ids(const void *one, const void *other)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;

	return (a > b) - (a < b);
}

static const char *
ids_text(struct arena *arena, int64_t *ids, size_t count)
{
	struct builder kept = builder_new(arena, 0);

	qsort(ids, count, sizeof *ids, compare_ids);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || ids[i] != ids[i - 1])
			build_printf(&kept, "%s%" PRId64 "|", i == 0 ? "|" : "", ids[i]);
	return builder_text(&kept);
}

bool
ids_of_text(struct value_reading *reading, const char *text, struct db_value *value)
{
	int64_t *ids = arena_make_array(reading->arena, int64_t, VALUE_ENTRIES);
	struct str rest = str_of(text);
	char separator = separator_of(text);
	struct db_value id;
	size_t count = 0;
	const char *item;

	while ((item = next_item(reading->arena, &rest, separator)) != NULL) {
		if (count == VALUE_ENTRIES)
			return value_wrong(reading, N_("These are too many."));
		if (!id_of_text(reading, item, &id))
			return false;
		ids[count++] = id.integer;
	}
	*value = count == 0 ? db_null() : db_text(ids_text(reading->arena, ids, count));
	return true;
}
