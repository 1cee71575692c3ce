/* module_store_test: modules and fields made, changed and retired, with their tables and columns, on both engines. */
#include "base/test.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/str.h"
#include "db/db_testing.h"
#include "db/sql.h"
#include "job/job.h"
#include "modules/installed_test.h"
#include "modules/label.h"
#include "modules/module_store.h"
#include "modules/modules.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

/* ---- one change in a transaction of its own ---- */

struct change {
	struct db *db;
	struct arena *arena;
	const char *module, *field; /* names of what it is about */
	int64_t version;	    /* 0: the one there is */
	struct module_draft module_draft;
	struct field_draft draft;
	const char *definition; /* of a layout */
	enum module_outcome (*run)(struct tx *tx, struct change *change, const struct catalogue *catalogue);
	enum module_outcome outcome;
	int64_t id;
	struct module_trouble trouble;
};

/* Retired ones, too. */
static const struct module *
any_module(const struct catalogue *catalogue, const char *name)
{
	for (size_t i = 0; i < catalogue->module_count; i++)
		if (text_equal(catalogue->modules[i].name, name))
			return &catalogue->modules[i];
	return NULL;
}

static const struct field *
any_field(const struct module *module, const char *name)
{
	for (size_t i = 0; module != NULL && i < module->field_count; i++)
		if (text_equal(module->fields[i].name, name))
			return &module->fields[i];
	return NULL;
}

static void
body(struct tx *tx, void *data)
{
	struct change *change = data;

	change->trouble = (struct module_trouble){0};
	change->outcome = change->run(tx, change, catalogue_load(tx, tx_arena(tx)));
	if (change->outcome != MODULE_DONE)
		tx_refuse(tx);
}

static enum db_trouble
attempt(struct change *change)
{
	return db_write(change->db, change->arena, body, change);
}

static enum module_outcome
run_module_create(struct tx *tx, struct change *change, const struct catalogue *catalogue)
{
	return module_create(tx, catalogue, &change->module_draft, &change->id, &change->trouble);
}

static enum module_outcome
run_module_retire(struct tx *tx, struct change *change, const struct catalogue *catalogue)
{
	const struct module *module = any_module(catalogue, change->module);

	return module_retire(tx, catalogue, module, module->version, &change->trouble);
}

static enum module_outcome
run_module_restore(struct tx *tx, struct change *change, const struct catalogue *catalogue)
{
	return module_restore(tx, any_module(catalogue, change->module));
}

static enum module_outcome
run_field_create(struct tx *tx, struct change *change, const struct catalogue *catalogue)
{
	return field_create(tx, catalogue, any_module(catalogue, change->module), &change->draft, &change->id,
			    &change->trouble);
}

static enum module_outcome
run_field_change(struct tx *tx, struct change *change, const struct catalogue *catalogue)
{
	const struct field *field = any_field(any_module(catalogue, change->module), change->field);

	return field_change(tx, catalogue, field, &change->draft,
			    change->version == 0 ? field->version : change->version, &change->trouble);
}

static enum module_outcome
run_field_retire(struct tx *tx, struct change *change, const struct catalogue *catalogue)
{
	const struct field *field = any_field(any_module(catalogue, change->module), change->field);

	return field_retire(tx, catalogue, field, field->version, &change->trouble);
}

static enum module_outcome
run_field_restore(struct tx *tx, struct change *change, const struct catalogue *catalogue)
{
	return field_restore(tx, any_field(any_module(catalogue, change->module), change->field));
}

static enum module_outcome
run_layout_save(struct tx *tx, struct change *change, const struct catalogue *catalogue)
{
	return layout_save(tx, any_module(catalogue, change->module), 0, "Short",
			   json_doc(tx_arena(tx), change->definition), 0, &change->id, &change->trouble);
}

static enum module_outcome
run_layout_remove(struct tx *tx, struct change *change, const struct catalogue *catalogue)
{
	return layout_remove(tx, &any_module(catalogue, change->module)->layouts[0], &change->trouble);
}

/* ---- shorthands ---- */

static struct label
called(const char *english)
{
	return (struct label){.count = 1, .languages = {"en"}, .texts = {english}};
}

