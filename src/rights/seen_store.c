/* seen_store: reads and counts through the plan of whoever it is about. */
#include "rights/seen.h"

#include "base/arena.h"
#include "modules/value.h"

static const char *
naming_column(struct arena *arena, const struct plan *plan)
{
	const struct field *naming = plan->module->naming;

	if (naming == NULL || naming->column == NULL)
		return "null";
	return arena_printf(arena, "%s.%s", plan->module->table, naming->column);
}

static const char *
owner_column(struct arena *arena, const struct module *module)
{
	const char *column = module->fields[SYSTEM_OWNER].column;

	return column == NULL ? "null" : arena_printf(arena, "%s.%s", module->table, column);
}

static enum db_type
naming_type(const struct plan *plan)
{
	const struct field *naming = plan->module->naming;

	return naming == NULL || naming->column == NULL ? DB_TEXT : field_kept_as(naming);
}

static const char *
name_of(struct arena *arena, const struct plan *plan, const struct db_value *cell)
{
	return cell->type == DB_NULL ? NULL : value_text(arena, plan->module->naming, cell);
}

static void
add_rows(struct sql *sql, const struct plan *plan)
{
	sql_printf(sql, " from %s where %s.deleted_at is null and %s", plan->module->table, plan->module->table,
		   plan->rows);
}

struct seen_record *
seen_find(struct tx *tx, const struct plan *plan, const struct viewer *viewer, int64_t id, int64_t *owner)
{
	struct arena *arena = tx_arena(tx);
	const struct field *naming = plan->module->naming;
	bool named = naming != NULL && plan->columns[naming->index] != NULL;
	const enum db_type types[] = {DB_INT, named ? naming_type(plan) : DB_TEXT};
	struct sql sql = plan_sql_whole(arena, plan, viewer);
	struct seen_record *record;
	const struct db_value *cells;
	size_t count;

	sql_printf(&sql, "select %s, %s", owner_column(arena, plan->module),
		   named ? plan->columns[naming->index] : "null");
	add_rows(&sql, plan);
	sql_printf(&sql, " and %s.id = ", plan->module->table);
	sql_value(&sql, db_int(id));
	cells = db_sql_cells(tx, sql_end(&sql), types, 2, &count);
	if (count == 0)
		return NULL;
	record = arena_make(arena, struct seen_record);
	*record = (struct seen_record){id, name_of(arena, plan, &cells[1])};
	*owner = cells[0].type == DB_NULL ? 0 : cells[0].integer;
	return record;
}

struct seen_record *
seen_list(struct tx *tx, const struct plan *plan, const struct viewer *viewer, size_t limit, size_t *count)
{
	struct arena *arena = tx_arena(tx);
	const enum db_type types[] = {DB_INT, naming_type(plan)};
	struct sql sql = plan_sql_whole(arena, plan, viewer);
	struct seen_record *records;
	const struct db_value *cells;

	sql_printf(&sql, "select %s.id, %s", plan->module->table, naming_column(arena, plan));
	add_rows(&sql, plan);
	sql_printf(&sql, " order by %s.id desc limit %zu", plan->module->table, limit);
	cells = db_sql_cells(tx, sql_end(&sql), types, 2, count);
	records = arena_make_array(arena, struct seen_record, *count);
	for (size_t i = 0; i < *count; i++)
		records[i] = (struct seen_record){cells[2 * i].integer, name_of(arena, plan, &cells[2 * i + 1])};
	return records;
}

static const char *
stored_column(const void *context, const struct field *field)
{
	return arena_printf((struct arena *)(uintptr_t)context, "%s.%s", field->module->table,
			    field->key != NULL ? field->key : field->column);
}

int64_t
seen_count(struct tx *tx, const struct plan *plan, const struct viewer *viewer, enum seen_by reason,
	   const struct sharing_rule *rule, const struct moment *moment)
{
	struct arena *arena = tx_arena(tx);
	const char *owner = owner_column(arena, plan->module);
	struct sql sql = plan_sql_whole(arena, plan, viewer);
	struct moment theirs = *moment;

	theirs.staff = viewer->staff;
	sql_add(&sql, "select count(*)");
	add_rows(&sql, plan);
	switch (reason) {
	case SEEN_AT_ALL:
		break;
	case SEEN_OWN:
		sql_printf(&sql, " and %s = $1", owner);
		break;
	case SEEN_BELOW:
		sql_printf(&sql,
			   " and %s <> $1 and exists (select 1 from staff_reach where staff_reach.staff_id = $1 and "
			   "staff_reach.owner_id = %s)",
			   owner, owner);
		break;
	case SEEN_NOBODYS:
		sql_printf(&sql, " and %s is null", owner);
		break;
	case SEEN_BY_RULE:
		sql_add(&sql, " and ");
		condition_sql(&sql, rule->condition, &theirs, stored_column, arena);
		break;
	}
	return db_sql_get_int(tx, 0, sql_end(&sql));
}
