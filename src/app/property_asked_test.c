/* property_asked_test: filter, search, order, fields, each by chance and each sometimes about what is hidden. */
#include "app/property_asked_test.h"

#include "base/arena.h"
#include "base/test.h"

#include <string.h>

const struct field *
question_field(const struct visitor *visitor)
{
	const struct module *module = visitor->naive.sheet->module;

	return &module->fields[draw(&visitor->property->chance, module->field_count)];
}

/* ---- filter ---- */

static bool
knows_all(const struct naive *naive, const struct condition *condition)
{
	if (condition->kind == CONDITION_COMPARE)
		return naive_asks(naive, condition->field);
	for (size_t i = 0; i < condition->part_count; i++)
		if (!knows_all(naive, &condition->parts[i]))
			return false;
	return true;
}

/* Mostly one that they may ask: everything else is refused. */
static void
draw_filter(const struct visitor *visitor, struct question *question)
{
	const struct module *module = visitor->naive.sheet->module;
	const struct field_scope all = {.module = module, .find = scope_all};
	struct doc *json = NULL, *values;
	const char *error;

	for (int i = 0; i < 3 && (json == NULL || question->refused); i++) {
		json = draw_condition(visitor->property, module, 2, visitor->arena);
		question->asked.filter = condition_parse(visitor->arena, &all, json, &error, &values);
		question->refused = !knows_all(&visitor->naive, question->asked.filter);
	}
	question->filter = told_json(visitor->arena, json);
}

/* ---- order and fields ---- */

static void
draw_order(const struct visitor *visitor, struct question *question)
{
	struct chance *chance = &visitor->property->chance;
	const struct field *field = question_field(visitor);
	bool down = draw_once_in(chance, 2);

	question->asked.descending = true; /* the newest first, when nothing is said */
	if (draw_once_in(chance, 4))
		return;
	question->sort = arena_printf(visitor->arena, "%s%s", down ? "-" : "", field->name);
	if (!naive_knows(&visitor->naive, field) || !field_sorts(field))
		return;
	question->asked.sort = field;
	question->asked.descending = down;
}

static void
add_field(const struct visitor *visitor, struct question *question, const struct field *field)
{
	for (size_t i = 0; i < question->field_count; i++)
		if (question->fields[i] == field)
			return;
	if (field != NULL && naive_knows(&visitor->naive, field))
		question->fields[question->field_count++] = field;
}

static void
draw_fields(const struct visitor *visitor, struct question *question)
{
	struct builder names = builder_new(visitor->arena, 0);

	if (draw_once_in(&visitor->property->chance, 2))
		return;
	for (int i = 0; i < QUESTION_FIELDS - 1; i++) {
		const struct field *field = question_field(visitor);

		build_printf(&names, "%s%s", i == 0 ? "" : ",", field->name);
		add_field(visitor, question, field);
	}
	question->names = builder_text(&names);
	add_field(visitor, question, question->asked.sort); /* what it is sorted by comes along */
}

const struct field *const *
question_fields(const struct question *question)
{
	return question->names == NULL ? NULL : question->fields;
}

/* ---- all of it ---- */

struct question
question_draw(const struct visitor *visitor)
{
	struct chance *chance = &visitor->property->chance;
	struct question question = {.refused = false};

	if (draw_once_in(chance, 2))
		draw_filter(visitor, &question);
	if (draw_once_in(chance, 4))
		question.asked.search =
			draw_telling_word(visitor->property, visitor->naive.sheet->module, visitor->arena);
	draw_order(visitor, &question);
	draw_fields(visitor, &question);
	question.rows = naive_list(&visitor->naive, &question.asked, visitor->arena, &question.row_count);
	return question;
}

static void
add_pair(const struct visitor *visitor, struct builder *query, const char *name, const char *value)
{
	if (value != NULL)
		build_printf(query, "%s%s=%s", query->length == 0 ? "" : "&", name, told_encoded(visitor, value));
}

const char *
question_query(const struct visitor *visitor, const struct question *question)
{
	struct builder query = builder_new(visitor->arena, 0);

	add_pair(visitor, &query, "filter", question->filter);
	add_pair(visitor, &query, "q", question->asked.search);
	add_pair(visitor, &query, "sort", question->sort);
	add_pair(visitor, &query, "fields", question->names);
	return builder_text(&query);
}