static struct change
new_module(struct db *db, struct arena *arena, const char *name, const char *parent)
{
	const struct catalogue *catalogue = catalogue_now(db, arena);

	return (struct change){.db = db,
			       .arena = arena,
			       .run = run_module_create,
			       .module_draft = {.name = name,
						.singular = called("Vehicle"),
						.plural = called("Our Vehicles"),
						.icon = "folder",
						.parent = parent == NULL ? 0 : any_module(catalogue, parent)->id,
						.naming = called("Plate number"),
						.sharing = SHARING_READ}};
}

static struct change
new_field(struct db *db, struct arena *arena, const char *module, const char *name, enum field_type type,
	  const char *settings)
{
	return (struct change){
		.db = db,
		.arena = arena,
		.run = run_field_create,
		.module = module,
		.draft = {.name = name, .type = type, .label = called(name), .settings = json_doc(arena, settings)}};
}

static void
add_module(struct db *db, struct arena *arena, const char *name, const char *parent)
{
	struct change change = new_module(db, arena, name, parent);

	assert_int_equal(attempt(&change), DB_FINE);
	assert_int_equal(change.outcome, MODULE_DONE);
}

static void
add_field(struct db *db, struct arena *arena, const char *module, const char *name, enum field_type type,
	  const char *settings)
{
	struct change change = new_field(db, arena, module, name, type, settings);

	assert_int_equal(attempt(&change), DB_FINE);
	assert_int_equal(change.outcome, MODULE_DONE);
}

static enum module_outcome
outcome_of(struct db *db, struct arena *arena, const char *module, const char *field,
	   enum module_outcome (*run)(struct tx *tx, struct change *change, const struct catalogue *catalogue),
	   struct module_trouble *trouble)
{
	struct change change = {.db = db, .arena = arena, .module = module, .field = field, .run = run};

	attempt(&change);
	if (trouble != NULL)
		*trouble = change.trouble;
	return change.outcome;
}

static const char *
refusal_of(struct db *db, struct arena *arena, enum field_type type, const char *settings)
{
	struct change change = new_field(db, arena, "vehicles", "made_up", type, settings);

	assert_int_equal(attempt(&change), DB_REFUSED);
	assert_int_equal(change.outcome, MODULE_DRAFT_WRONG);
	assert_non_null(change.trouble.error);
	return change.trouble.wrong_field;
}

/* ---- modules ---- */

TEST_BOTH_ENGINES_WITH(house_with_modules, a_module_gets_a_table_and_rights)
{
	struct change change = new_module(db, arena, "", NULL);
	const struct module *module;
	struct tx *tx;

	assert_int_equal(attempt(&change), DB_FINE);
	assert_int_equal(change.outcome, MODULE_DONE);
	module = module_of_id(catalogue_now(db, arena), change.id);
	assert_string_equal(module->name, "our_vehicles");
	assert_string_equal(module->table, "x_our_vehicles");
	assert_string_equal(label_text(&module->singular, "fr"), "Vehicle");
	assert_string_equal(module->naming->name, "plate_number");
	assert_string_equal(module->naming->key, "x_plate_number_key");
	assert_true(module->naming->required);
	assert_int_equal(module->field_count, SYSTEM_FIELDS + 1);
	tx = db_read(db, arena);
	assert_int_equal(db_get_int(tx, -1,
				    "select count(*) from x_our_vehicles where x_plate_number_key = '' "
				    "and owner_id = 0 and approval = 'none' and deleted_by is null"),
			 0);
	assert_int_equal(
		db_get_int(tx, 0, "select sum(may) from profile_module where module_id = $1", db_int(change.id)),
		127 + 63 + 1);
	db_read_end(tx);
}

TEST_BOTH_ENGINES_WITH(house_with_modules, names_of_modules_are_words_and_free)
{
	struct change change = new_module(db, arena, "Vehicles!", NULL);

	attempt(&change);
	assert_int_equal(change.outcome, MODULE_NAME_WRONG);
	change.module_draft.name = "settings";
	attempt(&change);
	assert_int_equal(change.outcome, MODULE_NAME_WRONG);
	change.module_draft.name = "clients";
	attempt(&change);
	assert_int_equal(change.outcome, MODULE_NAME_TAKEN);
	change.module_draft.name = "";
	change.module_draft.plural = called("Clients");
	assert_int_equal(attempt(&change), DB_FINE);
	assert_string_equal(module_of_id(catalogue_now(db, arena), change.id)->name, "clients_2");
}

