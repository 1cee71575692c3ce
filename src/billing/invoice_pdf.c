/* invoice_pdf: the head of the page and the table of lines; the sums and terms are in invoice_pdf_foot.c. */
#include "billing/invoice_pdf.h"

#include "base/arena.h"
#include "billing/billed_address.h"
#include "billing/invoice_pdf_page.h"

#include <stdlib.h>

/* ---- words and figures ---- */

const char *
page_say(const struct sheet_page *page, const char *english)
{
	return formats_translate(page->formats, english);
}

const char *
page_say_with(const struct sheet_page *page, const char *english, const char *value)
{
	struct builder out = builder_new(page->arena, 0);
	struct doc *values = doc_object(page->arena);

	doc_set_text(values, "value", value);
	doc_print_message(page_say(page, english), values, NULL, &out);
	return builder_text(&out);
}

static const char *
format_member(const struct sheet_page *page, const struct doc *object, const char *form)
{
	struct builder out = builder_new(page->arena, 0);

	format_value(page->formats, doc_get(object, STR("it")), str_of(form), &out);
	return builder_text(&out);
}

const char *
page_money(const struct sheet_page *page, int64_t minor)
{
	struct doc *object = doc_object(page->arena);

	doc_set_money(object, "it", money_of(minor, page->sheet->invoice->currency));
	return format_member(page, object, "");
}

const char *
page_day(const struct sheet_page *page, int32_t day)
{
	struct doc *object = doc_object(page->arena);

	doc_set_day(object, "it", day);
	return day == NO_DAY ? "" : format_member(page, object, "long");
}

const char *
page_decimal(const struct sheet_page *page, int64_t units, int digits)
{
	struct doc *object = doc_object(page->arena);

	doc_set_decimal(object, "it", units, digits);
	return format_member(page, object, "");
}

const char *
page_percent(const struct sheet_page *page, int tax_rate)
{
	return arena_printf(page->arena, "%s\xC2\xA0%%", page_decimal(page, tax_rate, 2));
}

/* Prices may be finer than the minor unit: then all their decimals are shown. */
static const char *
unit_price(const struct sheet_page *page, int64_t price)
{
	if (price % 100 == 0)
		return page_money(page, price / 100);
	return page_decimal(page, price, money_digits(page->sheet->invoice->currency) + 2);
}

struct pdf_style
style_of(double size, uint32_t colour)
{
	return (struct pdf_style){.size = size, .colour = colour};
}

struct pdf_style
style_bold(double size, uint32_t colour)
{
	return (struct pdf_style){.size = size, .colour = colour, .bold = true};
}

struct pdf_style
style_right(struct pdf_style style)
{
	style.align = PDF_RIGHT;
	return style;
}

/* ---- the brand's colour ---- */

/* Approximate relative luminance of WCAG 2.2, in thousandths: linear enough to decide what can be read on white. */
static unsigned
luminance(uint32_t colour)
{
	unsigned red = colour >> 16 & 255, green = colour >> 8 & 255, blue = colour & 255;

	return (213 * red * red + 715 * green * green + 72 * blue * blue) / (255 * 255);
}

static uint32_t
readable(const char *hex)
{
	uint32_t colour = hex != NULL && hex[0] == '#' ? (uint32_t)strtoul(hex + 1, NULL, 16) & 0xFFFFFF : INK;

	while (luminance(colour) > 170) { /* 4.5:1 against white */
		uint32_t red = (colour >> 16 & 255) * 15 / 16, green = (colour >> 8 & 255) * 15 / 16;

		colour = red << 16 | green << 8 | (colour & 255) * 15 / 16;
	}
	return colour;
}

/* ---- the head ---- */

static const char *
title_of(const struct sheet_page *page)
{
	const struct invoice *invoice = page->sheet->invoice;

	return page_say(page, invoice_kind_label(invoice->kind));
}

static void
print_mark(struct sheet_page *page)
{
	const struct invoice_sheet *sheet = page->sheet;
	struct pdf_style name = style_bold(17, page->accent);

	if (sheet->logo.length == 0 || !pdf_image(page->pdf, PAGE_LEFT, 16, 62, 20, sheet->logo))
		pdf_text(page->pdf, PAGE_LEFT, 17, 92, &name, sheet->seller->name);
}

static void
print_title(struct sheet_page *page)
{
	const struct invoice *invoice = page->sheet->invoice;
	struct pdf_style title = style_right(style_bold(21, INK)), number = style_right(style_of(11, GREY));

	pdf_text(page->pdf, 110, 15.5, PAGE_RIGHT - 110, &title, title_of(page));
	pdf_text(page->pdf, 110, 25.5, PAGE_RIGHT - 110, &number,
		 invoice->number != NULL
			 ? arena_printf(page->arena, "%s %s", page_say(page, N_("No.")), invoice->number)
			 : page_say(page, N_("Draft, not valid as an invoice")));
}

static void
add_line(struct builder *lines, const char *text)
{
	if (text_empty(text))
		return;
	if (lines->length > 0)
		build_char(lines, '\n');
	build_text(lines, text);
}

