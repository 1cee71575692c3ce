/* list_web: the records of a module: table, board, calendar or cards, with what is asked of them. */
#include "core/form_page.h"
#include "core/organisation.h"
#include "core/page.h"
#include "records/asked.h"
#include "records/bulk.h"
#include "records/choice_doc.h"
#include "records/drawn.h"
#include "records/handlers.h"
#include "records/kept_list.h"
#include "records/module_page.h"
#include "records/record_doc.h"
#include "records/record_guard.h"
#include "records/record_list.h"

#include <string.h>

enum { COUNT_MOST = 1000, GROUPS_SHOWN = 40, SUGGESTIONS = 12 };

/* ---- rows ---- */

static void
add_column(struct request *rq, struct doc *columns, const struct asked *asked, const struct field *field)
{
	struct doc *column = doc_add_object(columns);
	enum field_type type = field_value_type(field);

	doc_set_text(column, "name", field->name);
	doc_set_label(column, "label", &field->label, language_of(rq));
	doc_set_bool(column, "number", view_fits_sum(field) || type == FIELD_PERCENTAGE);
	asked_set_order(rq, column, asked, field_sorts(field) ? field->name : NULL, asked->shape.sort == field);
}

/* What leads to the records, when the field that names them is hidden. */
static void
add_nameless_column(struct request *rq, struct doc *columns, const struct module *module)
{
	static const char *const nothing[] = {"name", "sort_href", "sorted"};
	static const char *const no[] = {"number", "up", "down"};
	struct doc *column = doc_add_object(columns);

	doc_set_label(column, "label", &module->singular, language_of(rq));
	for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++)
		doc_set_null(column, nothing[i]);
	for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
		doc_set_bool(column, no[i], false);
}

/* Returns those that the feature adds. */
static struct kept_list
add_columns(struct request *rq, struct doc *page, const struct asked *asked)
{
	struct doc *columns = doc_set_list(page, "columns");
	const struct module *module = asked->access->plan->module;

	if (field_is_shown(asked->access->plan, module->naming))
		add_column(rq, columns, asked, module->naming);
	else
		add_nameless_column(rq, columns, module);
	for (size_t i = 0; i < asked->shape.column_count; i++)
		add_column(rq, columns, asked, asked->shape.columns[i].field);
	return kept_list_columns(rq, columns, asked);
}

static struct cursor
cursor_after(struct request *rq, const struct asked *asked, const struct record *last)
{
	struct cursor cursor = {.given = true, .id = last->id};
	const struct field *sort = asked->shape.sort;
	const struct db_value *cell = sort == NULL ? NULL : &last->cells[sort->index];

	if (asked->query.order != NULL)
		cursor.number = last->ordered;
	if (cell == NULL)
		return cursor;
	if (value_is_empty(cell))
		cursor.text = "";
	else if (cell->type == DB_INT)
		cursor.number = cell->integer;
	else
		cursor.text = arena_text_of(rq->arena, cell->bytes.at, cell->bytes.length);
	return cursor;
}

/* A page says of each record whether it waits; a program asks for the fields it wants. */
static struct record_query
with_states(struct request *rq, const struct asked *asked)
{
	struct record_query query = asked->query;
	const struct field **fields;

	if (rq->wants_json || query.fields == NULL)
		return query;
	fields = arena_make_array(rq->arena, const struct field *, query.field_count + 2);
	memcpy(fields, query.fields, query.field_count * sizeof(struct field *));
	query.fields = fields;
	fields[query.field_count++] = &asked->access->plan->module->fields[SYSTEM_APPROVAL];
	fields[query.field_count++] = &asked->access->plan->module->fields[SYSTEM_REVIEW];
	return query;
}

