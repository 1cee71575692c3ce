/* template_compile: trees become operations, once for each language: sentences are translated here, not when printing.
 * Every code exists (empty) before the first is filled, so partials and parents are pointers, recursion included. */
#include "html/template_code.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/doc.h"
#include "html/template_parse.h"
#include "html/translation.h"

#include <string.h>

struct compiler {
	struct arena *arena;
	const struct templates *templates;
	struct code *code;
	uint32_t capacity;
	int language;
	bool lenient; /* an unknown partial prints nothing, as the Mustache specification asks */
	const char *error;
};

static bool
fail(struct compiler *compiler, const struct node *node, const char *sentence, struct str about)
{
	if (compiler->error == NULL)
		compiler->error = arena_printf(compiler->arena, "%s:%d: %s: %.*s", compiler->code->name, node->line,
					       sentence, (int)about.length, about.at);
	return false;
}

int
templates_find(const struct templates *templates, struct str name)
{
	uint32_t hash = doc_hash(name);

	for (size_t i = 0; i < templates->count; i++)
		if (templates->hashes[i] == hash && str_equal(str_of(templates->codes[i].name), name))
			return (int)i;
	return -1;
}

/* A new operation; its index, as the array may move. */
static uint32_t
add_op(struct compiler *compiler, enum op_kind kind)
{
	struct code *code = compiler->code;

	if (code->count == compiler->capacity) {
		uint32_t larger = compiler->capacity == 0 ? 32 : compiler->capacity * 2;
		struct op *grown = arena_make_array(compiler->arena, struct op, larger);

		if (code->count > 0)
			memcpy(grown, code->ops, code->count * sizeof *grown);
		code->ops = grown;
		compiler->capacity = larger;
	}
	code->ops[code->count] = (struct op){.kind = kind};
	return code->count++;
}

static const struct path *
path_new(struct arena *arena, struct str text)
{
	size_t count = 1;
	struct path *path;
	struct str rest = text;

	for (size_t i = 0; i < text.length; i++)
		count += text.at[i] == '.';
	if (str_equal(text, STR(".")))
		count = 0;
	path = arena_alloc(arena, sizeof *path + count * sizeof path->parts[0]);
	path->text = text;
	path->count = count;
	for (size_t i = 0; i < count; i++) {
		path->parts[i].name = str_cut(&rest, '.');
		path->parts[i].hash = doc_hash(path->parts[i].name);
	}
	return path;
}

static bool compile_nodes(struct compiler *compiler, const struct node *nodes);

static void
compile_text(struct compiler *compiler, const struct node *node)
{
	uint32_t at = add_op(compiler, OP_TEXT);
	struct op *op = &compiler->code->ops[at];

	op->text = node->text;
	op->starts_line = node->starts_line;
}

static void
compile_value(struct compiler *compiler, const struct node *node)
{
	bool escaped = node->kind == NODE_VALUE && compiler->code->kind == TEMPLATE_HTML;
	uint32_t at = add_op(compiler, escaped ? OP_ESCAPED : OP_RAW);

	compiler->code->ops[at].path = path_new(compiler->arena, node->text);
}

static bool
compile_section(struct compiler *compiler, const struct node *node)
{
	uint32_t at = add_op(compiler, node->kind == NODE_SECTION ? OP_SECTION : OP_INVERTED);
	bool good;

	compiler->code->ops[at].path = path_new(compiler->arena, node->text);
	good = compile_nodes(compiler, node->children);
	compiler->code->ops[at].end = compiler->code->count;
	return good;
}

static bool
compile_block(struct compiler *compiler, const struct node *node)
{
	uint32_t at = add_op(compiler, OP_BLOCK);
	struct block *block = arena_make(compiler->arena, struct block);
	bool good;

	*block = (struct block){
		.name = node->text, .indent = node->indent, .alone = node->alone, .starts_line = node->starts_line};
	compiler->code->ops[at].block = block;
	good = compile_nodes(compiler, node->children);
	compiler->code->ops[at].end = compiler->code->count;
	return good;
}

static bool
find_called(struct compiler *compiler, const struct node *node, const struct code **code)
{
	const struct templates *templates = compiler->templates;
	int index = templates_find(templates, node->text);

	*code = NULL;
	if (index < 0)
		return compiler->lenient || fail(compiler, node, "there is no such template", node->text);
	*code = &templates->codes[(size_t)compiler->language * templates->count + (size_t)index];
	/* A text's values are not escaped: inside a page they would be a hole. */
	if ((*code)->kind != compiler->code->kind)
		return fail(compiler, node, "a page cannot use a text, nor a text a page", node->text);
	return true;
}

