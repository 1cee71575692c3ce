/* property_world_test: draws modules, rights and records into a database, and keeps in memory what was drawn. */
#include "records/property_world_test.h"
#include "records/property_portal_test.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"
#include "modules/formula.h"
#include "modules/module_store.h"
#include "records/record_row.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* ---- modules ---- */

static const struct {
	enum field_type type;
	const char *settings;
} kinds[] = {
	{FIELD_TEXT, NULL},
	{FIELD_LONG_TEXT, NULL},
	{FIELD_EMAIL, NULL},
	{FIELD_PHONE, NULL},
	{FIELD_LINK, NULL},
	{FIELD_INTEGER, NULL},
	{FIELD_DECIMAL, "{'digits': 2}"},
	{FIELD_MONEY, "{'currency': 'EUR'}"},
	{FIELD_PERCENTAGE, "{'digits': 1}"},
	{FIELD_DAY, NULL},
	{FIELD_INSTANT, NULL},
	{FIELD_YES_NO, NULL},
	{FIELD_CHOICE, "{'choices': [{'code': 'new', 'label': {'en': 'New'}}, {'code': 'won', 'label': {'en': 'Won'}}, "
		       "{'code': 'lost', 'label': {'en': 'Lost'}}]}"},
	{FIELD_CHOICES,
	 "{'choices': [{'code': 'red', 'label': {'en': 'Red'}}, {'code': 'blue', 'label': {'en': 'Blue'}}, "
	 "{'code': 'green', 'label': {'en': 'Green'}}]}"},
	{FIELD_LOOKUP, NULL},
	{FIELD_LOOKUPS, NULL},
	{FIELD_STAFF, NULL},
	{FIELD_ADDRESS, NULL},
	{FIELD_FILE, NULL},
	{FIELD_NUMBER, "{'prefix': 'N-', 'digits': 3}"},
};

static struct label
label_of(const char *text)
{
	return (struct label){.count = 1, .languages = {"en"}, .texts = {text}};
}

static void
make_modules(struct tx *tx, void *data)
{
	struct property *property = data;
	struct module_trouble trouble = {.error = NULL};

	for (size_t i = 0; i < property->sheet_count; i++) {
		const struct sheet *sheet = &property->sheets[i];
		const struct module_draft draft = {.name = sheet->name,
						   .singular = label_of(sheet->name),
						   .plural = label_of(sheet->name),
						   .naming = label_of("Title"),
						   .icon = "file",
						   .sharing = sheet->sharing};
		int64_t id;

		if (sheet->parent == NULL)
			assert_int_equal(module_create(tx, property->world.rights->catalogue, &draft, &id, &trouble),
					 MODULE_DONE);
	}
}

static void
make_lines(struct tx *tx, void *data)
{
	struct property *property = data;
	struct module_trouble trouble = {.error = NULL};
	const struct sheet *sheet = &property->sheets[property->sheet_count - 1];
	const struct module_draft draft = {.name = sheet->name,
					   .singular = label_of(sheet->name),
					   .plural = label_of(sheet->name),
					   .naming = label_of("Title"),
					   .icon = "file",
					   .parent = property->sheets[0].module->id,
					   .sharing = SHARING_PRIVATE};
	int64_t id;

	assert_int_equal(module_create(tx, property->world.rights->catalogue, &draft, &id, &trouble), MODULE_DONE);
}

static void
make_field(struct tx *tx, struct property *property, const struct module *module, const char *name,
	   enum field_type type, const char *settings)
{
	struct module_trouble trouble = {.error = NULL};
	const struct field_draft draft = {
		.name = name,
		.type = type,
		.label = label_of(name),
		.settings = settings == NULL ? NULL : world_json(&property->world, settings),
	};
	int64_t id;

	if (field_create(tx, property->world.rights->catalogue, module, &draft, &id, &trouble) != MODULE_DONE)
		fail_msg("%s of %s: %s", name, module->name, trouble.error);
}

static const char *
draw_target_settings(struct property *property)
{
	return arena_printf(property->arena, "{'target': '%s'}",
			    property->sheets[draw(&property->chance, property->sheet_count - 1)].name);
}

