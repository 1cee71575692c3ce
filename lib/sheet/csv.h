/* csv: reads delimited files as people's spreadsheets write them, row by row in constant memory. */
#ifndef SHEET_CSV_H
#define SHEET_CSV_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct csv;

/* Why a file cannot be read, for those who translate: an English sentence (N_) in which {{name}} may stand. */
struct sheet_error {
	const char *english; /* NULL: nothing is wrong */
	int64_t line;	     /* 0: of the whole file */
	const char *name;    /* of a column, or a reason of the system; NULL: none */
};

/* UTF-8 (with or without BOM) or Windows-1252, `;` or `,` or tab, quotes as RFC 4180, CRLF or LF: all guessed from the
 * first 64 KiB. The first row holds the column names. NULL and *error a sentence when it cannot be read. */
struct csv *csv_open(struct arena *arena, const char *path, const char **error);
struct csv *csv_open_at(struct arena *arena, const char *path, struct sheet_error *error);
void csv_close(struct csv *csv);

/* Column names, folded (lower case, no accents, blanks and hyphens as "_"). */
size_t csv_columns(const struct csv *csv);
const char *csv_column(const struct csv *csv, size_t index);
const char *csv_heading(const struct csv *csv, size_t index); /* the same as it stands in the file */

/* The next row: its cells are UTF-8, valid until the next call. False at the end, or on a broken row: then *error is
 * not NULL (unclosed quote, cell over 64 KiB, invalid bytes). */
bool csv_next(struct csv *csv, const char **error);
struct sheet_error csv_error(const struct csv *csv);	  /* what csv_next met */
struct str csv_cell(const struct csv *csv, size_t index); /* empty beyond the row's end */
int64_t csv_line(const struct csv *csv);		  /* line of the file where the row begins, from 1 */
double csv_progress(const struct csv *csv);		  /* 0…1, by bytes */

#endif
