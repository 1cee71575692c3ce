/* translation_test: PO files, plural rules, languages of a browser. */
#include "base/arena.h"
#include "base/test.h"
#include "html/plural.h"
#include "html/translation.h"

#include <string.h>

#define HEADER                                                                                                         \
	"msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n > 1);\\n\"\n"

static struct translations *
load(struct arena *arena, const char *po, const char **error)
{
	struct language_source source = {.code = "fr", .po = str_of(po)};

	*error = NULL;
	return translations_load(arena, &source, 1, error);
}

TEST(sentences_are_translated_or_stay_english)
{
	struct arena *arena = arena_new(0);
	const char *error;
	struct translations *translations =
		load(arena,
		     HEADER "msgid \"Invoice\"\nmsgstr \"Facture\"\n"
			    "#, fuzzy\nmsgid \"Client\"\nmsgstr \"Clou\"\n"
			    "msgid \"Empty\"\nmsgstr \"\"\n"
			    "#~ msgid \"Old\"\n#~ msgstr \"Vieux\"\n"
			    "msgid \"long \"\n\"sentence\\n\"\nmsgstr \"phrase \"\n\"longue\\n\"\n",
		     &error);

	assert_null(error);
	assert_int_equal(translations_count(translations), 2);
	assert_string_equal(translations_code(translations, 0), "en");
	assert_string_equal(translate(translations, 1, "Invoice"), "Facture");
	assert_string_equal(translate(translations, 0, "Invoice"), "Invoice");
	assert_string_equal(translate(translations, 1, "long sentence\n"), "phrase longue\n");
	assert_string_equal(translate(translations, 1, "Client"), "Client");
	assert_string_equal(translate(translations, 1, "Empty"), "Empty");
	assert_string_equal(translate(translations, 1, "Old"), "Old");
	assert_string_equal(translate(translations, 1, "Content-Type"), "Content-Type");
	arena_free(arena);
}

TEST(plural_sentences_take_the_form_of_their_language)
{
	struct arena *arena = arena_new(0);
	const char *error;
	struct translations *translations =
		load(arena,
		     HEADER "msgid \"day\"\nmsgid_plural \"days\"\nmsgstr[0] \"jour\"\nmsgstr[1] \"jours\"\n"
			    "msgid \"box\"\nmsgid_plural \"boxes\"\nmsgstr[0] \"boîte\"\nmsgstr[1] \"\"\n",
		     &error);

	assert_null(error);
	assert_string_equal(translate_plural(translations, 1, "day", "days", 0), "jour");
	assert_string_equal(translate_plural(translations, 1, "day", "days", -1), "jour");
	assert_string_equal(translate_plural(translations, 1, "day", "days", 2), "jours");
	assert_string_equal(translate_plural(translations, 0, "day", "days", 0), "days");
	assert_string_equal(translate_plural(translations, 0, "day", "days", 1), "day");
	assert_string_equal(translate_plural(translations, 1, "box", "boxes", 0), "boxes");
	assert_string_equal(translate_plural(translations, 1, "new", "news", 1), "new");
	arena_free(arena);
}

TEST(malformed_files_are_told_with_their_line)
{
	struct arena *arena = arena_new(0);
	struct builder bad = builder_new(arena, 0);
	const char *error;

	assert_null(load(arena, HEADER "msgid \"a\"\nmsgstr \"b\n", &error));
	assert_non_null(strstr(error, "fr.po:5: "));
	assert_null(load(arena, HEADER "msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"c\"\n", &error));
	assert_non_null(strstr(error, "fr.po:"));
	assert_null(load(arena, "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=n > ;\\n\"\n", &error));
	assert_non_null(strstr(error, "Plural-Forms"));
	assert_null(load(arena, "msgid \"a\"\nmsgstr \"\xff\"\n", &error));
	assert_string_equal(error, "fr.po: it is not UTF-8");
	for (int i = 0; i < 40; i++)
		build_text(&bad, "nonsense\n");
	assert_null(load(arena, builder_text(&bad), &error));
	assert_non_null(strstr(error, "fr.po:1: "));
	arena_free(arena);
}

