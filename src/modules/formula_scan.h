/* formula_scan: the words, numbers and signs of a formula. Private to formula*.c. */
#ifndef MODULES_FORMULA_SCAN_H
#define MODULES_FORMULA_SCAN_H

#include "base/arena.h"
#include "modules/formula_exact.h"

#include <stddef.h>

enum token_kind {
	TOKEN_END,
	TOKEN_WRONG, /* .error says why */
	TOKEN_NUMBER,
	TOKEN_TEXT,
	TOKEN_NAME,
	TOKEN_OR,
	TOKEN_AND,
	TOKEN_NOT,
	TOKEN_EQUAL,
	TOKEN_UNEQUAL,
	TOKEN_BELOW,
	TOKEN_AT_MOST,
	TOKEN_ABOVE,
	TOKEN_AT_LEAST,
	TOKEN_JOIN,
	TOKEN_PLUS,
	TOKEN_MINUS,
	TOKEN_TIMES,
	TOKEN_BY,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_COMMA,
};

struct token {
	enum token_kind kind;
	size_t at;	   /* bytes from the start */
	const char *words; /* name in lower case, or the text without its quotes */
	bool called;	   /* a name before a parenthesis */
	struct exact number;
	const char *error; /* English, N_ */
};

struct scan {
	struct arena *arena;
	const char *text;
	size_t at;
};

struct token scan_next(struct scan *scan);

#endif
