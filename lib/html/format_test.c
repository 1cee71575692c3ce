/* format_test: readers' formats against what people of a country expect, and the quick ways against ICU. */
#include "html/format.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"
#include "html/format_number.h"
#include "html/translation.h"
#include "sys/clock.h"

#include <pthread.h>
#include <string.h>

static const char french[] =
	"msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=(n > 1);\\n\"\n\nmsgid \"Draft\"\nmsgstr \"Brouillon\"\n\n"
	"msgid \"{{m}}: {{n}} record\"\nmsgid_plural \"{{m}}: {{n}} records\"\n"
	"msgstr[0] \"{{m}} : {{n}} fiche\"\nmsgstr[1] \"{{m}} : {{n}} fiches\"\n";

struct world {
	struct arena *arena;
	struct translations *translations;
	struct doc *doc;
};

static struct world
world_new(void)
{
	struct world world = {.arena = arena_new(0)};
	struct language_source source = {.code = "fr", .po = str_of(french)};
	const char *error = NULL;

	world.translations = translations_load(world.arena, &source, 1, &error);
	assert_null(error);
	world.doc = doc_object(world.arena);
	return world;
}

static const char *
shown(struct world *world, const char *locale, const char *zone, const char *form)
{
	struct builder out = builder_new(world->arena, 0);

	format_value(formats_for(world->translations, locale, zone), doc_get(world->doc, STR("x")), str_of(form), &out);
	return builder_text(&out);
}

TEST(days_in_all_forms)
{
	struct world world = world_new();

	doc_set_day(world.doc, "x", day_of(2026, 11, 22));
	assert_string_equal(shown(&world, "fr_FR", "Europe/Paris", ""), "22 nov. 2026");
	assert_string_equal(shown(&world, "fr_FR", "Europe/Paris", "long"), "22 novembre 2026");
	assert_string_equal(shown(&world, "fr_FR", "Europe/Paris", "full"), "dimanche 22 novembre 2026");
	assert_string_equal(shown(&world, "fr_FR", "Europe/Paris", "short"), "22/11/2026");
	assert_string_equal(shown(&world, "fr_FR", "Europe/Paris", "iso"), "2026-11-22");
	assert_string_equal(shown(&world, "fr_FR", "Europe/Paris", "none"), "");
	assert_string_equal(shown(&world, "en_GB", "Europe/London", ""), "22 Nov 2026");
	assert_string_equal(shown(&world, "en_US", "America/New_York", ""), "Nov 22, 2026");
	assert_string_equal(shown(&world, "en_US", "Pacific/Auckland", "full"), "Sunday, November 22, 2026");
	assert_string_equal(shown(&world, "fr_FR", "Pacific/Honolulu", ""), "22 nov. 2026");
	doc_set_day(world.doc, "x", day_of(1500, 3, 1));
	assert_string_equal(shown(&world, "en_GB", "UTC", "long"), "1 March 1500");
	doc_set_day(world.doc, "x", -1);
	assert_string_equal(shown(&world, "en_GB", "UTC", "long"), "31 December 1969");
	arena_free(world.arena);
}

TEST(instants_in_the_readers_zone)
{
	struct world world = world_new();
	int64_t instant = (int64_t)day_of(2026, 11, 22) * DAY_MS + 23 * HOUR_MS + 5 * MINUTE_MS;

	doc_set_instant(world.doc, "x", instant);
	for (int i = 0; i < 2; i++) { /* the second time from the cache */
		assert_string_equal(shown(&world, "fr_FR", "Europe/Paris", ""), "23 nov. 2026, 00:05");
		assert_string_equal(shown(&world, "fr_FR", "UTC", ""), "22 nov. 2026, 23:05");
		assert_string_equal(shown(&world, "fr_FR", "No/Where", ""), "22 nov. 2026, 23:05");
		assert_string_equal(shown(&world, "fr_FR", "Europe/Paris", "long"), "23 novembre 2026 à 00:05");
		assert_string_equal(shown(&world, "fr_FR", "Europe/Paris", "day"), "23 nov. 2026");
		assert_string_equal(shown(&world, "fr_FR", "Europe/Paris", "time"), "00:05");
		assert_string_equal(shown(&world, "en_GB", "Asia/Kolkata", "time"), "04:35");
		assert_string_equal(shown(&world, "fr_FR", "Europe/Paris", "iso"), "2026-11-22T23:05:00.000Z");
	}
	doc_set_instant(world.doc, "x", -1);
	assert_string_equal(shown(&world, "en_GB", "UTC", ""), "31 Dec 1969, 23:59");
	arena_free(world.arena);
}

