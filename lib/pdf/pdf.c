/* pdf: a document of A4 pages, from the first to the bytes of the file (Cairo). */
#include "pdf/pdf.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/instant.h"
#include "pdf/pdf_page.h"

#include <cairo-pdf.h>
#include <stdio.h>

#define A4_WIDTH  (210 * PDF_POINTS)
#define A4_HEIGHT (297 * PDF_POINTS)

static void
pdf_free(void *data)
{
	struct pdf *pdf = data;
	struct pdf_page *page;

	for (page = pdf->first; page; page = page->next) {
		cairo_destroy(page->cairo);
		cairo_surface_destroy(page->surface);
	}
	pdf->first = pdf->last = pdf->current = NULL;
	g_clear_object(&pdf->pango);
}

/* Letters keep their true widths: nothing is rounded to the pixels of a screen. */
static PangoContext *
pango_new(const char *language)
{
	/* Pango keeps one font map per thread, and frees it with the thread. */
	PangoContext *pango = pango_font_map_create_context(pango_cairo_font_map_get_default());
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	pango_cairo_context_set_font_options(pango, options);
	cairo_font_options_destroy(options);
	pango_cairo_context_set_resolution(pango, 72);
	pango_context_set_round_glyph_positions(pango, FALSE);
	pango_context_set_language(pango, pango_language_from_string(language ? language : "en"));
	return pango;
}

struct pdf *
pdf_new(struct arena *arena, const struct pdf_about *about)
{
	struct pdf *pdf = arena_make(arena, struct pdf);
	struct pdf_about *kept = arena_make(arena, struct pdf_about);

	*kept = *about;
	pdf->arena = arena;
	pdf->about = kept;
	pdf->pango = pango_new(about->language);
	arena_at_end(arena, pdf_free, pdf);
	return pdf;
}

void
pdf_new_page(struct pdf *pdf)
{
	cairo_rectangle_t sheet = {0, 0, A4_WIDTH, A4_HEIGHT};
	struct pdf_page *page = arena_make(pdf->arena, struct pdf_page);

	page->surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &sheet);
	page->cairo = cairo_create(page->surface);
	if (pdf->last)
		pdf->last->next = page;
	else
		pdf->first = page;
	pdf->last = pdf->current = page;
	pdf->page_count++;
}

int
pdf_pages(const struct pdf *pdf)
{
	return pdf->page_count;
}

cairo_t *
pdf_drawing(struct pdf *pdf)
{
	if (!pdf->current)
		pdf_new_page(pdf);
	return pdf->current->cairo;
}

void
pdf_footer(struct pdf *pdf, void (*each)(struct pdf *pdf, int page, int pages, void *data), void *data)
{
	pdf->footer = each;
	pdf->footer_data = data;
}

static void
draw_footers(struct pdf *pdf)
{
	int pages = pdf->page_count;
	int page = 1;

	for (pdf->current = pdf->first; pdf->current; pdf->current = pdf->current->next)
		pdf->footer(pdf, page++, pages, pdf->footer_data);
	check(pdf->page_count == pages); /* a footer makes no page */
}

static void
describe(cairo_surface_t *surface, cairo_pdf_metadata_t what, const char *text)
{
	if (text)
		cairo_pdf_surface_set_metadata(surface, what, text);
}

static void
describe_all(cairo_surface_t *surface, const struct pdf_about *about)
{
	struct calendar_day parts = day_parts(day_of_instant_utc(about->created_at));
	int64_t second = about->created_at / SECOND_MS - (int64_t)day_of_instant_utc(about->created_at) * 86400;
	char date[64];

	snprintf(date, sizeof date, "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.year, parts.month, parts.day,
		 (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
	describe(surface, CAIRO_PDF_METADATA_TITLE, about->title);
	describe(surface, CAIRO_PDF_METADATA_AUTHOR, about->author);
	describe(surface, CAIRO_PDF_METADATA_SUBJECT, about->subject);
	/* Without these Cairo would write the time of day, and no two files would be the same. */
	describe(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
	describe(surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

static cairo_status_t
take_bytes(void *data, const unsigned char *bytes, unsigned length)
{
	build_bytes(data, bytes, length);
	return CAIRO_STATUS_SUCCESS;
}

struct str
pdf_end(struct pdf *pdf)
{
	struct builder out = builder_new(pdf->arena, 0);
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take_bytes, &out, A4_WIDTH, A4_HEIGHT);
	cairo_t *cairo = cairo_create(surface);
	struct pdf_page *page;

	pdf_drawing(pdf); /* a document has one page at least */
	if (pdf->footer)
		draw_footers(pdf);
	describe_all(surface, pdf->about);
	for (page = pdf->first; page; page = page->next) {
		cairo_set_source_surface(cairo, page->surface, 0, 0);
		cairo_paint(cairo);
		cairo_show_page(cairo);
	}
	cairo_destroy(cairo);
	cairo_surface_finish(surface);
	check(cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS); /* nothing but memory can fail here */
	cairo_surface_destroy(surface);
	pdf_free(pdf);
	return builder_str(&out);
}
