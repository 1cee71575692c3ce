/* view: reads a view's definition through the viewer's plan, and writes it. */
#include "records/view.h"

#include "base/arena.h"
#include "records/keeper.h"
#include "records/module_page.h"

enum { PLAIN_COLUMNS = 5, DEFINITION_DEPTH = 12, DEFINITION_MEMBERS = 2000 };

const char *const view_kind_names[] = {"list", "board", "calendar", "canvas", NULL};
const char *const view_kind_labels[] = {N_("List"), N_("Board"), N_("Calendar"), N_("Cards")};
const char *const emphasis_names[] = {"plain", "strong", "quiet", NULL};
const char *const emphasis_labels[] = {N_("Plain"), N_("Emphasised"), N_("Small")};

bool
view_fits_board(const struct field *field)
{
	return field->type == FIELD_CHOICE && field->choice_count > 0;
}

bool
view_fits_calendar(const struct field *field)
{
	return field_value_type(field) == FIELD_DAY || field_value_type(field) == FIELD_INSTANT;
}

bool
view_fits_sum(const struct field *field)
{
	enum field_type type = field_value_type(field);

	return type == FIELD_INTEGER || type == FIELD_DECIMAL || type == FIELD_MONEY;
}

bool
view_fits_group(const struct field *field)
{
	return field->type == FIELD_CHOICE || field->type == FIELD_STAFF || field->type == FIELD_LOOKUP ||
	       field_value_type(field) == FIELD_YES_NO;
}

/* ---- without a view ---- */

static bool
reads_in_a_column(const struct field *field)
{
	return field->type != FIELD_LONG_TEXT && field->type != FIELD_FILE && field->type != FIELD_IMAGE &&
	       field->type != FIELD_SIGNATURE && field->type != FIELD_LOOKUPS;
}

/* Those that the feature names, in the order of names, as long as nobody has arranged the fields. */
static struct view_shape
shape_of_feature(const struct access *access, const struct keeper_pages *pages)
{
	const struct plan *plan = access->plan;
	struct view_shape shape = {.kind = VIEW_LIST, .descending = true, .answers = answers_none(access)};

	for (const char *const *name = pages->fields; *name != NULL && shape.column_count < VIEW_COLUMNS; name++) {
		const struct field *field = plan_field(plan, *name);

		if (field != NULL)
			shape.columns[shape.column_count++].field = field;
	}
	if (field_is_shown(plan, plan->module->naming)) {
		shape.sort = plan->module->naming;
		shape.descending = false;
	}
	return shape;
}

struct view_shape
view_shape_plain(const struct access *access)
{
	struct view_shape shape = {.kind = VIEW_LIST, .descending = true, .answers = answers_none(access)};
	const struct layout *layout = access->plan->layout;
	const struct keeper_pages *pages = pages_of(access->plan->module);

	if (pages != NULL && pages->fields != NULL && layout->id == 0)
		return shape_of_feature(access, pages);
	for (size_t s = 0; s < layout->section_count; s++)
		for (size_t i = 0; i < layout->sections[s].item_count && shape.column_count < PLAIN_COLUMNS; i++) {
			const struct field *field = layout->sections[s].items[i].field;

			if (field != access->plan->module->naming && field_is_shown(access->plan, field) &&
			    reads_in_a_column(field))
				shape.columns[shape.column_count++].field = field;
		}
	return shape;
}

/* ---- a definition ---- */

static const struct field *
named(const struct access *access, const struct doc *definition, const char *member)
{
	const char *name = doc_get_text(definition, member);

	return name == NULL ? NULL : plan_field(access->plan, name);
}

static enum emphasis
emphasis_of(const char *name)
{
	for (int i = 0; emphasis_names[i] != NULL; i++)
		if (text_equal(emphasis_names[i], name))
			return (enum emphasis)i;
	return EMPHASIS_PLAIN;
}

const char *
view_kept_name(const char *text)
{
	return text != NULL && text[0] == '@' && text[1] != '\0' ? text + 1 : NULL;
}

bool
view_keep(struct view_shape *shape, const char *name)
{
	for (size_t i = 0; i < shape->kept_count; i++)
		if (text_equal(shape->kept[i].name, name))
			return false;
	if (shape->kept_count == VIEW_KEPT)
		return false;
	shape->kept[shape->kept_count++] = (struct view_kept){name, shape->column_count};
	return true;
}

