/* formula_test: what formulas give, how they are refused and where, and what loops they see. */
#include "modules/formula.h"

#include "base/instant.h"
#include "base/test.h"
#include "modules/formula_exact.h"

#include <stdlib.h>
#include <string.h>

enum {
	F_ID,
	F_NAME,
	F_NOTE,
	F_QUANTITY,
	F_PRICE,
	F_COST,
	F_DOLLARS,
	F_RATE,
	F_WEIGHT,
	F_DUE,
	F_SEEN,
	F_PAID,
	F_COLOURS,
	F_CLIENT,
	F_LINKS,
	F_SUM,
	F_TOTAL,
	F_TAX,
	F_GROSS,
	F_RESULT,
	FIELDS,
};

struct world {
	struct arena *arena;
	struct field fields[FIELDS];
	struct module module;
	struct db_value cells[FIELDS];
	struct moment moment;
	const char *error;
	size_t at;
};

static void
add_field(struct world *world, size_t index, const char *name, enum field_type type, int digits, const char *currency)
{
	world->fields[index] = (struct field){.id = (int64_t)index + 1,
					      .index = index,
					      .name = name,
					      .type = type,
					      .result = type,
					      .digits = digits,
					      .currency = currency,
					      .module = &world->module};
	world->cells[index] = db_null();
}

static void
add_formula(struct world *world, size_t index, const char *name, enum field_type result, const char *text)
{
	add_field(world, index, name, FIELD_FORMULA, 2, result == FIELD_MONEY ? "EUR" : NULL);
	world->fields[index].result = result;
	world->fields[index].formula_text = text;
}

static struct world *
world_new(void)
{
	struct arena *arena = arena_new(0);
	struct world *world = arena_make(arena, struct world);

	world->arena = arena;
	world->module = (struct module){.id = 1, .name = "orders", .fields = world->fields, .field_count = FIELDS};
	world->moment = (struct moment){.now = (int64_t)day_of(2026, 11, 22) * DAY_MS + 23 * HOUR_MS + 30 * MINUTE_MS,
					.today = day_of(2026, 11, 23),
					.zone = "Europe/Paris"};
	add_field(world, F_ID, "ref", FIELD_NUMBER, 5, NULL);
	add_field(world, F_NAME, "name", FIELD_TEXT, 0, NULL);
	add_field(world, F_NOTE, "note", FIELD_LONG_TEXT, 0, NULL);
	add_field(world, F_QUANTITY, "quantity", FIELD_INTEGER, 0, NULL);
	add_field(world, F_PRICE, "price", FIELD_MONEY, 0, "EUR");
	add_field(world, F_COST, "cost", FIELD_MONEY, 0, "EUR");
	add_field(world, F_DOLLARS, "dollars", FIELD_MONEY, 0, "USD");
	add_field(world, F_RATE, "rate", FIELD_PERCENTAGE, 1, NULL);
	add_field(world, F_WEIGHT, "weight", FIELD_DECIMAL, 3, NULL);
	add_field(world, F_DUE, "due", FIELD_DAY, 0, NULL);
	add_field(world, F_SEEN, "seen", FIELD_INSTANT, 0, NULL);
	add_field(world, F_PAID, "paid", FIELD_YES_NO, 0, NULL);
	add_field(world, F_COLOURS, "colours", FIELD_CHOICES, 0, NULL);
	add_field(world, F_CLIENT, "client", FIELD_LOOKUP, 0, NULL);
	add_field(world, F_LINKS, "links", FIELD_LOOKUPS, 0, NULL);
	add_field(world, F_SUM, "lines", FIELD_ROLLUP, 0, "EUR");
	world->fields[F_SUM].result = FIELD_MONEY;
	add_formula(world, F_TOTAL, "total", FIELD_MONEY, "quantity * price");
	add_formula(world, F_TAX, "tax", FIELD_MONEY, "total * rate");
	add_formula(world, F_GROSS, "gross", FIELD_MONEY, "total + tax");
	add_formula(world, F_RESULT, "result", FIELD_DECIMAL, NULL);
	return world;
}

