/* icon: drawn with Cairo; nothing of a picture that was sent comes through but its pixels. */
#include "pdf/icon.h"

#include "base/arena.h"
#include "pdf/image.h"

#include <cairo.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

static cairo_status_t
take(void *data, const unsigned char *bytes, unsigned length)
{
	build_bytes(data, bytes, length);
	return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t
give(void *data, unsigned char *bytes, unsigned length)
{
	struct str *rest = data;

	if (rest->length < length)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(bytes, rest->at, length);
	*rest = str_slice(rest->at + length, rest->length - length);
	return CAIRO_STATUS_SUCCESS;
}

static void
set_colour(cairo_t *cairo, const char *colour)
{
	long rgb = strtol(colour + 1, NULL, 16);

	cairo_set_source_rgb(cairo, (double)(rgb >> 16 & 255) / 255, (double)(rgb >> 8 & 255) / 255,
			     (double)(rgb & 255) / 255);
}

static void
draw_picture(cairo_t *cairo, cairo_surface_t *picture, int pixels)
{
	double width = cairo_image_surface_get_width(picture), height = cairo_image_surface_get_height(picture);
	double scale = pixels / (width > height ? width : height);

	cairo_translate(cairo, (pixels - width * scale) / 2, (pixels - height * scale) / 2);
	cairo_scale(cairo, scale, scale);
	cairo_set_source_surface(cairo, picture, 0, 0);
	cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_BEST);
	cairo_paint(cairo);
}

static void
finish(struct arena *arena, cairo_surface_t *surface, cairo_t *cairo, struct str *icon)
{
	struct builder out = builder_new(arena, 0);

	cairo_destroy(cairo);
	cairo_surface_write_to_png_stream(surface, take, &out);
	cairo_surface_destroy(surface);
	*icon = builder_str(&out);
}

bool
icon_of_picture(struct arena *arena, struct str png, const char *ground, int pixels, struct str *icon)
{
	struct str rest = png;
	cairo_surface_t *picture, *surface;
	cairo_t *cairo;

	if (!image_png_ok(png))
		return false;
	picture = cairo_image_surface_create_from_png_stream(give, &rest);
	if (cairo_surface_status(picture) != CAIRO_STATUS_SUCCESS) {
		cairo_surface_destroy(picture);
		return false;
	}
	surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, pixels, pixels);
	cairo = cairo_create(surface);
	if (ground != NULL) {
		set_colour(cairo, ground);
		cairo_paint(cairo);
	}
	draw_picture(cairo, picture, pixels);
	cairo_surface_destroy(picture);
	finish(arena, surface, cairo, icon);
	return true;
}

static void
draw_ground(cairo_t *cairo, double size)
{
	const double quarter = 1.5707963267948966;
	double radius = size * 0.22;

	cairo_arc(cairo, size - radius, radius, radius, -quarter, 0);
	cairo_arc(cairo, size - radius, size - radius, radius, 0, quarter);
	cairo_arc(cairo, radius, size - radius, radius, quarter, 2 * quarter);
	cairo_arc(cairo, radius, radius, radius, 2 * quarter, 3 * quarter);
	cairo_fill(cairo);
}

static void
draw_letters(cairo_t *cairo, const char *letters, int pixels)
{
	PangoLayout *layout = pango_cairo_create_layout(cairo);
	PangoFontDescription *font = pango_font_description_from_string("Inter Bold");
	int width, height;

	pango_font_description_set_absolute_size(font, pixels * 0.46 * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
	pango_layout_set_text(layout, letters, -1);
	pango_layout_get_pixel_size(layout, &width, &height);
	cairo_move_to(cairo, (pixels - width) / 2.0, (pixels - height) / 2.0);
	pango_cairo_show_layout(cairo, layout);
	pango_font_description_free(font);
	g_object_unref(layout);
}

void
icon_of_letters(struct arena *arena, const char *letters, const char *ground, const char *ink, int pixels,
		struct str *icon)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, pixels, pixels);
	cairo_t *cairo = cairo_create(surface);

	set_colour(cairo, ground);
	draw_ground(cairo, pixels);
	set_colour(cairo, ink);
	draw_letters(cairo, letters, pixels);
	finish(arena, surface, cairo, icon);
}