static double
print_seller(struct sheet_page *page, double y)
{
	const struct company *seller = page->sheet->seller;
	struct builder lines = builder_new(page->arena, 0);
	struct pdf_style bold = style_bold(9, INK), plain = style_of(8.5, GREY);

	y += pdf_text(page->pdf, PAGE_LEFT, y, 84, &bold, seller->legal_name) + 0.8;
	add_line(&lines, postal_address(page->arena, seller->street, seller->postal_code, seller->city, seller->country,
					seller->country, "en"));
	add_line(&lines, seller->phone);
	add_line(&lines, seller->email);
	add_line(&lines, seller->website);
	return y + pdf_text(page->pdf, PAGE_LEFT, y, 84, &plain, builder_text(&lines));
}

/* At the right, where the window of an envelope is (NF Z 10-011). */
static double
print_client(struct sheet_page *page, double y)
{
	const struct invoice *invoice = page->sheet->invoice;
	struct pdf_style label = style_of(7.5, GREY), bold = style_bold(10.5, INK), plain = style_of(9.5, INK);
	double top = y, width = PAGE_RIGHT - 114;

	y += pdf_text(page->pdf, 114, y, width, &label, page_say(page, N_("Billed to"))) + 1;
	y += pdf_text(page->pdf, 114, y, width, &bold, invoice->billed_name) + 0.6;
	if (!text_empty(invoice->billed_address))
		y += pdf_text(page->pdf, 114, y, width, &plain, invoice->billed_address);
	if (!text_empty(invoice->billed_vat_number))
		y += 1 + pdf_text(page->pdf, 114, y + 1, width, &label,
				  page_say_with(page, N_("VAT number: {{value}}"), invoice->billed_vat_number));
	pdf_box(page->pdf, 109.5, top, 0.7, y - top, page->accent);
	return y;
}

struct fact {
	const char *label;
	const char *value;
};

static size_t
collect_facts(struct sheet_page *page, struct fact facts[6])
{
	const struct invoice *invoice = page->sheet->invoice;
	int32_t supplied = invoice->supplied_on != NO_DAY ? invoice->supplied_on : invoice->issued_on;
	size_t count = 0;

	if (invoice->issued_on != NO_DAY)
		facts[count++] = (struct fact){N_("Date of issue"), page_day(page, invoice->issued_on)};
	if (supplied != NO_DAY && invoice->kind == INVOICE)
		facts[count++] = (struct fact){N_("Date of supply"), page_day(page, supplied)};
	if (invoice->due_on != NO_DAY && invoice->kind == INVOICE)
		facts[count++] = (struct fact){N_("Payment due by"), page_day(page, invoice->due_on)};
	if (!text_empty(page->sheet->client_number))
		facts[count++] = (struct fact){N_("Client number"), page->sheet->client_number};
	if (!text_empty(invoice->reference))
		facts[count++] = (struct fact){N_("Your reference"), invoice->reference};
	return count;
}

/* A band of up to five facts, each under its name. */
static void
print_facts(struct sheet_page *page)
{
	struct fact facts[6];
	size_t count = collect_facts(page, facts);
	double width = count == 0 ? 0 : (PAGE_WIDTH - 6) / (double)count, height = 0;
	struct pdf_style label = style_of(7.5, GREY), value = style_bold(9, INK);

	for (size_t i = 0; i < count; i++) {
		double tall = pdf_measure(page->pdf, width - 3, &value, facts[i].value);

		height = tall > height ? tall : height;
	}
	if (count == 0)
		return;
	pdf_box(page->pdf, PAGE_LEFT, page->y, PAGE_WIDTH, height + 9.4, WASH);
	for (size_t i = 0; i < count; i++) {
		double x = PAGE_LEFT + 4 + (double)i * width;

		pdf_text(page->pdf, x, page->y + 2.6, width - 3, &label, page_say(page, facts[i].label));
		pdf_text(page->pdf, x, page->y + 6.6, width - 3, &value, facts[i].value);
	}
	page->y += height + 9.4 + 5;
}

/* CGI ann. II art. 242 nonies A: a credit note refers to the invoice it corrects. */
static void
print_note(struct sheet_page *page)
{
	const struct invoice_sheet *sheet = page->sheet;
	struct pdf_style plain = style_of(9, INK);
	struct builder out = builder_new(page->arena, 0);

	if (sheet->credited_number != NULL) {
		struct doc *values = doc_object(page->arena);

		doc_set_text(values, "number", sheet->credited_number);
		doc_set_text(values, "day", page_day(page, sheet->credited_on));
		doc_print_message(page_say(page, N_("This credit note corrects invoice {{number}} of {{day}}.")),
				  values, NULL, &out);
	}
	add_line(&out, sheet->invoice->note);
	if (out.length > 0)
		page->y += pdf_text(page->pdf, PAGE_LEFT, page->y, PAGE_WIDTH, &plain, builder_text(&out)) + 5;
}

