/* invoice_pdf_foot: below the lines: the VAT table and the sums, how to pay, the terms, and the legal lines of the
 * foot. */
#include "base/arena.h"
#include "billing/billed_address.h"
#include "billing/invoice_pdf_page.h"
#include "billing/payment_code.h"

#include <string.h>

/* ---- sums ---- */

static void
print_tax_row(struct sheet_page *page, double y, const char *rate, const char *net, const char *tax,
	      struct pdf_style style)
{
	struct pdf_style right = style_right(style);

	pdf_text(page->pdf, PAGE_LEFT, y, 20, &style, rate);
	pdf_text(page->pdf, PAGE_LEFT + 18, y, 28, &right, net);
	pdf_text(page->pdf, PAGE_LEFT + 48, y, 24, &right, tax);
}

static double
print_tax_table(struct sheet_page *page, double y)
{
	print_tax_row(page, y, page_say(page, N_("VAT rate")), page_say(page, N_("Base excl. VAT")),
		      page_say(page, N_("VAT")), style_bold(7.5, GREY));
	y += 4.6;
	pdf_line(page->pdf, PAGE_LEFT, y, PAGE_LEFT + 72, y, 0.15, LINE);
	y += 1.4;
	for (size_t i = 0; i < page->sheet->tax_count; i++) {
		const struct invoice_tax *tax = &page->sheet->taxes[i];

		print_tax_row(page, y, page_percent(page, tax->tax_rate), page_money(page, tax->net),
			      page_money(page, tax->tax), style_of(8.5, INK));
		y += 4.8;
	}
	return y;
}

static double
print_sum(struct sheet_page *page, double y, const char *english, int64_t amount, bool strong)
{
	struct pdf_style label = strong ? style_bold(10.5, INK) : style_of(9, GREY);
	struct pdf_style value = style_right(strong ? style_bold(10.5, INK) : style_of(9, INK));

	pdf_text(page->pdf, 116, y, 42, &label, page_say(page, english));
	pdf_text(page->pdf, 152, y, PAGE_RIGHT - 152, &value, page_money(page, amount));
	return y + (strong ? 6.4 : 5.2);
}

/* What remains, on the brand's colour: the figure everybody looks for. */
static double
print_rest(struct sheet_page *page, double y)
{
	const struct invoice *invoice = page->sheet->invoice;
	struct pdf_style label = style_bold(10, 0xFFFFFF), value = style_right(style_bold(12, 0xFFFFFF));
	bool back = invoice->rest < 0;

	pdf_box(page->pdf, 112, y, PAGE_RIGHT - 112, 10, page->accent);
	pdf_text(page->pdf, 116, y + 2.8, 40, &label,
		 page_say(page, back ? N_("To be sent back") : N_("Still to pay")));
	pdf_text(page->pdf, 146, y + 2.3, PAGE_RIGHT - 150, &value,
		 page_money(page, back ? -invoice->rest : invoice->rest));
	return y + 10;
}

static double
print_totals(struct sheet_page *page, double y)
{
	const struct invoice *invoice = page->sheet->invoice;

	y = print_sum(page, y, N_("Total excl. VAT"), invoice->net, false);
	y = print_sum(page, y, N_("Total VAT"), invoice->tax, false);
	pdf_line(page->pdf, 112, y, PAGE_RIGHT, y, 0.15, LINE);
	y = print_sum(page, y + 2, N_("Total incl. VAT"), invoice->total, true);
	if (invoice->kind == CREDIT_NOTE)
		return y;
	if (invoice->credited != 0)
		y = print_sum(page, y, N_("Already credited"), -invoice->credited, false);
	if (invoice->paid != 0)
		y = print_sum(page, y, N_("Already paid"), -invoice->paid, false);
	return print_rest(page, y + 1);
}

void
page_print_sums(struct sheet_page *page)
{
	struct pdf_style mention = style_of(8.5, INK);
	double taxes = 10 + 4.8 * (double)page->sheet->tax_count, tax_end, sum_end;

	page->y += 3;
	page_need(page, taxes > 44 ? taxes : 44);
	tax_end = print_tax_table(page, page->y);
	sum_end = print_totals(page, page->y);
	if (!text_empty(page->sheet->invoice->tax_note))
		tax_end += 1.5 +
			   pdf_text(page->pdf, PAGE_LEFT, tax_end + 1.5, 86, &mention, page->sheet->invoice->tax_note);
	page->y = (tax_end > sum_end ? tax_end : sum_end) + 8;
}

/* ---- how to pay ---- */

static double
print_bank_row(struct sheet_page *page, double y, const char *english, const char *value)
{
	struct pdf_style label = style_of(8.5, GREY), bold = style_bold(9, INK);

	if (text_empty(value))
		return y;
	pdf_text(page->pdf, PAGE_LEFT + 5, y, 26, &label, page_say(page, english));
	return y + pdf_text(page->pdf, PAGE_LEFT + 32, y, 92, &bold, value) + 1.3;
}

static void
print_code(struct sheet_page *page, double y, const char *code)
{
	struct pdf_style caption = style_of(6.8, GREY);

	caption.align = PDF_CENTER;
	pdf_qr(page->pdf, PAGE_RIGHT - 33, y + 1.5, 28, code);
	pdf_text(page->pdf, PAGE_RIGHT - 36, y + 29.5, 34, &caption, page_say(page, N_("Scan with your banking app")));
}