TEST(hours_as_the_reader_chose_them)
{
	struct world world = world_new();

	doc_set_instant(world.doc, "x", (int64_t)day_of(2026, 11, 22) * DAY_MS + 18 * HOUR_MS + 30 * MINUTE_MS);
	assert_string_equal(shown(&world, "fr_FR@hours=h12", "UTC", "time"), "6:30 PM");
	assert_string_equal(shown(&world, "fr_FR@hours=h12", "UTC", "day"), "22 nov. 2026");
	assert_string_equal(shown(&world, "fr_FR@hours=h23", "UTC", "time"), "18:30");
	assert_string_equal(shown(&world, "en_US@hours=h23", "UTC", "time"), "18:30");
	assert_string_equal(shown(&world, "en_US@hours=h23", "UTC", ""), "Nov 22, 2026, 18:30");
	arena_free(world.arena);
}

TEST(time_ago_in_words)
{
	static const struct {
		int64_t away;
		const char *french, *english;
	} cases[] = {
		{0, "maintenant", "now"},
		{-30 * SECOND_MS, "maintenant", "now"},
		{-5 * MINUTE_MS - 500, "il y a 5 minutes", "5 minutes ago"},
		{-2 * HOUR_MS - MINUTE_MS, "il y a 2 heures", "2 hours ago"},
		{2 * HOUR_MS + MINUTE_MS, "dans 2 heures", "in 2 hours"},
		{-1 * (int64_t)DAY_MS, "hier", "yesterday"},
		{-3 * (int64_t)DAY_MS, "il y a 3 jours", "3 days ago"},
		{1 * (int64_t)DAY_MS, "demain", "tomorrow"},
	};
	struct world world = world_new();
	int64_t start = clock_now();

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		doc_set_instant(world.doc, "x", clock_now() + cases[i].away);
		assert_string_equal(shown(&world, "fr_FR", "Europe/Paris", "ago"), cases[i].french);
		assert_string_equal(shown(&world, "en_GB", "Europe/London", "ago"), cases[i].english);
	}
	doc_set_instant(world.doc, "x", start - 30 * (int64_t)DAY_MS);
	assert_string_equal(shown(&world, "fr_FR", "Europe/Paris", "ago"),
			    shown(&world, "fr_FR", "Europe/Paris", "day"));
	arena_free(world.arena);
}

TEST(money_in_all_forms)
{
	struct world world = world_new();

	doc_set_money(world.doc, "x", money_of(124000, "EUR"));
	assert_string_equal(shown(&world, "fr_FR", "UTC", ""), "1\u202F240,00\u00A0€");
	assert_string_equal(shown(&world, "en_GB", "UTC", ""), "€1,240.00");
	assert_string_equal(shown(&world, "fr_FR", "UTC", "plain"), "1240.00");
	assert_string_equal(shown(&world, "fr_FR", "UTC", "code"), "EUR");
	assert_string_equal(shown(&world, "fr_FR", "UTC", "long"), "");
	doc_set_money(world.doc, "x", money_of(-5, "EUR"));
	assert_string_equal(shown(&world, "fr_FR", "UTC", ""), "-0,05\u00A0€");
	doc_set_money(world.doc, "x", money_of(1234567, "JPY"));
	assert_string_equal(shown(&world, "en_US", "UTC", ""), "¥1,234,567");
	doc_set_money(world.doc, "x", money_of(1234567, "TND"));
	assert_string_equal(shown(&world, "fr_FR", "UTC", ""), "1\u202F234,567\u00A0TND");
	doc_set_money(world.doc, "x", money_of(123456789012, "INR"));
	assert_string_equal(shown(&world, "en_IN", "UTC", ""), "₹1,23,45,67,890.12");
	arena_free(world.arena);
}

