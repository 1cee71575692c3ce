/* csv: one row at a time out of a buffer of 64 KiB; a row's cells lie one after the other in a text of their own. */
#include "sheet/csv.h"

#include "base/arena.h"
#include "base/doc.h"
#include "html/format.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	BUFFER = 64 * 1024,
	CELL_LIMIT = 64 * 1024,
	ROW_LIMIT = 1024 * 1024,
	CELLS_LIMIT = 1024,
	WIDEST = 3, /* bytes of UTF-8 that a character of Windows-1252 takes at most */
	NO_BYTE = -1,
};

/* A file in plain ASCII so far may still turn out to be either of the two others. */
enum encoding { UNDECIDED, UTF_8, WINDOWS_1252 };

struct csv {
	struct arena *arena;
	int fd;
	uint64_t size, taken; /* bytes of the file; how many were read into the buffer */
	unsigned char *buffer;
	size_t at, filled;
	bool read_failed;
	enum encoding encoding;
	char separator;
	int64_t line;	  /* of the next byte */
	int64_t row_line; /* where the row begins */
	char *row, *wide; /* the row as it stands in the file; the same in UTF-8 when it was not */
	size_t row_length;
	bool row_special; /* holds bytes that are not plain ASCII */
	struct str *cells;
	size_t cell_count;
	struct sheet_error broken; /* sticky */
	const char **columns, **headings;
	size_t column_count;
};

/* What bytes 0x80 to 0x9F mean in Windows-1252; 0 where they mean nothing. */
static const uint16_t windows_high[32] = {
	0x20AC, 0,	0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
	0x2039, 0x0152, 0,	0x017D, 0,	0,	0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,	0x017E, 0x0178,
};

/* ---- bytes ---- */

static bool
refill(struct csv *csv)
{
	ssize_t got;

	do
		got = read(csv->fd, csv->buffer, BUFFER);
	while (got < 0 && errno == EINTR);
	csv->read_failed = got < 0;
	csv->at = 0;
	csv->filled = got > 0 ? (size_t)got : 0;
	csv->taken += csv->filled;
	return csv->filled > 0;
}

static int
peek(struct csv *csv)
{
	if (csv->at == csv->filled && !refill(csv))
		return NO_BYTE;
	return csv->buffer[csv->at];
}

static int
take(struct csv *csv)
{
	int byte = peek(csv);

	if (byte != NO_BYTE)
		csv->at++;
	return byte;
}

/* ---- cells ---- */

static bool
fail(struct csv *csv, int64_t line, const char *sentence)
{
	if (csv->broken.english == NULL)
		csv->broken = (struct sheet_error){.english = sentence, .line = line};
	return false;
}

static bool
put(struct csv *csv, int byte)
{
	struct str *cell = &csv->cells[csv->cell_count - 1];

	if (cell->length == CELL_LIMIT)
		return fail(csv, csv->row_line, N_("a cell is longer than 64 KiB. Is a quotation mark missing?"));
	if (csv->row_length == ROW_LIMIT)
		return fail(csv, csv->row_line, N_("the row is longer than 1 MiB. Is a quotation mark missing?"));
	if (byte == 0 || byte >= 0x80)
		csv->row_special = true;
	csv->row[csv->row_length++] = (char)byte;
	cell->length++;
	return true;
}

static bool
open_cell(struct csv *csv)
{
	if (csv->cell_count == CELLS_LIMIT)
		return fail(csv, csv->row_line, N_("the row has more than 1,024 cells."));
	csv->cells[csv->cell_count++] = str_slice(csv->row + csv->row_length, 0);
	return true;
}

/* After a line's end was taken: CR LF, LF or CR alone. */
static void
end_line(struct csv *csv, int byte)
{
	if (byte == '\r' && peek(csv) == '\n')
		csv->at++;
	csv->line++;
}

