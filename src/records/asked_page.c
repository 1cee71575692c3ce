/* asked_page: what a list's page shows of its address: views as tabs, the lines of the filter with their controls. */
#include "records/asked.h"

#include "base/id.h"
#include "modules/condition_entry.h"
#include "records/book.h"
#include "records/choice_doc.h"
#include "records/module_page.h"
#include "records/record_doc.h"

/* ---- words of comparisons ---- */

static const char *const comparison_labels[COMPARISONS] = {
	[COMPARE_IS] = N_("is"),
	[COMPARE_IS_NOT] = N_("is not"),
	[COMPARE_CONTAINS] = N_("contains"),
	[COMPARE_BEGINS] = N_("begins with"),
	[COMPARE_ABOVE] = N_("is more than"),
	[COMPARE_AT_LEAST] = N_("is at least"),
	[COMPARE_BELOW] = N_("is less than"),
	[COMPARE_AT_MOST] = N_("is at most"),
	[COMPARE_EMPTY] = N_("is empty"),
	[COMPARE_NOT_EMPTY] = N_("is filled in"),
	[COMPARE_LAST_DAYS] = N_("in the last (days)"),
	[COMPARE_NEXT_DAYS] = N_("in the next (days)"),
	[COMPARE_ME] = N_("is me"),
};

static const char *const day_labels[COMPARISONS] = {
	[COMPARE_ABOVE] = N_("is after"),
	[COMPARE_AT_LEAST] = N_("is on or after"),
	[COMPARE_BELOW] = N_("is before"),
	[COMPARE_AT_MOST] = N_("is on or before"),
};

static const char *
comparison_label(const struct field *field, int comparison)
{
	if (view_fits_calendar(field) && day_labels[comparison] != NULL)
		return day_labels[comparison];
	return comparison_labels[comparison];
}

static void
add_comparisons(struct doc *row, const struct field *field, int chosen)
{
	struct doc *list = doc_set_list(row, "comparisons");

	for (int i = 0; field != NULL && i < COMPARISONS; i++) {
		struct doc *item;

		if (!comparison_fits(field, (enum comparison)i))
			continue;
		item = doc_add_object(list);
		doc_set_text(item, "name", comparison_names[i]);
		doc_set_word(item, "label", comparison_names[i], comparison_label(field, i));
		doc_set_bool(item, "selected", i == chosen);
	}
}

/* ---- the value's control ---- */

/* Exactly one of these is not null. */
static const char *const controls[] = {"line", "options", "lookup"};

static void
set_line(struct doc *row, const char *type, const char *mode)
{
	struct doc *line = doc_set_object(row, "line");

	doc_set_text(line, "type", type);
	doc_set_text(line, "mode", mode);
}

static void
set_control(struct request *rq, struct doc *row, const struct filter_row *filter, const struct book *book)
{
	const struct field *field = filter->field;
	enum field_type type = field_value_type(field);
	int64_t id = 0;

	if (filter->comparison == COMPARE_LAST_DAYS || filter->comparison == COMPARE_NEXT_DAYS)
		set_line(row, "number", "numeric");
	else if (type == FIELD_CHOICE || type == FIELD_CHOICES)
		choice_options(rq, doc_set_list(row, "options"), field, filter->value, true);
	else if (type == FIELD_YES_NO)
		yes_no_options(doc_set_list(row, "options"), filter->value);
	else if (type == FIELD_STAFF)
		staff_options(rq, doc_set_list(row, "options"), filter->value);
	else if (type == FIELD_LOOKUP || type == FIELD_LOOKUPS) {
		struct doc *lookup = doc_set_object(row, "lookup");

		id_parse(str_of(filter->value == NULL ? "" : filter->value), &id);
		doc_set_text(lookup, "href", module_path(rq, field->target, "/suggestions"));
		doc_set_text(lookup, "shown", id == 0 ? filter->value : book_name(book, field->target, id));
	} else if (type == FIELD_DAY || type == FIELD_INSTANT)
		set_line(row, "date", NULL);
	else
		set_line(row, "text", view_fits_sum(field) || type == FIELD_PERCENTAGE ? "decimal" : NULL);
}