static void
fill(struct world *world)
{
	world->cells[F_ID] = db_text("OR-00042");
	world->cells[F_NAME] = db_text("Élodie Œuf");
	world->cells[F_QUANTITY] = db_int(3);
	world->cells[F_PRICE] = db_int(1999);
	world->cells[F_COST] = db_int(1200);
	world->cells[F_DOLLARS] = db_int(500);
	world->cells[F_RATE] = db_int(205);
	world->cells[F_WEIGHT] = db_int(1250);
	world->cells[F_DUE] = db_int(day_of(2024, 1, 31));
	world->cells[F_SEEN] = db_int((int64_t)day_of(2026, 6, 30) * DAY_MS + 22 * HOUR_MS + 5 * MINUTE_MS);
	world->cells[F_PAID] = db_int(1);
	world->cells[F_COLOURS] = db_text("|red|dark_blue|");
	world->cells[F_CLIENT] = db_int(7);
	world->cells[F_SUM] = db_int(10050);
}

static struct world *
filled(void)
{
	struct world *world = world_new();

	fill(world);
	return world;
}

static struct db_value
computed(struct world *world, enum field_type result, const char *text)
{
	struct field *of = &world->fields[F_RESULT];
	struct formula *formula;

	of->result = result;
	of->digits = 2;
	of->currency = result == FIELD_MONEY ? "EUR" : NULL;
	formula = formula_parse(world->arena, &world->module, text, of, result, &world->error, &world->at);
	if (formula == NULL)
		fail_msg("%s: %s at %zu", text, world->error, world->at);
	formula_compute(formula, of, world->cells, &world->moment, world->arena);
	return world->cells[F_RESULT];
}

static void
gives_int(struct world *world, enum field_type result, const char *text, int64_t expected)
{
	struct db_value value = computed(world, result, text);

	if (value.type != DB_INT || value.integer != expected)
		fail_msg("%s: type %d, %lld instead of %lld", text, (int)value.type, (long long)value.integer,
			 (long long)expected);
}

/* In hundredths. */
static void
gives(struct world *world, const char *text, int64_t expected)
{
	gives_int(world, FIELD_DECIMAL, text, expected);
}

static void
gives_text(struct world *world, const char *text, const char *expected)
{
	struct db_value value = computed(world, FIELD_TEXT, text);

	if (value.type != DB_TEXT || !str_equal(value.bytes, str_of(expected)))
		fail_msg("%s: type %d, \"%.*s\" instead of \"%s\"", text, (int)value.type, (int)value.bytes.length,
			 value.bytes.at == NULL ? "" : value.bytes.at, expected);
}

static void
says(struct world *world, const char *text, bool expected)
{
	gives_int(world, FIELD_YES_NO, text, expected);
}

static void
gives_nothing(struct world *world, enum field_type result, const char *text)
{
	struct db_value value = computed(world, result, text);

	if (value.type != DB_NULL)
		fail_msg("%s: not empty, %lld", text, (long long)value.integer);
}

static void
refused(struct world *world, enum field_type result, const char *text, size_t at, const char *error)
{
	struct field *of = &world->fields[F_RESULT];
	struct formula *formula;

	of->result = result;
	of->currency = result == FIELD_MONEY ? "EUR" : NULL;
	formula = formula_parse(world->arena, &world->module, text, of, result, &world->error, &world->at);
	if (formula != NULL)
		fail_msg("%s: taken", text);
	if (world->at != at || strstr(world->error, error) == NULL)
		fail_msg("%s: \"%s\" at %zu instead of \"%s\" at %zu", text, world->error, world->at, error, at);
}

