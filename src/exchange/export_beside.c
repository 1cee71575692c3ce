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

struct export_beside
export_beside(struct tx *tx, const struct access *access, bool wanted, const struct record *records, size_t count)
{
	enum { AT_ONCE = 128 }; /* a statement takes no more values than some hundreds */
	const struct keeper_pages *pages = pages_of(access->plan->module);
	struct arena *arena = tx_arena(tx);
	struct export_beside beside = {.rows = arena_make_array(arena, struct doc *, count + 1)};
	int64_t *ids = arena_make_array(arena, int64_t, count + 1);

	if (!wanted || !export_shows_beside(access))
		return beside;
	beside.columns = pages->file_columns(tx, access);
	while (beside.columns[beside.count].name != NULL)
		beside.count++;
	for (size_t i = 0; i < count; i++) {
		ids[i] = records[i].id;
		beside.rows[i] = doc_object(arena);
	}
	for (size_t from = 0; from < count; from += AT_ONCE)
		pages->fill_file(tx, access, ids + from, beside.rows + from,
				 count - from < AT_ONCE ? count - from : AT_ONCE);
	return beside;
}