/* What stands between quotes; a doubled one is one (RFC 4180). The opening one was taken. */
static bool
quoted(struct csv *csv)
{
	int64_t opened = csv->line;
	int byte;

	while ((byte = take(csv)) != NO_BYTE) {
		if (byte == '"' && peek(csv) != '"')
			return true;
		if (byte == '"')
			csv->at++;
		if (byte == '\n')
			csv->line++;
		if (!put(csv, byte))
			return false;
	}
	return fail(csv, opened, N_("a quotation mark opens here and never closes."));
}

enum after { NEXT_CELL, ROW_ENDS, FILE_ENDS, BROKEN };

static enum after
read_cell(struct csv *csv)
{
	int byte;

	if (!open_cell(csv))
		return BROKEN;
	if (peek(csv) == '"') {
		csv->at++;
		if (!quoted(csv))
			return BROKEN;
	}
	while ((byte = take(csv)) != NO_BYTE) {
		if (byte == csv->separator)
			return NEXT_CELL;
		if (byte == '\n' || byte == '\r') {
			end_line(csv, byte);
			return ROW_ENDS;
		}
		if (!put(csv, byte))
			return BROKEN;
	}
	return FILE_ENDS;
}

/* ---- characters ---- */

static bool
row_is_utf8(const struct csv *csv)
{
	for (size_t i = 0; i < csv->cell_count; i++)
		if (!str_is_utf8(csv->cells[i]))
			return false;
	return true;
}

/* The character of a byte as UTF-8; 0 when Windows-1252 has none there. */
static size_t
widen(unsigned char byte, char *out)
{
	unsigned code = byte < 0x80 || byte >= 0xA0 ? byte : windows_high[byte - 0x80];

	if (code == 0)
		return 0;
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xC0 | (code >> 6));
		out[1] = (char)(0x80 | (code & 0x3F));
		return 2;
	}
	out[0] = (char)(0xE0 | (code >> 12));
	out[1] = (char)(0x80 | ((code >> 6) & 0x3F));
	out[2] = (char)(0x80 | (code & 0x3F));
	return 3;
}

static bool
widen_row(struct csv *csv)
{
	size_t length = 0;

	if (csv->wide == NULL)
		csv->wide = arena_alloc(csv->arena, (size_t)ROW_LIMIT * WIDEST);
	for (size_t i = 0; i < csv->cell_count; i++) {
		struct str cell = csv->cells[i];
		size_t start = length;

		for (size_t byte = 0; byte < cell.length; byte++) {
			size_t bytes = widen((unsigned char)cell.at[byte], csv->wide + length);

			if (bytes == 0)
				return false;
			length += bytes;
		}
		csv->cells[i] = str_slice(csv->wide + start, length - start);
	}
	return true;
}

static bool
decode_row(struct csv *csv)
{
	bool good;

	if (!csv->row_special)
		return true;
	good = csv->encoding != WINDOWS_1252 && row_is_utf8(csv);
	if (csv->encoding == UNDECIDED)
		csv->encoding = good ? UTF_8 : WINDOWS_1252;
	if (csv->encoding == WINDOWS_1252)
		good = widen_row(csv);
	return good ||
	       fail(csv, csv->row_line,
		    N_("some characters cannot be read. Save the file again as “CSV UTF-8” and try once more."));
}

static bool
row_is_blank(const struct csv *csv)
{
	for (size_t i = 0; i < csv->cell_count; i++)
		if (str_trim(csv->cells[i]).length > 0)
			return false;
	return true;
}

/* One row, blank or not; false at the end or when broken. */
static bool
read_row(struct csv *csv)
{
	enum after after;

	csv->row_length = 0;
	csv->cell_count = 0;
	csv->row_special = false;
	csv->row_line = csv->line;
	if (peek(csv) == NO_BYTE)
		return csv->read_failed && fail(csv, csv->line, N_("the file cannot be read any further."));
	do
		after = read_cell(csv);
	while (after == NEXT_CELL);
	if (csv->read_failed)
		return fail(csv, csv->line, N_("the file cannot be read any further."));
	return after != BROKEN && decode_row(csv);
}

