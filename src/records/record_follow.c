/* record_follow: what the engine keeps of records that a feature writes by statements of its own. */
#include "records/record_follow.h"

#include "base/arena.h"
#include "modules/formula.h"
#include "records/record_approval.h"
#include "records/record_bin.h"
#include "records/record_change.h"
#include "records/record_match.h"
#include "records/record_number.h"
#include "records/record_rollup.h"
#include "records/record_row.h"
#include "records/record_wait.h"

static bool
is_own(const struct field *field)
{
	return !field->theirs && !field->system && !field->retired;
}

/* Who made it, or changed it last. What nobody of the staff did is nobody's. */
static void
sign(const struct access *access, struct db_value *cells, bool made)
{
	const struct viewer *viewer = access->viewer;
	struct db_value staff = db_optional(viewer->kind == VIEWER_STAFF ? viewer->staff : 0, 0);

	if (made) {
		cells[SYSTEM_CREATED_BY] = staff;
		return;
	}
	cells[SYSTEM_MODIFIED_AT] = db_int(access->moment->now);
	cells[SYSTEM_MODIFIED_BY] = staff;
}

static void
take_defaults_of_own(struct tx *tx, const struct module *module, struct db_value *cells)
{
	const char *error;

	rollups_start(module, cells);
	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];

		if (!is_own(field) || !value_is_empty(&cells[i]))
			continue;
		if (field->type == FIELD_NUMBER)
			cells[i] = number_next(tx, field);
		else if (!text_empty(field->default_text) &&
			 !value_parse(tx_arena(tx), field, field->default_text, &cells[i], &error))
			cells[i] = db_null();
	}
}

/* `made`: where a new one comes from; NULL: it was there. */
static void
follow(struct tx *tx, const struct access *access, int64_t id, const struct record_draft *made)
{
	const struct module *module = access->plan->module;
	struct row *before, *after;
	size_t count;
	bool *changed;

	before = row_read(tx, module, id);
	if (before == NULL)
		return;
	after = row_copy(tx_arena(tx), module, before);
	sign(access, after->cells, made != NULL);
	if (made != NULL) {
		take_defaults_of_own(tx, module, after->cells);
		after->cells[SYSTEM_REVIEW] = db_text(review_begun(access, made));
	}
	formulas_compute(module, after->cells, access->moment, tx_arena(tx));
	changed = row_changes(tx_arena(tx), module, before, after, &count);
	if (count > 0)
		row_update(tx, module, before, after, changed, 0);
	if (module_matches(module))
		match_keys_renew(tx, module, id, after->cells);
	rollups_refresh(tx, access, module, NULL, after);
}

static const struct access *
access_for(struct request *rq, const char *name)
{
	const struct module *module = module_named(rq->rights->catalogue, name);

	return module == NULL ? NULL : record_access(rq, module);
}

const struct db_value *
record_before(struct request *rq, const char *name, int64_t id)
{
	const struct access *access = access_for(rq, name);
	const struct row *row = access == NULL ? NULL : row_read(rq->tx, access->plan->module, id);

	return row == NULL ? NULL : row->cells;
}

void
record_follow(struct request *rq, const char *module, int64_t id, const struct db_value *before)
{
	const struct access *access = access_for(rq, module);

	if (access == NULL)
		return;
	follow(rq->tx, access, id, NULL);
	if (before != NULL)
		record_settle(rq->tx, access, id, before);
}

void
record_follow_made(struct tx *tx, const struct access *access, int64_t id, int source)
{
	struct record_draft *draft = record_draft(tx_arena(tx), access->plan->module);

	draft->source = source;
	follow(tx, access, id, draft);
	record_settle(tx, access, id, NULL);
}

void
record_follow_new(struct request *rq, const char *module, int64_t id)
{
	const struct access *access = access_for(rq, module);

	if (access != NULL)
		record_follow_made(rq->tx, access, id, rq->viewer->token != 0 ? SOURCE_API : SOURCE_STAFF);
}

void
record_follow_keys(struct tx *tx, const char *name, int64_t id)
{
	const struct module *module = module_named(catalogue_load(tx, tx_arena(tx)), name);
	const struct row *row = module == NULL ? NULL : row_read(tx, module, id);

	if (row != NULL && module_matches(module))
		match_keys_renew(tx, module, id, row->cells);
}

struct row *
record_follow_leaving(struct request *rq, const char *name, int64_t id)
{
	const struct catalogue *catalogue = rq->rights->catalogue;
	const struct module *module = module_named(catalogue, name);
	struct row *row = module == NULL ? NULL : row_read(rq->tx, module, id);

	if (row != NULL)
		forget_beside(rq->tx, catalogue, module, id);
	return row;
}

void
record_follow_left(struct request *rq, const char *name, const struct row *row)
{
	const struct module *module = module_named(rq->rights->catalogue, name);

	if (row != NULL)
		rollups_refresh(rq->tx, record_access(rq, module), module, row, NULL);
}

/* ---- a person's own data ---- */

void
record_export_own(struct tx *tx, const char *name, int64_t id, struct doc *shown)
{
	const struct module *module = module_named(catalogue_load(tx, tx_arena(tx)), name);
	const struct row *row = module == NULL ? NULL : row_read(tx, module, id);

	for (size_t i = 0; row != NULL && i < module->field_count; i++)
		if (is_own(&module->fields[i]) && !value_is_empty(&row->cells[i]))
			doc_set_text(shown, module->fields[i].name,
				     value_text(tx_arena(tx), &module->fields[i], &row->cells[i]));
}

void
record_erase_own(struct tx *tx, const char *name, int64_t id)
{
	const struct catalogue *catalogue = catalogue_load(tx, tx_arena(tx));
	const struct module *module = module_named(catalogue, name);
	const struct row *row = module == NULL ? NULL : row_read(tx, module, id);
	struct row *blank;
	size_t count;
	bool *changed;

	if (row == NULL)
		return;
	blank = row_copy(tx_arena(tx), module, row);
	for (size_t i = 0; i < module->field_count; i++)
		if (is_own(&module->fields[i]))
			blank->cells[i] = db_null();
	changed = row_changes(tx_arena(tx), module, row, blank, &count);
	row_update(tx, module, row, blank, changed, 0);
	forget_beside(tx, catalogue, module, id);
}
