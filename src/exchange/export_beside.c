/* export_beside: what the feature that keeps the records says of them besides their fields, for files. */
#include "exchange/export.h"

#include "base/arena.h"
#include "core/weakened.h"
#include "records/module_page.h"
#include "rights/held.h"

bool
export_shows_beside(const struct access *access)
{
	const struct keeper_pages *pages = pages_of(access->plan->module);

	return pages != NULL && pages->file_columns != NULL && access->house != NULL &&
	       (permission_allowed(access->plan->rights, access->viewer, access->moment, pages->read) ||
		weakened(CHECK_KEPT_COLUMNS));
}

bool
export_order(struct tx *tx, const struct access *access, struct export_request *request)
{
	const struct keeper_column *column;

	if (request->order == NULL)
		return true;
	if (!export_shows_beside(access))
		return false;
	for (column = pages_of(access->plan->module)->file_columns(tx, access); column->name != NULL; column++)
		if (text_equal(column->name, request->order))
			request->query.order = column->order;
	return request->query.order != NULL;
}

/* Those that the view names, in its order; all of them behind the fields where none does. */
static void
choose(struct export_beside *beside, const struct keeper_column *all, const struct export_request *request)
{
	for (; request->kept_count == 0 && all->name != NULL && beside->count < VIEW_KEPT; all++) {
		if (all->optional && !text_equal(all->name, request->order))
			continue;
		beside->at[beside->count] = SIZE_MAX;
		beside->columns[beside->count++] = all;
	}
	for (size_t i = 0; i < request->kept_count; i++)
		for (const struct keeper_column *column = all; column->name != NULL; column++)
			if (text_equal(column->name, request->kept[i].name)) {
				beside->at[beside->count] = request->kept[i].at;
				beside->columns[beside->count++] = column;
			}
}

struct export_column *
export_columns(struct arena *arena, size_t field_count, const struct export_beside *beside, size_t *count)
{
	struct export_column *columns = arena_make_array(arena, struct export_column, field_count + beside->count + 1);
	size_t b = 0;

	*count = 0;
	for (size_t f = 0; f <= field_count; f++) {
		for (; b < beside->count && (beside->at[b] <= f || f == field_count); b++)
			columns[(*count)++] = (struct export_column){.beside = b};
		if (f < field_count)
			columns[(*count)++] = (struct export_column){.field = f, .is_field = true};
	}
	return columns;
}

struct export_beside
export_beside(struct tx *tx, const struct access *access, const struct export_request *request,
	      const struct record *records, size_t count)
{
	enum { AT_ONCE = 128 }; /* a statement takes no more values than some hundreds */
	const struct keeper_pages *pages = pages_of(access->plan->module);
	struct arena *arena = tx_arena(tx);
	struct export_beside beside = {.rows = arena_make_array(arena, struct doc *, count + 1)};
	int64_t *ids = arena_make_array(arena, int64_t, count + 1);

	if (!request->beside || !export_shows_beside(access))
		return beside;
	choose(&beside, pages->file_columns(tx, access), request);
	for (size_t i = 0; i < count; i++) {
		ids[i] = records[i].id;
		beside.rows[i] = doc_object(arena);
	}
	for (size_t from = 0; from < count; from += AT_ONCE)
		pages->fill_file(tx, access, ids + from, beside.rows + from,
				 count - from < AT_ONCE ? count - from : AT_ONCE);
	return beside;
}
