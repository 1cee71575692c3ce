/* invoice_test: sums, roundings, numbers, and what is refused. */
#include "billing/credit_note.h"

#include "base/arena.h"
#include "base/test.h"

#include <string.h>

static struct invoice_line
line(int64_t quantity, int64_t unit_price, int tax_rate)
{
	return (struct invoice_line){.label = "x",
				     .quantity = quantity,
				     .unit_price = unit_price,
				     .tax_rate = tax_rate,
				     .net = line_net(quantity, unit_price)};
}

TEST(a_line_rounds_half_away_from_zero)
{
	assert_int_equal(line_net(1000, 1250), 13); /* 12.5 cents */
	assert_int_equal(line_net(-1000, 1250), -13);
	assert_int_equal(line_net(1000, 1249), 12);
	assert_int_equal(line_net(333, 100000), 333); /* 0.333 × 10.00 */
	assert_int_equal(line_net(1500, 12345), 185); /* 1.5 × 1.2345 = 1.85175 */
	assert_int_equal(line_net(QUANTITY_LIMIT, UNIT_PRICE_LIMIT), INT64_C(10000000000000000));
}

TEST(tax_is_rounded_once_per_rate)
{
	/* Three lines of 0.03 at 20 %: 0.006 each, 0.018 in all: 0.02, and not three times 0.01. */
	struct invoice_line lines[] = {line(1000, 300, 2000), line(1000, 300, 2000), line(1000, 300, 2000),
				       line(1000, 10000, 550)};
	struct totals totals;

	assert_true(invoice_totals(lines, 4, &totals));
	assert_int_equal(totals.rate_count, 2);
	assert_int_equal(totals.rates[0].tax_rate, 2000);
	assert_int_equal(totals.rates[0].net, 9);
	assert_int_equal(totals.rates[0].tax, 2);
	assert_int_equal(totals.rates[1].tax, 6); /* 5.5 cents */
	assert_int_equal(totals.net, 109);
	assert_int_equal(totals.total, 117);
}

TEST(an_invoice_is_overdue_the_day_after_it_is_due)
{
	struct invoice invoice = {.state = INVOICE_ISSUED, .total = 100, .rest = 100, .due_on = 20000};

	assert_false(invoice_overdue(&invoice, 19999));
	assert_false(invoice_overdue(&invoice, 20000));
	assert_true(invoice_overdue(&invoice, 20001));
	invoice.rest = 0;
	assert_false(invoice_overdue(&invoice, 20001));
}

TEST(numbers_have_four_digits_or_more)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(invoice_number(arena, "F", 2026, 7), "F-2026-0007");
	assert_string_equal(invoice_number(arena, "FA-X", 2026, 12345), "FA-X-2026-12345");
	assert_int_equal(invoice_number_position("F-2026-0007", "F", 2026), 7);
	assert_int_equal(invoice_number_position("F-2026-12345", "F", 2026), 12345);
	assert_int_equal(invoice_number_position("F-2025-0007", "F", 2026), 0);
	assert_int_equal(invoice_number_position("F-2026-007", "F", 2026), 0);
	assert_int_equal(invoice_number_position("F-2026-00071", "F", 2026), 0);
	assert_int_equal(invoice_number_position("F-2026-0007-b", "F", 2026), 0);
	assert_int_equal(invoice_number_position("F-2026-99999999999999999999", "F", 2026), 0);
	assert_int_equal(invoice_number_position("2026", "F", 2026), 0);
	arena_free(arena);
}

TEST(issuing_follows_the_days_of_the_series)
{
	struct invoice invoice = {.state = INVOICE_DRAFT, .total = 100, .due_on = NO_DAY};

	assert_int_equal(issue_refusal(&invoice, 1, 100, 100, NO_DAY), ISSUE_FINE);
	assert_int_equal(issue_refusal(&invoice, 1, 100, 100, 100), ISSUE_FINE);
	assert_int_equal(issue_refusal(&invoice, 1, 99, 100, 100), ISSUE_BEFORE_LAST);
	assert_int_equal(issue_refusal(&invoice, 1, 101, 100, NO_DAY), ISSUE_FUTURE);
	assert_int_equal(issue_refusal(&invoice, 0, 100, 100, NO_DAY), ISSUE_NO_LINES);
	invoice.due_on = 99;
	assert_int_equal(issue_refusal(&invoice, 1, 100, 100, NO_DAY), ISSUE_DUE_TOO_EARLY);
	invoice.total = -1;
	assert_int_equal(issue_refusal(&invoice, 1, 100, 100, NO_DAY), ISSUE_NEGATIVE);
	invoice.state = INVOICE_ISSUED;
	assert_int_equal(issue_refusal(&invoice, 1, 100, 100, NO_DAY), ISSUE_NOT_DRAFT);
}

