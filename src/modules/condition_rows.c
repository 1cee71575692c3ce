/* condition_rows: each row is asked on its own, so that what is wrong is said beside it. */
#include "modules/condition_rows.h"

#include "core/feature.h"
#include "modules/condition.h"
#include "modules/condition_entry.h"
#include "modules/value.h"

#include <inttypes.h>
#include <string.h>

static const char *const comparison_labels[COMPARISONS] = {
	[COMPARE_IS] = N_("is"),
	[COMPARE_IS_NOT] = N_("is not"),
	[COMPARE_CONTAINS] = N_("contains"),
	[COMPARE_BEGINS] = N_("begins with"),
	[COMPARE_ABOVE] = N_("is more than, or after"),
	[COMPARE_AT_LEAST] = N_("is at least, or from"),
	[COMPARE_BELOW] = N_("is less than, or before"),
	[COMPARE_AT_MOST] = N_("is at most, or until"),
	[COMPARE_EMPTY] = N_("is empty"),
	[COMPARE_NOT_EMPTY] = N_("is filled in"),
	[COMPARE_LAST_DAYS] = N_("is within the last … days"),
	[COMPARE_NEXT_DAYS] = N_("is within the next … days"),
	[COMPARE_ME] = N_("is me"),
};

static const char *const matches[] = {"all", "any", NULL};

/* "visible_when.rows" */
static const char *
rows_name(const struct condition_rows *form)
{
	return arena_printf(form->settings->rq->arena, "%s.rows", form->name);
}

static const char *
cell_name(const struct condition_rows *form, size_t row, const char *name)
{
	return form_row_name(form->settings->rq->form, rows_name(form), row, name);
}

static const char *
cell(const struct condition_rows *form, size_t row, const char *name)
{
	return form_text(form->settings->rq->form, cell_name(form, row, name));
}

static const char *
match_name(const struct condition_rows *form)
{
	return arena_printf(form->settings->rq->arena, "%s.match", form->name);
}

/* ---- reading ---- */

static bool
needs_value(const char *comparison)
{
	return !text_equal(comparison, comparison_names[COMPARE_EMPTY]) &&
	       !text_equal(comparison, comparison_names[COMPARE_NOT_EMPTY]) &&
	       !text_equal(comparison, comparison_names[COMPARE_ME]);
}

/* What the condition keeps of a value typed: of records and staff users the id. NULL: it stands for none, and that was
 * said beside it. */
static const char *
kept_value(const struct condition_rows *form, size_t row, const struct field *field, const char *typed)
{
	struct request *rq = form->settings->rq;
	const char *error, *kept;
	struct doc *values;

	if (field == NULL || !field_is_entry(field))
		return typed;
	kept = condition_entry_read(rq, field, typed, &error, &values);
	if (kept == NULL)
		form_error(rq->form, cell_name(form, row, "value"), error, values);
	return kept;
}

/* Several values of one comparison are typed with semicolons between them. NULL: one of them stands for nothing. */
static struct doc *
compare_doc(const struct condition_rows *form, size_t row)
{
	struct arena *arena = form->settings->rq->arena;
	const char *comparison = cell(form, row, "comparison");
	const struct field *field = field_named(form->settings->module, cell(form, row, "field"));
	struct doc *doc = doc_object(arena), *values;
	struct str rest = str_of(cell(form, row, "value"));

	doc_set_text(doc, "field", cell(form, row, "field"));
	doc_set_text(doc, "comparison", text_empty(comparison) ? comparison_names[COMPARE_IS] : comparison);
	values = doc_set_list(doc, "values");
	while (needs_value(comparison) && rest.at != NULL && rest.length > 0) {
		struct str value = str_trim(str_cut(&rest, ';'));
		const char *kept;

		if (value.length == 0)
			continue;
		kept = kept_value(form, row, field, arena_text_of(arena, value.at, value.length));
		if (kept == NULL)
			return NULL;
		doc_add_text(values, kept);
	}
	return doc;
}