static void
make_fields(struct tx *tx, void *data)
{
	struct property *property = data;

	for (size_t i = 0; i < property->sheet_count; i++) {
		const struct module *module = property->sheets[i].module;
		size_t count = 5 + draw(&property->chance, 6);

		make_field(tx, property, module, "qty", FIELD_INTEGER, NULL);
		make_field(tx, property, module, "gone", FIELD_TEXT, NULL);
		make_field(tx, property, module, "links", FIELD_LOOKUPS, draw_target_settings(property));
		for (size_t f = 0; f < count; f++) {
			size_t kind = draw(&property->chance, COUNT(kinds));
			const char *settings = kinds[kind].settings;

			if (kinds[kind].type == FIELD_LOOKUP || kinds[kind].type == FIELD_LOOKUPS)
				settings = draw_target_settings(property);
			make_field(tx, property, module, arena_printf(property->arena, "f%zu", f), kinds[kind].type,
				   settings);
		}
	}
}

/* To those who sign in to the portal; one that is retired later. */
static void
make_ties(struct tx *tx, void *data)
{
	struct property *property = data;

	for (size_t i = 0; i < property->sheet_count; i++) {
		const struct module *module = property->sheets[i].module;

		make_field(tx, property, module, "holder", FIELD_LOOKUP, "{'target': 'contacts'}");
		make_field(tx, property, module, "payer", FIELD_LOOKUP, "{'target': 'clients'}");
		make_field(tx, property, module, "payers", FIELD_LOOKUPS, "{'target': 'clients'}");
		make_field(tx, property, module, "former", FIELD_LOOKUP, "{'target': 'clients'}");
		make_field(tx, property, module, "upper", FIELD_LOOKUP, draw_target_settings(property));
	}
}

static void
retire_former(struct tx *tx, void *data)
{
	struct property *property = data;
	struct module_trouble trouble = {.error = NULL};

	for (size_t i = 0; i < property->sheet_count; i++) {
		const struct field *former = field_named(property->sheets[i].module, "former");

		assert_int_equal(field_retire(tx, property->world.rights->catalogue, former, former->version, &trouble),
				 MODULE_DONE);
	}
}

static void
make_computed(struct tx *tx, void *data)
{
	struct property *property = data;
	struct module_trouble trouble = {.error = NULL};

	for (size_t i = 0; i < property->sheet_count; i++) {
		const struct module *module = property->sheets[i].module;
		const struct field *gone = field_named(module, "gone");

		make_field(tx, property, module, "twice", FIELD_FORMULA, "{'result': 'integer', 'formula': 'qty * 2'}");
		assert_int_equal(field_retire(tx, property->world.rights->catalogue, gone, gone->version, &trouble),
				 MODULE_DONE);
	}
	make_field(tx, property, property->sheets[0].module, "lines", FIELD_ROLLUP,
		   "{'result': 'integer', 'rollup': {'of': 'count', 'module': 'pl'}}");
}

/* For modules with names that mean something to the portal. */
static void
make_way(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx, "update module set name = 'old_' || name where name in ('tickets', 'leads')");
	catalogue_touch(tx);
}

static void
draw_modules(struct property *property, bool portal)
{
	static const char *const staff_names[] = {"pa", "pb", "pc", "pd"};
	static const char *const portal_names[] = {"tickets", "pb", "leads", "pd"};
	const char *const *names = portal ? portal_names : staff_names;
	size_t count = 2 + draw(&property->chance, 3);

	for (size_t i = 0; i < count; i++)
		property->sheets[property->sheet_count++] = (struct sheet){
			.name = names[i],
			.sharing = draw_once_in(&property->chance, 2) ? SHARING_PRIVATE
								      : (enum sharing)draw(&property->chance, 3)};
	if (portal)
		world_write(&property->world, make_way, NULL);
	world_write(&property->world, make_modules, property);
	property_load(property);
	property->sheets[property->sheet_count++] = (struct sheet){.name = "pl", .parent = names[0]};
	world_write(&property->world, make_lines, property);
	property_load(property);
	world_write(&property->world, make_fields, property);
	property_load(property);
	if (portal) {
		world_write(&property->world, make_ties, property);
		property_load(property);
		world_write(&property->world, retire_former, property);
		property_load(property);
	}
	world_write(&property->world, make_computed, property);
	property_load(property);
}

