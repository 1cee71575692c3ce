/* invoice_pdf_test: what can be read on the printed invoice, and what its payment code says. */
#include "billing/invoice_pdf.h"

#include "base/arena.h"
#include "base/test.h"
#include "billing/payment_code.h"
#include "html/translation.h"
#include "sys/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEXT_LIMIT = 1 << 20, MANY = 60 };

static const struct company sorel = {
	.name = "Cabinet Sorel",
	.legal_name = "Cabinet Sorel SAS",
	.legal_form = "SAS",
	.capital = "10 000 €",
	.siret = "812 345 678 00012",
	.register_ = "RCS Nantes 812 345 678",
	.vat_number = "FR40812345678",
	.street = "4 quai de la Fosse",
	.postal_code = "44000",
	.city = "Nantes",
	.country = "FR",
	.iban = "FR7630001007941234567890185",
	.bic = "BDFEFRPPCCT",
	.colour = "#ffd400",
};

static const struct invoice plain = {
	.kind = INVOICE,
	.state = INVOICE_ISSUED,
	.number = "F-2026-0187",
	.issued_on = 20767, /* 10 November 2026 */
	.due_on = 20797,
	.supplied_on = NO_DAY,
	.currency = "EUR",
	.net = 10000,
	.tax = 2000,
	.total = 12000,
	.rest = 12000,
	.billed_name = "Boulangerie Durand",
	.billed_address = "12 rue des Lilas\n44000 Nantes",
	.billed_vat_number = "FR12345678901",
	.created_at = INT64_C(1794300000000),
};

static struct str
printed(struct arena *arena, const struct invoice_sheet *sheet)
{
	const char *error = NULL;
	const struct translations *translations = translations_load(arena, NULL, 0, &error);

	return invoice_pdf(arena, formats_for(translations, "en_FR", "Europe/Paris"), sheet);
}

/* As pdftotext reads it. */
static const char *
text_of(struct arena *arena, struct str pdf)
{
	char pdf_path[] = "/tmp/parvis-pdf-XXXXXX", text_path[] = "/tmp/parvis-text-XXXXXX";
	struct str text;

	close(mkstemp(pdf_path));
	close(mkstemp(text_path));
	assert_true(file_write(pdf_path, pdf));
	assert_int_equal(system(arena_printf(arena, "pdftotext -layout %s %s", pdf_path, text_path)), 0);
	assert_true(file_read(arena, text_path, TEXT_LIMIT, &text));
	unlink(pdf_path);
	unlink(text_path);
	return text.at;
}

static struct invoice_sheet
sheet_of(struct arena *arena, const struct invoice *invoice, size_t lines)
{
	struct invoice_line *made = arena_make_array(arena, struct invoice_line, lines);
	struct invoice_tax *tax = arena_make(arena, struct invoice_tax);

	for (size_t i = 0; i < lines; i++)
		made[i] = (struct invoice_line){.label = arena_printf(arena, "Service %zu", i + 1),
						.quantity = 1000,
						.unit_price = 1000000,
						.tax_rate = 2000,
						.net = 10000};
	*tax = (struct invoice_tax){.tax_rate = 2000, .net = invoice->net, .tax = invoice->tax};
	return (struct invoice_sheet){.invoice = invoice,
				      .seller = &sorel,
				      .lines = made,
				      .line_count = lines,
				      .taxes = tax,
				      .tax_count = 1,
				      .client_number = "C-00042"};
}

/* Where blanks stand depends on how wide the font is. */
static const char *
without_blanks(struct arena *arena, const char *text)
{
	struct builder out = builder_new(arena, 0);

	for (; *text != '\0'; text++)
		if (*text != ' ' && *text != '\n')
			build_char(&out, *text);
	return builder_text(&out);
}

static void
assert_says(const char *text, const char *words)
{
	struct arena *arena = arena_new(0);
	bool there = strstr(without_blanks(arena, text), without_blanks(arena, words)) != NULL;

	if (!there)
		fprintf(stderr, "not on the page: %s\n%s\n", words, text);
	assert_true(there);
	arena_free(arena);
}