static void
print_head(struct sheet_page *page)
{
	double seller, client;

	print_mark(page);
	print_title(page);
	seller = print_seller(page, 43);
	client = print_client(page, 43);
	page->y = (seller > client ? seller : client) + 9;
	print_facts(page);
	print_note(page);
}

/* ---- the lines ---- */

struct column {
	double x, width;
	const char *label;
};

static const struct column columns[] = {
	{PAGE_LEFT, 74, N_("Item")},	  {PAGE_LEFT + 75, 18, N_("Quantity")},
	{PAGE_LEFT + 96, 14, N_("Unit")}, {PAGE_LEFT + 111, 24, N_("Unit price excl. VAT")},
	{PAGE_LEFT + 136, 12, N_("VAT")}, {PAGE_LEFT + 149, 25, N_("Amount excl. VAT")},
};
enum { COLUMNS = sizeof columns / sizeof columns[0], COLUMN_UNIT = 2 };

static struct pdf_style
column_style(size_t column, struct pdf_style style)
{
	return column == 0 || column == COLUMN_UNIT ? style : style_right(style);
}

static void
print_table_head(struct sheet_page *page)
{
	double height = 0;

	for (size_t i = 0; i < COLUMNS; i++) {
		struct pdf_style style = column_style(i, style_bold(7.5, page->accent));
		double tall = pdf_measure(page->pdf, columns[i].width, &style, page_say(page, columns[i].label));

		height = tall > height ? tall : height;
	}
	for (size_t i = 0; i < COLUMNS; i++) {
		struct pdf_style style = column_style(i, style_bold(7.5, page->accent));
		const char *label = page_say(page, columns[i].label);
		double tall = pdf_measure(page->pdf, columns[i].width, &style, label);

		pdf_text(page->pdf, columns[i].x, page->y + height - tall, columns[i].width, &style, label);
	}
	page->y += height + 1.6;
	pdf_line(page->pdf, PAGE_LEFT, page->y, PAGE_RIGHT, page->y, 0.4, page->accent);
	page->y += 2;
}

void
page_begin_next(struct sheet_page *page)
{
	const struct invoice *invoice = page->sheet->invoice;
	struct pdf_style left = style_bold(9, INK), right = style_right(style_of(9, GREY));

	pdf_new_page(page->pdf);
	pdf_text(page->pdf, PAGE_LEFT, 16, 90, &left, page->sheet->seller->name);
	pdf_text(page->pdf, 110, 16, PAGE_RIGHT - 110, &right,
		 arena_printf(page->arena, "%s %s", title_of(page), invoice->number == NULL ? "" : invoice->number));
	page->y = 27;
}

void
page_need(struct sheet_page *page, double height)
{
	if (page->y + height > PAGE_BOTTOM)
		page_begin_next(page);
}

static void
print_line(struct sheet_page *page, const struct invoice_line *line)
{
	const char *cells[COLUMNS] = {line->label,
				      page_decimal(page, line->quantity, 3),
				      line->unit,
				      unit_price(page, line->unit_price),
				      page_percent(page, line->tax_rate),
				      page_money(page, line->net)};
	double height = 0;

	for (size_t i = 0; i < COLUMNS; i++) {
		struct pdf_style style = column_style(i, style_of(8.8, INK));
		double tall = pdf_measure(page->pdf, columns[i].width, &style, cells[i]);

		height = tall > height ? tall : height;
	}
	if (page->y + height + 3.4 > PAGE_BOTTOM) {
		page_begin_next(page);
		print_table_head(page);
	}
	for (size_t i = 0; i < COLUMNS; i++) {
		struct pdf_style style = column_style(i, style_of(8.8, INK));

		pdf_text(page->pdf, columns[i].x, page->y, columns[i].width, &style, cells[i]);
	}
	page->y += height + 1.7;
	pdf_line(page->pdf, PAGE_LEFT, page->y, PAGE_RIGHT, page->y, 0.15, LINE);
	page->y += 1.7;
}

static void
print_lines(struct sheet_page *page)
{
	print_table_head(page);
	for (size_t i = 0; i < page->sheet->line_count; i++)
		print_line(page, &page->sheet->lines[i]);
}

struct str
invoice_pdf(struct arena *arena, const struct formats *formats, const struct invoice_sheet *sheet)
{
	struct sheet_page page = {
		.arena = arena, .formats = formats, .sheet = sheet, .accent = readable(sheet->seller->colour)};
	const char *title = arena_printf(arena, "%s %s", title_of(&page),
					 sheet->invoice->number == NULL ? "" : sheet->invoice->number);
	const struct pdf_about about = {.title = title,
					.author = sheet->seller->legal_name,
					.language = formats_locale(formats),
					.created_at = sheet->invoice->created_at};

	page.pdf = pdf_new(arena, &about);
	pdf_footer(page.pdf, page_print_foot, &page);
	print_head(&page);
	print_lines(&page);
	page_print_sums(&page);
	page_print_payment(&page);
	page_print_terms(&page);
	return pdf_end(page.pdf);
}