/* ---- profiles, roles, staff ---- */

static unsigned
draw_may(struct chance *chance)
{
	unsigned may = draw_once_in(chance, 8) ? 0 : MAY_VIEW;

	for (unsigned bit = MAY_CREATE; bit <= MAY_EXPORT; bit *= 2)
		may |= draw_once_in(chance, 4) ? 0 : bit;
	return may | (draw_once_in(chance, 6) ? MAY_ALL_RECORDS : 0);
}

static void
make_profiles(struct tx *tx, void *data)
{
	static const char *const names[] = {"manager", "reader", "Sales", "Help", "Accounts"};
	struct property *property = data;
	struct chance *chance = &property->chance;
	struct rights_trouble trouble = {.error = NULL};

	for (size_t p = 0; p < PROPERTY_PROFILES; p++) {
		struct profile_spec *profile = &property->profiles[p];
		int64_t version = 1;

		if (p < 2)
			profile->id = profile_id_of(p == 0 ? PROFILE_MANAGER : PROFILE_READER);
		else
			assert_int_equal(
				profile_create(tx, property->world.rights, names[p], 0, &profile->id, &trouble),
				RIGHTS_DONE);
		version = db_get_int(tx, 0, "select version from profile where id = $1", db_int(profile->id));
		for (size_t m = 0; m < property->sheet_count; m++) {
			const struct module *module = property->sheets[m].module;
			const struct matrix_draft draft = {
				.module = module, .may = draw_may(chance), .levels = profile->levels[m]};

			profile->may[m] = draft.may;
			assert_true(module->field_count <= PROPERTY_FIELDS);
			for (size_t f = 0; f < module->field_count; f++)
				profile->levels[m][f] = draw_once_in(chance, 5)	  ? LEVEL_HIDDEN
							: draw_once_in(chance, 4) ? LEVEL_READ
										  : LEVEL_WRITE;
			assert_int_equal(profile_set_module(tx, profile->id, &draft, version++), RIGHTS_DONE);
		}
	}
}

static void
make_role(struct tx *tx, void *data)
{
	struct property *property = data;
	struct rights_trouble trouble = {.error = NULL};
	struct role_spec *role = &property->roles[property->role_count];

	role->parent = (int)draw(&property->chance, property->role_count + 1) - 1;
	assert_int_equal(role_create(tx, property->world.rights,
				     arena_printf(tx_arena(tx), "Role %zu", property->role_count),
				     role->parent < 0 ? 0 : property->roles[role->parent].id, &role->id, &trouble),
			 RIGHTS_DONE);
}

static void
make_staff(struct tx *tx, void *data)
{
	struct property *property = data;
	struct chance *chance = &property->chance;

	for (size_t i = 0; i < PROPERTY_STAFF; i++) {
		struct staff_spec *staff = &property->staff[i];

		staff->id = EVA + (int64_t)i;
		staff->profile = (int)i - 1;
		staff->role = draw_once_in(chance, 4) ? -1 : (int)draw(chance, property->role_count);
		db_run(tx,
		       "insert into staff (id, email, name, profile_id, totp_on, theme, created_at, version) "
		       "values ($1, $2, $2, 1, 0, '', 0, 1) on conflict (id) do nothing",
		       db_int(staff->id), db_text(arena_printf(tx_arena(tx), "staff%zu", i)));
		staff->viewer = (struct viewer){
			.kind = VIEWER_STAFF,
			.staff = staff->id,
			.name = "Somebody",
			.profile_id = i == 0 ? profile_id_of(PROFILE_ADMINISTRATOR) : property->profiles[i - 1].id,
			.role_id = staff->role < 0 ? 0 : property->roles[staff->role].id,
		};
		staff->viewer.profile = profile_of_id(staff->viewer.profile_id);
		db_run(tx, "update staff set profile_id = $2, role_id = $3 where id = $1", db_int(staff->id),
		       db_int(staff->viewer.profile_id), db_optional(staff->viewer.role_id, 0));
	}
	reach_recompute(tx);
}

