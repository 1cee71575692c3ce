/* xlsx_read: the cells of a sheet, one row at a time: the parser stops at the end of each. */
#include "sheet/xlsx.h"

#include "base/arena.h"
#include "base/doc.h"
#include "base/instant.h"
#include "sheet/xlsx_book.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	CHUNK = 64 * 1024,
	CELLS = 1024,
	CELL_BYTES = 64 * 1024,
	ROW_BYTES = 1024 * 1024,
	DAYS_1900 = 25569, /* from Excel's day 0 to 1970-01-01 */
	DAYS_1904 = 24107,
	LEAP_THAT_WAS_NOT = 60, /* Excel believes in 29 February 1900 */
	LAST_DAY = 2958465,	/* 9999-12-31 */
};

struct xlsx {
	struct arena *arena;
	struct arena *row; /* of the row's texts */
	const struct xlsx_book *book;
	struct zip_stream *stream;
	XML_Parser parser;
	struct str cells[CELLS];
	size_t width;
	int64_t line;
	size_t row_bytes;
	/* of the cell being read */
	size_t column;
	enum { KIND_NUMBER, KIND_SHARED, KIND_TEXT, KIND_YES_NO, KIND_DAY } kind;
	enum xlsx_style style;
	struct builder text;
	bool in_value, spoken;
	bool row_ended, suspended, file_ended, broken;
};

/* ---- numbers and days ---- */

static const char *
plain_number(struct arena *arena, double number)
{
	char text[64];
	size_t length;

	snprintf(text, sizeof text, "%.15g", number);
	if (strchr(text, 'e') == NULL)
		return arena_text(arena, text);
	snprintf(text, sizeof text, "%.12f", number);
	length = strlen(text);
	while (length > 1 && text[length - 1] == '0')
		length--;
	if (text[length - 1] == '.')
		length--;
	return arena_text_of(arena, text, length);
}

static const char *
time_text(struct arena *arena, int seconds)
{
	return seconds % 60 == 0
		       ? arena_printf(arena, "%02d:%02d", seconds / 3600, seconds / 60 % 60)
		       : arena_printf(arena, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/* A point in time as a workbook counts it: days, and what is left of the last one. */
static const char *
date_text(const struct xlsx *xlsx, double serial, enum xlsx_style style)
{
	double whole = floor(serial);
	int seconds = (int)lround((serial - whole) * 86400);
	char day[16];

	if (seconds == 86400) {
		whole++;
		seconds = 0;
	}
	if (style == STYLE_TIME && whole == 0)
		return time_text(xlsx->row, seconds);
	if (!xlsx->book->from_1904 && whole < LEAP_THAT_WAS_NOT)
		whole++;
	day_print(day, (int32_t)whole - (xlsx->book->from_1904 ? DAYS_1904 : DAYS_1900));
	if (seconds == 0 && style != STYLE_TIME)
		return arena_text(xlsx->row, day);
	return arena_printf(xlsx->row, "%sT%s", day, time_text(xlsx->row, seconds));
}

static const char *
number_text(const struct xlsx *xlsx, const char *typed)
{
	char *end;
	double number = strtod(typed, &end);

	if (end == typed || *end != '\0' || !isfinite(number) || fabs(number) > 1e15)
		return typed;
	if (xlsx->style == STYLE_PERCENT)
		return arena_printf(xlsx->row, "%s%%", plain_number(xlsx->row, number * 100));
	if (xlsx->style != STYLE_PLAIN && number >= 0 && number <= LAST_DAY)
		return date_text(xlsx, number, xlsx->style);
	return plain_number(xlsx->row, number);
}

static struct str
shared_text(const struct xlsx *xlsx, const char *typed)
{
	int64_t index;

	if (!str_to_int(str_of(typed), &index) || index < 0 || (size_t)index >= xlsx->book->text_count)
		return STR("");
	return xlsx->book->texts[index];
}

/* ISO 8601, as some programs write days: without a time that says nothing. */
static struct str
day_text(const char *typed)
{
	struct str text = str_of(typed);

	if (text.length > 10 && str_starts(str_slice(text.at + 10, text.length - 10), STR("T00:00:00")))
		text.length = 10;
	return text;
}

static struct str
cell_value(const struct xlsx *xlsx, const char *typed)
{
	switch (xlsx->kind) {
	case KIND_SHARED:
		return shared_text(xlsx, typed);
	case KIND_YES_NO:
		return text_equal(typed, "1") || text_equal(typed, "true") ? STR("yes") : STR("no");
	case KIND_DAY:
		return day_text(typed);
	case KIND_TEXT:
		return str_of(typed);
	case KIND_NUMBER:
		break;
	}
	return str_of(number_text(xlsx, typed));
}

/* ---- the parser's events ---- */

/* "BC12" is column 54; without a reference a cell stands behind the one before it. */
static size_t
column_of(const struct xlsx *xlsx, const char *reference)
{
	size_t column = 0;

	if (reference == NULL || *reference < 'A' || *reference > 'Z')
		return xlsx->column + 1;
	for (; *reference >= 'A' && *reference <= 'Z' && column <= CELLS; reference++)
		column = column * 26 + (size_t)(*reference - 'A' + 1);
	return column;
}

static void
cell_starts(struct xlsx *xlsx, const char **attributes)
{
	const char *type = xlsx_attribute(attributes, "t"), *style = xlsx_attribute(attributes, "s");
	int64_t number = 0;

	xlsx->column = column_of(xlsx, xlsx_attribute(attributes, "r"));
	xlsx->kind = type == NULL	     ? KIND_NUMBER
		     : text_equal(type, "s") ? KIND_SHARED
		     : text_equal(type, "b") ? KIND_YES_NO
		     : text_equal(type, "d") ? KIND_DAY
		     : text_equal(type, "n") ? KIND_NUMBER
					     : KIND_TEXT;
	xlsx->style = STYLE_PLAIN;
	if (style != NULL && str_to_int(str_of(style), &number) && number >= 0 &&
	    (size_t)number < xlsx->book->style_count)
		xlsx->style = xlsx->book->styles[number];
	xlsx->text = builder_new(xlsx->row, CELL_BYTES);
}

static void
cell_ends(struct xlsx *xlsx)
{
	struct str value;

	if (xlsx->text.length == 0 || xlsx->column == 0)
		return;
	value = cell_value(xlsx, builder_text(&xlsx->text));
	xlsx->row_bytes += value.length;
	if (xlsx->column > CELLS || xlsx->text.overflowed || xlsx->row_bytes > ROW_BYTES) {
		XML_StopParser(xlsx->parser, XML_FALSE);
		return;
	}
	while (xlsx->width < xlsx->column)
		xlsx->cells[xlsx->width++] = STR("");
	xlsx->cells[xlsx->column - 1] = value;
}

static void
element_starts(void *parser, const char *name, const char **attributes)
{
	struct xlsx *xlsx = XML_GetUserData(parser);
	int64_t line;

	name = xlsx_name(name);
	if (strcmp(name, "row") == 0) {
		const char *number = xlsx_attribute(attributes, "r");

		xlsx->line = number != NULL && str_to_int(str_of(number), &line) ? line : xlsx->line + 1;
		xlsx->width = xlsx->column = xlsx->row_bytes = 0;
	} else if (strcmp(name, "c") == 0) {
		cell_starts(xlsx, attributes);
	} else if (strcmp(name, "rPh") == 0) {
		xlsx->spoken = true;
	} else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
		xlsx->in_value = !xlsx->spoken;
	}
}

static void
element_ends(void *parser, const char *name)
{
	struct xlsx *xlsx = XML_GetUserData(parser);

	name = xlsx_name(name);
	if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
		xlsx->in_value = false;
	} else if (strcmp(name, "rPh") == 0) {
		xlsx->spoken = false;
	} else if (strcmp(name, "c") == 0) {
		cell_ends(xlsx);
	} else if (strcmp(name, "row") == 0) {
		xlsx->row_ended = true;
		XML_StopParser(parser, XML_TRUE);
	}
}

