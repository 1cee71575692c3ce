/* template_scan: cuts a template's text into tokens and settles what stands alone on its line. */
#ifndef HTML_TEMPLATE_SCAN_H
#define HTML_TEMPLATE_SCAN_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* What a token is, by the character Mustache gives it. */
enum sigil {
	SIGIL_TEXT = 't', /* at most one line, its end included */
	SIGIL_VALUE = 'v',
	SIGIL_RAW = '&', /* {{{name}}} as well */
	SIGIL_SECTION = '#',
	SIGIL_INVERTED = '^',
	SIGIL_END = '/',
	SIGIL_COMMENT = '!',
	SIGIL_PARTIAL = '>',
	SIGIL_PARENT = '<',
	SIGIL_BLOCK = '$',
	SIGIL_DELIMITERS = '=',
};

struct token {
	enum sigil sigil;
	int line;
	size_t from, to;   /* where it is in the source */
	struct str text;   /* the text, or the tag's name */
	struct str count;  /* {{#_ count}}: the name of the number; at NULL: none */
	struct str indent; /* the blanks before a tag that stands alone, or before a block that begins its line */
	size_t other;	   /* an opening tag: the index of its end; an end: of its opening tag */
	bool starts_line;  /* the first thing of a line that keeps its blanks */
	bool alone;	   /* the blanks and the end of the line around it are not printed */
	bool dropped;	   /* text that is not printed */
};

struct tokens {
	struct token *items;
	size_t count;
};

/* Tags come balanced, with their ends. False and *error "name:line: sentence" on a malformed template. */
bool template_scan(struct arena *arena, const char *name, struct str source, struct tokens *tokens, const char **error);

/* The blanks (spaces and tabs) at the beginning of `text`. */
struct str leading_blanks(struct str text);

/* True for the tag of a text to translate, {{#_}} or its end. */
bool token_is_sentence(const struct token *token);

#endif
