/* Tests of pdf and images: the texts a reader finds, the same bytes each time, and what is refused. */
#include "pdf/pdf.h"

#include "base/arena.h"
#include "base/test.h"
#include "pdf/image.h"
#include "sys/file.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct pdf_about about = {
	.title = "Facture 2026-12",
	.author = "Studio Loire",
	.language = "fr",
	.created_at = 1795346502000, /* 2026-11-22 11:21:42 */
};

static const struct pdf_style small = {.size = 9};
static const struct pdf_style large = {.size = 24, .bold = true, .colour = 0x1f3a5f};
static const struct pdf_style amount = {.size = 10, .align = PDF_RIGHT};

static void
print_footer(struct pdf *pdf, int page, int pages, void *data)
{
	char text[64];

	snprintf(text, sizeof text, "%s %d / %d", (const char *)data, page, pages);
	pdf_text(pdf, 20, 280, 170, &small, text);
}

static struct str
invoice_print(struct arena *arena)
{
	static char word[] = "Page";
	struct pdf *pdf = pdf_new(arena, &about);

	pdf_footer(pdf, print_footer, word);
	pdf_new_page(pdf);
	pdf_text(pdf, 20, 20, 170, &large, "Facture n° 12 – Zoé Lefèvre");
	pdf_text(pdf, 20, 40, 80, &small, "Étude de l’été\nà Châteauroux, cœur de ville");
	pdf_text(pdf, 120, 60, 70, &amount, "1 240,00 €");
	pdf_line(pdf, 20, 70, 190, 70, 0.3, 0x999999);
	pdf_box(pdf, 20, 80, 30, 10, 0xeeeeee);
	assert_true(pdf_qr(pdf, 20, 100, 30, "https://portal.example/é"));
	pdf_new_page(pdf);
	pdf_text(pdf, 20, 20, 170, &small, "Deuxième page");
	assert_int_equal(pdf_pages(pdf), 2);
	return pdf_end(pdf);
}

/* What poppler's tool makes of the file. */
static const char *
tool_prints(struct arena *arena, struct str pdf, const char *tool, const char *after)
{
	char path[] = "/tmp/parvis-pdf-XXXXXX";
	char *text = arena_alloc(arena, 16384);
	int fd = mkstemp(path);
	FILE *output;

	assert_true(fd >= 0);
	close(fd);
	assert_true(file_write(path, pdf));
	output = popen(arena_printf(arena, "%s %s %s", tool, path, after), "r");
	assert_non_null(output);
	assert_true(fread(text, 1, 16383, output) > 0);
	assert_int_equal(pclose(output), 0);
	unlink(path);
	return text;
}

TEST(a_reader_finds_the_texts)
{
	struct arena *arena = arena_new(0);
	struct str pdf = invoice_print(arena);
	const char *text = tool_prints(arena, pdf, "pdftotext -layout", "-");

	assert_non_null(strstr(text, "Facture n° 12 – Zoé Lefèvre"));
	assert_non_null(strstr(text, "Étude de l’été"));
	assert_non_null(strstr(text, "à Châteauroux, cœur de ville"));
	assert_non_null(strstr(text, "1 240,00 €"));
	assert_non_null(strstr(text, "Deuxième page"));
	assert_non_null(strstr(text, "Page 1 / 2"));
	assert_non_null(strstr(text, "Page 2 / 2"));
	arena_free(arena);
}

TEST(the_file_tells_what_it_is_and_brings_its_fonts)
{
	struct arena *arena = arena_new(0);
	struct str pdf = invoice_print(arena);
	const char *info = tool_prints(arena, pdf, "TZ=UTC pdfinfo", "");
	const char *fonts = tool_prints(arena, pdf, "pdffonts", "");

	assert_non_null(strstr(info, "Facture 2026-12"));
	assert_non_null(strstr(info, "Studio Loire"));
	assert_non_null(strstr(info, "Sun Nov 22 11:21:42 2026"));
	assert_non_null(strstr(info, "A4"));
	assert_non_null(strstr(fonts, "+Inter-Bold"));
	assert_non_null(strstr(fonts, "+Inter-Regular"));
	assert_null(strstr(fonts, "DejaVu"));
	arena_free(arena);
}

struct print {
	struct arena *arena;
	struct str bytes;
};

static void *
print_elsewhere(void *data)
{
	struct print *print = data;

	print->bytes = invoice_print(print->arena);
	return NULL;
}

