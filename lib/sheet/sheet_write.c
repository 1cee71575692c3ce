/* sheet_write: one writer over both formats; CSV is written here. */
#include "base/arena.h"
#include "base/instant.h"
#include "base/money.h"
#include "sheet/sheet.h"
#include "sheet/xlsx.h"

#include <string.h>

enum { BUFFER = 64 * 1024 };

struct sheet_writer {
	struct xlsx_writer *xlsx; /* NULL: CSV */
	struct zip_sink sink;
	char separator, decimal;
	bool in_row, failed;
	size_t filled;
	char buffer[BUFFER];
};

/* ---- bytes of CSV ---- */

static void
flush(struct sheet_writer *writer)
{
	if (!writer->failed && writer->filled > 0 &&
	    !writer->sink.write(writer->sink.data, writer->buffer, writer->filled))
		writer->failed = true;
	writer->filled = 0;
}

static void
put(struct sheet_writer *writer, struct str bytes)
{
	while (bytes.length > 0) {
		size_t part = BUFFER - writer->filled;

		if (part > bytes.length)
			part = bytes.length;
		memcpy(writer->buffer + writer->filled, bytes.at, part);
		writer->filled += part;
		bytes = str_slice(bytes.at + part, bytes.length - part);
		if (writer->filled == BUFFER)
			flush(writer);
	}
}

static void
next_cell(struct sheet_writer *writer)
{
	if (writer->in_row)
		put(writer, str_slice(&writer->separator, 1));
	writer->in_row = true;
}

struct sheet_writer *
sheet_writer(struct arena *arena, const struct sheet_style *style, struct zip_sink sink)
{
	struct sheet_writer *writer = arena_make(arena, struct sheet_writer);

	if (style->format == SHEET_XLSX) {
		writer->xlsx = xlsx_writer(arena, sink, style->name, style->widths, style->width_count);
		return writer;
	}
	writer->sink = sink;
	writer->separator = style->separator;
	writer->decimal = style->decimal;
	put(writer, STR("\xEF\xBB\xBF"));
	return writer;
}

/* ---- cells ---- */

void
sheet_add_empty(struct sheet_writer *writer)
{
	if (writer->xlsx != NULL)
		xlsx_add_empty(writer->xlsx);
	else
		next_cell(writer);
}

/* CWE-1236: what stands in front makes a formula of a text. */
static bool
begins_formula(struct str text)
{
	return text.length > 0 && strchr("=+-@\t\r\n", text.at[0]) != NULL;
}

static bool
needs_quotes(const struct sheet_writer *writer, struct str text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.at[i] == writer->separator || text.at[i] == '"' || text.at[i] == '\n' || text.at[i] == '\r')
			return true;
	return text.length > 0 && (text.at[0] == ' ' || text.at[text.length - 1] == ' ');
}

static void
put_quoted(struct sheet_writer *writer, const char *before, struct str text)
{
	put(writer, STR("\""));
	put(writer, str_of(before));
	while (text.at != NULL) {
		struct str part = str_cut(&text, '"');

		put(writer, part);
		if (text.at != NULL)
			put(writer, STR("\"\""));
	}
	put(writer, STR("\""));
}

void
sheet_add_text(struct sheet_writer *writer, struct str text)
{
	if (writer->xlsx != NULL) {
		xlsx_add_text(writer->xlsx, text);
		return;
	}
	next_cell(writer);
	if (begins_formula(text))
		put_quoted(writer, "'", text);
	else if (needs_quotes(writer, text))
		put_quoted(writer, "", text);
	else
		put(writer, text);
}

void
sheet_add_number(struct sheet_writer *writer, int64_t units, int digits)
{
	char text[32], *point;

	if (writer->xlsx != NULL) {
		xlsx_add_number(writer->xlsx, units, digits);
		return;
	}
	decimal_print(text, units, digits);
	point = strchr(text, '.');
	if (point != NULL)
		*point = writer->decimal;
	next_cell(writer);
	if (writer->decimal == writer->separator && point != NULL)
		put_quoted(writer, "", str_of(text));
	else
		put(writer, str_of(text));
}

void
sheet_add_day(struct sheet_writer *writer, int32_t day)
{
	char text[16];

	if (writer->xlsx != NULL) {
		xlsx_add_day(writer->xlsx, day);
		return;
	}
	day_print(text, day);
	next_cell(writer);
	put(writer, str_of(text));
}

void
sheet_add_time(struct sheet_writer *writer, int64_t local)
{
	char text[40];

	if (writer->xlsx != NULL) {
		xlsx_add_time(writer->xlsx, local);
		return;
	}
	instant_print(text, local);
	text[sizeof "2026-12-31" - 1] = ' ';
	text[sizeof "2026-12-31 14:30:05" - 1] = '\0';
	if (local % MINUTE_MS == 0)
		text[sizeof "2026-12-31 14:30" - 1] = '\0';
	next_cell(writer);
	put(writer, str_of(text));
}

void
sheet_end_row(struct sheet_writer *writer)
{
	if (writer->xlsx != NULL) {
		xlsx_end_row(writer->xlsx);
		return;
	}
	put(writer, STR("\r\n"));
	writer->in_row = false;
}

bool
sheet_end(struct sheet_writer *writer)
{
	if (writer->xlsx != NULL)
		return xlsx_end(writer->xlsx);
	flush(writer);
	return !writer->failed;
}
