/* rights_store: reads profiles, roles, groups, sharing and state rules into one snapshot. */
#include "rights/rights.h"

#include "base/arena.h"
#include "base/log.h"
#include "base/str.h"
#include "rights/plan_input.h"

#include <stddef.h>

enum { CONDITION_DEPTH = 16, CONDITION_VALUES = 10000 };

/* What is being read: rows are the transaction's, what is kept is the snapshot's. */
struct loading {
	struct tx *tx;
	struct arena *arena;
	struct rights *rights;
	const struct feature *const *features;
	size_t feature_count;
};

/* ---- profiles ---- */

struct profile_row {
	int64_t id, version;
	const char *name;
};
static const struct db_column profile_columns[] = {
	DB_COLUMN_INT64(struct profile_row, id),
	DB_COLUMN_INT64(struct profile_row, version),
	DB_COLUMN_TEXT(struct profile_row, name),
};
static const struct db_shape profile_shape = DB_SHAPE(struct profile_row, profile_columns);

struct permission_row {
	int64_t profile_id;
	const char *permission;
};
static const struct db_column permission_columns[] = {
	DB_COLUMN_INT64(struct permission_row, profile_id),
	DB_COLUMN_TEXT(struct permission_row, permission),
};
static const struct db_shape permission_shape = DB_SHAPE(struct permission_row, permission_columns);

struct may_row {
	int64_t profile_id, module_id, layout_id;
	int may;
};
static const struct db_column may_columns[] = {
	DB_COLUMN_INT64(struct may_row, profile_id),
	DB_COLUMN_INT64(struct may_row, module_id),
	DB_COLUMN_INT64(struct may_row, layout_id),
	DB_COLUMN_INT(struct may_row, may),
};
static const struct db_shape may_shape = DB_SHAPE(struct may_row, may_columns);

struct level_row {
	int64_t profile_id, field_id;
	enum level level;
};
static const struct db_column level_columns[] = {
	DB_COLUMN_INT64(struct level_row, profile_id),
	DB_COLUMN_INT64(struct level_row, field_id),
	DB_COLUMN_ENUM(struct level_row, level, level_names),
};
static const struct db_shape level_shape = DB_SHAPE(struct level_row, level_columns);

static struct profile_rights *
profile_being_read(const struct loading *loading, int64_t id)
{
	return (struct profile_rights *)rights_profile(loading->rights, id);
}

/* Others come with what a profile may do in modules. */
static bool
is_special(const struct permission *permission)
{
	return permission->modules == NULL || permission->special;
}

/* Those of a built-in profile are declared by the features; administrators hold all that staff can. */
static const char **
declared_permissions(const struct loading *loading, unsigned holder)
{
	const char **names;
	size_t count = 0;

	for (size_t f = 0; f < loading->feature_count; f++)
		count += loading->features[f]->permission_count;
	names = arena_make_array(loading->arena, const char *, count + 1);
	count = 0;
	for (size_t f = 0; f < loading->feature_count; f++)
		for (size_t i = 0; i < loading->features[f]->permission_count; i++)
			if (loading->features[f]->permissions[i]->holders & holder &&
			    is_special(loading->features[f]->permissions[i]))
				names[count++] = loading->features[f]->permissions[i]->name;
	return names;
}

static const char **
stored_permissions(const struct loading *loading, int64_t profile, const struct permission_row *rows, size_t count)
{
	const char **names = arena_make_array(loading->arena, const char *, count + 1);
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (rows[i].profile_id == profile)
			names[kept++] = arena_text(loading->arena, rows[i].permission);
	return names;
}

/* An empty matrix: nothing, everything hidden. Fields without a row of their own can have no level: they are those of
 * every module, and read where the module is. */