TEST(the_same_input_gives_the_same_bytes_in_any_thread)
{
	struct print prints[2] = {{arena_new(0), {0}}, {arena_new(0), {0}}};
	struct arena *arena = arena_new(0);
	struct str once = invoice_print(arena);
	pthread_t threads[2];

	assert_int_equal(pthread_create(&threads[0], NULL, print_elsewhere, &prints[0]), 0);
	assert_int_equal(pthread_create(&threads[1], NULL, print_elsewhere, &prints[1]), 0);
	pthread_join(threads[0], NULL);
	pthread_join(threads[1], NULL);
	assert_true(str_equal(once, invoice_print(arena)));
	assert_true(str_equal(once, prints[0].bytes));
	assert_true(str_equal(once, prints[1].bytes));
	arena_free(prints[0].arena);
	arena_free(prints[1].arena);
	arena_free(arena);
}

TEST(a_text_that_wraps_is_higher_and_lines_have_their_height)
{
	struct arena *arena = arena_new(0);
	struct pdf *pdf = pdf_new(arena, &about);
	struct pdf_style wide = {.size = 10, .spacing = 2};
	struct pdf_style plain = {.size = 10};
	double one = pdf_measure(pdf, 100, &plain, "Un");

	assert_true(one > 4.40 && one < 4.42); /* 12.5 points */
	assert_true(pdf_measure(pdf, 100, &wide, "Un") > 7.05);
	assert_true(pdf_measure(pdf, 100, &wide, "Un") < 7.06);
	assert_true(pdf_measure(pdf, 100, &plain, "Un\nDeux") > 1.99 * one);
	assert_true(pdf_measure(pdf, 15, &plain, "Un deux trois quatre cinq") > 2.9 * one);
	assert_true(pdf_measure(pdf, 10, &plain, "Anticonstitutionnellement") > 2.9 * one);
	assert_true(pdf_measure(pdf, 100, &plain, "Ελληνικά 日本") < 1.01 * one);
	assert_true(pdf_text(pdf, 0, 0, 100, &plain, NULL) > 0.99 * one);
	assert_int_equal(pdf_pages(pdf), 1);
	arena_free(arena);
}

static struct str
picture(struct arena *arena, int width, int height, const char *type)
{
	GdkPixbuf *pixels = gdk_pixbuf_new(GDK_COLORSPACE_RGB, FALSE, 8, width, height);
	const char *comment = strcmp(type, "png") == 0 ? "tEXt::Comment" : NULL;
	gchar *buffer = NULL;
	gsize size = 0;
	struct str bytes;

	gdk_pixbuf_fill(pixels, 0x3366ccff);
	assert_true(gdk_pixbuf_save_to_buffer(pixels, &buffer, &size, type, NULL, comment, "secret place", NULL));
	bytes = str_slice(arena_text_of(arena, buffer, size), size);
	g_free(buffer);
	g_object_unref(pixels);
	return bytes;
}

static ptrdiff_t
read_bytes(void *data, void *bytes, size_t size)
{
	struct str *rest = data;

	if (size > rest->length)
		size = rest->length;
	if (size > 0)
		memcpy(bytes, rest->at, size);
	*rest = str_slice(rest->at + size, rest->length - size);
	return (ptrdiff_t)size;
}

static bool
image_clean(struct arena *arena, struct str bytes, int edge, struct str *png, int *width, int *height)
{
	const struct image_source source = {.read = read_bytes, .data = &bytes, .points = 24 * 1000 * 1000};
	struct image_drawn drawn;

	if (image_draw(arena, &source, edge, &drawn) != IMAGE_DRAWN)
		return false;
	*png = drawn.bytes;
	*width = drawn.width;
	*height = drawn.height;
	return true;
}

TEST(an_image_is_scaled_and_loses_what_it_carried)
{
	struct arena *arena = arena_new(0);
	struct str source = picture(arena, 300, 200, "png");
	struct str png = {0};
	int width = 0, height = 0;

	assert_non_null(memmem(source.at, source.length, "secret", 6));
	assert_true(image_clean(arena, source, 150, &png, &width, &height));
	assert_int_equal(width, 150);
	assert_int_equal(height, 100);
	assert_null(memmem(png.at, png.length, "secret", 6));
	assert_true(image_clean(arena, picture(arena, 20, 30, "jpeg"), 150, &png, &width, &height));
	assert_int_equal(width, 20);
	assert_int_equal(height, 30);
	assert_true(str_starts(png, STR("\x89PNG")));
	assert_true(image_clean(arena, picture(arena, 1000, 1, "png"), 10, &png, &width, &height));
	assert_int_equal(height, 1);
	arena_free(arena);
}

/* A picture that claims another size than it has, as a decompression bomb does. */
static struct str
picture_claiming(struct arena *arena, unsigned char high)
{
	struct str png = picture(arena, 20, 20, "png");
	char *bytes = arena_text_of(arena, png.at, png.length);

	bytes[17] = bytes[21] = (char)high;
	return str_slice(bytes, png.length);
}

