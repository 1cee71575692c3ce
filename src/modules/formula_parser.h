/* formula_parser: what the grammar of formulas stands on: tokens, steps, kinds. Private to formula_parse.c. */
#ifndef MODULES_FORMULA_PARSER_H
#define MODULES_FORMULA_PARSER_H

#include "modules/formula_code.h"
#include "modules/formula_scan.h"

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

/* The first mistake stays, and ends the tokens. */
void parser_fail(struct parser *parser, size_t at, const char *error);
void parser_advance(struct parser *parser);
bool parser_is(const struct parser *parser, enum token_kind kind);
bool parser_took(struct parser *parser, enum token_kind kind); /* and goes on to the next */

void parser_step(struct parser *parser, struct step step);
void parser_call(struct parser *parser, operation *run, enum nulls nulls, size_t count, struct typed gives);

struct typed kind_gives(enum kind kind, struct typed first); /* of what begins where `first` does */
bool kind_counts(struct typed value);			     /* numbers, money */
bool kind_is_day(struct typed value);			     /* days, instants */
/* Numbers take the currency of the money beside them. */
struct typed kind_same(struct parser *parser, struct typed one, struct typed other, size_t at, const char *error);
/* An argument or operand has just been parsed: it must be of the kind that the letter says (struct function); instants
 * become days where days are wanted. */
void kind_need(struct parser *parser, char letter, struct typed value);
/* False: no formula can use such a field. */
bool kind_of_field(const struct field *field, struct typed *value);

#endif