static void
make_matrix(const struct loading *loading, struct profile_rights *profile)
{
	const struct catalogue *catalogue = loading->rights->catalogue;
	bool everything = profile->id == profile_id_of(PROFILE_ADMINISTRATOR);

	profile->may = arena_make_array(loading->arena, unsigned, catalogue->module_count);
	profile->levels = arena_make_array(loading->arena, enum level *, catalogue->module_count);
	profile->layouts = arena_make_array(loading->arena, const struct layout *, catalogue->module_count);
	for (size_t m = 0; m < catalogue->module_count; m++) {
		const struct module *module = &catalogue->modules[m];

		profile->may[m] = everything ? MAY_EVERYTHING : 0;
		profile->layouts[m] = &module->layouts[0];
		profile->levels[m] = arena_make_array(loading->arena, enum level, module->field_count);
		for (size_t f = 0; f < module->field_count; f++)
			profile->levels[m][f] = everything		    ? LEVEL_WRITE
						: module->fields[f].id == 0 ? LEVEL_READ
									    : LEVEL_HIDDEN;
	}
}

static void
read_profiles(const struct loading *loading)
{
	static const unsigned holders[PROFILES] = {FOR_STAFF, FOR_MANAGER, FOR_READER};
	struct rights *rights = loading->rights;
	size_t count, permission_count;
	const struct profile_row *rows = db_list(loading->tx, &profile_shape, &count,
						 "select id, version, name from profile "
						 "order by case when id <= 3 then id else 4 end, name, id");
	const struct permission_row *permissions =
		db_list(loading->tx, &permission_shape, &permission_count,
			"select profile_id, permission from profile_permission order by profile_id, permission");

	rights->profiles = arena_make_array(loading->arena, struct profile_rights, count);
	rights->profile_count = count;
	for (size_t i = 0; i < count; i++) {
		struct profile_rights *profile = &rights->profiles[i];
		enum profile builtin = profile_of_id(rows[i].id);

		profile->id = rows[i].id;
		profile->version = rows[i].version;
		profile->name = arena_text(loading->arena, rows[i].name);
		profile->permissions = builtin == PROFILE_CUSTOM
					       ? stored_permissions(loading, profile->id, permissions, permission_count)
					       : declared_permissions(loading, holders[builtin]);
		make_matrix(loading, profile);
	}
}

static const struct layout *
layout_of_id(const struct module *module, int64_t id)
{
	for (size_t i = 0; i < module->layout_count; i++)
		if (module->layouts[i].id == id)
			return &module->layouts[i];
	return &module->layouts[0];
}

static void
read_matrix(const struct loading *loading)
{
	size_t may_count, level_count;
	const struct may_row *mays = db_list(loading->tx, &may_shape, &may_count,
					     "select profile_id, module_id, layout_id, may from profile_module");
	const struct level_row *levels = db_list(loading->tx, &level_shape, &level_count,
						 "select profile_id, field_id, level from profile_field");

	for (size_t i = 0; i < may_count; i++) {
		struct profile_rights *profile = profile_being_read(loading, mays[i].profile_id);
		const struct module *module = module_of_id(loading->rights->catalogue, mays[i].module_id);

		if (profile == NULL || module == NULL)
			continue;
		if (profile->id != profile_id_of(PROFILE_ADMINISTRATOR))
			profile->may[module->index] = (unsigned)mays[i].may & MAY_EVERYTHING;
		profile->layouts[module->index] = layout_of_id(module, mays[i].layout_id);
	}
	for (size_t i = 0; i < level_count; i++) {
		struct profile_rights *profile = profile_being_read(loading, levels[i].profile_id);
		const struct field *field = field_of_id(loading->rights->catalogue, levels[i].field_id);

		if (profile != NULL && field != NULL && profile->id != profile_id_of(PROFILE_ADMINISTRATOR))
			profile->levels[field->module->index][field->index] = levels[i].level;
	}
}

/* ---- roles and groups ---- */

struct role_row {
	int64_t id, version, parent_id;
	const char *name;
};
static const struct db_column role_columns[] = {
	DB_COLUMN_INT64(struct role_row, id),
	DB_COLUMN_INT64(struct role_row, version),
	DB_COLUMN_INT64(struct role_row, parent_id),
	DB_COLUMN_TEXT(struct role_row, name),
};
static const struct db_shape role_shape = DB_SHAPE(struct role_row, role_columns);

