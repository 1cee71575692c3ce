/* sheet: puts the page of a record together: one lot of names for all its parts. */
#include "records/sheet.h"

#include "base/id.h"
#include "core/feature.h"
#include "core/form_page.h"
#include "records/asked.h"
#include "records/match_doc.h"
#include "records/module_page.h"
#include "records/portal_forced.h"
#include "records/portal_talk.h"
#include "records/record_doc.h"
#include "records/record_form.h"
#include "records/remark.h"

enum { RELATED_ROWS = 10, RELATED_LISTS = 24, RELATED_COLUMNS = 3 };

/* ---- head ---- */

static void
add_tab(struct doc *tabs, const char *name, const char *label, const char *href, const char *current)
{
	struct doc *tab = doc_add_object(tabs);

	doc_set_word(tab, "label", name, label);
	doc_set_text(tab, "href", href);
	doc_set_bool(tab, "current", text_equal(name, current));
}

/* What other features have to say: who must decide about it. */
void
sheet_heads(struct request *rq, struct doc *page, const struct access *access, const struct record *record)
{
	doc_set_null(page, "approval");
	doc_set_null(page, "review");
	doc_set_null(page, "consents");
	doc_set_null(page, "portal_person");
	doc_set_null(page, "invitation");
	doc_set_null(page, "client_sheet");
	for (size_t f = 0; rq->viewer->kind == VIEWER_STAFF && f < rq->house->feature_count; f++)
		if (rq->house->features[f]->record_head != NULL)
			rq->house->features[f]->record_head(rq, page, access, record);
}

/* Who else sees a record is shown to its owner and to those who give rights. */
static bool
may_ask_who_sees(const struct request *rq, const struct record *record)
{
	const struct db_value *owner = &record->cells[SYSTEM_OWNER];

	if (rq->viewer->kind != VIEWER_STAFF)
		return false;
	return viewer_may(rq->viewer, &rights_write) || (owner->type == DB_INT && owner->integer == rq->viewer->staff);
}

void
sheet_head(struct request *rq, struct doc *page, const struct access *access, const struct record *record,
	   const struct book *book, const char *tab)
{
	const struct module *module = access->plan->module;
	struct doc *shown = record_doc(rq, access, book, record, NULL, 0), *tabs;
	const char *here = record_path(rq, module, record->id, ""), *own = record_href(rq, module, record->id);

	module_fill(rq, page, access);
	doc_set_text(shown, "form_href", record_path(rq, module, record->id, "/form"));
	doc_set_text(shown, "access_href",
		     may_ask_who_sees(rq, record) ? record_path(rq, module, record->id, "/access") : NULL);
	doc_set_text(shown, "removal_href", record_path(rq, module, record->id, "/removal"));
	doc_set_text(shown, "own_href", text_equal(own, here) ? NULL : own);
	doc_set_bool(shown, "may_edit", record->editable && access_writes(access, MAY_EDIT));
	doc_set_bool(shown, "may_delete", record->deletable && access_writes(access, MAY_DELETE));
	doc_set_bool(shown, "held", !record->editable && access_writes(access, MAY_EDIT));
	doc_set_states(rq, shown, module, record);
	doc_set(page, "record", shown);
	sheet_heads(rq, page, access, record);
	if (rq->wants_json)
		return;
	tabs = doc_set_list(page, "tabs");
	add_tab(tabs, "sheet", N_("Sheet"), here, tab);
	add_tab(tabs, "history", N_("History"), record_path(rq, module, record->id, "/history"), tab);
}

/* ---- sections ---- */

static bool
is_visible(const struct access *access, const struct field *field, const struct record *record)
{
	return field_is_shown(access->plan, field) &&
	       (field->visible_when == NULL || condition_holds(field->visible_when, record->cells, access->moment));
}

