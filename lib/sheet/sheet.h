/* sheet: tables as people's spreadsheets have them, CSV or XLSX: read row by row, written cell by cell. */
#ifndef SHEET_SHEET_H
#define SHEET_SHEET_H

#include "base/str.h"
#include "sheet/csv.h"
#include "zip/zip.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum sheet_format { SHEET_CSV, SHEET_XLSX };
extern const char *const sheet_format_names[]; /* "csv", "xlsx", NULL-terminated */

/* ---- reading ---- */

struct sheet;

/* Which format it is shows in the file. Its first row that is not blank holds the headings. `fd` stays the caller's,
 * must stay open, and its offset does not matter. NULL: *error says why. */
struct sheet *sheet_open(struct arena *arena, int fd, struct sheet_error *error);
/* CSV that is a text already, UTF-8. */
struct sheet *sheet_open_text(struct arena *arena, struct str text, struct sheet_error *error);
size_t sheet_columns(const struct sheet *sheet);
const char *sheet_heading(const struct sheet *sheet, size_t column); /* as it stands there, trimmed; maybe "" */

/* The next row that is not blank: its cells are valid until the next call. False at the end or, with *error, at what
 * cannot be read. */
bool sheet_next(struct sheet *sheet, struct sheet_error *error);
struct str sheet_cell(const struct sheet *sheet, size_t column); /* trimmed; empty beyond the row's end */
int64_t sheet_line(const struct sheet *sheet);			 /* of the file (the sheet), from 1 */

/* ---- writing ---- */

struct sheet_writer;

struct sheet_style {
	enum sheet_format format;
	const char *name;  /* of the sheet in a workbook */
	char separator;	   /* CSV: ';' or ',' */
	char decimal;	   /* CSV: '.' or ',' */
	const int *widths; /* of a workbook's columns, in characters; NULL: as usual */
	size_t width_count;
};

/* CSV is UTF-8 with a byte order mark and CR LF, as spreadsheets open it. */
struct sheet_writer *sheet_writer(struct arena *arena, const struct sheet_style *style, struct zip_sink sink);
void sheet_add_empty(struct sheet_writer *writer);
/* Text that a spreadsheet would take for a formula (= + - @, tab, CR in front) gets an apostrophe in front of it in
 * CSV, which has no other way to say that it is none. sheet_cell takes it away again. */
void sheet_add_text(struct sheet_writer *writer, struct str text);
void sheet_add_number(struct sheet_writer *writer, int64_t units, int digits);
void sheet_add_day(struct sheet_writer *writer, int32_t day);
void sheet_add_time(struct sheet_writer *writer, int64_t local); /* what a clock shows, as zone_local counts it */
void sheet_end_row(struct sheet_writer *writer);
bool sheet_end(struct sheet_writer *writer); /* false: something could not be written */

#endif
