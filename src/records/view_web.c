/* view_web: saving a way to look at a module: its columns in order, its filter, how cards look; sharing, preferring. */
#include "base/id.h"
#include "core/form_page.h"
#include "core/weakened.h"
#include "modules/condition_entry.h"
#include "records/asked.h"
#include "records/choice_doc.h"
#include "records/handlers.h"
#include "records/kept_list.h"
#include "records/module_page.h"
#include "records/record_doc.h"

enum { BLANK_COLUMNS = 2 };

/* ---- the form ---- */

static void
add_emphases(struct doc *row, enum emphasis chosen)
{
	struct doc *list = doc_set_list(row, "emphases");

	for (int i = 0; emphasis_names[i] != NULL; i++) {
		struct doc *option = doc_add_object(list);

		doc_set_text(option, "value", emphasis_names[i]);
		doc_set_word(option, "label", emphasis_names[i], emphasis_labels[i]);
		doc_set_bool(option, "selected", chosen == (enum emphasis)i);
	}
}

/* The columns of the feature that keeps the records, behind the fields; those alone that it can be sorted by. */
static void
add_kept_options(struct doc *options, const struct keeper_column *all, bool sorts, const char *chosen)
{
	for (; all != NULL && all->name != NULL; all++) {
		struct doc *option;

		if (sorts && all->order == NULL)
			continue;
		option = doc_add_object(options);
		doc_set_text(option, "value", arena_printf(options->arena, "@%s", all->name));
		doc_set_word(option, "label", all->name, all->label);
		doc_set_bool(option, "selected", text_equal(all->name, chosen));
	}
}

struct column_rows {
	struct request *rq;
	struct doc *list;
	const struct access *access;
	const struct keeper_column *kept;
};

static void
add_column(const struct column_rows *rows, const struct view_column *column, const char *kept)
{
	struct doc *row, *options;
	size_t i = rows->list->list.count;

	if (i == VIEW_COLUMNS)
		return;
	row = doc_add_object(rows->list);
	options = doc_set_list(row, "fields");
	doc_set_text(row, "name", arena_printf(rows->rq->arena, "columns.%zu", i));
	doc_set_int(row, "number", (int64_t)i + 1);
	doc_set_bool(row, "wide", column->wide);
	field_options(rows->rq, options, rows->access->plan, column->field, NULL);
	add_kept_options(options, rows->kept, false, kept);
	add_emphases(row, column->emphasis);
}

static void
add_columns(struct request *rq, struct doc *page, const struct access *access, const struct view_shape *shape)
{
	static const struct view_column blank;
	const struct column_rows rows = {rq, doc_set_list(page, "columns"), access,
					 kept_columns_of(rq, access->plan->module)};

	for (size_t i = 0; i <= shape->column_count; i++) {
		for (size_t k = 0; k < shape->kept_count; k++)
			if (shape->kept[k].at == i)
				add_column(&rows, &blank, shape->kept[k].name);
		if (i < shape->column_count)
			add_column(&rows, &shape->columns[i], NULL);
	}
	for (size_t i = 0; i < BLANK_COLUMNS; i++)
		add_column(&rows, &blank, NULL);
}

static bool
is_image(const struct field *field)
{
	return field->type == FIELD_IMAGE;
}

static bool
fits_by(const struct field *field)
{
	return view_fits_board(field) || view_fits_calendar(field);
}

static void
add_kinds(struct doc *page, enum view_kind chosen)
{
	struct doc *list = doc_set_list(page, "kinds");

	for (int i = 0; i < VIEW_KINDS; i++) {
		struct doc *kind = doc_add_object(list);

		doc_set_text(kind, "value", view_kind_names[i]);
		doc_set_word(kind, "label", view_kind_names[i], view_kind_labels[i]);
		doc_set_bool(kind, "selected", chosen == (enum view_kind)i);
	}
}

static void
add_filter(struct request *rq, struct doc *page, const struct view_shape *shape)
{
	struct builder json = builder_new(rq->arena, 0);

	doc_set_null(page, "filter_json");
	doc_set_null(page, "filter_words");
	if (shape->filter == NULL || shape->broken)
		return;
	doc_print_json(condition_doc(rq->arena, shape->filter), NULL, &json);
	doc_set_text(page, "filter_json", builder_text(&json));
	doc_set_text(page, "filter_words",
		     condition_words(rq->arena, shape->filter, rq->formats, condition_entry_name, rq));
}