TEST(formula_signs_bind_as_at_school)
{
	struct world *world = filled();

	gives(world, "1 + 2 * 3", 700);
	gives(world, "(1 + 2) * 3", 900);
	gives(world, "10 - 4 - 3", 300);
	gives(world, "24 / 4 / 2", 300);
	gives(world, "-2 * -3", 600);
	gives(world, "- - 2", 200);
	gives(world, "2 - -2 + +1", 500);
	gives(world, "10 × 2 ÷ 4 − 1", 400);
	gives_text(world, "1 + 2 & \"a\" & 2 * 3", "3a6");
	says(world, "1 + 1 = 2 and not 1 = 2", true);
	says(world, "yes or no and no", true);
	says(world, "(yes or no) and no", false);
	says(world, "not no and no", false);
	says(world, "not (no and no)", true);
	says(world, "\"a\" & 1 = \"A1\"", true);
	says(world, "NOT Paid OR 1 <> 1", false);
	arena_free(world->arena);
}

TEST(formula_numbers_are_exact)
{
	struct world *world = filled();

	gives(world, "0.1 + 0.2", 30);
	says(world, "0.1 + 0.2 = 0.3", true);
	gives(world, "1 / 3", 33);
	gives(world, "2 / 3", 67);
	gives(world, "1 / 3 * 3", 100);
	gives(world, "0.005", 1);
	gives(world, "-0.005", -1);
	gives(world, "0.0049999", 0);
	gives(world, "1.005 * 100", 10050);
	gives(world, "20%", 20);
	gives(world, "20 % * 50", 1000);
	gives(world, ".5", 50);
	gives(world, "7 / 2", 350);
	gives(world, "100 / 3 * (1000 / 3)", 1111111);
	gives(world, "round(2.5)", 300);
	gives(world, "round(-2.5)", -300);
	gives(world, "round(1.245, 2)", 125);
	gives(world, "round(1.2449999, 2)", 124);
	gives(world, "round(1250, -2)", 130000);
	gives(world, "round(1.25, 40)", 125);
	gives(world, "floor(-1.2)", -200);
	gives(world, "floor(1.9)", 100);
	gives(world, "ceiling(-1.9)", -100);
	gives(world, "ceiling(1.1)", 200);
	gives(world, "ceiling(3)", 300);
	gives(world, "abs(-1.5) + abs(2)", 350);
	gives(world, "least(3, 1.5, 2)", 150);
	gives(world, "greatest(3; 1.5; 12)", 1200);
	gives_int(world, FIELD_INTEGER, "2.5", 3);
	gives_int(world, FIELD_INTEGER, "weight * 2", 3);
	arena_free(world->arena);
}

TEST(formula_money_stays_money)
{
	struct world *world = filled();

	gives_int(world, FIELD_MONEY, "price * quantity", 5997);
	gives_int(world, FIELD_MONEY, "quantity * price", 5997);
	gives_int(world, FIELD_MONEY, "price * 1.5", 2999);
	gives_int(world, FIELD_MONEY, "price / 3", 666);
	gives_int(world, FIELD_MONEY, "-price / 2", -1000);
	gives_int(world, FIELD_MONEY, "price - cost", 799);
	gives_int(world, FIELD_MONEY, "greatest(cost - price, 0)", 0);
	gives_int(world, FIELD_MONEY, "price + 0.01", 2000);
	gives_int(world, FIELD_MONEY, "lines * (1 - rate)", 7990);
	gives_int(world, FIELD_MONEY, "if(price > 10, price, 0)", 1999);
	gives_int(world, FIELD_MONEY, "12.345", 1235);
	gives_int(world, FIELD_MONEY, "round(price, 0)", 2000);
	gives(world, "price / cost", 167);
	gives(world, "number(price) / 2", 1000);
	gives(world, "rate * 100", 2050);
	gives_text(world, "text(price) & \" \" & price * 1.111", "19.99 22.21");
	gives_text(world, "text(cost)", "12.00");
	says(world, "price > cost and price >= 19.99", true);
	arena_free(world->arena);
}