static void
make_crews(struct tx *tx, void *data)
{
	struct property *property = data;

	for (size_t i = 0; i < PROPERTY_CREWS; i++) {
		struct crew_spec *crew = &property->crews[i];
		int64_t members[PROPERTY_STAFF];
		size_t count = 0;

		for (size_t s = 0; s < PROPERTY_STAFF; s++) {
			crew->members[s] = draw_once_in(&property->chance, 3);
			if (crew->members[s])
				members[count++] = property->staff[s].id;
		}
		assert_int_equal(crew_create(tx, property->world.rights, arena_printf(tx_arena(tx), "Crew %zu", i),
					     members, count, &crew->id),
				 RIGHTS_DONE);
	}
}

static void
draw_people(struct property *property)
{
	size_t roles = 2 + draw(&property->chance, PROPERTY_ROLES - 2);

	world_write(&property->world, make_profiles, property);
	for (property->role_count = 0; property->role_count < roles; property->role_count++)
		world_write(&property->world, make_role, property);
	world_write(&property->world, make_staff, property);
	world_write(&property->world, make_crews, property);
	property_load(property);
}

/* ---- rules ---- */

/* Mostly one that somebody writes. */
static int
draw_field_of_rule(struct chance *chance, const struct module *module)
{
	const struct field *field;

	do
		field = &module->fields[draw(chance, module->field_count)];
	while (field->retired || (field->system && !draw_once_in(chance, 4)));
	return (int)field->index;
}

static struct rule_spec
draw_rule(struct property *property, size_t sheet)
{
	struct chance *chance = &property->chance;
	const struct module *module = property->sheets[sheet].module;
	struct rule_spec rule = {.sheet = sheet, .role = -1, .crew = -1, .field = -1};

	rule.json = draw_condition(property, module, 2, property->arena);
	rule.shares = property->sheets[sheet].parent == NULL && draw_once_in(chance, 2);
	rule.writes = draw_once_in(chance, 2);
	rule.hides = draw_once_in(chance, 2);
	if (rule.shares && draw_once_in(chance, 2))
		rule.role = (int)draw(chance, property->role_count);
	else if (rule.shares)
		rule.crew = (int)draw(chance, PROPERTY_CREWS);
	if (!draw_once_in(chance, 3))
		rule.field = draw_once_in(chance, 3) ? (int)field_named(module, "links")->index
						     : draw_field_of_rule(chance, module);
	return rule;
}

static void
save_rule(struct tx *tx, struct property *property, const struct rule_spec *rule, const char *name)
{
	const struct module *module = property->sheets[rule->sheet].module;
	struct rights_trouble trouble = {.error = NULL};
	const struct sharing_draft sharing = {
		.name = name,
		.condition = rule->json,
		.role = rule->role < 0 ? 0 : property->roles[rule->role].id,
		.crew = rule->crew < 0 ? 0 : property->crews[rule->crew].id,
		.level = rule->writes ? LEVEL_WRITE : LEVEL_READ,
	};
	const struct state_draft state = {
		.name = name,
		.condition = rule->json,
		.field = rule->field < 0 ? NULL : &module->fields[rule->field],
		.hides = rule->hides,
	};
	int64_t id;

	if (rule->shares)
		assert_int_equal(sharing_save(tx, property->world.rights, module, 0, &sharing, 0, &id, &trouble),
				 RIGHTS_DONE);
	else
		assert_int_equal(state_save(tx, module, 0, &state, 0, &id, &trouble), RIGHTS_DONE);
}

static void
make_rules(struct tx *tx, void *data)
{
	struct property *property = data;

	for (size_t i = 0; i < property->rule_count; i++)
		save_rule(tx, property, &property->rules[i], arena_printf(tx_arena(tx), "Rule %zu", i));
}

void
property_save_rules(struct property *property)
{
	world_write(&property->world, make_rules, property);
	property_load(property);
}

