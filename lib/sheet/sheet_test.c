/* sheet_test: what is written in both formats, and workbooks of others, those that mean harm included. */
#include "sheet/sheet.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"
#include "sheet/xlsx.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool
write_file(void *data, const void *bytes, size_t size)
{
	return fwrite(bytes, 1, size, data) == size;
}

static struct zip_sink
sink_of(FILE *file)
{
	return (struct zip_sink){write_file, file};
}

static int
flushed(FILE *file)
{
	fflush(file);
	return fileno(file);
}

static const char *
bytes_of(struct arena *arena, FILE *file)
{
	char *bytes = arena_alloc(arena, 65536);

	fflush(file);
	rewind(file);
	bytes[fread(bytes, 1, 65535, file)] = '\0';
	return bytes;
}

static const char *
row_of(struct arena *arena, struct sheet *sheet)
{
	struct builder text = builder_new(arena, 0);
	struct sheet_error error;

	if (!sheet_next(sheet, &error))
		return error.english == NULL ? "end" : error.english;
	for (size_t i = 0; i < sheet_columns(sheet); i++) {
		build_text(&text, i == 0 ? "" : "|");
		build_str(&text, sheet_cell(sheet, i));
	}
	return builder_text(&text);
}

static FILE *
written(struct arena *arena, enum sheet_format format, const struct sheet_style *given)
{
	const struct sheet_style french = {format, "Véhicules: 2026", ';', ',', (const int[]){30, 12}, 2};
	FILE *file = tmpfile();
	struct sheet_writer *writer = sheet_writer(arena, given == NULL ? &french : given, sink_of(file));

	sheet_add_text(writer, STR("Plaque"));
	sheet_add_text(writer, STR("Prix"));
	sheet_add_text(writer, STR("Acheté"));
	sheet_add_text(writer, STR("Vu"));
	sheet_end_row(writer);
	sheet_add_text(writer, STR("=1+2;\"x\""));
	sheet_add_number(writer, -123450, 2);
	sheet_add_day(writer, day_of(2026, 12, 31));
	sheet_add_time(writer, (int64_t)day_of(2026, 11, 22) * DAY_MS + 14 * HOUR_MS + 5 * MINUTE_MS);
	sheet_end_row(writer);
	sheet_add_text(writer, STR("l’été <&> é\nlà"));
	sheet_add_number(writer, 7, 0);
	sheet_add_empty(writer);
	sheet_add_text(writer, STR("+33612345678"));
	sheet_end_row(writer);
	assert_true(sheet_end(writer));
	return file;
}

TEST(csv_is_written_as_spreadsheets_open_it)
{
	struct arena *arena = arena_new(0);
	FILE *file = written(arena, SHEET_CSV, NULL);

	assert_string_equal(bytes_of(arena, file), "\xEF\xBB\xBFPlaque;Prix;Acheté;Vu\r\n"
						   "\"'=1+2;\"\"x\"\"\";-1234,50;2026-12-31;2026-11-22 14:05\r\n"
						   "\"l’été <&> é\nlà\";7;;\"'+33612345678\"\r\n");
	fclose(file);
	file = written(arena, SHEET_CSV,
		       &(struct sheet_style){.format = SHEET_CSV, .name = "x", .separator = ',', .decimal = '.'});
	assert_non_null(strstr(bytes_of(arena, file), ",-1234.50,2026-12-31,"));
	fclose(file);
	arena_free(arena);
}

TEST(what_begins_a_formula_is_marked_in_csv)
{
	static const char *const dangerous[] = {"=x", "+x", "-x", "@x", "\tx", "\rx", "=cmd|' /C calc'!A0"};
	struct arena *arena = arena_new(0);

	for (size_t i = 0; i < sizeof dangerous / sizeof dangerous[0]; i++) {
		FILE *file = tmpfile();
		struct sheet_writer *writer = sheet_writer(
			arena,
			&(struct sheet_style){.format = SHEET_CSV, .name = "x", .separator = ',', .decimal = '.'},
			sink_of(file));

		sheet_add_text(writer, str_of(dangerous[i]));
		assert_true(sheet_end(writer));
		assert_true(strncmp(bytes_of(arena, file) + 3, "\"'", 2) == 0);
		fclose(file);
	}
	arena_free(arena);
}