TEST(formula_money_has_the_digits_of_its_currency)
{
	struct world *world = filled();
	struct field *of = &world->fields[F_RESULT];

	world->fields[F_PRICE].currency = "JPY";
	gives_text(world, "text(price) & \"/\" & price / 3", "1999/666");
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
	struct world *world = filled();

	gives(world, "length(name)", 1000);
	gives(world, "length(\"\")", 0);
	gives_text(world, "upper(name)", "ÉLODIE ŒUF");
	gives_text(world, "upper(\"straße\")", "STRASSE");
	gives_text(world, "lower(name)", "élodie œuf");
	gives_text(world, "trim(\" \u00A0 a b\t\")", "a b");
	gives_text(world, "left(name, 1)", "É");
	gives_text(world, "left(name, 99)", "Élodie Œuf");
	gives_text(world, "right(name, 3)", "Œuf");
	gives_text(world, "right(name, 99)", "Élodie Œuf");
	gives_text(world, "part(name, 8, 2)", "Œu");
	gives_text(world, "part(name, 8)", "Œuf");
	gives_text(world, "part(name, 0, 2)", "É");
	gives_nothing(world, FIELD_TEXT, "part(name, 11, 2)");
	gives_nothing(world, FIELD_TEXT, "left(name, 0) & right(name, -1) & part(name, 1, -5)");
	says(world, "contains(name, \"oeuf\")", true);
	says(world, "contains(name, \"\")", true);
	says(world, "contains(\"\", \"x\")", false);
	says(world, "contains(colours, \"red\")", true);
	says(world, "contains(colours, \"blue\")", false);
	gives_text(world, "replace(\"a-b-c\", \"-\", \"--\")", "a--b--c");
	gives_text(world, "replace(\"abc\", \"\", \"x\")", "abc");
	gives_nothing(world, FIELD_TEXT, "replace(\"aaa\", \"a\", \"\")");
	gives_text(world, "\"say \"\"hi\"\"\" & ref", "say \"hi\"OR-00042");
	says(world, "name = \"elodie oeuf\"", true);
	says(world, "\"b\" > \"A\" and \"a\" < \"B\"", true);
	arena_free(world->arena);
}

TEST(formula_values_become_texts_and_numbers)
{
	struct world *world = filled();

	gives_text(world, "text(weight) & \" \" & due & \" \" & paid & \" \" & (1 = 2)", "1.25 2024-01-31 yes no");
	gives_text(world, "text(seen)", "2026-07-01 00:05");
	gives_text(world, "text(-0.5) & text(1 / 3)", "-0.50.333333333333333333");
	gives(world, "number(\"12,5\")", 1250);
	gives(world, "number(\" 1 234.50 \")", 123450);
	gives(world, "number(\"-3\")", -300);
	gives_nothing(world, FIELD_DECIMAL, "number(\"twelve\")");
	gives_nothing(world, FIELD_DECIMAL, "number(\"\")");
	arena_free(world->arena);
}

