/* invoice_pdf_page: what the parts of the printed invoice share: where they are on the page, and how they write. */
#ifndef BILLING_INVOICE_PDF_PAGE_H
#define BILLING_INVOICE_PDF_PAGE_H

#include "billing/invoice_pdf.h"
#include "pdf/pdf.h"

/* Millimetres. */
#define PAGE_LEFT   18.0
#define PAGE_RIGHT  192.0
#define PAGE_WIDTH  (PAGE_RIGHT - PAGE_LEFT)
#define PAGE_BOTTOM 272.0 /* the legal lines stand below */

#define INK  0x1B2430u
#define GREY 0x5B6675u
#define LINE 0xD9DEE5u
#define WASH 0xF4F6F8u

struct sheet_page {
	struct pdf *pdf;
	struct arena *arena;
	const struct formats *formats;
	const struct invoice_sheet *sheet;
	uint32_t accent; /* the brand's colour, dark enough to be read on white */
	double y;	 /* where the next part begins */
};

const char *page_say(const struct sheet_page *page, const char *english);
/* The sentence with {{value}} replaced, in the reader's language. */
const char *page_say_with(const struct sheet_page *page, const char *english, const char *value);
const char *page_money(const struct sheet_page *page, int64_t minor);
const char *page_day(const struct sheet_page *page, int32_t day);
const char *page_percent(const struct sheet_page *page, int tax_rate);
const char *page_decimal(const struct sheet_page *page, int64_t units, int digits);

struct pdf_style style_of(double size, uint32_t colour);
struct pdf_style style_bold(double size, uint32_t colour);
struct pdf_style style_right(struct pdf_style style);

/* A new page when less than `height` is left. */
void page_need(struct sheet_page *page, double height);
void page_begin_next(struct sheet_page *page);

/* The parts below the lines: sums and VAT table, how to pay, terms. */
void page_print_sums(struct sheet_page *page);
void page_print_payment(struct sheet_page *page);
void page_print_terms(struct sheet_page *page);
/* At the foot of every page: who the seller is by law, and the page's number. */
void page_print_foot(struct pdf *pdf, int number, int pages, void *data);

#endif