TEST(payments_never_exceed_the_rest)
{
	struct invoice invoice = {.state = INVOICE_ISSUED, .total = 1000, .paid = 400, .rest = 600};

	assert_int_equal(payment_refusal(&invoice, 600, 10, 10), PAYMENT_FINE);
	assert_int_equal(payment_refusal(&invoice, 601, 10, 10), PAYMENT_OVER);
	assert_int_equal(payment_refusal(&invoice, 0, 10, 10), PAYMENT_ZERO);
	assert_int_equal(payment_refusal(&invoice, 1, 11, 10), PAYMENT_FUTURE);
	assert_int_equal(payment_refusal(&invoice, -400, 10, 10), PAYMENT_FINE);
	assert_int_equal(payment_refusal(&invoice, -401, 10, 10), PAYMENT_REFUND_OVER);
	invoice.rest = 0;
	assert_int_equal(payment_refusal(&invoice, 1, 10, 10), PAYMENT_SETTLED);
	invoice.kind = CREDIT_NOTE;
	assert_int_equal(payment_refusal(&invoice, 1, 10, 10), PAYMENT_NOT_OPEN);
}

TEST(settling_finds_the_state)
{
	struct invoice invoice = {.state = INVOICE_ISSUED, .total = 1000};

	invoice.paid = 999;
	invoice_settle(&invoice);
	assert_int_equal(invoice.state, INVOICE_ISSUED);
	assert_int_equal(invoice.rest, 1);
	invoice.credited = 1;
	invoice_settle(&invoice);
	assert_int_equal(invoice.state, INVOICE_PAID);
	invoice.credited = 1000;
	invoice_settle(&invoice);
	assert_int_equal(invoice.state, INVOICE_CANCELLED);
	assert_int_equal(invoice.rest, -999); /* to be sent back */
	invoice = (struct invoice){.state = INVOICE_ISSUED};
	invoice_settle(&invoice);
	assert_int_equal(invoice.state, INVOICE_PAID); /* nothing to pay is paid */
}

TEST(crediting_the_whole_mirrors_the_invoice)
{
	struct arena *arena = arena_new(0);
	struct invoice_line lines[] = {line(1500, 12345, 2000), line(-1000, 500, 550)};
	struct invoice_line *credit;
	struct totals billed, totals;
	struct invoice invoice = {.state = INVOICE_ISSUED};
	struct credited so_far;
	size_t made;

	invoice_totals(lines, 2, &billed);
	invoice.total = billed.total;
	so_far = (struct credited){.taxes = billed.rates, .tax_count = billed.rate_count};
	credit = credit_lines(arena, lines, 2, NULL, &made);
	assert_int_equal(made, 2);
	assert_int_equal(credit[0].quantity, -1500);
	assert_int_equal(credit[0].unit_price, 12345);
	invoice_totals(credit, made, &totals);
	credit_round(&totals, &so_far);
	assert_int_equal(totals.total, -billed.total);
	assert_int_equal(credit_fits(&invoice, &totals, &so_far), CREDIT_FINE);
	invoice.credited = 1;
	assert_int_equal(credit_fits(&invoice, &totals, &so_far), CREDIT_OVER);
	arena_free(arena);
}

/* 100.00 at 5.5 % credited in three parts: 1.83 + 1.83 + 1.83 of tax would leave a cent; the last part takes it. */
TEST(the_last_partial_credit_takes_the_last_cent)
{
	struct arena *arena = arena_new(0);
	struct invoice_line whole = line(1000, 1000000, 550);
	struct invoice_tax credited = {.tax_rate = 550};
	struct invoice invoice = {.state = INVOICE_ISSUED};
	int64_t parts[] = {3333, 3333, 3334};
	struct totals billed;

	invoice_totals(&whole, 1, &billed);
	invoice.total = billed.total;
	for (size_t i = 0; i < 3; i++) {
		struct credited so_far = {
			.taxes = billed.rates, .tax_count = 1, .credited = &credited, .credited_count = 1};
		struct totals totals;
		size_t made;
		struct invoice_line *lines = credit_lines(arena, &whole, 1, &parts[i], &made);

		invoice_totals(lines, made, &totals);
		credit_round(&totals, &so_far);
		assert_int_equal(credit_fits(&invoice, &totals, &so_far), CREDIT_FINE);
		credited.net += totals.net;
		credited.tax += totals.tax;
		invoice.credited -= totals.total;
	}
	assert_int_equal(invoice.credited, invoice.total);
	invoice_settle(&invoice);
	assert_int_equal(invoice.state, INVOICE_CANCELLED);
	arena_free(arena);
}

TEST(a_credit_stays_within_each_rate)
{
	struct arena *arena = arena_new(0);
	struct invoice_line lines[] = {line(1000, 10000, 2000), line(1000, 10000, 550)};
	struct invoice invoice = {.state = INVOICE_ISSUED};
	int64_t amounts[] = {0, 150}, nothing[] = {0, 0};
	struct totals billed, totals;
	struct credited so_far;
	struct invoice_line *credit;
	size_t made;

	invoice_totals(lines, 2, &billed);
	invoice.total = billed.total;
	so_far = (struct credited){.taxes = billed.rates, .tax_count = billed.rate_count};
	credit = credit_lines(arena, lines, 2, amounts, &made);
	invoice_totals(credit, made, &totals);
	assert_int_equal(credit_fits(&invoice, &totals, &so_far), CREDIT_OVER);
	credit = credit_lines(arena, lines, 2, nothing, &made);
	assert_int_equal(made, 0);
	invoice_totals(credit, made, &totals);
	assert_int_equal(credit_fits(&invoice, &totals, &so_far), CREDIT_NOTHING);
	arena_free(arena);
}
