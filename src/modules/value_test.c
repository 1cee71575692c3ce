/* value_test: what people type for each type of field, what is kept of it, and how it is shown again. */
#include "modules/value.h"

#include "base/id.h"
#include "base/instant.h"
#include "base/test.h"
#include "html/translation.h"
#include "http/form.h"
#include "modules/value_world_test.h"

#include <string.h>

static struct world *
world_new(void)
{
	return value_world(arena_new(0));
}

static void
world_end(struct world *world)
{
	arena_free(world->arena);
}

static struct db_value
parsed(struct world *world, enum world_field field, const char *text)
{
	struct db_value value;
	const char *error = NULL;

	if (!value_parse(world->arena, &world->fields[field], text, &value, &error))
		fail_msg("“%s” was refused: %s", text, error);
	return value;
}

static void
assert_number(struct world *world, enum world_field field, const char *text, int64_t expected)
{
	struct db_value value = parsed(world, field, text);

	assert_int_equal(value.type, DB_INT);
	if (value.integer != expected)
		print_message("“%s”\n", text);
	assert_int_equal(value.integer, expected);
}

static void
assert_text(struct world *world, enum world_field field, const char *text, const char *expected)
{
	struct db_value value = parsed(world, field, text);

	assert_int_equal(value.type, DB_TEXT);
	assert_string_equal(value.bytes.at, expected);
}

static void
assert_refused(struct world *world, enum world_field field, const char *text)
{
	struct db_value value = db_int(1);
	const char *error = NULL;

	if (value_parse(world->arena, &world->fields[field], text, &value, &error))
		fail_msg("“%s” was taken", text);
	assert_int_equal(value.type, DB_NULL);
	assert_non_null(error);
	assert_null(strstr(error, "{{"));
}

TEST(value_numbers_are_french_and_english)
{
	struct world *world = world_new();

	assert_number(world, W_PRICE, "12.30", 1230);
	assert_number(world, W_PRICE, "12,30", 1230);
	assert_number(world, W_PRICE, "1 234,5 €", 123450);
	assert_number(world, W_PRICE, "-12", -1200);
	assert_number(world, W_SUM, "12", 1200);
	assert_number(world, W_WEIGHT, "1,234", 1234);
	assert_number(world, W_RATE, "12,5 %", 1250);
	assert_number(world, W_RATE, "20%", 2000);
	assert_number(world, W_COUNT, "1 000", 1000);
	assert_refused(world, W_COUNT, "1.5");
	assert_refused(world, W_PRICE, "12.345");
	assert_refused(world, W_PRICE, "12e3");
	assert_refused(world, W_PRICE, "-");
	assert_refused(world, W_PRICE, "%");
	assert_refused(world, W_PRICE, "99999999999999");
	assert_refused(world, W_PRICE, "12,50 $");
	assert_refused(world, W_PRICE, "USD 3");
	assert_number(world, W_PRICE, "12,50 EUR", 1250);
	world->fields[W_PRICE].currency = "CAD";
	assert_number(world, W_PRICE, "$12.50", 1250);
	assert_refused(world, W_PRICE, "12,50 €");
	assert_refused(world, W_COUNT, "9223372036854775808");
	assert_refused(world, W_COUNT, "-9223372036854775808");
	world->fields[W_COUNT].least = 1;
	world->fields[W_COUNT].most = 10;
	assert_number(world, W_COUNT, "10", 10);
	assert_refused(world, W_COUNT, "0");
	assert_refused(world, W_COUNT, "11");
	world_end(world);
}

TEST(value_yes_and_no_in_two_languages)
{
	struct world *world = world_new();

	assert_number(world, W_PAID, "Oui", 1);
	assert_number(world, W_PAID, "yes", 1);
	assert_number(world, W_PAID, "vrai", 1);
	assert_number(world, W_PAID, "non", 0);
	assert_number(world, W_PAID, "0", 0);
	assert_refused(world, W_PAID, "peut-être");
	assert_refused(world, W_PAID, "1 yes");
	world_end(world);
}

