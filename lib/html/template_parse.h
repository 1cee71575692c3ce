/* template_parse: a template as a tree, the same for every language. */
#ifndef HTML_TEMPLATE_PARSE_H
#define HTML_TEMPLATE_PARSE_H

#include "base/str.h"

#include <stdbool.h>

struct arena;

enum node_kind {
	NODE_TEXT,
	NODE_VALUE,
	NODE_RAW,
	NODE_SECTION,
	NODE_INVERTED,
	NODE_PARTIAL,
	NODE_PARENT, /* its children are the blocks that replace the parent's */
	NODE_BLOCK,
	NODE_SENTENCE, /* text to translate */
};

struct node {
	enum node_kind kind;
	int line;
	bool starts_line;  /* text, block: the first thing of its line, so indentation comes before it */
	bool alone;	   /* partial, parent, block: alone on its line */
	bool inside_line;  /* block: its content begins on the line of its tag */
	struct str text;   /* the text, the name, or the sentence's source */
	struct str count;  /* sentence: the name of its number; at NULL: none */
	struct str indent; /* partial, parent, block: what to put before each line of what is printed in its place */
	struct node *children;
	struct node *next;
};

/* A root whose children are the template; NULL and *error "name:line: sentence" when it is malformed. */
struct node *template_parse(struct arena *arena, const char *name, struct str source, const char **error);

#endif