/* In English, for the command line. */
static const char *
error_text(struct arena *arena, const struct sheet_error *error)
{
	struct builder text;
	struct doc *values;

	if (error->english == NULL)
		return NULL;
	text = builder_new(arena, 0);
	values = doc_object(arena);
	if (error->line > 0)
		build_printf(&text, "Line %" PRId64 ": ", error->line);
	doc_set_text(values, "name", error->name);
	doc_print_message(error->english, values, NULL, &text);
	return builder_text(&text);
}

bool
csv_next(struct csv *csv, const char **error)
{
	*error = NULL;
	while (csv->broken.english == NULL && read_row(csv))
		if (!row_is_blank(csv))
			return true;
	csv->cell_count = 0;
	*error = error_text(csv->arena, &csv->broken);
	return false;
}

struct sheet_error
csv_error(const struct csv *csv)
{
	return csv->broken;
}

/* ---- what the first bytes tell ---- */

static enum encoding
guess_encoding(struct str start)
{
	size_t cut = start.length;
	bool plain = true;

	for (size_t i = 0; plain && i < start.length; i++)
		plain = (unsigned char)start.at[i] < 0x80;
	if (plain)
		return UNDECIDED;
	if (start.length == BUFFER) { /* the last character may be cut */
		while (cut > start.length - 4 && ((unsigned char)start.at[cut - 1] & 0xC0) == 0x80)
			cut--;
		if ((unsigned char)start.at[cut - 1] >= 0x80)
			cut--;
	}
	return str_is_utf8(str_slice(start.at, cut)) ? UTF_8 : WINDOWS_1252;
}

/* The candidate that stands most often in the first line, outside quotes. */
static char
guess_separator(struct str start)
{
	static const char candidates[] = {';', '\t', ','};
	size_t counts[3] = {0}, best = 0;
	bool inside = false;

	for (size_t i = 0; i < start.length; i++) {
		char c = start.at[i];

		if (c == '"')
			inside = !inside;
		if (!inside && (c == '\n' || c == '\r'))
			break;
		for (size_t k = 0; k < 3; k++)
			counts[k] += !inside && c == candidates[k];
	}
	for (size_t k = 1; k < 3; k++)
		if (counts[k] > counts[best])
			best = k;
	return candidates[best];
}

/* The byte order mark, and the line "sep=;" by which Excel is told the separator. */
static void
skip_marks(struct csv *csv)
{
	struct str start = str_slice(csv->buffer, csv->filled);

	if (str_starts(start, STR("\xEF\xBB\xBF"))) {
		csv->at = 3;
		csv->encoding = UTF_8;
		start = str_slice(start.at + 3, start.length - 3);
	}
	if (start.length > 5 && str_starts(start, STR("sep=")) && (start.at[5] == '\r' || start.at[5] == '\n')) {
		csv->separator = start.at[4];
		csv->at += 5;
		end_line(csv, take(csv));
	} else {
		csv->separator = guess_separator(start);
	}
}

static bool
is_two_byte_text(struct str start)
{
	return str_starts(start, STR("\xFF\xFE")) || str_starts(start, STR("\xFE\xFF"));
}

/* ---- columns ---- */

/* Signs such as ° and the no-break space, U+0080 to U+00BF, begin with this byte. */
enum { SIGNS = 0xC2 };

static bool
belongs_to_word(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 0x80 && c != SIGNS);
}

static const char *
column_name(struct arena *arena, struct str cell)
{
	const char *folded = text_fold(arena, arena_text_of(arena, cell.at, cell.length));
	struct builder name = builder_new(arena, 0);
	bool gap = false;

	for (const char *at = folded; *at != '\0'; at++) {
		if (!belongs_to_word((unsigned char)*at)) {
			gap = true;
			at += (unsigned char)*at == SIGNS;
			continue;
		}
		if (gap && name.length > 0)
			build_char(&name, '_');
		gap = false;
		build_char(&name, *at);
	}
	return builder_text(&name);
}

