/* xlsx_write: the fixed parts of a workbook, and the rows of its one sheet as they come. */
#include "sheet/xlsx.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/money.h"

enum {
	ROW_BYTES = 64 * 1024,
	NAME_BYTES = 31,
	DAYS_1900 = 25569,
	STYLE_DAY = 1,
	STYLE_TIME = 2,
	STYLE_HEAD = 3,
	STYLE_AMOUNT = 4,
	SECONDS = 86400
};

enum { AMOUNT_DIGITS = 2 };

/* Days before 1 March 1900 are counted otherwise by some programs: they are written as texts. */
enum { FIRST_DAY = 61, LAST_DAY = 2958465 };

struct xlsx_writer {
	struct arena *arena;
	struct arena *row_arena;
	struct builder row;
	struct zip_writer *zip;
	bool in_row;
	size_t rows, columns; /* ended; of the first row */
};

#define XML	 "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN	 "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE	 "http://schemas.openxmlformats.org/package/2006/"
#define TYPE	 "application/vnd.openxmlformats-officedocument.spreadsheetml."

static const struct {
	const char *path, *content;
} parts[] = {
	{"[Content_Types].xml",
	 XML "<Types xmlns=\"" PACKAGE "content-types\">"
	     "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
	     "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
	     "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPE "sheet.main+xml\"/>"
	     "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" TYPE "worksheet+xml\"/>"
	     "<Override PartName=\"/xl/styles.xml\" ContentType=\"" TYPE "styles+xml\"/></Types>"},
	{"_rels/.rels",
	 XML "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\"" RELATION
	     "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
	{"xl/_rels/workbook.xml.rels",
	 XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
	     "<Relationship Id=\"rId1\" Type=\"" RELATION "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
	     "<Relationship Id=\"rId2\" Type=\"" RELATION "/styles\" Target=\"styles.xml\"/></Relationships>"},
	{"xl/styles.xml", XML
	 "<styleSheet xmlns=\"" MAIN "\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>"
	 "<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm\"/></numFmts>"
	 "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
	 "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
	 "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
	 "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
	 "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
	 "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
	 "<cellXfs count=\"5\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
	 "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
	 "<xf numFmtId=\"165\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
	 "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>"
	 "<xf numFmtId=\"4\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs>"
	 "</styleSheet>"},
};

/* Signs that XML has no way to say are left out. */
static void
build_escaped(struct builder *out, struct str text)
{
	for (size_t i = 0; i < text.length; i++) {
		char c = text.at[i];

		if (c == '&')
			build_text(out, "&amp;");
		else if (c == '<')
			build_text(out, "&lt;");
		else if (c == '>')
			build_text(out, "&gt;");
		else if (c == '"')
			build_text(out, "&quot;");
		else if ((unsigned char)c >= 0x20 || c == '\t' || c == '\n')
			build_char(out, c);
	}
}

/* Sheets are not called with these signs: [ ] : * ? / \ */
static const char *
sheet_name(struct arena *arena, const char *name)
{
	struct builder clean = builder_new(arena, 0), escaped = builder_new(arena, 0);
	struct str text;

	for (; *name != '\0' && clean.length < NAME_BYTES; name++)
		if (*name != '[' && *name != ']' && *name != ':' && *name != '*' && *name != '?' && *name != '/' &&
		    *name != '\\' && *name != '\'')
			build_char(&clean, *name);
	text = builder_str(&clean);
	while (text.length > 0 && !str_is_utf8(text)) /* cut inside a character */
		text.length--;
	build_escaped(&escaped, text.length == 0 ? STR("1") : text);
	return builder_text(&escaped);
}

static void
write_part(struct xlsx_writer *writer, const char *path, const char *content)
{
	zip_begin(writer->zip, path);
	zip_write(writer->zip, str_of(content));
	zip_close(writer->zip);
}

static void
free_row(void *data)
{
	arena_free(data);
}

/* Ahead of the rows, of which nobody knows yet how wide they are. */
static void
write_widths(struct xlsx_writer *writer, const int *widths, size_t count)
{
	if (count == 0)
		return;
	zip_write(writer->zip, STR("<cols>"));
	for (size_t i = 0; i < count; i++)
		zip_write(writer->zip,
			  str_of(arena_printf(writer->arena,
					      "<col min=\"%zu\" max=\"%zu\" width=\"%d\" customWidth=\"1\"/>", i + 1,
					      i + 1, widths[i])));
	zip_write(writer->zip, STR("</cols>"));
}

struct xlsx_writer *
xlsx_writer(struct arena *arena, struct zip_sink sink, const char *name, const int *widths, size_t width_count)
{
	struct xlsx_writer *writer = arena_make(arena, struct xlsx_writer);

	writer->arena = arena;
	writer->row_arena = arena_new(0);
	arena_at_end(arena, free_row, writer->row_arena);
	writer->row = builder_new(writer->row_arena, 0);
	writer->zip = zip_writer(arena, sink, NULL);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		write_part(writer, parts[i].path, parts[i].content);
	write_part(writer, "xl/workbook.xml",
		   arena_printf(arena,
				XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" RELATION
				    "\"><sheets><sheet name=\"%s\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
				sheet_name(arena, name)));
	zip_begin(writer->zip, "xl/worksheets/sheet1.xml");
	zip_write(writer->zip,
		  STR(XML "<worksheet xmlns=\"" MAIN "\"><sheetViews><sheetView workbookViewId=\"0\">"
			  "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
			  "</sheetView></sheetViews>"));
	write_widths(writer, widths, width_count);
	zip_write(writer->zip, STR("<sheetData>"));
	return writer;
}

static struct builder *
cell(struct xlsx_writer *writer)
{
	if (!writer->in_row)
		build_text(&writer->row, "<row>");
	writer->in_row = true;
	writer->columns += writer->rows == 0;
	return &writer->row;
}

void
xlsx_add_empty(struct xlsx_writer *writer)
{
	build_text(cell(writer), "<c/>");
}

void
xlsx_add_text(struct xlsx_writer *writer, struct str text)
{
	if (text.length == 0) {
		xlsx_add_empty(writer);
		return;
	}
	build_text(cell(writer), "<c t=\"inlineStr\"");
	if (writer->rows == 0)
		build_printf(&writer->row, " s=\"%d\"", STYLE_HEAD);
	build_text(&writer->row, "><is><t xml:space=\"preserve\">");
	build_escaped(&writer->row, text);
	build_text(&writer->row, "</t></is></c>");
}

void
xlsx_add_number(struct xlsx_writer *writer, int64_t units, int digits)
{
	char text[32];

	decimal_print(text, units, digits);
	if (digits == AMOUNT_DIGITS) /* shown as "1,234.50", or as the reader's country has it */
		build_printf(cell(writer), "<c s=\"%d\"><v>", STYLE_AMOUNT);
	else
		build_text(cell(writer), "<c><v>");
	build_text(&writer->row, text);
	build_text(&writer->row, "</v></c>");
}

void
xlsx_add_day(struct xlsx_writer *writer, int32_t day)
{
	int64_t serial = (int64_t)day + DAYS_1900;
	char text[16];

	if (serial < FIRST_DAY || serial > LAST_DAY) {
		day_print(text, day);
		xlsx_add_text(writer, str_of(text));
		return;
	}
	build_printf(cell(writer), "<c s=\"%d\"><v>%lld</v></c>", STYLE_DAY, (long long)serial);
}

void
xlsx_add_time(struct xlsx_writer *writer, int64_t local)
{
	int64_t seconds = local / SECOND_MS - (local % SECOND_MS < 0);
	int64_t day = seconds / SECONDS - (seconds % SECONDS < 0), rest = seconds - day * SECONDS;
	int64_t serial = day + DAYS_1900;
	char text[40];

	if (serial < FIRST_DAY || serial > LAST_DAY) {
		instant_print(text, local);
		xlsx_add_text(writer, str_slice(text, sizeof "2026-12-31T14:30:05" - 1));
		return;
	}
	build_printf(cell(writer), "<c s=\"%d\"><v>%.10f</v></c>", STYLE_TIME, (double)serial + (double)rest / SECONDS);
}

static void
flush(struct xlsx_writer *writer)
{
	zip_write(writer->zip, builder_str(&writer->row));
	arena_reset(writer->row_arena);
	writer->row = builder_new(writer->row_arena, 0);
}

void
xlsx_end_row(struct xlsx_writer *writer)
{
	if (!writer->in_row)
		build_text(&writer->row, "<row>");
	build_text(&writer->row, "</row>");
	writer->in_row = false;
	writer->rows++;
	if (writer->row.length > ROW_BYTES)
		flush(writer);
}

/* "A1:AB100": what the buttons under the headings filter (ECMA-376, 18.3.1.2). */
static const char *
whole_range(struct xlsx_writer *writer)
{
	enum { LETTERS = 26 };
	char letters[16];
	size_t at = sizeof letters - 1;

	letters[at] = '\0';
	for (size_t column = writer->columns; column > 0; column = (column - 1) / LETTERS)
		letters[--at] = (char)('A' + (column - 1) % LETTERS);
	return arena_printf(writer->arena, "A1:%s%zu", letters + at, writer->rows);
}

bool
xlsx_end(struct xlsx_writer *writer)
{
	flush(writer);
	zip_write(writer->zip, STR("</sheetData>"));
	if (writer->columns > 0 && writer->rows > 0)
		zip_write(writer->zip,
			  str_of(arena_printf(writer->arena, "<autoFilter ref=\"%s\"/>", whole_range(writer))));
	zip_write(writer->zip, STR("</worksheet>"));
	zip_close(writer->zip);
	return zip_end(writer->zip);
}