TEST(value_days_and_instants)
{
	struct world *world = world_new();
	int64_t half_past_two = (int64_t)day_of(2026, 12, 31) * DAY_MS + 13 * HOUR_MS + 30 * MINUTE_MS;

	assert_number(world, W_DUE, "31/12/2026", day_of(2026, 12, 31));
	assert_number(world, W_DUE, "2026-12-31", day_of(2026, 12, 31));
	assert_number(world, W_DUE, "31 déc. 2026", day_of(2026, 12, 31));
	assert_refused(world, W_DUE, "31/02/2026");
	assert_refused(world, W_DUE, "tomorrow");
	assert_number(world, W_SEEN, "2026-12-31T14:30", half_past_two);
	assert_number(world, W_SEEN, "31/12/2026 14:30", half_past_two);
	assert_number(world, W_SEEN, "31/12/2026 à 14h30", half_past_two);
	assert_number(world, W_SEEN, "31 décembre 2026, 14:30", half_past_two);
	assert_number(world, W_SEEN, "2026-12-31T13:30:00.000Z", half_past_two);
	assert_number(world, W_SEEN, "2026-12-31T15:30:05.25+02:00", half_past_two + 5250);
	assert_number(world, W_SEEN, "2026-12-31T08:30:00-0500", half_past_two);
	assert_number(world, W_SEEN, "31/12/2026", half_past_two - 14 * HOUR_MS - 30 * MINUTE_MS);
	assert_number(world, W_SEEN, "31 décembre 2026 à 14 h 30", half_past_two);
	assert_number(world, W_SEEN, "31 décembre 2026 à 14 h", half_past_two - 30 * MINUTE_MS);
	assert_refused(world, W_SEEN, "31 décembre 2026 à 14 heures");
	assert_refused(world, W_SEEN, "0001-01-01T00:00"); /* in UTC it is the year before */
	assert_refused(world, W_SEEN, "9999-12-31T23:30Z");
	assert_number(world, W_SEEN, "9999-12-31T22:30Z", 253402295400000);
	assert_refused(world, W_DUE, "marketing 5 2026");
	assert_refused(world, W_DUE, "5 jui 2026");
	assert_number(world, W_DUE, "5 sept. 2026", day_of(2026, 9, 5));
	assert_refused(world, W_SEEN, "2026-12-31T24:30");
	assert_refused(world, W_SEEN, "2026-12-31T14:60");
	assert_refused(world, W_SEEN, "2026-12-31T14:30 or so");
	assert_refused(world, W_SEEN, "2026-12-31T14:30+99:00");
	assert_refused(world, W_SEEN, "14:30");
	world->fields[W_DUE].least = day_of(2026, 1, 1);
	world->fields[W_DUE].most = day_of(2026, 12, 30);
	assert_refused(world, W_DUE, "31/12/2026");
	assert_refused(world, W_DUE, "31/12/2025");
	world_end(world);
}

TEST(value_choices_by_code_and_by_label)
{
	struct world *world = world_new();

	assert_text(world, W_STATE, "won", "won");
	assert_text(world, W_STATE, "Won", "Won");
	assert_text(world, W_STATE, "GAGNEE", "won");
	assert_text(world, W_STATE, "En cours", "in_progress");
	assert_text(world, W_STATE, "old", "old");
	assert_refused(world, W_STATE, "OLD");
	assert_refused(world, W_STATE, "lost");
	assert_text(world, W_TAGS, "bleu, red", "|red|blue|");
	assert_text(world, W_TAGS, "Bleu, clair", "|light_blue|");
	assert_text(world, W_TAGS, "Bleu, clair; rouge", "|red|light_blue|");
	assert_text(world, W_TAGS, "|blue|red|blue|", "|red|blue|");
	assert_int_equal(parsed(world, W_TAGS, " ; ;").type, DB_NULL);
	assert_refused(world, W_TAGS, "red, green");
	world_end(world);
}

TEST(value_telephone_numbers_become_international)
{
	struct world *world = world_new();

	assert_text(world, W_PHONE, "06 12 34 56 78", "+33612345678");
	assert_text(world, W_PHONE, "+49 (0)30 123456", "+4930123456");
	assert_refused(world, W_PHONE, "12");
	assert_refused(world, W_PHONE, "call me");
	world->fields[W_PHONE].country = NULL;
	assert_refused(world, W_PHONE, "06 12 34 56 78");
	assert_string_equal(phone_normal(world->arena, "079 123 45 67", "CH"), "+41791234567");
	world_end(world);
}