/* Each row is asked on its own first, so that what is wrong is said beside it. */
static bool
row_holds_up(const struct condition_rows *form, size_t row, struct doc *compare)
{
	struct request *rq = form->settings->rq;
	const struct field_scope scope = {.module = form->settings->module, .find = scope_all};
	const char *error = NULL, *name = cell_name(form, row, "value");
	const struct doc *values = doc_get(compare, STR("values"));
	struct doc *alone = doc_object(rq->arena), *details = NULL;

	if (form->without != NULL && text_equal(doc_get_text(compare, "field"), form->without->name))
		error = N_("A field cannot depend on itself.");
	else if (needs_value(doc_get_text(compare, "comparison")) && values->list.count == 0)
		error = N_("Say with what it is compared.");
	doc_add(doc_set_list(alone, "all"), compare);
	if (error == NULL && condition_parse(rq->arena, &scope, alone, &error, &details) != NULL)
		return true;
	form_error(rq->form, name, error, details);
	return false;
}

struct doc *
condition_rows_read(const struct condition_rows *form)
{
	struct request *rq = form->settings->rq;
	size_t rows = form_rows(rq->form, rows_name(form), CONDITION_ROWS);
	int match = form_read_choice(rq->form, match_name(form), FORM_OPTIONAL, matches);
	struct doc *condition = doc_object(rq->arena), *parts = doc_set_list(condition, match == 1 ? "any" : "all");

	for (size_t i = 0; i < rows; i++) {
		struct doc *compare;

		if (text_empty(cell(form, i, "field")))
			continue;
		compare = compare_doc(form, i);
		if (compare != NULL && row_holds_up(form, i, compare))
			doc_add(parts, compare);
	}
	return parts->list.count == 0 ? NULL : condition;
}

/* ---- showing ---- */

struct row {
	const char *field, *comparison, *value;
};

static const char *
values_text(struct request *rq, const struct condition *condition)
{
	struct arena *arena = rq->arena;
	const bool days = condition->comparison == COMPARE_LAST_DAYS || condition->comparison == COMPARE_NEXT_DAYS;
	struct builder text = builder_new(arena, 0);

	for (size_t i = 0; i < condition->value_count; i++) {
		const struct db_value *value = &condition->values[i];

		if (i > 0)
			build_text(&text, "; ");
		if (days)
			build_int(&text, value->integer);
		else if (field_is_entry(condition->field))
			build_text(&text, condition_entry_text(rq, condition->field, value->integer));
		else
			build_text(&text, value_text(arena, condition->field, value));
	}
	return builder_text(&text);
}

/* The comparisons of a stored condition, however they nest: this form makes one level only. */
static void
take_rows(struct request *rq, const struct condition *condition, struct row *rows, size_t *count)
{
	if (condition == NULL || *count == CONDITION_ROWS)
		return;
	if (condition->kind == CONDITION_COMPARE) {
		rows[(*count)++] = (struct row){condition->field->name, comparison_names[condition->comparison],
						values_text(rq, condition)};
		return;
	}
	for (size_t i = 0; i < condition->part_count; i++)
		take_rows(rq, &condition->parts[i], rows, count);
}

static size_t
take_typed(const struct condition_rows *form, struct row *rows)
{
	size_t typed = form_rows(form->settings->rq->form, rows_name(form), CONDITION_ROWS);

	for (size_t i = 0; i < typed; i++)
		rows[i] = (struct row){cell(form, i, "field"), cell(form, i, "comparison"), cell(form, i, "value")};
	return typed;
}

static bool
is_offered(const struct condition_rows *form, const struct field *field)
{
	return !field->retired && field != form->without;
}

static void
add_fields(const struct condition_rows *form, struct doc *row, const char *chosen)
{
	struct request *rq = form->settings->rq;
	const struct module *module = form->settings->module;
	const struct directory *directory = house_directory(rq->house);
	struct doc *list = doc_set_list(row, "fields");

	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];
		struct doc *option;

		if (!is_offered(form, field))
			continue;
		option = settings_option(list, field->name, text_equal(field->name, chosen));
		doc_set_label(option, "label", &field->label, form->settings->language);
		doc_set_text(option, "suggest",
			     field->target == NULL || field->type == FIELD_ROLLUP || directory == NULL
				     ? NULL
				     : directory->suggestions_href(rq, field->target->name));
	}
}

