/* asked: reads the address of a list: the view, then what the address changes of it. */
#include "records/asked.h"

#include "base/id.h"
#include "core/page.h"
#include "http/url.h"
#include "records/kept_list.h"
#include "records/module_page.h"
#include "records/portal_shape.h"

#include <string.h>

enum { SEARCH_LENGTH = 200, FILTER_DEPTH = 8, FILTER_MEMBERS = 1000, VALUE_LENGTH = 300 };

/* ---- conditions put together ---- */

const struct condition *
condition_both(struct arena *arena, const struct condition *one, const struct condition *other)
{
	struct condition *both;

	if (one == NULL || other == NULL)
		return one == NULL ? other : one;
	both = arena_make(arena, struct condition);
	both->kind = CONDITION_ALL;
	both->parts = arena_make_array(arena, struct condition, 2);
	both->parts[0] = *one;
	both->parts[1] = *other;
	both->part_count = 2;
	return both;
}

const struct condition *
condition_of(struct arena *arena, const struct field *field, enum comparison comparison, struct db_value value)
{
	struct condition *condition = arena_make(arena, struct condition);

	condition->kind = CONDITION_COMPARE;
	condition->field = field;
	condition->comparison = comparison;
	condition->values = arena_make(arena, struct db_value);
	condition->values[0] = value;
	condition->value_count = value.type == DB_NULL ? 0 : 1;
	return condition;
}

/* ---- the view ---- */

static const struct view *
preferred_view(const struct asked *asked, bool own)
{
	for (size_t i = 0; i < asked->view_count; i++)
		if (asked->views[i].preferred && (asked->views[i].staff_id == asked->access->viewer->staff) == own)
			return &asked->views[i];
	return NULL;
}

static const struct view *
chosen_view(struct request *rq, const struct asked *asked)
{
	const char *typed = form_text(rq->form, "view");
	int64_t id = 0;

	if (typed == NULL) {
		const struct view *own = preferred_view(asked, true);

		/* Programs ask for what they name; a view people prefer is not in their way. */
		return rq->wants_json ? NULL : own != NULL ? own : preferred_view(asked, false);
	}
	id_parse(str_of(typed), &id);
	for (size_t i = 0; i < asked->view_count; i++)
		if (asked->views[i].id == id)
			return &asked->views[i];
	return NULL;
}

static const struct field *
typed_field(struct request *rq, const struct access *access, const char *name, bool (*fits)(const struct field *))
{
	const char *typed = form_text(rq->form, name);
	const struct field *field = text_empty(typed) ? NULL : plan_field(access->plan, typed);

	return field != NULL && fits(field) ? field : NULL;
}

static const struct field *
first_field(const struct access *access, bool (*fits)(const struct field *))
{
	const struct module *module = access->plan->module;

	for (size_t i = SYSTEM_FIELDS; i < module->field_count; i++)
		if (field_is_shown(access->plan, &module->fields[i]) && fits(&module->fields[i]))
			return &module->fields[i];
	return NULL;
}

/* A board needs a choice, a calendar a day: without one it is a list. */
static void
choose_kind(struct request *rq, struct asked *asked)
{
	struct view_shape *shape = &asked->shape;
	const char *typed = form_text(rq->form, "kind");
	bool (*fits)(const struct field *);
	const struct field *by;

	for (int i = 0; typed != NULL && view_kind_names[i] != NULL; i++)
		if (text_equal(view_kind_names[i], typed))
			shape->kind = (enum view_kind)i;
	if (shape->kind != VIEW_BOARD && shape->kind != VIEW_CALENDAR)
		return;
	fits = shape->kind == VIEW_BOARD ? view_fits_board : view_fits_calendar;
	by = typed_field(rq, asked->access, "by", fits);
	if (by != NULL)
		shape->by = by;
	if (shape->by == NULL || !fits(shape->by))
		shape->by = first_field(asked->access, fits);
	if (shape->by == NULL)
		shape->kind = VIEW_LIST;
}

static void
choose_order(struct request *rq, struct asked *asked)
{
	const struct module *module = asked->access->plan->module;
	const char *typed = form_text(rq->form, "sort");
	bool down = typed != NULL && *typed == '-', given = !text_empty(typed);
	const struct keeper_column *kept =
		kept_order_named(rq, module, given ? view_kept_name(typed + down) : asked->shape.kept_sort);
	const struct field *field = given ? plan_field(asked->access->plan, typed + down) : asked->shape.sort;

	if (field != NULL && !field_sorts(field))
		field = NULL;
	if (given && field == NULL && kept == NULL) {
		kept = kept_order_named(rq, module, asked->shape.kept_sort);
	} else if (given) {
		asked->shape.sort = field;
		asked->shape.descending = down;
	}
	asked->shape.kept_sort = kept == NULL ? NULL : kept->name;
	asked->query.order = kept == NULL ? NULL : kept->order;
}

