/* base_test: slices, numbers, money, days, ids, documents. */
#include "base/arena.h"
#include "base/doc.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/money.h"
#include "base/str.h"
#include "base/test.h"
#include "base/visible.h"

#include <string.h>

static void
count_up(void *data)
{
	++*(int *)data;
}

TEST(arena_reset_runs_endings_and_allocations_are_zeroed)
{
	struct arena *arena = arena_new(0);
	int endings = 0;
	char *large = arena_alloc(arena, 3 * 1024 * 1024);

	assert_int_equal(large[3 * 1024 * 1024 - 1], 0);
	arena_at_end(arena, count_up, &endings);
	arena_reset(arena);
	assert_int_equal(endings, 1);
	assert_string_equal(arena_printf(arena, "%s-%d", "a", 7), "a-7");
	arena_free(arena);
}

TEST(str_cut_takes_fields_and_marks_the_end)
{
	struct str rest = STR("a;;b");

	assert_true(str_equal(str_cut(&rest, ';'), STR("a")));
	assert_true(str_equal(str_cut(&rest, ';'), STR("")));
	assert_true(str_equal(str_cut(&rest, ';'), STR("b")));
	assert_null(rest.at);
}

TEST(str_to_int_refuses_what_is_not_whole_or_does_not_fit)
{
	int64_t value = 0;

	assert_true(str_to_int(STR("-9223372036854775808"), &value));
	assert_true(value == INT64_MIN);
	assert_false(str_to_int(STR("9223372036854775808"), &value));
	assert_false(str_to_int(STR(""), &value));
	assert_false(str_to_int(STR("-"), &value));
	assert_false(str_to_int(STR("1 2"), &value));
}

TEST(str_is_utf8_refuses_overlong_surrogates_and_nul)
{
	assert_true(str_is_utf8(STR("é€😀")));
	assert_false(str_is_utf8(STR("\xC0\xAF")));
	assert_false(str_is_utf8(STR("\xED\xA0\x80")));
	assert_false(str_is_utf8(STR("a\0b")));
	assert_false(str_is_utf8(STR("\xE2\x82")));
}

TEST(builder_stops_at_its_limit)
{
	struct arena *arena = arena_new(0);
	struct builder out = builder_new(arena, 5);

	build_text(&out, "1234");
	build_text(&out, "56");
	assert_true(out.overflowed);
	assert_string_equal(builder_text(&out), "1234");
	arena_free(arena);
}

TEST(decimal_parse_reads_french_and_english_numbers)
{
	int64_t value;

	assert_true(decimal_parse(STR("1 234,5"), 2, &value) && value == 123450);
	assert_true(decimal_parse(STR("1\xE2\x80\xAF"
				      "234,50"),
				  2, &value) &&
		    value == 123450);
	assert_true(decimal_parse(STR("1,234.50"), 2, &value) && value == 123450);
	assert_true(decimal_parse(STR("-0.07"), 2, &value) && value == -7);
	assert_true(decimal_parse(STR(",5"), 2, &value) && value == 50);
	assert_false(decimal_parse(STR("1,234"), 2, &value));
	assert_false(decimal_parse(STR("12a"), 2, &value));
	assert_false(decimal_parse(STR("--1"), 2, &value));
	assert_false(decimal_parse(STR(""), 2, &value));
	assert_false(decimal_parse(STR("."), 2, &value));
	assert_false(decimal_parse(STR("99999999999999999999"), 2, &value));
}

TEST(money_scale_rounds_half_away_from_zero)
{
	assert_int_equal(money_scale(5, 1, 2), 3);
	assert_int_equal(money_scale(-5, 1, 2), -3);
	assert_int_equal(money_scale(10050, 2000, 10000), 2010);
}

TEST(days_go_both_ways_over_the_calendar)
{
	char text[16];
	int32_t day;

	assert_int_equal(day_of(1970, 1, 1), 0);
	assert_int_equal(day_of(2000, 3, 1), 11017);
	for (day = day_of(1890, 1, 1); day < day_of(2110, 1, 1); day++) {
		struct calendar_day parts = day_parts(day);

		assert_int_equal(day_of(parts.year, parts.month, parts.day), day);
	}
	day_print(text, day_add_months(day_of(2024, 1, 31), 1));
	assert_string_equal(text, "2024-02-29");
	assert_true(day_parse(STR("2026-11-22"), &day));
	assert_false(day_parse(STR("2026-02-29"), &day));
	assert_false(day_parse(STR("2026-1-02"), &day));
}

TEST(instants_print_as_rfc_3339)
{
	char text[40];

	instant_print(text, 1795345323004);
	assert_string_equal(text, "2026-11-22T11:02:03.004Z");
	instant_print(text, -1);
	assert_string_equal(text, "1969-12-31T23:59:59.999Z");
}

