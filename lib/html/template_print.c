/* template_print: runs the operations of a template over a document. */
#include "html/template_code.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/doc.h"
#include "base/log.h"
#include "html/format.h"
#include "html/translation.h"

#include <stdlib.h>
#include <string.h>

/* Partials may call themselves (a folder tree); this ends one that never stops. */
enum { DEEPEST_CALL = 100 };

/* The values that names are looked up in: innermost first. */
struct scope {
	const struct doc *value;
	const struct scope *outer;
};

/* The blocks that the templates on the way here replace: innermost first, the outermost wins. */
struct frame {
	const struct call *call;
	const struct frame *outer;
};

struct printer {
	const struct templates *templates;
	const struct formats *formats; /* NULL: values print plainly */
	struct builder *out;
	const struct scope *scope;
	const struct frame *frame;
	struct str indent; /* put before each line of the template's text */
	int depth;
	bool stopped; /* too deep: nothing more is printed */
};

static void run(struct printer *printer, const struct code *code, uint32_t from, uint32_t to);

static void
run_body(struct printer *printer, const struct body *body)
{
	run(printer, body->code, body->from, body->to);
}

/* Text in a partial that stands indented in its caller. */
static void
print_indented(struct printer *printer, struct str text, bool starts_line)
{
	if (starts_line)
		build_str(printer->out, printer->indent);
	while (text.length > 0) {
		const char *newline = memchr(text.at, '\n', text.length);
		size_t length = newline == NULL ? text.length : (size_t)(newline - text.at) + 1;

		build_bytes(printer->out, text.at, length);
		text = str_slice(text.at + length, text.length - length);
		if (text.length > 0)
			build_str(printer->out, printer->indent);
	}
}

static inline void
print_text(struct printer *printer, const struct op *op)
{
	if (printer->indent.length == 0)
		build_str(printer->out, op->text);
	else
		print_indented(printer, op->text, op->starts_line);
}

static const struct str entities[256] = {
	['&'] = {"&amp;", 5}, ['<'] = {"&lt;", 4}, ['>'] = {"&gt;", 4}, ['"'] = {"&quot;", 6}, ['\''] = {"&#39;", 5},
};

static void
print_escaped(struct builder *out, struct str text)
{
	size_t plain = 0;

	for (size_t i = 0; i < text.length; i++) {
		struct str entity = entities[(unsigned char)text.at[i]];

		if (entity.length == 0)
			continue;
		build_bytes(out, text.at + plain, i - plain);
		build_str(out, entity);
		plain = i + 1;
	}
	build_bytes(out, text.at + plain, text.length - plain);
}

/* Escapes what was printed since `from`: formatted values seldom hold anything to escape, so they print in place. */
static void
escape_since(struct builder *out, size_t from)
{
	for (size_t i = from; i < out->length; i++)
		if (entities[(unsigned char)out->at[i]].length > 0) {
			size_t length = out->length - i;
			char *copy = arena_text_of(out->arena, out->at + i, length);

			out->length = i;
			print_escaped(out, str_slice(copy, length));
			return;
		}
}

_Noreturn static void
unknown_name(const struct code *code, const struct path *path)
{
	log_error("template.unknown", "Template %s: there is no %.*s in the document.", code->name,
		  (int)path->text.length, path->text.at);
	abort();
}

/* What a name stands for. NULL: unknown. A part that is left over is the form of a scalar. */
struct found {
	const struct doc *value;
	struct str form;
};

static const struct doc null_doc = {.kind = DOC_NULL};

static struct found
follow_path(const struct doc *value, const struct path *path)
{
	for (size_t i = 1; value != NULL && i < path->count; i++) {
		if (value->kind == DOC_NULL)
			return (struct found){.value = &null_doc};
		if (i + 1 == path->count && format_knows(value->kind, path->parts[i].name))
			return (struct found){.value = value, .form = path->parts[i].name};
		value = doc_get_hashed(value, path->parts[i].name, path->parts[i].hash);
	}
	return (struct found){.value = value};
}

/* The first part of a name is looked up from the inside out; the others only in what it is (Mustache: no second try).
 */
static struct found
find_value(struct printer *printer, const struct code *code, const struct path *path)
{
	struct found found = {0};

	if (path->count == 0)
		return (struct found){.value = printer->scope->value};
	for (const struct scope *scope = printer->scope; found.value == NULL && scope != NULL; scope = scope->outer)
		found.value = doc_get_hashed(scope->value, path->parts[0].name, path->parts[0].hash);
	if (path->count > 1)
		found = follow_path(found.value, path);
	if (found.value == NULL && printer->templates->strict)
		unknown_name(code, path);
	return found;
}

static void
print_value(struct printer *printer, const struct code *code, const struct op *op)
{
	struct found found = find_value(printer, code, op->path);
	size_t from = printer->out->length;

	if (found.value == NULL)
		return;
	if (found.value->kind == DOC_TEXT && found.form.length == 0) {
		if (op->kind == OP_ESCAPED)
			print_escaped(printer->out, found.value->text);
		else
			build_str(printer->out, found.value->text);
		return;
	}
	if (printer->formats != NULL)
		format_value(printer->formats, found.value, found.form, printer->out);
	else if (found.form.length == 0)
		doc_print_plain(found.value, printer->out);
	if (op->kind == OP_ESCAPED)
		escape_since(printer->out, from);
}

static void
run_with(struct printer *printer, const struct code *code, const struct doc *value, uint32_t from, uint32_t to)
{
	struct scope scope = {.value = value, .outer = printer->scope};

	printer->scope = &scope;
	run(printer, code, from, to);
	printer->scope = scope.outer;
}