static void
choose_groups(struct request *rq, struct asked *asked)
{
	if (form_has(rq->form, "group"))
		asked->shape.group = typed_field(rq, asked->access, "group", view_fits_group);
	if (form_has(rq->form, "sum"))
		asked->shape.sum = typed_field(rq, asked->access, "sum", view_fits_sum);
}

/* ---- the lines of the filter ---- */

static bool
needs_value(int comparison)
{
	return comparison != COMPARE_EMPTY && comparison != COMPARE_NOT_EMPTY && comparison != COMPARE_ME;
}

static int
comparison_named(const struct field *field, const char *name)
{
	for (int i = 0; name != NULL && comparison_names[i] != NULL; i++)
		if (text_equal(comparison_names[i], name) && comparison_fits(field, (enum comparison)i))
			return i;
	return -1;
}

/* What people most often ask of such a field, for a line in which only the field was chosen. */
static int
usual_comparison(const struct field *field)
{
	enum field_type type = field_value_type(field);

	if (comparison_fits(field, COMPARE_CONTAINS) && type != FIELD_CHOICES && type != FIELD_LOOKUPS)
		return COMPARE_CONTAINS;
	return comparison_fits(field, COMPARE_IS) ? COMPARE_IS : COMPARE_NOT_EMPTY;
}

/* Without a script people type the name of a record: the first that begins so is meant. */
static const char *
lookup_value(struct request *rq, const struct field *field, const char *typed)
{
	struct record_name *names;
	char text[ID_LENGTH + 1];
	int64_t id;
	size_t count;

	if (id_parse(str_of(typed), &id))
		return typed;
	names = record_suggestions(rq->tx, record_access(rq, field->target), typed, 1, &count);
	if (count == 0)
		return typed;
	id_print(text, names[0].id);
	return arena_text(rq->arena, text);
}

static struct filter_row
read_row(struct request *rq, const struct asked *asked, size_t number)
{
	struct filter_row row = {.comparison = -1};
	const char *name = form_text(rq->form, form_row_name(rq->form, "filter", number, "field"));
	const char *value = form_text(rq->form, form_row_name(rq->form, "filter", number, "value"));

	row.field = text_empty(name) ? NULL : plan_field(asked->access->plan, name);
	if (row.field == NULL)
		return row;
	row.comparison = comparison_named(row.field,
					  form_text(rq->form, form_row_name(rq->form, "filter", number, "comparison")));
	if (row.comparison < 0)
		row.comparison = usual_comparison(row.field);
	row.value = text_empty(value) || strlen(value) > VALUE_LENGTH ? NULL : value;
	if (row.value != NULL && row.field->target != NULL && row.field->type != FIELD_ROLLUP)
		row.value = lookup_value(rq, row.field, row.value);
	return row;
}

static bool
row_is_complete(const struct filter_row *row)
{
	return row->field != NULL && row->comparison >= 0 && (row->value != NULL || !needs_value(row->comparison));
}

/* What the line asks, or NULL with its error. */
static const struct condition *
row_condition(struct request *rq, const struct asked *asked, struct filter_row *row)
{
	struct field_scope scope = plan_scope(asked->access->plan);
	struct doc *json = doc_object(rq->arena), *part = doc_add_object(doc_set_list(json, "all")), *values;

	doc_set_text(part, "field", row->field->name);
	doc_set_text(part, "comparison", comparison_names[row->comparison]);
	values = doc_set_list(part, "values");
	if (needs_value(row->comparison))
		doc_add_text(values, row->value);
	return condition_parse(rq->arena, &scope, json, &row->error, &row->error_values);
}

static const struct condition *
read_rows(struct request *rq, struct asked *asked)
{
	const struct condition *all = NULL;
	size_t count = form_rows(rq->form, "filter", FILTER_ROWS);

	for (size_t i = 0; i < count; i++) {
		struct filter_row row = read_row(rq, asked, i);

		if (row.field == NULL)
			continue;
		if (row_is_complete(&row))
			all = condition_both(rq->arena, all, row_condition(rq, asked, &row));
		asked->rows[asked->row_count++] = row;
	}
	return all;
}

/* ---- the view's filter as lines that can be changed ---- */

static bool
fits_a_row(const struct condition *part)
{
	return part->kind == CONDITION_COMPARE && part->value_count <= 1 && part->field->type != FIELD_LOOKUPS;
}

