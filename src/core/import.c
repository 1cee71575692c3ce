/* import: one transaction around the rows of a file; the first wrong line makes it a search for all wrong lines. */
#include "core/import.h"

#include "base/arena.h"
#include "base/doc.h"
#include "base/instant.h"
#include "base/str.h"
#include "core/audit.h"
#include "db/db.h"
#include "html/format.h"
#include "sheet/csv.h"
#include "sys/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
	LISTED_LIMIT = 1000,
	REASON_LIMIT = 400,
	ROW_MEMORY = 64 * 1024 * 1024,
	BAR_WIDTH = 30,
	BAR_EVERY_MS = 100,
	BAR_LOOK_ROWS = 64, /* the clock is asked once in so many rows */
	NO_COLUMN = -1,
};

struct bad_line {
	struct bad_line *next;
	int64_t line;
	const char *reason;
};

struct options {
	const char *path;
	bool dry_run, month_first, help;
};

/* What was asked, and how the last run ended. */
struct import_run {
	const struct house *house;
	const struct import_kind *kind;
	struct options options;
	struct import import;
	struct csv *csv;
	int *columns; /* of the kind: where they are in the file, or NO_COLUMN */
	const char *row_reason;
	const char *error; /* the file itself cannot be used */
	int64_t row_count, bad_count;
	struct bad_line *first, **last;
	const char *unused; /* columns of the file that the kind does not know, or NULL */
	int64_t bar_at;
	bool bar;
};

/* ---- what a row asks ---- */

bool
import_has(const struct import *import, size_t column)
{
	return import->run->columns[column] != NO_COLUMN;
}

int64_t
import_line(const struct import *import)
{
	return csv_line(import->run->csv);
}

bool
import_is_bad(const struct import *import)
{
	return import->run->row_reason != NULL;
}

void
import_bad(struct import *import, const char *format, ...)
{
	va_list arguments;

	if (import_is_bad(import))
		return;
	va_start(arguments, format);
	import->run->row_reason = arena_vprintf(import->arena, format, arguments);
	va_end(arguments);
}

static void
note_bad(struct import_run *run, int64_t line, const char *reason)
{
	struct bad_line *bad;

	run->bad_count++;
	if (run->bad_count > LISTED_LIMIT)
		return;
	bad = arena_make(run->import.kept, struct bad_line);
	bad->line = line;
	bad->reason = arena_text(run->import.kept, reason);
	*run->last = bad;
	run->last = &bad->next;
}

void
import_bad_line(struct import *import, int64_t line, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	note_bad(import->run, line, arena_vprintf(import->arena, format, arguments));
	va_end(arguments);
}

/* The column as the file's owner knows it: as it stands in their first line, folded. */
static const char *
column_title(const struct import *import, size_t column)
{
	const struct import_run *run = import->run;

	return import_has(import, column) ? csv_column(run->csv, (size_t)run->columns[column])
					  : arena_text_of(import->arena, run->kind->columns[column].names,
							  strcspn(run->kind->columns[column].names, " "));
}

static size_t
characters(const char *text)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += ((unsigned char)*text & 0xC0) != 0x80;
	return count;
}

const char *
import_text(struct import *import, size_t column, size_t most)
{
	struct str cell;
	const char *text;

	if (!import_has(import, column))
		return NULL;
	cell = str_trim(csv_cell(import->run->csv, (size_t)import->run->columns[column]));
	if (cell.length == 0)
		return NULL;
	text = arena_text_of(import->arena, cell.at, cell.length);
	if (characters(text) > most)
		import_bad(import, "“%s” is longer than %zu characters.", column_title(import, column), most);
	return text;
}

const char *
import_need(struct import *import, size_t column, size_t most)
{
	const char *text = import_text(import, column, most);

	if (text == NULL)
		import_bad(import, "“%s” is empty.", column_title(import, column));
	return text;
}

int32_t
import_day(struct import *import, size_t column)
{
	const char *text = import_text(import, column, REASON_LIMIT);
	int32_t day = NO_DAY;

	if (text != NULL && !import_read_day(text_fold(import->arena, text), import->run->options.month_first, &day))
		import_bad(import, "“%s” is no day: “%s”. Write it like 31/12/2026 or 2026-12-31%s.",
			   column_title(import, column), text,
			   import->run->options.month_first ? " (with --dates mdy, like 12/31/2026)" : "");
	return day;
}