TEST_BOTH_ENGINES_WITH(house_with_modules, lines_go_and_come_back_with_their_module)
{
	const struct catalogue *catalogue;

	add_module(db, arena, "vehicles", NULL);
	add_module(db, arena, "services", "vehicles");
	catalogue = catalogue_now(db, arena);
	assert_ptr_equal(module_named(catalogue, "services")->parent, module_named(catalogue, "vehicles"));
	assert_int_equal(outcome_of(db, arena, "vehicles", NULL, run_module_retire, NULL), MODULE_DONE);
	catalogue = catalogue_now(db, arena);
	assert_null(module_named(catalogue, "vehicles"));
	assert_null(module_named(catalogue, "services"));
	assert_int_equal(outcome_of(db, arena, "vehicles", NULL, run_module_restore, NULL), MODULE_DONE);
	assert_non_null(module_named(catalogue_now(db, arena), "services"));
	assert_int_equal(outcome_of(db, arena, "leads", NULL, run_module_retire, NULL), MODULE_BUILTIN);
}

TEST_BOTH_ENGINES_WITH(house_with_modules, a_module_that_is_led_to_says_by_what)
{
	struct module_trouble trouble;

	add_module(db, arena, "vehicles", NULL);
	add_field(db, arena, "tasks", "vehicle", FIELD_LOOKUP, "{\"target\": \"vehicles\"}");
	assert_int_equal(outcome_of(db, arena, "vehicles", NULL, run_module_retire, &trouble), MODULE_IN_USE);
	assert_int_equal(trouble.uses->list.count, 1);
	assert_string_equal(doc_get_text(trouble.uses->list.items[0], "name"), "tasks.vehicle");
}

/* ---- fields ---- */

static const char *const settings_by_type[FIELD_TYPES] = {
	[FIELD_TEXT] = "{\"longest\": 20, \"pattern\": \"[A-Z]{2}-[0-9]{3}-[A-Z]{2}\"}",
	[FIELD_INTEGER] = "{\"least\": 0, \"most\": \"9\"}",
	[FIELD_DECIMAL] = "{\"digits\": 3, \"most\": \"12.5\"}",
	[FIELD_MONEY] = "{\"currency\": \"USD\"}",
	[FIELD_CHOICE] = "{\"choices\": [{\"code\": \"red\", \"label\": {\"en\": \"Red\"}}]}",
	[FIELD_CHOICES] = "{\"choices\": [{\"code\": \"blue\", \"label\": {\"en\": \"Blue\"}, \"tone\": \"info\"}]}",
	[FIELD_LOOKUP] = "{\"target\": \"clients\"}",
	[FIELD_LOOKUPS] = "{\"target\": \"contacts\"}",
	[FIELD_NUMBER] = "{\"prefix\": \"V-\", \"digits\": 4}",
	[FIELD_FORMULA] = "{\"result\": \"integer\", \"formula\": \"of_integer + 1\"}",
	[FIELD_ROLLUP] = "{\"rollup\": {\"of\": \"count\", \"module\": \"services\"}}",
};

static void
add_every_type(struct db *db, struct arena *arena)
{
	add_module(db, arena, "vehicles", NULL);
	add_module(db, arena, "services", "vehicles");
	for (int type = 0; type < FIELD_TYPES; type++)
		add_field(db, arena, "vehicles", arena_printf(arena, "of_%s", field_type_names[type]),
			  (enum field_type)type, settings_by_type[type]);
}