static void
add_section(struct request *rq, struct doc *sections, const struct access *access, const struct layout_section *section,
	    const struct record *record, const struct book *book)
{
	struct doc *shown = doc_object(rq->arena), *cells = doc_set_list(shown, "cells");

	doc_set_label(shown, "title", &section->title, language_of(rq));
	doc_set_bool(shown, "titled", section->title.count > 0 || section->title.builtin != NULL);
	doc_set_bool(shown, "two", section->columns > 1);
	for (size_t i = 0; i < section->item_count; i++) {
		const struct field *field = section->items[i].field;
		struct doc *cell;

		if (!is_visible(access, field, record))
			continue;
		cell = cell_doc(rq, book, field, &record->cells[field->index], record->id);
		doc_set_bool(cell, "wide", section->items[i].wide);
		doc_add(cells, cell);
	}
	if (cells->list.count > 0)
		doc_add(sections, shown);
}

static void
add_system(struct request *rq, struct doc *page, const struct access *access, const struct record *record,
	   const struct book *book)
{
	static const enum system_field shown[] = {SYSTEM_OWNER, SYSTEM_CREATED_AT, SYSTEM_CREATED_BY,
						  SYSTEM_MODIFIED_AT, SYSTEM_MODIFIED_BY};
	struct doc *cells = doc_set_list(page, "system");

	for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
		const struct field *field = &access->plan->module->fields[shown[i]];

		if (field_is_shown(access->plan, field) && !value_is_empty(&record->cells[field->index]))
			doc_add(cells, cell_doc(rq, book, field, &record->cells[field->index], record->id));
	}
}

/* ---- lines ---- */

struct lines_shown {
	const struct access *access;
	struct record *rows;
	size_t count;
};

static void
add_line_cells(struct request *rq, struct doc *row, const struct lines_shown *lines, const struct record *line,
	       const struct book *book)
{
	const struct layout *layout = lines->access->plan->layout;
	struct doc *cells = doc_set_list(row, "cells");

	for (size_t s = 0; s < layout->section_count; s++)
		for (size_t i = 0; i < layout->sections[s].item_count; i++) {
			const struct field *field = layout->sections[s].items[i].field;

			if (field_is_shown(lines->access->plan, field))
				doc_add(cells, cell_doc(rq, book, field, &line->cells[field->index], line->id));
		}
}

static bool
sum_of(const struct field *field, const struct lines_shown *lines, struct db_value *sum)
{
	*sum = db_int(0);
	for (size_t i = 0; i < lines->count; i++) {
		const struct db_value *cell = &lines->rows[i].cells[field->index];

		if (cell->type == DB_INT && __builtin_add_overflow(sum->integer, cell->integer, &sum->integer))
			return false;
	}
	return true;
}

/* A total stands under every amount; prices of one piece are no amounts to add, but nobody tells us which they are. */
static void
add_heads(struct request *rq, struct doc *shown, const struct lines_shown *lines)
{
	const struct layout *layout = lines->access->plan->layout;
	struct doc *columns = doc_set_list(shown, "columns"), *totals = doc_set_list(shown, "totals");
	struct book *book = book_new(rq);
	bool any = false;

	for (size_t s = 0; s < layout->section_count; s++)
		for (size_t i = 0; i < layout->sections[s].item_count; i++) {
			const struct field *field = layout->sections[s].items[i].field;
			struct doc *column;
			struct db_value sum = db_null();
			bool adds = field->type == FIELD_FORMULA && view_fits_sum(field);

			if (!field_is_shown(lines->access->plan, field))
				continue;
			column = doc_add_object(columns);
			doc_set_label(column, "label", &field->label, language_of(rq));
			doc_set_bool(column, "number", view_fits_sum(field));
			if (adds && !sum_of(field, lines, &sum))
				sum = db_null();
			any = any || adds;
			doc_add(totals, cell_doc(rq, book, field, &sum, 0));
		}
	doc_set_bool(shown, "has_totals", any && lines->count > 0);
}