TEST(value_web_addresses)
{
	struct world *world = world_new();

	assert_text(world, W_SITE, "https://www.Example.fr/Path?q=1#x", "https://www.example.fr/Path?q=1#x");
	assert_text(world, W_SITE, "HTTP://example.fr:8080", "http://example.fr:8080");
	assert_text(world, W_SITE, "example.fr/contact", "https://example.fr/contact");
	assert_text(world, W_SITE, "example.fr:8080/a", "https://example.fr:8080/a");
	assert_text(world, W_SITE, "http://[2001:db8::1]/", "http://[2001:db8::1]/");
	assert_text(world, W_SITE, "https://café.fr", "https://café.fr");
	assert_refused(world, W_SITE, "javascript:alert(1)");
	assert_refused(world, W_SITE, "javascript:alert(1)//.fr");
	assert_refused(world, W_SITE, "data:text/html,x.y");
	assert_refused(world, W_SITE, "ftp://example.fr");
	assert_refused(world, W_SITE, "//example.fr");
	assert_refused(world, W_SITE, "https://");
	assert_refused(world, W_SITE, "https:///path");
	assert_refused(world, W_SITE, "https://user:secret@example.fr");
	assert_refused(world, W_SITE, "https://example.fr:0/");
	assert_refused(world, W_SITE, "https://exa mple.fr");
	assert_refused(world, W_SITE, "https://[bank.fr]@evil.com/");
	assert_refused(world, W_SITE, "https://[2001:db8::1]@evil.com/");
	assert_refused(world, W_SITE, "https://[bank.fr]/");
	assert_refused(world, W_SITE, "https://[::1]:99999/");
	assert_refused(world, W_SITE, "https://[::1");
	assert_text(world, W_SITE, "https://[::1]:8080/a", "https://[::1]:8080/a");
	assert_refused(world, W_SITE, "https://bank.fr/\xE2\x80\xAEmoc.live");
	assert_refused(world, W_SITE, "https://bank\xE2\x81\xA6.fr/");
	assert_refused(world, W_SITE, "https://bank.fr/\xC2\x85");
	assert_refused(world, W_SITE, "https://bank.fr/a\xE2\x80\x8B");
	assert_refused(world, W_SITE, "https://a..b");
	assert_refused(world, W_SITE, "just words");
	world_end(world);
}

TEST(value_texts_are_clean_and_short_enough)
{
	struct world *world = world_new();
	char *text = arena_alloc(world->arena, 100001);

	assert_text(world, W_TITLE, "  two\nlines ", "two lines");
	assert_text(world, W_NOTES, "two\r\nlines", "two\nlines");
	assert_refused(world, W_TITLE, "bell \x07");
	assert_text(world, W_MAIL, "Jean.Dupont@Example.FR", "jean.dupont@example.fr");
	assert_refused(world, W_MAIL, "jean.dupont");
	world->fields[W_TITLE].longest = 3;
	assert_text(world, W_TITLE, "été", "été");
	assert_refused(world, W_TITLE, "étés");
	assert_int_equal(parsed(world, W_TITLE, " \xC2\xA0\xE2\x80\x8B\xEF\xBB\xBF").type, DB_NULL);
	assert_int_equal(parsed(world, W_HOME, "\xC2\xA0\n\xE2\x80\xAF").type, DB_NULL);
	memset(text, '9', 100000);
	for (size_t i = 0; i < WORLD_FIELDS; i++)
		assert_refused(world, (enum world_field)i, text);
	memset(text, '|', 100000);
	for (size_t i = 0; i < WORLD_FIELDS; i++)
		if (i != W_TAGS && i != W_PARTNERS)
			assert_refused(world, (enum world_field)i, text);
	world_end(world);
}

TEST(value_patterns_match_the_whole_text)
{
	struct world *world = world_new();

	world->fields[W_TITLE].pattern = "[A-ZÉ]{2}-[0-9]{3}|none";
	assert_text(world, W_TITLE, "ÉB-123", "ÉB-123");
	assert_text(world, W_TITLE, "none", "none");
	assert_refused(world, W_TITLE, "AB-1234");
	assert_refused(world, W_TITLE, "xnone");
	assert_true(value_pattern_fits("[A-Z]{2}-[0-9]{3}"));
	assert_true(value_pattern_fits("[{][0-9]{1,}\\."));
	assert_false(value_pattern_fits("(a"));
	assert_false(value_pattern_fits("(a)\\1"));
	assert_false(value_pattern_fits("((a{1,60}){1,60}){1,60}"));
	assert_false(value_pattern_fits("a{1,99999999999999999999}"));
	assert_false(value_pattern_fits("\\"));
	world_end(world);
}