TEST_BOTH_ENGINES_WITH(house_with_modules, every_type_of_field_gets_its_column)
{
	const struct module *module;
	struct tx *tx;

	add_every_type(db, arena);
	module = module_named(catalogue_now(db, arena), "vehicles");
	assert_int_equal(module->field_count, SYSTEM_FIELDS + 1 + FIELD_TYPES);
	tx = db_read(db, arena);
	for (size_t i = SYSTEM_FIELDS; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];
		struct sql sql = sql_new(arena);

		if (field->column == NULL)
			continue;
		sql_printf(&sql, "select count(*) from %s where %s = %s", module->table, field->column,
			   field_kept_as(field) == DB_INT ? "1" : "'1'");
		if (field->key != NULL)
			sql_printf(&sql, " and %s = ''", field->key);
		assert_int_equal(db_sql_get_int(tx, -1, sql_end(&sql)), 0);
	}
	assert_int_equal(db_get_int(tx, 0, "select count(*) from number_series where field_id = $1",
				    db_int(field_named(module, "of_number")->id)),
			 1);
	db_read_end(tx);
	assert_int_equal(field_named(module, "of_integer")->most, 9);
	assert_int_equal(field_named(module, "of_decimal")->most, 12500);
	assert_int_equal(field_named(module, "of_choices")->choices[0].label.count, 1);
	assert_non_null(field_named(module, "of_formula")->formula);
	assert_string_equal(field_named(module, "of_rollup")->source_module->name, "services");
	assert_null(field_named(module, "of_lookups")->column);
	assert_string_equal(field_named(module, "of_money")->currency, "USD");
}

TEST_BOTH_ENGINES_WITH(house_with_modules, wrong_settings_are_refused_by_name)
{
	add_module(db, arena, "vehicles", NULL);
	assert_string_equal(refusal_of(db, arena, FIELD_TEXT, "{\"pattern\": \"(\"}"), "settings.pattern");
	assert_string_equal(refusal_of(db, arena, FIELD_TEXT, "{\"longest\": 100000}"), "settings.longest");
	assert_string_equal(refusal_of(db, arena, FIELD_INTEGER, "{\"least\": 5, \"most\": 4}"), "settings.most");
	assert_string_equal(refusal_of(db, arena, FIELD_DECIMAL, "{\"digits\": 40}"), "settings.digits");
	assert_string_equal(refusal_of(db, arena, FIELD_MONEY, "{\"currency\": \"euro\"}"), "settings.currency");
	assert_string_equal(refusal_of(db, arena, FIELD_CHOICE, "{\"choices\": []}"), "settings.choices");
	assert_string_equal(refusal_of(db, arena, FIELD_CHOICE,
				       "{\"choices\": [{\"code\": \"a\", \"label\": {\"en\": \"A\"}}, "
				       "{\"code\": \"a\", \"label\": {\"en\": \"B\"}}]}"),
			    "settings.choices");
	assert_string_equal(refusal_of(db, arena, FIELD_LOOKUP, "{\"target\": \"nowhere\"}"), "settings.target");
	assert_string_equal(refusal_of(db, arena, FIELD_FORMULA, "{\"result\": \"integer\", \"formula\": \"1 +\"}"),
			    "settings.formula");
	assert_string_equal(refusal_of(db, arena, FIELD_FORMULA, "{\"result\": \"file\", \"formula\": \"1\"}"),
			    "settings.result");
	assert_string_equal(refusal_of(db, arena, FIELD_ROLLUP, "{\"rollup\": {\"of\": \"sum\"}}"),
			    "settings.rollup.from");
	assert_string_equal(
		refusal_of(db, arena, FIELD_TEXT,
			   "{\"visible_when\": {\"all\": [{\"field\": \"nothing\", \"comparison\": \"empty\"}]}}"),
		"settings.visible_when");
}

TEST_BOTH_ENGINES_WITH(house_with_modules, names_of_fields_are_words_and_free)
{
	static const char *const wrong[] = {"version", "owner", "1st", "Plate", "name_key", "id; drop table client"};
	struct change change;

	add_module(db, arena, "vehicles", NULL);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		change = new_field(db, arena, "vehicles", wrong[i], FIELD_TEXT, NULL);
		attempt(&change);
		assert_int_equal(change.outcome, MODULE_NAME_WRONG);
	}
	change = new_field(db, arena, "vehicles", "plate_number", FIELD_TEXT, NULL);
	attempt(&change);
	assert_int_equal(change.outcome, MODULE_NAME_TAKEN);
	change = new_field(db, arena, "clients", "city", FIELD_TEXT, NULL);
	attempt(&change);
	assert_int_equal(change.outcome, MODULE_NAME_TAKEN);
	change = new_field(db, arena, "clients", "colour", FIELD_TEXT, NULL);
	attempt(&change);
	assert_int_equal(change.outcome, MODULE_DONE);
}