static void
draw_rules(struct property *property)
{
	for (size_t sheet = 0; sheet < property->sheet_count; sheet++)
		for (size_t count = 2 + draw(&property->chance, 5); count > 0; count--)
			property->rules[property->rule_count++] = draw_rule(property, sheet);
	property_save_rules(property);
}

/* ---- rows ---- */

static void
fill_cells(struct property *property, const struct module *module, struct row *row)
{
	struct chance *chance = &property->chance;
	int64_t today = property->world.moment.today;

	for (size_t f = 0; f < module->field_count; f++)
		row->cells[f] = draw_value(property, &module->fields[f], property->arena);
	while (value_is_empty(&row->cells[module->naming->index]))
		row->cells[module->naming->index] = draw_value(property, module->naming, property->arena);
	row->cells[SYSTEM_CREATED_AT] = db_int((today - 3 + (int64_t)draw(chance, 4)) * DAY_MS);
	row->cells[SYSTEM_APPROVAL] = db_text(draw_once_in(chance, 8) ? "waiting" : "none");
	row->cells[SYSTEM_REVIEW] = db_text("none");
	formulas_compute(module, row->cells, &property->world.moment, property->arena);
}

static void
make_row(struct tx *tx, struct property *property, size_t sheet, size_t index)
{
	const struct module *module = property->sheets[sheet].module;
	struct row *row = row_blank(tx_arena(tx), module);
	struct sql sql = sql_new(tx_arena(tx));

	row->id = property->sheets[sheet].rows[index].id;
	if (module->parent != NULL) {
		row->parent = property->sheets[0].rows[draw(&property->chance, property->sheets[0].row_count)].id;
		row->position = 1 + (int64_t)draw(&property->chance, 9);
	}
	fill_cells(property, module, row);
	row_insert(tx, module, row);
	if (!draw_once_in(&property->chance, 6))
		return;
	sql_printf(&sql, "update %s set deleted_at = 1 where id = %" PRId64, module->table, row->id);
	db_sql_run(tx, sql_end(&sql));
}

static void
make_change(struct tx *tx, struct property *property, size_t sheet, int64_t id)
{
	const struct module *module = property->sheets[sheet].module;
	const struct copy *row =
		&property->sheets[sheet].rows[draw(&property->chance, property->sheets[sheet].row_count)];
	int field = (int)draw(&property->chance, module->field_count + 1) - 1;

	db_run(tx,
	       "insert into change (id, module_id, record_id, kind, field_id, before, after, actor_kind, actor_id, at) "
	       "values ($1, $2, $3, $4, $5, null, '1', 'staff', 101, 0)",
	       db_int(id), db_int(module->id), db_int(row->id), db_text(field < 0 ? "created" : "changed"),
	       db_optional(field < 0 ? 0 : module->fields[field].id, 0));
}

static void
make_rows(struct tx *tx, void *data)
{
	struct property *property = data;

	for (size_t sheet = 0; sheet < property->sheet_count; sheet++)
		for (size_t i = 0; i < property->sheets[sheet].row_count; i++)
			make_row(tx, property, sheet, i);
	for (int64_t id = 1; id <= 300; id++)
		make_change(tx, property, draw(&property->chance, property->sheet_count), id);
}

/* Ids come first, so that lookups and the rules about them lead somewhere. */
static void
draw_ids(struct property *property, size_t least)
{
	int64_t id = 5000;

	for (size_t sheet = 0; sheet < property->sheet_count; sheet++) {
		struct sheet *made = &property->sheets[sheet];

		made->row_count = least + draw(&property->chance, 12);
		made->rows = arena_make_array(property->arena, struct copy, made->row_count);
		for (size_t i = 0; i < made->row_count; i++)
			made->rows[i].id = id += 1 + (int64_t)draw(&property->chance, 3);
	}
}

static void
draw_rows(struct property *property)
{
	assert_int_equal(db_write(property->db, property->arena, make_rows, property), DB_FINE);
	property_copy(property);
}

/* ---- reading it all again ---- */

