/* import: what every `parvis import` shares: a file read row by row in one transaction, all or nothing. */
#ifndef CORE_IMPORT_H
#define CORE_IMPORT_H

#include "core/house.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct tx;

struct import_column {
	const char *names; /* folded as csv.h does, separated by blanks: "name nom raison_sociale"; the first is ours */
	bool required;	   /* the file must have the column; whether a cell may be empty is the row's affair */
};

/* One run over the file. On PostgreSQL a run may be undone and begun anew: what it keeps lives in `kept`. */
struct import {
	const struct house *house;
	struct tx *tx;
	struct arena *arena; /* of the row: forgotten after it */
	struct arena *kept;  /* of the run */
	bool dry_run;	     /* runs like a real one and is undone: act the same */
	struct import_run *run;
};

struct import_kind {
	const char *what; /* "clients": names the command, the sums and the journal's row ("clients.import") */
	const struct import_column *columns;
	size_t column_count;
	void *(*begin)(struct import *import);		 /* makes the state of a run; NULL: none */
	void (*row)(struct import *import, void *state); /* checks and writes one row */
	void (*end)(struct import *import, void *state); /* after the last row; NULL: nothing */
};

/* `parvis import WHAT FILE.csv [--dry-run] [--dates dmy|mdy]`: `argv` are the words after WHAT. Prints bad lines with
 * their reasons (the first 1,000; all are counted) and the sum to standard output, a progress bar to a terminal.
 * Returns the exit code: 0 done, 1 bad lines or trouble, 2 wrong use. Nothing is written when any line is bad. */
int import_run(const struct house *house, const struct import_kind *kind, int argc, char **argv);

/* ---- inside `row`: cells by the index of their column in the kind ---- */

/* True when the file has the column. */
bool import_has(const struct import *import, size_t column);
/* The cell, trimmed, in the row's arena; NULL when empty or without column. More characters than `most`: bad line. */
const char *import_text(struct import *import, size_t column, size_t most);
/* The same; empty is a bad line. */
const char *import_need(struct import *import, size_t column, size_t most);
/* NO_DAY when empty. 2026-12-31, 31/12/2026, 31 déc. 2026, Dec 31, 2026; anything else: bad line. */
int32_t import_day(struct import *import, size_t column);
/* Units of 10^-digits, false when empty or wrong (a bad line): 1234.5, 1 234,50 €, 1,234.50, -12, (12). */
bool import_decimal(struct import *import, size_t column, int digits, int64_t *units);
/* The index in `names` (NULL-terminated), where a name may be several words separated by blanks; -1 when empty, or
 * unknown (a bad line). The cell is folded first. */
int import_choice(struct import *import, size_t column, const char *const *names);

/* The row is bad for this reason (English; the first one of a row counts). The rest of `row` must not write. */
void import_bad(struct import *import, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool import_is_bad(const struct import *import);
/* A row before this one (line of the file) is bad after all: what only shows at a later row, or in `end`. */
void
import_bad_line(struct import *import, int64_t line, const char *format, ...) __attribute__((format(printf, 3, 4)));
int64_t import_line(const struct import *import); /* of the file, from 1 */

/* ---- readings of values, for themselves ---- */

/* `folded` as text_fold makes it. A year of two digits lies between 1970 and 2069. */
bool import_read_day(const char *folded, bool month_first, int32_t *day);
/* Without trailing sign or currency, more decimals than `digits` (other than zeros) are refused. */
bool import_read_decimal(const char *typed, int digits, int64_t *units);

#endif