TEST(numbers_words_and_texts)
{
	struct world world = world_new();

	doc_set_int(world.doc, "x", -1240);
	assert_string_equal(shown(&world, "fr_FR", "UTC", ""), "-1\u202F240");
	assert_string_equal(shown(&world, "fr_FR", "UTC", "plain"), "-1240");
	assert_string_equal(shown(&world, "es_ES", "UTC", ""), "-1240");
	doc_set_decimal(world.doc, "x", 2000, 2);
	assert_string_equal(shown(&world, "fr_FR", "UTC", ""), "20");
	assert_string_equal(shown(&world, "fr_FR", "UTC", "plain"), "20.00");
	doc_set_decimal(world.doc, "x", 12345675, 4);
	assert_string_equal(shown(&world, "fr_FR", "UTC", ""), "1\u202F234,5675");
	doc_set_decimal(world.doc, "x", 0, 4);
	assert_string_equal(shown(&world, "en_GB", "UTC", ""), "0");
	doc_set_word(world.doc, "x", "draft", "Draft");
	assert_string_equal(shown(&world, "fr_FR", "UTC", ""), "Brouillon");
	assert_string_equal(shown(&world, "en_GB", "UTC", ""), "Draft");
	assert_string_equal(shown(&world, "fr_FR", "UTC", "code"), "draft");
	doc_set_text(world.doc, "x", "texte");
	assert_string_equal(shown(&world, "fr_FR", "UTC", ""), "texte");
	assert_string_equal(shown(&world, "fr_FR", "UTC", "long"), "");
	doc_set_null(world.doc, "x");
	assert_string_equal(shown(&world, "fr_FR", "UTC", ""), "");
	arena_free(world.arena);
}

/* A number of each size in turn, the same in every run. */
static int64_t
next_sample(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)*state >> (*state >> 7 & 63);
}

static void
compare_with_icu(const char *locale, const char *currency, int digits)
{
	struct arena *arena = arena_new(0);
	struct number_style quick = {0}, slow;
	uint64_t state = 42;

	number_style_open(&quick, arena, locale, currency, digits);
	assert_true(quick.simple);
	slow = quick;
	slow.simple = false;
	for (int i = 0; i < 3000; i++) {
		int64_t value = next_sample(&state);
		struct builder ours = builder_new(arena, 0), icu = builder_new(arena, 0);

		number_print(&quick, value, digits, &ours);
		number_print(&slow, value, digits, &icu);
		assert_string_equal(builder_text(&ours), builder_text(&icu));
	}
	arena_free(arena);
}

TEST(the_quick_way_prints_numbers_as_icu_does)
{
	static const char *const locales[] = {"fr_FR", "en_GB", "en_US", "de_DE", "es_ES", "pl_PL", "pt_PT", "en_IN"};
	static const char *const currencies[] = {"EUR", "GBP", "USD", "CHF", "JPY", "TND"};

	for (size_t i = 0; i < sizeof locales / sizeof locales[0]; i++) {
		compare_with_icu(locales[i], NULL, 0);
		for (size_t j = 0; i < 3 && j < sizeof currencies / sizeof currencies[0]; j++)
			compare_with_icu(locales[i], currencies[j], money_digits(currencies[j]));
	}
}

TEST(numbers_go_through_icu_where_figures_are_others)
{
	struct world world = world_new();

	doc_set_int(world.doc, "x", 1240);
	assert_string_equal(shown(&world, "ar_EG", "UTC", ""), "١٬٢٤٠");
	doc_set_money(world.doc, "x", money_of(500, "EUR"));
	assert_non_null(strstr(shown(&world, "ar_EG", "UTC", ""), "٥٫٠٠"));
	arena_free(world.arena);
}