/* The bodies of the overrides follow the operation, which jumps over them. */
static bool
compile_call(struct compiler *compiler, const struct node *node)
{
	uint32_t at = add_op(compiler, OP_CALL);
	struct call *call = arena_make(compiler->arena, struct call);
	struct override *overrides;
	size_t count = 0;

	if (!find_called(compiler, node, &call->code))
		return false;
	for (const struct node *child = node->children; child != NULL; child = child->next)
		call->override_count++;
	call->overrides = overrides = arena_make_array(compiler->arena, struct override, call->override_count);
	call->alone = node->alone;
	call->indent = node->indent;
	for (const struct node *child = node->children; child != NULL; child = child->next) {
		struct override *override = &overrides[count++];

		override->name = child->text;
		override->inside_line = child->inside_line;
		override->body.code = compiler->code;
		override->body.from = compiler->code->count;
		if (!compile_nodes(compiler, child->children))
			return false;
		override->body.to = compiler->code->count;
	}
	compiler->code->ops[at].call = call;
	compiler->code->ops[at].end = compiler->code->count;
	return true;
}

/* Blanks and ends of lines become single blanks: sentences are wrapped freely in a template. */
static const char *
collapse(struct arena *arena, struct str text)
{
	struct builder out = builder_new(arena, 0);
	bool blank = false;

	text = str_trim(text);
	for (size_t i = 0; i < text.length; i++) {
		bool is_blank = strchr(" \t\r\n", text.at[i]) != NULL;

		if (!is_blank)
			build_char(&out, text.at[i]);
		else if (!blank)
			build_char(&out, ' ');
		blank = is_blank;
	}
	return builder_text(&out);
}

static bool
compile_sentence_text(struct compiler *compiler, const struct node *node, const char *text)
{
	const char *error = NULL;
	struct node *root = template_parse(compiler->arena, compiler->code->name, str_of(text), &error);

	if (root == NULL)
		return fail(compiler, node, "a translation is malformed", str_of(text));
	for (struct node *child = root->children; child != NULL; child = child->next) {
		child->line = node->line;
		child->starts_line = false; /* it stands inside a line */
	}
	return compile_nodes(compiler, root->children);
}

/* The place of the | between singular and plural, outside of tags; NULL when there is not exactly one. */
static char *
find_bar(char *text)
{
	char *bar = NULL;
	int tags = 0;

	for (char *at = text; *at != '\0'; at++) {
		if (strncmp(at, "{{", 2) == 0 || strncmp(at, "}}", 2) == 0) {
			tags += *at == '{' ? 1 : -1;
			at++;
		} else if (*at == '|' && tags == 0) {
			if (bar != NULL)
				return NULL;
			bar = at;
		}
	}
	return bar;
}

static const char *
plural_form(const struct compiler *compiler, const char *singular, const char *plural, size_t form)
{
	const struct translations *translations = compiler->templates->translations;

	if (translations == NULL)
		return form == 0 ? singular : plural;
	return translate_form(translations, compiler->language, singular, plural, form);
}

static bool
compile_plural(struct compiler *compiler, const struct node *node, const char *singular, const char *plural)
{
	const struct translations *translations = compiler->templates->translations;
	uint32_t at = add_op(compiler, OP_PLURAL);
	struct plural_text *text = arena_make(compiler->arena, struct plural_text);
	struct body *forms;

	/* A sentence without translation follows the English rule, for it prints in English. */
	if (translations != NULL && translation_exists(translations, compiler->language, singular))
		text->language = compiler->language;
	text->count = path_new(compiler->arena, node->count);
	text->form_count = translations == NULL ? 2 : translation_forms(translations, text->language);
	text->forms = forms = arena_make_array(compiler->arena, struct body, text->form_count);
	for (size_t i = 0; i < text->form_count; i++) {
		forms[i] = (struct body){.code = compiler->code, .from = compiler->code->count};
		if (!compile_sentence_text(compiler, node, plural_form(compiler, singular, plural, i)))
			return false;
		forms[i].to = compiler->code->count;
	}
	compiler->code->ops[at].plural = text;
	compiler->code->ops[at].end = compiler->code->count;
	return true;
}

