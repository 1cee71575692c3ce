/* formula_test: what formulas give, and in which order they are computed. */
#include "modules/formula_world_test.h"

#include "modules/formula_exact.h"

#include <stdlib.h>

TEST(formula_signs_bind_as_at_school)
{
	struct world *world = formula_world();

	formula_gives(world, "1 + 2 * 3", 700);
	formula_gives(world, "(1 + 2) * 3", 900);
	formula_gives(world, "10 - 4 - 3", 300);
	formula_gives(world, "24 / 4 / 2", 300);
	formula_gives(world, "-2 * -3", 600);
	formula_gives(world, "- - 2", 200);
	formula_gives(world, "2 - -2 + +1", 500);
	formula_gives(world, "10 × 2 ÷ 4 − 1", 400);
	formula_gives_text(world, "1 + 2 & \"a\" & 2 * 3", "3a6");
	formula_says(world, "1 + 1 = 2 and not 1 = 2", true);
	formula_says(world, "yes or no and no", true);
	formula_says(world, "(yes or no) and no", false);
	formula_says(world, "not no and no", false);
	formula_says(world, "not (no and no)", true);
	formula_says(world, "\"a\" & 1 = \"A1\"", true);
	formula_says(world, "NOT Paid OR 1 <> 1", false);
	arena_free(world->arena);
}

TEST(formula_numbers_are_exact)
{
	struct world *world = formula_world();

	formula_gives(world, "0.1 + 0.2", 30);
	formula_says(world, "0.1 + 0.2 = 0.3", true);
	formula_gives(world, "1 / 3", 33);
	formula_gives(world, "2 / 3", 67);
	formula_gives(world, "1 / 3 * 3", 100);
	formula_gives(world, "0.005", 1);
	formula_gives(world, "-0.005", -1);
	formula_gives(world, "0.0049999", 0);
	formula_gives(world, "1.005 * 100", 10050);
	formula_gives(world, "20%", 20);
	formula_gives(world, "20 % * 50", 1000);
	formula_gives(world, ".5", 50);
	formula_gives(world, "7 / 2", 350);
	formula_gives(world, "100 / 3 * (1000 / 3)", 1111111);
	formula_gives(world, "round(2.5)", 300);
	formula_gives(world, "round(-2.5)", -300);
	formula_gives(world, "round(1.245, 2)", 125);
	formula_gives(world, "round(1.2449999, 2)", 124);
	formula_gives(world, "round(1250, -2)", 130000);
	formula_gives(world, "round(1.25, 40)", 125);
	formula_gives(world, "floor(-1.2)", -200);
	formula_gives(world, "floor(1.9)", 100);
	formula_gives(world, "ceiling(-1.9)", -100);
	formula_gives(world, "ceiling(1.1)", 200);
	formula_gives(world, "ceiling(3)", 300);
	formula_gives(world, "abs(-1.5) + abs(2)", 350);
	formula_gives(world, "least(3, 1.5, 2)", 150);
	formula_gives(world, "greatest(3; 1.5; 12)", 1200);
	formula_gives_int(world, FIELD_INTEGER, "2.5", 3);
	formula_gives_int(world, FIELD_INTEGER, "weight * 2", 3);
	arena_free(world->arena);
}

TEST(formula_money_stays_money)
{
	struct world *world = formula_world();

	formula_gives_int(world, FIELD_MONEY, "price * quantity", 5997);
	formula_gives_int(world, FIELD_MONEY, "quantity * price", 5997);
	formula_gives_int(world, FIELD_MONEY, "price * 1.5", 2999);
	formula_gives_int(world, FIELD_MONEY, "price / 3", 666);
	formula_gives_int(world, FIELD_MONEY, "-price / 2", -1000);
	formula_gives_int(world, FIELD_MONEY, "price - cost", 799);
	formula_gives_int(world, FIELD_MONEY, "greatest(cost - price, 0)", 0);
	formula_gives_int(world, FIELD_MONEY, "price + 0.01", 2000);
	formula_gives_int(world, FIELD_MONEY, "lines * (1 - rate)", 7990);
	formula_gives_int(world, FIELD_MONEY, "if(price > 10, price, 0)", 1999);
	formula_gives_int(world, FIELD_MONEY, "12.345", 1235);
	formula_gives_int(world, FIELD_MONEY, "round(price, 0)", 2000);
	formula_gives(world, "price / cost", 167);
	formula_gives(world, "number(price) / 2", 1000);
	formula_gives(world, "rate * 100", 2050);
	formula_gives_text(world, "text(price) & \" \" & price * 1.111", "19.99 22.21");
	formula_gives_text(world, "text(cost)", "12.00");
	formula_says(world, "price > cost and price >= 19.99", true);
	arena_free(world->arena);
}

