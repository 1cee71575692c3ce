/* catalogue_store: reads modules, fields and layouts into a snapshot. */
#include "modules/catalogue.h"

#include "base/check.h"
#include "base/instant.h"
#include "base/log.h"
#include "base/str.h"
#include "modules/builtin.h"
#include "modules/field_settings.h"
#include "modules/label.h"
#include "modules/layout.h"
#include "modules/module_belt.h"

#include <stdlib.h>
#include <string.h>

struct module_row {
	int64_t id, version, parent_id, retired_at;
	const char *name, *table_name, *singular, *plural, *icon, *naming_field, *kept_by;
	bool builtin, by_hand;
	enum sharing sharing;
};
static const struct db_column module_columns[] = {
	DB_COLUMN_INT64(struct module_row, id),	       DB_COLUMN_INT64(struct module_row, version),
	DB_COLUMN_INT64(struct module_row, parent_id), DB_COLUMN_INSTANT(struct module_row, retired_at),
	DB_COLUMN_TEXT(struct module_row, name),       DB_COLUMN_TEXT(struct module_row, table_name),
	DB_COLUMN_TEXT(struct module_row, singular),   DB_COLUMN_TEXT(struct module_row, plural),
	DB_COLUMN_TEXT(struct module_row, icon),       DB_COLUMN_TEXT(struct module_row, naming_field),
	DB_COLUMN_TEXT(struct module_row, kept_by),    DB_COLUMN_BOOL(struct module_row, builtin),
	DB_COLUMN_BOOL(struct module_row, by_hand),    DB_COLUMN_ENUM(struct module_row, sharing, sharing_names),
};
static const struct db_shape module_shape = DB_SHAPE(struct module_row, module_columns);

struct field_row {
	int64_t id, module_id, version, retired_at;
	const char *name, *column_name, *label, *help, *default_value, *settings;
	enum field_type type;
	bool required, distinct_value, builtin;
};
static const struct db_column field_columns[] = {
	DB_COLUMN_INT64(struct field_row, id),
	DB_COLUMN_INT64(struct field_row, module_id),
	DB_COLUMN_INT64(struct field_row, version),
	DB_COLUMN_INSTANT(struct field_row, retired_at),
	DB_COLUMN_TEXT(struct field_row, name),
	DB_COLUMN_TEXT(struct field_row, column_name),
	DB_COLUMN_TEXT(struct field_row, label),
	DB_COLUMN_TEXT(struct field_row, help),
	DB_COLUMN_TEXT(struct field_row, default_value),
	DB_COLUMN_TEXT(struct field_row, settings),
	DB_COLUMN_ENUM(struct field_row, type, field_type_names),
	DB_COLUMN_BOOL(struct field_row, required),
	DB_COLUMN_BOOL(struct field_row, distinct_value),
	DB_COLUMN_BOOL(struct field_row, builtin),
};
static const struct db_shape field_shape = DB_SHAPE(struct field_row, field_columns);

struct layout_row {
	int64_t id, module_id, version;
	const char *name, *definition;
};
static const struct db_column layout_columns[] = {
	DB_COLUMN_INT64(struct layout_row, id),	       DB_COLUMN_INT64(struct layout_row, module_id),
	DB_COLUMN_INT64(struct layout_row, version),   DB_COLUMN_TEXT(struct layout_row, name),
	DB_COLUMN_TEXT(struct layout_row, definition),
};
static const struct db_shape layout_shape = DB_SHAPE(struct layout_row, layout_columns);

struct house_row {
	const char *currency, *country, *zone;
};
static const struct db_column house_columns[] = {
	DB_COLUMN_TEXT(struct house_row, currency),
	DB_COLUMN_TEXT(struct house_row, country),
	DB_COLUMN_TEXT(struct house_row, zone),
};
static const struct db_shape house_shape = DB_SHAPE(struct house_row, house_columns);

