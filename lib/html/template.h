/* template: Mustache, compiled once and specialised per language; prints documents as HTML or plain text. */
#ifndef HTML_TEMPLATE_H
#define HTML_TEMPLATE_H

#include "base/doc.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct formats;
struct translations;
struct templates;

/* Escaping by the source's kind: HTML escapes & < > " ' ; TEXT (mails, SMS) does not. */
enum template_kind { TEMPLATE_HTML, TEMPLATE_TEXT };

struct template_source {
	const char *name; /* "invoice_show": also the name partials and layouts use; unique */
	enum template_kind kind;
	struct str text;
};

/* Beyond the Mustache specification (interpolation, sections, inverted, partials, comments, delimiters, inheritance;
 * no lambdas):
 *   {{#_}}Hello {{name}}{{/_}}              text to translate; the translation is itself a template
 *   {{#_ count}}{{count}} invoice|{{count}} invoices{{/_}}   plural forms by `count`, of the reader's language
 *   {{due_on.long}} {{at.time}} {{state.code}} {{total.plain}}   forms of typed values, see format.h
 * Blocks ({{$name}}) in partials of a parent can be replaced as well. A replacement is text of the template that gives
 * it: blocks inside it are replaced by that template's callers. White space of a sentence becomes single blanks.
 * Compiles every source for every language of `translations`. NULL and *error a sentence (template, line) on a
 * malformed template or translation, an unknown partial, or a partial of the other kind. All lives in `arena`; the
 * translations (NULL: English only) must live as long. */
struct templates *templates_compile(struct arena *arena, const struct template_source *sources, size_t count,
				    const struct translations *translations, const char **error);

/* Unknown names end the process when strict (tests), and print nothing otherwise. Default: not strict. */
void templates_strict(struct templates *templates, bool strict);
bool templates_know(const struct templates *templates, const char *name);

/* Prints `doc` through the template in the language and formats of `formats`. The name must exist (a bug otherwise). */
void template_print(const struct templates *templates, const char *name, const struct formats *formats,
		    const struct doc *doc, struct builder *out);

/* Compiles and prints one source on its own, for tests: partials come from `sources`, and an unknown one prints
 * nothing; English; values print plainly (1240, 2026-11-22). False and *error on a mistake. */
bool template_try(struct arena *arena, const struct template_source *sources, size_t count, const char *name,
		  const struct doc *doc, struct builder *out, const char **error);

#endif