static bool
compile_sentence(struct compiler *compiler, const struct node *node)
{
	const struct translations *translations = compiler->templates->translations;
	const char *english = collapse(compiler->arena, node->text);
	char *singular = arena_text(compiler->arena, english);
	char *bar = find_bar(singular);

	if (english[0] == '\0')
		return fail(compiler, node, "there is nothing to translate in", STR("{{#_}}"));
	if (node->count.at == NULL)
		return compile_sentence_text(
			compiler, node,
			translations == NULL ? english : translate(translations, compiler->language, english));
	if (bar == NULL)
		return fail(compiler, node, "a plural needs one | between its two forms", str_of(english));
	*bar = '\0';
	return compile_plural(compiler, node, collapse(compiler->arena, str_of(singular)),
			      collapse(compiler->arena, str_of(bar + 1)));
}

static bool
compile_node(struct compiler *compiler, const struct node *node)
{
	switch (node->kind) {
	case NODE_TEXT:
		compile_text(compiler, node);
		return true;
	case NODE_VALUE:
	case NODE_RAW:
		compile_value(compiler, node);
		return true;
	case NODE_SECTION:
	case NODE_INVERTED:
		return compile_section(compiler, node);
	case NODE_PARTIAL:
	case NODE_PARENT:
		return compile_call(compiler, node);
	case NODE_BLOCK:
		return compile_block(compiler, node);
	case NODE_SENTENCE:
		return compile_sentence(compiler, node);
	}
	return false;
}

static bool
compile_nodes(struct compiler *compiler, const struct node *nodes)
{
	bool good = true;

	for (const struct node *node = nodes; good && node != NULL; node = node->next)
		good = compile_node(compiler, node);
	return good;
}

static bool
name_codes(struct arena *arena, struct templates *templates, const struct template_source *sources, const char **error)
{
	for (size_t i = 0; i < templates->count; i++) {
		struct str name = str_of(sources[i].name);

		templates->hashes[i] = doc_hash(name);
		for (size_t j = 0; j < i; j++)
			if (templates->hashes[j] == templates->hashes[i] &&
			    text_equal(sources[j].name, sources[i].name)) {
				*error = arena_printf(arena, "%s: there are two templates of this name",
						      sources[i].name);
				return false;
			}
		for (size_t language = 0; language < templates->language_count; language++) {
			struct code *code = &templates->codes[language * templates->count + i];

			code->name = arena_text(arena, sources[i].name);
			code->kind = sources[i].kind;
		}
	}
	return true;
}

static bool
compile_source(struct compiler *compiler, const struct template_source *source, size_t index, const char **error)
{
	const struct templates *templates = compiler->templates;
	/* Operations point into the text: it must live as long as they do. */
	struct str text =
		str_slice(arena_text_of(compiler->arena, source->text.at, source->text.length), source->text.length);
	const struct node *root = template_parse(compiler->arena, source->name, text, error);

	if (root == NULL)
		return false;
	for (size_t language = 0; language < templates->language_count; language++) {
		compiler->code = &templates->codes[language * templates->count + index];
		compiler->capacity = 0;
		compiler->language = (int)language;
		if (!compile_nodes(compiler, root->children)) {
			const char *code = templates->translations == NULL
						   ? "en"
						   : translations_code(templates->translations, language);

			*error = arena_printf(compiler->arena, "%s (%s)", compiler->error, code);
			return false;
		}
	}
	return true;
}

static struct templates *
compile_all(struct arena *arena, const struct template_source *sources, size_t count,
	    const struct translations *translations, bool lenient, const char **error)
{
	struct templates *templates = arena_make(arena, struct templates);
	struct compiler compiler = {.arena = arena, .templates = templates, .lenient = lenient};

	templates->translations = translations;
	templates->count = count;
	templates->language_count = translations == NULL ? 1 : translations_count(translations);
	templates->codes = arena_make_array(arena, struct code, templates->language_count * count);
	templates->hashes = arena_make_array(arena, uint32_t, count);
	if (!name_codes(arena, templates, sources, error))
		return NULL;
	for (size_t i = 0; i < count; i++)
		if (!compile_source(&compiler, &sources[i], i, error))
			return NULL;
	return templates;
}

struct templates *
templates_compile(struct arena *arena, const struct template_source *sources, size_t count,
		  const struct translations *translations, const char **error)
{
	return compile_all(arena, sources, count, translations, false, error);
}

bool
template_try(struct arena *arena, const struct template_source *sources, size_t count, const char *name,
	     const struct doc *doc, struct builder *out, const char **error)
{
	struct templates *templates = compile_all(arena, sources, count, NULL, true, error);

	if (templates == NULL)
		return false;
	template_print(templates, name, NULL, doc, out);
	return true;
}

void
templates_strict(struct templates *templates, bool strict)
{
	templates->strict = strict;
}

bool
templates_know(const struct templates *templates, const char *name)
{
	return templates_find(templates, str_of(name)) >= 0;
}