TEST(value_patterns_that_would_take_long_are_refused)
{
	static const char *const heavy[] = {
		"((((.*)*)*)*){999}",
		"((a*)*){50}",
		"(a*)*{300}",
		"((a|b|c|d|e|f)?){1000}",
		"[a-z0-9éè ]{1,1000}",
		"(a|aa|aaa|aaaa){100}",
		"a{50}{2}",
		"a**",
		"((a{20}){20}){2}",
		"((a?)?)+",
		"(a{1,2}){2}",
		"a{100}b{100}c{101}",
		"[[:alpha:]]{1,100}[]a]{1,100}.{0,100}x",
		"(a",
		"a)",
		"[a",
		"a{x}",
		"*a",
		"a|*",
		"((((((((((((((((((((a))))))))))))))))))))",
	};
	static const char *const light[] = {"([A-Z]{2}-)?[0-9]+", "[a-z0-9éè ]{1,100}", "FR[0-9]{2}( [0-9]{3}){3}",
					    "((a+)?b)?",	  "[[:alpha:]]{1,99}",	"[]x]*|[^]x]{2,}",
					    "a\\{b\\}",		  "(é|è){100}"};

	for (size_t i = 0; i < sizeof heavy / sizeof heavy[0]; i++)
		if (value_pattern_fits(heavy[i]))
			fail_msg("“%s” was taken", heavy[i]);
	for (size_t i = 0; i < sizeof light / sizeof light[0]; i++)
		if (!value_pattern_fits(light[i]))
			fail_msg("“%s” was refused", light[i]);
}

/* More patterns than are kept, one after the other and again. */
TEST(value_patterns_are_kept_apart)
{
	struct world *world = world_new();

	for (int i = 0; i < 200; i++) {
		world->fields[W_TITLE].pattern = arena_printf(world->arena, "[a-y]{%d}", 1 + i % 50);
		assert_text(world, W_TITLE,
			    arena_printf(world->arena, "%.*s", 1 + i % 50,
					 "abcdefghijklmnopqrstuvwxyabcdefghijklmnopqrstuvwxy"),
			    arena_printf(world->arena, "%.*s", 1 + i % 50,
					 "abcdefghijklmnopqrstuvwxyabcdefghijklmnopqrstuvwxy"));
		assert_refused(world, W_TITLE, arena_printf(world->arena, "%*d", 2 + i % 50, 1));
	}
	world_end(world);
}

TEST(value_addresses_in_four_parts)
{
	struct world *world = world_new();

	assert_text(world, W_HOME, "12 rue des Lilas\n75011\nParis\nFR", "12 rue des Lilas\n75011\nParis\nFR");
	assert_text(world, W_HOME, "Bât. B\n12 rue des Lilas\n75011 Paris\nFrance",
		    "Bât. B\n12 rue des Lilas\n75011\nParis\nFR");
	assert_text(world, W_HOME, "12 rue des Lilas\r\n75011 Paris", "12 rue des Lilas\n75011\nParis\n");
	assert_text(world, W_HOME, "12 rue des Lilas", "12 rue des Lilas\n\n\n");
	assert_text(world, W_HOME, "12 rue des Lilas\n\n\n", "12 rue des Lilas\n\n\n");
	assert_text(world, W_HOME, "Hauptplatz 1\n4020\nLinz\n", "Hauptplatz 1\n4020\nLinz\n");
	assert_text(world, W_HOME, "Hauptplatz 1\n4020 Linz\nAutriche", "Hauptplatz 1\n4020\nLinz\nAT");
	assert_text(world, W_HOME, "12 rue de la Paix\n75002 Paris\nFrance\n", "12 rue de la Paix\n75002\nParis\nFR");
	assert_text(world, W_HOME, "Bât B\nrue X\n75002 Paris\n", "Bât B\nrue X\n75002\nParis\n");
	assert_text(world, W_HOME, "M. Dupont\n12 rue X\n75002 Paris\n", "M. Dupont\n12 rue X\n75002\nParis\n");
	assert_text(world, W_HOME, "12 rue X\n75011\nParis\nFR\n", "12 rue X\n75011\nParis\nFR");
	assert_text(world, W_HOME, "12 rue X\n75436 PARIS CEDEX 09", "12 rue X\n75436\nPARIS CEDEX 09\n");
	assert_text(world, W_HOME, "12 rue X\n75436 Paris Cedex 09\nFrance", "12 rue X\n75436\nParis Cedex 09\nFR");
	assert_text(world, W_HOME, "10 Downing Street\nSW1A 2AA\nLondon\n", "10 Downing Street\nSW1A 2AA\nLondon\n");
	world_end(world);
}

