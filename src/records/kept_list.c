/* kept_list: the columns that a feature adds are for those who may open its pages: they see the whole of its records.
 */
#include "records/kept_list.h"

#include "core/weakened.h"
#include "records/keeper.h"
#include "records/module_page.h"

#include <string.h>

const char *
kept_list_template(struct request *rq, const struct module *module)
{
	const struct keeper_pages *pages = pages_of(module);

	if (rq->viewer->kind == VIEWER_CLIENT)
		return "portal_record_list";
	return pages == NULL || pages->list == NULL ? "record_list" : pages->list;
}

/* Those who see the whole of the records are shown what the feature knows of them. NULL: nothing. */
const struct keeper_column *
kept_columns_of(struct request *rq, const struct module *module)
{
	const struct keeper_pages *pages = pages_of(module);

	if (pages == NULL || pages->columns == NULL ||
	    !(viewer_may(rq->viewer, pages->read) || weakened(CHECK_KEPT_COLUMNS)))
		return NULL;
	return pages->columns(rq);
}

const struct keeper_column *
kept_column_named(const struct keeper_column *all, const char *name)
{
	for (; all != NULL && all->name != NULL; all++)
		if (text_equal(all->name, name))
			return all;
	return NULL;
}

const struct keeper_column *
kept_order_named(struct request *rq, const struct module *module, const char *name)
{
	const struct keeper_column *column = name == NULL ? NULL : kept_column_named(kept_columns_of(rq, module), name);

	return column == NULL || column->order == NULL ? NULL : column;
}

/* All of them behind the fields, as long as nobody says which columns there are; of a view those it names. */
static struct kept_list
choose(struct request *rq, const struct asked *asked)
{
	const struct keeper_column *all = kept_columns_of(rq, asked->access->plan->module);
	struct kept_list list = {.count = 0};

	if (!text_empty(form_text(rq->form, "fields")))
		return list;
	for (size_t i = 0; asked->view != NULL && i < asked->shape.kept_count; i++) {
		const struct keeper_column *column = kept_column_named(all, asked->shape.kept[i].name);

		if (column != NULL) {
			list.at[list.count] = asked->shape.kept[i].at + list.count;
			list.columns[list.count++] = column;
		}
	}
	for (; asked->view == NULL && all != NULL && all->name != NULL && list.count < VIEW_KEPT; all++) {
		if (all->optional && !text_equal(all->name, asked->shape.kept_sort))
			continue;
		list.at[list.count] = asked->shape.column_count + list.count;
		list.columns[list.count++] = all;
	}
	return list;
}

/* The last one goes to this place. */
static void
put_at(struct doc *list, size_t at)
{
	struct doc *item = list->list.items[list->list.count - 1];

	for (size_t i = list->list.count - 1; i > at; i--)
		list->list.items[i] = list->list.items[i - 1];
	list->list.items[at] = item;
}

struct kept_list
kept_list_columns(struct request *rq, struct doc *columns, const struct asked *asked)
{
	const struct kept_list list = choose(rq, asked);

	for (size_t i = 0; i < list.count; i++) {
		const struct keeper_column *column = list.columns[i];
		struct doc *shown = doc_add_object(columns);
		bool sorted = text_equal(column->name, asked->shape.kept_sort);

		doc_set_text(shown, "name", column->name);
		doc_set_word(shown, "label", column->name, column->label);
		doc_set_bool(shown, "number", column->number);
		asked_set_order(rq, shown, asked,
				column->order == NULL ? NULL : arena_printf(rq->arena, "@%s", column->name), sorted);
		put_at(columns, list.at[i] + 1); /* behind what names the record */
	}
	return list;
}

/* ---- rows ---- */

/* What the feature said of a record, as it stands in the page: a list of links, a word with its colour, or a text. */
static void
add_cell(struct doc *cells, const struct keeper_column *column, const struct doc *value)
{
	static const char *const lists[] = {"badges", "links", "lines"};
	struct doc *cell = doc_add_object(cells);
	bool links = value != NULL && value->kind == DOC_LIST;
	bool badge = value != NULL && value->kind == DOC_OBJECT;

	doc_set_text(cell, "name", column->name);
	doc_set_word(cell, "label", column->name, column->label);
	doc_set_bool(cell, "number", column->number);
	doc_set_bool(cell, "percent", false);
	doc_set_bool(cell, "code", false);
	doc_set_bool(cell, "wide", false);
	doc_set_bool(cell, "empty", !doc_is_true(value));
	doc_set_text(cell, "emphasis", emphasis_names[EMPHASIS_PLAIN]);
	doc_set_null(cell, "text");
	doc_set_null(cell, "file");
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		doc_set_list(cell, lists[i]);
	if (links)
		doc_set(cell, "links", (struct doc *)(uintptr_t)value);
	else if (badge)
		doc_add(doc_set_list(cell, "badges"), (struct doc *)(uintptr_t)value);
	else if (value != NULL)
		doc_set(cell, "text", (struct doc *)(uintptr_t)value);
}

/* "space_used" and "space_used_bytes" are of the column space_used. */
static bool
is_of_column(struct str member, const char *column)
{
	size_t length = strlen(column);

	return str_starts(member, str_of(column)) && (member.length == length || member.at[length] == '_');
}

/* Programs that ask for a view have the columns it names, and not all that the feature knows. */
static void
fill_named(struct request *rq, const struct module *module, const struct kept_list *kept, const int64_t *ids,
	   const struct doc *shown)
{
	size_t count = shown->list.count;
	struct doc **known = arena_make_array(rq->arena, struct doc *, count);

	for (size_t i = 0; i < count; i++)
		known[i] = doc_object(rq->arena);
	pages_of(module)->fill_rows(rq, ids, known, count);
	for (size_t i = 0; i < count; i++)
		for (size_t m = 0; m < known[i]->object.count; m++)
			for (size_t k = 0; k < kept->count; k++) {
				const struct doc_member *member = &known[i]->object.members[m];

				if (is_of_column(str_of(member->name), kept->columns[k]->name))
					doc_set(shown->list.items[i], member->name, member->value);
			}
}

void
kept_list_rows(struct request *rq, const struct asked *asked, const struct kept_list *kept, const struct record *rows,
	       const struct doc *shown)
{
	const struct module *module = asked->access->plan->module;
	size_t count = shown->list.count;
	int64_t *ids = arena_make_array(rq->arena, int64_t, count + 1);

	if (kept->count == 0 || count == 0)
		return;
	for (size_t i = 0; i < count; i++)
		ids[i] = rows[i].id;
	if (rq->wants_json && asked->view != NULL) {
		fill_named(rq, module, kept, ids, shown);
		return;
	}
	pages_of(module)->fill_rows(rq, ids, shown->list.items, count);
	for (size_t i = 0; !rq->wants_json && i < count; i++) {
		struct doc *cells = (struct doc *)(uintptr_t)doc_get(shown->list.items[i], STR("cells"));

		for (size_t k = 0; k < kept->count; k++) {
			const struct keeper_column *column = kept->columns[k];

			add_cell(cells, column, doc_get(shown->list.items[i], str_of(column->name)));
			put_at(cells, kept->at[k]);
		}
	}
}

void
kept_list_fill(struct request *rq, struct doc *page, const struct module *module)
{
	const struct keeper_pages *pages = pages_of(module);

	if (pages != NULL && pages->fill != NULL && rq->viewer->kind == VIEWER_STAFF)
		pages->fill(rq, page);
}