TEST(formula_days_know_the_calendar)
{
	struct world *world = filled();

	gives_int(world, FIELD_DAY, "add_months(due, 1)", day_of(2024, 2, 29));
	gives_int(world, FIELD_DAY, "add_months(due, 13)", day_of(2025, 2, 28));
	gives_int(world, FIELD_DAY, "add_months(due, -2)", day_of(2023, 11, 30));
	gives_int(world, FIELD_DAY, "add_days(due, 30)", day_of(2024, 3, 1));
	gives_int(world, FIELD_DAY, "due + 1", day_of(2024, 2, 1));
	gives_int(world, FIELD_DAY, "1.9 + due", day_of(2024, 2, 1));
	gives_int(world, FIELD_DAY, "due - 31", day_of(2023, 12, 31));
	gives_int(world, FIELD_DAY, "end_of_month(add_months(due, 1))", day_of(2024, 2, 29));
	gives_int(world, FIELD_DAY, "end_of_month(add_months(due, 13))", day_of(2025, 2, 28));
	gives_int(world, FIELD_DAY, "end_of_month(due)", day_of(2024, 1, 31));
	gives_int(world, FIELD_DAY, "end_of_month(add_days(due, 61))", day_of(2024, 4, 30));
	gives_int(world, FIELD_DAY, "today()", day_of(2026, 11, 23));
	gives_int(world, FIELD_DAY, "seen", day_of(2026, 7, 1));
	gives_int(world, FIELD_DAY, "greatest(due, today())", day_of(2026, 11, 23));
	gives_int(world, FIELD_DAY, "if(due < today(), due)", day_of(2024, 1, 31));
	gives_int(world, FIELD_INSTANT, "seen", world->cells[F_SEEN].integer);
	gives_int(world, FIELD_INSTANT, "now()", world->moment.now);
	gives(world, "days(due, today())", 102700);
	gives(world, "today() - due", 102700);
	gives(world, "seen - due", 88200);
	gives(world, "year(due) * 10000 + month(due) * 100 + day(due)", 2024013100);
	gives(world, "day(seen)", 100);
	gives(world, "weekday(due)", 300);
	gives(world, "weekday(due + 4) + weekday(due - 20000) * 10", 2700);
	says(world, "now() = today()", true);
	says(world, "now() > seen", true);
	says(world, "seen < due", false);
	gives_nothing(world, FIELD_DAY, "add_days(due, 100000000000)");
	gives_nothing(world, FIELD_DAY, "add_months(due, -30000)");
	gives_nothing(world, FIELD_DAY, "add_months(due, 999999999999999999)");
	gives_nothing(world, FIELD_DAY, "due + 99999999");
	arena_free(world->arena);
}

TEST(formula_days_beyond_the_calendar_count_as_empty)
{
	struct world *world = filled();

	world->cells[F_DUE] = db_int(INT64_MAX);
	world->cells[F_SEEN] = db_int(INT64_MIN + 1);
	gives_nothing(world, FIELD_DAY, "end_of_month(due)");
	gives_nothing(world, FIELD_DAY, "seen");
	world->cells[F_DUE] = db_int(day_of(9999, 12, 5));
	gives_int(world, FIELD_DAY, "end_of_month(due)", day_of(9999, 12, 31));
	gives_nothing(world, FIELD_DAY, "add_months(due, 1)");
	world->cells[F_DUE] = db_int(day_of(1, 1, 1));
	gives_nothing(world, FIELD_DAY, "due - 1");
	gives(world, "weekday(due)", 100);
	arena_free(world->arena);
}

TEST(formula_empty_fields_make_empty_results)
{
	struct world *world = world_new();

	gives_nothing(world, FIELD_DECIMAL, "quantity + 1");
	gives_nothing(world, FIELD_DECIMAL, "least(quantity, 1)");
	gives_nothing(world, FIELD_DAY, "due + 1");
	gives_nothing(world, FIELD_YES_NO, "name = \"\"");
	gives_nothing(world, FIELD_YES_NO, "quantity > 1");
	gives_nothing(world, FIELD_YES_NO, "not paid");
	gives_nothing(world, FIELD_DECIMAL, "if(paid, 1, 2)");
	gives_nothing(world, FIELD_DECIMAL, "if(no, 1)");
	gives_nothing(world, FIELD_TEXT, "name");
	gives_nothing(world, FIELD_TEXT, "left(\"abc\", quantity)");
	gives_nothing(world, FIELD_DECIMAL, "number(name)");
	gives(world, "if(yes, 1, quantity)", 100);
	gives(world, "if(empty(quantity), 0, quantity)", 0);
	gives(world, "length(name)", 0);
	gives_text(world, "\"[\" & name & quantity & due & \"]\"", "[]");
	gives_text(world, "upper(name) & replace(name, \"a\", \"b\") & text(price) & \".\"", ".");
	says(world, "contains(name, \"a\")", false);
	says(world, "contains(colours, \"red\")", false);
	says(world, "upper(name) = \"\"", true);
	says(world, "empty(client) and empty(colours) and empty(name) and empty(trim(\" \"))", true);
	says(world, "no and paid", false);
	says(world, "paid and no", false);
	says(world, "yes or paid", true);
	says(world, "paid or yes", true);
	gives_nothing(world, FIELD_YES_NO, "yes and paid");
	gives_nothing(world, FIELD_YES_NO, "paid or no");
	says(world, "empty(quantity) or 10 / quantity > 2", true);
	arena_free(world->arena);
}

