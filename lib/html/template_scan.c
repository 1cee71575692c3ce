/* template_scan: tags are found one by one under the delimiters in force; lines are settled once all tags are known. */
#include "html/template_scan.h"

#include "base/arena.h"

#include <string.h>

enum { DEEPEST = 64 };

struct scanner {
	struct arena *arena;
	const char *name;
	struct str source;
	struct str open, close; /* the delimiters in force */
	size_t at;
	int line;
	struct token *items;
	size_t count, capacity;
	size_t opened[DEEPEST]; /* indices of the tags that wait for their end */
	size_t depth;
	const char *error;
};

static bool
fail(struct scanner *scanner, int line, const char *sentence, struct str about)
{
	scanner->error = arena_printf(scanner->arena, "%s:%d: %s%s%.*s", scanner->name, line, sentence,
				      about.length > 0 ? ": " : "", (int)about.length, about.at);
	return false;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool
all_blank(struct str text)
{
	return str_trim(text).length == 0;
}

struct str
leading_blanks(struct str text)
{
	size_t length = 0;

	while (length < text.length && (text.at[length] == ' ' || text.at[length] == '\t'))
		length++;
	return str_slice(text.at, length);
}

bool
token_is_sentence(const struct token *token)
{
	return (token->sigil == SIGIL_SECTION || token->sigil == SIGIL_END) && str_equal(token->text, STR("_"));
}

static struct token *
add_token(struct scanner *scanner, enum sigil sigil, size_t from, size_t to)
{
	struct token *token;

	if (scanner->count == scanner->capacity) {
		size_t larger = scanner->capacity == 0 ? 64 : scanner->capacity * 2;
		struct token *grown = arena_make_array(scanner->arena, struct token, larger);

		if (scanner->count > 0)
			memcpy(grown, scanner->items, scanner->count * sizeof *grown);
		scanner->items = grown;
		scanner->capacity = larger;
	}
	token = &scanner->items[scanner->count++];
	*token = (struct token){.sigil = sigil, .line = scanner->line, .from = from, .to = to};
	return token;
}

static size_t
find(struct str text, size_t from, struct str needle)
{
	const char *found =
		from >= text.length ? NULL : memmem(text.at + from, text.length - from, needle.at, needle.length);

	return found == NULL ? text.length : (size_t)(found - text.at);
}

/* Text up to `end`, a token a line. */
static void
scan_text(struct scanner *scanner, size_t end)
{
	while (scanner->at < end) {
		const char *newline = memchr(scanner->source.at + scanner->at, '\n', end - scanner->at);
		size_t stop = newline == NULL ? end : (size_t)(newline - scanner->source.at) + 1;
		struct token *token = add_token(scanner, SIGIL_TEXT, scanner->at, stop);

		token->text = str_slice(scanner->source.at + scanner->at, stop - scanner->at);
		scanner->line += newline != NULL;
		scanner->at = stop;
	}
}

/* {{=<% %>=}}: `content` is what stands between the delimiters. */
static bool
change_delimiters(struct scanner *scanner, struct str content)
{
	struct str open, close;
	size_t gap = 0;

	if (content.length < 2 || content.at[content.length - 1] != '=')
		return fail(scanner, scanner->line, "a change of delimiters ends with =", content);
	content = str_trim(str_slice(content.at + 1, content.length - 2));
	while (gap < content.length && !is_blank(content.at[gap]))
		gap++;
	open = str_slice(content.at, gap);
	close = str_trim(str_slice(content.at + gap, content.length - gap));
	for (size_t i = 0; i < content.length; i++)
		if (content.at[i] == '=')
			close.length = 0;
	for (size_t i = 0; i < close.length; i++)
		if (is_blank(close.at[i]))
			open.length = 0;
	if (open.length == 0 || close.length == 0)
		return fail(scanner, scanner->line, "two delimiters are needed, without = in them", content);
	scanner->open = open;
	scanner->close = close;
	return true;
}

static bool
open_tag(struct scanner *scanner)
{
	const struct token *token = &scanner->items[scanner->count - 1];

	if (scanner->depth == DEEPEST)
		return fail(scanner, token->line, "tags are nested too deeply", token->text);
	if (token_is_sentence(token) && !str_equal(scanner->open, STR("{{")))
		return fail(scanner, token->line, "a text to translate needs the delimiters {{ and }}", STR(""));
	for (size_t i = 0; token_is_sentence(token) && i < scanner->depth; i++)
		if (token_is_sentence(&scanner->items[scanner->opened[i]]))
			return fail(scanner, token->line, "a text to translate inside another", STR(""));
	scanner->opened[scanner->depth++] = scanner->count - 1;
	return true;
}

static bool
end_tag(struct scanner *scanner)
{
	struct token *end = &scanner->items[scanner->count - 1];
	struct token *opening;

	if (scanner->depth == 0)
		return fail(scanner, end->line, "this tag ends what was not opened", end->text);
	end->other = scanner->opened[--scanner->depth];
	opening = &scanner->items[end->other];
	if (!str_equal(opening->text, end->text))
		return fail(scanner, end->line,
			    arena_printf(scanner->arena, "this tag ends what was not opened last (%.*s, line %d)",
					 (int)opening->text.length, opening->text.at, opening->line),
			    end->text);
	opening->other = scanner->count - 1;
	return true;
}

/* Gives the last token its name, and its count when it is {{#_ count}}. */
static bool
name_tag(struct scanner *scanner, struct str content)
{
	struct token *token = &scanner->items[scanner->count - 1];
	size_t length = 0;

	while (length < content.length && !is_blank(content.at[length]))
		length++;
	token->text = str_slice(content.at, length);
	content = str_trim(str_slice(content.at + length, content.length - length));
	if (token->text.length == 0)
		return fail(scanner, token->line, "a tag without a name", STR(""));
	if (content.length == 0)
		return true;
	if (token->sigil != SIGIL_SECTION || !token_is_sentence(token))
		return fail(scanner, token->line, "a name has no blanks in it", token->text);
	token->count = content;
	return true;
}

static bool
finish_tag(struct scanner *scanner, struct str content)
{
	enum sigil sigil = scanner->items[scanner->count - 1].sigil;

	if (sigil == SIGIL_COMMENT)
		return true;
	if (sigil == SIGIL_DELIMITERS)
		return change_delimiters(scanner, content);
	if (sigil != SIGIL_VALUE)
		content = str_trim(str_slice(content.at + 1, content.length - 1));
	if (!name_tag(scanner, content))
		return false;
	if (sigil == SIGIL_END)
		return end_tag(scanner);
	if (sigil == SIGIL_SECTION || sigil == SIGIL_INVERTED || sigil == SIGIL_PARENT || sigil == SIGIL_BLOCK)
		return open_tag(scanner);
	return true;
}

/* The tag whose opening delimiter stands at scanner->at. */
static bool
scan_tag(struct scanner *scanner)
{
	struct str source = scanner->source, content;
	size_t from = scanner->at, start = from + scanner->open.length, end, past;
	bool triple;
	char first;

	while (start < source.length && is_blank(source.at[start]))
		start++;
	first = start < source.length ? source.at[start] : '\0';
	triple = first == '{';
	end = find(
		source, start,
		!triple ? scanner->close
			: str_of(arena_printf(scanner->arena, "}%.*s", (int)scanner->close.length, scanner->close.at)));
	if (end >= source.length)
		return fail(scanner, scanner->line, "a tag is not closed", STR(""));
	past = end + triple + scanner->close.length;
	if (first == '\0' || strchr("&#^/!><$=", first) == NULL)
		first = triple ? SIGIL_RAW : SIGIL_VALUE;
	add_token(scanner, (enum sigil)first, from, past);
	content = str_trim(str_slice(source.at + start, end - start));
	if (!finish_tag(scanner, content))
		return false;
	for (size_t i = from; i < past; i++)
		scanner->line += source.at[i] == '\n';
	scanner->at = past;
	return true;
}

static bool
of_inheritance(const struct scanner *scanner, const struct token *token)
{
	enum sigil sigil = token->sigil == SIGIL_END ? scanner->items[token->other].sigil : token->sigil;

	return sigil == SIGIL_PARENT || sigil == SIGIL_BLOCK;
}

/* Whether the tags of the line stand alone: one tag that prints nothing itself, or several of inheritance. A block
 * that opens and ends on its line does not: what it prints takes its place in the line, end of line included. */
static bool
line_stands_alone(const struct scanner *scanner, size_t from, size_t to)
{
	size_t tags = 0, inheriting = 0, whole_blocks = 0, parents = 0;

	for (size_t i = from; i < to; i++) {
		const struct token *token = &scanner->items[i];

		if (token->sigil == SIGIL_TEXT && !all_blank(token->text))
			return false;
		if (token->sigil == SIGIL_TEXT)
			continue;
		if (token->sigil == SIGIL_VALUE || token->sigil == SIGIL_RAW || token_is_sentence(token))
			return false;
		tags++;
		inheriting += of_inheritance(scanner, token);
		parents += token->sigil == SIGIL_PARENT;
		whole_blocks += token->sigil == SIGIL_END && token->other >= from &&
				scanner->items[token->other].sigil == SIGIL_BLOCK;
	}
	if (whole_blocks > 0 && parents == 0)
		return false;
	return tags == 1 || (tags > 1 && inheriting == tags);
}

static void
settle_line(struct scanner *scanner, size_t from, size_t to)
{
	struct token *first = &scanner->items[from];
	bool alone = line_stands_alone(scanner, from, to);
	bool blank_first = first->sigil == SIGIL_TEXT && all_blank(first->text);
	struct token *tag = blank_first && from + 1 < to ? first + 1 : first;

	if (!alone && tag->sigil != SIGIL_BLOCK) {
		first->starts_line = true;
		return;
	}
	if (blank_first)
		tag->indent = leading_blanks(first->text);
	tag->starts_line = !alone;
	first->dropped = blank_first;
	for (size_t i = from; alone && i < to; i++) {
		scanner->items[i].alone = true;
		scanner->items[i].dropped = scanner->items[i].sigil == SIGIL_TEXT;
	}
}

static void
settle_lines(struct scanner *scanner)
{
	size_t from = 0;

	for (size_t i = 0; i < scanner->count; i++) {
		const struct token *token = &scanner->items[i];
		bool ends = token->sigil == SIGIL_TEXT && token->text.at[token->text.length - 1] == '\n';

		if (ends || i + 1 == scanner->count) {
			settle_line(scanner, from, i + 1);
			from = i + 1;
		}
	}
}

bool
template_scan(struct arena *arena, const char *name, struct str source, struct tokens *tokens, const char **error)
{
	struct scanner scanner = {
		.arena = arena, .name = name, .source = source, .line = 1, .open = STR("{{"), .close = STR("}}")};
	bool good = true;

	while (good && scanner.at < source.length) {
		scan_text(&scanner, find(source, scanner.at, scanner.open));
		if (scanner.at < source.length)
			good = scan_tag(&scanner);
	}
	if (good && scanner.depth > 0) {
		const struct token *opened = &scanner.items[scanner.opened[scanner.depth - 1]];

		good = fail(&scanner, opened->line, "this tag has no end", opened->text);
	}
	if (good)
		settle_lines(&scanner);
	tokens->items = scanner.items;
	tokens->count = scanner.count;
	*error = scanner.error;
	return good;
}
