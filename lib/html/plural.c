/* plural: a small parser of C expressions over n. The catalogue's own expression is used rather than ICU's rules, for
 * it alone says in which order the translator wrote the forms; a language without a rule in ICU works as well. */
#include "html/plural.h"

#include "base/arena.h"

#include <string.h>

enum { MOST_FORMS = 6, DEEPEST = 32 };

enum operation {
	OF_NUMBER,
	OF_N,
	OF_NOT,
	OF_CHOICE,
	OF_OR,
	OF_AND,
	OF_EQUAL,
	OF_UNEQUAL,
	OF_AT_MOST,
	OF_AT_LEAST,
	OF_LESS,
	OF_MORE,
	OF_PLUS,
	OF_MINUS,
	OF_TIMES,
	OF_QUOTIENT,
	OF_REST,
};

struct expression {
	enum operation operation;
	uint64_t number;
	const struct expression *first, *second, *third;
};

struct plural_rule {
	size_t forms;
	const struct expression *expression;
};

struct reader {
	struct arena *arena;
	struct str rest;
	int depth;
};

/* Binary operators; `level` as in C, the loosest first. Longer spellings come before their beginnings. */
static const struct binary_operator {
	const char *text;
	int level;
	enum operation operation;
} operators[] = {
	{"||", 0, OF_OR},      {"&&", 1, OF_AND},      {"==", 2, OF_EQUAL}, {"!=", 2, OF_UNEQUAL},
	{"<=", 3, OF_AT_MOST}, {">=", 3, OF_AT_LEAST}, {"<", 3, OF_LESS},   {">", 3, OF_MORE},
	{"+", 4, OF_PLUS},     {"-", 4, OF_MINUS},     {"*", 5, OF_TIMES},  {"/", 5, OF_QUOTIENT},
	{"%", 5, OF_REST},
};

enum { TIGHTEST = 5 };

static const struct expression *read_choice(struct reader *reader);

static bool
take(struct reader *reader, const char *text)
{
	struct str wanted = str_of(text);

	reader->rest = str_trim(reader->rest);
	if (!str_starts(reader->rest, wanted))
		return false;
	reader->rest = str_slice(reader->rest.at + wanted.length, reader->rest.length - wanted.length);
	return true;
}

static const struct expression *
make(struct reader *reader, enum operation operation, const struct expression *first, const struct expression *second)
{
	struct expression *made = arena_make(reader->arena, struct expression);

	*made = (struct expression){.operation = operation, .first = first, .second = second};
	return first == NULL || (operation >= OF_OR && second == NULL) ? NULL : made;
}

static const struct expression *
read_number(struct reader *reader)
{
	struct expression *number = arena_make(reader->arena, struct expression);
	size_t length = 0;

	reader->rest = str_trim(reader->rest);
	while (length < reader->rest.length && length < 9 && reader->rest.at[length] >= '0' &&
	       reader->rest.at[length] <= '9')
		number->number = number->number * 10 + (uint64_t)(reader->rest.at[length++] - '0');
	reader->rest = str_slice(reader->rest.at + length, reader->rest.length - length);
	return length == 0 ? NULL : number;
}

static const struct expression *
read_primary(struct reader *reader)
{
	const struct expression *inner = NULL;

	if (++reader->depth > DEEPEST)
		return NULL;
	if (take(reader, "(")) {
		inner = read_choice(reader);
		inner = take(reader, ")") ? inner : NULL;
	} else if (take(reader, "!")) {
		inner = make(reader, OF_NOT, read_primary(reader), NULL);
	} else if (take(reader, "n")) {
		struct expression *n = arena_make(reader->arena, struct expression);

		n->operation = OF_N;
		inner = n;
	} else {
		inner = read_number(reader);
	}
	reader->depth--;
	return inner;
}

static const struct binary_operator *
take_operator(struct reader *reader, int level)
{
	for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++)
		if (operators[i].level == level && take(reader, operators[i].text))
			return &operators[i];
	return NULL;
}