TEST(formula_money_has_the_digits_of_its_currency)
{
	struct world *world = formula_world();
	struct field *of = &world->fields[F_RESULT];

	world->fields[F_PRICE].currency = "JPY";
	formula_gives_text(world, "text(price) & \"/\" & price / 3", "1999/666");
	of->currency = "JPY";
	assert_non_null(
		formula_parse(world->arena, &world->module, "price", of, FIELD_MONEY, &world->error, &world->at));
	formula_compute(
		formula_parse(world->arena, &world->module, "price / 2", of, FIELD_MONEY, &world->error, &world->at),
		of, world->cells, &world->moment, world->arena);
	assert_int_equal(world->cells[F_RESULT].integer, 1000);
	arena_free(world->arena);
}

TEST(formula_texts_count_characters)
{
	struct world *world = formula_world();

	formula_gives(world, "length(name)", 1000);
	formula_gives(world, "length(\"\")", 0);
	formula_gives_text(world, "upper(name)", "ÉLODIE ŒUF");
	formula_gives_text(world, "upper(\"straße\")", "STRASSE");
	formula_gives_text(world, "lower(name)", "élodie œuf");
	formula_gives_text(world, "trim(\" \u00A0 a b\t\")", "a b");
	formula_gives_text(world, "left(name, 1)", "É");
	formula_gives_text(world, "left(name, 99)", "Élodie Œuf");
	formula_gives_text(world, "right(name, 3)", "Œuf");
	formula_gives_text(world, "right(name, 99)", "Élodie Œuf");
	formula_gives_text(world, "part(name, 8, 2)", "Œu");
	formula_gives_text(world, "part(name, 8)", "Œuf");
	formula_gives_text(world, "part(name, 0, 2)", "É");
	formula_gives_nothing(world, FIELD_TEXT, "part(name, 11, 2)");
	formula_gives_nothing(world, FIELD_TEXT, "left(name, 0) & right(name, -1) & part(name, 1, -5)");
	formula_says(world, "contains(name, \"oeuf\")", true);
	formula_says(world, "contains(name, \"\")", true);
	formula_says(world, "contains(\"\", \"x\")", false);
	formula_says(world, "contains(colours, \"red\")", true);
	formula_says(world, "contains(colours, \"blue\")", false);
	formula_gives_text(world, "replace(\"a-b-c\", \"-\", \"--\")", "a--b--c");
	formula_gives_text(world, "replace(\"abc\", \"\", \"x\")", "abc");
	formula_gives_nothing(world, FIELD_TEXT, "replace(\"aaa\", \"a\", \"\")");
	formula_gives_text(world, "\"say \"\"hi\"\"\" & ref", "say \"hi\"OR-00042");
	formula_says(world, "name = \"elodie oeuf\"", true);
	formula_says(world, "\"b\" > \"A\" and \"a\" < \"B\"", true);
	arena_free(world->arena);
}

TEST(formula_values_become_texts_and_numbers)
{
	struct world *world = formula_world();

	formula_gives_text(world, "text(weight) & \" \" & due & \" \" & paid & \" \" & (1 = 2)",
			   "1.25 2024-01-31 yes no");
	formula_gives_text(world, "text(seen)", "2026-07-01 00:05");
	formula_gives_text(world, "text(-0.5) & text(1 / 3)", "-0.50.333333333333333333");
	formula_gives(world, "number(\"12,5\")", 1250);
	formula_gives(world, "number(\" 1 234.50 \")", 123450);
	formula_gives(world, "number(\"-3\")", -300);
	formula_gives_nothing(world, FIELD_DECIMAL, "number(\"twelve\")");
	formula_gives_nothing(world, FIELD_DECIMAL, "number(\"\")");
	arena_free(world->arena);
}