static void
read_columns(const struct access *access, const struct doc *list, struct view_shape *shape)
{
	for (size_t i = 0; list != NULL && list->kind == DOC_LIST && i < list->list.count; i++) {
		const struct doc *item = list->list.items[i];
		const struct field *field = named(access, item, "field");
		const char *kept = view_kept_name(doc_get_text(item, "field"));

		if (kept != NULL)
			view_keep(shape, kept);
		if (field == NULL || field == access->plan->module->naming || shape->column_count == VIEW_COLUMNS)
			continue;
		shape->columns[shape->column_count++] =
			(struct view_column){.field = field,
					     .wide = doc_is_true(doc_get(item, STR("wide"))),
					     .emphasis = emphasis_of(doc_get_text(item, "emphasis"))};
	}
}

static void
close_shape(struct arena *arena, struct view_shape *shape)
{
	struct condition *nothing = arena_make(arena, struct condition);

	nothing->kind = CONDITION_ANY; /* of nothing: holds for no record */
	shape->filter = nothing;
	shape->broken = true;
}

static void
read_filter(struct arena *arena, const struct access *access, const struct doc *json, struct view_shape *shape)
{
	struct field_scope scope = plan_scope(access->plan);
	const char *error;
	struct doc *values;

	if (json == NULL || json->kind == DOC_NULL)
		return;
	shape->filter = condition_parse(arena, &scope, json, &error, &values);
	if (shape->filter == NULL)
		close_shape(arena, shape);
}

struct view_shape
view_shape_of(struct arena *arena, const struct access *access, const struct view *view)
{
	struct view_shape shape = {.kind = view->kind};
	const char *error;
	const struct doc *definition =
		doc_parse_json(arena, str_of(view->definition), DEFINITION_DEPTH, DEFINITION_MEMBERS, &error);

	if (definition == NULL)
		return view_shape_plain(access);
	read_columns(access, doc_get(definition, STR("columns")), &shape);
	shape.answers = answers_none(access);
	read_filter(arena, access, doc_get(definition, STR("filter")), &shape);
	if (!answers_kept(&shape.answers, doc_get(definition, STR("answers"))))
		close_shape(arena, &shape);
	shape.sort = named(access, definition, "sort");
	if (shape.sort != NULL && !field_sorts(shape.sort))
		shape.sort = NULL;
	shape.kept_sort = view_kept_name(doc_get_text(definition, "sort"));
	shape.descending =
		(shape.sort == NULL && shape.kept_sort == NULL) || doc_is_true(doc_get(definition, STR("descending")));
	shape.by = named(access, definition, "by");
	shape.image = named(access, definition, "image");
	shape.group = named(access, definition, "group");
	shape.sum = named(access, definition, "sum");
	return shape;
}

static void
set_name(struct doc *definition, const char *member, const struct field *field)
{
	if (field != NULL)
		doc_set_text(definition, member, field->name);
}

/* Those that stand right before the column of this place. */
static void
add_kept(struct arena *arena, struct doc *list, const struct view_shape *shape, size_t at)
{
	for (size_t i = 0; i < shape->kept_count; i++)
		if (shape->kept[i].at == at)
			doc_set_text(doc_add_object(list), "field", arena_printf(arena, "@%s", shape->kept[i].name));
}

struct doc *
view_definition(struct arena *arena, const struct view_shape *shape)
{
	struct doc *definition = doc_object(arena), *list = doc_set_list(definition, "columns");

	for (size_t i = 0; i < shape->column_count; i++) {
		struct doc *item;

		add_kept(arena, list, shape, i);
		item = doc_add_object(list);
		doc_set_text(item, "field", shape->columns[i].field->name);
		doc_set_bool(item, "wide", shape->columns[i].wide);
		doc_set_text(item, "emphasis", emphasis_names[shape->columns[i].emphasis]);
	}
	add_kept(arena, list, shape, shape->column_count);
	if (shape->filter != NULL)
		doc_set(definition, "filter", condition_doc(arena, shape->filter));
	if (answers_are_given(&shape->answers))
		doc_set(definition, "answers", answers_doc(arena, &shape->answers));
	set_name(definition, "sort", shape->sort);
	if (shape->kept_sort != NULL)
		doc_set_text(definition, "sort", arena_printf(arena, "@%s", shape->kept_sort));
	doc_set_bool(definition, "descending", shape->descending);
	set_name(definition, "by", shape->by);
	set_name(definition, "image", shape->image);
	set_name(definition, "group", shape->group);
	set_name(definition, "sum", shape->sum);
	return definition;
}