/* A card with the first record in it shows what the choices above mean. */
static void
add_preview(struct request *rq, struct doc *page, const struct access *access, const struct view_shape *shape)
{
	struct record_query query = {.descending = true, .limit = 1};
	struct book *book = book_new(rq);
	size_t count;
	struct record *rows = record_list(rq->tx, access, &query, &count);
	struct doc *card, *cells;

	doc_set_null(page, "preview");
	if (count == 0)
		return;
	book_want_record(book, access->plan->module, rows);
	book_look_up(book);
	card = doc_set_object(page, "preview");
	doc_set_text(card, "name", record_title(rq, access->plan->module, rows));
	doc_set_text(card, "href", record_href(rq, access->plan->module, rows->id));
	doc_set_null(card, "image");
	cells = doc_set_list(card, "cells");
	for (size_t i = 0; i < shape->column_count; i++) {
		const struct view_column *column = &shape->columns[i];
		struct doc *cell = cell_doc(rq, book, column->field, &rows->cells[column->field->index], rows->id);

		doc_set_bool(cell, "wide", column->wide);
		doc_set_text(cell, "emphasis", emphasis_names[column->emphasis]);
		doc_add(cells, cell);
	}
}

static struct doc *
form_doc(struct request *rq, const struct access *access, const struct view *view, const struct view_shape *shape)
{
	struct doc *page = doc_object(rq->arena), *values = doc_set_object(page, "values"), *sorts;
	char id[ID_LENGTH + 1];

	module_fill(rq, page, access);
	doc_set_text(values, "name", view == NULL ? NULL : view->name);
	doc_set_bool(page, "shared", form_read_bool(rq->form, "shared") || (view != NULL && view->shared));
	doc_set_bool(page, "preferred", form_read_bool(rq->form, "preferred") || (view != NULL && view->preferred));
	doc_set_bool(page, "known", view != NULL);
	id_print(id, view == NULL ? 0 : view->id);
	doc_set_text(page, "action",
		     module_path(rq, access->plan->module,
				 view == NULL ? "/views" : arena_printf(rq->arena, "/views/%s", id)));
	add_kinds(page, shape->kind);
	add_columns(rq, page, access, shape);
	sorts = doc_set_list(page, "sorts");
	field_options(rq, sorts, access->plan, shape->sort, field_sorts);
	add_kept_options(sorts, kept_columns_of(rq, access->plan->module), true, shape->kept_sort);
	field_options(rq, doc_set_list(page, "bys"), access->plan, shape->by, fits_by);
	field_options(rq, doc_set_list(page, "images"), access->plan, shape->image, is_image);
	field_options(rq, doc_set_list(page, "groups"), access->plan, shape->group, view_fits_group);
	field_options(rq, doc_set_list(page, "sums"), access->plan, shape->sum, view_fits_sum);
	doc_set_bool(page, "descending", shape->descending);
	add_filter(rq, page, shape);
	questions_fill(rq, page, &shape->answers);
	add_preview(rq, page, access, shape);
	form_page(rq, page, "name kind by");
	return page;
}

/* ---- reading ---- */

static const struct field *
read_field(struct request *rq, const struct access *access, const char *name, bool (*fits)(const struct field *))
{
	const char *typed = form_text(rq->form, name);
	const struct field *field = text_empty(typed) ? NULL : plan_field(access->plan, typed);

	if (!text_empty(typed) && (field == NULL || (fits != NULL && !fits(field))))
		form_error(rq->form, name, N_("Please choose one of the fields."), NULL);
	return field;
}

/* The first word where nothing was chosen. */
static int
read_word(struct request *rq, const char *name, const char *const *words)
{
	int word = form_read_choice(rq->form, name, FORM_OPTIONAL, words);

	return word < 0 ? 0 : word;
}

static bool
is_there(const struct view_shape *shape, const struct field *field)
{
	for (size_t i = 0; i < shape->column_count; i++)
		if (shape->columns[i].field == field)
			return true;
	return false;
}