/* How many there are from here on, at least: one more than a page is any number. */
static size_t
add_rows(struct request *rq, struct doc *page, const struct asked *asked, const struct kept_list *kept)
{
	const struct record_query query = with_states(rq, asked);
	struct doc *list = doc_set_list(page, "records");
	struct book *book = book_new(rq);
	struct cursor last = {.given = true};
	size_t count, shown;
	struct record *rows = record_list(rq->tx, asked->access, &query, &count);

	shown = count > PAGE_ROWS ? PAGE_ROWS : count;
	for (size_t i = 0; i < shown; i++)
		book_want_record(book, asked->access->plan->module, &rows[i]);
	book_look_up(book);
	for (size_t i = 0; i < shown; i++)
		doc_add(list, drawn_row(rq, asked, book, &rows[i], i));
	kept_list_rows(rq, asked, kept, rows, list);
	if (shown > 0)
		last = cursor_after(rq, asked, &rows[shown - 1]);
	doc_set_bool(page, "has_rows", shown > 0);
	page_links(rq, page, count > PAGE_ROWS, &last);
	return count;
}

/* ---- groups ---- */

static int64_t
most_of(const struct record_group *groups, size_t count, bool sums)
{
	int64_t most = 1;

	for (size_t i = 0; i < count; i++) {
		int64_t size = sums ? groups[i].sum : groups[i].count;

		if (size > most)
			most = size;
	}
	return most;
}

/* Some were left out of the counts. */
static bool
is_partial(const struct record_group *groups, size_t count)
{
	int64_t total = 0;

	for (size_t i = 0; i < count; i++)
		total += groups[i].count;
	return total >= GROUPED_MOST;
}

static void
add_group(struct request *rq, struct doc *list, const struct asked *asked, const struct book *book,
	  const struct record_group *group)
{
	const struct field *by = asked->shape.group, *sum = asked->shape.sum;
	struct doc *shown = doc_add_object(list), *value = doc_object(rq->arena);

	if (!rq->wants_json)
		doc_set(shown, "cell", cell_doc(rq, book, by, &group->value, 0));
	doc_set_field(rq, book, value, by, &group->value, 0);
	doc_set(shown, "value", (struct doc *)(uintptr_t)doc_get(value, str_of(by->name)));
	doc_set_int(shown, "count", group->count);
	doc_set_null(shown, "sum");
	if (sum != NULL)
		doc_set_value(shown, "sum", sum, &(struct db_value){.type = DB_INT, .integer = group->sum},
			      language_of(rq));
	doc_set_int(shown, "size", sum == NULL ? group->count : group->sum < 0 ? 0 : group->sum);
}

static void
add_groups(struct request *rq, struct doc *page, const struct asked *asked)
{
	const struct field *by = asked->shape.group;
	struct doc *shown, *list;
	struct book *book = book_new(rq);
	struct record_group *groups;
	size_t count;

	doc_set_null(page, "groups");
	if (by == NULL || !view_fits_group(by))
		return;
	groups = record_groups(rq->tx, asked->access, &asked->query, by, asked->shape.sum, &count);
	for (size_t i = 0; i < count; i++)
		book_want(book, by, &groups[i].value);
	book_look_up(book);
	shown = doc_set_object(page, "groups");
	list = doc_set_list(shown, "rows");
	doc_set_text(shown, "by", by->name);
	doc_set_label(shown, "label", &by->label, language_of(rq));
	doc_set_null(shown, "sum_label");
	if (asked->shape.sum != NULL)
		doc_set_label(shown, "sum_label", &asked->shape.sum->label, language_of(rq));
	doc_set_int(shown, "most", most_of(groups, count, asked->shape.sum != NULL));
	for (size_t i = 0; i < count && i < GROUPS_SHOWN; i++)
		add_group(rq, list, asked, book, &groups[i]);
	doc_set_bool(shown, "cut", count > GROUPS_SHOWN);
	doc_set_bool(shown, "partial", is_partial(groups, count));
}

/* ---- the page ---- */