TEST(days_begin_in_their_zone)
{
	struct world world = world_new();
	const struct formats *paris = formats_for(world.translations, "fr_FR", "Europe/Paris");
	const struct formats *sao_paulo = formats_for(world.translations, "en_US", "America/Sao_Paulo");
	int32_t day = day_of(2026, 7, 14);

	assert_int_equal(format_start_of(paris, day), (int64_t)day * DAY_MS - 2 * HOUR_MS);
	assert_int_equal(format_day_of(paris, format_start_of(paris, day)), day);
	assert_int_equal(format_day_of(paris, format_start_of(paris, day) - 1), day - 1);
	assert_int_equal(format_day_of(paris, -1), 0);
	day = day_of(2018, 11, 4); /* summer time began at midnight: this day begins at 1:00 */
	assert_int_equal(format_start_of(sao_paulo, day), (int64_t)day * DAY_MS + 3 * HOUR_MS);
	assert_int_equal(format_day_of(sao_paulo, format_start_of(sao_paulo, day)), day);
	assert_int_equal(format_day_of(sao_paulo, format_start_of(sao_paulo, day) - 1), day - 1);
	arena_free(world.arena);
}

TEST(a_message_may_stand_in_a_message)
{
	struct world world = world_new();
	const struct formats *paris = formats_for(world.translations, "fr_FR", "Europe/Paris");
	struct doc *doc = doc_object(world.arena), *values = doc_object(world.arena);
	struct builder shown = builder_new(world.arena, 0);

	doc_set_message(values, "state", "Draft", NULL);
	doc_set_message(doc, "m", "“{{state}}”", values);
	format_value(paris, doc_get(doc, STR("m")), STR(""), &shown);
	assert_string_equal(builder_text(&shown), "“Brouillon”");
	arena_free(world.arena);
}

static const char *
json_of(struct world *world, const struct doc *doc, const char *locale)
{
	struct builder json = builder_new(world->arena, 0);

	doc_print_json(doc, locale == NULL ? NULL : formats_reader(formats_for(world->translations, locale, "UTC")),
		       &json);
	return builder_text(&json);
}

TEST(programs_read_messages_within_messages_in_their_language)
{
	struct world world = world_new();
	struct doc *values = doc_object(world.arena), *inner = doc_object(world.arena);

	doc_set_message(inner, "state", "Draft", NULL);
	doc_set_message(values, "state", "{{state}}", inner);
	doc_set_word(values, "word", "draft", "Draft");
	doc_set_message(world.doc, "x", "“{{state}}”, {{word}}", values);
	assert_string_equal(json_of(&world, world.doc, "fr_FR"), "{\"x\":\"“Brouillon”, Brouillon\"}");
	assert_string_equal(json_of(&world, world.doc, NULL), "{\"x\":\"“Draft”, Draft\"}");
	arena_free(world.arena);
}

TEST(a_message_takes_the_form_of_its_number)
{
	static const struct plural records = {"{{m}}: {{n}} record", "{{m}}: {{n}} records"};
	struct world world = world_new();
	struct doc *values = doc_object(world.arena);

	doc_set_message(values, "m", "Draft", NULL);
	doc_set_int(values, "n", 1);
	doc_set_plural(world.doc, "x", records, "n", values);
	assert_string_equal(shown(&world, "en", "UTC", ""), "Draft: 1 record");
	assert_string_equal(json_of(&world, world.doc, NULL), "{\"x\":\"Draft: 1 record\"}");
	doc_set_int(values, "n", 0);
	assert_string_equal(shown(&world, "en", "UTC", ""), "Draft: 0 records");
	assert_string_equal(json_of(&world, world.doc, "fr_FR"), "{\"x\":\"Brouillon : 0 fiche\"}");
	doc_set_int(values, "n", 2);
	assert_string_equal(shown(&world, "fr_FR", "UTC", ""), "Brouillon : 2 fiches");
	assert_string_equal(json_of(&world, world.doc, NULL), "{\"x\":\"Draft: 2 records\"}");
	arena_free(world.arena);
}