static void
add_comparisons(struct doc *row, const char *chosen)
{
	struct doc *list = doc_set_list(row, "comparisons");

	for (int i = 0; i < COMPARISONS; i++)
		doc_set_word(settings_option(list, comparison_names[i], text_equal(comparison_names[i], chosen)),
			     "label", comparison_names[i], comparison_labels[i]);
}

static void
show_row(const struct condition_rows *form, struct doc *list, size_t index, const struct row *row)
{
	static const char *const cells[] = {"value", "comparison", "field"};
	struct request *rq = form->settings->rq;
	const struct doc *problems = doc_get(form->settings->page, STR("problems"));
	struct doc *doc = doc_add_object(list);

	doc_set_text(doc, "name", arena_printf(rq->arena, "%s.%zu", rows_name(form), index));
	doc_set_int(doc, "number", (int64_t)index + 1);
	doc_set_text(doc, "value", row->value);
	add_fields(form, doc, row->field);
	add_comparisons(doc, row->comparison);
	doc_set_null(doc, "error");
	for (size_t i = 0; i < problems->list.count; i++)
		for (size_t c = 0; c < sizeof cells / sizeof cells[0]; c++)
			if (text_equal(doc_get_text(problems->list.items[i], "field"),
				       cell_name(form, index, cells[c])))
				doc_set(doc, "error",
					(struct doc *)(uintptr_t)doc_get(problems->list.items[i], STR("message")));
}

static void
add_matches(const struct condition_rows *form, struct doc *input, bool any)
{
	const char *typed = form_text(form->settings->rq->form, match_name(form));
	struct doc *list = doc_set_list(input, "matches");

	if (typed != NULL)
		any = text_equal(typed, matches[1]);
	doc_set_message(settings_option(list, matches[0], !any), "label", N_("all of these are true"), NULL);
	doc_set_message(settings_option(list, matches[1], any), "label", N_("at least one of these is true"), NULL);
}

/* The answers of the module's lists and the names of colleagues, offered while one types a value. */
static void
add_answers(const struct condition_rows *form, struct doc *input)
{
	const struct module *module = form->settings->module;
	const struct directory *directory = house_directory(form->settings->rq->house);
	struct doc *list = doc_set_list(input, "answers");

	for (size_t i = 0; i < module->field_count; i++)
		for (size_t c = 0; !module->fields[i].retired && c < module->fields[i].choice_count; c++)
			doc_set_label(doc_add_object(list), "label", &module->fields[i].choices[c].label,
				      form->settings->language);
	if (directory != NULL)
		directory->add_staff(form->settings->rq, list);
}

void
condition_rows_show(const struct condition_rows *form, struct doc *input)
{
	struct settings *settings = form->settings;
	struct request *rq = settings->rq;
	const struct condition *stored = form->stored;
	struct doc *list = doc_set_list(input, "rows");
	struct row rows[CONDITION_ROWS + 1] = {0};
	size_t count = 0, shown;

	if (rq->http->method == HTTP_POST)
		count = take_typed(form, rows);
	else
		take_rows(rq, stored, rows, &count);
	shown = count + (count == 0 || text_equal(form_text(rq->form, "do"), "conditions") ? 2 : 1);
	for (size_t i = 0; i < shown && i < CONDITION_ROWS; i++)
		show_row(form, list, i, i < count ? &rows[i] : &(struct row){0});
	doc_set_bool(input, "used", count > 0 && !text_empty(rows[0].field));
	doc_set_text(input, "name", form->name);
	doc_set_text(input, "error_name", form->error);
	add_matches(form, input, stored != NULL && stored->kind == CONDITION_ANY);
	add_answers(form, input);
	settings_error(settings, input, "error", form->error);
	doc_set_text(input, "theirs",
		     settings->conflict && stored != NULL
			     ? condition_words(rq->arena, stored, rq->formats, condition_entry_name, rq)
			     : NULL);
}
