/* record_store: one record as its viewer sees it, and what it leads to. */
#include "records/record.h"

#include "base/arena.h"
#include "core/weakened.h"
#include "records/record_links.h"
#include "records/record_select.h"
#include "records/sample.h"

#include <inttypes.h>
#include <string.h>

const struct access *
record_access(struct request *rq, const struct module *module)
{
	return access_to(rq->arena, rq->house, rq->viewer, plan_for(rq->rights, rq->viewer, module, rq->moment),
			 rq->moment);
}

const struct access *
access_to(struct arena *arena, const struct house *house, const struct viewer *viewer, const struct plan *plan,
	  const struct moment *moment)
{
	struct access *access = arena_make(arena, struct access);

	*access = (struct access){.viewer = viewer, .plan = plan, .moment = moment, .house = house};
	return access;
}

const struct access *
access_beside(struct arena *arena, const struct access *access, const struct module *module)
{
	return access_to(arena, access->house, access->viewer,
			 plan_for(access->plan->rights, access->viewer, module, access->moment), access->moment);
}

/* ---- lookups to many ---- */

static const struct field **
lookups_of(struct arena *arena, const struct module *module, size_t *count)
{
	const struct field **fields = arena_make_array(arena, const struct field *, module->field_count);

	*count = 0;
	for (size_t i = 0; i < module->field_count; i++)
		if (module->fields[i].type == FIELD_LOOKUPS && !module->fields[i].retired)
			fields[(*count)++] = &module->fields[i];
	return fields;
}

static struct db_sql
links_sql(struct arena *arena, const struct field *const *fields, size_t count, int64_t id)
{
	struct sql sql = sql_new(arena);

	sql_add(&sql, "select field_id, target_id from record_link where record_id = ");
	sql_value(&sql, db_int(id));
	sql_add(&sql, " and field_id in (");
	for (size_t i = 0; i < count; i++) {
		sql_add(&sql, i == 0 ? "" : ", ");
		sql_value(&sql, db_int(fields[i]->id));
	}
	sql_add(&sql, ") order by field_id, target_id");
	return sql_end(&sql);
}

void
record_links_read(struct tx *tx, const struct module *module, int64_t id, struct db_value *cells)
{
	static const enum db_type types[] = {DB_INT, DB_INT};
	struct arena *arena = tx_arena(tx);
	size_t field_count, count = 0;
	const struct field **fields = lookups_of(arena, module, &field_count);
	struct db_value *rows;

	if (field_count == 0)
		return;
	rows = db_sql_cells(tx, links_sql(arena, fields, field_count, id), types, 2, &count);
	for (size_t f = 0; f < field_count; f++) {
		struct builder text = builder_new(arena, 0);

		for (size_t i = 0; i < count; i++)
			if (rows[2 * i].integer == fields[f]->id)
				build_printf(&text, text.length == 0 ? "|%" PRId64 "|" : "%" PRId64 "|",
					     rows[2 * i + 1].integer);
		cells[fields[f]->index] = text.length == 0 ? db_null() : db_text(builder_text(&text));
	}
}

/* ---- one record ---- */

static void
read_links_seen(struct tx *tx, const struct access *access, struct record *record, const bool *hidden)
{
	const struct module *module = access->plan->module;
	struct db_value *cells = record_blank(tx_arena(tx), module, 1)->cells;

	record_links_read(tx, module, record->id, cells);
	for (size_t i = 0; i < module->field_count; i++)
		if (module->fields[i].type == FIELD_LOOKUPS &&
		    ((plan_shows(access->plan, &module->fields[i]) && !hidden[i]) || weakened(CHECK_LINKS)))
			record->cells[i] = cells[i];
}

/* The ids of a lookup to many are read beside the record: whether a state rule hides them is asked with it. */
static struct db_value *
find_row(struct tx *tx, const struct access *access, const struct record_columns *columns, int64_t id, bool bin,
	 bool *hidden)
{
	const struct plan *plan = access->plan;
	struct sql sql = plan_sql(tx_arena(tx), plan, access->viewer);
	size_t width = columns->width + plan->module->field_count, more = columns->width, count;
	enum db_type *types = arena_make_array(tx_arena(tx), enum db_type, width);
	struct db_value *row;

	memcpy(types, columns->types, columns->width * sizeof *types);
	select_columns(&sql, access, columns);
	for (size_t i = 0; i < plan->module->field_count; i++) {
		if (plan->module->fields[i].type != FIELD_LOOKUPS || plan->hidden[i] == NULL)
			continue;
		sql_printf(&sql, ", case when %s then 1 else 0 end", plan->hidden[i]);
		types[more++] = DB_INT;
	}
	sql_printf(&sql, " from %s", plan->module->table);
	select_plan_rows(&sql, access, bin);
	sql_printf(&sql, " and %s.id = ", plan->module->table);
	sql_value(&sql, db_int(id));
	row = db_sql_cells(tx, sql_end(&sql), types, more, &count);
	more = columns->width;
	for (size_t i = 0; row != NULL && i < plan->module->field_count; i++)
		if (plan->module->fields[i].type == FIELD_LOOKUPS && plan->hidden[i] != NULL)
			hidden[i] = row[more++].integer != 0;
	return row;
}

struct record *
record_find(struct tx *tx, const struct access *access, int64_t id, bool bin)
{
	const struct record_query all = {.limit = 1, .bin = bin};
	struct arena *arena = tx_arena(tx);
	const struct module *module = access->plan->module;
	struct record_columns columns = record_columns(arena, access, &all, NULL, true);
	bool *hidden = arena_make_array(arena, bool, module->field_count);
	struct db_value *row;
	struct record *record;

	if (sees_samples(access))
		return bin ? NULL : sample_find(arena, access, id);
	row = find_row(tx, access, &columns, id, bin, hidden);
	if (row == NULL)
		return NULL;
	record = record_blank(arena, module, 1);
	record->locked = arena_make_array(arena, bool, module->field_count);
	record_fill(record, &columns, row);
	read_links_seen(tx, access, record, hidden);
	return record;
}