static const struct condition *
parsed_again(struct property *property, size_t sheet, const struct doc *json)
{
	const struct field_scope scope = {.module = property->sheets[sheet].module, .find = scope_all};
	const char *error;
	struct doc *values;
	const struct condition *condition = condition_parse(property->arena, &scope, json, &error, &values);

	assert_non_null(condition);
	return condition;
}

static void
load_types(struct property *property)
{
	for (size_t i = 0; i < property->type_count; i++)
		for (size_t t = 0; t < property->types[i].tab_count; t++) {
			struct tab_spec *tab = &property->types[i].tabs[t];

			if (tab->json != NULL && !tab->narrowed_to_nothing)
				tab->narrowed = parsed_again(property, tab->sheet, tab->json);
		}
	for (size_t i = 0; i < property->person_count; i++)
		property->people[i].moment = property->world.moment;
}

void
property_load(struct property *property)
{
	world_reload(&property->world);
	for (size_t i = 0; i < property->sheet_count; i++)
		property->sheets[i].module = module_named(property->world.rights->catalogue, property->sheets[i].name);
	for (size_t i = 0; i < property->rule_count; i++)
		property->rules[i].condition =
			parsed_again(property, property->rules[i].sheet, property->rules[i].json);
	for (size_t i = 0; i < PROPERTY_STAFF; i++) {
		property->staff[i].moment = property->world.moment;
		property->staff[i].moment.staff = property->staff[i].id;
	}
	load_types(property);
}

enum { COPY_HEAD = 5 };

static void
copy_links(struct tx *tx, const struct field *field, struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->row_count; i++) {
		static const enum db_type types[] = {DB_INT};
		struct builder list = builder_new(tx_arena(tx), 0);
		struct sql sql = sql_new(tx_arena(tx));
		struct db_value *ids;
		size_t count;

		sql_printf(&sql,
			   "select target_id from record_link where field_id = %" PRId64 " and record_id = %" PRId64
			   " order by target_id",
			   field->id, sheet->rows[i].id);
		ids = db_sql_cells(tx, sql_end(&sql), types, 1, &count);
		for (size_t n = 0; n < count; n++)
			build_printf(&list, "%s%" PRId64 "|", n == 0 ? "|" : "", ids[n].integer);
		sheet->rows[i].cells[field->index] = count == 0 ? db_null() : db_text(builder_text(&list));
	}
}

static void
copy_sheet(struct tx *tx, struct sheet *sheet)
{
	const struct module *module = sheet->module;
	struct arena *arena = tx_arena(tx);
	enum db_type types[COPY_HEAD + PROPERTY_FIELDS] = {DB_INT, DB_INT, DB_INT, DB_INT, DB_INT};
	struct sql sql = sql_new(arena);
	size_t width = COPY_HEAD;
	struct db_value *cells;

	sql_printf(&sql, "select id, version, deleted_at, %s", module->parent == NULL ? "0, 0" : "parent_id, position");
	for (size_t f = 0; f < module->field_count; f++)
		if (module->fields[f].column != NULL) {
			sql_printf(&sql, ", %s", module->fields[f].column);
			types[width++] = field_kept_as(&module->fields[f]);
		}
	sql_printf(&sql, " from %s order by id", module->table);
	cells = db_sql_cells(tx, sql_end(&sql), types, width, &sheet->row_count);
	sheet->rows = arena_make_array(arena, struct copy, sheet->row_count + 1);
	for (size_t i = 0; i < sheet->row_count; i++) {
		const struct db_value *cell = cells + i * width;
		struct copy *row = &sheet->rows[i];

		*row = (struct copy){
			cell[0].integer,	 cell[1].integer,
			cell[3].integer,	 cell[4].integer,
			cell[2].type != DB_NULL, arena_make_array(arena, struct db_value, module->field_count)};
		cell += COPY_HEAD;
		for (size_t f = 0; f < module->field_count; f++)
			row->cells[f] = module->fields[f].column == NULL ? db_null() : *cell++;
	}
	for (size_t f = 0; f < module->field_count; f++)
		if (module->fields[f].type == FIELD_LOOKUPS)
			copy_links(tx, &module->fields[f], sheet);
}