/* The forms of 0 … 29, a digit each. */
static const char *
forms_of(struct arena *arena, const char *field)
{
	const struct plural_rule *rule = plural_parse(arena, str_of(field));
	struct builder out = builder_new(arena, 0);

	assert_non_null(rule);
	for (int64_t n = 0; n < 30; n++)
		build_int(&out, (int64_t)plural_form_of(rule, n));
	return builder_text(&out);
}

TEST(plural_rules_are_those_of_their_languages)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(forms_of(arena, "nplurals=1; plural=0;"), "000000000000000000000000000000");
	assert_string_equal(forms_of(arena, "nplurals=2; plural=n>1;"), "001111111111111111111111111111");
	assert_string_equal(forms_of(arena, "nplurals=2; plural=(n != 1);\n"), "101111111111111111111111111111");
	assert_string_equal(forms_of(arena,
				     "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) "
				     "? 1 : 2);"),
			    "201112222222222222222211122222");
	assert_string_equal(forms_of(arena, "nplurals = 3; plural = n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2;"),
			    "201111111111111111111011111111");
	assert_string_equal(forms_of(arena, "nplurals=2; plural=!(n==1||n==2);"), "100111111111111111111111111111");
	assert_string_equal(forms_of(arena, "nplurals=4; plural=n*2/4%4;"), "001122330011223300112233001122");
	assert_string_equal(forms_of(arena, "nplurals=2; plural=n/0+n%0;"), "000000000000000000000000000000");
	arena_free(arena);
}

TEST(plural_rules_that_make_no_sense_are_refused)
{
	static const char *const bad[] = {
		"",
		"nplurals=2",
		"nplurals=2; plural=",
		"nplurals=2; plural=n >",
		"nplurals=2; plural=(n",
		"nplurals=2; plural=n ? 1",
		"nplurals=2; plural=n",
		"nplurals=0; plural=0",
		"nplurals=9; plural=0",
		"nplurals=2; plural=0; rm",
		"nplurals=2; plural=x",
		"nplurals=2; plural=((((((((((((((((((((((((((((((((((((((((0))))))))))))))))))))))))))))))))))))))))",
	};
	struct arena *arena = arena_new(0);

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_null(plural_parse(arena, str_of(bad[i])));
	arena_free(arena);
}

TEST(the_browsers_languages_choose_ours)
{
	struct arena *arena = arena_new(0);
	struct language_source sources[] = {{"fr", STR("")}, {"pt_BR", STR("")}};
	const char *error = NULL;
	struct translations *ours = translations_load(arena, sources, 2, &error);

	assert_null(error);
	assert_int_equal(translations_find(ours, "FR"), 1);
	assert_int_equal(translations_find(ours, "de"), -1);
	assert_int_equal(translations_negotiate(ours, NULL, 1), 1);
	assert_int_equal(translations_negotiate(ours, "", 1), 1);
	assert_int_equal(translations_negotiate(ours, "de-DE,de;q=0.9", 1), 1);
	assert_int_equal(translations_negotiate(ours, "fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", 0), 1);
	assert_int_equal(translations_negotiate(ours, "en;q=0.8,fr", 0), 1);
	assert_int_equal(translations_negotiate(ours, "en, fr", 1), 0);
	assert_int_equal(translations_negotiate(ours, "fr;q=0, en;q=0.1", 1), 0);
	assert_int_equal(translations_negotiate(ours, "pt-PT", 0), 2);
	assert_int_equal(translations_negotiate(ours, "de, *;q=0.1", 1), 1);
	assert_int_equal(translations_negotiate(ours, "fr;q=banana,;;,q=,en ; q = 0.3", 1), 0);
	arena_free(arena);
}
