/* record_refresh_store: walks over a module's records by id and writes those whose computed values have changed. */
#include "records/record_refresh.h"

#include "base/arena.h"
#include "modules/formula.h"
#include "records/record_match.h"
#include "records/record_rollup.h"
#include "records/record_search.h"
#include "records/record_words.h"

bool
module_moves(const struct module *module)
{
	for (size_t i = 0; i < module->field_count; i++)
		if (module->fields[i].formula != NULL && !module->fields[i].retired &&
		    formula_moves(module->fields[i].formula))
			return true;
	return false;
}

static void
refresh_formulas(struct tx *tx, const struct access *access, const struct module *module, const struct row *before)
{
	struct row *after = row_copy(tx_arena(tx), module, before);
	size_t count;
	bool *changed;

	formulas_compute(module, after->cells, access->moment, tx_arena(tx));
	changed = row_changes(tx_arena(tx), module, before, after, &count);
	if (count == 0)
		return;
	row_update(tx, module, before, after, changed, 0);
	rollups_refresh(tx, access, module, before, after);
}

/* What is indexed may be of a time when the record had other fields. */
static void
refresh_words(struct tx *tx, const struct module *module, const struct row *row)
{
	search_words_change(tx, row->id,
			    db_get_text(tx, "select words from search_text where id = $1", db_int(row->id)),
			    record_words(tx_arena(tx), module, row->cells));
}

static void
refresh_one(struct tx *tx, const struct access *access, const struct module *module, int64_t id, enum refresh what)
{
	const struct row *row;

	if (what == REFRESH_ALL)
		rollups_of(tx, access, module, id);
	row = row_read(tx, module, id);
	if (row == NULL)
		return;
	refresh_formulas(tx, access, module, row);
	if (what != REFRESH_ALL)
		return;
	row = row_read(tx, module, id);
	refresh_words(tx, module, row);
	match_keys_renew(tx, module, id, row->cells);
}

static struct db_sql
ids_sql(struct arena *arena, const struct module *module, int64_t after)
{
	struct sql sql = sql_new(arena);

	sql_printf(&sql, "select id from %s where id > ", module->table);
	sql_value(&sql, db_int(after));
	sql_printf(&sql, " and deleted_at is null order by id limit %d", REFRESHED_AT_ONCE);
	return sql_end(&sql);
}

size_t
refresh_some(struct tx *tx, const struct rights *rights, const struct module *module, const struct moment *moment,
	     enum refresh what, int64_t *after)
{
	static const enum db_type types[] = {DB_INT};
	static const struct viewer nobody = {.kind = VIEWER_NOBODY, .theme = ""};
	const struct plan plan = {.rights = rights, .module = module};
	const struct access access = {.viewer = &nobody, .plan = &plan, .moment = moment};
	size_t count;
	struct db_value *ids = db_sql_cells(tx, ids_sql(tx_arena(tx), module, *after), types, 1, &count);

	for (size_t i = 0; i < count; i++)
		refresh_one(tx, &access, module, ids[i].integer, what);
	if (count > 0)
		*after = ids[count - 1].integer;
	return count;
}
