/* record_select_store: the columns and rows that a plan shows, as text of a select. */
#include "records/record_select.h"

#include "base/arena.h"
#include "base/instant.h"
#include "core/weakened.h"
#include "records/record_import.h"

#include <inttypes.h>

bool
plan_shows(const struct plan *plan, const struct field *field)
{
	if (field->retired || (plan->may & MAY_VIEW) == 0)
		return false;
	if (field->type == FIELD_LOOKUPS)
		return plan->levels[field->index] != LEVEL_HIDDEN;
	return plan->columns[field->index] != NULL;
}

static bool
has_column(const struct plan *plan, const struct field *field)
{
	return field->type != FIELD_LOOKUPS && plan_shows(plan, field);
}

const struct field *
query_sort(const struct access *access, const struct record_query *query)
{
	return query->sort != NULL && has_column(access->plan, query->sort) ? query->sort : NULL;
}

/* ---- columns ---- */

static void
add_field(struct record_columns *columns, const struct plan *plan, const struct field *field)
{
	if (field == NULL || !has_column(plan, field))
		return;
	for (size_t i = 0; i < columns->field_count; i++)
		if (columns->fields[i] == field)
			return;
	columns->fields[columns->field_count++] = field;
}

static void
add_locks(struct record_columns *columns, struct arena *arena, const struct plan *plan)
{
	const struct module *module = plan->module;

	columns->locks = arena_make_array(arena, const struct field *, module->field_count);
	for (size_t i = 0; i < module->field_count; i++)
		if (plan->writable[i] && plan->locked[i] != NULL)
			columns->locks[columns->lock_count++] = &module->fields[i];
}

static void
add_head(struct record_columns *columns, enum head head)
{
	columns->head[head] = columns->head_width++;
}

static bool
differs_by_row(const char *rows)
{
	return !text_equal(rows, "(1 = 1)") && !text_equal(rows, "(1 = 0)");
}

/* A right that is another's too is asked once. */
static void
add_heads(struct record_columns *columns, const struct plan *plan, const struct record_query *query)
{
	columns->head_width = 2; /* id, version */
	if (query->bin)
		add_head(columns, HEAD_DELETED_AT);
	if (differs_by_row(plan->editable))
		add_head(columns, HEAD_EDITABLE);
	if (text_equal(plan->editable, plan->deletable))
		columns->head[HEAD_DELETABLE] = columns->head[HEAD_EDITABLE];
	else if (differs_by_row(plan->deletable))
		add_head(columns, HEAD_DELETABLE);
	columns->editable = text_equal(plan->editable, "(1 = 1)");
	columns->deletable = text_equal(plan->deletable, "(1 = 1)");
	if (plan->module->parent != NULL)
		add_head(columns, HEAD_PARENT);
	if (columns->ordered != NULL)
		add_head(columns, HEAD_ORDERED);
}

static void
add_types(struct record_columns *columns, struct arena *arena)
{
	columns->width = columns->head_width + columns->field_count + columns->lock_count;
	columns->types = arena_make_array(arena, enum db_type, columns->width);
	for (size_t i = 0; i < columns->width; i++)
		columns->types[i] = DB_INT;
	for (size_t i = 0; i < columns->field_count; i++)
		columns->types[columns->head_width + i] = field_kept_as(columns->fields[i]);
}

struct record_columns
record_columns(struct arena *arena, const struct access *access, const struct record_query *query, const char *ordered,
	       bool locks)
{
	const struct module *module = access->plan->module;
	struct record_columns columns = {
		.ordered = ordered, .fields = arena_make_array(arena, const struct field *, module->field_count + 1)};

	add_heads(&columns, access->plan, query);
	add_field(&columns, access->plan, module->naming);
	add_field(&columns, access->plan, query->sort);
	if (query->fields == NULL)
		for (size_t i = 0; i < module->field_count; i++)
			add_field(&columns, access->plan, &module->fields[i]);
	for (size_t i = 0; query->fields != NULL && i < query->field_count; i++)
		add_field(&columns, access->plan, query->fields[i]);
	if (locks)
		add_locks(&columns, arena, access->plan);
	add_types(&columns, arena);
	return columns;
}

