/* portion_read: cells become values: what their fields take, and ids for names. */
#include "exchange/portion.h"
#include "exchange/portion_problem.h"

#include "base/arena.h"
#include "base/instant.h"
#include "core/import.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN_VALUE = 120, LOOKUPS = 200 };

/* ---- what is wrong ---- */

/* The beginning of a long one. */
static const char *
shown_value(struct arena *arena, const char *value)
{
	size_t length = strlen(value);

	if (length <= SHOWN_VALUE)
		return value;
	length = SHOWN_VALUE;
	while (length > 0 && ((unsigned char)value[length] & 0xC0) == 0x80)
		length--;
	return arena_printf(arena, "%.*s…", (int)length, value);
}

void
portion_problem(struct portion *portion, size_t line, size_t column, const char *reason)
{
	struct arena *arena = tx_arena(portion->tx);
	struct problem *problem;

	if (portion->problem_count == portion->problem_capacity) {
		size_t capacity = portion->problem_capacity == 0 ? 64 : portion->problem_capacity * 2;
		struct problem *problems = arena_make_array(arena, struct problem, capacity);

		if (portion->problem_count > 0)
			memcpy(problems, portion->problems, portion->problem_count * sizeof *problems);
		portion->problems = problems;
		portion->problem_capacity = capacity;
	}
	problem = &portion->problems[portion->problem_count++];
	*problem = (struct problem){.line = portion->lines[line].line, .reason = reason};
	if (column != NO_COLUMN) {
		problem->heading = portion->headings[column];
		problem->value = shown_value(arena, portion->lines[line].cells[column]);
	}
	portion->drafts[line].bad = true;
}

size_t
column_of_field(const struct mapping *mapping, const struct field *field)
{
	for (size_t i = 0; i < mapping->column_count; i++)
		if (mapping->fields[i] == field && field != NULL)
			return i;
	return NO_COLUMN;
}

/* ---- cells ---- */

static bool
is_by_name(const struct field *field)
{
	return field->type == FIELD_STAFF || field->type == FIELD_LOOKUP || field->type == FIELD_LOOKUPS;
}

/* Days with the month first come as everybody reads them. */
static const char *
readable(struct portion *portion, const struct field *field, const char *text)
{
	struct arena *arena = tx_arena(portion->tx);
	char printed[16];
	int32_t day;

	if (!portion->mapping->month_first || field_value_type(field) != FIELD_DAY ||
	    !import_read_day(text_fold(arena, text), true, &day))
		return text;
	day_print(printed, day);
	return arena_text(arena, printed);
}

static void
read_cell(struct portion *portion, size_t line, size_t column)
{
	const struct field *field = portion->mapping->fields[column];
	const char *text = readable(portion, field, portion->lines[line].cells[column]), *error;
	struct record_draft *draft = portion->drafts[line].draft;

	if (!value_parse_in(tx_arena(portion->tx), field, text, portion->formats, &draft->cells[field->index], &error))
		portion_problem(portion, line, column, error);
	else
		draft->given[field->index] = true;
}

/* The names in a cell: of a lookup to many, those between ";" or "|" or line breaks. */
static size_t
names_in(struct arena *arena, const struct field *field, const char *cell, const char **names)
{
	struct str rest = str_of(cell);
	size_t count = 0;

	if (field->type != FIELD_LOOKUPS) {
		names[0] = cell;
		return 1;
	}
	while (rest.at != NULL && count < LOOKUPS) {
		size_t length = 0;
		struct str name;

		while (length < rest.length && strchr(";|\n", rest.at[length]) == NULL)
			length++;
		name = str_trim(str_slice(rest.at, length));
		if (name.length > 0)
			names[count++] = arena_text_of(arena, name.at, name.length);
		rest = length == rest.length ? str_slice(NULL, 0)
					     : str_slice(rest.at + length + 1, rest.length - length - 1);
	}
	return count;
}

static void
each_cell(struct portion *portion, bool by_name, void (*act)(struct portion *portion, size_t line, size_t column))
{
	for (size_t line = 0; line < portion->count; line++)
		for (size_t column = 0; column < portion->mapping->column_count; column++) {
			const struct field *field = portion->mapping->fields[column];

			if (field != NULL && is_by_name(field) == by_name &&
			    portion->lines[line].cells[column][0] != '\0')
				act(portion, line, column);
		}
}

/* ---- names ---- */

static void
want_cell(struct portion *portion, size_t line, size_t column)
{
	const struct field *field = portion->mapping->fields[column];
	struct arena *arena = tx_arena(portion->tx);
	const char **names = arena_make_array(arena, const char *, LOOKUPS);
	size_t count = names_in(arena, field, portion->lines[line].cells[column], names);

	for (size_t i = 0; i < count; i++)
		names_want(portion->names, field, names[i]);
}

static int
compare_ids(const void *one, const void *other)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;

	return (a > b) - (a < b);
}

