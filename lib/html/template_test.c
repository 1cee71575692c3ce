/* template_test: what Mustache does beyond its specification (tests/mustache_spec has that): languages, forms, kinds.
 */
#include "base/arena.h"
#include "base/doc.h"
#include "base/instant.h"
#include "base/test.h"
#include "html/format.h"
#include "html/template.h"
#include "html/translation.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char french[] = "msgid \"\"\n"
			     "msgstr \"\"\n"
			     "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
			     "\"Plural-Forms: nplurals=2; plural=(n > 1);\\n\"\n"
			     "msgid \"Hello <b>{{name}}</b>, welcome\"\n"
			     "msgstr \"Bonjour <b>{{name}}</b>, bienvenue\"\n"
			     "msgid \"{{count}} invoice\"\n"
			     "msgid_plural \"{{count}} invoices\"\n"
			     "msgstr[0] \"{{count}} facture\"\n"
			     "msgstr[1] \"{{count}} factures\"\n"
			     "msgid \"Draft\"\n"
			     "msgstr \"Brouillon\"\n"
			     "msgid \"Paid {{amount}} on {{day.long}}\"\n"
			     "msgstr \"{{amount}} payé le {{day.long}}\"\n"
			     "msgid \"Broken\"\n"
			     "msgstr \"Cassé\"\n";

static struct translations *
load_french(struct arena *arena)
{
	struct language_source source = {.code = "fr", .po = str_of(french)};
	const char *error = NULL;
	struct translations *translations = translations_load(arena, &source, 1, &error);

	assert_null(error);
	return translations;
}

static struct templates *
compile(struct arena *arena, const char *text)
{
	struct template_source source = {.name = "page", .kind = TEMPLATE_HTML, .text = str_of(text)};
	const char *error = NULL;
	struct templates *templates = templates_compile(arena, &source, 1, load_french(arena), &error);

	assert_null(error);
	return templates;
}

static const char *
print_in(struct arena *arena, const char *text, const char *locale, const struct doc *doc)
{
	struct translations *translations = load_french(arena);
	struct template_source source = {.name = "page", .kind = TEMPLATE_HTML, .text = str_of(text)};
	const char *error = NULL;
	struct templates *templates = templates_compile(arena, &source, 1, translations, &error);
	struct builder out = builder_new(arena, 0);

	assert_null(error);
	templates_strict(templates, true);
	template_print(templates, "page", formats_for(translations, locale, "Europe/Paris"), doc, &out);
	return builder_text(&out);
}

static const char *
compile_error(struct arena *arena, const struct template_source *sources, size_t count)
{
	const char *error = NULL;

	assert_null(templates_compile(arena, sources, count, load_french(arena), &error));
	assert_non_null(error);
	return error;
}

TEST(sentences_print_in_the_readers_language)
{
	struct arena *arena = arena_new(0);
	struct doc *doc = doc_object(arena);
	static const char page[] = "<p>{{#_}}\n  Hello <b>{{name}}</b>,\n  welcome\n{{/_}}</p> {{#_}}Not yet{{/_}}";

	doc_set_text(doc, "name", "Zoé & <Luc>");
	assert_string_equal(print_in(arena, page, "fr_FR", doc),
			    "<p>Bonjour <b>Zoé &amp; &lt;Luc&gt;</b>, bienvenue</p> Not yet");
	assert_string_equal(print_in(arena, page, "en_GB", doc),
			    "<p>Hello <b>Zoé &amp; &lt;Luc&gt;</b>, welcome</p> Not yet");
	assert_string_equal(print_in(arena, page, "de_DE", doc),
			    "<p>Hello <b>Zoé &amp; &lt;Luc&gt;</b>, welcome</p> Not yet");
	arena_free(arena);
}