TEST_BOTH_ENGINES_WITH(house_with_modules, a_field_in_use_says_by_what_and_goes_once_it_is_free)
{
	struct change layout = {.db = db, .arena = arena, .module = "vehicles", .run = run_layout_save};
	struct module_trouble trouble;

	add_module(db, arena, "vehicles", NULL);
	add_field(db, arena, "vehicles", "seats", FIELD_INTEGER, NULL);
	add_field(db, arena, "vehicles", "twice", FIELD_FORMULA,
		  "{\"result\": \"integer\", \"formula\": \"seats * 2\"}");
	layout.definition = "{\"sections\": [{\"columns\": 1, \"fields\": [{\"field\": \"seats\", \"wide\": true}]}]}";
	assert_int_equal(attempt(&layout), DB_FINE);
	assert_int_equal(outcome_of(db, arena, "vehicles", "seats", run_field_retire, &trouble), MODULE_IN_USE);
	assert_int_equal(trouble.uses->list.count, 2);
	assert_string_equal(doc_get_text(trouble.uses->list.items[0], "name"), "twice");
	assert_string_equal(doc_get_text(trouble.uses->list.items[1], "name"), "Short");
	assert_int_equal(outcome_of(db, arena, "vehicles", "plate_number", run_field_retire, &trouble), MODULE_IN_USE);

	assert_int_equal(outcome_of(db, arena, "vehicles", "twice", run_field_retire, NULL), MODULE_DONE);
	assert_int_equal(outcome_of(db, arena, "vehicles", NULL, run_layout_remove, NULL), MODULE_DONE);
	assert_int_equal(outcome_of(db, arena, "vehicles", "seats", run_field_retire, NULL), MODULE_DONE);
	assert_null(field_named(module_named(catalogue_now(db, arena), "vehicles"), "seats"));
	assert_int_equal(outcome_of(db, arena, "vehicles", "seats", run_field_restore, NULL), MODULE_DONE);
	assert_non_null(field_named(module_named(catalogue_now(db, arena), "vehicles"), "seats"));
	assert_int_equal(outcome_of(db, arena, "leads", "company", run_field_retire, NULL), MODULE_BUILTIN);
}

static void
add_rules(struct tx *tx, void *data)
{
	const struct module *leads = module_named(catalogue_load(tx, tx_arena(tx)), "leads");
	int64_t field = field_named(leads, "extra")->id;

	(void)data;
	db_run(tx, "insert into crew (id, name, created_at, version) values (1, 'Sales', 0, 1)");
	db_run(tx,
	       "insert into sharing_rule (id, module_id, name, condition, crew_id, level, created_at, version) values "
	       "(1, $1, 'Large ones', $2, 1, 'read', 0, 1)",
	       db_int(leads->id),
	       db_text("{\"all\": [{\"field\": \"extra\", \"comparison\": \"not_empty\", \"values\": []}]}"));
	db_run(tx,
	       "insert into state_rule (id, module_id, field_id, effect, name, condition, created_at, version) values "
	       "(1, $1, $2, 'locked', 'Kept', '{}', 0, 1)",
	       db_int(leads->id), db_int(field));
	db_run(tx,
	       "insert into sharing_rule (id, module_id, name, condition, crew_id, level, created_at, version) values "
	       "(2, $1, 'Others', $2, 1, 'read', 0, 1)",
	       db_int(leads->id),
	       db_text("{\"all\": [{\"field\": \"name\", \"comparison\": \"is\", \"values\": [\"extra\"]}]}"));
}

TEST_BOTH_ENGINES_WITH(house_with_modules, rules_that_ask_about_a_field_hold_it)
{
	struct module_trouble trouble;

	add_field(db, arena, "leads", "extra", FIELD_TEXT, NULL);
	assert_int_equal(db_write(db, arena, add_rules, NULL), DB_FINE);
	assert_int_equal(outcome_of(db, arena, "leads", "extra", run_field_retire, &trouble), MODULE_IN_USE);
	assert_int_equal(trouble.uses->list.count, 2);
	assert_string_equal(doc_get_text(trouble.uses->list.items[0], "name"), "Large ones");
	assert_string_equal(doc_get_text(trouble.uses->list.items[1], "name"), "Kept");
}

static void
add_custom(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx, "update field set builtin = 0, column_name = 'x_company' where name = 'company'");
	db_run(tx, "update module set builtin = 0 where name = 'tasks'");
	db_run(tx,
	       "update field set builtin = 0, type = 'text' where module_id = (select id from module where name = 'tasks')");
	modules_install(tx);
}

