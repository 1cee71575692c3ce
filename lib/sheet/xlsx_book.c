/* xlsx_book: reads the small parts of a workbook: relations, styles, shared texts. */
#include "sheet/xlsx_book.h"

#include "base/arena.h"
#include "base/doc.h"

#include <stdlib.h>
#include <string.h>

enum {
	CHUNK = 64 * 1024,
	TEXTS = 4 * 1024 * 1024,
	STYLES = 64 * 1024,
	FORMATS = 4096,
	TEXT_LIMIT = 64 * 1024, /* of one text, as a cell's */
};
#define TEXT_BYTES ((size_t)256 * 1024 * 1024) /* of all shared texts */

/* ---- XML ---- */

const char *
xlsx_name(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon == NULL ? name : colon + 1;
}

const char *
xlsx_attribute(const char **attributes, const char *name)
{
	for (; *attributes != NULL; attributes += 2)
		if (strcmp(xlsx_name(attributes[0]), name) == 0)
			return attributes[1];
	return NULL;
}

/* Workbooks have none: who brings one wants entities. */
static void
refuse_doctype(void *parser, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal)
{
	(void)name, (void)system, (void)public, (void)internal;
	XML_StopParser(parser, XML_FALSE);
}

static void
free_parser(void *data)
{
	XML_ParserFree(data);
}

XML_Parser
xlsx_parser(struct arena *arena, void *data, XML_StartElementHandler start, XML_EndElementHandler end,
	    XML_CharacterDataHandler text)
{
	XML_Parser parser = XML_ParserCreate(NULL);

	if (parser == NULL)
		abort();
	arena_at_end(arena, free_parser, parser);
	XML_SetUserData(parser, data);
	XML_SetElementHandler(parser, start, end);
	XML_SetCharacterDataHandler(parser, text);
	XML_UseParserAsHandlerArg(parser);
	XML_SetStartDoctypeDeclHandler(parser, refuse_doctype);
	return parser;
}

/* All of a part. False: it is damaged; a part that is not there is as an empty one. */
static bool
parse_part(struct xlsx_book *book, const char *path, void *data, XML_StartElementHandler start,
	   XML_EndElementHandler end, XML_CharacterDataHandler text)
{
	struct arena *arena = arena_new(0);
	struct zip_stream *stream = zip_entry(arena, book->zip, path);
	XML_Parser parser = xlsx_parser(arena, data, start, end, text);
	ptrdiff_t got = stream == NULL ? 0 : 1;
	bool good = true;

	while (good && got > 0) {
		void *buffer = XML_GetBuffer(parser, CHUNK);

		got = buffer == NULL ? -1 : zip_read(stream, buffer, CHUNK);
		good = got >= 0 && XML_ParseBuffer(parser, (int)got, got == 0) == XML_STATUS_OK;
	}
	arena_free(arena);
	return good;
}

/* ---- which sheet ---- */

struct finding {
	struct xlsx_book *book;
	const char *relation; /* of the first sheet */
};

static void
workbook_starts(void *parser, const char *name, const char **attributes)
{
	struct finding *finding = XML_GetUserData(parser);
	const char *value;

	name = xlsx_name(name);
	if (strcmp(name, "sheet") == 0 && finding->relation == NULL) {
		value = xlsx_attribute(attributes, "id");
		finding->relation = arena_text(finding->book->arena, value == NULL ? "" : value);
	} else if (strcmp(name, "workbookPr") == 0) {
		value = xlsx_attribute(attributes, "date1904");
		finding->book->from_1904 = value != NULL && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
	}
}

static void
relations_start(void *parser, const char *name, const char **attributes)
{
	struct finding *finding = XML_GetUserData(parser);
	const char *id = xlsx_attribute(attributes, "Id"), *target = xlsx_attribute(attributes, "Target");

	if (strcmp(xlsx_name(name), "Relationship") != 0 || id == NULL || target == NULL ||
	    !text_equal(id, finding->relation))
		return;
	finding->book->sheet = target[0] == '/' ? arena_text(finding->book->arena, target + 1)
						: arena_printf(finding->book->arena, "xl/%s", target);
}

static bool
find_sheet(struct xlsx_book *book)
{
	struct finding finding = {.book = book};

	book->sheet = "xl/worksheets/sheet1.xml";
	return parse_part(book, "xl/workbook.xml", &finding, workbook_starts, NULL, NULL) &&
	       parse_part(book, "xl/_rels/workbook.xml.rels", &finding, relations_start, NULL, NULL);
}

/* ---- styles ---- */

struct format {
	long id;
	enum xlsx_style style;
};

struct styling {
	struct xlsx_book *book;
	struct format formats[FORMATS];
	size_t format_count;
	bool in_cells;
};

/* What a code such as "dd/mm/yyyy hh:mm" or "0.0%" shows; texts in it and colours do not count. */
static enum xlsx_style
style_of_code(const char *code)
{
	bool day = false, time = false, percent = false;

	for (const char *at = code; *at != '\0' && *at != ';'; at++) {
		if (*at == '"' || *at == '[') {
			const char *end = strchr(at + 1, *at == '"' ? '"' : ']');

			time = time || (*at == '[' && (at[1] == 'h' || at[1] == 'm' || at[1] == 's') &&
					(at[2] == ']' || at[2] == at[1]));
			if (end == NULL)
				break;
			at = end;
		} else if (*at == '\\' || *at == '_' || *at == '*') {
			if (at[1] == '\0')
				break;
			at++;
		} else {
			char c = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;

			day = day || c == 'y' || c == 'd' || c == 'j' || c == 'a';
			time = time || c == 'h' || c == 's';
			percent = percent || c == '%';
		}
	}
	if (percent)
		return STYLE_PERCENT;
	return day ? time ? STYLE_DAY_AND_TIME : STYLE_DAY : time ? STYLE_TIME : STYLE_PLAIN;
}