static struct form *
form_of(struct world *world, const char *encoded)
{
	struct form *form = form_new(world->arena);

	assert_true(form_add_urlencoded(form, str_of(encoded), 300));
	return form;
}

static const char *
first_error(struct world *world, struct form *form, const char *name)
{
	struct doc *shown = doc_object(world->arena);
	const struct doc *problem;
	struct builder out = builder_new(world->arena, 0);

	form_show(form, shown);
	problem = doc_get(doc_get(shown, STR("errors")), str_of(name));
	if (problem == NULL)
		return NULL;
	doc_print_plain(problem, &out);
	return builder_text(&out);
}

TEST(value_forms_bring_addresses_and_several_choices)
{
	struct world *world = world_new();
	struct form *form = form_of(world, "home.street=12+rue+des+Lilas&home.postal_code=75011&home.city=Paris&"
					   "home.country=fr&tags.0=blue&tags.1=red&paid=on&only.country=FR&"
					   "price=12%2C3&count=50&state=&bad.country=Atlantis&bad.street=x");
	struct db_value value = value_read(form, "home", &world->fields[W_HOME], world->arena);

	assert_string_equal(value.bytes.at, "12 rue des Lilas\n75011\nParis\nFR");
	value = value_read(form, "tags", &world->fields[W_TAGS], world->arena);
	assert_string_equal(value.bytes.at, "|red|blue|");
	assert_int_equal(value_read(form, "paid", &world->fields[W_PAID], world->arena).integer, 1);
	assert_int_equal(value_read(form, "absent", &world->fields[W_PAID], world->arena).type, DB_INT);
	assert_int_equal(value_read(form, "state", &world->fields[W_STATE], world->arena).type, DB_NULL);
	assert_int_equal(value_read(form, "only", &world->fields[W_HOME], world->arena).type, DB_NULL);
	assert_int_equal(value_read(form, "price", &world->fields[W_PRICE], world->arena).integer, 1230);
	assert_false(form_failed(form));
	world->fields[W_COUNT].most = 10;
	assert_int_equal(value_read(form, "count", &world->fields[W_COUNT], world->arena).type, DB_NULL);
	assert_string_equal(first_error(world, form, "count"), "At most 10.");
	value_read(form, "bad", &world->fields[W_HOME], world->arena);
	assert_true(form_failed(form));
	world_end(world);
}

TEST(value_lists_and_objects_are_no_single_value)
{
	struct world *world = world_new();
	struct form *form = form_of(world, "client.key=1&price.sum=12&paid.0=on");

	assert_int_equal(value_read(form, "client", &world->fields[W_CLIENT], world->arena).type, DB_NULL);
	assert_int_equal(value_read(form, "price", &world->fields[W_PRICE], world->arena).type, DB_NULL);
	assert_int_equal(value_read(form, "paid", &world->fields[W_PAID], world->arena).type, DB_NULL);
	assert_string_equal(first_error(world, form, "client"), "One value is expected here.");
	assert_string_equal(first_error(world, form, "price"), "One value is expected here.");
	assert_string_equal(first_error(world, form, "paid"), "One value is expected here.");
	assert_int_equal(value_read(form, "state", &world->fields[W_STATE], world->arena).type, DB_NULL);
	world_end(world);
}

TEST(value_comes_back_as_it_was_told)
{
	struct world *world = world_new();
	char id[ID_LENGTH + 1];
	struct form *form;
	struct db_value value;

	id_print(id, 9000000000);
	form = form_of(world, arena_printf(world->arena,
					   "client.id=%s&client.name=Martin&price.amount=12.30&price.currency=EUR&"
					   "partners.0.id=%s&partners.0.name=Martin&other.amount=1&other.currency=USD",
					   id, id));
	assert_int_equal(value_read(form, "client", &world->fields[W_CLIENT], world->arena).integer, 9000000000);
	assert_int_equal(value_read(form, "price", &world->fields[W_PRICE], world->arena).integer, 1230);
	value = value_read(form, "partners", &world->fields[W_PARTNERS], world->arena);
	assert_string_equal(value.bytes.at, "|9000000000|");
	assert_false(form_failed(form));
	value_read(form, "other", &world->fields[W_PRICE], world->arena);
	assert_true(form_failed(form)); /* it is in euros */
	world_end(world);
}