/* Whether another column has this name already. */
static bool
is_taken(const struct csv *csv, size_t column)
{
	for (size_t k = 0; k < column; k++)
		if (csv->columns[column][0] != '\0' && strcmp(csv->columns[column], csv->columns[k]) == 0)
			return true;
	return false;
}

static bool
read_columns(struct csv *csv, struct sheet_error *error)
{
	const char *text;

	if (!csv_next(csv, &text)) {
		*error = csv->broken;
		if (text == NULL)
			error->english = N_("The file is empty: its first line must hold the names of the columns.");
		return false;
	}
	csv->columns = arena_make_array(csv->arena, const char *, csv->cell_count);
	csv->headings = arena_make_array(csv->arena, const char *, csv->cell_count);
	csv->column_count = csv->cell_count;
	for (size_t i = 0; i < csv->column_count; i++) {
		struct str heading = str_trim(csv->cells[i]);

		csv->columns[i] = column_name(csv->arena, csv->cells[i]);
		csv->headings[i] = arena_text_of(csv->arena, heading.at, heading.length);
		if (is_taken(csv, i)) {
			*error = (struct sheet_error){N_("Two columns are called “{{name}}”."), 0, csv->columns[i]};
			return false;
		}
	}
	return true;
}

/* ---- opening ---- */

static void
close_file(void *data)
{
	csv_close(data);
}

static struct csv *
csv_new(struct arena *arena, int fd, uint64_t size)
{
	struct csv *csv = arena_make(arena, struct csv);

	csv->arena = arena;
	csv->fd = fd;
	csv->size = size;
	csv->line = 1;
	csv->buffer = arena_alloc(arena, BUFFER);
	csv->row = arena_alloc(arena, ROW_LIMIT);
	csv->cells = arena_make_array(arena, struct str, CELLS_LIMIT);
	arena_at_end(arena, close_file, csv);
	return csv;
}

struct csv *
csv_open_at(struct arena *arena, const char *path, struct sheet_error *error)
{
	struct stat status;
	struct csv *csv;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*error = (struct sheet_error){.english = NULL};
	if (fd < 0 || fstat(fd, &status) != 0) {
		error->name = arena_printf(arena, "%s cannot be opened: %s.", path, strerror(errno));
		error->english = "{{name}}";
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	csv = csv_new(arena, fd, status.st_size > 0 ? (uint64_t)status.st_size : 0);
	if (!refill(csv) && csv->read_failed) {
		error->name = arena_printf(arena, "%s cannot be read: %s.", path, strerror(errno));
		error->english = "{{name}}";
	} else if (is_two_byte_text(str_slice(csv->buffer, csv->filled))) {
		error->english = N_("The file is in UTF-16. Save it again as “CSV UTF-8” and try once more.");
	}
	if (error->english == NULL) {
		csv->encoding = guess_encoding(str_slice(csv->buffer, csv->filled));
		skip_marks(csv);
	}
	if (error->english == NULL && read_columns(csv, error))
		return csv;
	csv_close(csv);
	return NULL;
}

struct csv *
csv_open(struct arena *arena, const char *path, const char **error)
{
	struct sheet_error reason;
	struct csv *csv = csv_open_at(arena, path, &reason);

	*error = error_text(arena, &reason);
	return csv;
}

void
csv_close(struct csv *csv)
{
	if (csv->fd >= 0)
		close(csv->fd);
	csv->fd = -1;
}

size_t
csv_columns(const struct csv *csv)
{
	return csv->column_count;
}

const char *
csv_column(const struct csv *csv, size_t index)
{
	return csv->columns[index];
}

const char *
csv_heading(const struct csv *csv, size_t index)
{
	return csv->headings[index];
}

struct str
csv_cell(const struct csv *csv, size_t index)
{
	return index < csv->cell_count ? csv->cells[index] : str_slice("", 0);
}

int64_t
csv_line(const struct csv *csv)
{
	return csv->row_line;
}

double
csv_progress(const struct csv *csv)
{
	uint64_t done = csv->taken - (csv->filled - csv->at);

	return csv->size == 0 || done >= csv->size ? 1 : (double)done / (double)csv->size;
}
