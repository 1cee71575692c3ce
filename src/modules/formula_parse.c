/* formula_parse: from the text straight to steps, each operand before its operator; kinds are checked on the way. */
#include "modules/formula_code.h"
#include "modules/formula_scan.h"

#include "base/check.h"
#include "base/doc.h"
#include "base/money.h"

#include <string.h>

struct parser {
	struct arena *arena;
	const struct module *module;
	struct scan scan;
	struct token token; /* the one to look at */
	struct formula *formula;
	size_t depth; /* of the stack, here */
	int levels;
	const char *error; /* the first; then there are no more tokens */
	size_t at;
};

/* What an expression gives, and where it begins. */
struct typed {
	enum kind kind;
	const char *currency; /* of money; NULL: not known */
	int digits;	      /* of that currency */
	size_t at;
};

static void
fail(struct parser *parser, size_t at, const char *error)
{
	if (parser->error != NULL)
		return;
	parser->error = error;
	parser->at = at;
	parser->token = (struct token){.kind = TOKEN_END, .at = at};
}

static void
advance(struct parser *parser)
{
	if (parser->error != NULL)
		return;
	parser->token = scan_next(&parser->scan);
	if (parser->token.kind == TOKEN_WRONG)
		fail(parser, parser->token.at, parser->token.error);
}

static bool
is(struct parser *parser, enum token_kind kind)
{
	return parser->error == NULL && parser->token.kind == kind;
}

static bool
took(struct parser *parser, enum token_kind kind)
{
	if (!is(parser, kind))
		return false;
	advance(parser);
	return true;
}

/* ---- steps ---- */

static struct step *
add_step(struct parser *parser, struct step step)
{
	struct formula *formula = parser->formula;

	if (parser->error != NULL)
		return &formula->steps[0];
	parser->depth = parser->depth + 1 - step.count;
	if (parser->depth > formula->stack)
		formula->stack = parser->depth;
	formula->steps[formula->step_count] = step;
	return &formula->steps[formula->step_count++];
}

static void
add_call(struct parser *parser, operation *run, enum nulls nulls, size_t count, struct typed gives)
{
	add_step(parser, (struct step){.run = run,
				       .nulls = nulls,
				       .count = count,
				       .kind = gives.kind,
				       .digits = gives.digits,
				       .field = NO_FIELD});
}

static void
add_constant(struct parser *parser, struct cell value)
{
	add_step(parser, (struct step){.kind = value.kind, .field = NO_FIELD, .result = value});
}

/* ---- kinds ---- */

static struct typed
give(enum kind kind, struct typed first)
{
	return (struct typed){.kind = kind, .at = first.at};
}

static bool
is_number(struct typed value)
{
	return value.kind == KIND_NUMBER || value.kind == KIND_MONEY;
}

static bool
is_day(struct typed value)
{
	return value.kind == KIND_DAY || value.kind == KIND_INSTANT;
}

/* Numbers take the currency of the money beside them. */
static struct typed
same_kind(struct parser *parser, struct typed one, struct typed other, size_t at, const char *error)
{
	if (is_number(one) && is_number(other)) {
		if (one.kind == other.kind && one.currency != NULL && other.currency != NULL &&
		    strcmp(one.currency, other.currency) != 0)
			fail(parser, at, N_("Amounts in different currencies cannot go together."));
		if (one.kind == KIND_NUMBER)
			other.at = one.at;
		return one.kind == KIND_MONEY ? one : other;
	}
	if (one.kind != other.kind || one.kind == KIND_CODES || one.kind == KIND_OTHER)
		fail(parser, at, error);
	return one;
}

static const char *
needed(char letter)
{
	switch (letter) {
	case 'n':
		return N_("A number without a currency is needed here.");
	case 'm':
		return N_("A number or an amount of money is needed here.");
	case 'd':
		return N_("A day is needed here.");
	case 'q':
		return N_("A question is needed here, such as amount > 100.");
	case 'o':
		return N_("A number, an amount of money or a day is needed here.");
	case 'u':
		return N_("A text, a number or an amount of money is needed here.");
	case 'c':
		return N_("A text or a field with several choices is needed here.");
	case 's':
	case 'x':
		return N_("Only contains(…) and empty(…) can ask about a field with several choices.");
	default:
		return N_("A text is needed here: text(…) makes one of a number or a day.");
	}
}

