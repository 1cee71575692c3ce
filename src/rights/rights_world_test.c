/* rights_world_test: makes the house, and asks the database through plans. */
#include "rights/rights_world_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/house_test.h"
#include "db/db_testing.h"
#include "modules/installed_test.h"
#include "modules/module_store.h"
#include "sys/clock.h"

#include <inttypes.h>
#include <string.h>

static void
add_staff(struct tx *tx, void *data)
{
	static const char *const names[] = {"Eva", "Ben", "Cleo", "Dan"};

	(void)data;
	for (int i = 0; i < 4; i++) {
		db_run(tx,
		       "insert into staff (id, email, name, profile_id, totp_on, theme, created_at, version) "
		       "values ($1, $2, $3, $4, 0, '', 0, 1)",
		       db_int(EVA + i), db_text(names[i]), db_text(names[i]),
		       db_int(profile_id_of(i == 0 ? PROFILE_ADMINISTRATOR : PROFILE_MANAGER)));
		reach_of_new_staff(tx, EVA + i);
	}
}

static void
make_with_staff(struct db *db, struct arena *arena)
{
	house_with_modules(db, arena);
	assert_int_equal(db_write(db, arena, add_staff, NULL), DB_FINE);
}

void
rights_world_make(struct db *db, struct arena *arena)
{
	db_prepare_once(db, arena, make_with_staff);
}

void
world_reload(struct world *world)
{
	struct tx *tx = db_read(world->db, world->arena);
	struct rights *rights = rights_load(tx, NULL, 0);

	assert_int_equal(tx_trouble(tx), DB_FINE);
	world->moment = moment_now(tx, 0);
	db_read_end(tx);
	if (world->rights != NULL)
		rights_free(world->rights);
	world->rights = rights;
}

struct world
rights_world(struct db *db, struct arena *arena)
{
	struct world world = {.db = db, .arena = arena};

	world_reload(&world);
	return world;
}

void
world_write(struct world *world, db_body body, void *data)
{
	assert_int_equal(db_write(world->db, world->arena, body, data), DB_FINE);
	world_reload(world);
}

static void
run_sql(struct tx *tx, void *data)
{
	db_run(tx, data);
	catalogue_touch(tx);
}

void
world_run(struct world *world, const char *sql)
{
	world_write(world, run_sql, (void *)(uintptr_t)sql);
}

static const struct db_column viewer_columns[] = {
	DB_COLUMN_INT64(struct viewer, profile_id),
	DB_COLUMN_INT64(struct viewer, role_id),
};
static const struct db_shape viewer_shape = DB_SHAPE(struct viewer, viewer_columns);

struct viewer
world_viewer(struct world *world, int64_t staff)
{
	struct tx *tx = db_read(world->db, world->arena);
	struct viewer *viewer =
		db_find(tx, &viewer_shape, "select profile_id, role_id from staff where id = $1", db_int(staff));

	db_read_end(tx);
	assert_non_null(viewer);
	viewer->kind = VIEWER_STAFF;
	viewer->staff = staff;
	viewer->profile = profile_of_id(viewer->profile_id);
	return *viewer;
}

const struct module *
world_module(const struct world *world, const char *name)
{
	const struct module *module = module_named(world->rights->catalogue, name);

	assert_non_null(module);
	return module;
}

const struct plan *
world_plan(struct world *world, int64_t staff, const char *module)
{
	struct viewer viewer = world_viewer(world, staff);

	return plan_for(world->rights, &viewer, world_module(world, module), &world->moment);
}

struct lead {
	int64_t id, owner, amount;
	const char *state;
};

static void
insert_lead(struct tx *tx, void *data)
{
	const struct lead *lead = data;

	db_run(tx,
	       "insert into lead (id, name, name_key, state, amount, owner_id, created_at, approval, review, version) "
	       "values ($1, 'Ána', 'ana', $2, $3, $4, 0, 'none', 'none', 1)",
	       db_int(lead->id), db_text(lead->state), db_int(lead->amount), db_optional(lead->owner, 0));
}