TEST(formula_days_know_the_calendar)
{
	struct world *world = formula_world();

	formula_gives_int(world, FIELD_DAY, "add_months(due, 1)", day_of(2024, 2, 29));
	formula_gives_int(world, FIELD_DAY, "add_months(due, 13)", day_of(2025, 2, 28));
	formula_gives_int(world, FIELD_DAY, "add_months(due, -2)", day_of(2023, 11, 30));
	formula_gives_int(world, FIELD_DAY, "add_days(due, 30)", day_of(2024, 3, 1));
	formula_gives_int(world, FIELD_DAY, "due + 1", day_of(2024, 2, 1));
	formula_gives_int(world, FIELD_DAY, "1.9 + due", day_of(2024, 2, 1));
	formula_gives_int(world, FIELD_DAY, "due - 31", day_of(2023, 12, 31));
	formula_gives_int(world, FIELD_DAY, "end_of_month(add_months(due, 1))", day_of(2024, 2, 29));
	formula_gives_int(world, FIELD_DAY, "end_of_month(add_months(due, 13))", day_of(2025, 2, 28));
	formula_gives_int(world, FIELD_DAY, "end_of_month(due)", day_of(2024, 1, 31));
	formula_gives_int(world, FIELD_DAY, "end_of_month(add_days(due, 61))", day_of(2024, 4, 30));
	formula_gives_int(world, FIELD_DAY, "today()", day_of(2026, 11, 23));
	formula_gives_int(world, FIELD_DAY, "seen", day_of(2026, 7, 1));
	formula_gives_int(world, FIELD_DAY, "greatest(due, today())", day_of(2026, 11, 23));
	formula_gives_int(world, FIELD_DAY, "if(due < today(), due)", day_of(2024, 1, 31));
	formula_gives_int(world, FIELD_INSTANT, "seen", world->cells[F_SEEN].integer);
	formula_gives_int(world, FIELD_INSTANT, "now()", world->moment.now);
	formula_gives(world, "days(due, today())", 102700);
	formula_gives(world, "today() - due", 102700);
	formula_gives(world, "seen - due", 88200);
	formula_gives(world, "year(due) * 10000 + month(due) * 100 + day(due)", 2024013100);
	formula_gives(world, "day(seen)", 100);
	formula_gives(world, "weekday(due)", 300);
	formula_gives(world, "weekday(due + 4) + weekday(due - 20000) * 10", 2700);
	formula_says(world, "now() = today()", true);
	formula_says(world, "now() > seen", true);
	formula_says(world, "seen < due", false);
	formula_gives_nothing(world, FIELD_DAY, "add_days(due, 100000000000)");
	formula_gives_nothing(world, FIELD_DAY, "add_months(due, -30000)");
	formula_gives_nothing(world, FIELD_DAY, "add_months(due, 999999999999999999)");
	formula_gives_nothing(world, FIELD_DAY, "due + 99999999");
	arena_free(world->arena);
}

TEST(formula_days_beyond_the_calendar_count_as_empty)
{
	struct world *world = formula_world();

	world->cells[F_DUE] = db_int(INT64_MAX);
	world->cells[F_SEEN] = db_int(INT64_MIN + 1);
	formula_gives_nothing(world, FIELD_DAY, "end_of_month(due)");
	formula_gives_nothing(world, FIELD_DAY, "seen");
	world->cells[F_DUE] = db_int(day_of(9999, 12, 5));
	formula_gives_int(world, FIELD_DAY, "end_of_month(due)", day_of(9999, 12, 31));
	formula_gives_nothing(world, FIELD_DAY, "add_months(due, 1)");
	world->cells[F_DUE] = db_int(day_of(1, 1, 1));
	formula_gives_nothing(world, FIELD_DAY, "due - 1");
	formula_gives(world, "weekday(due)", 100);
	arena_free(world->arena);
}