bool
import_decimal(struct import *import, size_t column, int digits, int64_t *units)
{
	const char *text = import_text(import, column, REASON_LIMIT);

	if (text == NULL)
		return false;
	if (import_read_decimal(text, digits, units))
		return true;
	import_bad(import, "“%s” is no number with at most %d decimals: “%s”.", column_title(import, column), digits,
		   text);
	return false;
}

/* True when `text` is one of the words of `names`, whose blanks inside are written "_". */
static bool
is_among(struct str names, struct str text)
{
	while (names.at != NULL && names.length > 0)
		if (str_equal(str_cut(&names, ' '), text))
			return true;
	return false;
}

int
import_choice(struct import *import, size_t column, const char *const *names)
{
	const char *text = import_text(import, column, REASON_LIMIT);
	char *folded;

	if (text == NULL)
		return -1;
	folded = arena_text(import->arena, text_fold(import->arena, text));
	for (char *at = folded; *at != '\0'; at++)
		if (*at == ' ' || *at == '-')
			*at = '_';
	for (int i = 0; names[i] != NULL; i++)
		if (is_among(str_of(names[i]), str_of(folded)))
			return i;
	import_bad(import, "“%s” is not known: “%s”.", column_title(import, column), text);
	return -1;
}

/* ---- progress ---- */

static void
show_bar(struct import_run *run, bool last)
{
	double done = last ? 1 : csv_progress(run->csv);
	char bar[BAR_WIDTH + 1];
	int filled = (int)(done * BAR_WIDTH);

	memset(bar, '.', BAR_WIDTH);
	memset(bar, '#', (size_t)filled);
	bar[BAR_WIDTH] = '\0';
	fprintf(stderr, "\r[%s] %3d %%  %" PRId64 " lines%s", bar, (int)(done * 100), run->row_count, last ? "\n" : "");
	fflush(stderr);
}

static void
step_bar(struct import_run *run)
{
	int64_t now;

	if (!run->bar || run->row_count % BAR_LOOK_ROWS != 0)
		return;
	now = clock_monotonic();
	if (now - run->bar_at < BAR_EVERY_MS)
		return;
	run->bar_at = now;
	show_bar(run, false);
}

/* ---- columns ---- */

static void
find_columns(struct import_run *run)
{
	const struct import_kind *kind = run->kind;
	struct builder unused = builder_new(run->import.kept, 0);

	run->columns = arena_make_array(run->import.kept, int, kind->column_count);
	for (size_t i = 0; i < kind->column_count; i++)
		run->columns[i] = NO_COLUMN;
	for (size_t c = 0; c < csv_columns(run->csv); c++) {
		const char *name = csv_column(run->csv, c);
		bool known = name[0] == '\0';

		for (size_t i = 0; i < kind->column_count; i++)
			if (run->columns[i] == NO_COLUMN && is_among(str_of(kind->columns[i].names), str_of(name))) {
				run->columns[i] = (int)c;
				known = true;
				break;
			}
		if (!known)
			build_printf(&unused, "%s%s", unused.length > 0 ? ", " : "", name);
	}
	run->unused = unused.length > 0 ? builder_text(&unused) : NULL;
	for (size_t i = 0; i < kind->column_count; i++)
		if (kind->columns[i].required && run->columns[i] == NO_COLUMN && run->error == NULL)
			run->error = arena_printf(run->import.kept, "The file has no column “%.*s”.",
						  (int)strcspn(kind->columns[i].names, " "), kind->columns[i].names);
}

/* ---- the run ---- */

static void
take_rows(struct import_run *run, void *state)
{
	const char *error = NULL;

	while (tx_trouble(run->import.tx) == DB_FINE && csv_next(run->csv, &error)) {
		run->row_count++;
		run->row_reason = NULL;
		run->kind->row(&run->import, state);
		if (run->row_reason != NULL)
			note_bad(run, csv_line(run->csv), run->row_reason);
		arena_reset(run->import.arena);
		step_bar(run);
	}
	if (error != NULL)
		run->error = error;
}

static void
journal(struct import_run *run)
{
	struct doc *detail = doc_object(tx_arena(run->import.tx));

	doc_set_int(detail, "lines", run->row_count);
	audit_add_system(run->house, run->import.tx,
			 &(struct audit){.action = arena_printf(tx_arena(run->import.tx), "%s.import", run->kind->what),
					 .detail = detail});
}

static void
run_file(struct import_run *run)
{
	void *state = run->kind->begin == NULL ? NULL : run->kind->begin(&run->import);

	take_rows(run, state);
	run->row_reason = NULL;
	if (run->error == NULL && run->kind->end != NULL)
		run->kind->end(&run->import, state);
	if (run->bar)
		show_bar(run, run->error == NULL);
	if (run->error == NULL && run->bad_count == 0 && !run->options.dry_run)
		journal(run);
}

