/* condition_test: what is a condition, what is refused, what it means for a record, and how it is told to people. */
#include "modules/condition.h"

#include "base/instant.h"
#include "base/test.h"
#include "html/translation.h"
#include "html/zone.h"
#include "modules/value_world_test.h"

#include <stdio.h>
#include <string.h>

static const struct field *
all_but_price(const struct field_scope *scope, const char *name)
{
	return strcmp(name, "price") == 0 ? NULL : scope_all(scope, name);
}

static const struct condition *
parse(struct world *world, const char *json, const char **error)
{
	struct field_scope scope = {.module = &world->module, .find = scope_all};
	struct doc *values = NULL, *doc = doc_parse_json(world->arena, str_of(json), 40, 10000, error);

	assert_non_null(doc);
	return condition_parse(world->arena, &scope, doc, error, &values);
}

static const struct condition *
parsed(struct world *world, const char *json)
{
	const char *error = NULL;
	const struct condition *condition = parse(world, json, &error);

	if (condition == NULL)
		fail_msg("%s: %s", json, error);
	return condition;
}

static void
assert_refused(struct world *world, const char *json)
{
	const char *error = NULL;

	if (parse(world, json, &error) != NULL)
		fail_msg("taken: %s", json);
	assert_non_null(error);
}

TEST(condition_of_nothing_always_holds)
{
	struct world *world = value_world(arena_new(0));
	struct db_value cells[WORLD_FIELDS] = {0};
	struct moment moment = {.zone = "UTC"};

	assert_true(condition_holds(parsed(world, "{}"), cells, &moment));
	assert_true(condition_holds(parsed(world, "{\"all\": []}"), cells, &moment));
	assert_true(condition_holds(parsed(world, "{\"all\": [null, {}]}"), cells, &moment));
	assert_false(condition_holds(parsed(world, "{\"any\": []}"), cells, &moment));
	arena_free(world->arena);
}

TEST(condition_refuses_what_it_cannot_mean)
{
	struct world *world = value_world(arena_new(0));

	assert_refused(world, "[]");
	assert_refused(world, "{\"all\": {}}");
	assert_refused(world, "{\"all\": [], \"any\": []}");
	assert_refused(world, "{\"some\": []}");
	assert_refused(world, "{\"field\": \"title\"}");
	assert_refused(world, "{\"field\": \"title\", \"comparison\": \"is\"}");
	assert_refused(world, "{\"field\": \"title\", \"comparison\": \"is\", \"values\": [\"\", null]}");
	assert_refused(world, "{\"field\": \"title\", \"comparison\": \"is\", \"values\": [{}]}");
	assert_refused(world, "{\"field\": \"title\", \"comparison\": \"is\", \"values\": [\"a\"], \"or\": 1}");
	assert_refused(world, "{\"field\": \"title\", \"comparison\": \"above\", \"values\": [\"a\"]}");
	assert_refused(world, "{\"field\": \"title\", \"comparison\": \"empty\", \"values\": [\"a\"]}");
	assert_refused(world, "{\"field\": \"count\", \"comparison\": \"above\", \"values\": [1, 2]}");
	assert_refused(world, "{\"field\": \"count\", \"comparison\": \"is\", \"values\": [\"many\"]}");
	assert_refused(world, "{\"field\": \"count\", \"comparison\": \"is\", \"values\": [9223372036854775807]}");
	assert_refused(world, "{\"field\": \"due\", \"comparison\": \"last_days\", \"values\": [0]}");
	assert_refused(world, "{\"field\": \"due\", \"comparison\": \"last_days\", \"values\": [99999999999]}");
	assert_refused(world, "{\"field\": \"state\", \"comparison\": \"is\", \"values\": [\"lost\"]}");
	assert_refused(world, "{\"field\": \"home\", \"comparison\": \"is\", \"values\": [\"a\"]}");
	assert_refused(world, "{\"field\": \"scan\", \"comparison\": \"is\", \"values\": [\"a\"]}");
	assert_refused(world, "{\"field\": \"nowhere\", \"comparison\": \"is\", \"values\": [\"a\"]}");
	assert_refused(world, "{\"field\": 1, \"comparison\": \"is\", \"values\": [\"a\"]}");
	assert_refused(world, "{\"all\": [{\"all\": [{\"all\": [{\"all\": [{\"all\": []}]}]}]}]}");
	parsed(world, "{\"all\": [{\"all\": [{\"all\": [{\"all\": []}]}]}]}");
	arena_free(world->arena);
}

