/* pdf_draw: texts, lines, boxes, images and QR codes on the current page. */
#include "pdf/pdf.h"

#include "base/check.h"
#include "pdf/image.h"
#include "pdf/pdf_page.h"
#include "sys/crypto.h"

#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

/* ISO/IEC 18004 §6.3.8: readers need four light modules around the code. */
enum { QR_QUIET = 4 };

void
pdf_set_colour(cairo_t *cairo, uint32_t colour)
{
	cairo_set_source_rgb(cairo, (colour >> 16 & 255) / 255.0, (colour >> 8 & 255) / 255.0, (colour & 255) / 255.0);
}

static PangoAlignment
alignment_of(enum pdf_align align)
{
	static const PangoAlignment alignments[] = {
		[PDF_LEFT] = PANGO_ALIGN_LEFT,
		[PDF_RIGHT] = PANGO_ALIGN_RIGHT,
		[PDF_CENTER] = PANGO_ALIGN_CENTER,
	};

	return alignments[align];
}

/* Points. */
static double
line_height(const struct pdf_style *style)
{
	return style->size * (style->spacing > 0 ? style->spacing : 1.25);
}

static void
layout_set_font(PangoLayout *layout, const struct pdf_style *style)
{
	PangoFontDescription *font = pango_font_description_from_string("Inter,DejaVu Sans");
	PangoAttrList *attributes = pango_attr_list_new();

	pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
	pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	/* All figures as wide as each other: columns of amounts stand straight. */
	pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"));
	/* Of the size, not of the font: a letter from another font moves no line. */
	pango_attr_list_insert(attributes,
			       pango_attr_line_height_new_absolute((int)(line_height(style) * PANGO_SCALE)));
	pango_layout_set_attributes(layout, attributes);
	pango_attr_list_unref(attributes);
}

static PangoLayout *
layout_new(const struct pdf *pdf, double width, const struct pdf_style *style, const char *text)
{
	PangoLayout *layout = pango_layout_new(pdf->pango);

	layout_set_font(layout, style);
	pango_layout_set_width(layout, (int)(width * PDF_POINTS * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_alignment(layout, alignment_of(style->align));
	pango_layout_set_text(layout, text ? text : "", -1);
	return layout;
}

/* By the number of lines, not by Pango's extents: letters of two fonts in one line, whose baselines sit differently,
 * would make that line a little higher. */
static double
layout_height(PangoLayout *layout, const struct pdf_style *style)
{
	return pango_layout_get_line_count(layout) * line_height(style) / PDF_POINTS;
}

double
pdf_text(struct pdf *pdf, double x, double y, double width, const struct pdf_style *style, const char *text)
{
	cairo_t *cairo = pdf_drawing(pdf);
	PangoLayout *layout = layout_new(pdf, width, style, text);
	double height = layout_height(layout, style);

	pdf_set_colour(cairo, style->colour);
	cairo_move_to(cairo, x * PDF_POINTS, y * PDF_POINTS);
	pango_cairo_show_layout(cairo, layout);
	cairo_new_path(cairo);
	g_object_unref(layout);
	return height;
}

double
pdf_measure(struct pdf *pdf, double width, const struct pdf_style *style, const char *text)
{
	PangoLayout *layout = layout_new(pdf, width, style, text);
	double height = layout_height(layout, style);

	g_object_unref(layout);
	return height;
}

void
pdf_line(struct pdf *pdf, double x1, double y1, double x2, double y2, double width, uint32_t colour)
{
	cairo_t *cairo = pdf_drawing(pdf);

	pdf_set_colour(cairo, colour);
	cairo_set_line_width(cairo, width * PDF_POINTS);
	cairo_move_to(cairo, x1 * PDF_POINTS, y1 * PDF_POINTS);
	cairo_line_to(cairo, x2 * PDF_POINTS, y2 * PDF_POINTS);
	cairo_stroke(cairo);
}

void
pdf_box(struct pdf *pdf, double x, double y, double width, double height, uint32_t colour)
{
	cairo_t *cairo = pdf_drawing(pdf);

	pdf_set_colour(cairo, colour);
	cairo_rectangle(cairo, x * PDF_POINTS, y * PDF_POINTS, width * PDF_POINTS, height * PDF_POINTS);
	cairo_fill(cairo);
}

static cairo_status_t
give_bytes(void *data, unsigned char *to, unsigned length)
{
	struct str *left = data;

	if (left->length < length)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(to, left->at, length);
	*left = str_slice(left->at + length, left->length - length);
	return CAIRO_STATUS_SUCCESS;
}

/* The same picture again, on this page or another, is in the file once. */
static void
image_identify(cairo_surface_t *image, struct str png)
{
	struct hash hash = sha256(png);
	char *name = malloc(HASH_SIZE * 2 + 1);

	check(name != NULL); /* out of memory */
	hash_print(name, &hash);
	check(cairo_surface_set_mime_data(image, CAIRO_MIME_TYPE_UNIQUE_ID, (unsigned char *)name, HASH_SIZE * 2, free,
					  name) == CAIRO_STATUS_SUCCESS);
}

bool
pdf_image(struct pdf *pdf, double x, double y, double width, double height, struct str png)
{
	cairo_t *cairo = pdf_drawing(pdf);
	struct str left = png;
	cairo_surface_t *image;
	double across, down, scale;

	if (!image_png_ok(png))
		return false;
	image = cairo_image_surface_create_from_png_stream(give_bytes, &left);
	if (cairo_surface_status(image) != CAIRO_STATUS_SUCCESS) {
		cairo_surface_destroy(image);
		return false;
	}
	image_identify(image, png);
	across = width * PDF_POINTS / cairo_image_surface_get_width(image);
	down = height * PDF_POINTS / cairo_image_surface_get_height(image);
	scale = across < down ? across : down;
	cairo_save(cairo);
	cairo_translate(cairo, x * PDF_POINTS, y * PDF_POINTS);
	cairo_scale(cairo, scale, scale);
	cairo_set_source_surface(cairo, image, 0, 0);
	cairo_paint(cairo);
	cairo_restore(cairo);
	cairo_surface_destroy(image);
	return true;
}

/* One row of modules, neighbours as one rectangle: no hairlines between them on a screen. */
static void
qr_row(cairo_t *cairo, const QRcode *code, int row)
{
	const unsigned char *modules = code->data + (size_t)row * (size_t)code->width;
	int column, start;

	for (column = 0; column < code->width; column++) {
		start = column;
		while (column < code->width && modules[column] & 1)
			column++;
		if (column > start)
			cairo_rectangle(cairo, start, row, column - start, 1);
	}
}

bool
pdf_qr(struct pdf *pdf, double x, double y, double size, const char *text)
{
	QRcode *code = QRcode_encodeData((int)strlen(text), (const unsigned char *)text, 0, QR_ECLEVEL_M);
	cairo_t *cairo = pdf_drawing(pdf);
	double module;
	int row;

	if (!code)
		return false;
	module = size * PDF_POINTS / (code->width + 2 * QR_QUIET);
	cairo_save(cairo);
	cairo_translate(cairo, x * PDF_POINTS, y * PDF_POINTS);
	cairo_scale(cairo, module, module);
	cairo_translate(cairo, QR_QUIET, QR_QUIET);
	pdf_set_colour(cairo, 0x000000);
	for (row = 0; row < code->width; row++)
		qr_row(cairo, code, row);
	cairo_fill(cairo);
	cairo_restore(cairo);
	QRcode_free(code);
	return true;
}
