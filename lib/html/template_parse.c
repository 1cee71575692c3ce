/* template_parse: makes the tree from tokens; takes the indentation off the blocks that replace a parent's. */
#include "html/template_parse.h"

#include "base/arena.h"
#include "html/template_scan.h"

#include <string.h>

struct parser {
	struct arena *arena;
	struct str source;
	struct tokens tokens;
	size_t at;
};

struct nodes {
	struct node *first, *last;
};

static struct node *
add_node(struct parser *parser, struct nodes *into, enum node_kind kind, const struct token *token)
{
	struct node *node = arena_make(parser->arena, struct node);

	node->kind = kind;
	node->line = token->line;
	node->alone = token->alone;
	node->text = token->text;
	node->count = token->count;
	node->indent = token->indent;
	if (into->last == NULL)
		into->first = node;
	else
		into->last->next = node;
	into->last = node;
	return node;
}

/* Lines that follow each other in the source become one text. */
static void
add_text(struct parser *parser, struct nodes *into, const struct token *token)
{
	struct node *last = into->last;

	if (token->dropped)
		return;
	if (last != NULL && last->kind == NODE_TEXT && last->text.at + last->text.length == token->text.at)
		last->text.length += token->text.length;
	else
		add_node(parser, into, NODE_TEXT, token)->starts_line = token->starts_line;
}

/* Where a line that keeps its blanks begins with a tag, an empty text marks the place for indentation. */
static void
mark_line(struct parser *parser, struct nodes *into, const struct token *token)
{
	struct node *mark;

	if (!token->starts_line)
		return;
	mark = add_node(parser, into, NODE_TEXT, token);
	mark->text = str_slice(parser->source.at + token->from, 0);
	mark->starts_line = true;
}

/* The blanks before the first line with something on it, between two tags. */
static struct str
inner_indent(const struct parser *parser, const struct token *opening, const struct token *end)
{
	struct str text = str_slice(parser->source.at + opening->to, end->from - opening->to);

	while (text.at != NULL) {
		struct str line = str_cut(&text, '\n');

		if (str_trim(line).length > 0)
			return leading_blanks(line);
	}
	return STR("");
}

static struct str
without_indent(struct str text, size_t width)
{
	size_t blanks = leading_blanks(text).length;

	if (width > blanks)
		width = blanks;
	return str_slice(text.at + width, text.length - width);
}

static void
text_without_indent(struct arena *arena, struct node *node, size_t width)
{
	struct builder text = builder_new(arena, 0);
	struct str rest = node->text;
	bool starts = node->starts_line;

	while (rest.length > 0) {
		const char *newline = memchr(rest.at, '\n', rest.length);
		size_t length = newline == NULL ? rest.length : (size_t)(newline - rest.at) + 1;
		struct str line = str_slice(rest.at, length);

		build_str(&text, starts ? without_indent(line, width) : line);
		rest = str_slice(rest.at + length, rest.length - length);
		starts = true;
	}
	node->text = builder_str(&text);
}

static void
remove_indent(struct arena *arena, struct node *nodes, size_t width)
{
	for (struct node *node = nodes; node != NULL; node = node->next) {
		if (node->kind == NODE_TEXT)
			text_without_indent(arena, node, width);
		else
			node->indent = without_indent(node->indent, width);
		if (node->kind != NODE_PARENT) /* its blocks have lost theirs already */
			remove_indent(arena, node->children, width);
	}
}

static struct node *parse_children(struct parser *parser);

static void
parse_block(struct parser *parser, struct nodes *into, const struct token *token)
{
	struct node *block = add_node(parser, into, NODE_BLOCK, token);

	block->starts_line = token->starts_line;
	block->inside_line = !token->alone;
	block->children = parse_children(parser);
	if (token->alone) {
		struct str inner = inner_indent(parser, token, &parser->tokens.items[token->other]);

		if (inner.length > 0)
			block->indent = inner;
	}
}

/* Of what stands between a parent's tags only the blocks count. */
static void
parse_parent(struct parser *parser, struct nodes *into, const struct token *token)
{
	struct node *parent = add_node(parser, into, NODE_PARENT, token);
	struct node **link = &parent->children;

	for (struct node *child = parse_children(parser); child != NULL; child = child->next) {
		if (child->kind != NODE_BLOCK)
			continue;
		if (child->alone)
			remove_indent(parser->arena, child->children, child->indent.length);
		*link = child;
		link = &child->next;
	}
	*link = NULL;
}

static void
parse_sentence(struct parser *parser, struct nodes *into, const struct token *token)
{
	struct node *sentence = add_node(parser, into, NODE_SENTENCE, token);
	const struct token *end = &parser->tokens.items[token->other];

	sentence->text = str_slice(parser->source.at + token->to, end->from - token->to);
	parser->at = token->other + 1;
}

static void
parse_tag(struct parser *parser, struct nodes *into, const struct token *token)
{
	if (token->sigil != SIGIL_BLOCK)
		mark_line(parser, into, token);
	if (token->sigil == SIGIL_VALUE)
		add_node(parser, into, NODE_VALUE, token);
	else if (token->sigil == SIGIL_RAW)
		add_node(parser, into, NODE_RAW, token);
	else if (token_is_sentence(token))
		parse_sentence(parser, into, token);
	else if (token->sigil == SIGIL_SECTION)
		add_node(parser, into, NODE_SECTION, token)->children = parse_children(parser);
	else if (token->sigil == SIGIL_INVERTED)
		add_node(parser, into, NODE_INVERTED, token)->children = parse_children(parser);
	else if (token->sigil == SIGIL_PARTIAL)
		add_node(parser, into, NODE_PARTIAL, token);
	else if (token->sigil == SIGIL_PARENT)
		parse_parent(parser, into, token);
	else if (token->sigil == SIGIL_BLOCK)
		parse_block(parser, into, token);
}

/* Up to the end tag of what is open, which is taken too. */
static struct node *
parse_children(struct parser *parser)
{
	struct nodes nodes = {0};

	while (parser->at < parser->tokens.count) {
		const struct token *token = &parser->tokens.items[parser->at++];

		if (token->sigil == SIGIL_END) {
			mark_line(parser, &nodes, token);
			break;
		}
		if (token->sigil == SIGIL_TEXT)
			add_text(parser, &nodes, token);
		else
			parse_tag(parser, &nodes, token);
	}
	return nodes.first;
}

struct node *
template_parse(struct arena *arena, const char *name, struct str source, const char **error)
{
	struct parser parser = {.arena = arena, .source = source};
	struct node *root;

	if (!template_scan(arena, name, source, &parser.tokens, error))
		return NULL;
	root = arena_make(arena, struct node);
	root->kind = NODE_SECTION;
	root->children = parse_children(&parser);
	return root;
}
