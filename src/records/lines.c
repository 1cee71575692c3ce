/* lines: the sub-forms of a record: their rows as inputs, and what was typed into them, line by line. */
#include "base/id.h"
#include "records/module_page.h"
#include "records/record_doc.h"
#include "records/record_form.h"

#include <string.h>

enum { BLANK_ROWS = 1, MORE_ROWS = 3 };

/* ---- which ---- */

const struct access *
next_lines(struct request *rq, const struct module *module, const struct access *previous)
{
	const struct module *sub = previous == NULL ? NULL : previous->plan->module;

	while ((sub = module_next_sub_form(rq->rights->catalogue, module, sub)) != NULL) {
		const struct access *access = record_access(rq, sub);

		if (!sub->retired && access->plan->may & MAY_VIEW)
			return access;
	}
	return NULL;
}

struct record *
lines_of(struct request *rq, const struct access *lines, int64_t record, size_t *count)
{
	struct record_query query = {.parent = record, .limit = LINES_LIMIT};

	return record_list(rq->tx, lines, &query, count);
}

static const char *
prefix_of(struct request *rq, const struct access *lines)
{
	return arena_printf(rq->arena, "lines.%s", lines->plan->module->name);
}

static const char *
row_prefix(struct request *rq, const struct access *lines, size_t row)
{
	return arena_printf(rq->arena, "lines.%s.%zu", lines->plan->module->name, row);
}

static const char *
row_text(struct request *rq, const char *prefix, const char *name)
{
	return form_text(rq->form, arena_printf(rq->arena, "%s.%s", prefix, name));
}

static const struct record *
stored_line(const struct record *stored, size_t count, const char *typed)
{
	int64_t id;

	if (typed == NULL || !id_parse(str_of(typed), &id))
		return NULL;
	for (size_t i = 0; i < count; i++)
		if (stored[i].id == id)
			return &stored[i];
	return NULL;
}

/* ---- the page ---- */

/* A field is a column of the table when the layout of the lines has it. */
static void
add_columns(struct request *rq, struct doc *shown, const struct access *lines)
{
	const struct layout *layout = lines->plan->layout;
	struct doc *columns = doc_set_list(shown, "columns");

	for (size_t s = 0; s < layout->section_count; s++)
		for (size_t i = 0; i < layout->sections[s].item_count; i++) {
			const struct layout_item *item = &layout->sections[s].items[i];
			struct doc *column;

			if (!field_is_shown(lines->plan, item->field))
				continue;
			column = doc_add_object(columns);
			doc_set_text(column, "name", item->field->name);
			doc_set_label(column, "label", &item->field->label, language_of(rq));
			doc_set_bool(column, "required", item->required || item->field->required);
		}
}

static void
add_cells(struct request *rq, struct doc *row, const struct input_place *place)
{
	const struct layout *layout = place->access->plan->layout;
	struct doc *inputs = doc_set_list(row, "inputs");

	for (size_t s = 0; s < layout->section_count; s++)
		for (size_t i = 0; i < layout->sections[s].item_count; i++) {
			const struct layout_item *item = &layout->sections[s].items[i];
			struct doc *input =
				input_doc(rq, place, item->field, item->required || item->field->required, false);

			if (input != NULL)
				doc_add(inputs, input);
		}
}

static void
want_cells(struct request *rq, const struct input_place *place)
{
	const struct layout *layout = place->access->plan->layout;

	for (size_t s = 0; s < layout->section_count; s++)
		for (size_t i = 0; i < layout->sections[s].item_count; i++)
			input_want(rq, place, layout->sections[s].items[i].field);
}

static void
add_row(struct request *rq, struct doc *rows, const struct input_place *place, size_t index)
{
	struct doc *row = doc_add_object(rows);
	const struct record *line = place->stored;
	const char *version = row_text(rq, place->prefix, "version");
	const char *position = row_text(rq, place->prefix, "position");

	doc_set_text(row, "name", place->prefix);
	doc_set_int(row, "number", (int64_t)index + 1);
	doc_set_id(row, "id", line == NULL ? 0 : line->id);
	doc_set_text(row, "position", position == NULL ? arena_printf(rq->arena, "%zu", index + 1) : position);
	doc_set_text(row, "version",
		     line == NULL      ? NULL
		     : version != NULL ? version
				       : arena_printf(rq->arena, "%lld", (long long)line->version));
	doc_set_bool(row, "removed", form_read_bool(rq->form, arena_printf(rq->arena, "%s.remove", place->prefix)));
	add_cells(rq, row, place);
}

