/* record_row_store: reads and writes whole rows: columns, their keys, links and words. */
#include "records/record_row.h"

#include "base/arena.h"
#include "base/instant.h"
#include "modules/module_belt.h"
#include "records/record_import.h"
#include "records/record_links.h"
#include "records/record_match.h"
#include "records/record_search.h"
#include "records/record_select.h"
#include "records/record_words.h"

#include <string.h>

/* id, version, deleted_at, editable, deletable, parent_id, position */
enum { HEAD = 7 };

/* Values of one statement; a module may have more columns and keys than that. */
enum { VALUES_AT_ONCE = 300 };

struct row *
row_blank(struct arena *arena, const struct module *module)
{
	struct row *row = arena_make(arena, struct row);

	row->deleted_at = NO_INSTANT;
	row->locked = arena_make_array(arena, bool, module->field_count);
	row->hidden = arena_make_array(arena, bool, module->field_count);
	row->cells = record_blank(arena, module, 1)->cells;
	return row;
}

struct row *
row_copy(struct arena *arena, const struct module *module, const struct row *row)
{
	struct row *copy = row_blank(arena, module);
	struct db_value *cells = copy->cells;

	*copy = *row;
	copy->cells = cells;
	memcpy(cells, row->cells, module->field_count * sizeof *cells);
	return copy;
}

/* ---- reading ---- */

static bool
is_kept(const struct field *field)
{
	return field->column != NULL && !field->retired;
}

static bool
is_written(const struct field *field)
{
	return is_kept(field) && !field->kept;
}

static size_t
add_fields(struct sql *sql, const struct module *module, enum db_type *types, size_t width)
{
	for (size_t i = 0; i < module->field_count; i++) {
		if (!is_kept(&module->fields[i]))
			continue;
		sql_printf(sql, ", %s.%s", module->table, module->fields[i].column);
		types[width++] = field_kept_as(&module->fields[i]);
	}
	return width;
}

enum { LOCKED = 1, HIDDEN };

/* What of it is locked or hidden; `plan` NULL: nobody asks. */
static size_t
add_locks(struct sql *sql, const struct module *module, const struct plan *plan, enum db_type *types, size_t width)
{
	for (size_t i = 0; plan != NULL && i < module->field_count; i++) {
		if (plan->locked[i] == NULL)
			continue;
		if (plan->hidden[i] != NULL)
			sql_printf(sql, ", case when %s then %d when %s then %d else 0 end", plan->hidden[i], HIDDEN,
				   plan->locked[i], LOCKED);
		else
			sql_printf(sql, ", case when %s then %d else 0 end", plan->locked[i], LOCKED);
		types[width++] = DB_INT;
	}
	return width;
}

static size_t
add_columns(struct sql *sql, const struct module *module, const struct plan *plan, enum db_type *types)
{
	const char *table = module->table;

	for (size_t i = 0; i < HEAD; i++)
		types[i] = DB_INT;
	sql_printf(sql, "select %s.id, %s.version, %s.deleted_at, ", table, table, table);
	if (plan != NULL)
		sql_printf(sql, "case when %s then 1 else 0 end, case when %s then 1 else 0 end, ", plan->editable,
			   plan->deletable);
	else
		sql_add(sql, "1, 1, ");
	if (module->parent != NULL)
		sql_printf(sql, "%s.parent_id, %s.position", table, table);
	else
		sql_add(sql, "0, 0");
	return add_locks(sql, module, plan, types, add_fields(sql, module, types, HEAD));
}

static struct row *
row_of(struct arena *arena, const struct module *module, const struct plan *plan, const struct db_value *cells)
{
	struct row *row = row_blank(arena, module);
	size_t at = HEAD;

	row->id = cells[0].integer;
	row->version = cells[1].integer;
	row->deleted_at = cells[2].type == DB_NULL ? NO_INSTANT : cells[2].integer;
	row->editable = cells[3].integer != 0;
	row->deletable = cells[4].integer != 0;
	row->parent = cells[5].integer;
	row->position = cells[6].integer;
	for (size_t i = 0; i < module->field_count; i++)
		if (is_kept(&module->fields[i]))
			row->cells[i] = cells[at++];
	for (size_t i = 0; plan != NULL && i < module->field_count; i++) {
		if (plan->locked[i] == NULL)
			continue;
		row->hidden[i] = cells[at].integer == HIDDEN;
		row->locked[i] = cells[at++].integer != 0;
	}
	return row;
}