TEST(readers_are_kept_apart_and_kept)
{
	struct world world = world_new(), other = world_new();
	const struct formats *paris = formats_for(world.translations, "fr_FR", "Europe/Paris");
	struct doc *doc = doc_object(world.arena);
	struct builder json = builder_new(world.arena, 0);

	assert_ptr_equal(paris, formats_for(world.translations, "fr_FR", "Europe/Paris"));
	assert_ptr_not_equal(paris, formats_for(world.translations, "fr_CH", "Europe/Paris"));
	assert_ptr_not_equal(paris, formats_for(other.translations, "fr_FR", "Europe/Paris"));
	assert_int_equal(formats_language(paris), 1);
	assert_int_equal(formats_language(formats_for(world.translations, "de", "UTC")), 0);
	assert_int_equal(formats_language(formats_for(world.translations, "", NULL)), 0);
	assert_string_equal(formats_locale(paris), "fr_FR");
	assert_string_equal(formats_translate(paris, "Draft"), "Brouillon");
	doc_set_message(doc, "m", "Draft", NULL);
	doc_print_json(doc, formats_reader(paris), &json);
	assert_string_equal(builder_text(&json), "{\"m\":\"Brouillon\"}");
	for (int i = 0; i < 100; i++)
		assert_non_null(formats_for(world.translations, "fr_FR", arena_printf(world.arena, "Etc/GMT+%d", i)));
	arena_free(world.arena);
	arena_free(other.arena);
}

static void *
print_in_a_thread(void *data)
{
	struct world *world = data;
	struct arena *arena = arena_new(0);
	const struct formats *formats = formats_for(world->translations, "fr_FR", "Europe/Paris");

	for (int i = 0; i < 200; i++) {
		struct builder out = builder_new(arena, 0);

		format_value(formats, doc_get(world->doc, STR("x")), STR("long"), &out);
		assert_string_equal(builder_text(&out), "22 novembre 2026");
		assert_string_equal(text_fold(arena, "Été"), "ete");
	}
	arena_free(arena);
	return NULL;
}

TEST(threads_have_their_own_formats)
{
	struct world world = world_new();
	pthread_t threads[4];

	doc_set_day(world.doc, "x", day_of(2026, 11, 22));
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, print_in_a_thread, &world), 0);
	for (size_t i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	arena_free(world.arena);
}

TEST(forms_are_known_by_kind)
{
	assert_true(format_knows(DOC_DAY, STR("long")));
	assert_true(format_knows(DOC_TEXT, STR("")));
	assert_true(format_knows(DOC_INSTANT, STR("ago")));
	assert_false(format_knows(DOC_DAY, STR("lon")));
	assert_false(format_knows(DOC_DAY, STR("ong")));
	assert_false(format_knows(DOC_DAY, STR("ago")));
	assert_false(format_knows(DOC_TEXT, STR("long")));
	assert_false(format_knows(DOC_OBJECT, STR("name")));
}

TEST(text_folds_for_searching)
{
	static const char *const cases[][2] = {
		{"", ""},
		{"Plain ASCII 123", "plain ascii 123"},
		{"Élodie Œuf", "elodie oeuf"},
		{"STRASSE straße ẞ", "strasse strasse ss"},
		{"Ægir Łódź Øre Đặng Þór", "aegir lodz ore dang thor"},
		{"L’Été à Noël", "l'ete a noel"},
		{"ﬁn №1 ①", "fin no1 1"},
		{"e\u0301 İstanbul ıI", "e istanbul ii"},
		{"ΆΛΦΑ Ёлка", "αλφα елка"},
		{"a\u00A0b\u202Fc", "a b c"},
		{"हिन्दी", "हिन्दी"},
		{"日本 한", "日本 \u1112\u1161\u11AB"},
	};
	struct arena *arena = arena_new(0);

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(text_fold(arena, cases[i][0]), cases[i][1]);
	arena_free(arena);
}
