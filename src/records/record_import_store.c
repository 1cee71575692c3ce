/* record_import_store: rows that nobody sees until all of them are there, and the way back. */
#include "records/record_import.h"

#include "base/arena.h"
#include "modules/formula.h"
#include "records/keep.h"
#include "records/record_bin.h"
#include "records/record_change.h"
#include "records/record_check.h"
#include "records/record_event.h"
#include "records/record_rollup.h"
#include "records/record_wait.h"

#include <inttypes.h>

/* ---- a lot ---- */

static void
add_lot(struct sql *sql, int64_t lot)
{
	sql_printf(sql, " where deleted_at = %" PRId64 " and deleted_by = ", STAGED_AT);
	sql_value(sql, db_int(lot));
}

int64_t
staged_show(struct tx *tx, const struct module *module, int64_t lot)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_printf(&sql, "update %s set deleted_at = null, deleted_by = null", module->table);
	add_lot(&sql, lot);
	return db_sql_run(tx, sql_end(&sql));
}

void
staged_tell(struct tx *tx, const struct access *access, int64_t id)
{
	const struct module *module = access->plan->module;
	struct row *row = row_read(tx, module, id);

	if (row == NULL)
		return;
	rollups_refresh(tx, access, module, NULL, row);
	record_tell(tx, access, "record.created", row);
}

size_t
staged_drop(struct tx *tx, const struct catalogue *catalogue, const struct module *module, int64_t lot, size_t limit)
{
	static const enum db_type types[] = {DB_INT};
	struct sql sql = sql_new(tx_arena(tx));
	struct db_value *cells;
	size_t count;

	sql_printf(&sql, "select id from %s", module->table);
	add_lot(&sql, lot);
	sql_printf(&sql, " limit %zu", limit);
	cells = db_sql_cells(tx, sql_end(&sql), types, 1, &count);
	for (size_t i = 0; i < count; i++) {
		purge_with_lines(tx, catalogue, module, cells[i].integer);
		db_run(tx, "delete from change where module_id = $1 and record_id = $2", db_int(module->id),
		       db_int(cells[i].integer));
	}
	return count;
}

/* ---- undoing ---- */

/* Work of others would go with the record: lines, comments, files, what leads to it. */
static bool
others_need_it(struct tx *tx, const struct access *access, int64_t id)
{
	const struct catalogue *catalogue = access->plan->rights->catalogue;
	const struct module *module = access->plan->module, *lines = NULL;
	struct record_trouble trouble = {.field = NULL};

	if (db_get_int(
		    tx, 0,
		    "select count(*) from (select 1 from remark where module_id = $1 and record_id = $2 union all "
		    "select 1 from record_file where module_id = $1 and record_id = $2 and field_id is null) as theirs",
		    db_int(module->id), db_int(id)) > 0)
		return true;
	while ((lines = module_next_sub_form(catalogue, module, lines)) != NULL) {
		struct sql sql = sql_new(tx_arena(tx));

		sql_printf(&sql, "select count(*) from (select 1 from %s where parent_id = ", lines->table);
		sql_value(&sql, db_int(id));
		sql_add(&sql, " limit 1) as lines");
		if (db_sql_get_int(tx, 0, sql_end(&sql)) > 0)
			return true;
	}
	return is_needed(tx, access, id, &trouble);
}

enum undo_outcome
record_unmake(struct tx *tx, const struct access *access, int64_t id, int64_t version)
{
	const struct module *module = access->plan->module;
	struct row *row = row_read(tx, module, id);

	if (row == NULL)
		return UNDO_GONE;
	if (row->version != version)
		return UNDO_CHANGED;
	if (row_waits(row))
		return UNDO_LOCKED;
	if (others_need_it(tx, access, id))
		return UNDO_NEEDED;
	if (!may_purge(tx, access, id))
		return UNDO_HELD;
	purge_with_lines(tx, access->plan->rights->catalogue, module, id);
	rollups_refresh(tx, access, module, row, NULL);
	change_add(tx, access, id, "purged");
	record_tell(tx, access, "record.removed", row);
	record_tell(tx, access, "record.purged", row);
	return UNDO_DONE;
}

struct db_value *
record_cells(struct tx *tx, const struct module *module, int64_t id, int64_t *version)
{
	struct row *row = row_read(tx, module, id);

	*version = row == NULL ? 0 : row->version;
	return row == NULL ? NULL : row->cells;
}

/* As it was before: nobody asks whether it may be so, but that distinct values stay distinct. */
static bool
is_taken(struct writing *writing)
{
	struct arena *arena = tx_arena(writing->tx);
	const struct record_draft *given = writing->draft;

	writing->draft = record_draft(arena, writing->module);
	check_kept(writing);
	writing->draft = given;
	return writing_is_refused(writing);
}

enum undo_outcome
record_put_back(struct tx *tx, const struct access *access, int64_t id, int64_t version,
		const struct record_draft *before)
{
	const struct module *module = access->plan->module;
	struct record_trouble trouble = {.field = NULL};
	struct row *row = row_read(tx, module, id), *after;
	struct writing writing = {.tx = tx, .access = access, .module = module, .draft = before, .trouble = &trouble};
	size_t count;
	bool *changed;

	if (row == NULL)
		return UNDO_GONE;
	if (row->version != version)
		return UNDO_CHANGED;
	if (row_waits(row))
		return UNDO_LOCKED;
	after = row_copy(tx_arena(tx), module, row);
	for (size_t i = 0; i < module->field_count; i++)
		if (before->given[i])
			after->cells[i] = before->cells[i];
	formulas_compute(module, after->cells, access->moment, tx_arena(tx));
	writing.before = row;
	writing.after = after;
	if (is_taken(&writing))
		return UNDO_TAKEN;
	after->cells[SYSTEM_MODIFIED_AT] = db_int(access->moment->now);
	after->cells[SYSTEM_MODIFIED_BY] = db_optional(access->viewer->staff, 0);
	changed = row_changes(tx_arena(tx), module, row, after, &count);
	if (!row_update(tx, module, row, after, changed, version))
		return UNDO_CHANGED;
	changes_add(tx, access, row, after, changed);
	keep_written(&writing);
	rollups_refresh(tx, access, module, row, after);
	record_tell_changed(tx, access, after, changed);
	return UNDO_DONE;
}