static struct db_value
links_value(struct arena *arena, int64_t *ids, size_t count)
{
	struct builder text = builder_new(arena, 0);

	qsort(ids, count, sizeof *ids, compare_ids);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || ids[i] != ids[i - 1])
			build_printf(&text, "|%" PRId64, ids[i]);
	build_char(&text, '|');
	return db_text(builder_text(&text));
}

static void
find_cell(struct portion *portion, size_t line, size_t column)
{
	const struct field *field = portion->mapping->fields[column];
	struct arena *arena = tx_arena(portion->tx);
	struct record_draft *draft = portion->drafts[line].draft;
	const char **names = arena_make_array(arena, const char *, LOOKUPS);
	int64_t *ids = arena_make_array(arena, int64_t, LOOKUPS);
	size_t count = names_in(arena, field, portion->lines[line].cells[column], names);

	for (size_t i = 0; i < count; i++) {
		enum found found = names_find(portion->names, field, names[i], &ids[i]);

		if (found == FOUND_ONE)
			continue;
		portion_problem(
			portion, line, column,
			found == FOUND_NONE
				? N_("Nothing of this name was found.")
				: N_("Several have this name. Write the number or the id of the one you mean."));
		return;
	}
	if (count == 0)
		return;
	draft->given[field->index] = true;
	draft->cells[field->index] = field->type == FIELD_LOOKUPS ? links_value(arena, ids, count) : db_int(ids[0]);
}

/* ---- which record ---- */

static const struct db_value *
key_value(const struct portion *portion, size_t line)
{
	const struct mapping *mapping = portion->mapping;
	const struct db_value *value;

	if (mapping->mode == MAPPING_CREATE || mapping->key == NULL)
		return NULL;
	value = &portion->drafts[line].draft->cells[mapping->key->index];
	return value_is_empty(value) ? NULL : value;
}

static void
find_record(struct portion *portion, size_t line)
{
	struct line_draft *draft = &portion->drafts[line];
	const struct field *key = portion->mapping->key;
	const struct db_value *value = key_value(portion, line);
	size_t column = column_of_field(portion->mapping, key);

	if (value != NULL)
		draft->found = names_find_key(portion->names, key, value, &draft->id);
	if (portion->mapping->mode == MAPPING_CREATE || draft->bad)
		return;
	if (draft->found == FOUND_MANY)
		portion_problem(portion, line, column,
				N_("Several records have this: which one is meant is not clear."));
	else if (draft->found == FOUND_NONE && portion->mapping->mode == MAPPING_CHANGE)
		portion_problem(portion, line, column,
				value == NULL ? N_("This is empty: no record can be found by it.")
					      : N_("No record has this."));
}

/* ---- values that the file may have once ---- */

static bool
is_once(const struct portion *portion, const struct field *field)
{
	return field->distinct_value || (portion->mapping->mode != MAPPING_CREATE && field == portion->mapping->key);
}

static void
look_for_twins(struct portion *portion, size_t line)
{
	struct arena *arena = tx_arena(portion->tx);

	for (size_t column = 0; column < portion->mapping->column_count; column++) {
		const struct field *field = portion->mapping->fields[column];
		const struct db_value *value;

		if (field == NULL || !is_once(portion, field) || field->type == FIELD_LOOKUPS)
			continue;
		value = &portion->drafts[line].draft->cells[field->index];
		if (!value_is_empty(value) && !seen_add(portion->seen, field, names_compared(arena, value)))
			portion_problem(
				portion, line, column,
				N_("Another line of the file has this already, and it may be there only once."));
	}
}

/* An empty cell empties the field of a record that is there, when that was asked for. */
static void
clear_cells(struct portion *portion, size_t line)
{
	struct record_draft *draft = portion->drafts[line].draft;

	for (size_t column = 0; column < portion->mapping->column_count; column++) {
		const struct field *field = portion->mapping->fields[column];

		if (field != NULL && portion->lines[line].cells[column][0] == '\0')
			draft->given[field->index] = true;
	}
}

void
portion_read(struct portion *portion)
{
	struct arena *arena = tx_arena(portion->tx);
	const struct module *module = portion->access->plan->module;

	portion->drafts = arena_make_array(arena, struct line_draft, portion->count + 1);
	portion->names = names_new(arena, portion->access);
	for (size_t i = 0; i < portion->count; i++)
		portion->drafts[i].draft = record_draft(arena, module);
	each_cell(portion, false, read_cell);
	each_cell(portion, true, want_cell);
	for (size_t i = 0; i < portion->count; i++)
		if (key_value(portion, i) != NULL)
			names_want_key(portion->names, portion->mapping->key, key_value(portion, i));
	names_look_up(portion->names, portion->tx);
	each_cell(portion, true, find_cell);
	for (size_t i = 0; i < portion->count; i++) {
		find_record(portion, i);
		if (portion->seen != NULL)
			look_for_twins(portion, i);
		if (portion->mapping->clears && portion->drafts[i].found == FOUND_ONE)
			clear_cells(portion, i);
	}
}
