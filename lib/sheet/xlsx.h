/* xlsx: reads the first sheet of a workbook row by row (ECMA-376), and writes a workbook of one sheet. */
#ifndef SHEET_XLSX_H
#define SHEET_XLSX_H

#include "base/str.h"
#include "zip/zip.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* ---- reading ---- */

struct xlsx;

/* `fd` stays the caller's and must stay open. NULL, and *error a static sentence. */
struct xlsx *xlsx_open(struct arena *arena, int fd, const char **error);

/* The next row that has anything in it; its cells are valid until the next call. False at the end, or when the file is
 * damaged: then *error is a static sentence. Numbers come with a point ("1234.5"), days as "2026-12-31", points in time
 * as "2026-12-31T14:30", percentages as "20%", yes and no as "yes", "no". */
bool xlsx_next(struct xlsx *xlsx, const char **error);
struct str xlsx_cell(const struct xlsx *xlsx, size_t index); /* empty beyond the row's end */
size_t xlsx_width(const struct xlsx *xlsx);		     /* cells of the row */
int64_t xlsx_line(const struct xlsx *xlsx);		     /* number of the row, from 1 */
double xlsx_progress(const struct xlsx *xlsx);

/* ---- writing ---- */

struct xlsx_writer;

/* `name` is the sheet's, at most 31 bytes of it are used. The first row is that of headings: bold, it stays when one
 * scrolls, and filters. Columns are as wide as `widths` says, in characters; those behind as wide as usual. */
struct xlsx_writer *
xlsx_writer(struct arena *arena, struct zip_sink sink, const char *name, const int *widths, size_t width_count);
void xlsx_add_empty(struct xlsx_writer *writer);
void xlsx_add_text(struct xlsx_writer *writer, struct str text); /* whatever it begins with: never a formula */
void xlsx_add_number(struct xlsx_writer *writer, int64_t units, int digits);
void xlsx_add_day(struct xlsx_writer *writer, int32_t day);
void xlsx_add_time(struct xlsx_writer *writer, int64_t local); /* what a clock shows, as zone_local counts it */
void xlsx_end_row(struct xlsx_writer *writer);
bool xlsx_end(struct xlsx_writer *writer); /* false: something could not be written */

#endif