TEST(formula_what_cannot_be_computed_is_empty)
{
	struct world *world = filled();

	gives_nothing(world, FIELD_DECIMAL, "1 / 0");
	gives_nothing(world, FIELD_MONEY, "price / (quantity - 3)");
	gives_nothing(world, FIELD_DECIMAL, "1 + 1 / (1 - 1)");
	gives(world, "if(1 / 0 = 1 or yes, 5, 6)", 500);
	gives_nothing(world, FIELD_DECIMAL, "999999999999999999");
	gives_int(world, FIELD_INTEGER, "999999999999999999", 999999999999999999);
	gives_int(world, FIELD_INTEGER, "999999999999999999 * 1000 / 1000", 999999999999999999);
	gives_nothing(world, FIELD_INTEGER, "999999999999999999 * 10");
	gives_nothing(world, FIELD_INTEGER, "999999999999999999 * 999999999999999999 * 999999999999999999");
	gives_nothing(world, FIELD_YES_NO,
		      "999999999999999999 * 999999999999999999 > 0.000000000000001 + 999999999999999999 * 100 * 0.001");
	world->cells[F_QUANTITY] = db_int(INT64_MIN);
	gives_int(world, FIELD_INTEGER, "quantity", INT64_MIN);
	gives_nothing(world, FIELD_INTEGER, "-quantity");
	gives_nothing(world, FIELD_INTEGER, "abs(quantity)");
	gives_int(world, FIELD_INTEGER, "-(quantity + 1)", INT64_MAX);
	gives_text(world, "text(-quantity)", "9223372036854775808");
	arena_free(world->arena);
}

TEST(formula_mistakes_are_shown_where_they_are)
{
	struct world *world = filled();

	refused(world, FIELD_DECIMAL, "", 0, "Write a formula");
	refused(world, FIELD_DECIMAL, " \n ", 0, "Write a formula");
	refused(world, FIELD_DECIMAL, "1 +", 3, "missing at the end");
	refused(world, FIELD_DECIMAL, "1 + * 2", 4, "is missing here");
	refused(world, FIELD_DECIMAL, "quantity price", 9, "sign such as");
	refused(world, FIELD_DECIMAL, "1 + qty", 4, "no field of this name");
	refused(world, FIELD_DECIMAL, "\"é\" & sume(1)", 6, "no function of this name");
	refused(world, FIELD_DECIMAL, "1 + (2 * 3", 10, "closing parenthesis is missing");
	refused(world, FIELD_DECIMAL, "round(1, 2", 10, "closing parenthesis is missing");
	refused(world, FIELD_DECIMAL, "1 + 2)", 5, "never opened");
	refused(world, FIELD_DECIMAL, "12,5", 2, "decimals have a point");
	refused(world, FIELD_DECIMAL, "1 # 2", 2, "no such sign");
	refused(world, FIELD_DECIMAL, "quantité + 1", 7, "no accents");
	refused(world, FIELD_TEXT, "“paid”", 0, "straight double quotes");
	refused(world, FIELD_TEXT, "'paid'", 0, "straight double quotes");
	refused(world, FIELD_TEXT, "name & \"paid", 7, "no closing quote");
	refused(world, FIELD_DECIMAL, "1 + 1234567890123456789", 4, "too many digits");
	refused(world, FIELD_DECIMAL, "1.1234567890123456", 0, "too many digits");
	refused(world, FIELD_DECIMAL, "abs + 1", 0, "parentheses after its name");
	refused(world, FIELD_DECIMAL, "round(1, 2, 3)", 12, "fewer values");
	refused(world, FIELD_DECIMAL, "today(1)", 6, "fewer values");
	refused(world, FIELD_DECIMAL, "round()", 6, "more values");
	refused(world, FIELD_DECIMAL, "if(paid)", 7, "more values");
	refused(world, FIELD_DECIMAL, "round(,)", 6, "is missing here");
	refused(world, FIELD_YES_NO, "1 < 2 < 3", 6, "two values at a time");
	arena_free(world->arena);
}

