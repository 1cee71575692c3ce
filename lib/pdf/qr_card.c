/* qr_card: one drawing (Cairo, Pango) on a page of 1000 × 1200 units, given out as vectors or as pixels. */
#include "pdf/qr_card.h"

#include "base/arena.h"

#include <cairo-svg.h>
#include <cairo.h>
#include <pango/pangocairo.h>
#include <qrencode.h>
#include <string.h>

/* ISO/IEC 18004 §6.3.8: readers need four light modules around the code. */
enum { QUIET = 4, WIDTH = 1000, HEIGHT = 1200, MARGIN = 40 };

static cairo_status_t
take(void *data, const unsigned char *bytes, unsigned length)
{
	build_bytes(data, bytes, length);
	return CAIRO_STATUS_SUCCESS;
}

/* Rows of dark modules, each run one rectangle on whole modules: no seams. */
static void
draw_code(cairo_t *cairo, const QRcode *code)
{
	double module = (double)WIDTH / (code->width + 2 * QUIET);

	cairo_save(cairo);
	cairo_scale(cairo, module, module);
	cairo_set_antialias(cairo, CAIRO_ANTIALIAS_NONE);
	for (int row = 0; row < code->width; row++) {
		const unsigned char *modules = code->data + (size_t)row * (size_t)code->width;

		for (int start = 0, end; start < code->width; start = end + 1) {
			for (end = start; end < code->width && modules[end] & 1; end++)
				;
			if (end > start)
				cairo_rectangle(cairo, start + QUIET, row + QUIET, end - start, 1);
		}
	}
	cairo_fill(cairo);
	cairo_restore(cairo);
}

/* One centred line, cut with an ellipsis where there is no room. */
static void
draw_line(cairo_t *cairo, const char *font_name, double y, const char *text)
{
	PangoLayout *layout = pango_cairo_create_layout(cairo);
	PangoFontDescription *font = pango_font_description_from_string(font_name);

	pango_layout_set_font_description(layout, font);
	pango_layout_set_width(layout, (WIDTH - 2 * MARGIN) * PANGO_SCALE);
	pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
	pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	pango_layout_set_text(layout, text, -1);
	cairo_move_to(cairo, MARGIN, y);
	pango_cairo_show_layout(cairo, layout);
	pango_font_description_free(font);
	g_object_unref(layout);
}

static void
draw_card(cairo_t *cairo, const QRcode *code, const char *text, const char *caption)
{
	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_paint(cairo);
	cairo_set_source_rgb(cairo, 0, 0, 0);
	draw_code(cairo, code);
	if (caption != NULL)
		draw_line(cairo, "Inter Bold 42", WIDTH, caption);
	draw_line(cairo, "Inter 26", WIDTH + 95, text);
}

static QRcode *
encode(const char *text)
{
	return QRcode_encodeData((int)strlen(text), (const unsigned char *)text, 0, QR_ECLEVEL_M);
}

bool
qr_card_svg(struct arena *arena, const char *text, const char *caption, struct str *svg)
{
	QRcode *code = encode(text);
	struct builder out = builder_new(arena, 0);
	cairo_surface_t *surface;
	cairo_t *cairo;

	if (code == NULL)
		return false;
	surface = cairo_svg_surface_create_for_stream(take, &out, WIDTH, HEIGHT);
	cairo = cairo_create(surface);
	draw_card(cairo, code, text, caption);
	cairo_destroy(cairo);
	cairo_surface_finish(surface);
	cairo_surface_destroy(surface);
	QRcode_free(code);
	*svg = builder_str(&out);
	return true;
}

bool
qr_card_png(struct arena *arena, const char *text, const char *caption, int pixels, struct str *png)
{
	QRcode *code = encode(text);
	struct builder out = builder_new(arena, 0);
	double scale = (double)pixels / WIDTH;
	cairo_surface_t *surface;
	cairo_t *cairo;

	if (code == NULL)
		return false;
	surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, pixels, (int)(HEIGHT * scale));
	cairo = cairo_create(surface);
	cairo_scale(cairo, scale, scale);
	draw_card(cairo, code, text, caption);
	cairo_surface_write_to_png_stream(surface, take, &out);
	cairo_destroy(cairo);
	cairo_surface_destroy(surface);
	QRcode_free(code);
	*png = builder_str(&out);
	return true;
}