TEST(formula_empty_fields_make_empty_results)
{
	struct world *world = formula_world_empty();

	formula_gives_nothing(world, FIELD_DECIMAL, "quantity + 1");
	formula_gives_nothing(world, FIELD_DECIMAL, "least(quantity, 1)");
	formula_gives_nothing(world, FIELD_DAY, "due + 1");
	formula_gives_nothing(world, FIELD_YES_NO, "name = \"\"");
	formula_gives_nothing(world, FIELD_YES_NO, "quantity > 1");
	formula_gives_nothing(world, FIELD_YES_NO, "not paid");
	formula_gives_nothing(world, FIELD_DECIMAL, "if(paid, 1, 2)");
	formula_gives_nothing(world, FIELD_DECIMAL, "if(no, 1)");
	formula_gives_nothing(world, FIELD_TEXT, "name");
	formula_gives_nothing(world, FIELD_TEXT, "left(\"abc\", quantity)");
	formula_gives_nothing(world, FIELD_DECIMAL, "number(name)");
	formula_gives(world, "if(yes, 1, quantity)", 100);
	formula_gives(world, "if(empty(quantity), 0, quantity)", 0);
	formula_gives(world, "length(name)", 0);
	formula_gives_text(world, "\"[\" & name & quantity & due & \"]\"", "[]");
	formula_gives_text(world, "upper(name) & replace(name, \"a\", \"b\") & text(price) & \".\"", ".");
	formula_says(world, "contains(name, \"a\")", false);
	formula_says(world, "contains(colours, \"red\")", false);
	formula_says(world, "upper(name) = \"\"", true);
	formula_says(world, "empty(client) and empty(colours) and empty(name) and empty(trim(\" \"))", true);
	formula_says(world, "no and paid", false);
	formula_says(world, "paid and no", false);
	formula_says(world, "yes or paid", true);
	formula_says(world, "paid or yes", true);
	formula_gives_nothing(world, FIELD_YES_NO, "yes and paid");
	formula_gives_nothing(world, FIELD_YES_NO, "paid or no");
	formula_says(world, "empty(quantity) or 10 / quantity > 2", true);
	arena_free(world->arena);
}

TEST(formula_what_cannot_be_computed_is_empty)
{
	struct world *world = formula_world();

	formula_gives_nothing(world, FIELD_DECIMAL, "1 / 0");
	formula_gives_nothing(world, FIELD_MONEY, "price / (quantity - 3)");
	formula_gives_nothing(world, FIELD_DECIMAL, "1 + 1 / (1 - 1)");
	formula_gives(world, "if(1 / 0 = 1 or yes, 5, 6)", 500);
	formula_gives_nothing(world, FIELD_DECIMAL, "999999999999999999");
	formula_gives_int(world, FIELD_INTEGER, "999999999999999999", 999999999999999999);
	formula_gives_int(world, FIELD_INTEGER, "999999999999999999 * 1000 / 1000", 999999999999999999);
	formula_gives_nothing(world, FIELD_INTEGER, "999999999999999999 * 10");
	formula_gives_nothing(world, FIELD_INTEGER, "999999999999999999 * 999999999999999999 * 999999999999999999");
	formula_gives_nothing(
		world, FIELD_YES_NO,
		"999999999999999999 * 999999999999999999 > 0.000000000000001 + 999999999999999999 * 100 * 0.001");
	world->cells[F_QUANTITY] = db_int(INT64_MIN);
	formula_gives_int(world, FIELD_INTEGER, "quantity", INT64_MIN);
	formula_gives_nothing(world, FIELD_INTEGER, "-quantity");
	formula_gives_nothing(world, FIELD_INTEGER, "abs(quantity)");
	formula_gives_int(world, FIELD_INTEGER, "-(quantity + 1)", INT64_MAX);
	formula_gives_text(world, "text(-quantity)", "9223372036854775808");
	arena_free(world->arena);
}

