/* install_store: writes the modules that come with the program, and their fields, where they are missing. */
#include "modules/modules.h"

#include "base/id.h"
#include "base/instant.h"
#include "base/str.h"
#include "db/sql.h"
#include "modules/builtin.h"
#include "modules/default_rights.h"
#include "modules/module_store.h"
#include "sys/clock.h"

#include <string.h>

enum { ROWS_A_STATEMENT = 30 };

struct known_row {
	int64_t id, module_id; /* of a module: its own id, and 0 */
	const char *name;
};
static const struct db_column known_columns[] = {
	DB_COLUMN_INT64(struct known_row, id),
	DB_COLUMN_INT64(struct known_row, module_id),
	DB_COLUMN_TEXT(struct known_row, name),
};
static const struct db_shape known_shape = DB_SHAPE(struct known_row, known_columns);

/* What is there, and what is being added. */
struct installing {
	struct tx *tx;
	struct known_row *modules, *fields;
	size_t module_count, field_count;
	bool changed;
};

static int64_t
find(const struct known_row *rows, size_t count, int64_t module, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].module_id == module && strcmp(rows[i].name, name) == 0)
			return rows[i].id;
	return 0;
}

static int64_t
id_of_module(struct tx *tx, const char *name)
{
	return name == NULL ? 0 : db_get_int(tx, 0, "select id from module where name = $1", db_text(name));
}

static int64_t
add_module(struct tx *tx, const struct builtin_module *module, size_t position)
{
	int64_t id = id_new();

	db_run(tx,
	       "insert into module (id, name, table_name, icon, naming_field, parent_id, kept_by, builtin, sharing, "
	       "position, created_at, by_hand, version) values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, $10, $11, 1)",
	       db_int(id), db_text(module->name), db_text(module->table), db_text(module->icon),
	       db_text(module->naming), db_optional(id_of_module(tx, module->parent), 0), db_text(module->kept_by),
	       db_text(sharing_names[module->sharing]), db_int((int64_t)position), db_int(clock_now()),
	       db_int(module->by_hand));
	default_rights_of_module(tx, id);
	return id;
}

/* ---- fields ---- */

static void
add_values(struct sql *sql, const struct builtin_field *field, int64_t id, int64_t module, size_t position)
{
	sql_add(sql, "(");
	sql_value(sql, db_int(id));
	sql_add(sql, ", ");
	sql_value(sql, db_int(module));
	sql_add(sql, ", ");
	sql_value(sql, db_text(field->name));
	sql_add(sql, ", ");
	sql_value(sql, db_text(field->column == NULL ? field->name : field->column));
	sql_add(sql, ", ");
	sql_value(sql, db_text(field_type_names[field->type]));
	sql_add(sql, ", ");
	sql_value(sql, db_text(field->default_text));
	sql_printf(sql, ", %zu, %d, %d, 1, ", position, field->required, field->distinct);
	sql_value(sql, db_int(clock_now()));
	sql_add(sql, ", 1)");
}

static void
add_field_extras(struct tx *tx, const struct builtin_field *field, int64_t id, bool system)
{
	if (field->type == FIELD_NUMBER)
		db_run(tx, "insert into number_series (field_id, last) values ($1, 0) on conflict do nothing",
		       db_int(id));
	default_rights_of_field(tx, id, !system || strcmp(field->name, "owner") == 0);
}

/* Those of `fields` that the module has not, in one statement. */
static void
add_missing(struct installing *installing, int64_t module, const struct builtin_field *fields, bool system,
	    size_t position)
{
	struct tx *tx = installing->tx;
	struct sql sql = sql_new(tx_arena(tx));
	int64_t ids[ROWS_A_STATEMENT];
	const struct builtin_field *added[ROWS_A_STATEMENT];
	size_t count = 0;

	sql_add(&sql, "insert into field (id, module_id, name, column_name, type, default_value, position, required, "
		      "distinct_value, builtin, created_at, version) values ");
	for (; fields->name != NULL && count < ROWS_A_STATEMENT; fields++, position++) {
		if (find(installing->fields, installing->field_count, module, fields->name) != 0)
			continue;
		ids[count] = id_new();
		added[count] = fields;
		sql_add(&sql, count == 0 ? "" : ", ");
		add_values(&sql, fields, ids[count++], module, position);
	}
	if (count == 0)
		return;
	db_sql_run(tx, sql_end(&sql));
	for (size_t i = 0; i < count; i++)
		add_field_extras(tx, added[i], ids[i], system);
	installing->changed = true;
}

/* A module, or a field, of that name that was made here stays what it is: ours stands back. */
static void
install_module(struct installing *installing, const struct builtin_module *module, size_t position)
{
	int64_t id = find(installing->modules, installing->module_count, 0, module->name);

	if (id == 0) {
		if (id_of_module(installing->tx, module->name) != 0)
			return;
		id = add_module(installing->tx, module, position);
		installing->changed = true;
	}
	add_missing(installing, id, builtin_system, true, 0);
	add_missing(installing, id, module->fields, false, SYSTEM_FIELDS);
}

void
modules_install(struct tx *tx)
{
	struct installing installing = {.tx = tx};
	const struct builtin_module *module;

	installing.modules = db_list(tx, &known_shape, &installing.module_count,
				     "select id, 0 as module_id, name from module where builtin = 1");
	installing.fields = db_list(tx, &known_shape, &installing.field_count,
				    "select field.id, field.module_id, field.name from field "
				    "join module on module.id = field.module_id where module.builtin = 1");
	for (size_t i = 0; (module = builtin_at(i)) != NULL; i++)
		install_module(&installing, module, i + 1);
	if (installing.changed)
		catalogue_touch(tx);
}
