/* pdf: pages with real typography (Pango, Cairo): texts, rules, images, QR codes, at millimetre positions. */
#ifndef PDF_PDF_H
#define PDF_PDF_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct pdf;

struct pdf_about {
	const char *title, *author, *subject, *language; /* metadata; NULL: none */
	int64_t created_at;				 /* instant: the same input gives the same bytes */
};

/* A4 portrait; millimetres from the top left corner, lengths too. Grows in `arena`; for one thread. The texts of
 * `about` must last until pdf_end. Drawing without a page makes the first one. */
struct pdf *pdf_new(struct arena *arena, const struct pdf_about *about);
void pdf_new_page(struct pdf *pdf);
int pdf_pages(const struct pdf *pdf);

enum pdf_align { PDF_LEFT, PDF_RIGHT, PDF_CENTER };

struct pdf_style {
	double size; /* points */
	bool bold;
	enum pdf_align align;
	uint32_t colour; /* 0xRRGGBB */
	double spacing;	 /* line height factor; 0: 1.25 */
};

/* Prints `text` (UTF-8, wraps at `width`, newlines break) and returns its height; pdf_measure only measures. */
double pdf_text(struct pdf *pdf, double x, double y, double width, const struct pdf_style *style, const char *text);
double pdf_measure(struct pdf *pdf, double width, const struct pdf_style *style, const char *text);

void pdf_line(struct pdf *pdf, double x1, double y1, double x2, double y2, double width, uint32_t colour);
void pdf_box(struct pdf *pdf, double x, double y, double width, double height, uint32_t colour);

/* PNG bytes (at most 24 megapixels), scaled to fit the box, at its top left. False when they are no PNG. */
bool pdf_image(struct pdf *pdf, double x, double y, double width, double height, struct str png);

/* A QR code (error correction M, UTF-8 bytes) as vectors, its quiet zone of four modules within `size`; false when
 * `text` is empty or too long. */
bool pdf_qr(struct pdf *pdf, double x, double y, double size, const char *text);

/* Ends the file: its bytes, in the arena. The pdf cannot be used afterwards. */
struct str pdf_end(struct pdf *pdf);

/* Calls `each(page, pages)` for every page when the file ends, to print footers such as "1 / 3". */
void pdf_footer(struct pdf *pdf, void (*each)(struct pdf *pdf, int page, int pages, void *data), void *data);

#endif