/* ECMA-376 part 1, 18.8.30: formats that every workbook has. */
static enum xlsx_style
style_of_format(const struct styling *styling, long id)
{
	if (id == 9 || id == 10)
		return STYLE_PERCENT;
	if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
		return STYLE_DAY;
	if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47))
		return STYLE_TIME;
	if (id == 22)
		return STYLE_DAY_AND_TIME;
	for (size_t i = 0; i < styling->format_count; i++)
		if (styling->formats[i].id == id)
			return styling->formats[i].style;
	return STYLE_PLAIN;
}

static void
styles_start(void *parser, const char *name, const char **attributes)
{
	struct styling *styling = XML_GetUserData(parser);
	struct xlsx_book *book = styling->book;
	const char *id = xlsx_attribute(attributes, "numFmtId"), *code = xlsx_attribute(attributes, "formatCode");

	name = xlsx_name(name);
	if (strcmp(name, "cellXfs") == 0)
		styling->in_cells = true;
	else if (strcmp(name, "numFmt") == 0 && id != NULL && code != NULL && styling->format_count < FORMATS)
		styling->formats[styling->format_count++] = (struct format){
			strtol(id, NULL, 10), text_equal(code, "General") ? STYLE_PLAIN : style_of_code(code)};
	else if (strcmp(name, "xf") == 0 && styling->in_cells && book->style_count < STYLES)
		book->styles[book->style_count++] =
			id == NULL ? STYLE_PLAIN : style_of_format(styling, strtol(id, NULL, 10));
}

static void
styles_end(void *parser, const char *name)
{
	struct styling *styling = XML_GetUserData(parser);

	if (strcmp(xlsx_name(name), "cellXfs") == 0)
		styling->in_cells = false;
}

static bool
read_styles(struct xlsx_book *book)
{
	struct styling *styling = arena_make(book->arena, struct styling);

	styling->book = book;
	book->styles = arena_make_array(book->arena, enum xlsx_style, STYLES);
	return parse_part(book, "xl/styles.xml", styling, styles_start, styles_end, NULL);
}

/* ---- shared texts ---- */

struct sharing_texts {
	struct xlsx_book *book;
	struct builder text; /* of the one being read */
	size_t bytes;
	bool in_text, spoken; /* how it is spoken (rPh) is no part of it */
};

static void
texts_start(void *parser, const char *name, const char **attributes)
{
	struct sharing_texts *sharing = XML_GetUserData(parser);

	(void)attributes;
	name = xlsx_name(name);
	if (strcmp(name, "si") == 0)
		sharing->text.length = 0;
	else if (strcmp(name, "rPh") == 0)
		sharing->spoken = true;
	else if (strcmp(name, "t") == 0)
		sharing->in_text = !sharing->spoken;
}

static void
add_text(struct xlsx_book *book, struct str text)
{
	if (book->text_count == book->text_capacity) {
		size_t capacity = book->text_capacity == 0 ? 1024 : book->text_capacity * 2;
		struct str *texts = arena_make_array(book->arena, struct str, capacity);

		if (book->text_count > 0)
			memcpy(texts, book->texts, book->text_count * sizeof *texts);
		book->texts = texts;
		book->text_capacity = capacity;
	}
	book->texts[book->text_count++] = str_slice(arena_text_of(book->arena, text.at, text.length), text.length);
}

static void
texts_end(void *parser, const char *name)
{
	struct sharing_texts *sharing = XML_GetUserData(parser);

	name = xlsx_name(name);
	if (strcmp(name, "t") == 0) {
		sharing->in_text = false;
	} else if (strcmp(name, "rPh") == 0) {
		sharing->spoken = false;
	} else if (strcmp(name, "si") == 0) {
		sharing->bytes += sharing->text.length;
		if (sharing->text.overflowed || sharing->bytes > TEXT_BYTES || sharing->book->text_count == TEXTS)
			XML_StopParser(parser, XML_FALSE);
		else
			add_text(sharing->book, builder_str(&sharing->text));
	}
}

static void
texts_text(void *parser, const char *text, int length)
{
	struct sharing_texts *sharing = XML_GetUserData(parser);

	if (sharing->in_text)
		build_bytes(&sharing->text, text, (size_t)length);
}

static bool
read_texts(struct xlsx_book *book)
{
	struct sharing_texts sharing = {.book = book, .text = builder_new(book->arena, TEXT_LIMIT)};

	return parse_part(book, "xl/sharedStrings.xml", &sharing, texts_start, texts_end, texts_text);
}

struct xlsx_book *
xlsx_book_read(struct arena *arena, const struct zip *zip, const char **error)
{
	struct xlsx_book *book = arena_make(arena, struct xlsx_book);

	book->arena = arena;
	book->zip = zip;
	if (find_sheet(book) && read_styles(book) && read_texts(book))
		return book;
	*error = N_("This workbook is damaged, or far too large when it is unpacked.");
	return NULL;
}