/* What a run held; one that met trouble was left in the middle. */
static void
put_away(struct import_run *run)
{
	if (run->csv != NULL)
		csv_close(run->csv);
	arena_free(run->import.arena);
	arena_free(run->import.kept);
	run->csv = NULL;
	run->import = (struct import){.house = run->house};
}

/* May be run again from the start (PostgreSQL). */
static void
run_body(struct tx *tx, void *data)
{
	struct import_run *run = data;

	put_away(run);
	run->import = (struct import){.house = run->house,
				      .tx = tx,
				      .arena = arena_new(ROW_MEMORY),
				      .kept = arena_new(0),
				      .dry_run = run->options.dry_run,
				      .run = run};
	tx_unlimit(tx);
	run->error = NULL;
	run->row_count = run->bad_count = 0;
	run->first = NULL;
	run->last = &run->first;
	run->csv = csv_open(run->import.kept, run->options.path, &run->error);
	if (run->csv != NULL) {
		find_columns(run);
		if (run->error == NULL)
			run_file(run);
	}
	if (run->error != NULL || run->bad_count > 0 || run->options.dry_run)
		tx_refuse(tx);
}

/* ---- the report ---- */

static void
print_bad_lines(const struct import_run *run)
{
	for (const struct bad_line *bad = run->first; bad != NULL; bad = bad->next)
		printf("Line %" PRId64 ": %s\n", bad->line, bad->reason);
	if (run->bad_count > LISTED_LIMIT)
		printf("… and %" PRId64 " more.\n", run->bad_count - LISTED_LIMIT);
}

static int
report(const struct import_run *run, enum db_trouble trouble)
{
	if (run->unused != NULL)
		printf("Columns that are not used: %s.\n", run->unused);
	print_bad_lines(run);
	if (run->error != NULL) {
		printf("%s\nNothing was imported.\n", run->error);
		return 1;
	}
	if (run->bad_count > 0) {
		printf("%" PRId64 " lines read, %" PRId64 " wrong. Nothing was imported.\n", run->row_count,
		       run->bad_count);
		return 1;
	}
	if (trouble == DB_REFUSED && run->options.dry_run) {
		printf("%" PRId64 " lines read, none wrong. This was a dry run: nothing was written.\n",
		       run->row_count);
		return 0;
	}
	if (trouble != DB_FINE) {
		printf("The database did not take the lines; the log above says why. Nothing was imported.\n");
		return 1;
	}
	printf("%" PRId64 " lines imported.\n", run->row_count);
	return 0;
}

/* ---- the command ---- */

static void
print_help(const struct import_kind *kind)
{
	printf("parvis import %s FILE.csv [--dry-run] [--dates dmy|mdy]\n\n"
	       "  --dry-run      check every line and write nothing\n"
	       "  --dates mdy    12/31/2026 rather than 31/12/2026\n\n"
	       "All lines are imported, or none. The first line of the file names the columns:\n\n",
	       kind->what);
	for (size_t i = 0; i < kind->column_count; i++)
		printf("  %s%s\n", kind->columns[i].names, kind->columns[i].required ? "   (needed)" : "");
}

static bool
read_options(struct options *options, int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		if (strcmp(argv[i], "--dry-run") == 0)
			options->dry_run = true;
		else if (strcmp(argv[i], "--help") == 0)
			options->help = true;
		else if (strcmp(argv[i], "--dates") == 0 && i + 1 < argc &&
			 (strcmp(argv[i + 1], "dmy") == 0 || strcmp(argv[i + 1], "mdy") == 0))
			options->month_first = argv[++i][0] == 'm';
		else if (argv[i][0] != '-' && options->path == NULL)
			options->path = argv[i];
		else
			return false;
	}
	return options->help || options->path != NULL;
}

int
import_run(const struct house *house, const struct import_kind *kind, int argc, char **argv)
{
	struct import_run run = {.house = house, .kind = kind, .bar = isatty(STDERR_FILENO)};
	struct arena *arena;
	int code;

	if (!read_options(&run.options, argc, argv)) {
		fprintf(stderr, "parvis: write parvis import %s FILE.csv [--dry-run] [--dates dmy|mdy]\n", kind->what);
		return 2;
	}
	if (run.options.help) {
		print_help(kind);
		return 0;
	}
	arena = arena_new(0);
	code = report(&run, db_write(house->db, arena, run_body, &run));
	put_away(&run);
	arena_free(arena);
	return code;
}