TEST(condition_has_bounds)
{
	struct world *world = value_world(arena_new(0));
	struct builder json = builder_new(world->arena, 0);

	build_text(&json, "{\"any\": [");
	for (int i = 0; i < 61; i++)
		build_printf(&json, "%s{\"field\": \"title\", \"comparison\": \"empty\"}", i == 0 ? "" : ",");
	build_text(&json, "]}");
	assert_refused(world, builder_text(&json));
	json = builder_new(world->arena, 0);
	build_text(&json, "{\"field\": \"title\", \"comparison\": \"is\", \"values\": [");
	for (int i = 0; i < 51; i++)
		build_printf(&json, "%s\"%d\"", i == 0 ? "" : ",", i);
	build_text(&json, "]}");
	assert_refused(world, builder_text(&json));
	json = builder_new(world->arena, 0);
	build_text(&json, "{\"field\": \"title\", \"comparison\": \"contains\", \"values\": \"");
	for (int i = 0; i < 300; i++) /* a sign that folds to eighteen letters */
		build_text(&json, "\xEF\xB7\xBA");
	build_text(&json, "\"}");
	assert_refused(world, builder_text(&json));
	arena_free(world->arena);
}

/* A field that is hidden is answered as one that is not there. */
TEST(condition_does_not_tell_hidden_from_absent)
{
	struct world *world = value_world(arena_new(0));
	struct field_scope scope = {.module = &world->module, .find = all_but_price};
	const char *names[] = {"price", "nowhere"}, *errors[2] = {NULL, NULL};

	for (int i = 0; i < 2; i++) {
		struct doc *json = doc_object(world->arena), *values = NULL;

		doc_set_text(json, "field", names[i]);
		doc_set_text(json, "comparison", "begins");
		assert_null(condition_parse(world->arena, &scope, json, &errors[i], &values));
		assert_string_equal(doc_get_text(values, "field"), names[i]);
		assert_string_equal(doc_get_text(values, "value"), "");
	}
	assert_string_equal(errors[0], errors[1]);
	arena_free(world->arena);
}

static bool
holds(struct world *world, enum world_field field, struct db_value value, const char *comparison, const char *values)
{
	struct db_value cells[WORLD_FIELDS] = {0};
	struct moment moment = {.today = day_of(2026, 11, 22), .zone = "Europe/Paris", .staff = 5};
	const char *json = arena_printf(world->arena, "{\"field\": \"%s\", \"comparison\": \"%s\", \"values\": %s}",
					world->fields[field].name, comparison, values);

	cells[field] = value;
	return condition_holds(parsed(world, json), cells, &moment);
}

TEST(condition_of_texts_has_no_case_and_no_accents)
{
	struct world *world = value_world(arena_new(0));

	assert_true(holds(world, W_TITLE, db_text("Élodie Œuf"), "is", "[\"ELODIE OEUF\"]"));
	assert_true(holds(world, W_TITLE, db_text("Élodie Œuf"), "contains", "[\"die o\"]"));
	assert_true(holds(world, W_TITLE, db_text("Élodie Œuf"), "begins", "[\"x\", \"élo\"]"));
	assert_false(holds(world, W_TITLE, db_text("Élodie Œuf"), "contains", "[\"%\", \"_\"]"));
	assert_true(holds(world, W_TITLE, db_null(), "is_not", "[\"a\"]"));
	assert_true(holds(world, W_TITLE, db_text(""), "empty", "[]"));
	assert_true(holds(world, W_CODE, db_text("ABÉ"), "is", "[\"abÉ\"]"));
	assert_false(holds(world, W_CODE, db_text("ABÉ"), "is", "[\"abe\"]"));
	assert_true(holds(world, W_PHONE, db_text("+33612345678"), "begins", "[\"06 12\"]"));
	assert_true(holds(world, W_PHONE, db_text("+33612345678"), "contains", "[\"34 56\"]"));
	assert_true(holds(world, W_PHONE, db_text("+33612345678"), "is", "[\"06 12 34 56 78\"]"));
	arena_free(world->arena);
}

TEST(condition_of_telephones_as_they_are_dialled)
{
	struct world *world = value_world(arena_new(0));
	struct db_value mobile = db_text("+33612003456"), abroad = db_text("+4930123456");

	assert_true(holds(world, W_PHONE, mobile, "begins", "[\"0\"]"));
	assert_true(holds(world, W_PHONE, mobile, "begins", "[\"6 12\"]"));
	assert_true(holds(world, W_PHONE, mobile, "begins", "[\"33 6\"]"));
	assert_true(holds(world, W_PHONE, mobile, "begins", "[\"0033 6\"]"));
	assert_true(holds(world, W_PHONE, mobile, "begins", "[\"+33 (0)6 12\"]"));
	assert_false(holds(world, W_PHONE, mobile, "begins", "[\"01\"]"));
	assert_false(holds(world, W_PHONE, abroad, "begins", "[\"0\"]"));
	assert_true(holds(world, W_PHONE, abroad, "begins", "[\"+49 30\"]"));
	assert_true(holds(world, W_PHONE, mobile, "contains", "[\"06 12\"]"));
	assert_true(holds(world, W_PHONE, mobile, "contains", "[\"00 34\"]"));
	assert_true(holds(world, W_PHONE, mobile, "contains", "[\"0033 6\"]"));
	assert_true(holds(world, W_PHONE, mobile, "contains", "[\"0\"]"));
	assert_true(holds(world, W_PHONE, mobile, "contains", "[\"+33 (0)6\"]"));
	assert_false(holds(world, W_PHONE, abroad, "contains", "[\"06 12\"]"));
	arena_free(world->arena);
}