/* What was typed stands as it was, else what is stored; then blank rows to go on in. */
static void
add_rows(struct request *rq, struct doc *shown, const struct access *lines, const struct record *stored, size_t count)
{
	struct doc *rows = doc_set_list(shown, "rows");
	size_t typed = form_rows(rq->form, prefix_of(rq, lines), LINES_LIMIT), total = typed > 0 ? typed : count;
	size_t more = text_equal(form_text(rq->form, "action"), "rows") ? MORE_ROWS : typed > 0 ? 0 : BLANK_ROWS;
	struct input_place place = {
		.access = lines, .book = book_new(rq), .problems = input_problems(rq), .in_table = true};

	total = total + more < LINES_LIMIT ? total + more : LINES_LIMIT;
	for (int pass = 0; pass < 2; pass++) { /* first which names are needed, then the rows */
		for (size_t i = 0; i < total; i++) {
			place.prefix = row_prefix(rq, lines, i);
			place.stored = typed > 0   ? stored_line(stored, count, row_text(rq, place.prefix, "id"))
				       : i < count ? &stored[i]
						   : NULL;
			if (pass == 0)
				want_cells(rq, &place);
			else
				add_row(rq, rows, &place, i);
		}
		book_look_up(place.book);
	}
}

void
lines_fill(struct request *rq, struct doc *page, const struct access *access, const struct record *stored)
{
	struct doc *list = doc_set_list(page, "sub_forms");
	const struct access *lines = NULL;

	while ((lines = next_lines(rq, access->plan->module, lines)) != NULL) {
		struct doc *shown;
		size_t count = 0;
		struct record *rows = stored == NULL ? NULL : lines_of(rq, lines, stored->id, &count);

		if (!access_may(lines, MAY_EDIT) && !access_may(lines, MAY_CREATE))
			continue;
		shown = doc_add_object(list);
		doc_set_text(shown, "name", lines->plan->module->name);
		doc_set_label(shown, "label", &lines->plan->module->plural, language_of(rq));
		doc_set_label(shown, "one", &lines->plan->module->singular, language_of(rq));
		add_columns(rq, shown, lines);
		add_rows(rq, shown, lines, rows, count);
	}
}

/* ---- saving ---- */

/* A row in which nothing was written is not a line. */
static bool
is_blank(struct request *rq, const char *prefix)
{
	size_t length = strlen(prefix);

	for (size_t i = 0; i < form_count(rq->form); i++) {
		const char *name = form_name(rq->form, i);

		if (strncmp(name, prefix, length) == 0 && name[length] == '.' &&
		    strcmp(name + length, ".position") != 0 && !text_empty(form_text(rq->form, name)))
			return false;
	}
	return true;
}

/* A program may send a line as it was told of it: its values under "fields". */
static const char *
values_prefix(struct request *rq, const char *prefix)
{
	const char *within = arena_printf(rq->arena, "%s.fields", prefix);
	struct str beginning = str_of(arena_printf(rq->arena, "%s.", within));

	for (size_t i = 0; i < form_count(rq->form); i++)
		if (str_starts(str_of(form_name(rq->form, i)), beginning))
			return within;
	return prefix;
}

/* In a new line an empty input is one that was not given, so that defaults apply. */
static void
forget_empty(const struct module *module, struct record_draft *draft)
{
	for (size_t i = 0; i < module->field_count; i++)
		if (draft->given[i] && value_is_empty(&draft->cells[i]))
			draft->given[i] = false;
}

static enum record_outcome
create_line(struct request *rq, const struct access *lines, const char *prefix, int64_t record, bool is_new,
	    int64_t position, struct record_trouble *trouble)
{
	const char *values = values_prefix(rq, prefix);
	struct record_draft *draft = record_form_read(rq, lines, values, NULL);
	int64_t id;

	forget_empty(lines->plan->module, draft);
	record_form_check(rq, lines, values, draft, NULL);
	draft->parent = record;
	draft->parent_is_new = is_new;
	draft->position = position;
	return form_failed(rq->form) ? RECORD_DONE : record_create(rq->tx, lines, draft, &id, trouble);
}

static enum record_outcome
change_line(struct request *rq, const struct access *lines, const char *prefix, const struct record *line,
	    int64_t position, struct record_trouble *trouble)
{
	const char *values = values_prefix(rq, prefix);
	struct record_draft *draft = record_form_read(rq, lines, values, line);
	const char *version = row_text(rq, prefix, "version");
	int64_t seen = line->version;

	if (version != NULL)
		str_to_int(str_of(version), &seen);
	record_form_check(rq, lines, values, draft, line);
	draft->parent = line->parent;
	draft->position = position;
	return form_failed(rq->form) ? RECORD_DONE : record_change(rq->tx, lines, line->id, seen, draft, trouble);
}