TEST(formula_kinds_must_fit)
{
	struct world *world = filled();

	refused(world, FIELD_DECIMAL, "1 + name", 4, "number or an amount");
	refused(world, FIELD_TEXT, "name + 1", 5, "joined with &");
	refused(world, FIELD_DECIMAL, "name * 2", 0, "number or an amount");
	refused(world, FIELD_DECIMAL, "-due", 1, "number or an amount");
	refused(world, FIELD_DECIMAL, "due * 2", 0, "number or an amount");
	refused(world, FIELD_DAY, "due + due", 4, "To a day");
	refused(world, FIELD_DAY, "1 - due", 2, "To a day");
	refused(world, FIELD_DAY, "due + price", 4, "To a day");
	refused(world, FIELD_MONEY, "price * cost", 6, "multiplied by another");
	refused(world, FIELD_MONEY, "2 / price", 2, "cannot be divided");
	refused(world, FIELD_MONEY, "price + dollars", 6, "different currencies");
	refused(world, FIELD_DECIMAL, "price / dollars", 6, "different currencies");
	refused(world, FIELD_YES_NO, "price < dollars", 6, "different currencies");
	refused(world, FIELD_YES_NO, "name = 1", 5, "different kinds");
	refused(world, FIELD_YES_NO, "paid > no", 5, "neither is greater");
	refused(world, FIELD_YES_NO, "paid and 1", 9, "question");
	refused(world, FIELD_YES_NO, "quantity or paid", 0, "question");
	refused(world, FIELD_YES_NO, "not name", 4, "question");
	refused(world, FIELD_DECIMAL, "if(1, 2, 3)", 3, "question");
	refused(world, FIELD_DECIMAL, "if(paid, 2, \"3\")", 12, "same kind");
	refused(world, FIELD_DAY, "least(due, 1)", 11, "same kind");
	refused(world, FIELD_TEXT, "least(name, name)", 6, "or a day is needed");
	refused(world, FIELD_DECIMAL, "round(price, cost)", 13, "without a currency");
	refused(world, FIELD_DECIMAL, "length(1)", 7, "text(…)");
	refused(world, FIELD_DECIMAL, "year(1)", 5, "A day is needed");
	refused(world, FIELD_DECIMAL, "number(due)", 7, "A text, a number");
	refused(world, FIELD_YES_NO, "contains(quantity, \"1\")", 9, "several choices");
	refused(world, FIELD_TEXT, "\"x\" & colours", 6, "several choices");
	refused(world, FIELD_YES_NO, "colours = \"red\"", 0, "several choices");
	refused(world, FIELD_TEXT, "text(colours)", 5, "several choices");
	refused(world, FIELD_TEXT, "colours", 0, "several choices");
	refused(world, FIELD_YES_NO, "client = 7", 0, "leads to other records");
	refused(world, FIELD_TEXT, "\"\" & client", 5, "leads to other records");
	refused(world, FIELD_YES_NO, "empty(links)", 6, "cannot be used in a formula");
	arena_free(world->arena);
}