static void
set_error(struct doc *row, const char *error, const struct doc *values)
{
	if (error == NULL)
		doc_set_null(row, "error");
	else
		doc_set_message(row, "error", error, values);
}

static void
add_row(struct request *rq, struct doc *rows, const struct asked *asked, size_t index, const struct book *book)
{
	static const struct filter_row blank = {.comparison = -1};
	const struct filter_row *filter = index < asked->row_count ? &asked->rows[index] : &blank;
	struct doc *row = doc_add_object(rows);
	bool value = filter->field != NULL && filter->comparison != COMPARE_EMPTY &&
		     filter->comparison != COMPARE_NOT_EMPTY && filter->comparison != COMPARE_ME;

	doc_set_text(row, "name", arena_printf(rq->arena, "filter.%zu", index));
	doc_set_int(row, "number", (int64_t)index + 1);
	doc_set_text(row, "value", filter->value == NULL ? "" : filter->value);
	doc_set_bool(row, "chosen", filter->field != NULL);
	doc_set_text(row, "remove_href", index < asked->row_count ? asked_link_without(rq, asked, index) : NULL);
	field_options(rq, doc_set_list(row, "fields"), asked->access->plan, filter->field, NULL);
	add_comparisons(row, filter->field, filter->comparison);
	for (size_t i = 0; i < sizeof controls / sizeof controls[0]; i++)
		doc_set_null(row, controls[i]);
	if (value)
		set_control(rq, row, filter, book);
	doc_set_bool(row, "has_options", doc_is_true(doc_get(row, STR("options"))));
	set_error(row, filter->error, filter->error_values);
}

static struct book *
names_of_rows(struct request *rq, const struct asked *asked)
{
	struct book *book = book_new(rq);

	for (size_t i = 0; i < asked->row_count; i++) {
		const struct filter_row *row = &asked->rows[i];
		int64_t id;

		if (row->field->target != NULL && row->value != NULL && id_parse(str_of(row->value), &id))
			book_want(book, row->field, &(struct db_value){.type = DB_INT, .integer = id});
	}
	book_look_up(book);
	return book;
}

static void
add_filter(struct request *rq, struct doc *page, const struct asked *asked)
{
	struct doc *filter = doc_set_object(page, "filter"), *rows = doc_set_list(filter, "rows");
	const struct book *book = names_of_rows(rq, asked);

	for (size_t i = 0; i <= asked->row_count && i < FILTER_ROWS; i++)
		add_row(rq, rows, asked, i, book);
	doc_set_bool(filter, "open", asked->typed_filter);
	if (asked->row_count > 0)
		doc_set_int(filter, "count", (int64_t)asked->row_count);
	else
		doc_set_null(filter, "count");
	doc_set_text(filter, "words",
		     asked->mixed
			     ? condition_words(rq->arena, asked->shape.filter, rq->formats, condition_entry_name, rq)
			     : NULL);
	doc_set_bool(filter, "broken", asked->shape.broken);
	doc_set_bool(filter, "active",
		     asked->shape.filter != NULL || asked->search != NULL || answers_are_given(&asked->shape.answers));
	doc_set_text(filter, "clear_href",
		     arena_printf(rq->arena, "%s?view=none", list_path(rq, asked->access->plan->module)));
	set_error(filter, asked->error, asked->error_values);
}

/* ---- views ---- */

static const char *
view_path(struct request *rq, const struct asked *asked, const struct view *view, const char *rest)
{
	char id[ID_LENGTH + 1];

	id_print(id, view->id);
	return module_path(rq, asked->access->plan->module, arena_printf(rq->arena, "/views/%s%s", id, rest));
}

