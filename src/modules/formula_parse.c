/* formula_parse: from the text straight to steps, each operand before its operator; kinds are checked on the way. */
#include "modules/formula_parser.h"

#include "base/doc.h"

#include <string.h>

static void
add_constant(struct parser *parser, struct cell value)
{
	parser_step(parser, (struct step){.kind = value.kind, .field = NO_FIELD, .result = value});
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

	if (!kind_of_field(field, &value)) {
		parser_fail(parser, value.at, N_("A field of this type cannot be used in a formula."));
		return value;
	}
	parser_step(parser, (struct step){.kind = value.kind, .field = field->index, .digits = value.digits});
	note_use(parser->formula, field);
	parser_advance(parser);
	return value;
}

/* ---- expressions, from the loosest to the closest ---- */

static struct typed parse_expression(struct parser *parser);

/* Every recursion comes through here. */
static bool
enter(struct parser *parser)
{
	if (++parser->levels > FORMULA_LEVELS)
		parser_fail(parser, parser->token.at,
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

	kind_need(parser, letter, value);
	if (letter == 'm' || letter == 'x')
		*same = value;
	if (letter != 's' && letter != 'o')
		return;
	*same = *any ? kind_same(parser, *same, value, value.at,
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

	if (!parser_is(parser, TOKEN_CLOSE))
		do {
			if (count == function->most) {
				parser_fail(parser, parser->token.at, N_("This function takes fewer values."));
				break;
			}
			parse_argument(parser, function, count++, &same, &any);
		} while (parser_took(parser, TOKEN_COMMA));
	if (parser_is(parser, TOKEN_CLOSE) && count < function->least)
		parser_fail(parser, parser->token.at, N_("This function needs more values, separated by commas."));
	if (!parser_took(parser, TOKEN_CLOSE))
		parser_fail(parser, parser->token.at, N_("A closing parenthesis is missing here."));
	result = result_of(function, same, at);
	if (result.kind == KIND_TEXT && same.kind == KIND_MONEY)
		result.digits = same.digits;
	if (function->run == run_today || function->run == run_now)
		parser->formula->moves = true;
	parser_call(parser, function->run, function->nulls, count, result);
	return result;
}

static struct typed
parse_call(struct parser *parser)
{
	const struct function *function = function_named(parser->token.words);
	struct typed result = {.at = parser->token.at};

	if (function == NULL) {
		parser_fail(parser, parser->token.at, N_("There is no function of this name."));
		return result;
	}
	if (!enter(parser))
		return result;
	parser_advance(parser);
	parser_took(parser, TOKEN_OPEN);
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
		parser_advance(parser);
	} else if (function_named(name) != NULL) {
		parser_fail(parser, value.at, N_("This function needs parentheses after its name, as in today()."));
	} else {
		parser_fail(parser, value.at, N_("There is no field of this name."));
	}
	return value;
}

static struct typed
parse_parenthesis(struct parser *parser)
{
	struct typed value = {.at = parser->token.at};

	if (!enter(parser))
		return value;
	parser_advance(parser);
	value = parse_expression(parser);
	if (!parser_took(parser, TOKEN_CLOSE))
		parser_fail(parser, parser->token.at, N_("A closing parenthesis is missing here."));
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
		parser_advance(parser);
		return value;
	case TOKEN_TEXT:
		value.kind = KIND_TEXT;
		add_constant(parser, (struct cell){.kind = KIND_TEXT, .text = str_of(token.words)});
		parser_advance(parser);
		return value;
	case TOKEN_NAME:
		return parse_name(parser);
	case TOKEN_OPEN:
		return parse_parenthesis(parser);
	case TOKEN_END:
		parser_fail(parser, token.at, N_("Something is missing at the end."));
		return value;
	default:
		parser_fail(parser, token.at, N_("A field, a number, a text or a function is missing here."));
		return value;
	}
}

static struct typed
parse_sign(struct parser *parser)
{
	struct typed value = {.at = parser->token.at};
	size_t at = value.at;

	if (!parser_is(parser, TOKEN_MINUS) && !parser_is(parser, TOKEN_PLUS))
		return parse_value(parser);
	if (!enter(parser))
		return value;
	if (parser_took(parser, TOKEN_PLUS)) {
		value = parse_sign(parser);
		kind_need(parser, 'm', value);
	} else {
		parser_advance(parser);
		value = parse_sign(parser);
		kind_need(parser, 'm', value);
		parser_call(parser, run_negate, NULLS_STRICT, 1, value);
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
		kind_same(parser, left, right, at, "");
		return kind_gives(KIND_NUMBER, left);
	}
	if (left.kind == KIND_MONEY && right.kind == KIND_MONEY)
		parser_fail(parser, at, N_("An amount of money cannot be multiplied by another one."));
	if (divided && right.kind == KIND_MONEY)
		parser_fail(parser, at, N_("A number cannot be divided by an amount of money."));
	if (right.kind == KIND_MONEY)
		result = right;
	result.at = left.at;
	return result;
}

static struct typed
parse_product(struct parser *parser)
{
	struct typed left = parse_sign(parser);

	while (parser_is(parser, TOKEN_TIMES) || parser_is(parser, TOKEN_BY)) {
		bool divided = parser_is(parser, TOKEN_BY);
		size_t at = parser->token.at;
		struct typed right;

		kind_need(parser, 'm', left);
		parser_advance(parser);
		right = parse_sign(parser);
		kind_need(parser, 'm', right);
		left = product_of(parser, left, right, divided, at);
		parser_call(parser, divided ? run_divide : run_multiply, NULLS_STRICT, 2, left);
	}
	return left;
}