/* Said on the first page. What fits on it has been counted; of what a search finds nobody needs to know more. */
static void
add_count(struct request *rq, struct doc *page, const struct asked *asked, size_t rows)
{
	int64_t most = asked->query.search == NULL ? COUNT_MOST : PAGE_ROWS, count = (int64_t)rows;

	if (asked->query.after)
		return;
	if (count > most)
		count = most;
	else if (count > PAGE_ROWS)
		count = record_count(rq->tx, asked->access, &asked->query, most);
	doc_set_int(page, "count", count);
	doc_set_bool(page, "more", count >= most);
}

/* What is shown goes out as a file with the same parameters; files come in on a page of their own. */
static void
add_exchange(struct request *rq, struct doc *page, const struct asked *asked)
{
	const struct access *access = asked->access;
	const struct module *module = access->plan->module;
	const char *query = strchr(asked_link(rq, asked, NULL, NULL), '?');

	doc_set_text(page, "export_href",
		     access_may(access, MAY_EXPORT) && !access->viewer->read_only_token
			     ? arena_printf(rq->arena, "%s%s", module_path(rq, module, "/export"),
					    query == NULL ? "" : query)
			     : NULL);
	doc_set_text(page, "import_href",
		     access_writes(access, MAY_IMPORT) ? module_path(rq, module, "/import") : NULL);
}

static void
add_controls(struct request *rq, struct doc *page, const struct asked *asked)
{
	const struct plan *plan = asked->access->plan;

	field_options(rq, doc_set_list(page, "group_fields"), plan, asked->shape.group, view_fits_group);
	field_options(rq, doc_set_list(page, "sum_fields"), plan, asked->shape.sum, view_fits_sum);
	doc_set_bool(page, "may_group", doc_is_true(doc_get(page, STR("group_fields"))));
	bulk_fill(rq, page, asked->access);
	add_exchange(rq, page, asked);
}

static struct reply
list_reply(struct request *rq, const struct access *access)
{
	const char *template = kept_list_template(rq, access->plan->module);
	struct doc *page = doc_object(rq->arena);
	struct asked *asked = asked_read(rq, access);
	struct kept_list kept;
	size_t rows = PAGE_ROWS + 1;

	if (rq->wants_json && asked->error != NULL) {
		form_error(rq->form, "filter", asked->error, asked->error_values);
		form_show(rq->form, page);
		return reply_form(rq, template, page);
	}
	module_fill(rq, page, access);
	asked_fill(rq, page, asked);
	kept = add_columns(rq, page, asked);
	doc_set_null(page, "count");
	doc_set_bool(page, "more", false);
	add_groups(rq, page, asked);
	drawn_blank(page);
	if (rq->wants_json || asked->shape.kind == VIEW_LIST || asked->shape.kind == VIEW_CANVAS)
		rows = add_rows(rq, page, asked, &kept);
	else if (asked->shape.kind == VIEW_BOARD)
		drawn_board(rq, page, asked);
	else
		drawn_calendar(rq, page, asked);
	add_count(rq, page, asked, rows);
	kept_list_fill(rq, page, access->plan->module);
	if (rq->wants_json)
		return reply_page(rq, template, page);
	add_controls(rq, page, asked);
	doc_set_bool(page, "searched",
		     !text_empty(asked->search) || asked->query.filter != NULL ||
			     answers_are_given(&asked->shape.answers));
	doc_set_bool(page, "list", asked->shape.kind == VIEW_LIST);
	doc_set_bool(page, "canvas", asked->shape.kind == VIEW_CANVAS);
	return reply_page(rq, template, page);
}

struct reply
record_list_of(struct request *rq, const char *module)
{
	const struct access *access = access_named(rq, module);

	return access == NULL ? reply_not_found(rq) : list_reply(rq, access);
}

/* There is one screen of a list: people are sent to it, with all they asked; programs have their answer here, too. */
struct reply
record_list_page(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct str query = rq->http->query;
	const char *home;

	if (access == NULL)
		return reply_not_found(rq);
	home = list_path(rq, access->plan->module);
	if (rq->wants_json || text_equal(home, module_path(rq, access->plan->module, "")))
		return list_reply(rq, access);
	return reply_redirect(
		rq, query.length == 0 ? home : arena_printf(rq->arena, "%s?%.*s", home, (int)query.length, query.at));
}

