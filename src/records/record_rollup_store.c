/* record_rollup_store: sums, counts, least and greatest of the records below, stored in the record above. */
#include "records/record_rollup.h"

#include "base/arena.h"
#include "modules/formula.h"
#include "modules/module_belt.h"
#include "records/record_wait.h"

#include <stdlib.h>

/* Roll-ups of roll-ups of…: deeper ones wait for the next change. Lines, their offer, its opportunity, its client. */
enum { LEVELS = 6 };

struct refreshing {
	struct tx *tx;
	const struct access *access;
	const struct catalogue *catalogue;
	const struct moment *moment;
	int levels;
};

void
rollups_start(const struct module *module, struct db_value *cells)
{
	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];

		if (field->type == FIELD_ROLLUP && !field->retired &&
		    (field->rollup == ROLLUP_SUM || field->rollup == ROLLUP_COUNT))
			cells[i] = db_int(0);
	}
}

/* Roll-ups of one module that go the same way down are computed together. */
static bool
goes_down(const struct field *field, const struct module *below, const struct field *link)
{
	return field->type == FIELD_ROLLUP && !field->retired && field->source_module == below &&
	       field->source_link == link;
}

/* ---- one record above ---- */

static void
add_aggregate(struct sql *sql, const struct field *field)
{
	const struct field *source = field->source;
	const char *table = field->source_module->table;

	if (field->rollup == ROLLUP_COUNT || source == NULL)
		sql_add(sql, "count(*)");
	else if (field->rollup == ROLLUP_SUM)
		sql_printf(sql, "cast(coalesce(sum(%s.%s), 0) as bigint)", table, source->column);
	else
		sql_printf(sql, "%s(%s.%s)", field->rollup == ROLLUP_LEAST ? "min" : "max", table, source->column);
}

static void
add_rows_below(struct sql *sql, const struct module *below, const struct field *link, int64_t above)
{
	sql_printf(sql, " from %s where %s.deleted_at is null and ", below->table, below->table);
	if (link == NULL)
		sql_printf(sql, "%s.parent_id = ", below->table);
	else if (link->type != FIELD_LOOKUPS)
		sql_printf(sql, "%s.%s = ", below->table, link->column);
	else {
		sql_printf(sql, "%s.id in (select record_id from record_link where field_id = ", below->table);
		sql_value(sql, db_int(link->id));
		sql_add(sql, " and target_id = ");
	}
	sql_value(sql, db_int(above));
	if (link != NULL && link->type == FIELD_LOOKUPS)
		sql_add(sql, ")");
}

/* Sets the cells of the roll-ups of `module` that go down to `below` by `link`. */
static void
aggregate(struct tx *tx, const struct module *module, const struct module *below, const struct field *link,
	  struct row *row, bool *computed)
{
	struct sql sql = module_sql(tx_arena(tx), below);
	enum db_type *types = arena_make_array(sql.arena, enum db_type, module->field_count);
	size_t width = 0, count;
	struct db_value *cells;

	for (size_t i = 0; i < module->field_count; i++) {
		if (!goes_down(&module->fields[i], below, link))
			continue;
		sql_add(&sql, width == 0 ? "select " : ", ");
		add_aggregate(&sql, &module->fields[i]);
		types[width++] = field_kept_as(&module->fields[i]);
		computed[i] = true;
	}
	add_rows_below(&sql, below, link, row->id);
	cells = db_sql_cells(tx, sql_end(&sql), types, width, &count);
	for (size_t i = 0; cells != NULL && i < module->field_count; i++)
		if (goes_down(&module->fields[i], below, link))
			row->cells[i] = *cells++;
}

static void
refresh(struct refreshing *refreshing, const struct module *module, const struct row *before, const struct row *after);

/* The roll-ups are written even when they stay the same: so two transactions that sum up the same record meet, and the
 * later one counts what the other did. */
static void
refresh_above(struct refreshing *refreshing, const struct module *module, int64_t id, const struct module *below,
	      const struct field *link)
{
	struct tx *tx = refreshing->tx;
	struct row *before = row_read(tx, module, id), *after;
	bool *changed, *computed;
	size_t count;

	if (before == NULL)
		return;
	after = row_copy(tx_arena(tx), module, before);
	computed = arena_make_array(tx_arena(tx), bool, module->field_count);
	aggregate(tx, module, below, link, after, computed);
	formulas_compute(module, after->cells, refreshing->moment, tx_arena(tx));
	changed = row_changes(tx_arena(tx), module, before, after, &count);
	for (size_t i = 0; i < module->field_count; i++)
		changed[i] = changed[i] || computed[i];
	row_update(tx, module, before, after, changed, 0);
	if (count > 0 && link != NULL) /* after lines, whoever writes them settles their record */
		wait_computed(tx, refreshing->access, module, before, after);
	if (count > 0)
		refresh(refreshing, module, before, after);
}