TEST(signs_that_make_a_text_look_like_another_are_known)
{
	static const char *const deceptive[] = {
		"facture\u202Efdp.exe", "\u2066a\u2069", "a\u200Fb",	 "a\u200Eb", "a\u200Bb", "\uFEFFa",
		"Mar\u00ADtin",		"Mar\u200Dtin",	 "Mar\u200Ctin", "a\uFE0F",  "a\u2028b", "a\U000E0041",
	};
	static const char *const plain[] = {
		"Élise Martin – « Cie »",
		"👩\u200D🔧",
		"❤\uFE0F\u200D🔥",
		"क्\u200Dष",
		"می\u200Cخواهم",
		"1\uFE0F\u20E3",
		"©\uFE0F",
		"🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F",
		"שלום",
		"葛\U000E0100",
	};
	struct arena *arena = arena_new(0);

	for (size_t i = 0; i < sizeof deceptive / sizeof deceptive[0]; i++)
		assert_true(text_is_deceptive(deceptive[i]));
	for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
		assert_false(text_is_deceptive(plain[i]));
	assert_string_equal(text_without_deception(arena, "facture\u202Efdp.exe"), "facturefdp.exe");
	assert_string_equal(text_without_deception(arena, "👩\u200D🔧\u200B.png"), "👩\u200D🔧.png");
	arena_free(arena);
}

TEST(ids_increase_and_survive_print_and_parse)
{
	int64_t before = id_new(), after, parsed;
	char text[ID_LENGTH + 1];

	for (int i = 0; i < 1000; i++) {
		after = id_new();
		assert_true(after > before);
		before = after;
	}
	id_print(text, before);
	assert_true(id_parse(str_of(text), &parsed));
	assert_true(parsed == before);
	assert_false(id_parse(STR("zzzzzzzzzzzzz"), &parsed));
	assert_false(id_parse(STR("000000000000u"), &parsed));
	assert_false(id_parse(STR("0000000000000"), &parsed));
	assert_true(id_is_among((const int64_t[]){1, before}, 2, before));
	assert_false(id_is_among((const int64_t[]){1, before}, 1, before));
	assert_false(id_is_among(NULL, 0, before));
}

TEST(doc_prints_typed_values_as_json)
{
	struct arena *arena = arena_new(0);
	struct doc *doc = doc_object(arena);
	struct builder out = builder_new(arena, 0);

	doc_set_money(doc, "total", money_of(-1230, "EUR"));
	doc_set_day(doc, "due_on", day_of(2026, 11, 22));
	doc_set_word(doc, "state", "draft", N_("Draft"));
	doc_set_text(doc, "name", "a\"<\n");
	doc_set_int(doc, "count", 3);
	doc_set_int(doc, "count", 4);
	doc_add_text(doc_set_list(doc, "tags"), "x");
	doc_set_id(doc, "none", 0);
	doc_print_json(doc, NULL, &out);
	assert_string_equal(
		builder_text(&out),
		"{\"total\":{\"amount\":\"-12.30\",\"currency\":\"EUR\"},\"due_on\":\"2026-11-22\","
		"\"state\":\"draft\",\"name\":\"a\\\"\\u003c\\n\",\"count\":4,\"tags\":[\"x\"],\"none\":null}");
	arena_free(arena);
}

TEST(a_plural_that_replaces_a_text_leaves_its_neighbours_alone)
{
	static const struct plural english = N_plural("{{count}} record", "{{count}} records");
	struct arena *arena = arena_new(0);
	struct doc *doc = doc_object(arena), *values = doc_object(arena);
	struct builder out = builder_new(arena, 0);

	doc_set_int(values, "count", 2);
	doc_set_text(doc, "text", "x");
	doc_set_text(doc, "href", "/tabs");
	doc_set_plural(doc, "text", english, "count", values);
	doc_print_json(doc, NULL, &out);
	assert_string_equal(builder_text(&out), "{\"text\":\"2 records\",\"href\":\"/tabs\"}");
	arena_free(arena);
}

TEST(doc_parse_json_refuses_depth_number_and_duplicates)
{
	struct arena *arena = arena_new(0);
	const char *error = NULL;
	struct doc *doc = doc_parse_json(arena, STR("{\"a\":[1,true,null,\"é\"]}"), 3, 10, &error);

	assert_non_null(doc);
	assert_int_equal(doc_get(doc, STR("a"))->list.count, 4);
	assert_null(doc_parse_json(arena, STR("{\"a\":[[1]]}"), 3, 10, &error));
	assert_null(doc_parse_json(arena, STR("[1,2,3]"), 3, 3, &error));
	assert_null(doc_parse_json(arena, STR("{\"a\":1,\"a\":2}"), 3, 10, &error));
	assert_null(doc_parse_json(arena, STR("[1"), 3, 10, &error));
	assert_non_null(error);
	arena_free(arena);
}