/* The rows in the order of the places typed beside them; the same place twice keeps the order of the page. */
static size_t
ordered_rows(struct request *rq, size_t order[VIEW_COLUMNS])
{
	size_t rows = form_rows(rq->form, "columns", VIEW_COLUMNS);
	int64_t places[VIEW_COLUMNS];

	for (size_t i = 0; i < rows; i++) {
		const char *typed = form_text(rq->form, form_row_name(rq->form, "columns", i, "position"));
		int64_t place = (int64_t)i + 1;
		size_t at = i;

		if (typed != NULL)
			str_to_int(str_of(typed), &place);
		for (; at > 0 && places[at - 1] > place; at--) {
			places[at] = places[at - 1];
			order[at] = order[at - 1];
		}
		places[at] = place;
		order[at] = i;
	}
	return rows;
}

static void
read_columns(struct request *rq, const struct access *access, struct view_shape *shape)
{
	const struct keeper_column *kept = kept_columns_of(rq, access->plan->module);
	size_t order[VIEW_COLUMNS], rows = ordered_rows(rq, order);

	for (size_t n = 0; n < rows; n++) {
		size_t i = order[n];
		const char *name = form_row_name(rq->form, "columns", i, "field");
		const struct keeper_column *column = kept_column_named(kept, view_kept_name(form_text(rq->form, name)));
		const struct field *field = column == NULL ? read_field(rq, access, name, NULL) : NULL;

		if (column != NULL)
			view_keep(shape, column->name);
		if (field == NULL || field == access->plan->module->naming || is_there(shape, field))
			continue;
		shape->columns[shape->column_count++] = (struct view_column){
			.field = field,
			.wide = form_read_bool(rq->form, form_row_name(rq->form, "columns", i, "wide")),
			.emphasis = (enum emphasis)read_word(rq, form_row_name(rq->form, "columns", i, "emphasis"),
							     emphasis_names)};
	}
}

static void
read_filter(struct request *rq, const struct access *access, struct view_shape *shape)
{
	const char *error;
	struct doc *values;

	shape->filter = filter_read(rq, access, &error, &values);
	if (error != NULL)
		form_error(rq->form, "filter", error, values);
}

static struct view_shape
read_shape(struct request *rq, const struct access *access)
{
	struct view_shape shape = {.kind = (enum view_kind)read_word(rq, "kind", view_kind_names),
				   .answers = answers_none(access)};
	const struct keeper_column *kept;

	read_columns(rq, access, &shape);
	read_filter(rq, access, &shape);
	answers_read(rq, &shape.answers);
	kept = kept_order_named(rq, access->plan->module, view_kept_name(form_text(rq->form, "sort")));
	shape.kept_sort = kept == NULL ? NULL : kept->name;
	shape.sort = kept == NULL ? read_field(rq, access, "sort", field_sorts) : NULL;
	shape.descending = form_read_bool(rq->form, "descending");
	shape.by = read_field(rq, access, "by", fits_by);
	shape.image = read_field(rq, access, "image", is_image);
	shape.group = read_field(rq, access, "group", view_fits_group);
	shape.sum = read_field(rq, access, "sum", view_fits_sum);
	if (shape.kind == VIEW_BOARD && (shape.by == NULL || !view_fits_board(shape.by)))
		form_error(rq->form, "by", N_("A board needs a field with choices for its columns."), NULL);
	if (shape.kind == VIEW_CALENDAR && (shape.by == NULL || !view_fits_calendar(shape.by)))
		form_error(rq->form, "by", N_("A calendar needs a field with a date."), NULL);
	return shape;
}

static struct view
read_view(struct request *rq, const struct view_shape *shape)
{
	struct builder definition = builder_new(rq->arena, 0);
	struct view view = {.name = form_read_text(rq->form, "name", FORM_REQUIRED, VIEW_NAME),
			    .kind = shape->kind,
			    .shared = form_read_bool(rq->form, "shared"),
			    .preferred = form_read_bool(rq->form, "preferred")};

	doc_print_json(view_definition(rq->arena, shape), NULL, &definition);
	view.definition = builder_text(&definition);
	return view;
}

/* ---- handlers ---- */

/* A view that somebody else shared may be about what is hidden from who uses it: they see what is left of it. */
static struct doc *
view_doc(struct request *rq, const struct access *access, const struct view *view)
{
	struct doc *shown = doc_object(rq->arena);
	const struct view_shape shape = view_shape_of(rq->arena, access, view);

	doc_set_id(shown, "id", view->id);
	doc_set_text(shown, "name", view->name);
	doc_set_word(shown, "kind", view_kind_names[view->kind], view_kind_labels[view->kind]);
	doc_set_bool(shown, "shared", view->shared);
	doc_set_bool(shown, "preferred", view->preferred);
	doc_set(shown, "definition", view_definition(rq->arena, &shape));
	return shown;
}