static bool
suits(char letter, struct typed value)
{
	switch (letter) {
	case 'n':
		return value.kind == KIND_NUMBER;
	case 'm':
		return is_number(value);
	case 'd':
		return is_day(value);
	case 'q':
		return value.kind == KIND_YES_NO;
	case 't':
		return value.kind == KIND_TEXT;
	case 'o':
		return is_number(value) || is_day(value);
	case 'u':
		return is_number(value) || value.kind == KIND_TEXT;
	case 'c':
		return value.kind == KIND_TEXT || value.kind == KIND_CODES;
	case 's':
	case 'x':
		return value.kind != KIND_CODES;
	default:
		return true;
	}
}

/* An argument or operand has just been parsed: it must be of the kind; instants become days where days are wanted. */
static void
need(struct parser *parser, char letter, struct typed value)
{
	if (value.kind == KIND_OTHER && letter != 'a')
		fail(parser, value.at,
		     N_("This field leads to other records or files: only empty(…) can ask about it."));
	else if (!suits(letter, value))
		fail(parser, value.at, needed(letter));
	else if (letter == 'd' && value.kind == KIND_INSTANT)
		add_call(parser, run_as_day, NULLS_STRICT, 1, give(KIND_DAY, value));
}

/* ---- fields ---- */

static bool
kind_of_field(const struct field *field, enum kind *kind)
{
	switch (field_value_type(field)) {
	case FIELD_INTEGER:
	case FIELD_DECIMAL:
	case FIELD_PERCENTAGE:
		*kind = KIND_NUMBER;
		return true;
	case FIELD_MONEY:
		*kind = KIND_MONEY;
		return true;
	case FIELD_DAY:
		*kind = KIND_DAY;
		return true;
	case FIELD_INSTANT:
		*kind = KIND_INSTANT;
		return true;
	case FIELD_YES_NO:
		*kind = KIND_YES_NO;
		return true;
	case FIELD_CHOICES:
		*kind = KIND_CODES;
		return true;
	case FIELD_LOOKUP:
	case FIELD_STAFF:
	case FIELD_FILE:
	case FIELD_IMAGE:
	case FIELD_SIGNATURE:
		*kind = KIND_OTHER;
		return true;
	case FIELD_LOOKUPS:
	case FIELD_FORMULA:
	case FIELD_ROLLUP:
	case FIELD_TYPES:
		return false;
	default:
		*kind = KIND_TEXT;
		return true;
	}
}

/* How many decimals the integer in the column has. A percentage counts as its hundredths: 20 % of it is a fifth. */
static int
field_digits(const struct field *field, const char *currency)
{
	switch (field_value_type(field)) {
	case FIELD_DECIMAL:
		return field->digits;
	case FIELD_PERCENTAGE:
		return field->digits + 2;
	case FIELD_MONEY:
		return currency == NULL ? 2 : money_digits(currency);
	default:
		return 0;
	}
}

static void
note_use(struct formula *formula, const struct field *field)
{
	if (!formula_uses(formula, field))
		formula->uses[formula->use_count++] = field;
}

static struct typed
parse_field(struct parser *parser, const struct field *field)
{
	struct typed value = {.at = parser->token.at};

	if (!kind_of_field(field, &value.kind)) {
		fail(parser, value.at, N_("A field of this type cannot be used in a formula."));
		return value;
	}
	if (value.kind == KIND_MONEY)
		value.currency = field->currency;
	value.digits = field_digits(field, value.currency);
	add_step(parser, (struct step){.kind = value.kind, .field = field->index, .digits = value.digits});
	note_use(parser->formula, field);
	advance(parser);
	return value;
}

/* ---- expressions, from the loosest to the closest ---- */

static struct typed parse_expression(struct parser *parser);

/* Every recursion comes through here. */
static bool
enter(struct parser *parser)
{
	if (++parser->levels > FORMULA_LEVELS)
		fail(parser, parser->token.at,
		     N_("This formula is nested too deeply: move a part of it to a field of its own."));
	return parser->error == NULL;
}

static void
leave(struct parser *parser)
{
	parser->levels--;
}

static char
letter_of(const struct function *function, size_t index)
{
	size_t last = strlen(function->takes) - 1;

	return function->takes[index < last ? index : last];
}