struct reply
record_groups_page(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct doc *page = doc_object(rq->arena);
	const char *by = form_text(rq->form, "by");
	struct asked *asked;

	if (access == NULL)
		return reply_not_found(rq);
	module_fill(rq, page, access);
	asked = asked_read(rq, access);
	asked->shape.group = text_empty(by) ? asked->shape.group : plan_field(access->plan, by);
	if (asked->shape.group == NULL || !view_fits_group(asked->shape.group)) {
		doc_set_null(page, "groups");
		form_error(rq->form, "by", N_("There is no such field to group by."), NULL);
		form_show(rq->form, page);
		return reply_form(rq, "record_groups", page);
	}
	add_groups(rq, page, asked);
	form_page(rq, page, "by");
	return reply_page(rq, "record_groups", page);
}

struct reply
record_suggestions_page(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct doc *page = doc_object(rq->arena), *list;
	const char *typed = form_text(rq->form, "typed");
	struct record_name *names;
	size_t count;

	if (access == NULL)
		return reply_not_found(rq);
	list = doc_set_list(page, "suggestions");
	names = record_suggestions(rq->tx, access, typed == NULL ? "" : typed, SUGGESTIONS, &count);
	for (size_t i = 0; i < count; i++) {
		struct doc *suggestion = doc_add_object(list);

		doc_set_id(suggestion, "id", names[i].id);
		doc_set_text(suggestion, "name", names[i].name);
	}
	rq->wants_json = true; /* there is no page of it */
	return reply_page(rq, "record_groups", page);
}

/* ---- the recycle bin ---- */

static const int32_t *
days_kept(struct request *rq, const struct access *access, const struct record *rows, size_t count)
{
	int64_t *ids = arena_make_array(rq->arena, int64_t, count + 1);
	int32_t *days = arena_make_array(rq->arena, int32_t, count + 1);

	for (size_t i = 0; i < count; i++)
		ids[i] = rows[i].id;
	record_guard_kept(rq->house, rq->tx, access->plan->module->name, ids, days, count);
	return days;
}

struct reply
record_bin_page(struct request *rq)
{
	const int32_t *kept;
	const struct access *access = path_access(rq);
	struct cursor after = page_cursor(rq), last = {.given = true};
	struct doc *page = doc_object(rq->arena), *list;
	struct record_query query = {.bin = true, .descending = true, .limit = PAGE_ROWS + 1};
	struct record *rows;
	struct book *book;
	size_t count;

	if (access == NULL || !access_writes(access, MAY_DELETE))
		return reply_not_found(rq);
	query.after = after.given;
	query.after_id = after.id;
	rows = record_list(rq->tx, access, &query, &count);
	book = book_new(rq);
	for (size_t i = 0; rq->wants_json && i < count && i < PAGE_ROWS; i++)
		book_want_record(book, access->plan->module, &rows[i]);
	book_look_up(book);
	module_fill(rq, page, access);
	doc_set_int(page, "bin_days", organisation_bin_days(rq->tx));
	list = doc_set_list(page, "records");
	kept = days_kept(rq, access, rows, count);
	for (size_t i = 0; i < count && i < PAGE_ROWS; i++) {
		struct doc *shown = record_doc(rq, access, book, &rows[i], NULL, 0);

		doc_set_instant(shown, "deleted_at", rows[i].deleted_at);
		doc_set_day(shown, "kept_until", kept[i]);
		doc_set_text(shown, "restoration_href",
			     record_path(rq, access->plan->module, rows[i].id, "/restoration"));
		doc_set_text(shown, "purge_href", record_path(rq, access->plan->module, rows[i].id, "/purge"));
		doc_add(list, shown);
		last.id = rows[i].id;
	}
	doc_set_bool(page, "has_rows", count > 0);
	page_links(rq, page, count > PAGE_ROWS, &last);
	return reply_page(rq, "record_bin", page);
}
