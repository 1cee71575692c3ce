/* form_test: flattening, readers with their sentences, what goes back to the page. */
#include "http/form.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"

#include <stdio.h>
#include <string.h>

static struct form *
form_of(struct arena *arena, const char *encoded)
{
	struct form *form = form_new(arena);

	assert_true(form_add_urlencoded(form, str_of(encoded), 1000));
	return form;
}

static const char *
shown(struct arena *arena, struct form *form)
{
	struct doc *object = doc_object(arena);
	struct builder out = builder_new(arena, 0);

	form_show(form, object);
	doc_print_json(object, NULL, &out);
	return builder_text(&out);
}

TEST(fields_are_decoded_trimmed_and_the_last_one_wins)
{
	struct arena *arena = arena_new(0);
	struct form *form = form_of(arena, "a=1&a=+x%20&b&&c=%C3%A9");

	assert_string_equal(form_text(form, "a"), "x");
	assert_string_equal(form_raw(form, "a"), " x ");
	assert_string_equal(form_text(form, "b"), "");
	assert_string_equal(form_text(form, "c"), "\xC3\xA9");
	assert_null(form_text(form, "d"));
	assert_int_equal(form_count(form), 4);
	assert_false(form_add_urlencoded(form, STR("x=%00"), 1000));
	assert_false(form_add_urlencoded(form, STR("x=%ff"), 1000));
	assert_false(form_add_urlencoded(form, STR("x=1&y=2"), 5));
	arena_free(arena);
}

TEST(thousands_of_fields_are_found)
{
	struct arena *arena = arena_new(0);
	struct form *form = form_new(arena);
	char name[32];

	for (int i = 0; i < 5000; i++) {
		snprintf(name, sizeof name, "lines.%d.x", i);
		assert_true(form_add(form, name, str_of(name), 5000));
	}
	assert_false(form_add(form, "one more", STR(""), 5000));
	for (int i = 0; i < 5000; i++) {
		snprintf(name, sizeof name, "lines.%d.x", i);
		assert_string_equal(form_text(form, name), name);
	}
	assert_int_equal(form_rows(form, "lines", 5000), 1000);
	arena_free(arena);
}

TEST(nested_json_is_flat_and_shown_nested)
{
	struct arena *arena = arena_new(0);
	struct form *form = form_new(arena);
	const char *error = NULL;

	assert_true(form_add_json(
		form, STR("{\"name\":\"x\",\"lines\":[{\"label\":\"a\"},{\"label\":\"b\"}],\"n\":-3}"), 10, &error));
	assert_int_equal(form_rows(form, "lines", 100), 2);
	assert_string_equal(form_text(form, form_row_name(form, "lines", 1, "label")), "b");
	assert_string_equal(form_text(form, "n"), "-3");
	form_error(form, "lines.1.label", N_("Please fill in this field."), NULL);
	form_error(form, "", N_("Nothing was sent."), NULL);
	assert_string_equal(shown(arena, form),
			    "{\"values\":{\"name\":\"x\",\"lines\":[{\"label\":\"a\"},{\"label\":\"b\"}],\"n\":\"-3\"},"
			    "\"errors\":{\"lines\":[{},{\"label\":\"Please fill in this field.\"}]},"
			    "\"problems\":[{\"field\":\"lines.1.label\",\"message\":\"Please fill in this field.\"},"
			    "{\"field\":\"\",\"message\":\"Nothing was sent.\"}]}");
	assert_false(form_add_json(form, STR("[1]"), 10, &error));
	assert_false(form_add_json(form, STR("{\"a\":[1,2,3,4,5,6,7,8,9,10]}"), 10, &error));
	assert_false(form_add_json(form, STR("{\"a\":1,\"a\":2}"), 100, &error));
	arena_free(arena);
}

TEST(long_names_are_refused_before_they_are_copied)
{
	struct arena *arena = arena_new(4 << 20);
	struct form *form = form_new(arena);
	struct builder json = builder_new(arena, 0);
	const char *error = NULL;

	build_text(&json, "{\"");
	for (int i = 0; i < 20000; i++)
		build_text(&json, "long");
	build_text(&json, "\":{");
	for (int i = 0; i < 5000; i++)
		build_printf(&json, "%s\"%d\":{}", i == 0 ? "" : ",", i);
	build_text(&json, "}}");
	assert_false(form_add_json(form, builder_str(&json), 10000, &error));
	arena_free(arena);
}

TEST(contradicting_and_hostile_names_cost_nothing)
{
	struct arena *arena = arena_new(0);
	struct form *form = form_of(arena, "a=1&a.b=2&c.999999999=3&c.0.d=4&.=5&e..f=6&g.998.x=1&h.998.x=1&i.998.x=1&"
					   "j.998.x=1&k.998.x=1&l.998.x=1");

	assert_true(strlen(shown(arena, form)) < 20000);
	arena_free(arena);
}