/* What the function's results are, by its arguments. */
static struct typed
result_of(const struct function *function, struct typed same, size_t at)
{
	struct typed result = {.at = at};

	switch (function->gives) {
	case 'n':
		result.kind = KIND_NUMBER;
		break;
	case 't':
		result.kind = KIND_TEXT;
		break;
	case 'd':
		result.kind = KIND_DAY;
		break;
	case 'i':
		result.kind = KIND_INSTANT;
		break;
	case 'q':
		result.kind = KIND_YES_NO;
		break;
	default:
		result = same;
		result.at = at;
	}
	return result;
}

/* `same` becomes what the arguments that decide on the result have in common. */
static void
parse_argument(struct parser *parser, const struct function *function, size_t index, struct typed *same, bool *any)
{
	char letter = letter_of(function, index);
	struct typed value = parse_expression(parser);

	need(parser, letter, value);
	if (letter == 'm' || letter == 'x')
		*same = value;
	if (letter != 's' && letter != 'o')
		return;
	*same = *any ? same_kind(parser, *same, value, value.at,
				 N_("This must be of the same kind as what stands before it."))
		     : value;
	*any = true;
}

/* The name and the opening parenthesis are taken. */
static struct typed
parse_arguments(struct parser *parser, const struct function *function, size_t at)
{
	struct typed same = {.at = at}, result;
	size_t count = 0;
	bool any = false;

	if (!is(parser, TOKEN_CLOSE))
		do {
			if (count == function->most) {
				fail(parser, parser->token.at, N_("This function takes fewer values."));
				break;
			}
			parse_argument(parser, function, count++, &same, &any);
		} while (took(parser, TOKEN_COMMA));
	if (is(parser, TOKEN_CLOSE) && count < function->least)
		fail(parser, parser->token.at, N_("This function needs more values, separated by commas."));
	if (!took(parser, TOKEN_CLOSE))
		fail(parser, parser->token.at, N_("A closing parenthesis is missing here."));
	result = result_of(function, same, at);
	if (result.kind == KIND_TEXT && same.kind == KIND_MONEY)
		result.digits = same.digits;
	if (function->run == run_today || function->run == run_now)
		parser->formula->moves = true;
	add_call(parser, function->run, function->nulls, count, result);
	return result;
}

static struct typed
parse_call(struct parser *parser)
{
	const struct function *function = function_named(parser->token.words);
	struct typed result = {.at = parser->token.at};

	if (function == NULL) {
		fail(parser, parser->token.at, N_("There is no function of this name."));
		return result;
	}
	if (!enter(parser))
		return result;
	advance(parser);
	took(parser, TOKEN_OPEN);
	result = parse_arguments(parser, function, result.at);
	leave(parser);
	return result;
}

/* A field comes before the words yes and no: some module will have a field called "no". */
static struct typed
parse_name(struct parser *parser)
{
	const char *name = parser->token.words;
	const struct field *field;
	struct typed value = {.kind = KIND_YES_NO, .at = parser->token.at};

	if (parser->token.called)
		return parse_call(parser);
	field = field_named(parser->module, name);
	if (field != NULL)
		return parse_field(parser, field);
	if (strcmp(name, "yes") == 0 || strcmp(name, "no") == 0) {
		add_constant(parser, (struct cell){.kind = KIND_YES_NO, .value = name[0] == 'y'});
		advance(parser);
	} else if (function_named(name) != NULL) {
		fail(parser, value.at, N_("This function needs parentheses after its name, as in today()."));
	} else {
		fail(parser, value.at, N_("There is no field of this name."));
	}
	return value;
}

static struct typed
parse_parenthesis(struct parser *parser)
{
	struct typed value = {.at = parser->token.at};

	if (!enter(parser))
		return value;
	advance(parser);
	value = parse_expression(parser);
	if (!took(parser, TOKEN_CLOSE))
		fail(parser, parser->token.at, N_("A closing parenthesis is missing here."));
	leave(parser);
	return value;
}

static struct typed
parse_value(struct parser *parser)
{
	struct token token = parser->token;
	struct typed value = {.at = token.at};

	switch (token.kind) {
	case TOKEN_NUMBER:
		add_constant(parser, (struct cell){.kind = KIND_NUMBER, .number = token.number});
		advance(parser);
		return value;
	case TOKEN_TEXT:
		value.kind = KIND_TEXT;
		add_constant(parser, (struct cell){.kind = KIND_TEXT, .text = str_of(token.words)});
		advance(parser);
		return value;
	case TOKEN_NAME:
		return parse_name(parser);
	case TOKEN_OPEN:
		return parse_parenthesis(parser);
	case TOKEN_END:
		fail(parser, token.at, N_("Something is missing at the end."));
		return value;
	default:
		fail(parser, token.at, N_("A field, a number, a text or a function is missing here."));
		return value;
	}
}

