/* property_door_lines_test: the form of a record has the inputs of its lines: columns, rows and values are those that
 * every rule leaves of them. */
#include "app/property_door_test.h"

#include "base/arena.h"
#include "base/test.h"

#include <string.h>

/* The fields of the layout that they know, in its order. */
static bool
same_columns(const struct naive *lines, const struct doc *columns)
{
	const struct layout *layout = &lines->sheet->module->layouts[0];
	size_t told = 0;

	for (size_t s = 0; s < layout->section_count; s++)
		for (size_t i = 0; i < layout->sections[s].item_count; i++) {
			const struct field *field = layout->sections[s].items[i].field;

			if (!naive_knows(lines, field))
				continue;
			if (told == columns->list.count ||
			    !text_equal(doc_get_text(columns->list.items[told], "name"), field->name))
				return false;
			told++;
		}
	return told == columns->list.count;
}

/* Of a field that is hidden there is no input, or none with something in it. */
static bool
shows_nothing_hidden(const struct visitor *visitor, const struct naive *lines, const struct copy *line,
		     const struct doc *row)
{
	const struct doc *inputs = doc_get(row, STR("inputs"));
	const char *prefix = arena_printf(visitor->arena, "%s.", doc_get_text(row, "name"));

	for (size_t i = 0; i < inputs->list.count; i++) {
		const char *name = doc_get_text(inputs->list.items[i], "name");
		const struct field *field;

		if (name == NULL || strncmp(name, prefix, strlen(prefix)) != 0)
			return false;
		field = field_named(lines->sheet->module, name + strlen(prefix));
		if (field == NULL || !naive_knows(lines, field))
			return false;
		if (line != NULL && naive_hidden(lines, line, field) &&
		    !text_empty(doc_get_text(inputs->list.items[i], "value")))
			return false;
	}
	return true;
}

/* Their lines in their order, and one that is blank. */
static bool
same_inputs(const struct visitor *visitor, const struct naive *lines, const struct copy *record,
	    const struct doc *sub_form)
{
	const struct doc *rows = doc_get(sub_form, STR("rows"));
	const struct asked asked = {.parent = record->id};
	size_t count;
	const struct copy **told = naive_list(lines, &asked, visitor->arena, &count);

	if (rows == NULL || rows->list.count != count + 1)
		return false;
	for (size_t i = 0; i <= count; i++) {
		const struct copy *line = i < count ? told[i] : NULL;
		const char *id = doc_get_text(rows->list.items[i], "id");

		if (!text_equal(id, line == NULL ? NULL : told_id(visitor, line->id)) ||
		    !shows_nothing_hidden(visitor, lines, line, rows->list.items[i]))
			return false;
	}
	return true;
}

static bool
same_form(const struct visitor *visitor, const struct copy *record, const struct door_answer *answer)
{
	struct naive lines = naive_of(visitor->property, visitor->naive.staff, visitor->property->sheet_count - 1);
	const struct doc *list = doc_get(answer->json, STR("sub_forms"));

	if (answer->status != 200 || list == NULL || list->list.count != 1)
		return false;
	return text_equal(doc_get_text(list->list.items[0], "name"), lines.sheet->name) &&
	       same_columns(&lines, doc_get(list->list.items[0], STR("columns"))) &&
	       same_inputs(visitor, &lines, record, list->list.items[0]);
}

void
visit_lines(const struct visitor *visitor)
{
	const struct naive *naive = &visitor->naive;

	for (size_t i = 0; i < naive->sheet->row_count && naive->sheet_index == 0; i++) {
		const struct copy *record = &naive->sheet->rows[i];
		const char *rest = arena_printf(visitor->arena, "/%s/form", told_id(visitor, record->id));
		struct door_answer answer = visit(visitor, rest, NULL);
		bool theirs = naive_sees(naive, record) && !record->deleted && naive_may(naive) & MAY_EDIT &&
			      naive_edits(naive, record);

		told_case(visitor, theirs ? same_form(visitor, record, &answer) : answer.status == 404, "form", rest);
	}
}