/* 0: a new line comes last, another stays where it is. */
static int64_t
typed_position(struct request *rq, const char *prefix)
{
	const char *typed = row_text(rq, prefix, "position");
	int64_t position;

	return typed != NULL && str_to_int(str_of(typed), &position) && position > 0 && position < 10000 ? position : 0;
}

static enum record_outcome
save_row(struct request *rq, const struct access *lines, size_t row, int64_t record, bool is_new,
	 const struct record *stored, size_t count, struct record_trouble *trouble)
{
	const char *prefix = row_prefix(rq, lines, row), *id = row_text(rq, prefix, "id");
	const struct record *line = stored_line(stored, count, id);
	enum record_outcome outcome;

	if (!text_empty(id) && line == NULL) {
		form_error(rq->form, prefix, N_("This line is not there any more."), NULL);
		return RECORD_DONE;
	}
	if (form_read_bool(rq->form, arena_printf(rq->arena, "%s.remove", prefix)))
		return line == NULL ? RECORD_DONE : record_remove(rq->tx, lines, line->id, trouble);
	if (line == NULL && is_blank(rq, prefix))
		return RECORD_DONE;
	outcome = line == NULL ? create_line(rq, lines, prefix, record, is_new, typed_position(rq, prefix), trouble)
			       : change_line(rq, lines, prefix, line, typed_position(rq, prefix), trouble);
	if (outcome != RECORD_REFUSED)
		return outcome;
	record_form_refused(rq, values_prefix(rq, prefix), trouble);
	return RECORD_DONE;
}

/* The sub-form of this name that the viewer sees; NULL: none. */
static const struct access *
lines_named(struct request *rq, const struct module *module, const char *name)
{
	const struct access *lines = NULL;

	while ((lines = next_lines(rq, module, lines)) != NULL)
		if (text_equal(lines->plan->module->name, name))
			return lines;
	return NULL;
}

static const char *
cut_name(struct request *rq, struct str *rest)
{
	struct str name = str_cut(rest, '.');

	return arena_text_of(rq->arena, name.at, name.length);
}

/* "lines.vehicle_services.0.cost" names a field of a line; a name that names nothing is not passed over in silence. */
static bool
names_something(struct request *rq, const struct module *module, const char *form_name)
{
	struct str rest = str_of(form_name + strlen("lines."));
	const struct access *lines = lines_named(rq, module, cut_name(rq, &rest));
	int64_t row;
	const char *name, *prefix;

	if (lines == NULL || rest.at == NULL)
		return lines != NULL && text_empty(form_text(rq->form, form_name));
	if (!str_to_int(str_of(cut_name(rq, &rest)), &row) || row < 0 || row >= LINES_LIMIT || rest.at == NULL)
		return false;
	name = cut_name(rq, &rest);
	if (rest.at != NULL && text_equal(name, "fields"))
		return plan_field(lines->plan, cut_name(rq, &rest)) != NULL;
	prefix = row_prefix(rq, lines, (size_t)row);
	if (values_prefix(rq, prefix) != prefix)
		return true; /* what else it was told of the line: its name, its address */
	return is_of_line(name) || plan_field(lines->plan, name) != NULL;
}

static void
check_names(struct request *rq, const struct module *module)
{
	for (size_t i = 0; i < form_count(rq->form); i++) {
		const char *name = form_name(rq->form, i);

		if (str_starts(str_of(name), STR("lines.")) && !names_something(rq, module, name))
			form_error(rq->form, name, N_("There is no such field that you may fill in."), NULL);
	}
}

enum record_outcome
lines_save(struct request *rq, const struct access *access, int64_t record, bool is_new, struct record_trouble *trouble)
{
	const struct access *lines = NULL;
	enum record_outcome outcome = RECORD_DONE;

	check_names(rq, access->plan->module);
	while (outcome == RECORD_DONE && (lines = next_lines(rq, access->plan->module, lines)) != NULL) {
		size_t rows = form_rows(rq->form, prefix_of(rq, lines), LINES_LIMIT), count = 0;
		struct record *stored = rows == 0 ? NULL : lines_of(rq, lines, record, &count);

		for (size_t i = 0; outcome == RECORD_DONE && i < rows; i++)
			outcome = save_row(rq, lines, i, record, is_new, stored, count, trouble);
	}
	return outcome;
}
