/* formula_kinds: tokens as the grammar asks for them, the steps it writes, and which kinds go together. */
#include "modules/formula_parser.h"

#include "base/doc.h"
#include "base/money.h"

#include <string.h>

void
parser_fail(struct parser *parser, size_t at, const char *error)
{
	if (parser->error != NULL)
		return;
	parser->error = error;
	parser->at = at;
	parser->token = (struct token){.kind = TOKEN_END, .at = at};
}

void
parser_advance(struct parser *parser)
{
	if (parser->error != NULL)
		return;
	parser->token = scan_next(&parser->scan);
	if (parser->token.kind == TOKEN_WRONG)
		parser_fail(parser, parser->token.at, parser->token.error);
}

bool
parser_is(const struct parser *parser, enum token_kind kind)
{
	return parser->error == NULL && parser->token.kind == kind;
}

bool
parser_took(struct parser *parser, enum token_kind kind)
{
	if (!parser_is(parser, kind))
		return false;
	parser_advance(parser);
	return true;
}

/* ---- steps ---- */

void
parser_step(struct parser *parser, struct step step)
{
	struct formula *formula = parser->formula;

	if (parser->error != NULL)
		return;
	parser->depth = parser->depth + 1 - step.count;
	if (parser->depth > formula->stack)
		formula->stack = parser->depth;
	formula->steps[formula->step_count] = step;
	formula->step_count++;
}

void
parser_call(struct parser *parser, operation *run, enum nulls nulls, size_t count, struct typed gives)
{
	parser_step(parser, (struct step){.run = run,
					  .nulls = nulls,
					  .count = count,
					  .kind = gives.kind,
					  .digits = gives.digits,
					  .field = NO_FIELD});
}

/* ---- kinds ---- */

struct typed
kind_gives(enum kind kind, struct typed first)
{
	return (struct typed){.kind = kind, .at = first.at};
}

bool
kind_counts(struct typed value)
{
	return value.kind == KIND_NUMBER || value.kind == KIND_MONEY;
}

bool
kind_is_day(struct typed value)
{
	return value.kind == KIND_DAY || value.kind == KIND_INSTANT;
}

struct typed
kind_same(struct parser *parser, struct typed one, struct typed other, size_t at, const char *error)
{
	if (kind_counts(one) && kind_counts(other)) {
		if (one.kind == other.kind && one.currency != NULL && other.currency != NULL &&
		    strcmp(one.currency, other.currency) != 0)
			parser_fail(parser, at, N_("Amounts in different currencies cannot go together."));
		if (one.kind == KIND_NUMBER)
			other.at = one.at;
		return one.kind == KIND_MONEY ? one : other;
	}
	if (one.kind != other.kind || one.kind == KIND_CODES || one.kind == KIND_OTHER)
		parser_fail(parser, at, error);
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
		return kind_counts(value);
	case 'd':
		return kind_is_day(value);
	case 'q':
		return value.kind == KIND_YES_NO;
	case 't':
		return value.kind == KIND_TEXT;
	case 'o':
		return kind_counts(value) || kind_is_day(value);
	case 'u':
		return kind_counts(value) || value.kind == KIND_TEXT;
	case 'c':
		return value.kind == KIND_TEXT || value.kind == KIND_CODES;
	case 's':
	case 'x':
		return value.kind != KIND_CODES;
	default:
		return true;
	}
}

void
kind_need(struct parser *parser, char letter, struct typed value)
{
	if (value.kind == KIND_OTHER && letter != 'a')
		parser_fail(parser, value.at,
			    N_("This field leads to other records or files: only empty(…) can ask about it."));
	else if (!suits(letter, value))
		parser_fail(parser, value.at, needed(letter));
	else if (letter == 'd' && value.kind == KIND_INSTANT)
		parser_call(parser, run_as_day, NULLS_STRICT, 1, kind_gives(KIND_DAY, value));
}

/* ---- fields ---- */

static bool
kind_by_type(enum field_type type, enum kind *kind)
{
	switch (type) {
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
kind_digits(const struct field *field, const char *currency)
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

bool
kind_of_field(const struct field *field, struct typed *value)
{
	if (!kind_by_type(field_value_type(field), &value->kind))
		return false;
	if (value->kind == KIND_MONEY)
		value->currency = field->currency;
	value->digits = kind_digits(field, value->currency);
	return true;
}