static const char *
row_text(struct arena *arena, const struct condition *part)
{
	char text[ID_LENGTH + 1];

	if (part->value_count == 0)
		return NULL;
	if (part->field->type == FIELD_LOOKUP || part->field->type == FIELD_STAFF) {
		id_print(text, part->values[0].integer);
		return arena_text(arena, text);
	}
	if (part->comparison == COMPARE_LAST_DAYS || part->comparison == COMPARE_NEXT_DAYS)
		return arena_printf(arena, "%lld", (long long)part->values[0].integer);
	return value_text(arena, part->field, &part->values[0]);
}

static void
show_part(struct request *rq, struct asked *asked, const struct condition *part)
{
	if (asked->row_count < FILTER_ROWS)
		asked->rows[asked->row_count++] = (struct filter_row){
			.field = part->field, .comparison = (int)part->comparison, .value = row_text(rq->arena, part)};
}

/* Whether the filter is one line, or some that all hold. */
static bool
is_of_lines(const struct condition *filter)
{
	if (fits_a_row(filter))
		return true;
	for (size_t i = 0; filter->kind == CONDITION_ALL && i < filter->part_count; i++)
		if (!fits_a_row(&filter->parts[i]))
			return false;
	return filter->kind == CONDITION_ALL && filter->part_count <= FILTER_ROWS;
}

static void
show_lines(struct request *rq, struct asked *asked, const struct condition *filter)
{
	if (filter->kind == CONDITION_COMPARE)
		show_part(rq, asked, filter);
	for (size_t i = 0; filter->kind != CONDITION_COMPARE && i < filter->part_count; i++)
		show_part(rq, asked, &filter->parts[i]);
}

/* ---- the filter of programs: JSON in one field ---- */

const struct condition *
filter_read(struct request *rq, const struct access *access, const char **error, struct doc **values)
{
	const char *typed = form_text(rq->form, "filter"), *mistake;
	struct field_scope scope = plan_scope(access->plan);
	const struct doc *json;

	*error = NULL;
	*values = NULL;
	if (text_empty(typed))
		return NULL;
	json = doc_parse_json(rq->arena, str_of(typed), FILTER_DEPTH, FILTER_MEMBERS, &mistake);
	if (json == NULL) {
		*error = N_("The filter is not valid JSON.");
		return NULL;
	}
	return condition_parse(rq->arena, &scope, json, error, values);
}

static void
read_filter(struct request *rq, struct asked *asked)
{
	const struct condition *view = asked->shape.filter, *kept = view;

	asked->typed_filter = form_has(rq->form, "filtered") || form_rows(rq->form, "filter", FILTER_ROWS) > 0;
	asked->mixed = view != NULL && !asked->shape.broken && !is_of_lines(view);
	if (asked->typed_filter && !asked->mixed && !asked->shape.broken)
		kept = NULL; /* its lines may have been changed */
	if (asked->typed_filter)
		kept = condition_both(rq->arena, kept, read_rows(rq, asked));
	else if (view != NULL && !asked->mixed && !asked->shape.broken)
		show_lines(rq, asked, view);
	asked->shape.filter =
		condition_both(rq->arena, kept, filter_read(rq, asked->access, &asked->error, &asked->error_values));
}

/* ---- all of it ---- */

static void
choose_shape(struct request *rq, struct asked *asked)
{
	const struct access *access = asked->access;

	if (rq->viewer->kind == VIEWER_CLIENT) {
		asked->shape = portal_shape_of(rq->tx, access);
		return;
	}
	if (rq->viewer->kind == VIEWER_STAFF)
		asked->views = view_list(rq->tx, access, &asked->view_count);
	asked->view = chosen_view(rq, asked);
	asked->shape = asked->view == NULL ? view_shape_plain(access) : view_shape_of(rq->arena, access, asked->view);
	choose_kind(rq, asked);
}

static void
want_field(struct record_query *query, const struct field *field)
{
	if (field == NULL || query->field_count == RECORD_FIELDS)
		return;
	for (size_t i = 0; i < query->field_count; i++)
		if (query->fields[i] == field)
			return;
	query->fields[query->field_count++] = field;
}

/* "fields=plate,colour": what a program wants to read. */
static void
want_named(struct request *rq, const struct asked *asked, struct record_query *query, const char *names)
{
	struct str rest = str_of(names);

	while (rest.at != NULL) {
		struct str name = str_trim(str_cut(&rest, ','));

		if (name.length > 0)
			want_field(query,
				   plan_field(asked->access->plan, arena_text_of(rq->arena, name.at, name.length)));
	}
}

