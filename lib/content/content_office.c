/* content_office: documents of office programs are archives of XML: their type, and the words between the marks. */
#include "content/content_tasks.h"

#include "base/arena.h"
#include "content/content.h"
#include "sheet/xlsx_book.h"
#include "zip/zip.h"

#include <expat.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum {
	CHUNK = 64 * 1024,
	NAMED_TYPE = 100, /* bytes of OpenDocument's own type */
	MANIFEST_BYTES = 256 * 1024,
	PARTS_LIMIT = 500,	     /* slides, sheets */
	DEPTH_LIMIT = 256,	     /* of marks within marks */
	BOMB_FROM = 4 * 1024 * 1024, /* from here on lib/sheet looks at how little became so much */
};

/* ---- which it is ---- */

static const struct kind {
	const char *type, *part; /* the part of the archive by which it is known */
	const char *says[3];	 /* parts with words; "%d" stands for 1, 2, 3… as far as there are any */
} kinds[] = {
	{"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	 "word/document.xml",
	 {"word/document.xml", "word/footnotes.xml", "word/endnotes.xml"}},
	{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	 "xl/workbook.xml",
	 {"xl/sharedStrings.xml", "xl/worksheets/sheet%d.xml"}},
	{"application/vnd.openxmlformats-officedocument.presentationml.presentation",
	 "ppt/presentation.xml",
	 {"ppt/slides/slide%d.xml"}},
};

static const char *const open_documents[] = {
	"application/vnd.oasis.opendocument.text",
	"application/vnd.oasis.opendocument.spreadsheet",
	"application/vnd.oasis.opendocument.presentation",
};

static struct str
read_entry(struct arena *arena, const struct zip *zip, const char *path, size_t most)
{
	struct zip_stream *stream = zip_entry(arena, zip, path);
	char *bytes = arena_alloc(arena, most);
	size_t length = 0;
	ptrdiff_t got = 1;

	while (stream != NULL && length < most && got > 0) {
		got = zip_read(stream, bytes + length, most - length);
		length += got > 0 ? (size_t)got : 0;
	}
	return str_slice(bytes, length);
}

const char *
office_type(struct arena *arena, int file)
{
	struct zip *zip = zip_open(arena, file);
	struct str named;

	if (zip == NULL)
		return NULL;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (zip_entry(arena, zip, kinds[i].part) != NULL)
			return kinds[i].type;
	named = read_entry(arena, zip, "mimetype", NAMED_TYPE);
	for (size_t i = 0; i < sizeof open_documents / sizeof open_documents[0]; i++)
		if (str_equal(named, str_of(open_documents[i])))
			return open_documents[i];
	return NULL;
}

/* ---- the words of a part ---- */

static bool
is_full(const struct builder *out)
{
	return out->length > CONTENT_TEXT_BYTES;
}

struct saying {
	struct builder *out;
	XML_Parser parser;
	bool open_document;
	int depth, words; /* how deep it is; and within a mark whose text counts, how deep in those */
	bool too_deep;
};

static bool
is(const char *name, const char *wanted)
{
	return strcmp(xlsx_name(name), wanted) == 0;
}

/* OOXML has its words in marks called "t"; OpenDocument in paragraphs and headings, whatever is within. */
static bool
has_words(const struct saying *saying, const char *name)
{
	return saying->open_document ? strcmp(name, "text:p") == 0 || strcmp(name, "text:h") == 0 : is(name, "t");
}

static void
begin_mark(void *data, const char *name, const char **attributes)
{
	struct saying *saying = XML_GetUserData(data);

	(void)attributes;
	if (++saying->depth > DEPTH_LIMIT) {
		saying->too_deep = true;
		XML_StopParser(saying->parser, XML_FALSE);
	}
	saying->words += has_words(saying, name);
	if (is(name, "tab"))
		build_char(saying->out, '\t');
	else if (is(name, "br") || is(name, "line-break"))
		build_char(saying->out, '\n');
	else if (saying->open_document && strcmp(name, "text:s") == 0)
		build_char(saying->out, ' ');
}

static void
end_mark(void *data, const char *name)
{
	struct saying *saying = XML_GetUserData(data);

	saying->depth--;
	saying->words -= has_words(saying, name);
	if (is(name, "p") || is(name, "h") || is(name, "si") || is(name, "is"))
		build_char(saying->out, '\n');
	if (is_full(saying->out))
		XML_StopParser(saying->parser, XML_FALSE);
}

static void
add_words(void *data, const char *text, int length)
{
	struct saying *saying = XML_GetUserData(data);

	if (saying->words > 0)
		build_bytes(saying->out, text, (size_t)length);
}

/* A part that inflates without end is a bomb, not a damaged archive. */
static enum content_reason
reason_of_end(uint64_t made)
{
	return made >= BOMB_FROM ? CONTENT_TOO_BIG : CONTENT_BROKEN;
}

static enum content_reason
say_part(struct arena *arena, struct zip_stream *stream, bool open_document, struct builder *out)
{
	struct saying saying = {.out = out, .open_document = open_document};
	char *bytes = arena_alloc(arena, CHUNK);
	uint64_t made = 0;
	ptrdiff_t got;

	saying.parser = xlsx_parser(arena, &saying, begin_mark, end_mark, add_words);
	do {
		got = zip_read(stream, bytes, CHUNK);
		if (got < 0)
			return reason_of_end(made);
		made += (uint64_t)got;
		if (XML_Parse(saying.parser, bytes, (int)got, got == 0) != XML_STATUS_OK)
			return is_full(out) ? CONTENT_MADE : saying.too_deep ? CONTENT_TOO_BIG : CONTENT_BROKEN;
	} while (got > 0);
	return CONTENT_MADE;
}

/* "slide%d" is slide1, slide2…: as far as they go, each with an arena of its own. */
static enum content_reason
say_parts(const struct zip *zip, const char *path, bool open_document, struct builder *out)
{
	bool numbered = strstr(path, "%d") != NULL;
	enum content_reason reason = CONTENT_MADE;
	struct zip_stream *stream = NULL;
	int number = 1;

	do {
		struct arena *arena = arena_new(0);
		struct str end = str_of(path), start = str_cut(&end, '%');
		const char *name =
			numbered ? arena_printf(arena, "%.*s%d%s", (int)start.length, start.at, number, end.at + 1)
				 : path;

		stream = zip_entry(arena, zip, name);
		if (stream != NULL)
			reason = say_part(arena, stream, open_document, out);
		arena_free(arena);
		number++;
	} while (numbered && stream != NULL && reason == CONTENT_MADE && !is_full(out) && number <= PARTS_LIMIT);
	return reason;
}

int
office_say(struct arena *arena, int file, const char *type, struct builder *out)
{
	struct zip *zip = zip_open(arena, file);
	struct str manifest;
	enum content_reason reason = CONTENT_MADE;

	if (zip == NULL)
		return CONTENT_BROKEN;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		for (size_t part = 0; part < 3 && text_equal(type, kinds[i].type); part++)
			if (kinds[i].says[part] != NULL && reason == CONTENT_MADE && !is_full(out))
				reason = say_parts(zip, kinds[i].says[part], false, out);
	if (!str_starts(str_of(type), STR("application/vnd.oasis.")))
		return reason;
	manifest = read_entry(arena, zip, "META-INF/manifest.xml", MANIFEST_BYTES);
	if (memmem(manifest.at, manifest.length, "encryption-data", 15) != NULL)
		return CONTENT_ENCRYPTED;
	return say_parts(zip, "content.xml", true, out);
}
