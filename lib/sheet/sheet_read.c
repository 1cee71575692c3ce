/* sheet_read: one reader over both formats. */
#include "base/arena.h"
#include "base/doc.h"
#include "sheet/sheet.h"
#include "sheet/xlsx.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

const char *const sheet_format_names[] = {"csv", "xlsx", NULL};

struct sheet {
	struct csv *csv; /* or */
	struct xlsx *xlsx;
	const char **headings;
	size_t columns;
};

static bool
is_archive(int fd)
{
	char start[4];

	return pread(fd, start, sizeof start, 0) == (ssize_t)sizeof start &&
	       str_equal(str_slice(start, sizeof start), STR("PK\x03\x04"));
}

/* A no-break space at the ends is a space, too. */
static struct str
trim(struct str text)
{
	text = str_trim(text);
	while (str_starts(text, STR("\xC2\xA0")))
		text = str_trim(str_slice(text.at + 2, text.length - 2));
	while (str_ends(text, STR("\xC2\xA0")))
		text = str_trim(str_slice(text.at, text.length - 2));
	return text;
}

static bool
open_csv(struct sheet *sheet, struct arena *arena, int fd, struct sheet_error *error)
{
	char path[40];

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	sheet->csv = csv_open_at(arena, path, error);
	if (sheet->csv == NULL)
		return false;
	sheet->columns = csv_columns(sheet->csv);
	sheet->headings = arena_make_array(arena, const char *, sheet->columns);
	for (size_t i = 0; i < sheet->columns; i++)
		sheet->headings[i] = csv_heading(sheet->csv, i);
	return true;
}

static bool
open_xlsx(struct sheet *sheet, struct arena *arena, int fd, struct sheet_error *error)
{
	sheet->xlsx = xlsx_open(arena, fd, &error->english);
	if (sheet->xlsx == NULL)
		return false;
	if (!xlsx_next(sheet->xlsx, &error->english)) {
		if (error->english == NULL)
			error->english = N_("The file is empty: its first line must hold the names of the columns.");
		return false;
	}
	sheet->columns = xlsx_width(sheet->xlsx);
	sheet->headings = arena_make_array(arena, const char *, sheet->columns);
	for (size_t i = 0; i < sheet->columns; i++) {
		struct str heading = trim(xlsx_cell(sheet->xlsx, i));

		sheet->headings[i] = arena_text_of(arena, heading.at, heading.length);
	}
	return true;
}

struct sheet *
sheet_open(struct arena *arena, int fd, struct sheet_error *error)
{
	struct sheet *sheet = arena_make(arena, struct sheet);

	*error = (struct sheet_error){.english = NULL};
	if (is_archive(fd) ? open_xlsx(sheet, arena, fd, error) : open_csv(sheet, arena, fd, error))
		return sheet;
	return NULL;
}

static void
close_memory(void *data)
{
	close(*(int *)data);
}

struct sheet *
sheet_open_text(struct arena *arena, struct str text, struct sheet_error *error)
{
	struct sheet *sheet = arena_make(arena, struct sheet);
	int *fd = arena_make(arena, int);

	*error = (struct sheet_error){.english = NULL};
	*fd = memfd_create("sheet", MFD_CLOEXEC);
	if (*fd < 0)
		return NULL;
	arena_at_end(arena, close_memory, fd);
	if (write(*fd, text.at, text.length) != (ssize_t)text.length)
		return NULL;
	return open_csv(sheet, arena, *fd, error) ? sheet : NULL;
}

size_t
sheet_columns(const struct sheet *sheet)
{
	return sheet->columns;
}

const char *
sheet_heading(const struct sheet *sheet, size_t column)
{
	return sheet->headings[column];
}

bool
sheet_next(struct sheet *sheet, struct sheet_error *error)
{
	const char *text;

	*error = (struct sheet_error){.english = NULL};
	if (sheet->xlsx != NULL) {
		if (xlsx_next(sheet->xlsx, &error->english))
			return true;
		error->line = error->english == NULL ? 0 : xlsx_line(sheet->xlsx);
		return false;
	}
	if (csv_next(sheet->csv, &text))
		return true;
	*error = csv_error(sheet->csv);
	return false;
}

/* The apostrophe by which sheet_add_text says that a text is no formula. */
static struct str
without_mark(struct str text)
{
	if (text.length > 1 && text.at[0] == '\'' && memchr("=+-@\t\r\n", text.at[1], 7) != NULL)
		return str_slice(text.at + 1, text.length - 1);
	return text;
}

struct str
sheet_cell(const struct sheet *sheet, size_t column)
{
	return sheet->xlsx != NULL ? trim(xlsx_cell(sheet->xlsx, column))
				   : trim(without_mark(trim(csv_cell(sheet->csv, column))));
}

int64_t
sheet_line(const struct sheet *sheet)
{
	return sheet->xlsx != NULL ? xlsx_line(sheet->xlsx) : csv_line(sheet->csv);
}
