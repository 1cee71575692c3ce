/* drawn: a board asks once for each of its columns, a calendar once for its month. */
#include "records/drawn.h"

#include "base/instant.h"
#include "html/zone.h"
#include "records/module_page.h"
#include "records/record_doc.h"

#include <stdio.h>

enum { CARDS_OF_COLUMN = 20, BOARD_COLUMNS = 15, CALENDAR_RECORDS = 400, CALENDAR_WEEKS = 6, DAY_RECORDS = 6 };
enum { FIRST_YEAR = 1, LAST_YEAR = 9999 };

/* ---- lines and cards ---- */

static struct doc *
picture_doc(struct request *rq, const struct asked *asked, const struct book *book, const struct record *record)
{
	const struct field *image = asked->shape.image;
	const struct db_value *cell = image == NULL ? NULL : &record->cells[image->index];
	const struct attachment *file = cell == NULL || cell->type != DB_INT ? NULL : book_file(book, cell->integer);

	return file == NULL ? NULL : attachment_doc(rq, asked->access->plan->module, record->id, file);
}

struct doc *
drawn_row(struct request *rq, const struct asked *asked, const struct book *book, const struct record *record,
	  size_t index)
{
	struct doc *shown = record_doc(rq, asked->access, book, record, asked->query.fields, asked->query.field_count);
	struct doc *cells, *picture;

	if (rq->wants_json)
		return shown;
	doc_set_text(shown, "box", arena_printf(rq->arena, "ids.%zu", index));
	doc_set_waiting(rq, shown, asked->access->plan->module, record);
	cells = doc_set_list(shown, "cells");
	for (size_t i = 0; i < asked->shape.column_count; i++) {
		const struct view_column *column = &asked->shape.columns[i];
		struct doc *cell;

		if (asked->shape.kind == VIEW_BOARD && column->field == asked->shape.by)
			continue; /* the board's column says it */
		cell = cell_doc(rq, book, column->field, &record->cells[column->field->index], record->id);
		doc_set_bool(cell, "wide", column->wide);
		doc_set_text(cell, "emphasis", emphasis_names[column->emphasis]);
		doc_add(cells, cell);
	}
	picture = picture_doc(rq, asked, book, record);
	if (picture == NULL)
		doc_set_null(shown, "image");
	else
		doc_set(shown, "image", picture);
	return shown;
}

