/* Tests of content with files made to hurt: each stays within limits and ends with its reason. */
#include "content/content.h"
#include "content/content_tasks.h"
#include "content/content_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "sandbox/sandbox.h"
#include "zip/zip.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

/* ---- making them ---- */

static bool
write_on(void *data, const void *bytes, size_t size)
{
	build_bytes(data, bytes, size);
	return true;
}

struct str
content_archive(struct arena *arena, const char *const parts[][2], size_t count, size_t times)
{
	struct builder *out = arena_make(arena, struct builder);
	struct zip_writer *zip;

	*out = builder_new(arena, 0);
	zip = zip_writer(arena, (struct zip_sink){write_on, out}, NULL);
	for (size_t i = 0; i < count; i++) {
		zip_begin(zip, parts[i][0]);
		for (size_t time = 0; time < times; time++)
			zip_write(zip, str_of(parts[i][1]));
		zip_close(zip);
	}
	assert_true(zip_end(zip));
	return builder_str(out);
}

static void
build_number(struct builder *out, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		build_char(out, (char)(number >> shift & 0xFF));
}

static void
build_chunk(struct builder *png, const char *type, struct str data)
{
	uLong sum = crc32(0, (const Bytef *)type, 4);

	build_number(png, (uint32_t)data.length);
	build_text(png, type);
	build_str(png, data);
	if (data.length > 0)
		sum = crc32(sum, (const Bytef *)data.at, (uInt)data.length);
	build_number(png, (uint32_t)sum);
}

/* A whole PNG of one bit a point, all of them zero: a few KB for as many points as it says. */
static struct str
flood(struct arena *arena, uint32_t width, uint32_t height)
{
	struct builder png = builder_new(arena, 0), head = builder_new(arena, 0);
	size_t size = (size_t)height * ((width + 7) / 8 + 1);
	uLongf packed = compressBound(size);
	char *rows = arena_alloc(arena, size), *data = arena_alloc(arena, packed);

	assert_int_equal(compress((Bytef *)data, &packed, (const Bytef *)rows, size), Z_OK);
	build_number(&head, width);
	build_number(&head, height);
	build_bytes(&head, "\x01\0\0\0\0", 5);
	build_text(&png, "\x89PNG\r\n\x1a\n");
	build_chunk(&png, "IHDR", builder_str(&head));
	build_chunk(&png, "IDAT", str_slice(data, packed));
	build_chunk(&png, "IEND", STR(""));
	return builder_str(&png);
}

/* Pages that are made of pages that are made of pages: a billion of them, had it its way. */
static struct str
billion_pages(struct arena *arena)
{
	struct builder pdf = builder_new(arena, 0);

	build_text(&pdf, "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n");
	for (int level = 2; level < 32; level++) {
		build_printf(&pdf, "%d 0 obj<</Type/Pages/Count 1000000000/Kids[", level);
		for (int kid = 0; kid < 10; kid++)
			build_printf(&pdf, "%d 0 R ", level + 1);
		build_text(&pdf, "]>>endobj\n");
	}
	build_text(&pdf, "32 0 obj<</Type/Page/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n");
	return builder_str(&pdf);
}

/* ---- asking ---- */

static enum content_reason
draws(struct str bytes, const char *type)
{
	struct arena *arena = arena_new(0);
	struct content_picture picture;
	int file = content_file(bytes);
	enum content_reason reason = content_picture(arena, file, type, 1, 256, &picture);

	close(file);
	arena_free(arena);
	return reason;
}

static enum content_reason
says(struct arena *arena, struct str bytes, const char *type, struct content_text *text)
{
	int file = content_file(bytes);
	enum content_reason reason = content_text(arena, file, type, text);

	close(file);
	return reason;
}

static enum content_reason
looks(struct arena *arena, struct str bytes, struct content_look *look)
{
	int file = content_file(bytes);
	enum content_reason reason = content_look(arena, file, "a.pdf", look);

	close(file);
	return reason;
}

/* ---- the tests ---- */

