/* demo_documents: documents as office programs write them: a report of a visit (Word), and what a roof yields (Excel).
 */
#include "demo/demo_parts.h"

#include "base/arena.h"
#include "sheet/sheet.h"

#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define OFFICE	"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define WORD	"application/vnd.openxmlformats-officedocument.wordprocessingml."

static bool
take(void *data, const void *bytes, size_t size)
{
	build_bytes(data, bytes, size);
	return true;
}

/* ---- Word (ECMA-376 part 1, §17) ---- */

static void
add_part(struct zip_writer *zip, const char *path, struct str content)
{
	zip_begin(zip, path);
	zip_write(zip, content);
	zip_close(zip);
}

/* `size` in half points. */
static void
build_line(struct builder *out, const char *text, int size, const char *colour)
{
	build_printf(out,
		     "<w:p><w:pPr><w:spacing w:after=\"160\"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii=\"Inter\" "
		     "w:hAnsi=\"Inter\"/><w:color w:val=\"%s\"/><w:sz w:val=\"%d\"/></w:rPr><w:t>%s</w:t></w:r></w:p>",
		     colour, size, text);
}

struct str
demo_report_docx(struct arena *arena, const char *const *lines)
{
	struct builder out = builder_new(arena, 0), text = builder_new(arena, 0);
	struct zip_writer *zip = zip_writer(arena, (struct zip_sink){take, &out}, NULL);

	build_text(&text,
		   "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>");
	for (size_t i = 0; lines[i] != NULL; i++)
		build_line(&text, lines[i], i == 0 ? 40 : 24, i == 0 ? "29497D" : "222222");
	build_text(&text, "</w:body></w:document>");
	add_part(zip, "[Content_Types].xml",
		 STR("<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\" ContentType=\"application/"
		     "vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" "
		     "ContentType=\"" WORD "document.main+xml\"/></Types>"));
	add_part(zip, "_rels/.rels",
		 STR("<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"r1\" Type=\"" OFFICE
		     "officeDocument\" Target=\"word/document.xml\"/></Relationships>"));
	add_part(zip, "word/document.xml", builder_str(&text));
	zip_end(zip);
	return builder_str(&out);
}

/* ---- Excel ---- */

struct str
demo_yield_xlsx(struct arena *arena)
{
	static const struct {
		const char *month;
		int kwh;
	} yields[] = {{"janvier", 212},	  {"février", 318}, {"mars", 541},     {"avril", 698},
		      {"mai", 766},	  {"juin", 802},    {"juillet", 811},  {"août", 742},
		      {"septembre", 588}, {"octobre", 401}, {"novembre", 243}, {"décembre", 187}};
	static const int widths[] = {16, 22};
	const struct sheet_style style = {
		.format = SHEET_XLSX, .name = "Production", .widths = widths, .width_count = 2};
	struct builder out = builder_new(arena, 0);
	struct sheet_writer *writer = sheet_writer(arena, &style, (struct zip_sink){take, &out});

	sheet_add_text(writer, STR("Mois"));
	sheet_add_text(writer, STR("Production (kWh)"));
	sheet_end_row(writer);
	for (size_t i = 0; i < sizeof yields / sizeof yields[0]; i++) {
		sheet_add_text(writer, str_of(yields[i].month));
		sheet_add_number(writer, yields[i].kwh, 0);
		sheet_end_row(writer);
	}
	sheet_end(writer);
	return builder_str(&out);
}