/* Nobody has answered: that is no. */
TEST(condition_of_yes_and_no)
{
	struct world *world = value_world(arena_new(0));

	assert_true(holds(world, W_PAID, db_null(), "is", "[\"no\"]"));
	assert_true(holds(world, W_PAID, db_int(0), "is", "[\"no\"]"));
	assert_false(holds(world, W_PAID, db_int(1), "is", "[\"no\"]"));
	assert_false(holds(world, W_PAID, db_null(), "is", "[\"yes\"]"));
	assert_false(holds(world, W_PAID, db_null(), "is_not", "[\"no\"]"));
	assert_true(holds(world, W_PAID, db_null(), "is_not", "[\"yes\"]"));
	assert_true(holds(world, W_PAID, db_null(), "empty", "[]"));
	arena_free(world->arena);
}

TEST(condition_uses_fields_of_any_snapshot)
{
	struct world *world = value_world(arena_new(0)), *later = value_world(world->arena);
	const struct condition *condition =
		parsed(world, "{\"any\": [{\"field\": \"paid\", \"comparison\": \"is\", \"values\": [\"yes\"]}]}");

	assert_true(condition_uses(condition, &later->fields[W_PAID]));
	assert_false(condition_uses(condition, &later->fields[W_TITLE]));
	later->module.id++;
	assert_false(condition_uses(condition, &later->fields[W_PAID]));
	arena_free(world->arena);
}

TEST(condition_of_the_greatest_id)
{
	struct world *world = value_world(arena_new(0));

	assert_true(holds(world, W_CLIENT, db_int(INT64_MAX), "is", "[\"7zzzzzzzzzzzz\"]"));
	assert_false(holds(world, W_CLIENT, db_int(1), "is", "[\"7zzzzzzzzzzzz\"]"));
	assert_true(holds(world, W_CLIENT, db_int(1), "is_not", "[\"7zzzzzzzzzzzz\"]"));
	arena_free(world->arena);
}

TEST(condition_of_lists_and_of_me)
{
	struct world *world = value_world(arena_new(0));

	assert_true(holds(world, W_TAGS, db_text("|red|blue|"), "contains", "[\"blue\", \"light_blue\"]"));
	assert_false(holds(world, W_TAGS, db_text("|light_blue|"), "contains", "[\"blue\"]"));
	assert_true(holds(world, W_TAGS, db_text("|light_blue|"), "is_not", "[\"blue\"]"));
	assert_true(holds(world, W_PARTNERS, db_text("|1|17|"), "contains", "[\"000000000000h\"]"));
	assert_false(holds(world, W_PARTNERS, db_text("|1|170|"), "contains", "[\"000000000000h\"]"));
	assert_true(holds(world, W_OWNER, db_int(5), "me", "[]"));
	assert_false(holds(world, W_OWNER, db_int(6), "me", "[]"));
	assert_false(holds(world, W_OWNER, db_null(), "me", "[]"));
	arena_free(world->arena);
}

TEST(condition_of_days_is_of_the_zone)
{
	struct world *world = value_world(arena_new(0));
	struct db_value midnight = db_int(zone_day_start("Europe/Paris", day_of(2026, 11, 22)));
	struct db_value before = db_int(midnight.integer - 1);

	assert_true(holds(world, W_SEEN, midnight, "is", "[\"22/11/2026\"]"));
	assert_false(holds(world, W_SEEN, before, "is", "[\"2026-11-22\"]"));
	assert_true(holds(world, W_SEEN, before, "below", "[\"2026-11-22\"]"));
	assert_true(holds(world, W_SEEN, midnight, "at_most", "[\"2026-11-22\"]"));
	assert_false(holds(world, W_SEEN, midnight, "above", "[\"2026-11-22\"]"));
	assert_true(holds(world, W_SEEN, midnight, "above", "[\"2026-11-21\"]"));
	assert_true(holds(world, W_SEEN, midnight, "is", "[\"2026-11-22T00:00\"]"));
	assert_true(holds(world, W_SEEN, midnight, "is", "[\"2026-11-21T23:00:00Z\"]"));
	assert_true(holds(world, W_SEEN, midnight, "last_days", "[1]"));
	assert_false(holds(world, W_SEEN, before, "last_days", "[1]"));
	assert_true(holds(world, W_SEEN, before, "last_days", "[2]"));
	assert_true(holds(world, W_DUE, db_int(day_of(2026, 11, 28)), "next_days", "[7]"));
	assert_false(holds(world, W_DUE, db_int(day_of(2026, 11, 29)), "next_days", "[7]"));
	arena_free(world->arena);
}