TEST(value_lookups_come_as_ids)
{
	struct world *world = world_new();
	char one[ID_LENGTH + 1], two[ID_LENGTH + 1];
	struct db_value value;
	struct form *form;

	id_print(one, 9000000000);
	id_print(two, 17);
	form = form_of(world, arena_printf(world->arena, "client=%s&partners.0=%s&partners.1=%s&partners.2=%s&wrong=1",
					   one, one, two, one));
	assert_int_equal(value_read(form, "client", &world->fields[W_CLIENT], world->arena).integer, 9000000000);
	value = value_read(form, "partners", &world->fields[W_PARTNERS], world->arena);
	assert_string_equal(value.bytes.at, "|17|9000000000|");
	assert_string_equal(value_text(world->arena, &world->fields[W_PARTNERS], &value),
			    arena_printf(world->arena, "%s, %s", two, one));
	assert_false(form_failed(form));
	value_read(form, "wrong", &world->fields[W_CLIENT], world->arena);
	assert_true(form_failed(form));
	world_end(world);
}

/* Every value can be shown to be edited, and read again as the same. */
TEST(value_text_reads_back)
{
	static const char *const typed[WORLD_FIELDS] = {
		[W_TITLE] = "Élodie",	  [W_NOTES] = "a\nb",
		[W_CODE] = "x",		  [W_MAIL] = "a@b.fr",
		[W_PHONE] = "0612345678", [W_SITE] = "b.fr",
		[W_COUNT] = "-5",	  [W_WEIGHT] = "-0,005",
		[W_PRICE] = "-0.5",	  [W_RATE] = "5,25",
		[W_DUE] = "1/2/2026",	  [W_SEEN] = "1/7/2026 23:59:59.999",
		[W_PAID] = "non",	  [W_STATE] = "in_progress",
		[W_TAGS] = "red;Red",	  [W_HOME] = "1 rue\n\nVilleneuve\n",
		[W_REF] = "A-0001",	  [W_SUM] = "10",
		[W_MARK] = "ok",
	};
	struct world *world = world_new();

	for (size_t i = 0; i < WORLD_FIELDS; i++) {
		struct db_value value, again;

		if (typed[i] == NULL)
			continue;
		value = parsed(world, (enum world_field)i, typed[i]);
		again = parsed(world, (enum world_field)i, value_text(world->arena, &world->fields[i], &value));
		assert_int_equal(value.type, field_kept_as(&world->fields[i]));
		assert_true(value_equal(&value, &again));
	}
	world_end(world);
}

static const char *
shown(struct world *world, enum world_field field, const char *text)
{
	struct doc *document = doc_object(world->arena);
	struct builder out = builder_new(world->arena, 0);
	struct db_value value = parsed(world, field, text);

	doc_set_value(document, "x", &world->fields[field], &value, "fr");
	doc_print_json(document->object.members[0].value, NULL, &out);
	return builder_text(&out);
}

TEST(value_documents_are_typed)
{
	struct world *world = world_new();

	assert_string_equal(shown(world, W_PRICE, "12,3"), "{\"amount\":\"12.30\",\"currency\":\"EUR\"}");
	assert_string_equal(shown(world, W_SUM, "12,3"), "{\"amount\":\"12.30\",\"currency\":\"EUR\"}");
	assert_string_equal(shown(world, W_WEIGHT, "1"), "\"1.000\"");
	assert_string_equal(shown(world, W_COUNT, "7"), "7");
	assert_string_equal(shown(world, W_DUE, "31/12/2026"), "\"2026-12-31\"");
	assert_string_equal(shown(world, W_SEEN, "31/12/2026 14:30"), "\"2026-12-31T13:30:00.000Z\"");
	assert_string_equal(shown(world, W_PAID, "oui"), "true");
	assert_string_equal(shown(world, W_STATE, "won"), "\"won\"");
	assert_string_equal(shown(world, W_TAGS, "red, blue"), "[\"red\",\"blue\"]");
	assert_string_equal(shown(world, W_TITLE, ""), "null");
	assert_string_equal(shown(world, W_OWNER, "000000000000h"), "{\"id\":\"000000000000h\"}");
	assert_string_equal(shown(world, W_PARTNERS, "000000000000h"), "[{\"id\":\"000000000000h\"}]");
	assert_string_equal(shown(world, W_HOME, "1 rue\n75011\nParis\nFR"),
			    "{\"street\":\"1 rue\",\"postal_code\":\"75011\",\"city\":\"Paris\",\"country\":\"FR\"}");
	world_end(world);
}