/* `sql` is new, with the plan's values bound if there is one. */
static struct row *
read_row(struct tx *tx, struct sql *sql, const struct module *module, const struct access *access, int64_t id, bool bin)
{
	const struct plan *plan = access == NULL ? NULL : access->plan;
	enum db_type *types = arena_make_array(sql->arena, enum db_type, HEAD + 2 * module->field_count);
	size_t width = add_columns(sql, module, plan, types), count;
	struct db_value *cells;
	struct row *row;

	sql_printf(sql, " from %s", module->table);
	if (access != NULL)
		select_plan_rows(sql, access, bin);
	else
		sql_printf(sql, " where %s.deleted_at is null", module->table);
	sql_printf(sql, " and %s.id = ", module->table);
	sql_value(sql, db_int(id));
	cells = db_sql_cells(tx, sql_end(sql), types, width, &count);
	if (cells == NULL)
		return NULL;
	row = row_of(sql->arena, module, plan, cells);
	record_links_read(tx, module, row->id, row->cells);
	return row;
}

struct row *
row_find(struct tx *tx, const struct access *access, int64_t id, bool bin)
{
	struct sql sql = plan_sql_whole(tx_arena(tx), access->plan, access->viewer);

	return read_row(tx, &sql, access->plan->module, access, id, bin);
}

struct row *
row_read(struct tx *tx, const struct module *module, int64_t id)
{
	struct sql sql = module_sql(tx_arena(tx), module);

	return read_row(tx, &sql, module, NULL, id, false);
}

/* ---- links ---- */

int64_t *
linked_ids(struct arena *arena, const struct field *field, const struct db_value *value, size_t *count)
{
	int64_t *ids;
	struct str rest = value->bytes;

	*count = 0;
	if (value_is_empty(value))
		return arena_make_array(arena, int64_t, 1);
	if (field->type != FIELD_LOOKUPS) {
		ids = arena_make_array(arena, int64_t, 1);
		ids[(*count)++] = value->integer;
		return ids;
	}
	ids = arena_make_array(arena, int64_t, rest.length);
	while (rest.length > 0) {
		struct str part = str_cut(&rest, '|');
		int64_t id;

		if (part.length > 0 && str_to_int(part, &id))
			ids[(*count)++] = id;
	}
	return ids;
}

static void
write_links(struct tx *tx, const struct field *field, int64_t id, const struct db_value *value)
{
	size_t count;
	int64_t *ids = linked_ids(tx_arena(tx), field, value, &count);

	db_run(tx, "delete from record_link where field_id = $1 and record_id = $2", db_int(field->id), db_int(id));
	for (size_t i = 0; i < count; i++)
		db_run(tx,
		       "insert into record_link (field_id, record_id, target_id) values ($1, $2, $3) "
		       "on conflict (field_id, record_id, target_id) do nothing",
		       db_int(field->id), db_int(id), db_int(ids[i]));
}

/* ---- writing ---- */

/* A column and what it gets. */
struct pair {
	const char *column;
	struct db_value value;
};

struct pairs {
	struct pair *at;
	size_t count;
};

static struct pairs
pairs_new(struct arena *arena, const struct module *module)
{
	return (struct pairs){.at = arena_make_array(arena, struct pair, 2 * module->field_count + 7)};
}

static void
add_pair(struct pairs *pairs, const char *column, struct db_value value)
{
	pairs->at[pairs->count++] = (struct pair){column, value};
}

static void
add_cell(struct pairs *pairs, struct arena *arena, const struct field *field, const struct db_value *value)
{
	bool empty = value_is_empty(value);

	add_pair(pairs, field->column, !empty ? *value : field->blank ? db_text("") : db_null());
	if (field->key != NULL)
		add_pair(pairs, field->key, empty ? db_null() : compared_value(arena, field, value));
}

/* `version` not 0: only if it is the one kept, which then grows. False: there is no such row. */
static bool
write_pairs(struct tx *tx, const struct module *module, int64_t id, const struct pair *pairs, size_t count,
	    int64_t version)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_printf(&sql, "update %s set %s", module->table, version == 0 ? "" : "version = version + 1");
	for (size_t i = 0; i < count; i++) {
		sql_printf(&sql, "%s%s = ", i == 0 && version == 0 ? "" : ", ", pairs[i].column);
		sql_value(&sql, pairs[i].value);
	}
	sql_add(&sql, " where id = ");
	sql_value(&sql, db_int(id));
	if (version != 0) {
		sql_add(&sql, " and version = ");
		sql_value(&sql, db_int(version));
	}
	return db_sql_run(tx, sql_end(&sql)) == 1;
}

/* In parts that a statement can hold; the first of them takes the version. */
static bool
write_all(struct tx *tx, const struct module *module, int64_t id, const struct pairs *pairs, int64_t version)
{
	size_t from = 0;

	do {
		size_t rest = pairs->count - from, part = rest < VALUES_AT_ONCE ? rest : VALUES_AT_ONCE;

		if ((part > 0 || version != 0) && !write_pairs(tx, module, id, pairs->at + from, part, version))
			return false;
		version = 0;
		from += part;
	} while (from < pairs->count);
	return true;
}