TEST(floods_and_broken_pictures_are_refused)
{
	struct arena *arena = arena_new(0);
	struct str whole = content_drawn(arena, 300, 300, false, "png"), bomb = flood(arena, 60000, 1000);
	char *gif =
		arena_text_of(arena, "GIF89a\xff\xff\xff\xff\x80\0\0\xff\0\0\0\0\xff,\0\0\0\0\xff\xff\xff\xff\0", 29);

	assert_true(bomb.length < 12 * 1024);
	assert_int_equal(draws(bomb, "image/png"), CONTENT_TOO_BIG);
	assert_int_equal(draws(flood(arena, 300, 300), "image/png"), CONTENT_MADE);
	assert_int_equal(draws(str_slice(gif, 29), "image/gif"), CONTENT_TOO_BIG);
	assert_int_equal(draws(str_slice(whole.at, whole.length / 3), "image/png"), CONTENT_BROKEN);
	assert_int_equal(draws(STR(""), "image/png"), CONTENT_BROKEN);
	assert_int_equal(draws(STR("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image/png"), CONTENT_BROKEN);
	arena_free(arena);
}

TEST(hostile_pdfs_end_with_a_reason)
{
	struct arena *arena = arena_new(0);
	struct content_look look;
	struct content_text text;
	enum content_reason reason;
	struct str bomb = billion_pages(arena);

	assert_int_equal(looks(arena, STR("%PDF-1.7\n1 0 obj<</Type/Cat"), &look), CONTENT_BROKEN);
	assert_string_equal(look.type, "application/pdf");
	assert_int_equal(draws(STR("%PDF-1.7\n1 0 obj<</Type/Cat"), "application/pdf"), CONTENT_BROKEN);
	assert_int_equal(says(arena, STR("%PDF-1.7\n"), "application/pdf", &text), CONTENT_BROKEN);
	reason = looks(arena, bomb, &look);
	assert_true(reason == CONTENT_BROKEN || reason == CONTENT_MADE);
	reason = draws(bomb, "application/pdf");
	assert_true(reason == CONTENT_BROKEN || reason == CONTENT_MADE || reason == CONTENT_UNSUPPORTED);
	/* A picture that is a document too, for those who look at the end: it is what it begins as. */
	assert_int_equal(looks(arena, STR("GIF89a\x02\0\x01\0\x80\0\0;%PDF-1.4\n"), &look), CONTENT_MADE);
	assert_string_equal(look.type, "image/gif");
	assert_false(look.as_named);
	arena_free(arena);
}

TEST(office_documents_say_their_words)
{
	static const char *const word[][2] = {
		{"[Content_Types].xml", "<Types/>"},
		{"word/document.xml",
		 "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>Devis</w:t><w:tab/><w:t>n° 3</w:t></w:r>"
		 "</w:p><w:p><w:instrText>PAGE</w:instrText><w:t>Total</w:t></w:p></w:body></w:document>"}};
	static const char *const sheet[][2] = {
		{"xl/workbook.xml", "<workbook/>"},
		{"xl/sharedStrings.xml", "<sst><si><t>Solaria</t></si></sst>"},
		{"xl/worksheets/sheet1.xml", "<worksheet><c><v>1</v></c></worksheet>"},
		{"xl/worksheets/sheet2.xml", "<worksheet><c t='inlineStr'><is><t>Deux</t></is></c></worksheet>"}};
	static const char *const open[][2] = {
		{"mimetype", "application/vnd.oasis.opendocument.text"},
		{"content.xml",
		 "<office:document-content xmlns:office='o' xmlns:text='t'><office:meta>x</office:meta><text:p>Un"
		 "<text:s/><text:span>mot</text:span></text:p></office:document-content>"}};
	struct arena *arena = arena_new(0);
	struct content_look look;
	struct content_text text;

	assert_int_equal(looks(arena, content_archive(arena, word, 2, 1), &look), CONTENT_MADE);
	assert_string_equal(look.type, WORD);
	assert_int_equal(says(arena, content_archive(arena, word, 2, 1), WORD, &text), CONTENT_MADE);
	assert_string_equal(text.text, "Devis\tn° 3\nTotal\n");
	assert_int_equal(looks(arena, content_archive(arena, sheet, 4, 1), &look), CONTENT_MADE);
	assert_int_equal(says(arena, content_archive(arena, sheet, 4, 1), look.type, &text), CONTENT_MADE);
	assert_string_equal(text.text, "Solaria\nDeux\n");
	assert_int_equal(looks(arena, content_archive(arena, open, 2, 1), &look), CONTENT_MADE);
	assert_int_equal(says(arena, content_archive(arena, open, 2, 1), look.type, &text), CONTENT_MADE);
	assert_string_equal(text.text, "Un mot\n");
	arena_free(arena);
}

#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define OFFICE	"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

/* A whole document, as LibreOffice wants it. */
static struct str
whole_document(struct arena *arena)
{
	static const char *const parts[][2] = {
		{"[Content_Types].xml",
		 "<Types xmlns='" PACKAGE "content-types'>"
		 "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
		 "<Override PartName='/word/document.xml' ContentType='" WORD ".main+xml'/></Types>"},
		{"_rels/.rels", "<Relationships xmlns='" PACKAGE "relationships'><Relationship Id='r' Type='" OFFICE
				"officeDocument' Target='word/document.xml'/></Relationships>"},
		{"word/document.xml",
		 "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>"
		 "<w:p><w:r><w:t>Devis</w:t></w:r></w:p></w:body></w:document>"}};

	return content_archive(arena, parts, 3, 1);
}

#define ODF		  "urn:oasis:names:tc:opendocument:xmlns:"
#define ODT		  "application/vnd.oasis.opendocument.text"
#define MANIFEST	  "<manifest:manifest xmlns:manifest='" ODF "manifest:1.0' manifest:version='1.2'>"
#define ENTRY(path, type) "<manifest:file-entry manifest:full-path='" path "' manifest:media-type='" type "'/>"

/* A text that wants another file read into it, and a picture from the network. */
static struct str
curious_document(struct arena *arena, const char *other)
{
	const char *content = arena_printf(
		arena,
		"<office:document-content xmlns:office='" ODF "office:1.0' xmlns:text='" ODF
		"text:1.0' xmlns:draw='" ODF "drawing:1.0' xmlns:svg='" ODF
		"svg-compatible:1.0' xmlns:xlink='http://www.w3.org/1999/xlink' "
		"office:version='1.2'><office:body><office:text><text:p>Avant</text:p><text:section text:name='S'>"
		"<text:section-source xlink:type='simple' xlink:href='file://%s' xlink:show='embed'/></text:section>"
		"<text:p><draw:frame draw:name='P' svg:width='2cm' svg:height='2cm'><draw:image xlink:type='simple' "
		"xlink:href='http://127.0.0.1:9/p.png'/></draw:frame></text:p><text:p>Après</text:p></office:text>"
		"</office:body></office:document-content>",
		other);
	const char *const parts[][2] = {{"mimetype", ODT},
					{"META-INF/manifest.xml",
					 MANIFEST ENTRY("/", ODT)
						 ENTRY("content.xml", "text/xml") "</manifest:manifest>"},
					{"content.xml", content}};

	return content_archive(arena, parts, 3, 1);
}

static const char *
words_of_pages(struct arena *arena, struct str document, const char *type)
{
	struct content_text text = {.text = ""};
	int file = content_file(document), pdf;

	assert_int_equal(content_pdf(arena, file, type, &pdf), CONTENT_MADE);
	assert_int_equal(content_text(arena, pdf, "application/pdf", &text), CONTENT_MADE);
	close(pdf);
	close(file);
	return text.text;
}

TEST(an_office_document_gets_nothing_but_itself)
{
	struct arena *arena = arena_new(0);
	char other[] = "/tmp/parvis-secret-XXXXXX";
	int secret = mkstemp(other);
	const char *words;

	assert_int_equal(write(secret, "confidentiel", 12), 12);
	close(secret);
	if (content_draws_documents()) {
		words = words_of_pages(arena, curious_document(arena, other), ODT);
		assert_non_null(strstr(words, "Avant"));
		assert_non_null(strstr(words, "Après"));
		assert_null(strstr(words, "confidentiel"));
	}
	unlink(other);
	arena_free(arena);
}

/* Where LibreOffice is, its documents are drawn and older ones read. */
TEST(office_documents_are_drawn_where_libreoffice_is)
{
	bool there = content_draws_documents();
	struct arena *arena = arena_new(0);
	struct content_picture picture;
	struct content_text text;
	int file = content_file(whole_document(arena)), rtf = content_file(STR("{\\rtf1 Devis\\par}")), pdf;

	assert_int_equal(content_picture(arena, file, WORD, 1, 200, &picture),
			 there ? CONTENT_MADE : CONTENT_UNSUPPORTED);
	assert_true(!there || picture.height == 200);
	assert_int_equal(content_text(arena, rtf, "text/rtf", &text), there ? CONTENT_MADE : CONTENT_UNSUPPORTED);
	assert_true(!there || strncmp(text.text, "Devis\n", 6) == 0);
	assert_int_equal(content_pdf(arena, file, "application/pdf", &pdf), CONTENT_UNSUPPORTED);
	assert_int_equal(content_picture(arena, file, "application/encrypted", 1, 200, &picture), CONTENT_ENCRYPTED);
	assert_int_equal(content_text(arena, file, "application/encrypted", &text), CONTENT_ENCRYPTED);
	close(file);
	close(rtf);
	arena_free(arena);
}

TEST(hostile_archives_stay_within_limits)
{
	static const char *const laughs[][2] = {
		{"word/document.xml", "<!DOCTYPE a [<!ENTITY b 'haha'><!ENTITY c '&b;&b;&b;&b;'>]><a><t>&c;</t></a>"}};
	static const char spaces[] = "                                                                                ";
	const char *const bomb[][2] = {{"word/document.xml", spaces}};
	const char *const words[][2] = {{"word/document.xml", "<t>haha haha haha haha haha</t><a/>"}};
	const char *const deep[][2] = {{"word/document.xml", "<a>"}};
	struct arena *arena = arena_new(0);
	struct content_look look;
	struct content_text text;
	struct str nested = content_archive(arena, laughs, 1, 1), locked;
	const char *const matryoshka[][2] = {{"inner.zip", arena_text_of(arena, "PK\3\4", 4)}};

	assert_int_equal(says(arena, nested, WORD, &text), CONTENT_BROKEN);
	assert_int_equal(says(arena, content_archive(arena, bomb, 1, 100 * 1000), WORD, &text), CONTENT_TOO_BIG);
	assert_int_equal(says(arena, content_archive(arena, deep, 1, 100 * 1000), WORD, &text), CONTENT_TOO_BIG);
	assert_int_equal(says(arena, content_archive(arena, words, 1, 10), WORD, &text), CONTENT_BROKEN);
	assert_int_equal(says(arena, STR("PK\3\4 and nothing"), WORD, &text), CONTENT_BROKEN);
	assert_int_equal(looks(arena, content_archive(arena, matryoshka, 1, 1), &look), CONTENT_MADE);
	assert_string_equal(look.type, "application/zip"); /* what lies within is nobody's business */
	assert_int_equal(content_kind_of(look.type), CONTENT_OTHER);
	locked = content_archive(arena,
				 (const char *const[][2]){{"mimetype", "application/vnd.oasis.opendocument.text"},
							  {"META-INF/manifest.xml", "<manifest:encryption-data/>"},
							  {"content.xml", "\1\2\3"}},
				 3, 1);
	assert_int_equal(says(arena, locked, "application/vnd.oasis.opendocument.text", &text), CONTENT_ENCRYPTED);
	arena_free(arena);
}

/* Headers cut off at every length, and with every byte turned: nothing is read beyond the end (the sanitizer looks). */
TEST(sizes_are_read_within_bounds)
{
	struct arena *arena = arena_new(0);
	struct str files[] = {content_drawn(arena, 9, 8, false, "jpeg"), flood(arena, 9, 8),
			      STR("RIFF\x24\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x08\0\0\x07\0\0....")};
	int width, height;

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		struct arena *own = arena_new(0);

		assert_true(picture_size(files[i], &width, &height));
		assert_true(width == 9 && height == 8);
		for (size_t length = 0; length < files[i].length && length < 700; length++) {
			char *cut = arena_text_of(own, files[i].at, length);

			picture_size(str_slice(cut, length), &width, &height);
			if (length > 0)
				cut[length - 1] ^= 0x7F;
			picture_size(str_slice(cut, length), &width, &height);
		}
		arena_free(own);
	}
	arena_free(arena);
}