/* What is being read: rows are the transaction's, what is kept is the catalogue's. */
struct loading {
	struct catalogue *catalogue;
	struct arena *arena;
	const struct module_row *modules; /* as catalogue->modules */
	const struct field_row *fields;	  /* by module, in its order */
	size_t field_count;
	const struct layout_row *layouts;
	size_t layout_count;
};

/* ---- fields ---- */

static const struct doc *
settings_of(struct arena *arena, const char *json, const struct builtin_field *builtin)
{
	return json_doc(arena, json == NULL && builtin != NULL ? builtin->settings : json);
}

static const char *
key_of(struct arena *arena, const struct field *field, const struct builtin_field *builtin)
{
	if (field->column == NULL)
		return NULL;
	if (field->theirs)
		return builtin == NULL ? NULL : builtin->key;
	if (!field_type_is_folded(field_value_type(field)))
		return NULL;
	return arena_printf(arena, "%s_key", field->column);
}

static void
read_field(const struct loading *loading, struct field *field, const struct field_row *row,
	   const struct builtin_field *builtin)
{
	struct arena *arena = loading->arena;

	field->id = row->id;
	field->version = row->version;
	field->name = arena_text(arena, row->name);
	field->type = row->type;
	field->column = row->type == FIELD_LOOKUPS ? NULL : arena_text(arena, row->column_name);
	field->label = label_of_json(arena, row->label, builtin == NULL ? NULL : builtin->label);
	field->help = label_of_json(arena, row->help, NULL);
	field->required = row->required;
	field->distinct_value = row->distinct_value;
	field->builtin = row->builtin;
	field->kept = field->theirs && (builtin == NULL || !builtin->typed);
	field->blank = field->theirs && builtin != NULL && builtin->blank;
	field->retired = row->retired_at != NO_INSTANT;
	field->default_text = arena_text(arena, row->default_value);
	field->country = loading->catalogue->country;
	field->zone = loading->catalogue->zone;
	field_read_settings(arena, field, settings_of(arena, row->settings, builtin), builtin,
			    loading->catalogue->currency);
	field->key = key_of(arena, field, builtin);
}

/* As every module has them, should their rows be missing. */
static void
make_system_fields(const struct loading *loading, struct module *module)
{
	for (size_t i = 0; i < SYSTEM_FIELDS; i++) {
		const struct builtin_field *builtin = &builtin_system[i];
		const struct field_row row = {.name = builtin->name,
					      .column_name = builtin->column == NULL ? builtin->name : builtin->column,
					      .type = builtin->type,
					      .builtin = true,
					      .retired_at = NO_INSTANT};

		read_field(loading, &module->fields[i], &row, builtin);
		module->fields[i].system = true;
	}
}

static size_t
system_index(const char *name)
{
	size_t index = 0;

	while (index < SYSTEM_FIELDS && strcmp(builtin_system[index].name, name) != 0)
		index++;
	return index;
}

/* The rows from `first` on that are the module's; returns the first that is not. */
static size_t
read_fields(const struct loading *loading, struct module *module, size_t first)
{
	const struct builtin_module *builtin = module->builtin ? builtin_named(module->name) : NULL;
	size_t end = first;

	while (end < loading->field_count && loading->fields[end].module_id == module->id)
		end++;
	module->fields = arena_make_array(loading->arena, struct field, SYSTEM_FIELDS + end - first);
	module->field_count = SYSTEM_FIELDS;
	for (size_t i = 0; i < SYSTEM_FIELDS + end - first; i++) {
		module->fields[i].module = module;
		module->fields[i].index = i;
	}
	make_system_fields(loading, module);
	for (size_t i = first; i < end; i++) {
		const struct field_row *row = &loading->fields[i];
		size_t at = system_index(row->name);

		if (at == SYSTEM_FIELDS)
			at = module->field_count++;
		module->fields[at].theirs = row->builtin && module->kept_by != NULL && at >= SYSTEM_FIELDS;
		read_field(loading, &module->fields[at], row,
			   row->builtin ? builtin_field_named(builtin, row->name) : NULL);
	}
	return end;
}