void
select_columns(struct sql *sql, const struct access *access, const struct record_columns *columns)
{
	const struct plan *plan = access->plan;
	const char *table = plan->module->table;

	sql_printf(sql, "select %s.id, %s.version", table, table);
	if (columns->head[HEAD_DELETED_AT] > 0)
		sql_printf(sql, ", %s.deleted_at", table);
	if (columns->head[HEAD_EDITABLE] > 0)
		sql_printf(sql, ", case when %s then 1 else 0 end", plan->editable);
	if (columns->head[HEAD_DELETABLE] > columns->head[HEAD_EDITABLE])
		sql_printf(sql, ", case when %s then 1 else 0 end", plan->deletable);
	if (columns->head[HEAD_PARENT] > 0)
		sql_printf(sql, ", %s.parent_id", table);
	if (columns->ordered != NULL)
		sql_printf(sql, ", %s", columns->ordered);
	for (size_t i = 0; i < columns->field_count; i++)
		sql_printf(sql, ", %s", plan->columns[columns->fields[i]->index]);
	for (size_t i = 0; i < columns->lock_count; i++)
		sql_printf(sql, ", case when %s then 1 else 0 end", plan->locked[columns->locks[i]->index]);
}

struct record *
record_blank(struct arena *arena, const struct module *module, size_t count)
{
	struct record *records = arena_make_array(arena, struct record, count);
	struct db_value *cells = arena_make_array(arena, struct db_value, count * module->field_count);

	for (size_t i = 0; i < count * module->field_count; i++)
		cells[i].type = DB_NULL; /* all else is zero already */
	for (size_t i = 0; i < count; i++)
		records[i].cells = cells + i * module->field_count;
	return records;
}

/* The number in a place of the head; `unread` when that is not read, or null. */
static int64_t
head_of(const struct record_columns *columns, enum head head, const struct db_value *row, int64_t unread)
{
	size_t place = columns->head[head];

	return place == 0 || row[place].type == DB_NULL ? unread : row[place].integer;
}

void
record_fill(struct record *record, const struct record_columns *columns, const struct db_value *row)
{
	const struct db_value *values = row + columns->head_width;

	record->id = row[0].integer;
	record->version = row[1].integer;
	record->deleted_at = head_of(columns, HEAD_DELETED_AT, row, NO_INSTANT);
	record->editable = head_of(columns, HEAD_EDITABLE, row, columns->editable) != 0;
	record->deletable = head_of(columns, HEAD_DELETABLE, row, columns->deletable) != 0;
	record->parent = head_of(columns, HEAD_PARENT, row, 0);
	record->ordered = head_of(columns, HEAD_ORDERED, row, 0);
	for (size_t i = 0; i < columns->field_count; i++)
		record->cells[columns->fields[i]->index] = values[i];
	for (size_t i = 0; i < columns->lock_count; i++)
		record->locked[columns->locks[i]->index] = values[columns->field_count + i].integer != 0;
}

/* ---- rows ---- */

static void
add_plan_rows(struct sql *sql, const struct access *access, bool bin, const char *rows)
{
	const struct plan *plan = access->plan;

	sql_printf(sql, " where %s", weakened(CHECK_ROWS) ? "(1 = 1)" : rows);
	if (!weakened(CHECK_BIN))
		sql_printf(sql, " and %s.deleted_at is %s", plan->module->table, bin ? "not null" : "null");
	if (bin)
		sql_printf(sql, " and %s.deleted_at < %" PRId64, access->plan->module->table, STAGED_AT);
}

void
select_plan_rows(struct sql *sql, const struct access *access, bool bin)
{
	add_plan_rows(sql, access, bin, access->plan->rows);
}