TEST(both_formats_are_read_as_they_were_written)
{
	struct arena *arena = arena_new(0);

	for (int format = SHEET_CSV; format <= SHEET_XLSX; format++) {
		FILE *file = written(arena, (enum sheet_format)format, NULL);
		struct sheet_error error;
		struct sheet *sheet = sheet_open(arena, flushed(file), &error);

		assert_non_null(sheet);
		assert_int_equal(sheet_columns(sheet), 4);
		assert_string_equal(sheet_heading(sheet, 2), "Acheté");
		assert_string_equal(row_of(arena, sheet), format == SHEET_CSV
								  ? "=1+2;\"x\"|-1234,50|2026-12-31|2026-11-22 14:05"
								  : "=1+2;\"x\"|-1234.5|2026-12-31|2026-11-22T14:05");
		assert_int_equal(sheet_line(sheet), 2);
		assert_string_equal(row_of(arena, sheet), "l’été <&> é\nlà|7||+33612345678");
		assert_string_equal(row_of(arena, sheet), "end");
		fclose(file);
	}
	arena_free(arena);
}

TEST(a_workbook_has_widths_bold_headings_that_stay_and_filters)
{
	struct arena *arena = arena_new(0);
	FILE *file = written(arena, SHEET_XLSX, NULL);
	const struct zip *zip = zip_open(arena, flushed(file));
	struct zip_stream *stream = zip_entry(arena, zip, "xl/worksheets/sheet1.xml");
	char text[8192];
	ptrdiff_t size = zip_read(stream, text, sizeof text - 1);

	assert_true(size > 0);
	text[size] = '\0';
	assert_non_null(strstr(text, "<pane ySplit=\"1\" topLeftCell=\"A2\""));
	assert_non_null(strstr(text, "<cols><col min=\"1\" max=\"1\" width=\"30\" customWidth=\"1\"/>"
				     "<col min=\"2\" max=\"2\" width=\"12\" customWidth=\"1\"/></cols><sheetData>"));
	assert_non_null(strstr(text, "<row><c t=\"inlineStr\" s=\"3\">"));
	assert_non_null(strstr(text, "</sheetData><autoFilter ref=\"A1:D3\"/></worksheet>"));
	fclose(file);
	arena_free(arena);
}

/* ---- workbooks of others ---- */

#define BOOK                                                                                                           \
	"<workbook xmlns:r=\"r\"><workbookPr date1904=\"%d\"/><sheets><sheet name=\"A\" r:id=\"rId7\"/>"               \
	"<sheet name=\"B\" r:id=\"rId8\"/></sheets></workbook>"

static FILE *
workbook(struct arena *arena, const char *texts, const char *styles, const char *rows, int from_1904)
{
	FILE *file = tmpfile();
	struct zip_writer *zip = zip_writer(arena, sink_of(file), NULL);
	const char *const parts[][2] = {
		{"xl/workbook.xml", arena_printf(arena, BOOK, from_1904)},
		{"xl/_rels/workbook.xml.rels",
		 "<Relationships><Relationship Id=\"rId8\" Target=\"worksheets/other.xml\"/>"
		 "<Relationship Id=\"rId7\" Target=\"/xl/worksheets/first.xml\"/></Relationships>"},
		{"xl/sharedStrings.xml", texts},
		{"xl/styles.xml", styles},
		{"xl/worksheets/first.xml", rows},
	};

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		zip_begin(zip, parts[i][0]);
		zip_write(zip, str_of(parts[i][1]));
		zip_close(zip);
	}
	assert_true(zip_end(zip));
	return file;
}

#define STYLES                                                                                                          \
	"<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"dd/mm/yyyy\\ hh:mm\"/>"                             \
	"<numFmt numFmtId=\"171\" formatCode=\"&quot;day&quot; 0.00\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/>"   \
	"</cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/>" \
	"<xf numFmtId=\"9\"/></cellXfs></styleSheet>"

