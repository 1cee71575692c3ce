/* record_world_test: makes the modules, writes records from texts, reads them as texts. */
#include "records/record_world_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "modules/installed_test.h"
#include "modules/module_store.h"

#include <stdio.h>
#include <string.h>

/* ---- the modules ---- */

static const struct {
	const char *name;
	enum field_type type;
	const char *settings; /* in single quotes */
	bool distinct;
} vehicle_fields[] = {
	{"seats", FIELD_INTEGER, NULL, false},
	{"price", FIELD_MONEY, "{'currency': 'EUR'}", false},
	{"weight", FIELD_DECIMAL, "{'digits': 2}", false},
	{"bought", FIELD_DAY, NULL, false},
	{"met", FIELD_INSTANT, NULL, false},
	{"active", FIELD_YES_NO, NULL, false},
	{"fuel", FIELD_CHOICE,
	 "{'choices': [{'code': 'petrol', 'label': {'en': 'Petrol'}}, {'code': 'diesel', 'label': {'en': 'Diesel'}}]}",
	 false},
	{"notes", FIELD_LONG_TEXT, NULL, false},
	{"mail", FIELD_EMAIL, NULL, false},
	{"chassis", FIELD_TEXT, NULL, true},
	{"lead", FIELD_LOOKUP, "{'target': 'leads'}", false},
	{"drivers", FIELD_LOOKUPS, "{'target': 'leads'}", false},
	{"keeper", FIELD_STAFF, NULL, false},
	{"code", FIELD_NUMBER, "{'prefix': 'V-', 'digits': 3}", false},
};
static const struct {
	const char *name;
	enum field_type type;
	const char *settings;
	bool distinct;
} service_fields[] =
	{
		{"cost", FIELD_MONEY, "{'currency': 'EUR'}", false},
		{"done", FIELD_DAY, NULL, false},
},
  computed_fields[] = {
	  {"services", FIELD_ROLLUP, "{'result': 'integer', 'rollup': {'of': 'count', 'module': 'services'}}", false},
	  {"costs", FIELD_ROLLUP,
	   "{'result': 'money', 'currency': 'EUR', 'rollup': {'of': 'sum', 'module': 'services', 'field': 'cost'}}",
	   false},
	  {"last_done", FIELD_ROLLUP,
	   "{'result': 'day', 'rollup': {'of': 'greatest', 'module': 'services', 'field': 'done'}}", false},
	  {"whole", FIELD_FORMULA, "{'result': 'money', 'currency': 'EUR', 'formula': 'price + costs'}", false},
};

static struct label
label_of(const char *text)
{
	return (struct label){.count = 1, .languages = {"en"}, .texts = {text}};
}

static void
assert_done(enum module_outcome outcome, const struct module_trouble *trouble)
{
	if (outcome != MODULE_DONE)
		fprintf(stderr, "%d %s: %s\n", (int)outcome, trouble->wrong_field, trouble->error);
	assert_int_equal(outcome, MODULE_DONE);
}

struct making {
	struct world *world;
	const char *module, *parent, *naming;
	const char *field, *settings;
	enum field_type type;
	bool distinct;
};

static void
make_module(struct tx *tx, void *data)
{
	struct making *making = data;
	struct module_trouble trouble = {.error = NULL};
	const struct module_draft draft = {
		.name = making->module,
		.singular = label_of(making->module),
		.plural = label_of(making->module),
		.naming = label_of(making->naming),
		.icon = "file",
		.parent = making->parent == NULL ? 0 : world_module(making->world, making->parent)->id,
		.sharing = SHARING_PRIVATE};
	int64_t id;

	assert_done(module_create(tx, making->world->rights->catalogue, &draft, &id, &trouble), &trouble);
}

static void
make_field(struct tx *tx, void *data)
{
	struct making *making = data;
	struct module_trouble trouble = {.error = NULL};
	const struct field_draft draft = {
		.name = making->field,
		.type = making->type,
		.label = label_of(making->field),
		.distinct_value = making->distinct,
		.settings = making->settings == NULL ? NULL : world_json(making->world, making->settings)};
	int64_t id;

	assert_done(field_create(tx, making->world->rights->catalogue, world_module(making->world, making->module),
				 &draft, &id, &trouble),
		    &trouble);
}

#define MAKE_FIELDS(world_, module_, list)                                                                             \
	for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)                                                      \
	world_write((world_), make_field,                                                                              \
		    &(struct making){.world = (world_),                                                                \
				     .module = (module_),                                                              \
				     .field = list[i].name,                                                            \
				     .type = list[i].type,                                                             \
				     .settings = list[i].settings,                                                     \
				     .distinct = list[i].distinct})

static void
make_vehicles(struct db *db, struct arena *arena)
{
	struct world world;

	rights_world_make(db, arena);
	world = rights_world(db, arena);
	world_write(&world, make_module, &(struct making){.world = &world, .module = "vehicles", .naming = "Plate"});
	MAKE_FIELDS(&world, "vehicles", vehicle_fields);
	world_write(&world, make_module,
		    &(struct making){.world = &world, .module = "services", .parent = "vehicles", .naming = "Label"});
	MAKE_FIELDS(&world, "services", service_fields);
	MAKE_FIELDS(&world, "vehicles", computed_fields);
	rights_free(world.rights);
}

void
vehicles_make(struct db *db, struct arena *arena)
{
	db_prepare_once(db, arena, make_vehicles);
}

void
add_field(struct world *world, const char *module, const char *field, enum field_type type, const char *settings)
{
	world_write(
		world, make_field,
		&(struct making){.world = world, .module = module, .field = field, .type = type, .settings = settings});
	world_reload(world);
}