TEST(plurals_follow_the_language)
{
	struct arena *arena = arena_new(0);
	struct doc *doc = doc_object(arena);
	static const char page[] = "{{#_ count}}{{count}} invoice|{{count}} invoices{{/_}}";
	static const char unknown[] = "{{#_ count}}one box | many boxes{{/_}}";

	doc_set_int(doc, "count", 0);
	assert_string_equal(print_in(arena, page, "fr_FR", doc), "0 facture");
	assert_string_equal(print_in(arena, page, "en_US", doc), "0 invoices");
	assert_string_equal(print_in(arena, unknown, "fr_FR", doc), "many boxes");
	doc_set_int(doc, "count", 1);
	assert_string_equal(print_in(arena, page, "en_US", doc), "1 invoice");
	assert_string_equal(print_in(arena, unknown, "fr_FR", doc), "one box");
	doc_set_int(doc, "count", 1234);
	assert_string_equal(print_in(arena, page, "fr_FR", doc), "1\u202F234 factures");
	doc_add_text(doc_set_list(doc, "count"), "a");
	assert_string_equal(print_in(arena, unknown, "en_US", doc), "one box");
	arena_free(arena);
}

TEST(typed_values_print_in_their_forms)
{
	struct arena *arena = arena_new(0);
	struct doc *doc = doc_object(arena), *values = doc_object(arena);

	doc_set_day(doc, "due_on", day_of(2026, 11, 22));
	doc_set_money(doc, "total", money_of(124000, "EUR"));
	doc_set_word(doc, "state", "draft", N_("Draft"));
	doc_set_id(doc, "id", 1);
	doc_set_money(values, "amount", money_of(1250, "EUR"));
	doc_set_day(values, "day", day_of(2026, 11, 22));
	doc_set_message(doc, "message", N_("Paid {{amount}} on {{day.long}}"), values);
	assert_string_equal(print_in(arena, "{{due_on}} {{due_on.long}} {{due_on.iso}}", "fr_FR", doc),
			    "22 nov. 2026 22 novembre 2026 2026-11-22");
	assert_string_equal(print_in(arena, "{{total}} {{total.plain}} {{total.code}}", "fr_FR", doc),
			    "1\u202F240,00\u00A0€ 1240.00 EUR");
	assert_string_equal(print_in(arena, "{{state}} {{state.code}}", "fr_FR", doc), "Brouillon draft");
	assert_string_equal(print_in(arena, "{{id}}", "fr_FR", doc), "0000000000001");
	assert_string_equal(print_in(arena, "{{message}}", "fr_FR", doc), "12,50\u00A0€ payé le 22 novembre 2026");
	assert_string_equal(print_in(arena, "{{message}}", "en_GB", doc), "Paid €12.50 on 22 November 2026");
	assert_string_equal(print_in(arena, "{{#state}}{{.}} {{due_on.short}}{{/state}}", "fr_FR", doc),
			    "Brouillon 22/11/2026");
	arena_free(arena);
}

TEST(formatted_values_are_escaped_too)
{
	struct arena *arena = arena_new(0);
	struct doc *doc = doc_object(arena), *values = doc_object(arena);

	doc_set_text(values, "name", "<script>");
	doc_set_message(doc, "message", "{{name}} & 'more'", values);
	assert_string_equal(print_in(arena, "é{{message}}<b>{{{message}}}", "en_GB", doc),
			    "é&lt;script&gt; &amp; &#39;more&#39;<b><script> & 'more'");
	arena_free(arena);
}

TEST(plain_texts_do_not_escape)
{
	struct arena *arena = arena_new(0);
	struct template_source sources[] = {
		{.name = "mail", .kind = TEMPLATE_TEXT, .text = STR("{{name}}\n{{>foot}}\n")},
		{.name = "foot", .kind = TEMPLATE_TEXT, .text = STR("-- {{name}}\n")},
	};
	struct doc *doc = doc_object(arena);
	struct builder out = builder_new(arena, 0);
	const char *error = NULL;

	doc_set_text(doc, "name", "l'<a>");
	assert_true(template_try(arena, sources, 2, "mail", doc, &out, &error));
	assert_string_equal(builder_text(&out), "l'<a>\n-- l'<a>\n");
	arena_free(arena);
}