static struct doc *
add_view(struct request *rq, struct doc *list, const struct asked *asked, const struct view *view)
{
	struct doc *shown = doc_add_object(list);
	char id[ID_LENGTH + 1];

	id_print(id, view->id);
	doc_set_id(shown, "id", view->id);
	doc_set_text(shown, "name", view->name);
	doc_set_word(shown, "kind", view_kind_names[view->kind], view_kind_labels[view->kind]);
	doc_set_bool(shown, "shared", view->shared);
	doc_set_bool(shown, "preferred", view->preferred);
	doc_set_bool(shown, "own", view->staff_id == asked->access->viewer->staff);
	doc_set_bool(shown, "current", view == asked->view);
	doc_set_text(shown, "href",
		     arena_printf(rq->arena, "%s?view=%s", list_path(rq, asked->access->plan->module), id));
	doc_set_text(shown, "form_href", view_path(rq, asked, view, "/form"));
	doc_set_text(shown, "preference_href", view_path(rq, asked, view, "/preference"));
	doc_set_text(shown, "removal_href", view_path(rq, asked, view, "/removal"));
	return shown;
}

static void
add_views(struct request *rq, struct doc *page, const struct asked *asked)
{
	struct doc *list = doc_set_list(page, "views");
	const char *query = asked_link(rq, asked, "month", NULL);

	doc_set_null(page, "view");
	for (size_t i = 0; i < asked->view_count; i++) {
		struct doc *shown = add_view(rq, list, asked, &asked->views[i]);

		if (&asked->views[i] == asked->view)
			doc_set(page, "view", shown);
	}
	doc_set_text(page, "all_href",
		     arena_printf(rq->arena, "%s?view=none", list_path(rq, asked->access->plan->module)));
	while (*query != '\0' && *query != '?')
		query++;
	doc_set_text(page, "save_view_href",
		     module_path(rq, asked->access->plan->module, arena_printf(rq->arena, "/views/form%s", query)));
}

/* The four ways to draw the same rows, of those that the module has fields for. */
static void
add_kinds(struct request *rq, struct doc *page, const struct asked *asked)
{
	const struct module *module = asked->access->plan->module;
	struct doc *list = doc_set_list(page, "kinds");
	bool board = false, calendar = false;

	for (size_t i = SYSTEM_FIELDS; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];

		board = board || (view_fits_board(field) && field_is_shown(asked->access->plan, field));
		calendar = calendar || (view_fits_calendar(field) && field_is_shown(asked->access->plan, field));
	}
	for (int i = 0; i < VIEW_KINDS; i++) {
		static const char *const icons[] = {"list", "layout-kanban", "calendar", "layout-grid"};
		struct doc *kind;

		if ((i == VIEW_BOARD && !board) || (i == VIEW_CALENDAR && !calendar))
			continue;
		kind = doc_add_object(list);
		doc_set_word(kind, "label", view_kind_names[i], view_kind_labels[i]);
		doc_set_text(kind, "icon", icons[i]);
		doc_set_text(kind, "href", asked_link(rq, asked, "kind", view_kind_names[i]));
		doc_set_bool(kind, "current", asked->shape.kind == (enum view_kind)i);
	}
}

/* What the search form must keep of the address besides its own fields. */
static void
add_kept(struct request *rq, struct doc *page)
{
	static const char *const names[] = {"view", "kind", "by", "sort", "group", "sum", "month", "filter"};
	struct doc *list = doc_set_list(page, "kept");

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const char *value = form_text(rq->form, names[i]);
		struct doc *pair;

		if (text_empty(value))
			continue;
		pair = doc_add_object(list);
		doc_set_text(pair, "name", names[i]);
		doc_set_text(pair, "value", value);
	}
}

void
asked_fill(struct request *rq, struct doc *page, const struct asked *asked)
{
	doc_set_text(page, "q", asked->search == NULL ? "" : asked->search);
	doc_set_bool(page, "searched", asked->search != NULL);
	add_views(rq, page, asked);
	if (rq->wants_json)
		return;
	add_filter(rq, page, asked);
	questions_fill(rq, page, &asked->shape.answers);
	add_kinds(rq, page, asked);
	add_kept(rq, page);
}
