/* formula_refused_test: how formulas are refused and where, and what loops they see. */
#include "modules/formula_world_test.h"

TEST(formula_mistakes_are_shown_where_they_are)
{
	struct world *world = formula_world();

	formula_is_refused(world, FIELD_DECIMAL, "", 0, "Write a formula");
	formula_is_refused(world, FIELD_DECIMAL, " \n ", 0, "Write a formula");
	formula_is_refused(world, FIELD_DECIMAL, "1 +", 3, "missing at the end");
	formula_is_refused(world, FIELD_DECIMAL, "1 + * 2", 4, "is missing here");
	formula_is_refused(world, FIELD_DECIMAL, "quantity price", 9, "sign such as");
	formula_is_refused(world, FIELD_DECIMAL, "1 + qty", 4, "no field of this name");
	formula_is_refused(world, FIELD_DECIMAL, "\"é\" & sume(1)", 6, "no function of this name");
	formula_is_refused(world, FIELD_DECIMAL, "1 + (2 * 3", 10, "closing parenthesis is missing");
	formula_is_refused(world, FIELD_DECIMAL, "round(1, 2", 10, "closing parenthesis is missing");
	formula_is_refused(world, FIELD_DECIMAL, "1 + 2)", 5, "never opened");
	formula_is_refused(world, FIELD_DECIMAL, "12,5", 2, "decimals have a point");
	formula_is_refused(world, FIELD_DECIMAL, "1 # 2", 2, "no such sign");
	formula_is_refused(world, FIELD_DECIMAL, "quantité + 1", 7, "no accents");
	formula_is_refused(world, FIELD_TEXT, "“paid”", 0, "straight double quotes");
	formula_is_refused(world, FIELD_TEXT, "'paid'", 0, "straight double quotes");
	formula_is_refused(world, FIELD_TEXT, "name & \"paid", 7, "no closing quote");
	formula_is_refused(world, FIELD_DECIMAL, "1 + 1234567890123456789", 4, "too many digits");
	formula_is_refused(world, FIELD_DECIMAL, "1.1234567890123456", 0, "too many digits");
	formula_is_refused(world, FIELD_DECIMAL, "abs + 1", 0, "parentheses after its name");
	formula_is_refused(world, FIELD_DECIMAL, "round(1, 2, 3)", 12, "fewer values");
	formula_is_refused(world, FIELD_DECIMAL, "today(1)", 6, "fewer values");
	formula_is_refused(world, FIELD_DECIMAL, "round()", 6, "more values");
	formula_is_refused(world, FIELD_DECIMAL, "if(paid)", 7, "more values");
	formula_is_refused(world, FIELD_DECIMAL, "round(,)", 6, "is missing here");
	formula_is_refused(world, FIELD_YES_NO, "1 < 2 < 3", 6, "two values at a time");
	arena_free(world->arena);
}

TEST(formula_kinds_must_fit)
{
	struct world *world = formula_world();

	formula_is_refused(world, FIELD_DECIMAL, "1 + name", 4, "number or an amount");
	formula_is_refused(world, FIELD_TEXT, "name + 1", 5, "joined with &");
	formula_is_refused(world, FIELD_DECIMAL, "name * 2", 0, "number or an amount");
	formula_is_refused(world, FIELD_DECIMAL, "-due", 1, "number or an amount");
	formula_is_refused(world, FIELD_DECIMAL, "due * 2", 0, "number or an amount");
	formula_is_refused(world, FIELD_DAY, "due + due", 4, "To a day");
	formula_is_refused(world, FIELD_DAY, "1 - due", 2, "To a day");
	formula_is_refused(world, FIELD_DAY, "due + price", 4, "To a day");
	formula_is_refused(world, FIELD_MONEY, "price * cost", 6, "multiplied by another");
	formula_is_refused(world, FIELD_MONEY, "2 / price", 2, "cannot be divided");
	formula_is_refused(world, FIELD_MONEY, "price + dollars", 6, "different currencies");
	formula_is_refused(world, FIELD_DECIMAL, "price / dollars", 6, "different currencies");
	formula_is_refused(world, FIELD_YES_NO, "price < dollars", 6, "different currencies");
	formula_is_refused(world, FIELD_YES_NO, "name = 1", 5, "different kinds");
	formula_is_refused(world, FIELD_YES_NO, "paid > no", 5, "neither is greater");
	formula_is_refused(world, FIELD_YES_NO, "paid and 1", 9, "question");
	formula_is_refused(world, FIELD_YES_NO, "quantity or paid", 0, "question");
	formula_is_refused(world, FIELD_YES_NO, "not name", 4, "question");
	formula_is_refused(world, FIELD_DECIMAL, "if(1, 2, 3)", 3, "question");
	formula_is_refused(world, FIELD_DECIMAL, "if(paid, 2, \"3\")", 12, "same kind");
	formula_is_refused(world, FIELD_DAY, "least(due, 1)", 11, "same kind");
	formula_is_refused(world, FIELD_TEXT, "least(name, name)", 6, "or a day is needed");
	formula_is_refused(world, FIELD_DECIMAL, "round(price, cost)", 13, "without a currency");
	formula_is_refused(world, FIELD_DECIMAL, "length(1)", 7, "text(…)");
	formula_is_refused(world, FIELD_DECIMAL, "year(1)", 5, "A day is needed");
	formula_is_refused(world, FIELD_DECIMAL, "number(due)", 7, "A text, a number");
	formula_is_refused(world, FIELD_YES_NO, "contains(quantity, \"1\")", 9, "several choices");
	formula_is_refused(world, FIELD_TEXT, "\"x\" & colours", 6, "several choices");
	formula_is_refused(world, FIELD_YES_NO, "colours = \"red\"", 0, "several choices");
	formula_is_refused(world, FIELD_TEXT, "text(colours)", 5, "several choices");
	formula_is_refused(world, FIELD_TEXT, "colours", 0, "several choices");
	formula_is_refused(world, FIELD_YES_NO, "client = 7", 0, "leads to other records");
	formula_is_refused(world, FIELD_TEXT, "\"\" & client", 5, "leads to other records");
	formula_is_refused(world, FIELD_YES_NO, "empty(links)", 6, "cannot be used in a formula");
	arena_free(world->arena);
}