static struct typed
parse_sign(struct parser *parser)
{
	struct typed value = {.at = parser->token.at};
	size_t at = value.at;

	if (!is(parser, TOKEN_MINUS) && !is(parser, TOKEN_PLUS))
		return parse_value(parser);
	if (!enter(parser))
		return value;
	if (took(parser, TOKEN_PLUS)) {
		value = parse_sign(parser);
		need(parser, 'm', value);
	} else {
		advance(parser);
		value = parse_sign(parser);
		need(parser, 'm', value);
		add_call(parser, run_negate, NULLS_STRICT, 1, value);
	}
	value.at = at;
	leave(parser);
	return value;
}

static struct typed
product_of(struct parser *parser, struct typed left, struct typed right, bool divided, size_t at)
{
	struct typed result = left;

	if (divided && left.kind == KIND_MONEY && right.kind == KIND_MONEY) {
		same_kind(parser, left, right, at, "");
		return give(KIND_NUMBER, left);
	}
	if (left.kind == KIND_MONEY && right.kind == KIND_MONEY)
		fail(parser, at, N_("An amount of money cannot be multiplied by another one."));
	if (divided && right.kind == KIND_MONEY)
		fail(parser, at, N_("A number cannot be divided by an amount of money."));
	if (right.kind == KIND_MONEY)
		result = right;
	result.at = left.at;
	return result;
}

static struct typed
parse_product(struct parser *parser)
{
	struct typed left = parse_sign(parser);

	while (is(parser, TOKEN_TIMES) || is(parser, TOKEN_BY)) {
		bool divided = is(parser, TOKEN_BY);
		size_t at = parser->token.at;
		struct typed right;

		need(parser, 'm', left);
		advance(parser);
		right = parse_sign(parser);
		need(parser, 'm', right);
		left = product_of(parser, left, right, divided, at);
		add_call(parser, divided ? run_divide : run_multiply, NULLS_STRICT, 2, left);
	}
	return left;
}

/* Besides numbers: day + number, number + day, day - number, day - day. */
static struct typed
sum_of(struct parser *parser, struct typed left, struct typed right, bool subtracted, size_t at)
{
	if (left.kind == KIND_DAY && right.kind == KIND_DAY && subtracted)
		return give(KIND_NUMBER, left);
	if (left.kind == KIND_DAY && right.kind == KIND_NUMBER)
		return left;
	if (left.kind == KIND_NUMBER && right.kind == KIND_DAY && !subtracted)
		return give(KIND_DAY, left);
	if (left.kind == KIND_DAY || right.kind == KIND_DAY) {
		fail(parser, at, N_("To a day one can add a number of days, or take a number or another day from it."));
		return left;
	}
	need(parser, 'm', right);
	return same_kind(parser, left, right, at, "");
}

static struct typed
parse_sum(struct parser *parser)
{
	struct typed left = parse_product(parser);

	while (is(parser, TOKEN_PLUS) || is(parser, TOKEN_MINUS)) {
		bool subtracted = is(parser, TOKEN_MINUS);
		size_t at = parser->token.at;
		struct typed right;

		if (left.kind == KIND_TEXT && !subtracted)
			fail(parser, at, N_("Texts are joined with &, not with +."));
		need(parser, is_day(left) ? 'd' : 'm', left);
		if (is_day(left))
			left.kind = KIND_DAY;
		advance(parser);
		right = parse_product(parser);
		if (right.kind == KIND_INSTANT) {
			need(parser, 'd', right);
			right.kind = KIND_DAY;
		}
		left = sum_of(parser, left, right, subtracted, at);
		add_call(parser, subtracted ? run_subtract : run_add, NULLS_STRICT, 2, left);
	}
	return left;
}

/* For &: whatever was parsed becomes a text. */
static void
need_text(struct parser *parser, struct typed value)
{
	struct typed text = {.kind = KIND_TEXT, .digits = value.kind == KIND_MONEY ? value.digits : 0, .at = value.at};

	need(parser, 'x', value);
	if (value.kind != KIND_TEXT)
		add_call(parser, run_as_text, NULLS_OWN, 1, text);
}