static int
compare_ids(const void *left, const void *right)
{
	const struct field *const *a = left, *const *b = right;

	return ((*a)->id > (*b)->id) - ((*a)->id < (*b)->id);
}

static void
index_fields(const struct loading *loading)
{
	struct catalogue *catalogue = loading->catalogue;

	catalogue->fields = arena_make_array(loading->arena, const struct field *, loading->field_count);
	for (size_t m = 0; m < catalogue->module_count; m++)
		for (size_t i = 0; i < catalogue->modules[m].field_count; i++)
			if (catalogue->modules[m].fields[i].id != 0)
				catalogue->fields[catalogue->field_count++] = &catalogue->modules[m].fields[i];
	if (catalogue->field_count > 0)
		qsort(catalogue->fields, catalogue->field_count, sizeof(struct field *), compare_ids);
}

/* ---- modules ---- */

static void
read_module(const struct loading *loading, struct module *module, const struct module_row *row)
{
	const struct builtin_module *builtin = row->builtin ? builtin_named(row->name) : NULL;
	struct arena *arena = loading->arena;

	module->id = row->id;
	module->version = row->version;
	module->name = arena_text(arena, row->name);
	module->table = arena_text(arena, row->table_name);
	module->singular = label_of_json(arena, row->singular, builtin == NULL ? NULL : builtin->singular);
	module->plural = label_of_json(arena, row->plural, builtin == NULL ? NULL : builtin->plural);
	module->icon = arena_text(arena, row->icon);
	module->kept_by = arena_text(arena, row->kept_by);
	module->made_elsewhere = row->kept_by != NULL && (builtin == NULL || !builtin->made_here);
	module->builtin = row->builtin;
	module->by_hand = row->by_hand;
	module->retired = row->retired_at != NO_INSTANT;
	module->sharing = row->sharing;
}

static const struct field *
naming_field(const struct module *module, const char *name)
{
	const struct field *named = field_named(module, name);

	if (named != NULL)
		return named;
	return &module->fields[module->field_count > SYSTEM_FIELDS ? SYSTEM_FIELDS : SYSTEM_CREATED_AT];
}

/* Rows of fields come by the id of their module, modules in the order of menus: each looks for its own. */
static size_t
first_field_of(const struct loading *loading, int64_t module)
{
	size_t first = 0, end = loading->field_count;

	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (loading->fields[middle].module_id < module)
			first = middle + 1;
		else
			end = middle;
	}
	return first;
}

static void
read_modules(const struct loading *loading)
{
	struct catalogue *catalogue = loading->catalogue;

	for (size_t i = 0; i < catalogue->module_count; i++) {
		struct module *module = &catalogue->modules[i];

		module->index = i;
		read_module(loading, module, &loading->modules[i]);
		read_fields(loading, module, first_field_of(loading, module->id));
		module->naming = naming_field(module, loading->modules[i].naming_field);
	}
	for (size_t i = 0; i < catalogue->module_count; i++)
		catalogue->modules[i].parent = module_of_id(catalogue, loading->modules[i].parent_id);
	index_fields(loading);
}

/* ---- what leads from field to field ---- */

static struct field *
field_being_read(const struct loading *loading, int64_t id)
{
	return (struct field *)field_of_id(loading->catalogue, id);
}

static const struct doc *
settings_of_row(const struct loading *loading, const struct field_row *row, const struct field *field)
{
	const struct builtin_module *module = field->module->builtin ? builtin_named(field->module->name) : NULL;

	return settings_of(loading->arena, row->settings, row->builtin ? builtin_field_named(module, row->name) : NULL);
}