static void
read_roles(const struct loading *loading)
{
	struct rights *rights = loading->rights;
	size_t count;
	const struct role_row *rows = db_list(loading->tx, &role_shape, &count,
					      "select id, version, parent_id, name from role order by name, id");

	rights->roles = arena_make_array(loading->arena, struct role, count);
	rights->role_count = count;
	for (size_t i = 0; i < count; i++)
		rights->roles[i] = (struct role){
			.id = rows[i].id, .version = rows[i].version, .name = arena_text(loading->arena, rows[i].name)};
	for (size_t i = 0; i < count; i++)
		rights->roles[i].parent = rights_role(rights, rows[i].parent_id);
}

struct crew_row {
	int64_t id, version;
	const char *name;
};
static const struct db_column crew_columns[] = {
	DB_COLUMN_INT64(struct crew_row, id),
	DB_COLUMN_INT64(struct crew_row, version),
	DB_COLUMN_TEXT(struct crew_row, name),
};
static const struct db_shape crew_shape = DB_SHAPE(struct crew_row, crew_columns);

struct member_row {
	int64_t crew_id, staff_id;
};
static const struct db_column member_columns[] = {
	DB_COLUMN_INT64(struct member_row, crew_id),
	DB_COLUMN_INT64(struct member_row, staff_id),
};
static const struct db_shape member_shape = DB_SHAPE(struct member_row, member_columns);

static void
take_members(const struct loading *loading, struct crew *crew, const struct member_row *rows, size_t count)
{
	crew->members = arena_make_array(loading->arena, int64_t, count);
	for (size_t i = 0; i < count; i++)
		if (rows[i].crew_id == crew->id)
			crew->members[crew->member_count++] = rows[i].staff_id;
}

static void
read_crews(const struct loading *loading)
{
	struct rights *rights = loading->rights;
	size_t count, member_count;
	const struct crew_row *rows =
		db_list(loading->tx, &crew_shape, &count, "select id, version, name from crew order by name, id");
	const struct member_row *members =
		db_list(loading->tx, &member_shape, &member_count,
			"select crew_id, staff_id from crew_member order by crew_id, staff_id");

	rights->crews = arena_make_array(loading->arena, struct crew, count);
	rights->crew_count = count;
	for (size_t i = 0; i < count; i++) {
		rights->crews[i] = (struct crew){
			.id = rows[i].id, .version = rows[i].version, .name = arena_text(loading->arena, rows[i].name)};
		take_members(loading, &rights->crews[i], members, member_count);
	}
}

/* ---- rules ---- */

struct rule_row {
	int64_t id, version, module_id, role_id, crew_id, field_id;
	const char *name, *condition;
	enum level level;
	bool hides;
};
static const struct db_column sharing_columns[] = {
	DB_COLUMN_INT64(struct rule_row, id),	     DB_COLUMN_INT64(struct rule_row, version),
	DB_COLUMN_INT64(struct rule_row, module_id), DB_COLUMN_TEXT(struct rule_row, name),
	DB_COLUMN_TEXT(struct rule_row, condition),  DB_COLUMN_INT64(struct rule_row, role_id),
	DB_COLUMN_INT64(struct rule_row, crew_id),   DB_COLUMN_ENUM(struct rule_row, level, level_names),
};
static const struct db_shape sharing_shape = DB_SHAPE(struct rule_row, sharing_columns);
static const struct db_column state_columns[] = {
	DB_COLUMN_INT64(struct rule_row, id),	     DB_COLUMN_INT64(struct rule_row, version),
	DB_COLUMN_INT64(struct rule_row, module_id), DB_COLUMN_TEXT(struct rule_row, name),
	DB_COLUMN_TEXT(struct rule_row, condition),  DB_COLUMN_INT64(struct rule_row, field_id),
	DB_COLUMN_BOOL(struct rule_row, hides),
};
static const struct db_shape state_shape = DB_SHAPE(struct rule_row, state_columns);