static struct reply
shown(struct request *rq, const struct access *access, const struct view *view, const char *flash)
{
	char id[ID_LENGTH + 1];

	id_print(id, view->id);
	return reply_done(rq, arena_printf(rq->arena, "%s?view=%s", list_path(rq, access->plan->module), id), flash,
			  view_doc(rq, access, view));
}

static void
keep_all(struct request *rq, const struct access *access, struct view_shape *shape)
{
	for (const struct keeper_column *column = kept_columns_of(rq, access->plan->module);
	     column != NULL && column->name != NULL; column++)
		if (!column->optional || text_equal(column->name, shape->kept_sort))
			view_keep(shape, column->name);
}

/* The list one looks at, as it is, is where a new view begins. */
struct reply
view_new_form(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct asked *asked;

	if (access == NULL)
		return reply_not_found(rq);
	rq->wants_json = false;
	asked = asked_read(rq, access);
	if (asked->view == NULL)
		keep_all(rq, access, &asked->shape);
	return reply_page(rq, "view_form", form_doc(rq, access, NULL, &asked->shape));
}

struct reply
view_new(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct view_shape shape;
	struct view view;

	if (access == NULL)
		return reply_not_found(rq);
	shape = read_shape(rq, access);
	if (text_equal(form_text(rq->form, "action"), "columns"))
		return reply_page(rq, "view_form", form_doc(rq, access, NULL, &shape));
	view = read_view(rq, &shape);
	if (form_failed(rq->form))
		return reply_form(rq, "view_form", form_doc(rq, access, NULL, &shape));
	view.id = view_create(rq->tx, access, &view);
	return shown(rq, access, &view, N_("The view was saved."));
}

/* One's own: only those can be changed. */
static const struct view *
own_view(struct request *rq, const struct access *access)
{
	const struct view *view = access == NULL ? NULL : view_find(rq->tx, access, path_id(rq, "view"));

	return view == NULL || (view->staff_id != rq->viewer->staff && !weakened(CHECK_OWN_VIEW)) ? NULL : view;
}

struct reply
view_change_form(struct request *rq)
{
	const struct access *access = path_access(rq);
	const struct view *view = own_view(rq, access);
	struct view_shape shape;

	if (view == NULL)
		return reply_not_found(rq);
	shape = view_shape_of(rq->arena, access, view);
	return reply_page(rq, "view_form", form_doc(rq, access, view, &shape));
}

struct reply
view_change(struct request *rq)
{
	const struct access *access = path_access(rq);
	const struct view *there = own_view(rq, access);
	struct view_shape shape;
	struct view view;

	if (there == NULL)
		return reply_not_found(rq);
	shape = read_shape(rq, access);
	if (text_equal(form_text(rq->form, "action"), "columns"))
		return reply_page(rq, "view_form", form_doc(rq, access, there, &shape));
	view = read_view(rq, &shape);
	if (form_failed(rq->form))
		return reply_form(rq, "view_form", form_doc(rq, access, there, &shape));
	view.id = there->id;
	view_update(rq->tx, access, &view);
	return shown(rq, access, &view, N_("The view was saved."));
}

/* Opening a module with a view that is shared by somebody else: a copy of it becomes one's own. */
struct reply
view_preference(struct request *rq)
{
	const struct access *access = path_access(rq);
	const struct view *there = access == NULL ? NULL : view_find(rq->tx, access, path_id(rq, "view"));
	bool own = there != NULL && there->staff_id == rq->viewer->staff;
	struct view view;

	if (there == NULL)
		return reply_not_found(rq);
	view = *there;
	view.preferred = !(own && there->preferred);
	if (own) {
		view_prefer(rq->tx, access, view.preferred ? view.id : 0);
	} else {
		view.shared = false;
		view.id = view_create(rq->tx, access, &view);
	}
	return shown(rq, access, &view,
		     view.preferred ? N_("The module now opens with this view.")
				    : N_("The module opens with all its records again."));
}

struct reply
view_removal(struct request *rq)
{
	const struct access *access = path_access(rq);

	if (access == NULL || !view_remove(rq->tx, access, path_id(rq, "view")))
		return reply_not_found(rq);
	return reply_done(rq, list_path(rq, access->plan->module), N_("The view was deleted. Its records stay."), NULL);
}