static void
insert_pairs(struct tx *tx, const struct module *module, const struct pair *pairs, size_t count)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_printf(&sql, "insert into %s (", module->table);
	for (size_t i = 0; i < count; i++)
		sql_printf(&sql, "%s%s", i == 0 ? "" : ", ", pairs[i].column);
	sql_add(&sql, ") values (");
	for (size_t i = 0; i < count; i++) {
		sql_add(&sql, i == 0 ? "" : ", ");
		sql_value(&sql, pairs[i].value);
	}
	sql_add(&sql, ")");
	db_sql_run(tx, sql_end(&sql));
}

static void
add_lot(struct pairs *pairs, const struct row *row)
{
	if (row->staged == 0)
		return;
	add_pair(pairs, "deleted_at", db_int(STAGED_AT));
	add_pair(pairs, "deleted_by", db_int(row->staged));
}

static void
insert_beside(struct tx *tx, const struct module *module, const struct row *row)
{
	for (size_t i = 0; i < module->field_count; i++)
		if (module->fields[i].type == FIELD_LOOKUPS && !value_is_empty(&row->cells[i]))
			write_links(tx, &module->fields[i], row->id, &row->cells[i]);
	search_words_add(tx, row->id, record_words(tx_arena(tx), module, row->cells));
	match_keys_add(tx, module, row->id, row->cells);
}

void
row_insert(struct tx *tx, const struct module *module, const struct row *row)
{
	struct arena *arena = tx_arena(tx);
	struct pairs pairs = pairs_new(arena, module);
	size_t first;

	add_pair(&pairs, "id", db_int(row->id));
	add_pair(&pairs, "version", db_int(1));
	add_lot(&pairs, row);
	if (module->parent != NULL) {
		add_pair(&pairs, "parent_id", db_int(row->parent));
		add_pair(&pairs, "position", db_int(row->position));
	}
	for (size_t i = 0; i < module->field_count; i++)
		if (is_written(&module->fields[i]))
			add_cell(&pairs, arena, &module->fields[i], &row->cells[i]);
	first = pairs.count < VALUES_AT_ONCE ? pairs.count : VALUES_AT_ONCE;
	insert_pairs(tx, module, pairs.at, first);
	if (pairs.count > first)
		write_pairs(tx, module, row->id, pairs.at + first, pairs.count - first, 0);
	insert_beside(tx, module, row);
}

void
row_complete(struct tx *tx, const struct module *module, const struct row *row)
{
	struct arena *arena = tx_arena(tx);
	struct pairs pairs = pairs_new(arena, module);

	add_lot(&pairs, row);
	for (size_t i = 0; i < module->field_count; i++)
		if (is_written(&module->fields[i]))
			add_cell(&pairs, arena, &module->fields[i], &row->cells[i]);
	write_all(tx, module, row->id, &pairs, 0);
	insert_beside(tx, module, row);
}

bool
row_update(struct tx *tx, const struct module *module, const struct row *before, const struct row *after,
	   const bool *changed, int64_t version)
{
	struct arena *arena = tx_arena(tx);
	struct pairs pairs = pairs_new(arena, module);

	if (after->position != before->position)
		add_pair(&pairs, "position", db_int(after->position));
	for (size_t i = 0; i < module->field_count; i++)
		if (changed[i] && is_written(&module->fields[i]))
			add_cell(&pairs, arena, &module->fields[i], &after->cells[i]);
	if (!write_all(tx, module, after->id, &pairs, version))
		return false;
	for (size_t i = 0; i < module->field_count; i++)
		if (changed[i] && module->fields[i].type == FIELD_LOOKUPS)
			write_links(tx, &module->fields[i], after->id, &after->cells[i]);
	search_words_change(tx, after->id, record_words(arena, module, before->cells),
			    record_words(arena, module, after->cells));
	match_keys_change(tx, module, after->id, after->cells, changed);
	return true;
}

bool *
row_changes(struct arena *arena, const struct module *module, const struct row *before, const struct row *after,
	    size_t *count)
{
	bool *changed = arena_make_array(arena, bool, module->field_count);

	*count = 0;
	for (size_t i = 0; i < module->field_count; i++) {
		changed[i] = !value_equal(&before->cells[i], &after->cells[i]);
		*count += changed[i];
	}
	return changed;
}

const char *
row_name(struct arena *arena, const struct module *module, const struct row *row)
{
	const struct db_value *value = module->naming == NULL ? NULL : &row->cells[module->naming->index];

	return value == NULL || value_is_empty(value) ? NULL : value_text(arena, module->naming, value);
}