static void
text_comes(void *parser, const char *text, int length)
{
	struct xlsx *xlsx = XML_GetUserData(parser);

	if (xlsx->in_value)
		build_bytes(&xlsx->text, text, (size_t)length);
}

/* ---- rows ---- */

/* Up to the end of a row, of the file, or to the trouble. */
static void
go_on(struct xlsx *xlsx)
{
	enum XML_Status status;

	if (xlsx->suspended) {
		status = XML_ResumeParser(xlsx->parser);
	} else {
		void *buffer = XML_GetBuffer(xlsx->parser, CHUNK);
		ptrdiff_t got = buffer == NULL ? -1 : zip_read(xlsx->stream, buffer, CHUNK);

		if (got < 0) {
			xlsx->broken = true;
			return;
		}
		xlsx->file_ended = got == 0;
		status = XML_ParseBuffer(xlsx->parser, (int)got, got == 0);
	}
	xlsx->suspended = status == XML_STATUS_SUSPENDED;
	xlsx->broken = xlsx->broken || status == XML_STATUS_ERROR;
}

static bool
row_is_blank(const struct xlsx *xlsx)
{
	for (size_t i = 0; i < xlsx->width; i++)
		if (str_trim(xlsx->cells[i]).length > 0)
			return false;
	return true;
}

/* Reading ends for good with the closing of the document: what is suspended may still hold rows. */
bool
xlsx_next(struct xlsx *xlsx, const char **error)
{
	*error = NULL;
	arena_reset(xlsx->row);
	while (!xlsx->broken && (!xlsx->file_ended || xlsx->suspended)) {
		xlsx->row_ended = false;
		go_on(xlsx);
		if (xlsx->row_ended && !xlsx->broken && !row_is_blank(xlsx))
			return true;
	}
	xlsx->width = 0;
	if (xlsx->broken)
		*error = N_("This workbook is damaged, or far too large when it is unpacked.");
	return false;
}

struct str
xlsx_cell(const struct xlsx *xlsx, size_t index)
{
	return index < xlsx->width ? xlsx->cells[index] : str_slice("", 0);
}

size_t
xlsx_width(const struct xlsx *xlsx)
{
	return xlsx->width;
}

int64_t
xlsx_line(const struct xlsx *xlsx)
{
	return xlsx->line;
}

double
xlsx_progress(const struct xlsx *xlsx)
{
	return zip_progress(xlsx->stream);
}

static void
free_row(void *data)
{
	arena_free(data);
}

struct xlsx *
xlsx_open(struct arena *arena, int fd, const char **error)
{
	struct xlsx *xlsx = arena_make(arena, struct xlsx);
	const struct zip *zip = zip_open(arena, fd);

	*error = NULL;
	xlsx->arena = arena;
	xlsx->book = zip == NULL ? NULL : xlsx_book_read(arena, zip, error);
	xlsx->stream = xlsx->book == NULL ? NULL : zip_entry(arena, zip, xlsx->book->sheet);
	if (xlsx->stream == NULL) {
		if (*error == NULL)
			*error = N_(
				"This is not a workbook that we can read. Save it as .xlsx or as CSV, and try once more.");
		return NULL;
	}
	xlsx->row = arena_new(0);
	arena_at_end(arena, free_row, xlsx->row);
	xlsx->text = builder_new(xlsx->row, CELL_BYTES);
	xlsx->parser = xlsx_parser(arena, xlsx, element_starts, element_ends, text_comes);
	return xlsx;
}