/* ---- which records are above ---- */

/* Whether a roll-up of `module` that goes down by `link` may have changed. */
static bool
is_touched(const struct module *module, const struct module *below, const struct field *link, const struct row *before,
	   const struct row *after)
{
	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];

		if (!goes_down(field, below, link))
			continue;
		if (before == NULL || after == NULL ||
		    (link != NULL && !value_equal(&before->cells[link->index], &after->cells[link->index])) ||
		    (field->source != NULL &&
		     !value_equal(&before->cells[field->source->index], &after->cells[field->source->index])))
			return true;
	}
	return false;
}

static int
compare_ids(const void *one, const void *other)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;

	return (a > b) - (a < b);
}

/* The ids both rows lead to, in one order for all transactions, so that none waits for the other in a circle. */
static int64_t *
ids_above(struct arena *arena, const struct field *link, const struct row *before, const struct row *after,
	  size_t *count)
{
	const struct row *rows[] = {before, after};
	int64_t *found[2] = {NULL, NULL}, *ids;
	size_t counts[2] = {0, 0}, total = 0;

	for (int i = 0; i < 2; i++)
		if (rows[i] != NULL && link != NULL)
			found[i] = linked_ids(arena, link, &rows[i]->cells[link->index], &counts[i]);
	ids = arena_make_array(arena, int64_t, counts[0] + counts[1] + 2);
	for (int i = 0; i < 2; i++) {
		if (rows[i] != NULL && link == NULL)
			ids[total++] = rows[i]->parent;
		for (size_t k = 0; k < counts[i]; k++)
			ids[total++] = found[i][k];
	}
	qsort(ids, total, sizeof *ids, compare_ids);
	*count = 0;
	for (size_t i = 0; i < total; i++)
		if (ids[i] != 0 && (*count == 0 || ids[*count - 1] != ids[i]))
			ids[(*count)++] = ids[i];
	return ids;
}

/* Every module has its roll-ups' ways down; each way is followed up once, from its first roll-up. */
static bool
is_first_of_way(const struct field *field)
{
	for (size_t i = 0; i < field->index; i++)
		if (goes_down(&field->module->fields[i], field->source_module, field->source_link))
			return false;
	return true;
}

static void
refresh(struct refreshing *refreshing, const struct module *module, const struct row *before, const struct row *after)
{
	const struct catalogue *catalogue = refreshing->catalogue;

	if (refreshing->levels == LEVELS)
		return;
	refreshing->levels++;
	for (size_t m = 0; m < catalogue->module_count; m++) {
		const struct module *above = &catalogue->modules[m];

		for (size_t i = 0; !above->retired && i < above->field_count; i++) {
			const struct field *field = &above->fields[i];
			const struct field *link = field->source_link;
			size_t count;
			int64_t *ids;

			if (!goes_down(field, module, link) || !is_first_of_way(field) ||
			    !is_touched(above, module, link, before, after))
				continue;
			ids = ids_above(tx_arena(refreshing->tx), link, before, after, &count);
			for (size_t k = 0; k < count; k++)
				refresh_above(refreshing, above, ids[k], module, link);
		}
	}
	refreshing->levels--;
}

void
rollups_refresh(struct tx *tx, const struct access *access, const struct module *module, const struct row *before,
		const struct row *after)
{
	struct refreshing refreshing = {
		.tx = tx, .access = access, .catalogue = access->plan->rights->catalogue, .moment = access->moment};

	refresh(&refreshing, module, before, after);
}

void
rollups_of(struct tx *tx, const struct access *access, const struct module *module, int64_t id)
{
	struct refreshing refreshing = {
		.tx = tx, .access = access, .catalogue = access->plan->rights->catalogue, .moment = access->moment};

	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];

		if (field->type == FIELD_ROLLUP && !field->retired && field->source_module != NULL &&
		    is_first_of_way(field))
			refresh_above(&refreshing, module, id, field->source_module, field->source_link);
	}
}