static void
add_lines(struct request *rq, struct doc *page, const struct lines_shown *all, size_t count, const struct book *book)
{
	struct doc *list = doc_set_list(page, "sub_forms");

	for (size_t i = 0; i < count; i++) {
		const struct lines_shown *lines = &all[i];
		struct doc *shown = doc_add_object(list), *rows = doc_set_list(shown, "rows");

		doc_set_text(shown, "name", lines->access->plan->module->name);
		doc_set_label(shown, "label", &lines->access->plan->module->plural, language_of(rq));
		doc_set_bool(shown, "has_rows", lines->count > 0);
		add_heads(rq, shown, lines);
		for (size_t r = 0; r < lines->count; r++) {
			struct doc *row = record_doc(rq, lines->access, book, &lines->rows[r], NULL, 0);

			if (!rq->wants_json)
				add_line_cells(rq, row, lines, &lines->rows[r], book);
			doc_add(rows, row);
		}
	}
}

/* ---- what leads here ---- */

static void
set_related_links(struct request *rq, struct doc *shown, const struct access *other, const struct field *link,
		  int64_t record)
{
	const struct module *module = other->plan->module;
	char id[ID_LENGTH + 1];

	id_print(id, record);
	doc_set_text(shown, "list_href",
		     arena_printf(rq->arena,
				  "%s?view=none&filtered=1&filter.0.field=%s&filter.0.comparison=%s&filter.0.value=%s",
				  list_path(rq, module), link->name,
				  comparison_names[link->type == FIELD_LOOKUPS ? COMPARE_CONTAINS : COMPARE_IS], id));
	doc_set_null(shown, "new_href");
	if (access_makes(other) && field_is_written(other->plan, link))
		doc_set_text(shown, "new_href",
			     module_path(rq, module,
					 arena_printf(rq->arena, "/form?fields.%s%s=%s", link->name,
						      link->type == FIELD_LOOKUPS ? ".0" : "", id)));
	else if (access_makes(other) && portal_ties_by_itself(other, link))
		doc_set_text(shown, "new_href", module_path(rq, module, "/form"));
}

static void
add_related_cells(struct request *rq, struct doc *row, const struct view_shape *shape, const struct field *link,
		  const struct record *record, const struct book *book)
{
	struct doc *cells = doc_set_list(row, "cells");

	for (size_t i = 0; i < shape->column_count && cells->list.count < RELATED_COLUMNS; i++) {
		const struct field *field = shape->columns[i].field;

		if (field != link)
			doc_add(cells, cell_doc(rq, book, field, &record->cells[field->index], record->id));
	}
}

static void
fill_related(struct request *rq, struct doc *shown, const struct access *other, const struct field *link,
	     int64_t record, const struct record *rows, size_t count)
{
	const struct module *module = other->plan->module;
	struct doc *list = doc_set_list(shown, "rows");
	const struct view_shape shape = view_shape_plain(other);
	struct book *book = book_new(rq);

	for (size_t i = 0; i < count && i < RELATED_ROWS; i++)
		book_want_record(book, module, &rows[i]);
	book_look_up(book);
	for (size_t i = 0; i < count && i < RELATED_ROWS; i++) {
		struct doc *row = record_doc(rq, other, book, &rows[i], NULL, 0);

		if (!rq->wants_json)
			add_related_cells(rq, row, &shape, link, &rows[i], book);
		doc_add(list, row);
	}
	doc_set_text(shown, "name", module->name);
	doc_set_text(shown, "icon", module->icon);
	doc_set_label(shown, "label", &module->plural, language_of(rq));
	doc_set_label(shown, "one", &module->singular, language_of(rq));
	doc_set_label(shown, "by", &link->label, language_of(rq));
	doc_set_bool(shown, "has_rows", count > 0);
	doc_set_bool(shown, "more", count > RELATED_ROWS);
	set_related_links(rq, shown, other, link, record);
	portal_talk_fill(rq, shown, other, link, record, rows, count < RELATED_ROWS ? count : RELATED_ROWS);
}

static bool
leads_to(const struct field *field, const struct module *module)
{
	return (field->type == FIELD_LOOKUP || field->type == FIELD_LOOKUPS) && field->target == module;
}