TEST(the_invoice_bears_every_mention)
{
	static const char *const mentions[] = {
		"Invoice",
		"F-2026-0187",
		"Cabinet Sorel SAS",
		"SAS with a capital of 10 000 €",
		"SIRET 812 345 678 00012",
		"RCS Nantes 812 345 678",
		"VAT number: FR40812345678",
		"4 quai de la Fosse, 44000 Nantes",
		"Boulangerie Durand",
		"12 rue des Lilas",
		"VAT number: FR12345678901",
		"Date of issue",
		"Date of supply",
		"Payment due by",
		"C-00042",
		"120.00",
		"100.00",
		"20.00",
		"FR76 3000 1007 9412 3456 7890 185",
		"BDFEFRPPCCT",
		"three times the French legal interest rate",
		"€40 for recovery costs",
		"No discount for early payment",
		"1 / 1",
	};
	struct arena *arena = arena_new(0);
	const struct invoice_sheet sheet = sheet_of(arena, &plain, 1);
	const char *text = text_of(arena, printed(arena, &sheet));

	for (size_t i = 0; i < sizeof mentions / sizeof mentions[0]; i++)
		assert_says(text, mentions[i]);
	arena_free(arena);
}

TEST(a_long_invoice_repeats_its_table_head)
{
	struct arena *arena = arena_new(0);
	const struct invoice_sheet sheet = sheet_of(arena, &plain, MANY);
	const char *text = text_of(arena, printed(arena, &sheet));
	size_t heads = 0;

	for (const char *at = text; (at = strstr(at, "Amount excl.")) != NULL; at++)
		heads++;
	assert_true(heads >= 2);
	assert_says(text, "Service 60");
	assert_says(text, "2 / ");
	arena_free(arena);
}

TEST(a_credit_note_names_what_it_corrects)
{
	struct arena *arena = arena_new(0);
	struct invoice invoice = plain;
	struct invoice_sheet sheet;
	const char *text;

	invoice.kind = CREDIT_NOTE;
	invoice.number = "A-2026-0003";
	invoice.net = -10000;
	invoice.tax = -2000;
	invoice.total = -12000;
	invoice.rest = 0;
	sheet = sheet_of(arena, &invoice, 1);
	sheet.credited_number = "F-2026-0187";
	sheet.credited_on = plain.issued_on;
	text = text_of(arena, printed(arena, &sheet));
	assert_says(text, "Credit note");
	assert_says(text, "corrects invoice F-2026-0187 of");
	assert_null(strstr(text, "IBAN"));
	arena_free(arena);
}

TEST(the_same_invoice_gives_the_same_file)
{
	struct arena *arena = arena_new(0);
	const struct invoice_sheet sheet = sheet_of(arena, &plain, 2);

	assert_true(str_equal(printed(arena, &sheet), printed(arena, &sheet)));
	arena_free(arena);
}

TEST(no_compensation_is_asked_of_a_household)
{
	struct arena *arena = arena_new(0);
	struct invoice_sheet sheet = sheet_of(arena, &plain, 1);
	const char *text;

	sheet.household = true;
	text = text_of(arena, printed(arena, &sheet));
	assert_null(strstr(text, "€40"));
	assert_says(text, "No discount");
	arena_free(arena);
}

TEST(the_payment_code_says_what_a_bank_needs)
{
	struct arena *arena = arena_new(0);
	struct company poor = sorel;

	assert_string_equal(payment_code_text(arena, &sorel, money_of(12050, "EUR"), "F-2026-0187"),
			    "BCD\n002\n1\nSCT\nBDFEFRPPCCT\nCabinet Sorel SAS\nFR7630001007941234567890185\n"
			    "EUR120.50\n\n\nF-2026-0187");
	assert_null(payment_code_text(arena, &sorel, money_of(12050, "CHF"), "x"));
	assert_null(payment_code_text(arena, &sorel, money_of(0, "EUR"), "x"));
	poor.iban = NULL;
	assert_null(payment_code_text(arena, &poor, money_of(1, "EUR"), "x"));
	poor.iban = "FR76";
	poor.bic = NULL;
	poor.legal_name = "Établissements\nDurand";
	assert_string_equal(payment_code_text(arena, &poor, money_of(1, "EUR"), "x"),
			    "BCD\n002\n1\nSCT\n\nÉtablissements Durand\nFR76\nEUR0.01\n\n\nx");
	arena_free(arena);
}