TEST(mistakes_are_told_with_their_template_and_line)
{
	struct arena *arena = arena_new(0);
	struct template_source page = {.name = "page", .kind = TEMPLATE_HTML, .text = STR("one\n{{>other}}\n")};
	struct template_source mixed[] = {page, {.name = "other", .kind = TEMPLATE_TEXT, .text = STR("x")}};
	struct template_source twice[] = {mixed[1], mixed[1]};

	assert_string_equal(compile_error(arena, &page, 1), "page:2: there is no such template: other (en)");
	assert_string_equal(compile_error(arena, mixed, 2),
			    "page:2: a page cannot use a text, nor a text a page: other (en)");
	assert_string_equal(compile_error(arena, twice, 2), "other: there are two templates of this name");
	page.text = STR("\n{{#_ n}}no bar{{/_}}");
	assert_string_equal(compile_error(arena, &page, 1),
			    "page:2: a plural needs one | between its two forms: no bar (en)");
	page.text = STR("{{#_}} {{/_}}");
	assert_string_equal(compile_error(arena, &page, 1), "page:1: there is nothing to translate in: {{#_}} (en)");
	page.text = STR("{{#_}}a {{#_}}b{{/_}}{{/_}}");
	assert_string_equal(compile_error(arena, &page, 1), "page:1: a text to translate inside another");
	arena_free(arena);
}

TEST(a_malformed_translation_is_told)
{
	struct arena *arena = arena_new(0);
	struct language_source po = {.code = "fr", .po = STR("msgid \"Due {{day}}\"\nmsgstr \"Dû le {{day\"\n")};
	struct template_source page = {.name = "page", .kind = TEMPLATE_HTML, .text = STR("{{#_}}Due {{day}}{{/_}}")};
	const char *error = NULL;
	struct translations *translations = translations_load(arena, &po, 1, &error);

	assert_null(error);
	assert_null(templates_compile(arena, &page, 1, translations, &error));
	assert_string_equal(error, "page:1: a translation is malformed: Dû le {{day (fr)");
	arena_free(arena);
}

/* True when printing `text` ends the process. */
static bool
print_aborts(struct arena *arena, const char *text, const struct doc *doc, bool strict)
{
	struct templates *templates = compile(arena, text);
	struct builder out = builder_new(arena, 0);
	pid_t child = fork();
	int status = 0;

	assert_true(child >= 0);
	if (child == 0) {
		dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
		templates_strict(templates, strict);
		template_print(templates, "page", formats_for(load_french(arena), "fr_FR", "UTC"), doc, &out);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

TEST(unknown_names_end_the_process_when_strict)
{
	struct arena *arena = arena_new(0);
	struct doc *doc = doc_object(arena);

	doc_set_null(doc, "nothing");
	doc_set_object(doc, "client");
	doc_set_text(doc, "name", "x");
	doc_set_day(doc, "due_on", 0);
	assert_false(print_aborts(arena, "{{missing}}{{#missing}}{{/missing}}{{client.x}}", doc, false));
	assert_false(print_aborts(arena, "{{nothing}}{{nothing.x}}{{^nothing}}{{/nothing}}{{due_on.long}}", doc, true));
	assert_true(print_aborts(arena, "{{missing}}", doc, true));
	assert_true(print_aborts(arena, "{{#missing}}{{/missing}}", doc, true));
	assert_true(print_aborts(arena, "{{^missing}}{{/missing}}", doc, true));
	assert_true(print_aborts(arena, "{{client.x}}", doc, true));
	assert_true(print_aborts(arena, "{{name.long}}", doc, true));
	assert_true(print_aborts(arena, "{{due_on.lon}}", doc, true));
	arena_free(arena);
}

TEST(templates_are_known_by_name)
{
	struct arena *arena = arena_new(0);
	struct templates *templates = compile(arena, "x");

	assert_true(templates_know(templates, "page"));
	assert_false(templates_know(templates, "pag"));
	arena_free(arena);
}

TEST(a_partial_that_never_ends_is_stopped)
{
	struct arena *arena = arena_new(0);
	struct template_source source = {.name = "p", .kind = TEMPLATE_HTML, .text = STR(".{{>p}}{{>p}}")};
	struct builder out = builder_new(arena, 0);
	const char *error = NULL;

	assert_true(template_try(arena, &source, 1, "p", doc_object(arena), &out, &error));
	assert_int_equal(out.length, 101);
	arena_free(arena);
}