static void
run_section(struct printer *printer, const struct code *code, uint32_t at)
{
	const struct op *op = &code->ops[at];
	const struct found found = find_value(printer, code, op->path);

	if (doc_is_true(found.value) == (op->kind == OP_INVERTED))
		return;
	if (op->kind == OP_INVERTED) {
		run(printer, code, at + 1, op->end);
		return;
	}
	if (found.value->kind != DOC_LIST) {
		run_with(printer, code, found.value, at + 1, op->end);
		return;
	}
	for (size_t i = 0; i < found.value->list.count; i++)
		run_with(printer, code, found.value->list.items[i], at + 1, op->end);
}

static struct str
indent_more(struct printer *printer, struct str more)
{
	if (more.length == 0)
		return printer->indent;
	if (printer->indent.length == 0)
		return more;
	return str_of(arena_printf(printer->out->arena, "%.*s%.*s", (int)printer->indent.length, printer->indent.at,
				   (int)more.length, more.at));
}

/* What is called in the middle of a line begins there: only what stands alone is indented. */
static void
run_call(struct printer *printer, const struct call *call)
{
	struct frame frame = {.call = call, .outer = printer->frame};
	struct str indent = printer->indent;

	if (call->code == NULL)
		return;
	if (printer->depth == DEEPEST_CALL) {
		log_error("template.depth", "Template %s calls itself without end.", call->code->name);
		check(!printer->templates->strict);
		printer->stopped = true;
		return;
	}
	if (call->override_count > 0)
		printer->frame = &frame;
	printer->indent = call->alone ? indent_more(printer, call->indent) : STR("");
	printer->depth++;
	run(printer, call->code, 0, call->code->count);
	printer->depth--;
	printer->indent = indent;
	printer->frame = frame.outer;
}

/* The outermost replacement of a block, and the frame it is of. */
static const struct override *
find_override(const struct frame *frame, struct str name, const struct frame **owner)
{
	const struct override *found = NULL;

	for (; frame != NULL; frame = frame->outer)
		for (size_t i = 0; i < frame->call->override_count; i++)
			if (str_equal(frame->call->overrides[i].name, name)) {
				found = &frame->call->overrides[i];
				*owner = frame;
			}
	return found;
}

/* A replacement is text of the template that gave it: blocks inside it can be replaced by that template's own callers
 * only, which is also why it cannot contain itself. */
static void
run_override(struct printer *printer, const struct block *block, const struct override *override,
	     const struct frame *owner)
{
	const struct frame *frame = printer->frame;
	struct str indent = printer->indent;

	printer->frame = owner->outer;
	printer->indent = block->alone || block->starts_line ? indent_more(printer, block->indent) : STR("");
	if ((block->alone || block->starts_line) && override->inside_line && override->body.from < override->body.to)
		build_str(printer->out, printer->indent);
	run_body(printer, &override->body);
	printer->indent = indent;
	printer->frame = frame;
}

static void
run_block(struct printer *printer, const struct code *code, uint32_t at)
{
	const struct op *op = &code->ops[at];
	const struct frame *owner = NULL;
	const struct override *override = find_override(printer->frame, op->block->name, &owner);

	if (override != NULL) {
		run_override(printer, op->block, override, owner);
		return;
	}
	if (op->block->starts_line) {
		build_str(printer->out, printer->indent);
		build_str(printer->out, op->block->indent);
	}
	run(printer, code, at + 1, op->end);
}

static int64_t
count_of(const struct doc *value)
{
	int64_t units;

	if (value == NULL)
		return 0;
	if (value->kind == DOC_LIST)
		return (int64_t)value->list.count;
	if (value->kind != DOC_DECIMAL)
		return value->kind == DOC_INT ? value->integer : 0;
	units = value->decimal.units;
	for (int i = 0; i < value->decimal.digits; i++)
		units /= 10;
	return units;
}

static void
run_plural(struct printer *printer, const struct code *code, const struct plural_text *plural)
{
	int64_t count = count_of(find_value(printer, code, plural->count).value);
	const struct translations *translations = printer->templates->translations;
	size_t form = translations == NULL ? count != 1 : translation_form(translations, plural->language, count);

	run_body(printer, &plural->forms[form]);
}

static void
run(struct printer *printer, const struct code *code, uint32_t from, uint32_t to)
{
	for (uint32_t at = from; at < to && !printer->stopped;) {
		const struct op *op = &code->ops[at];

		switch (op->kind) {
		case OP_TEXT:
			print_text(printer, op);
			break;
		case OP_ESCAPED:
		case OP_RAW:
			print_value(printer, code, op);
			break;
		case OP_SECTION:
		case OP_INVERTED:
			run_section(printer, code, at);
			break;
		case OP_CALL:
			run_call(printer, op->call);
			break;
		case OP_BLOCK:
			run_block(printer, code, at);
			break;
		case OP_PLURAL:
			run_plural(printer, code, op->plural);
			break;
		}
		at = op->end > at ? op->end : at + 1;
	}
}

void
template_print(const struct templates *templates, const char *name, const struct formats *formats,
	       const struct doc *doc, struct builder *out)
{
	int index = templates_find(templates, str_of(name));
	size_t language = formats == NULL ? 0 : (size_t)formats_language(formats);
	struct scope scope = {.value = doc};
	struct printer printer = {.templates = templates, .formats = formats, .out = out, .scope = &scope};
	const struct code *code;

	check(index >= 0 && language < templates->language_count);
	code = &templates->codes[language * templates->count + (size_t)index];
	run(&printer, code, 0, code->count);
}