/* What cannot be followed any more stays without; such a field is empty, the others go on. */
static void
link_fields(const struct loading *loading)
{
	for (size_t i = 0; i < loading->field_count; i++) {
		struct field *field = field_being_read(loading, loading->fields[i].id);

		if (!field_link_settings(loading->catalogue, field,
					 settings_of_row(loading, &loading->fields[i], field)))
			log_warning("catalogue.link", "%s.%s leads nowhere", field->module->name, field->name);
	}
}

static void
compile_fields(const struct loading *loading)
{
	const char *error, *wrong;
	struct doc *values;

	for (size_t i = 0; i < loading->field_count; i++) {
		struct field *field = field_being_read(loading, loading->fields[i].id);

		if (!field->retired &&
		    !field_compile_settings(loading->arena, field, settings_of_row(loading, &loading->fields[i], field),
					    &error, &wrong, &values))
			log_warning("catalogue.compile", "%s.%s: %s: %s", field->module->name, field->name, wrong,
				    error);
	}
}

/* ---- layouts ---- */

static void
read_layouts(const struct loading *loading, struct module *module)
{
	size_t count = 0;

	for (size_t i = 0; i < loading->layout_count; i++)
		count += loading->layouts[i].module_id == module->id;
	module->layouts = arena_make_array(loading->arena, struct layout, count == 0 ? 1 : count);
	for (size_t i = 0; i < loading->layout_count; i++) {
		const struct layout_row *row = &loading->layouts[i];
		struct layout *layout = &module->layouts[module->layout_count];

		if (row->module_id != module->id)
			continue;
		layout_read(loading->arena, layout, module, json_doc(loading->arena, row->definition));
		layout->id = row->id;
		layout->version = row->version;
		layout->name = arena_text(loading->arena, row->name);
		module->layout_count++;
	}
	if (count == 0) {
		layout_make_plain(loading->arena, &module->layouts[0], module);
		module->layout_count = 1;
	}
}

/* ---- all of it ---- */

static void
read_house(struct tx *tx, struct catalogue *catalogue)
{
	const struct house_row *row =
		db_find(tx, &house_shape, "select currency, country, zone from organisation order by id limit 1");

	catalogue->currency = "EUR";
	if (row == NULL)
		return;
	catalogue->currency = arena_text(catalogue->arena, row->currency);
	catalogue->country = arena_text(catalogue->arena, row->country);
	catalogue->zone = arena_text(catalogue->arena, row->zone);
}

static void
read_rows(struct loading *loading, struct tx *tx)
{
	loading->catalogue->version = db_get_int(tx, 0, "select version from catalogue where id = 1");
	read_house(tx, loading->catalogue);
	loading->modules =
		db_list(tx, &module_shape, &loading->catalogue->module_count,
			"select id, version, parent_id, retired_at, name, table_name, singular, plural, icon, "
			"naming_field, kept_by, builtin, by_hand, sharing from module order by position, id");
	loading->fields = db_list(
		tx, &field_shape, &loading->field_count,
		"select id, module_id, version, retired_at, name, column_name, label, help, default_value, "
		"settings, type, required, distinct_value, builtin from field order by module_id, position, id");
	loading->layouts = db_list(tx, &layout_shape, &loading->layout_count,
				   "select id, module_id, version, name, definition from layout "
				   "order by module_id, position, id");
}

struct catalogue *
catalogue_load(struct tx *tx, struct arena *arena)
{
	struct catalogue *catalogue = arena_make(arena, struct catalogue);
	struct loading loading = {.catalogue = catalogue, .arena = arena};

	catalogue->arena = arena;
	read_rows(&loading, tx);
	catalogue->modules = arena_make_array(arena, struct module, catalogue->module_count);
	read_modules(&loading);
	link_fields(&loading);
	compile_fields(&loading);
	for (size_t i = 0; i < catalogue->module_count; i++)
		read_layouts(&loading, &catalogue->modules[i]);
	for (size_t i = 0; i < catalogue->module_count; i++)
		catalogue->modules[i].belt = module_belt(arena, &catalogue->modules[i]);
	return catalogue;
}
