/* module_belt: all that statements of the house read of a module: its records as they are kept, whoever looks. */
#include "modules/module_belt.h"

#include "db/belt.h"

void
module_belt_mix(struct belt *belt, const struct module *module)
{
	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];

		if (field->column != NULL)
			belt_mix(belt, field->column);
		if (field->key != NULL)
			belt_mix(belt, field->key);
	}
}

void
module_belt_by_hand(struct belt *belt)
{
	belt_add(belt, "client_staff", NULL);
	belt_add(belt, "client_group_member", NULL);
	belt_add(belt, "client_group_staff", NULL);
}

/* By name: the tables of features have columns that are no field of anybody's. */
static void
add_columns(struct belt *belt, const struct module *module)
{
	static const char *const kept[] = {"id", "version", "deleted_at", "deleted_by"};

	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
		belt_add(belt, module->table, kept[i]);
	if (module->parent != NULL) {
		belt_add(belt, module->table, "parent_id");
		belt_add(belt, module->table, "position");
	}
	for (size_t i = 0; i < module->field_count; i++) {
		if (module->fields[i].column != NULL)
			belt_add(belt, module->table, module->fields[i].column);
		if (module->fields[i].key != NULL)
			belt_add(belt, module->table, module->fields[i].key);
	}
}

struct belt *
module_belt(struct arena *arena, const struct module *module)
{
	struct belt *belt = belt_new(arena, module->table);

	for (const struct module *each = module; each != NULL; each = each->parent) {
		add_columns(belt, each);
		if (each->by_hand)
			module_belt_by_hand(belt);
	}
	belt_add(belt, "record_link", NULL);
	belt_add(belt, "staff_reach", NULL);
	module_belt_mix(belt, module);
	return belt;
}

struct sql
module_sql(struct arena *arena, const struct module *module)
{
	struct sql sql = sql_new(arena);

	sql.belt = module->belt;
	return sql;
}