static void
choose_fields(struct request *rq, struct asked *asked)
{
	const char *names = form_text(rq->form, "fields");
	struct record_query *query = &asked->query;

	if (rq->wants_json && text_empty(names) && asked->view == NULL)
		return; /* all of them */
	query->fields = arena_make_array(rq->arena, const struct field *, RECORD_FIELDS);
	if (!text_empty(names))
		want_named(rq, asked, query, names);
	else
		for (size_t i = 0; i < asked->shape.column_count; i++)
			want_field(query, asked->shape.columns[i].field);
	want_field(query, asked->shape.sort);
	want_field(query, asked->shape.by);
	want_field(query, asked->shape.image);
}

static void
read_cursor(struct request *rq, struct asked *asked)
{
	struct cursor cursor = page_cursor(rq);
	const struct field *sort = asked->shape.sort;

	asked->query.after = cursor.given;
	asked->query.after_id = cursor.id;
	if (cursor.given && asked->query.order != NULL)
		asked->query.after_value = db_int(cursor.number);
	else if (!cursor.given || sort == NULL || text_equal(cursor.text, ""))
		asked->query.after_value = db_null(); /* behind the last that has a value */
	else if (field_kept_as(sort) == DB_INT)
		asked->query.after_value = db_int(cursor.number);
	else
		asked->query.after_value = db_text(cursor.text);
}

struct asked *
asked_read(struct request *rq, const struct access *access)
{
	struct asked *asked = arena_make(rq->arena, struct asked);
	const char *search = form_text(rq->form, "q");

	asked->access = access;
	choose_shape(rq, asked);
	choose_order(rq, asked);
	choose_groups(rq, asked);
	asked->search = text_empty(search) || strlen(search) > SEARCH_LENGTH ? NULL : search;
	read_filter(rq, asked);
	answers_read(rq, &asked->shape.answers);
	answers_narrow(&asked->query, &asked->shape.answers);
	asked->query.filter = asked->shape.filter;
	asked->query.search = asked->search;
	asked->query.sort = asked->shape.sort;
	asked->query.descending =
		(asked->shape.sort == NULL && asked->shape.kept_sort == NULL) || asked->shape.descending;
	asked->query.limit = PAGE_ROWS + 1;
	choose_fields(rq, asked);
	read_cursor(rq, asked);
	return asked;
}

/* ---- addresses ---- */

static void
add_pair(struct arena *arena, struct builder *link, const char *name, const char *value)
{
	if (text_empty(value))
		return;
	build_char(link, strchr(builder_text(link), '?') == NULL ? '?' : '&');
	build_printf(link, "%s=%s", name, url_encode(arena, str_of(value)));
}

static void
add_rows(struct request *rq, struct builder *link, const struct asked *asked, size_t without)
{
	size_t number = 0;

	for (size_t i = 0; i < asked->row_count; i++) {
		const struct filter_row *row = &asked->rows[i];

		if (i == without)
			continue;
		add_pair(rq->arena, link, form_row_name(rq->form, "filter", number, "field"), row->field->name);
		if (row->comparison >= 0)
			add_pair(rq->arena, link, form_row_name(rq->form, "filter", number, "comparison"),
				 comparison_names[row->comparison]);
		add_pair(rq->arena, link, form_row_name(rq->form, "filter", number, "value"), row->value);
		number++;
	}
}

static const char *
link_of(struct request *rq, const struct asked *asked, const char *name, const char *value, size_t without)
{
	static const char *const kept[] = {"view", "kind", "by", "q", "sort", "group", "sum", "month", "filter"};
	struct builder link = builder_new(rq->arena, 0);

	build_text(&link, list_path(rq, asked->access->plan->module));
	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
		add_pair(rq->arena, &link, kept[i], text_equal(kept[i], name) ? value : form_text(rq->form, kept[i]));
	answers_link(rq, &link, &asked->shape.answers);
	if (asked->typed_filter || without < asked->row_count) {
		add_pair(rq->arena, &link, "filtered", "1");
		add_rows(rq, &link, asked, without);
	}
	return builder_text(&link);
}

const char *
asked_link(struct request *rq, const struct asked *asked, const char *name, const char *value)
{
	return link_of(rq, asked, name, value, SIZE_MAX);
}

void
asked_set_order(struct request *rq, struct doc *column, const struct asked *asked, const char *name, bool sorted)
{
	bool down = sorted && asked->shape.descending, up = sorted && !down;

	doc_set_text(column, "sort_href",
		     name == NULL
			     ? NULL
			     : asked_link(rq, asked, "sort", arena_printf(rq->arena, "%s%s", up ? "-" : "", name)));
	doc_set_text(column, "sorted", down ? "descending" : up ? "ascending" : NULL);
	doc_set_bool(column, "up", up);
	doc_set_bool(column, "down", down);
}

const char *
asked_link_without(struct request *rq, const struct asked *asked, size_t row)
{
	return link_of(rq, asked, NULL, NULL, row);
}