/* NULL when it does not hold together any more (a field was retired): whoever uses it must then fail closed. */
static const struct condition *
parse_condition(const struct loading *loading, const struct module *module, const struct rule_row *row)
{
	const struct field_scope scope = {.module = module, .find = scope_all};
	const char *text = arena_text(loading->arena, row->condition), *error = "";
	struct doc *json, *values = NULL;
	const struct condition *condition = NULL;

	json = doc_parse_json(loading->arena, str_of(text), CONDITION_DEPTH, CONDITION_VALUES, &error);
	if (json != NULL)
		condition = condition_parse(loading->arena, &scope, json, &error, &values);
	if (condition == NULL)
		log_warning("rights.rule", "the condition of the rule \"%s\" of %s does not hold together: %s",
			    row->name, module->name, error);
	return condition;
}

static void
read_sharing(const struct loading *loading)
{
	struct rights *rights = loading->rights;
	size_t count;
	const struct rule_row *rows =
		db_list(loading->tx, &sharing_shape, &count,
			"select id, version, module_id, name, condition, role_id, crew_id, level from sharing_rule "
			"order by name, id limit $1",
			db_int(SHARING_RULES));

	rights->sharing = arena_make_array(loading->arena, struct sharing_rule, count);
	for (size_t i = 0; i < count; i++) {
		const struct rule_row *row = &rows[i];
		const struct module *module = module_of_id(rights->catalogue, row->module_id);

		if (module == NULL)
			continue;
		rights->sharing[rights->sharing_count++] =
			(struct sharing_rule){.id = row->id,
					      .version = row->version,
					      .module = module,
					      .name = arena_text(loading->arena, row->name),
					      .condition = parse_condition(loading, module, row),
					      .role = rights_role(rights, row->role_id),
					      .crew = rights_crew(rights, row->crew_id),
					      .level = row->level};
	}
}

static void
read_states(const struct loading *loading)
{
	struct rights *rights = loading->rights;
	size_t count;
	const struct rule_row *rows =
		db_list(loading->tx, &state_shape, &count,
			"select id, version, module_id, name, condition, field_id, "
			"case when effect = 'hidden' then 1 else 0 end as hides from state_rule order by name, id");

	rights->states = arena_make_array(loading->arena, struct state_rule, count);
	for (size_t i = 0; i < count; i++) {
		const struct rule_row *row = &rows[i];
		const struct module *module = module_of_id(rights->catalogue, row->module_id);

		const struct field *field = row->field_id == 0 ? NULL : field_of_id(rights->catalogue, row->field_id);

		if (module == NULL || (row->field_id != 0 && field == NULL))
			continue;
		rights->states[rights->state_count++] =
			(struct state_rule){.id = row->id,
					    .version = row->version,
					    .module = module,
					    .field = field,
					    .hides = row->hides,
					    .name = arena_text(loading->arena, row->name),
					    .condition = parse_condition(loading, module, row)};
	}
}

/* ---- whom the portal acts as ---- */

static void
read_ceiling(const struct loading *loading)
{
	int64_t profile = db_get_int(loading->tx, 0, "select profile_id from staff where acts_for = 'portal'");

	loading->rights->ceiling = rights_profile(loading->rights, profile);
}

/* ---- all of it ---- */

static void
drop(void *data)
{
	struct arena **unfinished = data;

	arena_free(*unfinished);
}

/* A statement that fails leaves this function where it is: until all is read, the arena goes with the transaction's. */
struct rights *
rights_load(struct tx *tx, const struct feature *const *features, size_t feature_count)
{
	struct arena *arena = arena_new(0);
	struct arena **unfinished = arena_make(tx_arena(tx), struct arena *);
	struct rights *rights = arena_make(arena, struct rights);
	const struct loading loading = {tx, arena, rights, features, feature_count};

	*unfinished = arena;
	arena_at_end(tx_arena(tx), drop, unfinished);
	rights->catalogue = catalogue_load(tx, arena);
	read_profiles(&loading);
	read_matrix(&loading);
	read_roles(&loading);
	read_crews(&loading);
	read_sharing(&loading);
	read_states(&loading);
	approval_rules_read(tx, arena, rights);
	read_ceiling(&loading);
	user_types_read(tx, arena, rights);
	rights->plans = plan_cache_new(arena, rights->catalogue);
	*unfinished = NULL;
	return rights;
}

int64_t
rights_version(struct tx *tx)
{
	return db_get_int(tx, 0, "select version from catalogue where id = 1");
}
