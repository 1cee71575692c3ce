/* demo_logo: draws a logo, for a demonstration without one would not show where it goes. */
#include "demo/demo_parts.h"

#include "base/arena.h"
#include "blob/blob.h"
#include "companies/companies.h"
#include "core/house.h"

#include <cairo.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>

enum { WIDTH = 560, HEIGHT = 120, RAYS = 12 };

static cairo_status_t
take(void *data, const unsigned char *bytes, unsigned length)
{
	build_bytes(data, bytes, length);
	return CAIRO_STATUS_SUCCESS;
}

static void
draw_sun(cairo_t *cairo)
{
	const double turn = 6.283185307179586;

	cairo_arc(cairo, HEIGHT / 2.0, HEIGHT / 2.0, 24, 0, turn);
	cairo_fill(cairo);
	cairo_set_line_width(cairo, 7);
	cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
	for (int i = 0; i < RAYS; i++) {
		double angle = turn * i / RAYS;

		cairo_move_to(cairo, HEIGHT / 2.0 + cos(angle) * 35, HEIGHT / 2.0 + sin(angle) * 35);
		cairo_line_to(cairo, HEIGHT / 2.0 + cos(angle) * 48, HEIGHT / 2.0 + sin(angle) * 48);
	}
	cairo_stroke(cairo);
}

static void
draw_name(cairo_t *cairo, const char *name)
{
	PangoLayout *layout = pango_cairo_create_layout(cairo);
	PangoFontDescription *font = pango_font_description_from_string("Inter Bold 38");

	pango_layout_set_font_description(layout, font);
	pango_layout_set_text(layout, name, -1);
	cairo_move_to(cairo, HEIGHT + 8, 28);
	pango_cairo_show_layout(cairo, layout);
	pango_font_description_free(font);
	g_object_unref(layout);
}

void
demo_add_logo(struct demo *demo, int64_t company, const char *name, const char *colour)
{
	struct builder png = builder_new(tx_arena(demo->tx), 0);
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
	cairo_t *cairo = cairo_create(surface);
	long rgb = strtol(colour + 1, NULL, 16);
	struct blob blob;

	cairo_set_source_rgb(cairo, (double)(rgb >> 16 & 255) / 255, (double)(rgb >> 8 & 255) / 255,
			     (double)(rgb & 255) / 255);
	draw_sun(cairo);
	draw_name(cairo, name);
	cairo_surface_write_to_png_stream(surface, take, &png);
	cairo_destroy(cairo);
	cairo_surface_destroy(surface);
	if (blob_put(tx_arena(demo->tx), demo->house->blobs, builder_str(&png), &blob))
		company_set_logo(demo->tx, company, arena_text(tx_arena(demo->tx), blob.name), WIDTH, HEIGHT);
}