TEST_BOTH_ENGINES_WITH(house_with_modules, what_was_made_here_is_not_taken_for_ours)
{
	const struct catalogue *catalogue;

	assert_int_equal(db_write(db, arena, add_custom, NULL), DB_FINE);
	catalogue = catalogue_now(db, arena);
	assert_int_equal(catalogue->module_count, 14);
	assert_false(field_named(module_named(catalogue, "leads"), "company")->builtin);
}

TEST_BOTH_ENGINES_WITH(house_with_modules, roll_ups_do_not_run_in_circles)
{
	struct change change = new_field(db, arena, "orders", "", FIELD_ROLLUP,
					 "{\"rollup\": {\"of\": \"sum\", \"module\": \"vehicles\", "
					 "\"field\": \"worth\", \"link\": \"of_order\"}}");

	add_module(db, arena, "vehicles", NULL);
	add_module(db, arena, "orders", NULL);
	add_field(db, arena, "orders", "vehicle", FIELD_LOOKUP, "{\"target\": \"vehicles\"}");
	add_field(db, arena, "vehicles", "of_order", FIELD_LOOKUP, "{\"target\": \"orders\"}");
	add_field(db, arena, "vehicles", "price", FIELD_INTEGER, NULL);
	add_field(db, arena, "orders", "total", FIELD_ROLLUP,
		  "{\"rollup\": {\"of\": \"sum\", \"module\": \"vehicles\", \"field\": \"price\", "
		  "\"link\": \"of_order\"}}");
	add_field(db, arena, "vehicles", "worth", FIELD_ROLLUP,
		  "{\"rollup\": {\"of\": \"sum\", \"module\": \"orders\", \"field\": \"total\", "
		  "\"link\": \"vehicle\"}}");
	change.field = "total";
	change.run = run_field_change;
	change.draft.label = called("Total");
	attempt(&change);
	assert_int_equal(change.outcome, MODULE_DRAFT_WRONG);
	assert_string_equal(change.trouble.wrong_field, "settings.rollup.from");
}

TEST_BOTH_ENGINES_WITH(house_with_modules, layouts_name_fields_once)
{
	struct change layout = {.db = db, .arena = arena, .module = "leads", .run = run_layout_save};

	layout.definition = "{\"sections\": [{\"fields\": [{\"field\": \"name\"}, {\"field\": \"name\"}]}]}";
	attempt(&layout);
	assert_int_equal(layout.outcome, MODULE_DRAFT_WRONG);
	layout.definition = "{\"sections\": [{\"fields\": [{\"field\": \"nothing\"}]}]}";
	attempt(&layout);
	assert_int_equal(layout.outcome, MODULE_DRAFT_WRONG);
	layout.definition = "{\"sections\": [{\"title\": {\"fr\": \"Qui\"}, \"fields\": [{\"field\": \"name\", "
			    "\"required\": true}, {\"field\": \"owner\"}]}]}";
	assert_int_equal(attempt(&layout), DB_FINE);
	assert_int_equal(module_named(catalogue_now(db, arena), "leads")->layouts[0].id, layout.id);
	assert_int_equal(module_named(catalogue_now(db, arena), "leads")->layouts[0].sections[0].item_count, 2);
}

TEST_BOTH_ENGINES_WITH(house_with_modules, a_changed_field_keeps_what_records_have)
{
	struct change change = new_field(db, arena, "leads", "", FIELD_CHOICE,
					 "{\"choices\": [{\"code\": \"new\"}, {\"code\": \"warm\", \"label\": "
					 "{\"en\": \"Warm\"}}]}");
	const struct field *state;

	change.field = "state";
	change.run = run_field_change;
	change.draft.label = (struct label){.builtin = "State"};
	change.draft.default_text = "new";
	assert_int_equal(attempt(&change), DB_FINE);
	state = field_named(module_named(catalogue_now(db, arena), "leads"), "state");
	assert_int_equal(state->choice_count, 6);
	assert_string_equal(state->choices[0].label.builtin, "New");
	assert_string_equal(state->choices[1].code, "warm");
	assert_true(state->choices[2].retired);
	assert_string_equal(state->choices[2].label.builtin, "Contacted");
	assert_string_equal(state->label.builtin, "State");

	change.version = 1;
	attempt(&change);
	assert_int_equal(change.outcome, MODULE_OVERTAKEN);
	change.draft.type = FIELD_TEXT;
	attempt(&change);
	assert_int_equal(change.outcome, MODULE_BUILTIN);
}