static const struct expression *
read_binary(struct reader *reader, int level)
{
	const struct expression *left;
	const struct binary_operator *found;

	if (level > TIGHTEST)
		return read_primary(reader);
	left = read_binary(reader, level + 1);
	while (left != NULL && (found = take_operator(reader, level)) != NULL)
		left = make(reader, found->operation, left, read_binary(reader, level + 1));
	return left;
}

static const struct expression *
read_choice(struct reader *reader)
{
	const struct expression *condition = read_binary(reader, 0);
	struct expression *choice;

	if (condition == NULL || !take(reader, "?"))
		return condition;
	choice = arena_make(reader->arena, struct expression);
	choice->operation = OF_CHOICE;
	choice->first = condition;
	if (++reader->depth > DEEPEST)
		return NULL;
	choice->second = read_choice(reader);
	choice->third = take(reader, ":") ? read_choice(reader) : NULL;
	reader->depth--;
	return choice->second == NULL || choice->third == NULL ? NULL : choice;
}

static uint64_t
binary(enum operation operation, uint64_t a, uint64_t b)
{
	switch (operation) {
	case OF_EQUAL:
		return a == b;
	case OF_UNEQUAL:
		return a != b;
	case OF_AT_MOST:
		return a <= b;
	case OF_AT_LEAST:
		return a >= b;
	case OF_LESS:
		return a < b;
	case OF_MORE:
		return a > b;
	case OF_PLUS:
		return a + b;
	case OF_MINUS:
		return a - b;
	case OF_TIMES:
		return a * b;
	case OF_QUOTIENT:
		return b == 0 ? 0 : a / b;
	case OF_REST:
		return b == 0 ? 0 : a % b;
	default:
		return 0;
	}
}

static uint64_t
evaluate(const struct expression *expression, uint64_t n)
{
	switch (expression->operation) {
	case OF_NUMBER:
		return expression->number;
	case OF_N:
		return n;
	case OF_NOT:
		return !evaluate(expression->first, n);
	case OF_CHOICE:
		return evaluate(evaluate(expression->first, n) ? expression->second : expression->third, n);
	case OF_OR:
		return evaluate(expression->first, n) || evaluate(expression->second, n);
	case OF_AND:
		return evaluate(expression->first, n) && evaluate(expression->second, n);
	default:
		return binary(expression->operation, evaluate(expression->first, n), evaluate(expression->second, n));
	}
}

/* Rules look at n modulo 10, 100 and, since CLDR 38, at millions: these numbers meet every branch of known languages.
 */
static bool
stays_inside(const struct plural_rule *rule)
{
	for (uint64_t n = 0; n <= 1000; n++)
		if (evaluate(rule->expression, n) >= rule->forms)
			return false;
	return evaluate(rule->expression, 1000000) < rule->forms;
}

const struct plural_rule *
plural_parse(struct arena *arena, struct str field)
{
	struct reader reader = {.arena = arena, .rest = field};
	struct plural_rule *rule = arena_make(arena, struct plural_rule);
	const struct expression *forms;

	if (!take(&reader, "nplurals") || !take(&reader, "=") || (forms = read_number(&reader)) == NULL)
		return NULL;
	if (!take(&reader, ";") || !take(&reader, "plural") || !take(&reader, "="))
		return NULL;
	rule->forms = (size_t)forms->number;
	rule->expression = read_choice(&reader);
	take(&reader, ";");
	if (rule->expression == NULL || str_trim(reader.rest).length > 0 || rule->forms == 0 ||
	    rule->forms > MOST_FORMS)
		return NULL;
	return stays_inside(rule) ? rule : NULL;
}

const struct plural_rule *
plural_english(struct arena *arena)
{
	return plural_parse(arena, STR("nplurals=2; plural=n != 1;"));
}

size_t
plural_forms(const struct plural_rule *rule)
{
	return rule->forms;
}

size_t
plural_form_of(const struct plural_rule *rule, int64_t n)
{
	uint64_t form = evaluate(rule->expression, n < 0 ? 0 - (uint64_t)n : (uint64_t)n);

	return form < rule->forms ? (size_t)form : rule->forms - 1;
}
