/* sheet_store_test: names are once on a sheet, templates add what is missing, and nothing is lost when clients are
 * merged.
 */
#include "sheets/sheet_store.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "rights/rights_world_test.h"
#include "sheets/attribute.h"

#include <string.h>

enum { ANNE = 701, PAUL };

static int64_t
add(struct tx *tx, int64_t sheet, const char *label, enum field_type type)
{
	return sheet_add(tx, sheet, &(struct sheet_attribute){.label = label, .type = type});
}

/* "Roof=tiles Day=" */
static const char *
told(struct tx *tx, int64_t sheet)
{
	struct builder text = builder_new(tx_arena(tx), 0);
	size_t count;
	const struct sheet_attribute *attributes = sheet_attributes(tx, sheet, &count);

	for (size_t i = 0; i < count; i++)
		build_printf(&text, "%s%s=%s", i == 0 ? "" : " ", attributes[i].label,
			     attributes[i].value == NULL ? "" : attributes[i].value);
	return builder_text(&text);
}

static void
load_and_order(struct tx *tx, void *data)
{
	int64_t template = sheet_template_create(tx, "Household"), roof = add(tx, template, "Toît", FIELD_TEXT), copy;
	int64_t day = add(tx, template, "Day", FIELD_DAY), own, ids[3];
	struct sheet_loading loading;
	size_t count;

	(void)data;
	assert_true(roof != 0 && day != 0);
	assert_int_equal(add(tx, template, "TOIT", FIELD_DAY), 0);
	assert_true(sheet_template_name_is_taken(tx, "HOUSEHOLD", 0));
	own = add(tx, ANNE, "toit", FIELD_LONG_TEXT);
	sheet_fill(tx, own, "Slate", "slate");
	loading = sheet_load(tx, ANNE, template);
	assert_int_equal(loading.added_count, 1);
	assert_int_equal(loading.there_count, 1);
	assert_int_equal(loading.there[0]->id, own);
	assert_string_equal(told(tx, ANNE), "toit=Slate Day=");
	assert_int_equal(sheet_load(tx, ANNE, template).added_count, 0);

	sheet_take(tx, template, roof);
	copy = sheet_template_copy(tx, template, "Like it");
	assert_string_equal(told(tx, copy), "Day=");
	assert_string_equal(told(tx, ANNE), "toit=Slate Day=");
	ids[0] = sheet_attributes(tx, ANNE, &count)[1].id;
	ids[1] = own;
	sheet_order(tx, ANNE, ids, 2);
	assert_string_equal(told(tx, ANNE), "Day= toit=Slate");
	assert_null(sheet_attribute_find(tx, copy, own));
	sheet_template_remove(tx, template);
	assert_int_equal(sheet_templates(tx, &count)->attribute_count, 1);
	assert_int_equal(count, 1);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_template_adds_what_is_missing_and_is_then_forgotten)
{
	assert_int_equal(db_write(db, arena, load_and_order, NULL), DB_FINE);
}

static void
fill(struct tx *tx, int64_t client, const char *label, const char *value)
{
	sheet_fill(tx, add(tx, client, label, FIELD_TEXT), value, value);
}

static void
join_two(struct tx *tx, void *data)
{
	(void)data;
	fill(tx, ANNE, "Same", "x");
	fill(tx, ANNE, "Empty", NULL);
	fill(tx, ANNE, "Other", "mine");
	fill(tx, PAUL, "same", "x");
	fill(tx, PAUL, "Empty", "filled");
	fill(tx, PAUL, "OTHER", "his");
	fill(tx, PAUL, "Alone", "too");
	sheet_join(tx, PAUL, ANNE, "Paul");
	assert_string_equal(told(tx, ANNE), "Same=x Empty=filled Other=mine OTHER (Paul)=his Alone=too");
	assert_string_equal(told(tx, PAUL), "");
	sheet_forget(tx, ANNE);
	assert_int_equal(db_get_int(tx, -1, "select count(*) from sheet_attribute"), 0);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, merged_clients_keep_what_both_sheets_said)
{
	assert_int_equal(db_write(db, arena, join_two, NULL), DB_FINE);
}

/* ---- rules ---- */

static const char *
kept(struct arena *arena, enum field_type type, const char *choices, const char *typed)
{
	struct sheet_attribute attribute = {.label = "x", .type = type, .choices = choices, .value = typed};
	const char *key;

	return attribute_refit(arena, &attribute, "FR", &key) ? attribute.value : "does not fit";
}

TEST(values_are_kept_as_people_would_type_them)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(kept(arena, FIELD_DECIMAL, NULL, "120,50"), "120.5");
	assert_string_equal(kept(arena, FIELD_DECIMAL, NULL, "1000"), "1000");
	assert_string_equal(kept(arena, FIELD_DECIMAL, NULL, "a dozen"), "does not fit");
	assert_string_equal(kept(arena, FIELD_DAY, NULL, "31/12/2026"), "2026-12-31");
	assert_string_equal(kept(arena, FIELD_YES_NO, NULL, "1"), "yes");
	assert_string_equal(kept(arena, FIELD_PHONE, NULL, "02 40 11 22 33"), "+33240112233");
	assert_string_equal(kept(arena, FIELD_CHOICE, "Tuiles\nArdoise", "ardoise"), "Ardoise");
	assert_string_equal(kept(arena, FIELD_CHOICE, "Tuiles", "Ardoise"), "does not fit");
	assert_null(kept(arena, FIELD_TEXT, NULL, NULL));
	assert_string_equal(attribute_choices(arena, " Oui \n\nNon\nOUI"), "Oui\nNon");
	assert_null(attribute_choices(arena, " \n "));
	arena_free(arena);
}

TEST(searches_find_the_beginning_of_a_value)
{
	struct arena *arena = arena_new(0);
	struct sheet_attribute attribute = {.label = "x", .type = FIELD_TEXT, .value = "Été à la Plage"};
	char long_text[300];
	const char *key;

	assert_true(attribute_refit(arena, &attribute, NULL, &key));
	assert_string_equal(key, "ete a la plage");
	memset(long_text, 'a', sizeof long_text - 1);
	long_text[sizeof long_text - 1] = '\0';
	attribute = (struct sheet_attribute){.label = "x", .type = FIELD_LONG_TEXT, .value = long_text};
	assert_true(attribute_refit(arena, &attribute, NULL, &key));
	assert_int_equal(strlen(key), 100);
	attribute = (struct sheet_attribute){.label = "x", .type = FIELD_DECIMAL, .value = "12"};
	assert_true(attribute_refit(arena, &attribute, NULL, &key));
	assert_null(key);
	arena_free(arena);
}
