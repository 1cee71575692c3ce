/* pdf_page: what the files of lib/pdf share: the document being made and its pages. */
#ifndef PDF_PDF_PAGE_H
#define PDF_PDF_PAGE_H

#include <cairo.h>
#include <pango/pangocairo.h>
#include <stdbool.h>
#include <stdint.h>

struct arena;
struct pdf_about;

/* Cairo and Pango count in points, callers in millimetres. */
#define PDF_POINTS (72.0 / 25.4)

/* Drawn on a recording first: what stands at its foot is known only when the last page is there. */
struct pdf_page {
	struct pdf_page *next;
	cairo_surface_t *surface;
	cairo_t *cairo;
};

struct pdf {
	struct arena *arena;
	const struct pdf_about *about;
	PangoContext *pango;
	struct pdf_page *first, *last;
	struct pdf_page *current; /* drawn on: the last page, or at the end the one that gets its footer */
	int page_count;
	void (*footer)(struct pdf *pdf, int page, int pages, void *data);
	void *footer_data;
};

/* Where to draw; makes the first page when there is none yet. */
cairo_t *pdf_drawing(struct pdf *pdf);
void pdf_set_colour(cairo_t *cairo, uint32_t colour);

#endif