void
add_sub_form(struct world *world, const char *module, const char *parent)
{
	world_write(world, make_module,
		    &(struct making){.world = world, .module = module, .naming = "Label", .parent = parent});
	world_reload(world);
}

/* ---- writing ---- */

const struct access *
access_of(struct world *world, int64_t staff, const char *module)
{
	struct viewer *viewer = arena_make(world->arena, struct viewer);
	struct moment *moment = arena_make(world->arena, struct moment);

	*viewer = world_viewer(world, staff);
	viewer->name = "Somebody";
	*moment = world->moment;
	moment->staff = staff;
	return access_to(world->arena, NULL, viewer,
			 plan_for(world->rights, viewer, world_module(world, module), moment), moment);
}

const struct field *
field_of(struct world *world, const char *module, const char *field)
{
	const struct field *found = field_named(world_module(world, module), field);

	assert_non_null(found);
	return found;
}

struct granting {
	struct world *world;
	struct wish *wish;
	int64_t id;
};

static void
grant(struct tx *tx, void *data)
{
	struct granting *granting = data;
	struct wish *wish = granting->wish;
	const struct access *access = access_of(granting->world, wish->staff, wish->module);
	struct record_draft *draft = record_draft(tx_arena(tx), access->plan->module);

	for (size_t i = 0; wish->fields[i] != NULL; i += 2) {
		const struct field *field = field_of(granting->world, wish->module, wish->fields[i]);
		const char *error;

		draft->given[field->index] = true;
		if (wish->fields[i + 1][0] != '\0')
			assert_true(value_parse(tx_arena(tx), field, wish->fields[i + 1], &draft->cells[field->index],
						&error));
	}
	draft->parent = wish->parent;
	granting->id = wish->id;
	if (wish->id == 0)
		wish->outcome = record_create(tx, access, draft, &granting->id, &wish->trouble);
	else
		wish->outcome = record_change(tx, access, wish->id, wish->version, draft, &wish->trouble);
}

void
wish_come_true(struct world *world, struct wish *wish)
{
	struct granting granting = {world, wish, 0};

	assert_int_equal(db_write(world->db, world->arena, grant, &granting), DB_FINE);
	wish->id = granting.id;
}

int64_t
made_line(struct world *world, int64_t staff, const char *module, int64_t parent, const char *const *fields)
{
	struct wish wish = {.staff = staff, .module = module, .parent = parent, .fields = fields};

	wish_come_true(world, &wish);
	if (wish.outcome == RECORD_REFUSED)
		fprintf(stderr, "%s: %s\n", wish.trouble.field->name, wish.trouble.error);
	assert_int_equal(wish.outcome, RECORD_DONE);
	return wish.id;
}

int64_t
made(struct world *world, int64_t staff, const char *module, const char *const *fields)
{
	return made_line(world, staff, module, 0, fields);
}

enum record_outcome
changed(struct world *world, int64_t staff, const char *module, int64_t id, const char *const *fields)
{
	struct wish wish = {.staff = staff, .module = module, .id = id, .fields = fields};

	wish_come_true(world, &wish);
	return wish.outcome;
}

const char *
refused(struct world *world, struct wish wish)
{
	wish_come_true(world, &wish);
	return wish.outcome == RECORD_REFUSED ? wish.trouble.field->name : "";
}

static void
remove_it(struct tx *tx, void *data)
{
	struct granting *granting = data;
	struct wish *wish = granting->wish;

	wish->outcome =
		record_remove(tx, access_of(granting->world, wish->staff, wish->module), wish->id, &wish->trouble);
}

enum record_outcome
removed(struct world *world, int64_t staff, const char *module, int64_t id)
{
	struct wish wish = {.staff = staff, .module = module, .id = id};

	assert_int_equal(db_write(world->db, world->arena, remove_it, &(struct granting){world, &wish, 0}), DB_FINE);
	return wish.outcome;
}

/* ---- reading ---- */

const char *
cell(struct world *world, int64_t staff, const char *module, int64_t id, const char *field)
{
	const struct field *asked = field_of(world, module, field);
	struct tx *tx = db_read(world->db, world->arena);
	struct record *record = record_find(tx, access_of(world, staff, module), id, false);

	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	if (record == NULL)
		return "?";
	return value_is_empty(&record->cells[asked->index])
		       ? "-"
		       : value_text(world->arena, asked, &record->cells[asked->index]);
}

const char *
listed(struct world *world, int64_t staff, const char *module, struct record_query query)
{
	const struct access *access = access_of(world, staff, module);
	struct builder names = builder_new(world->arena, 0);
	struct tx *tx = db_read(world->db, world->arena);
	struct record *records;
	size_t count;

	query.limit = query.limit == 0 ? 100 : query.limit;
	records = record_list(tx, access, &query, &count);
	if (tx_trouble(tx) != DB_FINE)
		fprintf(stderr, "%s\n", tx_trouble_text(tx));
	assert_int_equal(tx_trouble(tx), DB_FINE);
	for (size_t i = 0; i < count; i++) {
		const struct field *naming = access->plan->module->naming;

		build_printf(&names, "%s%s", i == 0 ? "" : " ",
			     value_text(world->arena, naming, &records[i].cells[naming->index]));
	}
	db_read_end(tx);
	return builder_text(&names);
}

const char *
searched(struct world *world, int64_t staff, const char *module, const char *words)
{
	return listed(world, staff, module, (struct record_query){.search = words});
}

int64_t
counted(struct world *world, const char *sql)
{
	struct tx *tx = db_read(world->db, world->arena);
	int64_t count = db_get_int(tx, -1, sql);

	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	return count;
}
