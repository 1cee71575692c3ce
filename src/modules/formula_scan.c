/* formula_scan: signs are taken as people type or paste them: ≤ as <=, × as *, a semicolon as a comma. */
#include "modules/formula_scan.h"

#include "base/doc.h"
#include "base/str.h"

#include <ctype.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

static const struct {
	const char *sign;
	enum token_kind kind;
} signs[] = {
	/* the longer ones first */
	{"<>", TOKEN_UNEQUAL}, {"!=", TOKEN_UNEQUAL}, {"<=", TOKEN_AT_MOST}, {">=", TOKEN_AT_LEAST},
	{"≠", TOKEN_UNEQUAL},  {"≤", TOKEN_AT_MOST},  {"≥", TOKEN_AT_LEAST}, {"×", TOKEN_TIMES},
	{"÷", TOKEN_BY},       {"−", TOKEN_MINUS},    {"=", TOKEN_EQUAL},    {"<", TOKEN_BELOW},
	{">", TOKEN_ABOVE},    {"&", TOKEN_JOIN},     {"+", TOKEN_PLUS},     {"-", TOKEN_MINUS},
	{"*", TOKEN_TIMES},    {"/", TOKEN_BY},	      {"(", TOKEN_OPEN},     {")", TOKEN_CLOSE},
	{",", TOKEN_COMMA},    {";", TOKEN_COMMA},
};

/* What word processors make of quotes, and other ways to write them. */
static const char *const quotes[] = {"“", "”", "„", "«", "»", "‘", "’", "'", "`"};
static const char *const blanks[] = {" ", "\t", "\r", "\n", "\u00A0", "\u202F", "\u2009"};

static const char accents[] =
	N_("Names of fields have no accents or other signs: use the name that the list of fields shows.");

enum { WHOLE_DIGITS = 18, DECIMAL_DIGITS = 15 };

static bool
begins(const char *text, const char *what)
{
	return strncmp(text, what, strlen(what)) == 0;
}

static size_t
skip_blanks(const char *text, size_t at)
{
	for (size_t i = 0; i < sizeof blanks / sizeof blanks[0];) {
		if (begins(text + at, blanks[i])) {
			at += strlen(blanks[i]);
			i = 0;
		} else {
			i++;
		}
	}
	return at;
}

static void
wrong(struct token *token, const char *error)
{
	token->kind = TOKEN_WRONG;
	token->error = error;
}

/* "12.5", ".5", "20%": the sign of percent makes hundredths. */
static void
scan_number(struct scan *scan, struct token *token)
{
	const char *text = scan->text;
	exact_units units = 0;
	int whole = 0, decimals = 0;

	for (; isdigit((unsigned char)text[scan->at]) && whole <= WHOLE_DIGITS; scan->at++, whole += units > 0)
		units = units * 10 + (text[scan->at] - '0');
	if (text[scan->at] == '.')
		for (scan->at++; isdigit((unsigned char)text[scan->at]) && decimals <= DECIMAL_DIGITS; scan->at++)
			units = units * 10 + (text[scan->at] - '0'), decimals++;
	token->kind = TOKEN_NUMBER;
	if (whole > WHOLE_DIGITS || decimals > DECIMAL_DIGITS) {
		wrong(token, N_("This number has too many digits."));
		return;
	}
	if (text[skip_blanks(text, scan->at)] == '%') {
		scan->at = skip_blanks(text, scan->at) + 1;
		decimals += 2;
	}
	while (decimals > 0 && units % 10 == 0) {
		units /= 10;
		decimals--;
	}
	token->number = (struct exact){units, decimals};
}

/* Two quotes inside stand for one. */
static void
scan_text(struct scan *scan, struct token *token)
{
	struct builder words = builder_new(scan->arena, 0);

	token->kind = TOKEN_TEXT;
	for (scan->at++;; scan->at++) {
		char c = scan->text[scan->at];

		if (c == '\0') {
			wrong(token, N_("This text has no closing quote."));
			return;
		}
		if (c == '"' && scan->text[++scan->at] != '"')
			break;
		build_char(&words, c);
	}
	token->words = arena_text(scan->arena, builder_text(&words));
}

/* A letter that names of fields do not have. */
static bool
letter_at(const char *text)
{
	size_t at = 0;
	UChar32 c;

	U8_NEXT(text, at, strlen(text), c);
	return c >= 0x80 && u_isalpha(c);
}

static void
scan_name(struct scan *scan, struct token *token)
{
	static const struct {
		const char *word;
		enum token_kind kind;
	} words[] = {{"or", TOKEN_OR}, {"and", TOKEN_AND}, {"not", TOKEN_NOT}};
	size_t from = scan->at;
	char *name;

	while (isalnum((unsigned char)scan->text[scan->at]) || scan->text[scan->at] == '_')
		scan->at++;
	name = arena_text_of(scan->arena, scan->text + from, scan->at - from);
	for (char *c = name; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	token->kind = TOKEN_NAME;
	token->words = name;
	if (letter_at(scan->text + scan->at)) {
		token->at = scan->at;
		wrong(token, accents);
		return;
	}
	token->called = scan->text[skip_blanks(scan->text, scan->at)] == '(';
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(words[i].word, name) == 0)
			token->kind = words[i].kind;
}

static void
scan_sign(struct scan *scan, struct token *token)
{
	const char *text = scan->text + scan->at;

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (begins(text, signs[i].sign)) {
			scan->at += strlen(signs[i].sign);
			token->kind = signs[i].kind;
			return;
		}
	if (letter_at(text))
		wrong(token, accents);
	else
		wrong(token, N_("A formula has no such sign."));
	for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++)
		if (begins(text, quotes[i]))
			wrong(token, N_("Texts stand between straight double quotes, as in \"paid\"."));
}

struct token
scan_next(struct scan *scan)
{
	struct token token = {.kind = TOKEN_END};
	unsigned char c;

	scan->at = token.at = skip_blanks(scan->text, scan->at);
	c = (unsigned char)scan->text[scan->at];
	if (c == '"')
		scan_text(scan, &token);
	else if (isdigit(c) || (c == '.' && isdigit((unsigned char)scan->text[scan->at + 1])))
		scan_number(scan, &token);
	else if (isalpha(c) || c == '_')
		scan_name(scan, &token);
	else if (c != '\0')
		scan_sign(scan, &token);
	return token;
}