void
drawn_blank(struct doc *page)
{
	static const char *const names[] = {"board", "calendar"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		doc_set_null(page, names[i]);
	doc_set_list(page, "records");
	doc_set_bool(page, "has_rows", true);
	doc_set_null(page, "page");
	doc_set_null(doc_set_object(page, "page"), "first");
	doc_set_null((struct doc *)(uintptr_t)doc_get(page, STR("page")), "next");
}

/* ---- the board ---- */

struct column_rows {
	struct record *rows;
	size_t count;
};

static struct column_rows
column_rows(struct request *rq, const struct asked *asked, const struct choice *choice)
{
	struct record_query query = asked->query;
	struct column_rows found;
	struct db_value code = choice == NULL ? db_null() : db_text(choice->code);

	query.after = false;
	query.limit = CARDS_OF_COLUMN + 1;
	query.filter = condition_both(
		rq->arena, query.filter,
		condition_of(rq->arena, asked->shape.by, choice == NULL ? COMPARE_EMPTY : COMPARE_IS, code));
	found.rows = record_list(rq->tx, asked->access, &query, &found.count);
	return found;
}

/* Where a card may go: the other columns. */
static void
add_moves(struct request *rq, struct doc *card, const struct field *by, const struct choice *here)
{
	struct doc *moves = doc_set_list(card, "moves");

	for (size_t i = 0; i < by->choice_count && i < BOARD_COLUMNS; i++) {
		const struct choice *choice = &by->choices[i];
		struct doc *move;

		if (choice == here || choice->retired)
			continue;
		move = doc_add_object(moves);
		doc_set_text(move, "code", choice->code);
		doc_set_choice(rq, move, "label", choice);
	}
}

static void
add_board_column(struct request *rq, struct doc *columns, const struct asked *asked, const struct choice *choice,
		 const struct column_rows *found, const struct book *book)
{
	const struct field *by = asked->shape.by;
	struct doc *column = doc_add_object(columns), *cards;
	bool movable = access_writes(asked->access, MAY_EDIT) && field_is_written(asked->access->plan, by);

	doc_set_text(column, "code", choice == NULL ? "" : choice->code);
	if (choice == NULL)
		doc_set_word(column, "label", "", N_("Without"));
	else
		doc_set_choice(rq, column, "label", choice);
	doc_set_text(column, "tone", choice == NULL ? "" : tone_class(choice->tone));
	doc_set_bool(column, "cut", found->count > CARDS_OF_COLUMN);
	cards = doc_set_list(column, "cards");
	for (size_t i = 0; i < found->count && i < CARDS_OF_COLUMN; i++) {
		struct doc *card = drawn_row(rq, asked, book, &found->rows[i], i);
		bool may = movable && found->rows[i].editable;

		doc_set_bool(card, "movable", may);
		add_moves(rq, card, by, may ? choice : NULL);
		doc_add(cards, card);
	}
	doc_set_bool(column, "empty", found->count == 0);
}

void
drawn_board(struct request *rq, struct doc *page, const struct asked *asked)
{
	const struct field *by = asked->shape.by;
	struct doc *board = doc_set_object(page, "board"), *columns = doc_set_list(board, "columns");
	struct column_rows *found = arena_make_array(rq->arena, struct column_rows, BOARD_COLUMNS + 1);
	struct book *book = book_new(rq);
	size_t count = by->choice_count < BOARD_COLUMNS ? by->choice_count : BOARD_COLUMNS;

	doc_set_text(board, "field", by->name);
	doc_set_text(board, "form_name", arena_printf(rq->arena, "fields.%s", by->name));
	doc_set_label(board, "label", &by->label, language_of(rq));
	for (size_t i = 0; i <= count; i++) {
		found[i] = column_rows(rq, asked, i < count ? &by->choices[i] : NULL);
		for (size_t r = 0; r < found[i].count; r++)
			book_want_record(book, asked->access->plan->module, &found[i].rows[r]);
	}
	book_look_up(book);
	for (size_t i = 0; i <= count; i++) {
		const struct choice *choice = i < count ? &by->choices[i] : NULL;

		if (found[i].count > 0 || (choice != NULL && !choice->retired))
			add_board_column(rq, columns, asked, choice, &found[i], book);
	}
}

/* ---- the calendar ---- */

/* "2026-11", else this month: its first day. Before the first year and behind the last there are no months to go to. */
static int32_t
asked_month(struct request *rq)
{
	const char *typed = form_text(rq->form, "month");
	struct calendar_day today = day_parts(rq->moment->today);
	int32_t day;

	if (typed != NULL && day_parse(str_of(arena_printf(rq->arena, "%.7s-01", typed)), &day) &&
	    day_parts(day).year > FIRST_YEAR && day_parts(day).year < LAST_YEAR)
		return day;
	return day_of(today.year, today.month, 1);
}

static const char *
month_text(struct request *rq, int32_t day)
{
	struct calendar_day parts = day_parts(day);

	return arena_printf(rq->arena, "%04d-%02d", parts.year, parts.month);
}

/* Days are counted from a Thursday; weeks begin on Monday. */
static int32_t
monday_of(int32_t day)
{
	return day - (((day + 3) % 7) + 7) % 7;
}

static int64_t
bound(struct request *rq, const struct field *by, int32_t day)
{
	return field_value_type(by) == FIELD_INSTANT ? zone_day_start(rq->moment->zone, day) : day;
}

static int32_t
day_of_cell(struct request *rq, const struct field *by, const struct db_value *cell)
{
	if (field_value_type(by) == FIELD_INSTANT)
		return day_of_instant_utc(zone_local(rq->moment->zone, cell->integer));
	return (int32_t)cell->integer;
}

static struct record *
month_records(struct request *rq, const struct asked *asked, int32_t from, int32_t until, size_t *count)
{
	const struct field *by = asked->shape.by;
	struct record_query query = asked->query;

	query.after = false;
	query.limit = CALENDAR_RECORDS;
	query.sort = by;
	query.order = NULL;
	query.descending = false;
	query.filter = condition_both(
		rq->arena, query.filter,
		condition_both(rq->arena, condition_of(rq->arena, by, COMPARE_AT_LEAST, db_int(bound(rq, by, from))),
			       condition_of(rq->arena, by, COMPARE_BELOW, db_int(bound(rq, by, until)))));
	return record_list(rq->tx, asked->access, &query, count);
}

static void
add_day(struct request *rq, struct doc *days, const struct asked *asked, int32_t day, int32_t month,
	const struct record *rows, size_t count)
{
	struct doc *shown = doc_add_object(days), *records = doc_set_list(shown, "records");
	const struct module *module = asked->access->plan->module;
	size_t here = 0;

	doc_set_int(shown, "number", day_parts(day).day);
	doc_set_day(shown, "day", day);
	doc_set_bool(shown, "today", day == rq->moment->today);
	doc_set_bool(shown, "outside", day_parts(day).month != day_parts(month).month);
	for (size_t i = 0; i < count; i++) {
		const struct db_value *cell = &rows[i].cells[asked->shape.by->index];
		struct doc *record;

		if (cell->type != DB_INT || day_of_cell(rq, asked->shape.by, cell) != day || here++ >= DAY_RECORDS)
			continue;
		record = doc_add_object(records);
		doc_set_text(record, "name", record_title(rq, module, &rows[i]));
		doc_set_text(record, "href", record_href(rq, module, rows[i].id));
		doc_set_instant(record, "at",
				field_value_type(asked->shape.by) == FIELD_INSTANT ? cell->integer : NO_INSTANT);
	}
	if (here > DAY_RECORDS)
		doc_set_int(shown, "more", (int64_t)(here - DAY_RECORDS));
	else
		doc_set_null(shown, "more");
	doc_set_bool(shown, "filled", here > 0);
}

void
drawn_calendar(struct request *rq, struct doc *page, const struct asked *asked)
{
	struct doc *calendar = doc_set_object(page, "calendar"), *weeks = doc_set_list(calendar, "weeks");
	int32_t month = asked_month(rq), next = day_add_months(month, 1), day = monday_of(month);
	struct doc *names = doc_set_list(calendar, "weekdays");
	size_t count;
	struct record *rows = month_records(rq, asked, day, day + CALENDAR_WEEKS * 7, &count);
	static const char *const weekdays[] = {N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
					       N_("Fri"), N_("Sat"), N_("Sun")};
	static const char *const months[] = {N_("January"),   N_("February"), N_("March"),    N_("April"),
					     N_("May"),	      N_("June"),     N_("July"),     N_("August"),
					     N_("September"), N_("October"),  N_("November"), N_("December")};

	for (size_t i = 0; i < 7; i++)
		doc_set_word(doc_add_object(names), "label", weekdays[i], weekdays[i]);
	doc_set_word(calendar, "month", month_text(rq, month), months[day_parts(month).month - 1]);
	doc_set_text(calendar, "year", arena_printf(rq->arena, "%d", day_parts(month).year));
	doc_set_text(calendar, "previous_href", asked_link(rq, asked, "month", month_text(rq, month - 1)));
	doc_set_text(calendar, "next_href", asked_link(rq, asked, "month", month_text(rq, next)));
	doc_set_text(calendar, "today_href", asked_link(rq, asked, "month", NULL));
	doc_set_label(calendar, "label", &asked->shape.by->label, language_of(rq));
	doc_set_bool(calendar, "cut", count == CALENDAR_RECORDS);
	while (day < next) {
		struct doc *days = doc_set_list(doc_add_object(weeks), "days");

		for (int i = 0; i < 7; i++, day++)
			add_day(rq, days, asked, day, month, rows, count);
	}
}