TEST(value_choices_are_called_as_the_reader_calls_them)
{
	static const char po[] = "msgid \"New\"\nmsgstr \"Nouvelle\"\n";
	struct world *world = world_new();
	struct language_source source = {.code = "fr", .po = str_of(po)};
	struct doc *document = doc_object(world->arena);
	struct builder out = builder_new(world->arena, 0);
	const char *error = NULL;
	const struct formats *formats =
		formats_for(translations_load(world->arena, &source, 1, &error), "fr_FR", "Europe/Paris");
	struct db_value value;

	assert_true(value_parse_in(world->arena, &world->fields[W_STATE], "nouvelle", formats, &value, &error));
	assert_string_equal(value.bytes.at, "new");
	doc_set_value(document, "x", &world->fields[W_STATE], &value, "fr");
	format_value(formats, doc_get(document, STR("x")), STR(""), &out);
	assert_string_equal(builder_text(&out), "Nouvelle");
	assert_refused(world, W_STATE, "nouvelle");
	world_end(world);
}

TEST(value_order_has_empty_last)
{
	struct world *world = world_new();
	const struct field *title = &world->fields[W_TITLE], *count = &world->fields[W_COUNT];
	struct db_value none = db_null(), blank = db_text(""), e = db_text("Élan"), f = db_text("fin");
	struct db_value little = db_int(-5), much = db_int(1000000000000);

	assert_true(value_compare(title, &e, &f) < 0);
	assert_true(value_compare(title, &f, &e) > 0);
	assert_true(value_compare(title, &none, &e) > 0);
	assert_int_equal(value_compare(title, &none, &blank), 0);
	assert_true(value_compare(count, &little, &much) < 0);
	assert_true(value_compare(count, &much, &none) < 0);
	assert_true(value_equal(&none, &blank));
	assert_false(value_equal(&little, &none));
	assert_true(value_is_empty(&blank));
	world_end(world);
}

TEST(value_search_words)
{
	struct world *world = world_new();
	struct db_value phone = db_text("+33612345678"), home = db_text("1 Rue É\n75011\nParis\nFR"), price = db_int(5);

	assert_string_equal(value_search_text(world->arena, &world->fields[W_PHONE], &phone), "33612345678 0612345678");
	assert_string_equal(value_search_text(world->arena, &world->fields[W_HOME], &home), "1 rue e 75011 paris fr");
	assert_null(value_search_text(world->arena, &world->fields[W_PRICE], &price));
	assert_null(value_search_text(world->arena, &world->fields[W_STATE], &home));
	world_end(world);
}

/* Whatever is sent, a reader takes it as its column keeps it, or refuses it with a sentence. */
TEST(value_readers_survive_anything)
{
	static const char *const pieces[] = {"0", "9",	"-",	"+",	".",   ",",   "/",   ":",	 " ",
					     "T", "Z",	"h",	"a",	"É",   "€",   "%",   "(",	 ")",
					     "|", ";",	"@",	"http", "://", "www", "\n",  "\t",	 "é",
					     "[", "\\", "2026", "12",	"31",  "e",   "oui", "décembre", "'"};
	struct world *world = world_new();
	uint64_t chance = 20261122;

	for (int n = 0; n < 20000; n++) {
		struct arena *arena = arena_new(0);
		struct builder text = builder_new(arena, 0);
		struct db_value value;
		const char *error = NULL;
		const struct field *field;

		for (int i = 0; i < 1 + n % 12; i++) {
			chance = chance * 6364136223846793005u + 1442695040888963407u;
			build_text(&text, pieces[(chance >> 33) % (sizeof pieces / sizeof pieces[0])]);
		}
		field = &world->fields[(chance >> 40) % WORLD_FIELDS];
		if (value_parse(arena, field, builder_text(&text), &value, &error)) {
			assert_true(value.type == DB_NULL || field->type == FIELD_LOOKUPS ||
				    value.type == field_kept_as(field));
			value_text(arena, field, &value);
			doc_set_value(doc_object(arena), "x", field, &value, "fr");
		} else {
			assert_non_null(error);
		}
		arena_free(arena);
	}
	world_end(world);
}