TEST(what_is_no_image_or_too_large_is_refused)
{
	struct arena *arena = arena_new(0);
	struct str jpeg = picture(arena, 20, 20, "jpeg");
	char *bomb = arena_text_of(arena, jpeg.at, jpeg.length);
	struct str good = picture(arena, 200, 200, "png");
	struct str png;
	int width, height;
	char *frame;

	assert_false(image_clean(arena, STR(""), 100, &png, &width, &height));
	assert_false(image_clean(arena, STR("GIF89a\1\0\1\0\0\0\0;"), 100, &png, &width, &height));
	assert_false(
		image_clean(arena, STR("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), 100, &png, &width, &height));
	assert_false(image_clean(arena, str_slice(good.at, 30), 100, &png, &width, &height));
	assert_false(image_clean(arena, picture_claiming(arena, 1), 100, &png, &width, &height));
	frame = memmem(bomb, jpeg.length, "\xff\xc0", 2); /* the frame header: length, precision, height, width */
	assert_non_null(frame);
	frame[5] = frame[7] = 0x7f;
	assert_false(image_clean(arena, str_slice(bomb, jpeg.length), 100, &png, &width, &height));
	arena_free(arena);
}

/* What a cut-off picture lacks is not filled with what lies in our memory. */
TEST(a_cut_picture_shows_nothing_of_ours)
{
	struct arena *arena = arena_new(0);
	GdkPixbuf *points = gdk_pixbuf_new(GDK_COLORSPACE_RGB, FALSE, 8, 60, 60);
	unsigned seed = 3;
	gchar *buffer = NULL;
	gsize size = 0;
	struct str png;
	int width, height;

	for (int i = 0; i < 60 * 60 * 3; i++)
		gdk_pixbuf_get_pixels(points)[i] = (guchar)rand_r(&seed);
	assert_true(gdk_pixbuf_save_to_buffer(points, &buffer, &size, "png", NULL, NULL));
	assert_true(image_clean(arena, str_slice(buffer, size), 100, &png, &width, &height));
	assert_false(image_clean(arena, str_slice(buffer, size / 2), 100, &png, &width, &height));
	assert_false(image_clean(arena, str_slice(buffer, size / 2), 30, &png, &width, &height));
	g_free(buffer);
	g_object_unref(points);
	arena_free(arena);
}

/* Not compressible, so that a second copy would show in the length of the file. */
static struct str
noise(struct arena *arena)
{
	GdkPixbuf *pixels = gdk_pixbuf_new(GDK_COLORSPACE_RGB, FALSE, 8, 64, 64);
	guchar *at = gdk_pixbuf_get_pixels(pixels);
	uint32_t state = 1;
	gchar *buffer = NULL;
	gsize size = 0, i;
	struct str bytes;

	for (i = 0; i < gdk_pixbuf_get_byte_length(pixels); i++) {
		state = state * 1664525 + 1013904223;
		at[i] = (guchar)(state >> 24);
	}
	assert_true(gdk_pixbuf_save_to_buffer(pixels, &buffer, &size, "png", NULL, NULL));
	bytes = str_slice(arena_text_of(arena, buffer, size), size);
	g_free(buffer);
	g_object_unref(pixels);
	return bytes;
}

TEST(an_image_on_all_pages_is_in_the_file_once)
{
	struct arena *arena = arena_new(0);
	struct pdf *pdf = pdf_new(arena, &about);
	struct str logo = noise(arena);
	struct str bytes;
	const char *images;

	assert_true(pdf_image(pdf, 20, 20, 40, 20, logo));
	pdf_new_page(pdf);
	assert_true(pdf_image(pdf, 20, 20, 40, 20, logo));
	bytes = pdf_end(pdf);
	assert_true(bytes.length < 1.5 * 64 * 64 * 3);
	images = tool_prints(arena, bytes, "pdfimages -list", "");
	assert_non_null(strstr(images, "64    64"));
	arena_free(arena);
}

TEST(what_is_no_png_is_not_printed)
{
	struct arena *arena = arena_new(0);
	struct pdf *pdf = pdf_new(arena, &about);
	struct str logo = picture(arena, 64, 64, "png");

	assert_false(pdf_image(pdf, 20, 20, 40, 20, STR("no picture")));
	assert_false(pdf_image(pdf, 20, 20, 40, 20, str_slice(logo.at, logo.length / 2)));
	assert_false(pdf_image(pdf, 20, 20, 40, 20, picture_claiming(arena, 0x10)));
	arena_free(arena);
}

TEST(a_text_too_long_for_a_code_is_refused)
{
	struct arena *arena = arena_new(0);
	struct pdf *pdf = pdf_new(arena, &about);

	assert_false(pdf_qr(pdf, 0, 0, 30, arena_printf(arena, "%05000d", 1)));
	assert_false(pdf_qr(pdf, 0, 0, 30, ""));
	arena_free(arena);
}