/* Besides numbers: day + number, number + day, day - number, day - day. */
static struct typed
sum_of(struct parser *parser, struct typed left, struct typed right, bool subtracted, size_t at)
{
	if (left.kind == KIND_DAY && right.kind == KIND_DAY && subtracted)
		return kind_gives(KIND_NUMBER, left);
	if (left.kind == KIND_DAY && right.kind == KIND_NUMBER)
		return left;
	if (left.kind == KIND_NUMBER && right.kind == KIND_DAY && !subtracted)
		return kind_gives(KIND_DAY, left);
	if (left.kind == KIND_DAY || right.kind == KIND_DAY) {
		parser_fail(parser, at,
			    N_("To a day one can add a number of days, or take a number or another day from it."));
		return left;
	}
	kind_need(parser, 'm', right);
	return kind_same(parser, left, right, at, "");
}

static struct typed
parse_sum(struct parser *parser)
{
	struct typed left = parse_product(parser);

	while (parser_is(parser, TOKEN_PLUS) || parser_is(parser, TOKEN_MINUS)) {
		bool subtracted = parser_is(parser, TOKEN_MINUS);
		size_t at = parser->token.at;
		struct typed right;

		if (left.kind == KIND_TEXT && !subtracted)
			parser_fail(parser, at, N_("Texts are joined with &, not with +."));
		kind_need(parser, kind_is_day(left) ? 'd' : 'm', left);
		if (kind_is_day(left))
			left.kind = KIND_DAY;
		parser_advance(parser);
		right = parse_product(parser);
		if (right.kind == KIND_INSTANT) {
			kind_need(parser, 'd', right);
			right.kind = KIND_DAY;
		}
		left = sum_of(parser, left, right, subtracted, at);
		parser_call(parser, subtracted ? run_subtract : run_add, NULLS_STRICT, 2, left);
	}
	return left;
}

/* For &: whatever was parsed becomes a text. */
static void
need_text(struct parser *parser, struct typed value)
{
	struct typed text = {.kind = KIND_TEXT, .digits = value.kind == KIND_MONEY ? value.digits : 0, .at = value.at};

	kind_need(parser, 'x', value);
	if (value.kind != KIND_TEXT)
		parser_call(parser, run_as_text, NULLS_OWN, 1, text);
}

static struct typed
parse_join(struct parser *parser)
{
	struct typed left = parse_sum(parser);

	while (parser_is(parser, TOKEN_JOIN)) {
		need_text(parser, left);
		parser_advance(parser);
		need_text(parser, parse_sum(parser));
		left = kind_gives(KIND_TEXT, left);
		parser_call(parser, run_join, NULLS_TEXTS, 2, left);
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
	kind_need(parser, 'x', left);
	parser_advance(parser);
	right = parse_join(parser);
	kind_need(parser, 'x', right);
	if (!(kind_is_day(left) && kind_is_day(right)))
		kind_same(parser, left, right, at, N_("These two are of different kinds and cannot be compared."));
	if (left.kind == KIND_YES_NO && sign > TOKEN_UNEQUAL)
		parser_fail(parser, at, N_("Of yes and no, neither is greater: only = and <> compare them."));
	if (is_comparison(parser))
		parser_fail(parser, parser->token.at,
			    N_("Compare two values at a time, and join the questions with and."));
	left = kind_gives(KIND_YES_NO, left);
	parser_call(parser, comparisons[sign - TOKEN_EQUAL], NULLS_STRICT, 2, left);
	return left;
}

static struct typed
parse_not(struct parser *parser)
{
	struct typed value = {.kind = KIND_YES_NO, .at = parser->token.at};

	if (!parser_is(parser, TOKEN_NOT))
		return parse_comparison(parser);
	if (!enter(parser))
		return value;
	parser_advance(parser);
	kind_need(parser, 'q', parse_not(parser));
	parser_call(parser, run_not, NULLS_STRICT, 1, value);
	leave(parser);
	return value;
}

static struct typed
parse_and(struct parser *parser)
{
	struct typed left = parse_not(parser);

	while (parser_is(parser, TOKEN_AND)) {
		kind_need(parser, 'q', left);
		parser_advance(parser);
		kind_need(parser, 'q', parse_not(parser));
		parser_call(parser, run_and, NULLS_OWN, 2, left);
	}
	return left;
}

static struct typed
parse_expression(struct parser *parser)
{
	struct typed left = parse_and(parser);

	while (parser_is(parser, TOKEN_OR)) {
		kind_need(parser, 'q', left);
		parser_advance(parser);
		kind_need(parser, 'q', parse_and(parser));
		parser_call(parser, run_or, NULLS_OWN, 2, left);
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
	parser_advance(&parser);
	result = parse_expression(&parser);
	if (parser.error == NULL && parser.token.kind != TOKEN_END)
		parser_fail(&parser, parser.token.at, trouble_after(parser.token));
	kind_need(&parser, 's', result);
	*gives = (struct gives){result.kind, result.currency};
	*error = parser.error;
	*at = parser.at;
	return parser.error == NULL ? parser.formula : NULL;
}