TEST(workbooks_of_others_are_read)
{
	struct arena *arena = arena_new(0);
	struct sheet_error error;
	FILE *file = workbook(
		arena,
		"<x:sst xmlns:x=\"x\"><x:si><x:t>Plate</x:t></x:si><x:si><x:r><x:t>No</x:t></x:r><x:r><x:t>te</x:t>"
		"</x:r><x:rPh><x:t>no</x:t></x:rPh></x:si></x:sst>",
		STYLES,
		"<worksheet><sheetData><row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"s\"><v>1</v></c>"
		"<c r=\"F2\" t=\"inlineStr\"><is><t>x</t></is></c></row>"
		"<row r=\"4\"/><row r=\"5\"><c r=\"A5\"><v>75001</v></c><c r=\"B5\" s=\"1\"><v>46387</v></c>"
		"<c r=\"C5\" s=\"2\"><v>46387.604166666664</v></c><c r=\"D5\" s=\"3\"><v>0.30000000000000004</v></c>"
		"<c r=\"E5\" s=\"4\"><v>0.2</v></c><c r=\"F5\" t=\"b\"><v>1</v></c></row>"
		"<row><c t=\"str\"><f>A1</f><v>sum</v></c><c><v>1E-3</v></c><c t=\"e\"><v>#N/A</v></c></row>"
		"</sheetData></worksheet>",
		0);
	struct sheet *sheet = sheet_open(arena, flushed(file), &error);

	assert_non_null(sheet);
	assert_string_equal(sheet_heading(sheet, 0), "Plate");
	assert_string_equal(sheet_heading(sheet, 2), "Note");
	assert_string_equal(row_of(arena, sheet), "75001|2026-12-31|2026-12-31T14:30|0.3|20%|yes");
	assert_int_equal(sheet_line(sheet), 5);
	assert_string_equal(row_of(arena, sheet), "sum|0.001|#N/A|||");
	assert_string_equal(row_of(arena, sheet), "end");
	fclose(file);
	arena_free(arena);
}

TEST(workbooks_that_mean_harm_are_refused)
{
	struct arena *arena = arena_new(0);
	struct sheet_error error;
	size_t much = 80 * 1024 * 1024;
	char *blanks = arena_alloc(arena, much + 1);
	FILE *file;

	memset(blanks, ' ', much);
	file = workbook(arena, "<sst/>", STYLES, blanks, 0);
	assert_null(sheet_open(arena, flushed(file), &error));
	assert_non_null(error.english);
	fclose(file);
	file = workbook(
		arena,
		"<!DOCTYPE sst [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>",
		STYLES, "<worksheet/>", 0);
	assert_null(sheet_open(arena, flushed(file), &error));
	fclose(file);
	file = workbook(arena, "<sst/>", STYLES, "<worksheet><sheetData><row><c r=\"ZZZZ1\"><v>1</v></c></row>", 0);
	assert_null(sheet_open(arena, flushed(file), &error));
	fclose(file);
	file = tmpfile();
	fwrite("PK\x03\x04 and nothing else", 1, 20, file);
	assert_null(sheet_open(arena, flushed(file), &error));
	fclose(file);
	arena_free(arena);
}

TEST(a_damaged_workbook_says_so_wherever_it_is_cut)
{
	struct arena *arena = arena_new(0);
	FILE *whole = written(arena, SHEET_XLSX, NULL);
	char bytes[8192];
	size_t size;

	fflush(whole);
	rewind(whole);
	size = fread(bytes, 1, sizeof bytes, whole);
	fclose(whole);
	for (size_t at = 0; at < size; at += 3) {
		FILE *file = tmpfile();
		struct sheet_error error;
		struct sheet *sheet;
		char kept = bytes[at];

		bytes[at] = (char)(kept ^ 0x55);
		fwrite(bytes, 1, size, file);
		bytes[at] = kept;
		sheet = sheet_open(arena, flushed(file), &error);
		while (sheet != NULL && sheet_next(sheet, &error))
			;
		fclose(file);
	}
	arena_free(arena);
}