TEST(formula_must_give_what_its_field_is)
{
	struct world *world = filled();

	refused(world, FIELD_TEXT, "1", 0, "is a text");
	refused(world, FIELD_DECIMAL, "name", 0, "is a number");
	refused(world, FIELD_INTEGER, "price", 0, "gives money");
	refused(world, FIELD_MONEY, "name", 0, "amount of money");
	refused(world, FIELD_MONEY, "dollars", 0, "another currency");
	refused(world, FIELD_DAY, "1", 0, "is a day");
	refused(world, FIELD_INSTANT, "due", 0, "with a time");
	refused(world, FIELD_YES_NO, "1", 0, "yes or no");
	refused(world, FIELD_CHOICE, "name", 0, "cannot give this type");
	arena_free(world->arena);
}

static const char *
repeated(struct world *world, const char *before, const char *text, const char *after, size_t times)
{
	struct builder out = builder_new(world->arena, 0);

	for (size_t i = 0; i < times; i++)
		build_text(&out, before);
	build_text(&out, text);
	for (size_t i = 0; i < times; i++)
		build_text(&out, after);
	return builder_text(&out);
}

TEST(formula_length_and_depth_are_bounded)
{
	struct world *world = filled();

	gives(world, repeated(world, "(", "1", ")", 64), 100);
	refused(world, FIELD_DECIMAL, repeated(world, "(", "1", ")", 65), 64, "nested too deeply");
	gives(world, repeated(world, "-", "1", "", 64), 100);
	refused(world, FIELD_DECIMAL, repeated(world, "-", "1", "", 1900), 64, "nested too deeply");
	refused(world, FIELD_YES_NO, repeated(world, "not ", "paid", "", 65), 256, "nested too deeply");
	refused(world, FIELD_DECIMAL, repeated(world, "abs(", "1", ")", 300), 256, "nested too deeply");
	refused(world, FIELD_DECIMAL, repeated(world, "(", "1", ")", 999), 64, "nested too deeply");
	gives(world, repeated(world, "1+", "1", "", 999), 100000);
	refused(world, FIELD_DECIMAL, repeated(world, "1+", "1", "", 1000), 0, "2,000 characters");
	gives(world, repeated(world, "", "length(\"", "é", 1) == NULL ? "" : "length(\"é\")", 100);
	gives_nothing(
		world, FIELD_TEXT,
		repeated(world, "replace(", "upper(\"aaaaaaaaaaaaaaaaaaaa\")", ",\"A\",\"AAAAAAAAAAAAAAAAAAAA\")", 8));
	arena_free(world->arena);
}

TEST(formula_loops_are_refused)
{
	struct world *world = filled();
	struct field *total = &world->fields[F_TOTAL];

	refused(world, FIELD_DECIMAL, "result + 1", 0, "need itself");
	assert_null(
		formula_parse(world->arena, &world->module, "gross", total, FIELD_MONEY, &world->error, &world->at));
	assert_non_null(strstr(world->error, "need itself"));
	assert_null(formula_parse(world->arena, &world->module, "if(empty(tax), 1, 2)", total, FIELD_MONEY,
				  &world->error, &world->at));
	world->fields[F_TAX].formula_text = "gross * rate"; /* a loop that is there already, and not ours, ends too */
	assert_non_null(
		formula_parse(world->arena, &world->module, "price", total, FIELD_MONEY, &world->error, &world->at));
	refused(world, FIELD_MONEY, "gross + result", 0, "need itself");
	assert_non_null(
		formula_parse(world->arena, &world->module, "gross", NULL, FIELD_MONEY, &world->error, &world->at));
	arena_free(world->arena);
}

TEST(formulas_are_computed_in_the_order_they_need)
{
	struct world *world = filled();
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
	struct world *world = filled();
	uint64_t seed = 20261122;

	for (int i = 0; i < 2000; i++) {
		struct builder out = builder_new(world->arena, 0);
		struct rational value = random_expression(&seed, 3, &out);

		gives(world, builder_text(&out), hundredths_of(value));
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