static struct typed
parse_join(struct parser *parser)
{
	struct typed left = parse_sum(parser);

	while (is(parser, TOKEN_JOIN)) {
		need_text(parser, left);
		advance(parser);
		need_text(parser, parse_sum(parser));
		left = give(KIND_TEXT, left);
		add_call(parser, run_join, NULLS_TEXTS, 2, left);
	}
	return left;
}

static bool
is_comparison(const struct parser *parser)
{
	return parser->error == NULL && parser->token.kind >= TOKEN_EQUAL && parser->token.kind <= TOKEN_AT_LEAST;
}

static struct typed
parse_comparison(struct parser *parser)
{
	static operation *const comparisons[] = {run_equal,   run_unequal, run_below,
						 run_at_most, run_above,   run_at_least};
	struct typed left = parse_join(parser);
	enum token_kind sign = parser->token.kind;
	size_t at = parser->token.at;
	struct typed right;

	if (!is_comparison(parser))
		return left;
	need(parser, 'x', left);
	advance(parser);
	right = parse_join(parser);
	need(parser, 'x', right);
	if (!(is_day(left) && is_day(right)))
		same_kind(parser, left, right, at, N_("These two are of different kinds and cannot be compared."));
	if (left.kind == KIND_YES_NO && sign > TOKEN_UNEQUAL)
		fail(parser, at, N_("Of yes and no, neither is greater: only = and <> compare them."));
	if (is_comparison(parser))
		fail(parser, parser->token.at, N_("Compare two values at a time, and join the questions with and."));
	left = give(KIND_YES_NO, left);
	add_call(parser, comparisons[sign - TOKEN_EQUAL], NULLS_STRICT, 2, left);
	return left;
}

static struct typed
parse_not(struct parser *parser)
{
	struct typed value = {.kind = KIND_YES_NO, .at = parser->token.at};

	if (!is(parser, TOKEN_NOT))
		return parse_comparison(parser);
	if (!enter(parser))
		return value;
	advance(parser);
	need(parser, 'q', parse_not(parser));
	add_call(parser, run_not, NULLS_STRICT, 1, value);
	leave(parser);
	return value;
}

static struct typed
parse_and(struct parser *parser)
{
	struct typed left = parse_not(parser);

	while (is(parser, TOKEN_AND)) {
		need(parser, 'q', left);
		advance(parser);
		need(parser, 'q', parse_not(parser));
		add_call(parser, run_and, NULLS_OWN, 2, left);
	}
	return left;
}

static struct typed
parse_expression(struct parser *parser)
{
	struct typed left = parse_and(parser);

	while (is(parser, TOKEN_OR)) {
		need(parser, 'q', left);
		advance(parser);
		need(parser, 'q', parse_and(parser));
		add_call(parser, run_or, NULLS_OWN, 2, left);
	}
	return left;
}

/* ---- the whole ---- */

/* Each word or sign makes a step at most, and perhaps one that converts what it gave. */
static void
make_room(struct parser *parser)
{
	struct scan scan = parser->scan;
	struct formula *formula = parser->formula;
	size_t count = 1;

	while (scan_next(&scan).kind > TOKEN_WRONG)
		count++;
	formula->steps = arena_make_array(parser->arena, struct step, 2 * count);
	formula->uses = arena_make_array(parser->arena, const struct field *, count);
}

static const char *
trouble_after(struct token token)
{
	switch (token.kind) {
	case TOKEN_COMMA:
		return N_("A comma only stands between the values of a function; decimals have a point, as in 12.5.");
	case TOKEN_CLOSE:
		return N_("This parenthesis was never opened.");
	default:
		return N_("A sign such as + or & is missing here.");
	}
}

struct formula *
formula_compile(struct arena *arena, const struct module *module, const char *text, struct gives *gives,
		const char **error, size_t *at)
{
	struct parser parser = {.arena = arena,
				.module = module,
				.scan = {arena, text, 0},
				.formula = arena_make(arena, struct formula)};
	struct typed result;

	make_room(&parser);
	advance(&parser);
	result = parse_expression(&parser);
	if (parser.error == NULL && parser.token.kind != TOKEN_END)
		fail(&parser, parser.token.at, trouble_after(parser.token));
	need(&parser, 's', result);
	*gives = (struct gives){result.kind, result.currency};
	*error = parser.error;
	*at = parser.at;
	return parser.error == NULL ? parser.formula : NULL;
}
