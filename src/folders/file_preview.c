/* file_preview: what the page of a file shows of its content: a page of it, its beginning, or a player. */
#include "folders/file_preview.h"

#include "core/config.h"
#include "sheet/sheet.h"
#include "sys/file_name.h"

#include <string.h>

enum { TEXT_LETTERS = 10000 /* shown of a text */, TABLE_ROWS = 200, TABLE_COLUMNS = 30 };

bool
file_page_is_drawn(const struct file_look *look, int64_t number)
{
	return look->picture_blob != NULL && number >= 1 && number <= look->pages;
}

/* ---- why there is nothing to see ---- */

/* Of a state of the picture, or of the words where those are what one would see. */
static const char *
state_words(const char *state)
{
	if (text_equal(state, look_waiting))
		return N_("The preview is being made. Please look again in a moment.");
	switch (content_reason_of(state)) {
	case CONTENT_TOO_BIG:
		return N_("This file is too large for a preview.");
	case CONTENT_BROKEN:
		return N_("This file cannot be shown: it seems to be damaged.");
	case CONTENT_ENCRYPTED:
		return N_("This file is protected with a password, so there is no preview.");
	case CONTENT_TOO_LONG:
		return N_("A preview of this file would take too long to make.");
	case CONTENT_UNAVAILABLE:
		return N_("The preview could not be made just now. It will be tried again.");
	case CONTENT_MADE:
	case CONTENT_UNSUPPORTED:
	case CONTENT_REASONS:
		break;
	}
	return N_("There is no preview of this kind of file.");
}

static void
set_state(struct doc *preview, const char *state, bool shown)
{
	doc_set_null(preview, "state");
	if (!shown)
		doc_set_word(preview, "state", state, state_words(state));
}

/* ---- pages ---- */

/* `below` its page; "?" or "&" before what comes. */
static const char *
shown_href(struct request *rq, const struct file_sight *sight, const char *below, const char *more)
{
	const char *both = *sight->which == '\0' || *more == '\0' ? "" : "&";

	return arena_printf(rq->arena, "%s%s%s%s%s%s", sight->path, below,
			    *sight->which == '\0' && *more == '\0' ? "" : "?", sight->which, both, more);
}

static const char *
page_href(struct request *rq, const struct file_sight *sight, const char *below, int64_t number)
{
	return shown_href(rq, sight, below,
			  arena_printf(rq->arena, "page=%lld%s", (long long)number,
				       *below == '\0' && form_read_bool(rq->form, "zoom") ? "&zoom=1" : ""));
}

static int64_t
page_asked(struct request *rq, const struct file_look *look)
{
	int64_t number = form_has(rq->form, "page") ? form_read_int(rq->form, "page", FORM_OPTIONAL, 1, INT32_MAX) : 1;

	return file_page_is_drawn(look, number) ? number : 1;
}

static void
set_pages(struct request *rq, struct doc *preview, const struct file_sight *sight, const struct file_look *look)
{
	int64_t number = page_asked(rq, look);

	bool zoomed = form_read_bool(rq->form, "zoom");

	doc_set_text(preview, "picture_href", page_href(rq, sight, "/picture", number));
	doc_set_bool(preview, "zoomed", zoomed);
	doc_set_text(preview, "zoom_href",
		     shown_href(rq, sight, "",
				arena_printf(rq->arena, "page=%lld%s", (long long)number, zoomed ? "" : "&zoom=1")));
	if (look->pages == 1)
		return;
	doc_set_int(preview, "page", number);
	doc_set_int(preview, "pages", look->pages);
	if (number > 1)
		doc_set_text(preview, "previous_href", page_href(rq, sight, "", number - 1));
	if (number < look->pages)
		doc_set_text(preview, "next_href", page_href(rq, sight, "", number + 1));
}

/* ---- text ---- */

static bool
is_table(const struct file_sight *sight)
{
	const char *ending = file_name_ending(sight->name);

	return text_equal(sight->content->type, "text/csv") || str_equal_nocase(str_of(ending), STR("csv")) ||
	       str_equal_nocase(str_of(ending), STR("tsv"));
}

/* A copy: the sheet keeps a row's cells until the next one. */
static void
add_cell(struct arena *arena, struct doc *row, struct str text)
{
	struct doc *cell = doc_add_object(row);

	doc_set_text(cell, "text", text.length == 0 ? "" : arena_text_of(arena, text.at, text.length));
}