static void
copy_changes(struct tx *tx, struct property *property)
{
	static const enum db_type types[] = {DB_INT, DB_INT, DB_INT, DB_INT};
	struct sql sql = sql_new(tx_arena(tx));
	struct db_value *cells;

	sql_add(&sql, "select id, module_id, record_id, field_id from change order by id");
	cells = db_sql_cells(tx, sql_end(&sql), types, 4, &property->change_count);
	property->changes = arena_make_array(tx_arena(tx), struct change_spec, property->change_count + 1);
	for (size_t i = 0; i < property->change_count; i++, cells += 4) {
		struct change_spec *change = &property->changes[i];
		const struct field *field = cells[3].type == DB_NULL
						    ? NULL
						    : field_of_id(property->world.rights->catalogue, cells[3].integer);

		*change = (struct change_spec){.id = cells[0].integer, .record = cells[2].integer};
		change->field = field == NULL ? -1 : (int)field->index;
		while (property->sheets[change->sheet].module->id != cells[1].integer)
			change->sheet++;
	}
}

void
property_copy(struct property *property)
{
	struct arena *before = property->copy;
	struct tx *tx;

	property->copy = arena_new(0);
	tx = db_read(property->db, property->copy);
	for (size_t i = 0; i < property->sheet_count; i++)
		copy_sheet(tx, &property->sheets[i]);
	copy_changes(tx, property);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	if (before != NULL)
		arena_free(before);
}

/* ---- all of it ---- */

uint64_t
property_seed(void)
{
	const char *given = getenv("PARVIS_SEED");

	return given == NULL ? 20261122 : strtoull(given, NULL, 10);
}

static struct property *
draw_world(struct db *db, struct arena *arena, uint64_t seed, size_t least_rows, bool portal)
{
	struct property *property = arena_make(arena, struct property);

	rights_world_make(db, arena);
	*property = (struct property){.db = db, .arena = arena, .ceiling = -1, .chance = {seed * 2 + 1}};
	for (int i = 0; i < 20; i++)
		draw(&property->chance, 2);
	property->world = rights_world(db, arena);
	draw_modules(property, portal);
	draw_people(property);
	draw_ids(property, least_rows);
	draw_rules(property);
	if (portal)
		draw_types(property);
	draw_rows(property);
	draw_hands(property);
	return property;
}

struct property *
property_new(struct db *db, struct arena *arena, uint64_t seed, size_t least_rows)
{
	return draw_world(db, arena, seed, least_rows, false);
}

struct property *
property_new_of_portal(struct db *db, struct arena *arena, uint64_t seed, size_t least_rows)
{
	return draw_world(db, arena, seed, least_rows, true);
}

void
property_free(struct property *property)
{
	arena_free(property->copy);
	rights_free(property->world.rights);
}

const struct staff_spec *
property_viewers(const struct property *property, size_t *count)
{
	*count = property->person_count > 0 ? property->person_count : PROPERTY_STAFF;
	return property->person_count > 0 ? property->people : property->staff;
}

bool
property_asks(const struct property *property, const struct staff_spec *staff, size_t sheet)
{
	if ((property->quiet || property->brief) && property->mismatches > 0)
		return false;
	return (property->only_staff == NULL || property->only_staff == staff) &&
	       (property->only_sheet == NULL || property->only_sheet == &property->sheets[sheet]);
}

void
property_case(struct property *property, bool same, const struct staff_spec *staff, const struct sheet *sheet,
	      const char *format, ...)
{
	va_list arguments;

	property->cases++;
	if (same)
		return;
	property->wrong_staff = staff;
	property->wrong_sheet = sheet;
	if (property->mismatches++ > 5 || property->quiet || (property->brief && property->mismatches > 1))
		return;
	if (staff->type != NULL)
		fprintf(stderr, "somebody of user type %d, record %d, client %d, in %s: ", (int)staff->type->id,
			(int)staff->viewer.record, (int)staff->viewer.client, sheet->name);
	else
		fprintf(stderr, "staff %d of profile %d in %s: ", (int)staff->id, staff->profile, sheet->name);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
}
