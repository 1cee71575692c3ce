/* catalogue_store_test: what the modules that come with the program are, once installed and read. */
#include "base/test.h"

#include "base/arena.h"
#include "base/str.h"
#include "db/db_testing.h"
#include "db/sql.h"
#include "modules/installed_test.h"
#include "modules/modules.h"

#include <stdio.h>

static void
install_again(struct tx *tx, void *data)
{
	(void)data;
	modules_install(tx);
}

static int64_t
count(struct db *db, struct arena *arena, const char *sql)
{
	struct tx *tx = db_read(db, arena);
	int64_t rows = db_get_int(tx, -1, sql);

	db_read_end(tx);
	return rows;
}

TEST_BOTH_ENGINES_WITH(house_with_modules, installing_twice_adds_nothing)
{
	const char *fields = "select count(*) from field", *version = "select version from catalogue";
	int64_t before = count(db, arena, fields), version_before = count(db, arena, version);

	assert_true(before > 200);
	assert_int_equal(db_write(db, arena, install_again, NULL), DB_FINE);
	assert_int_equal(count(db, arena, fields), before);
	assert_int_equal(count(db, arena, version), version_before);
	assert_int_equal(count(db, arena, "select count(*) from profile_field"), 3 * before);
}

static void
assert_columns_are_there(struct tx *tx, const struct module *module)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_printf(&sql,
		   "select count(*) from %s where id = 0 and version = 0 and deleted_at is null "
		   "and deleted_by is null",
		   module->table);
	if (module->parent != NULL)
		sql_printf(&sql, " and parent_id = 0 and position = 0");
	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];
		const char *nothing = field_kept_as(field) == DB_INT ? "0" : "''";

		if (field->column != NULL)
			sql_printf(&sql, " and %s.%s = %s", module->table, field->column, nothing);
		if (field->key != NULL)
			sql_printf(&sql, " and %s.%s = ''", module->table, field->key);
	}
	assert_int_equal(db_sql_get_int(tx, -1, sql_end(&sql)), 0);
	assert_string_equal(tx_trouble_text(tx), "");
}

TEST_BOTH_ENGINES_WITH(house_with_modules, each_builtin_field_has_its_column)
{
	const struct catalogue *catalogue = catalogue_now(db, arena);
	struct tx *tx = db_read(db, arena);

	assert_int_equal(catalogue->module_count, 14);
	for (size_t i = 0; i < catalogue->module_count; i++)
		assert_columns_are_there(tx, &catalogue->modules[i]);
	db_read_end(tx);
}

TEST_BOTH_ENGINES_WITH(house_with_modules, the_catalogue_leads_from_field_to_field)
{
	const struct catalogue *catalogue = catalogue_now(db, arena);
	const struct module *offers = module_named(catalogue, "offers");
	const struct module *lines = module_next_sub_form(catalogue, offers, NULL);
	const struct field *net = field_named(offers, "net"), *state = field_named(offers, "state");

	assert_string_equal(lines->name, "offer_lines");
	assert_null(module_next_sub_form(catalogue, offers, lines));
	assert_ptr_equal(lines->parent, offers);
	assert_ptr_equal(net->source_module, lines);
	assert_string_equal(net->source->name, "net");
	assert_null(net->source_link);
	assert_int_equal(field_value_type(net), FIELD_MONEY);
	assert_string_equal(net->currency, "EUR");
	assert_int_equal(net->digits, 2);
	assert_ptr_equal(field_named(offers, "client")->target, module_named(catalogue, "clients"));
	assert_ptr_equal(field_of_id(catalogue, net->id), net);
	assert_null(field_of_id(catalogue, 5));
	assert_int_equal(state->choice_count, 5);
	assert_string_equal(state->choices[0].code, "draft");
	assert_string_equal(state->choices[0].label.builtin, "Draft");
	assert_string_equal(offers->naming->name, "subject");
	assert_string_equal(offers->naming->key, "subject_key");
	assert_string_equal(field_named(module_named(catalogue, "clients"), "name")->key, "name_key");
	assert_null(field_named(module_named(catalogue, "clients"), "city")->key);
	assert_true(offers->fields[SYSTEM_OWNER].system && offers->fields[SYSTEM_OWNER].id != 0);
	assert_int_equal(offers->layout_count, 1);
	assert_true(offers->layouts[0].sections[0].item_count > 10);
}

TEST(labels_speak_the_language_asked_for)
{
	const struct label made = {.count = 2, .languages = {"fr", "en"}, .texts = {"Véhicule", "Vehicle"}};
	const struct label builtin = {.builtin = "Lead"}, none = {0};

	assert_string_equal(label_text(&made, "en"), "Vehicle");
	assert_string_equal(label_text(&made, "de"), "Véhicule");
	assert_string_equal(label_text(&builtin, "fr"), "Lead");
	assert_string_equal(label_text(&none, "fr"), "");
}