/* False: it cannot be read to its end. */
static bool
add_rows(struct arena *arena, struct doc *table, struct sheet *sheet, size_t columns)
{
	struct doc *rows = doc_set_list(table, "rows");
	struct sheet_error error = {.english = NULL};
	bool more;

	doc_set_null(table, "cut");
	while ((more = sheet_next(sheet, &error)) && rows->list.count < TABLE_ROWS) {
		struct doc *cells = doc_set_list(doc_add_object(rows), "cells");

		for (size_t i = 0; i < columns; i++)
			add_cell(arena, cells, sheet_cell(sheet, i));
	}
	if (more)
		doc_set_int(table, "cut", TABLE_ROWS);
	return more || error.english == NULL;
}

/* The row that was cut in the middle is left out. */
static struct str
whole_lines(const char *text, bool cut)
{
	const char *end = cut ? strrchr(text, '\n') : NULL;

	return end == NULL ? str_of(text) : str_slice(text, (size_t)(end - text));
}

/* What is no table after all, or a damaged one, or has one column, is shown as the text it is. */
static void
set_table(struct request *rq, struct doc *preview, const char *text, bool cut)
{
	struct sheet_error error;
	struct sheet *sheet = sheet_open_text(rq->arena, whole_lines(text, cut), &error);
	size_t columns = sheet == NULL ? 0 : sheet_columns(sheet);
	struct doc *table = doc_object(rq->arena), *headings = doc_set_list(table, "headings");

	if (columns < 2)
		return;
	columns = columns > TABLE_COLUMNS ? TABLE_COLUMNS : columns;
	for (size_t i = 0; i < columns; i++)
		add_cell(rq->arena, headings, str_of(sheet_heading(sheet, i)));
	if (add_rows(rq->arena, table, sheet, columns))
		doc_set(preview, "table", table);
}

static bool
set_text(struct request *rq, struct doc *preview, const struct file_sight *sight, const struct file_look *look)
{
	bool cut;
	const char *text = file_look_text(rq->tx, look, TEXT_LETTERS, &cut);

	doc_set_text(preview, "text", text);
	if (text != NULL && cut)
		doc_set_int(preview, "text_cut", TEXT_LETTERS);
	if (text != NULL && is_table(sight))
		set_table(rq, preview, text, cut);
	return text != NULL;
}

/* ---- the whole ---- */

/* All that may be in it, so that templates find it. */
static struct doc *
nothing_yet(struct doc *page)
{
	static const char *const names[] = {"state",	  "picture_href", "page",     "pages", "previous_href",
					    "next_href",  "text",	  "text_cut", "table", "audio_href",
					    "video_href", "zoomed",	  "zoom_href"};
	struct doc *preview = doc_set_object(page, "preview");

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		doc_set_null(preview, names[i]);
	return preview;
}

static bool
set_player(struct request *rq, struct doc *preview, const struct file_sight *sight)
{
	const char *type = sight->content->type;
	bool audio = str_starts(str_of(type), STR("audio/"));

	if (!file_is_played(type))
		return false;
	doc_set_text(preview, audio ? "audio_href" : "video_href", shown_href(rq, sight, "/view", ""));
	return true;
}

/* What nobody looks into here, or is kept from everybody, is as if there were nothing of its kind. */
static const char *
state_of(const struct request *rq, const struct file_look *look)
{
	const char *state;

	if (look == NULL || !rq->house->config->previews)
		return content_reason_word(CONTENT_UNSUPPORTED);
	state = content_kind_of(look->type) == CONTENT_TEXT ? look->said : look->picture;
	return text_equal(look->picture, look_waiting) ? look_waiting : state;
}

void
file_preview_fill(struct request *rq, struct doc *page, const struct file_sight *sight)
{
	const struct file_look *look = sight->look;
	struct doc *preview;
	bool shown;

	doc_set_null(page, "virus");
	doc_set_null(page, "preview");
	if (file_is_infected(sight->content)) {
		doc_set_text(page, "virus", look == NULL || look->virus == NULL ? "?" : look->virus);
		return;
	}
	preview = nothing_yet(page);
	shown = set_player(rq, preview, sight);
	if (look != NULL && file_page_is_drawn(look, 1)) {
		set_pages(rq, preview, sight, look);
		shown = true;
	}
	if (look != NULL && set_text(rq, preview, sight, look))
		shown = true;
	set_state(preview, state_of(rq, look), shown);
}