void
page_print_payment(struct sheet_page *page)
{
	const struct invoice *invoice = page->sheet->invoice;
	const struct company *seller = page->sheet->seller;
	const char *code = invoice->number == NULL
				   ? NULL
				   : payment_code_text(page->arena, seller, money_of(invoice->rest, invoice->currency),
						       invoice->number);
	struct pdf_style title = style_bold(9.5, INK);
	double y;

	if (invoice->kind == CREDIT_NOTE || invoice->rest <= 0 || text_empty(seller->iban))
		return;
	page_need(page, 37);
	pdf_box(page->pdf, PAGE_LEFT, page->y, PAGE_WIDTH, 36, WASH);
	y = page->y + 4;
	y += pdf_text(page->pdf, PAGE_LEFT + 5, y, 120, &title, page_say(page, N_("To pay by bank transfer"))) + 2;
	y = print_bank_row(page, y, N_("Account holder"), seller->legal_name);
	y = print_bank_row(page, y, N_("IBAN"), iban_grouped(page->arena, seller->iban));
	y = print_bank_row(page, y, N_("BIC"),
			   text_empty(seller->bank_name) || text_empty(seller->bic)
				   ? seller->bic
				   : arena_printf(page->arena, "%s (%s)", seller->bic, seller->bank_name));
	print_bank_row(page, y, N_("Reference"), invoice->number);
	if (code != NULL)
		print_code(page, page->y, code);
	page->y += 36 + 5;
}

/* ---- terms ---- */

static bool
mentions(const char *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strstr(text, *words) != NULL)
			return true;
	return false;
}

struct term {
	const char *const *words; /* the company's own text holds one of them: it says it its way */
	const char *english;
	bool professionals;
};

static const char *const late_words[] = {"nalit", NULL}; /* pénalités, penalties */
static const char *const compensation_words[] = {"40", NULL};
static const char *const discount_words[] = {"scompte", "iscount", NULL};

/* Code de commerce, art. L441-9 I and D441-5. */
static const struct term terms[] = {
	{late_words,
	 N_("Late payment: penalties at three times the French legal interest rate are due from the day after the due "
	    "date, without reminder (art. L441-10 of the French commercial code)."),
	 true},
	{compensation_words, N_("A fixed compensation of €40 for recovery costs is also due (art. D441-5)."), true},
	{discount_words, N_("No discount for early payment."), false},
};

void
page_print_terms(struct sheet_page *page)
{
	const char *own = page->sheet->seller->invoice_footer;
	struct builder text = builder_new(page->arena, 0);
	struct pdf_style small = style_of(7.5, GREY);

	if (page->sheet->invoice->kind == CREDIT_NOTE)
		return;
	build_text(&text, own);
	for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
		if ((terms[i].professionals && page->sheet->household) ||
		    (own != NULL && mentions(own, terms[i].words)))
			continue;
		build_printf(&text, "%s%s", text.length > 0 ? " " : "", page_say(page, terms[i].english));
	}
	page_need(page, pdf_measure(page->pdf, PAGE_WIDTH, &small, builder_text(&text)));
	page->y += pdf_text(page->pdf, PAGE_LEFT, page->y, PAGE_WIDTH, &small, builder_text(&text));
}

/* ---- the foot ---- */

static void
add_part(struct builder *line, const char *text)
{
	if (text_empty(text))
		return;
	if (line->length > 0)
		build_text(line, "  ·  ");
	build_text(line, text);
}

/* Code de commerce, art. R123-237 and R123-238: form, capital, number, register. */
static const char *
legal_line(const struct sheet_page *page)
{
	const struct company *seller = page->sheet->seller;
	struct builder line = builder_new(page->arena, 0);

	add_part(&line, seller->legal_name);
	if (!text_empty(seller->legal_form) && !text_empty(seller->capital))
		add_part(&line, arena_printf(page->arena, "%s %s", seller->legal_form,
					     page_say_with(page, N_("with a capital of {{value}}"), seller->capital)));
	else
		add_part(&line, seller->legal_form);
	if (!text_empty(seller->siret))
		add_part(&line, arena_printf(page->arena, "SIRET %s", seller->siret));
	add_part(&line, seller->register_);
	return builder_text(&line);
}

static const char *
address_line(const struct sheet_page *page)
{
	const struct company *seller = page->sheet->seller;
	struct str lines = str_of(postal_address(page->arena, seller->street, seller->postal_code, seller->city,
						 seller->country, seller->country, "en"));
	struct builder line = builder_new(page->arena, 0);

	while (lines.at != NULL) {
		build_text(&line, line.length > 0 ? ", " : "");
		build_str(&line, str_cut(&lines, '\n'));
	}
	if (!text_empty(seller->vat_number))
		add_part(&line, page_say_with(page, N_("VAT number: {{value}}"), seller->vat_number));
	return builder_text(&line);
}

void
page_print_foot(struct pdf *pdf, int number, int pages, void *data)
{
	struct sheet_page *page = data;
	struct pdf_style small = style_of(7, GREY), right = style_right(style_of(7.5, GREY));

	pdf_line(pdf, PAGE_LEFT, 278, PAGE_RIGHT, 278, 0.15, LINE);
	pdf_text(pdf, PAGE_LEFT, 280, PAGE_WIDTH - 16, &small,
		 arena_printf(page->arena, "%s\n%s", legal_line(page), address_line(page)));
	pdf_text(pdf, PAGE_RIGHT - 16, 280, 16, &right, arena_printf(page->arena, "%d / %d", number, pages));
}