TEST(formulas_are_computed_in_the_order_they_need)
{
	struct world *world = formula_world();
	static const size_t fields[] = {F_GROSS, F_TAX, F_TOTAL};

	world->fields[F_TOTAL].formula_text = "quantity * price";
	for (size_t i = 0; i < 3; i++) {
		struct field *field = &world->fields[fields[i]];

		field->formula = formula_parse(world->arena, &world->module, field->formula_text, field, FIELD_MONEY,
					       &world->error, &world->at);
		assert_non_null(field->formula);
	}
	formulas_compute(&world->module, world->cells, &world->moment, world->arena);
	assert_int_equal(world->cells[F_TOTAL].integer, 5997);
	assert_int_equal(world->cells[F_TAX].integer, 1229);
	assert_int_equal(world->cells[F_GROSS].integer, 7226);
	world->cells[F_QUANTITY] = db_null();
	formulas_compute(&world->module, world->cells, &world->moment, world->arena);
	assert_int_equal(world->cells[F_GROSS].type, DB_NULL);
	assert_true(formula_uses(world->fields[F_TAX].formula, &world->fields[F_RATE]));
	assert_false(formula_uses(world->fields[F_TAX].formula, &world->fields[F_QUANTITY]));
	assert_false(formula_moves(world->fields[F_TAX].formula));
	assert_true(formula_moves(formula_parse(world->arena, &world->module, "today() - due", NULL, FIELD_INTEGER,
						&world->error, &world->at)));
	arena_free(world->arena);
}

TEST(formula_help_tells_of_every_function)
{
	size_t count = 0;

	for (const struct formula_help *help; (help = formula_help(count)) != NULL; count++) {
		assert_memory_equal(help->usage, help->name, strlen(help->name));
		assert_true(strlen(help->about) > 10);
	}
	assert_true(count > 25);
}

/* ---- against a naive evaluation ---- */

struct rational { /* of small numbers: exact in 128 bits */
	exact_units over, under;
};

static unsigned
random_below(uint64_t *seed, unsigned bound)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*seed >> 33) % bound;
}

/* Writes an expression of sums and products of numbers with two decimals, and its value. */
static struct rational
random_expression(uint64_t *seed, int depth, struct builder *out)
{
	struct rational one, other, result;
	unsigned sign;

	if (depth == 0 || random_below(seed, 4) == 0) {
		int hundredths = (int)random_below(seed, 4000) - 2000;

		build_printf(out, "(%s%d.%02d)", hundredths < 0 ? "-" : "", abs(hundredths) / 100,
			     abs(hundredths) % 100);
		return (struct rational){hundredths, 100};
	}
	build_text(out, "(");
	one = random_expression(seed, depth - 1, out);
	sign = random_below(seed, 3);
	build_char(out, "+-*"[sign]);
	other = random_expression(seed, depth - 1, out);
	build_text(out, ")");
	result.under = one.under * other.under;
	if (sign == 2)
		result.over = one.over * other.over;
	else
		result.over = one.over * other.under + (sign == 0 ? 1 : -1) * other.over * one.under;
	return result;
}

static int64_t
hundredths_of(struct rational value)
{
	exact_units scaled = value.over * 100, half = value.under / 2;

	return (int64_t)((scaled + (scaled < 0 ? -half : half)) / value.under);
}

TEST(formula_arithmetic_is_that_of_fractions)
{
	struct world *world = formula_world();
	uint64_t seed = 20261122;

	for (int i = 0; i < 2000; i++) {
		struct builder out = builder_new(world->arena, 0);
		struct rational value = random_expression(&seed, 3, &out);

		formula_gives(world, builder_text(&out), hundredths_of(value));
	}
	arena_free(world->arena);
}

TEST(formula_quotients_are_those_of_long_division)
{
	uint64_t seed = 1;

	for (int i = 0; i < 20000; i++) {
		int64_t over = (int64_t)random_below(&seed, 2000000000) - 1000000000;
		int64_t under = (int64_t)random_below(&seed, 100000) + 1;
		struct exact quotient;
		int64_t hundredths;

		assert_true(exact_divide(exact_of(over, 3), exact_of(under, 2), &quotient));
		assert_true(exact_units_of(quotient, 2, &hundredths));
		assert_int_equal(hundredths,
				 hundredths_of((struct rational){(exact_units)over * 100, (exact_units)under * 1000}));
	}
}