static void
add_related(struct request *rq, struct doc *list, const struct access *other, const struct module *here, int64_t record)
{
	const struct module *module = other->plan->module;

	for (size_t f = 0; f < module->field_count && list->list.count < RELATED_LISTS; f++) {
		const struct field *link = &module->fields[f];
		struct record_query query = {
			.link = link, .linked = record, .descending = true, .limit = RELATED_ROWS + 1};
		size_t count;
		struct record *rows;

		if (!leads_to(link, here) || !field_is_shown(other->plan, link))
			continue;
		rows = record_list(rq->tx, other, &query, &count);
		if (count > 0 || access_makes(other))
			fill_related(rq, doc_add_object(list), other, link, record, rows, count);
	}
}

/* What everybody sees all of is in its tab: beside a record it would say nothing of it. */
static bool
is_for_all(const struct access *access)
{
	const struct portal_tab *tab = portal_tab_of(access);

	return tab != NULL && tab->tie == TIE_PUBLIC;
}

static void
add_all_related(struct request *rq, struct doc *page, const struct access *access, int64_t record)
{
	const struct catalogue *catalogue = rq->rights->catalogue;
	struct doc *list = doc_set_list(page, "related");

	for (size_t m = 0; m < catalogue->module_count; m++) {
		const struct module *module = &catalogue->modules[m];
		const struct access *other;

		if (module->retired || module->parent != NULL)
			continue;
		other = record_access(rq, module);
		if (other->plan->may & MAY_VIEW && !is_for_all(other))
			add_related(rq, list, other, access->plan->module, record);
	}
}

/* ---- files ---- */

static void
add_files(struct request *rq, struct doc *page, const struct access *access, const struct record *record)
{
	struct doc *list = doc_set_list(page, "attachments");
	size_t count;
	struct attachment *files = attachments_of_record(rq->tx, access->plan->module->id, record->id, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *file = attachment_doc(rq, access->plan->module, record->id, &files[i]);

		doc_set_text(file, "removal_href", arena_printf(rq->arena, "%s/removal", doc_get_text(file, "href")));
		doc_add(list, file);
	}
	doc_set_text(page, "attachments_href", record_path(rq, access->plan->module, record->id, "/files"));
}

/* ---- all of it ---- */

static size_t
read_lines(struct request *rq, const struct access *access, const struct record *record, struct lines_shown *all,
	   size_t limit, struct book *book)
{
	const struct access *lines = NULL;
	size_t count = 0;

	while (count < limit && (lines = next_lines(rq, access->plan->module, lines)) != NULL) {
		struct lines_shown *shown = &all[count++];

		shown->access = lines;
		shown->rows = lines_of(rq, lines, record->id, &shown->count);
		for (size_t i = 0; i < shown->count; i++)
			book_want_record(book, lines->plan->module, &shown->rows[i]);
	}
	return count;
}

struct doc *
sheet_doc(struct request *rq, const struct access *access, const struct record *record)
{
	enum { SUB_FORMS = 8 };
	struct lines_shown lines[SUB_FORMS];
	struct doc *page = doc_object(rq->arena), *sections;
	const struct layout *layout = access->plan->layout;
	struct book *book = book_new(rq);
	size_t line_count;

	book_want_record(book, access->plan->module, record);
	line_count = read_lines(rq, access, record, lines, SUB_FORMS, book);
	book_look_up(book);
	sheet_head(rq, page, access, record, book, "sheet");
	add_lines(rq, page, lines, line_count, book);
	if (rq->viewer->kind == VIEWER_STAFF) {
		add_files(rq, page, access, record);
		remarks_fill(rq, page, access, record);
	}
	if (!rq->wants_json || form_read_bool(rq->form, "related"))
		add_all_related(rq, page, access, record->id);
	if (rq->viewer->kind == VIEWER_STAFF && (!rq->wants_json || form_read_bool(rq->form, "duplicates")))
		matches_fill(rq, page, access, record->id, record->cells);
	if (rq->wants_json)
		return page;
	sections = doc_set_list(page, "sections");
	for (size_t s = 0; s < layout->section_count; s++)
		add_section(rq, sections, access, &layout->sections[s], record, book);
	add_system(rq, page, access, record, book);
	form_page(rq, page, "text file");
	return page;
}