void
world_lead(struct world *world, int64_t id, int64_t owner, const char *state, int64_t amount)
{
	struct lead lead = {id, owner, amount, state};

	assert_int_equal(db_write(world->db, world->arena, insert_lead, &lead), DB_FINE);
}

/* Of the rows that the plan and the condition let through, in the order of ids. */
static const char *
column_of(struct world *world, const struct viewer *viewer, const struct plan *plan, const char *column,
	  enum db_type type, const char *condition)
{
	struct sql sql = plan_sql(world->arena, plan, viewer);
	struct builder texts = builder_new(world->arena, 0);
	struct tx *tx = db_read(world->db, world->arena);
	const struct db_value *cells;
	size_t count;

	sql_printf(&sql, "select %s from %s where %s and %s order by id", column, plan->module->table, plan->rows,
		   condition);
	cells = db_sql_cells(tx, sql_end(&sql), &type, 1, &count);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	for (size_t i = 0; i < count; i++) {
		build_text(&texts, i > 0 ? " " : "");
		if (cells[i].type == DB_INT)
			build_printf(&texts, "%" PRId64, cells[i].integer);
		else
			build_str(&texts, cells[i].type == DB_NULL ? STR("-") : cells[i].bytes);
	}
	db_read_end(tx);
	return builder_text(&texts);
}

const char *
world_ids_of(struct world *world, const struct viewer *viewer, const char *module, const char *condition)
{
	const struct plan *plan = plan_for(world->rights, viewer, world_module(world, module), &world->moment);

	return column_of(world, viewer, plan, "id", DB_INT, condition);
}

const char *
world_cells_of(struct world *world, const struct viewer *viewer, const char *module, const char *field)
{
	const struct plan *plan = plan_for(world->rights, viewer, world_module(world, module), &world->moment);
	const struct field *asked = field_named(plan->module, field);

	return plan->columns[asked->index] == NULL
		       ? "?"
		       : column_of(world, viewer, plan, plan->columns[asked->index], field_kept_as(asked), "(1 = 1)");
}

const char *
world_ids(struct world *world, int64_t staff, const char *module, const char *condition)
{
	struct viewer viewer = world_viewer(world, staff);

	return world_ids_of(world, &viewer, module, condition);
}

const char *
world_cell(struct world *world, int64_t staff, const char *module, const char *field, int64_t id)
{
	struct viewer viewer = world_viewer(world, staff);
	const struct plan *plan = world_plan(world, staff, module);
	const struct field *asked = field_named(plan->module, field);
	struct sql sql = plan_sql(world->arena, plan, &viewer);
	struct tx *tx;
	const struct db_value *cells;
	enum db_type type = field_kept_as(asked);
	size_t count;

	if (plan->columns[asked->index] == NULL)
		return "?";
	sql_printf(&sql, "select %s from %s where %s and id = ", plan->columns[asked->index], plan->module->table,
		   plan->rows);
	sql_value(&sql, db_int(id));
	tx = db_read(world->db, world->arena);
	cells = db_sql_cells(tx, sql_end(&sql), &type, 1, &count);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	if (count == 0)
		return "?";
	if (cells[0].type == DB_NULL)
		return "-";
	return cells[0].type == DB_INT ? arena_printf(world->arena, "%" PRId64, cells[0].integer)
				       : arena_text_of(world->arena, cells[0].bytes.at, cells[0].bytes.length);
}

struct doc *
world_json(struct world *world, const char *json)
{
	char *text = arena_text(world->arena, json);
	const char *error = NULL;
	struct doc *doc;

	for (char *at = text; *at != '\0'; at++)
		if (*at == '\'')
			*at = '"';
	doc = doc_parse_json(world->arena, str_of(text), 16, 1000, &error);
	assert_non_null(doc);
	return doc;
}