/* A related list: the plan of the list's own module decides; a link it hides leads nowhere. */
static void
select_linked(struct sql *sql, const struct access *access, const struct record_query *query,
	      const struct narrow_scope *scope)
{
	const struct plan *plan = access->plan;

	if (!plan_shows(plan, query->link)) {
		sql_add(sql, " and (1 = 0)");
		return;
	}
	if (query->link->type != FIELD_LOOKUPS) {
		sql_printf(sql, " and %s = ", narrow_compared(scope, query->link));
		sql_value(sql, db_int(query->linked));
		return;
	}
	sql_printf(sql, " and %s.id in (select record_id from record_link where field_id = ", plan->module->table);
	sql_value(sql, db_int(query->link->id));
	sql_add(sql, " and target_id = ");
	sql_value(sql, db_int(query->linked));
	sql_add(sql, ")");
	if (plan->hidden[query->link->index] != NULL && !weakened(CHECK_LINKED))
		sql_printf(sql, " and %s is not true", plan->hidden[query->link->index]);
}

void
select_rows(struct sql *sql, struct tx *tx, const struct access *access, const struct record_query *query,
	    const struct narrowing *narrowing)
{
	const struct narrow_scope scope = {access->plan, narrowing, query_sort(access, query), sql->arena,
					   tx_engine(tx)};

	add_plan_rows(sql, access, query->bin, narrow_plan_rows(&scope));
	if (query->parent != 0 && access->plan->module->parent != NULL) {
		sql_printf(sql, " and %s.parent_id = ", access->plan->module->table);
		sql_value(sql, db_int(query->parent));
	}
	if (query->link != NULL)
		select_linked(sql, access, query, &scope);
	if (query->filter != NULL) {
		sql_add(sql, " and ");
		condition_sql(sql, query->filter, access->moment, narrow_compared, &scope);
	}
	if (query->beside != NULL)
		query->beside(sql, access->plan->module, query->beside_of);
	if (search_is_walked(tx, access, query))
		walk_where(sql, access, query);
	else if (query->search != NULL)
		select_search(sql, tx, access, query->search, NULL,
			      query->looks_at > 0 ? query->looks_at : SEARCH_LOOKS_AT);
	if (narrowing != NULL)
		narrow_sql(sql, tx, access, query, narrowing);
}

/* The value decides that the fields are not read when it comes to it, so that PostgreSQL cannot leave them out of a
 * plan that is for all values. */
void
select_named(struct sql *sql, const struct module *module, const struct field *const *fields, size_t count)
{
	bool first = true;

	for (size_t i = 0; i < count; i++) {
		if (fields[i]->column == NULL)
			continue;
		if (first) {
			sql_add(sql, " and (");
			sql_value(sql, db_int(1));
			sql_add(sql, " = 1 or exists (select ");
		}
		sql_printf(sql, "%snamed.%s", first ? "" : ", ", fields[i]->column);
		first = false;
	}
	if (!first)
		sql_printf(sql, " from %s as named))", module->table);
}

/* ---- what is compared ---- */

struct db_value
compared_value(struct arena *arena, const struct field *field, const struct db_value *value)
{
	if (field->key == NULL || value->type != DB_TEXT)
		return *value;
	return db_text(text_fold(arena, arena_text_of(arena, value->bytes.at, value->bytes.length)));
}

void
sql_compared(struct sql *sql, const struct field *field, const struct db_value *value)
{
	struct db_value compared = compared_value(sql->arena, field, value);
	enum field_type type = field_value_type(field);
	bool lower = field->key == NULL && field->theirs && compared.type == DB_TEXT && type != FIELD_CHOICE &&
		     type != FIELD_CHOICES;

	if (lower)
		sql_add(sql, "lower(");
	sql_value(sql, compared);
	if (lower)
		sql_add(sql, ")");
}