TEST(formula_must_give_what_its_field_is)
{
	struct world *world = formula_world();

	formula_is_refused(world, FIELD_TEXT, "1", 0, "is a text");
	formula_is_refused(world, FIELD_DECIMAL, "name", 0, "is a number");
	formula_is_refused(world, FIELD_INTEGER, "price", 0, "gives money");
	formula_is_refused(world, FIELD_MONEY, "name", 0, "amount of money");
	formula_is_refused(world, FIELD_MONEY, "dollars", 0, "another currency");
	formula_is_refused(world, FIELD_DAY, "1", 0, "is a day");
	formula_is_refused(world, FIELD_INSTANT, "due", 0, "with a time");
	formula_is_refused(world, FIELD_YES_NO, "1", 0, "yes or no");
	formula_is_refused(world, FIELD_CHOICE, "name", 0, "cannot give this type");
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
	struct world *world = formula_world();

	formula_gives(world, repeated(world, "(", "1", ")", 64), 100);
	formula_is_refused(world, FIELD_DECIMAL, repeated(world, "(", "1", ")", 65), 64, "nested too deeply");
	formula_gives(world, repeated(world, "-", "1", "", 64), 100);
	formula_is_refused(world, FIELD_DECIMAL, repeated(world, "-", "1", "", 1900), 64, "nested too deeply");
	formula_is_refused(world, FIELD_YES_NO, repeated(world, "not ", "paid", "", 65), 256, "nested too deeply");
	formula_is_refused(world, FIELD_DECIMAL, repeated(world, "abs(", "1", ")", 300), 256, "nested too deeply");
	formula_is_refused(world, FIELD_DECIMAL, repeated(world, "(", "1", ")", 999), 64, "nested too deeply");
	formula_gives(world, repeated(world, "1+", "1", "", 999), 100000);
	formula_is_refused(world, FIELD_DECIMAL, repeated(world, "1+", "1", "", 1000), 0, "2,000 characters");
	formula_gives(world, repeated(world, "", "length(\"", "é", 1) == NULL ? "" : "length(\"é\")", 100);
	formula_gives_nothing(
		world, FIELD_TEXT,
		repeated(world, "replace(", "upper(\"aaaaaaaaaaaaaaaaaaaa\")", ",\"A\",\"AAAAAAAAAAAAAAAAAAAA\")", 8));
	arena_free(world->arena);
}

TEST(formula_loops_are_refused)
{
	struct world *world = formula_world();
	struct field *total = &world->fields[F_TOTAL];

	formula_is_refused(world, FIELD_DECIMAL, "result + 1", 0, "need itself");
	assert_null(
		formula_parse(world->arena, &world->module, "gross", total, FIELD_MONEY, &world->error, &world->at));
	assert_non_null(strstr(world->error, "need itself"));
	assert_null(formula_parse(world->arena, &world->module, "if(empty(tax), 1, 2)", total, FIELD_MONEY,
				  &world->error, &world->at));
	world->fields[F_TAX].formula_text = "gross * rate"; /* a loop that is there already, and not ours, ends too */
	assert_non_null(
		formula_parse(world->arena, &world->module, "price", total, FIELD_MONEY, &world->error, &world->at));
	formula_is_refused(world, FIELD_MONEY, "gross + result", 0, "need itself");
	assert_non_null(
		formula_parse(world->arena, &world->module, "gross", NULL, FIELD_MONEY, &world->error, &world->at));
	arena_free(world->arena);
}