TEST(condition_knows_what_it_uses)
{
	struct world *world = value_world(arena_new(0));
	const struct condition *condition =
		parsed(world, "{\"any\": [{\"all\": [{\"field\": \"title\", \"comparison\": \"empty\"}]}]}");

	assert_true(condition_uses(condition, &world->fields[W_TITLE]));
	assert_false(condition_uses(condition, &world->fields[W_NOTES]));
	arena_free(world->arena);
}

/* ---- words ---- */

static const char french[] = "msgid \"{{field}} is {{value}}\"\nmsgstr \"{{field}} est {{value}}\"\n"
			     "msgid \"{{field}} is above {{value}}\"\nmsgstr \"{{field}} dépasse {{value}}\"\n"
			     "msgid \"{{one}} and {{two}}\"\nmsgstr \"{{one}} et {{two}}\"\n"
			     "msgid \"{{one}} or {{two}}\"\nmsgstr \"{{one}} ou {{two}}\"\n"
			     "msgid \"state\"\nmsgstr \"État\"\n"
			     "msgid \"New\"\nmsgstr \"Nouvelle\"\n";

static const char *
name_entry(const void *context, const struct field *field, int64_t id)
{
	(void)context;
	(void)field;
	return id == 17 ? "Alice" : NULL;
}

static const char *
words(struct world *world, const char *locale, const char *json)
{
	struct language_source source = {.code = "fr", .po = str_of(french)};
	const char *error = NULL;
	const struct translations *translations = translations_load(world->arena, &source, 1, &error);

	return condition_words(world->arena, parsed(world, json), formats_for(translations, locale, "Europe/Paris"),
			       name_entry, NULL);
}

TEST(condition_in_words)
{
	static const char two[] =
		"{\"all\": [{\"field\": \"state\", \"comparison\": \"is\", \"values\": [\"won\", \"new\"]},"
		"{\"field\": \"price\", \"comparison\": \"above\", \"values\": [1000]}]}";
	struct world *world = value_world(arena_new(0));

	assert_string_equal(words(world, "en_GB", two), "state is Won or New and price is above €1,000.00");
	assert_string_equal(words(world, "fr_FR", two), "État est Gagnée ou Nouvelle et price dépasse 1\xE2\x80\xAF"
							"000,00\xC2\xA0€");
	assert_string_equal(words(world, "en_GB", "{}"), "always");
	assert_string_equal(words(world, "en_GB",
				  "{\"all\": [{\"any\": [{\"field\": \"title\", \"comparison\": \"contains\", "
				  "\"values\": [\"é\"]}, {\"field\": \"owner\", \"comparison\": \"me\"}]}, "
				  "{\"field\": \"paid\", \"comparison\": \"is\", \"values\": [true]}]}"),
			    "(title contains “é” or owner is whoever looks) and paid is yes");
	assert_string_equal(words(world, "en_GB",
				  "{\"field\": \"owner\", \"comparison\": \"is\", \"values\": "
				  "[\"000000000000h\", \"000000000000j\"]}"),
			    "owner is Alice or …");
	assert_string_equal(words(world, "en_GB",
				  "{\"field\": \"seen\", \"comparison\": \"above\", \"values\": "
				  "[\"2026-11-22\"]}"),
			    "seen is after 22 Nov 2026");
	assert_string_equal(words(world, "en_GB",
				  "{\"field\": \"seen\", \"comparison\": \"below\", \"values\": "
				  "[\"2026-11-22T10:30\"]}"),
			    "seen is before 22 Nov 2026, 10:30");
	assert_string_equal(
		words(world, "en_GB", "{\"field\": \"due\", \"comparison\": \"last_days\", \"values\": [1]}"),
		"due is today");
	assert_string_equal(
		words(world, "en_GB", "{\"field\": \"due\", \"comparison\": \"next_days\", \"values\": [30]}"),
		"due is within the next 30 days");
	assert_string_equal(
		words(world, "en_GB", "{\"field\": \"tags\", \"comparison\": \"is_not\", \"values\": [\"red\"]}"),
		"tags contains no Rouge");
	assert_string_equal(
		words(world, "en_GB", "{\"field\": \"rate\", \"comparison\": \"at_most\", \"values\": [5.5]}"),
		"rate is at most 5.5%");
	arena_free(world->arena);
}
