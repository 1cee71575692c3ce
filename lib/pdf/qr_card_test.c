/* qr_card_test: every module of the code stands in the picture, where readers look for it. */
#include "pdf/qr_card.h"

#include "base/arena.h"
#include "base/test.h"
#include "pdf/icon.h"

#include <cairo.h>
#include <qrencode.h>
#include <string.h>

static const char url[] = "https://espace.example.fr/p/demo/";

static cairo_status_t
give(void *data, unsigned char *bytes, unsigned length)
{
	struct str *rest = data;

	memcpy(bytes, rest->at, length);
	*rest = str_slice(rest->at + length, rest->length - length);
	return CAIRO_STATUS_SUCCESS;
}

static bool
is_dark(cairo_surface_t *picture, int x, int y)
{
	const unsigned char *row = cairo_image_surface_get_data(picture) + y * cairo_image_surface_get_stride(picture);

	return row[x * 4] < 128;
}

TEST(a_code_to_print_has_every_module)
{
	struct arena *arena = arena_new(0);
	QRcode *code = QRcode_encodeData((int)strlen(url), (const unsigned char *)url, 0, QR_ECLEVEL_M);
	cairo_surface_t *picture;
	struct str png;
	double module = 1500.0 / (code->width + 8);

	assert_true(qr_card_png(arena, url, "Solaria Énergies", 1500, &png));
	picture = cairo_image_surface_create_from_png_stream(give, &png);
	assert_int_equal(cairo_image_surface_get_width(picture), 1500);
	assert_int_equal(cairo_image_surface_get_height(picture), 1800);
	for (int row = -4; row < code->width + 4; row++)
		for (int column = -4; column < code->width + 4; column++) {
			bool within = row >= 0 && column >= 0 && row < code->width && column < code->width;
			bool dark = within && code->data[row * code->width + column] & 1;

			assert_int_equal(is_dark(picture, (int)((column + 4.5) * module), (int)((row + 4.5) * module)),
					 dark);
		}
	cairo_surface_destroy(picture);
	QRcode_free(code);
	arena_free(arena);
}

TEST(a_code_to_print_is_also_drawn_as_vectors)
{
	struct arena *arena = arena_new(0);
	struct str svg, png;

	assert_true(qr_card_svg(arena, url, "A & B <i>", &svg));
	assert_true(svg.length > 0 && memmem(svg.at, svg.length, "<svg", 4) != NULL);
	assert_null(memmem(svg.at, svg.length, "<image", 6));
	assert_false(qr_card_svg(arena, "", NULL, &svg));
	assert_false(qr_card_png(arena, arena_printf(arena, "%05000d", 1), NULL, 200, &png));
	arena_free(arena);
}

TEST(an_icon_is_made_of_a_picture_or_of_letters)
{
	struct arena *arena = arena_new(0);
	struct str logo, icon;
	cairo_surface_t *picture;

	assert_true(qr_card_png(arena, url, NULL, 300, &logo));
	assert_true(icon_of_picture(arena, logo, NULL, 32, &icon));
	picture = cairo_image_surface_create_from_png_stream(give, &icon);
	assert_int_equal(cairo_image_surface_get_width(picture), 32);
	assert_int_equal(cairo_image_surface_get_height(picture), 32);
	cairo_surface_destroy(picture);
	assert_false(icon_of_picture(arena, STR("<svg/>"), NULL, 32, &icon));
	icon_of_letters(arena, "SÉ", "#0f766e", "#ffffff", 180, &icon);
	picture = cairo_image_surface_create_from_png_stream(give, &icon);
	assert_int_equal(cairo_image_surface_get_width(picture), 180);
	cairo_surface_destroy(picture);
	arena_free(arena);
}