TEST(secrets_do_not_go_back)
{
	struct arena *arena = arena_new(0);
	struct form *form = form_of(arena, "email=a&password=secret&password=secret");

	form_forget(form, "password");
	assert_null(strstr(shown(arena, form), "secret"));
	arena_free(arena);
}

TEST(texts_are_read_with_their_limits)
{
	struct arena *arena = arena_new(0);
	struct form *form = form_of(arena, "a=%C3%A9%C3%A9%C3%A9&b=+&c=x%0D%0Ay&d=%07&e=%E2%80%AEfdp");

	assert_string_equal(form_read_text(form, "a", FORM_REQUIRED, 3), "\xC3\xA9\xC3\xA9\xC3\xA9");
	assert_null(form_read_text(form, "b", FORM_OPTIONAL, 3));
	assert_string_equal(form_read_text(form, "c", FORM_REQUIRED, 3), "x y");
	assert_string_equal(form_read_lines(form, "c", FORM_REQUIRED, 3), "x\ny");
	assert_false(form_failed(form));
	assert_null(form_read_text(form, "a", FORM_REQUIRED, 2));
	assert_null(form_read_text(form, "b", FORM_REQUIRED, 2));
	assert_null(form_read_text(form, "d", FORM_REQUIRED, 2));
	assert_non_null(form_read_lines(form, "e", FORM_REQUIRED, 9));
	assert_null(form_read_text(form, "e", FORM_REQUIRED, 9));
	assert_non_null(strstr(shown(arena, form), "\"e\":\"This text has invisible characters"));
	assert_true(form_failed(form));
	assert_non_null(strstr(shown(arena, form), "\"errors\":{\"a\":\"At most 2 characters.\",\"b\":\"Please fill in "
						   "this field.\",\"d\":\"This text contains"));
	arena_free(arena);
}

TEST(addresses_are_read_in_lower_case)
{
	static const char *const wrong[] = {"a",       "a@b",	  "@b.fr", "a@",       "a b@c.fr", "a@b..fr", ".a@b.fr",
					    "a.@b.fr", "a@-b.fr", "a@b.f", "a@b@c.fr", "a@b.fr.",  "<a@b.fr>"};
	struct arena *arena = arena_new(0);
	struct form *form = form_of(arena, "e=+Marie.Curie%2Bx@Example.FR");

	assert_string_equal(form_read_email(form, "e", FORM_REQUIRED), "marie.curie+x@example.fr");
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct form *bad = form_new(arena);

		form_add(bad, "e", str_of(wrong[i]), 10);
		assert_null(form_read_email(bad, "e", FORM_REQUIRED));
		assert_true(form_failed(bad));
	}
	arena_free(arena);
}

TEST(numbers_days_and_choices_are_read)
{
	static const char *const names[] = {"red", "blue", NULL};
	struct arena *arena = arena_new(0);
	struct form *form = form_of(arena, "n=12&d=1+234,5&day=31/12/2026&iso=2026-12-31&c=blue&yes=on&id=zzz&bad=x");

	assert_int_equal(form_read_int(form, "n", FORM_REQUIRED, 1, 12), 12);
	assert_int_equal(form_read_decimal(form, "d", FORM_REQUIRED, 2, 0, 1000000), 123450);
	assert_int_equal(form_read_day(form, "day", FORM_REQUIRED), day_of(2026, 12, 31));
	assert_int_equal(form_read_day(form, "iso", FORM_REQUIRED), day_of(2026, 12, 31));
	assert_int_equal(form_read_day(form, "none", FORM_OPTIONAL), NO_DAY);
	assert_int_equal(form_read_choice(form, "c", FORM_REQUIRED, names), 1);
	assert_true(form_read_bool(form, "yes"));
	assert_false(form_read_bool(form, "none"));
	assert_false(form_failed(form));
	assert_int_equal(form_read_id(form, "id", FORM_REQUIRED), 0);
	assert_int_equal(form_read_choice(form, "bad", FORM_OPTIONAL, names), -1);
	form_read_int(form, "n", FORM_REQUIRED, 13, 20);
	form_read_day(form, "bad", FORM_REQUIRED);
	form_read_decimal(form, "d", FORM_REQUIRED, 2, 0, 100);
	assert_non_null(strstr(shown(arena, form), "\"n\":\"At least 13.\""));
	assert_non_null(strstr(shown(arena, form), "\"d\":\"At most 1.00.\""));
	arena_free(arena);
}