/* ---- while others work ---- */

struct reader {
	struct db *db;
	_Atomic bool stop;
	_Atomic int reads, failures;
};

static void *
read_on(void *data)
{
	struct reader *reader = data;

	while (!reader->stop) {
		struct arena *arena = arena_new(0);
		struct tx *tx = db_read(reader->db, arena);

		db_get_int(tx, 0, "select count(*) from x_vehicles where x_plate_number_key > ''");
		reader->failures += tx_trouble(tx) != DB_FINE;
		reader->reads++;
		db_read_end(tx);
		arena_free(arena);
	}
	return NULL;
}

TEST_BOTH_ENGINES_WITH(house_with_modules, fields_come_and_go_while_others_read)
{
	struct reader reader = {.db = db};
	pthread_t thread;

	add_module(db, arena, "vehicles", NULL);
	pthread_create(&thread, NULL, read_on, &reader);
	for (int i = 0; i < 5; i++) {
		const char *name = arena_printf(arena, "extra_%d", i);

		add_field(db, arena, "vehicles", name, FIELD_TEXT, NULL);
		assert_int_equal(outcome_of(db, arena, "vehicles", name, run_field_retire, NULL), MODULE_DONE);
		assert_int_equal(outcome_of(db, arena, "vehicles", name, run_field_restore, NULL), MODULE_DONE);
	}
	reader.stop = true;
	pthread_join(thread, NULL);
	assert_true(reader.reads > 0);
	assert_int_equal(reader.failures, 0);
}

TEST_BOTH_ENGINES_WITH(house_with_modules, who_reads_for_long_does_not_hold_up_everybody)
{
	struct change change = new_field(db, arena, "vehicles", "late", FIELD_TEXT, NULL);
	struct tx *tx;

	add_module(db, arena, "vehicles", NULL);
	tx = db_read(db, arena);
	db_get_int(tx, 0, "select count(*) from x_vehicles");
	assert_int_equal(attempt(&change), db_engine(db) == DB_POSTGRES ? DB_SLOW : DB_FINE);
	db_read_end(tx);
	if (db_engine(db) == DB_POSTGRES)
		assert_int_equal(attempt(&change), DB_FINE);
	assert_non_null(field_named(module_named(catalogue_now(db, arena), "vehicles"), "late"));
}

/* ---- large tables ---- */

static void
fill(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx, "insert into x_vehicles (id, created_at, version) with recursive number (i) as (select 1 union all "
		   "select i + 1 from number where i < 100000) select i, 0, 1 from number");
}

static int64_t
index_count(struct db *db, struct arena *arena, int64_t field)
{
	struct tx *tx = db_read(db, arena);
	const char *select = tx_engine(tx) == DB_SQLITE
				     ? "select count(*) from sqlite_master where type = 'index' and name = $1"
				     : "select count(*) from pg_indexes where schemaname = current_schema() "
				       "and indexname = $1";
	char id[ID_LENGTH + 1];
	int64_t found;

	id_print(id, field);
	found = db_get_int(tx, -1, select, db_text(arena_printf(arena, "x_%s", id)));
	db_read_end(tx);
	return found;
}

TEST_BOTH_ENGINES_WITH(house_with_modules, an_index_over_many_rows_is_built_by_a_job)
{
	struct change change = new_field(db, arena, "vehicles", "small", FIELD_TEXT, NULL);

	add_module(db, arena, "vehicles", NULL);
	attempt(&change);
	assert_int_equal(index_count(db, arena, change.id), 1);
	assert_int_equal(db_write(db, arena, fill, NULL), DB_FINE);
	change.draft.name = "large";
	assert_int_equal(attempt(&change), DB_FINE);
	assert_int_equal(index_count(db, arena, change.id), 0);
	assert_int_equal(job_run_due(db, modules.jobs, modules.job_count, NULL), 1);
	assert_int_equal(index_count(db, arena, change.id), 1);
}
