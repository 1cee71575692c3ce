/* record_write_store: makes and changes records: values, numbers, what is computed, history, and who hears of it. */
#include "records/keep.h"
#include "records/portal_forced.h"
#include "records/record_approval.h"
#include "records/record_change.h"
#include "records/record_check.h"
#include "records/record_event.h"
#include "records/record_links.h"
#include "records/record_number.h"
#include "records/record_rollup.h"
#include "records/record_select.h"
#include "records/record_wait.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/weakened.h"
#include "modules/formula.h"
#include "modules/module_belt.h"
#include "rights/look.h"

#include <inttypes.h>
#include <string.h>

/* ---- numbers ---- */

/* The series' row is locked until the transaction ends: a number that was given is used, or given again. */
struct db_value
number_next(struct tx *tx, const struct field *field)
{
	int64_t number = db_get_int(tx, 0,
				    "insert into number_series (field_id, last) values ($1, 1) "
				    "on conflict (field_id) do update set last = number_series.last + 1 returning last",
				    db_int(field->id));

	return db_text(arena_printf(tx_arena(tx), "%s%0*" PRId64, field->prefix == NULL ? "" : field->prefix,
				    field->digits, number));
}

static void
take_numbers(struct writing *writing)
{
	for (size_t i = 0; i < writing->module->field_count; i++) {
		const struct field *field = &writing->module->fields[i];

		if (field->type == FIELD_NUMBER && !field->retired && !field->kept)
			writing->after->cells[i] = number_next(writing->tx, field);
	}
}

/* ---- making one ---- */

/* A line is added to a record that the viewer may edit. */
static bool
parent_is_editable(const struct writing *writing)
{
	const struct access *access = access_beside(tx_arena(writing->tx), writing->access, writing->module->parent);
	struct sql sql = plan_sql(tx_arena(writing->tx), access->plan, access->viewer);

	sql_printf(&sql, "select count(*) from %s", access->plan->module->table);
	select_plan_rows(&sql, access, false);
	sql_printf(&sql, " and %s and %s.id = ", access->plan->editable, access->plan->module->table);
	sql_value(&sql, db_int(writing->draft->parent));
	return db_sql_get_int(writing->tx, 0, sql_end(&sql)) == 1;
}

static int64_t
last_position(const struct writing *writing)
{
	struct sql sql = module_sql(tx_arena(writing->tx), writing->module);

	sql_printf(&sql, "select max(position) from %s where parent_id = ", writing->module->table);
	sql_value(&sql, db_int(writing->draft->parent));
	return db_sql_get_int(writing->tx, 0, sql_end(&sql));
}

/* A row of a feature cannot be without some of its columns: who may not write them makes none. */
static bool
writes_what_is_needed(const struct plan *plan)
{
	for (size_t i = 0; i < plan->module->field_count; i++) {
		const struct field *field = &plan->module->fields[i];

		if (field->theirs && !field->kept && field->required && text_empty(field->default_text) &&
		    !plan->writable[i])
			return false;
	}
	return true;
}

bool
record_makes(const struct access *access)
{
	const struct plan *plan = access->plan;

	return (plan->may & MAY_CREATE) != 0 && keep_makes(plan->module) && writes_what_is_needed(plan) &&
	       portal_makes(access);
}

static bool
may_create(const struct writing *writing)
{
	return !viewer_only_looks(writing->access->viewer) && record_makes(writing->access) &&
	       (writing->module->parent == NULL || writing->draft->parent_is_new || parent_is_editable(writing) ||
		weakened(CHECK_NEW_LINE));
}

static struct row *
new_row(const struct writing *writing)
{
	struct row *row = row_blank(tx_arena(writing->tx), writing->module);

	row->id = id_new();
	row->version = 1;
	row->staged = writing->draft->staged;
	if (writing->module->parent != NULL) {
		row->parent = writing->draft->parent;
		row->position = writing->draft->position != 0 ? writing->draft->position : last_position(writing) + 1;
	}
	return row;
}

/* Everything that can be wrong is said at once; numbers are given when nothing is. */
static bool
prepare(struct writing *writing)
{
	struct arena *arena = tx_arena(writing->tx);
	struct row *row = writing->after;

	take_defaults(writing);
	take_given(writing);
	portal_force(writing);
	rollups_start(writing->module, row->cells);
	formulas_compute(writing->module, row->cells, writing->access->moment, arena);
	check_required(writing);
	check_required_unseen(writing);
	keep_check(writing);
	check_kept(writing);
	if (writing_is_refused(writing))
		return false;
	take_numbers(writing);
	formulas_compute(writing->module, row->cells, writing->access->moment, arena);
	return true;
}

/* By which rule the new record waits; NULL: none, or its lines come first. */
static const struct approval_rule *
decide_new(struct writing *writing)
{
	return writing->draft->lines_follow ? NULL : wait_decide(writing->access, NULL, writing->after->cells);
}

/* A feature that keeps the module makes the row, and we fill in what is ours. */
static bool
insert(struct writing *writing, const struct approval_rule **rule)
{
	if (writing->module->kept_by == NULL) {
		*rule = decide_new(writing);
		row_insert(writing->tx, writing->module, writing->after);
		return true;
	}
	if (!keep_make(writing)) {
		writing_refuse(writing, writing->module->naming, N_("Another record has this already."));
		return false;
	}
	*rule = decide_new(writing);
	row_complete(writing->tx, writing->module, writing->after);
	return true;
}

enum record_outcome
record_create(struct tx *tx, const struct access *access, const struct record_draft *draft, int64_t *id,
	      struct record_trouble *trouble)
{
	struct writing writing = {
		.tx = tx, .access = access, .module = access->plan->module, .draft = draft, .trouble = trouble};
	const struct approval_rule *rule = NULL;

	*trouble = (struct record_trouble){.field = NULL};
	if (!may_create(&writing))
		return RECORD_ABSENT;
	writing.after = new_row(&writing);
	if (!prepare(&writing))
		return RECORD_REFUSED;
	if (!insert(&writing, &rule))
		return RECORD_REFUSED;
	attach_files(&writing);
	keep_written(&writing);
	if (!portal_still_sees(&writing))
		return RECORD_REFUSED;
	change_add(tx, access, writing.after->id, "created");
	wait_begin(tx, access, writing.after, rule, NULL);
	if (draft->staged == 0) {
		rollups_refresh(tx, access, writing.module, NULL, writing.after);
		record_tell(tx, access, "record.created", writing.after);
	}
	*id = writing.after->id;
	return RECORD_DONE;
}

/* ---- changing one ---- */

static void
sign_change(struct writing *writing)
{
	const struct viewer *viewer = writing->access->viewer;
	struct db_value *cells = writing->after->cells;

	cells[SYSTEM_MODIFIED_AT] = db_int(writing->access->moment->now);
	cells[SYSTEM_MODIFIED_BY] = db_optional(viewer->kind == VIEWER_STAFF ? viewer->staff : 0, 0);
}

static bool
is_same(const struct writing *writing)
{
	size_t count;

	row_changes(tx_arena(writing->tx), writing->module, writing->before, writing->after, &count);
	return count == 0 && writing->after->position == writing->before->position;
}

static enum record_outcome
write_change(struct writing *writing)
{
	struct tx *tx = writing->tx;
	const struct approval_rule *rule = NULL;
	size_t count;
	bool *changed;

	sign_change(writing);
	if (!writing->draft->lines_follow)
		rule = wait_decide(writing->access, writing->before->cells, writing->after->cells);
	changed = row_changes(tx_arena(tx), writing->module, writing->before, writing->after, &count);
	if (!row_update(tx, writing->module, writing->before, writing->after, changed, writing->before->version))
		return RECORD_OVERTAKEN;
	attach_files(writing);
	changes_add(tx, writing->access, writing->before, writing->after, changed);
	keep_written(writing);
	if (!portal_still_sees(writing))
		return RECORD_REFUSED;
	wait_begin(tx, writing->access, writing->after, rule, writing->before->cells);
	if (rule == NULL && writing->module->kept_by != NULL && !writing->draft->lines_follow)
		record_settle(tx, writing->access, writing->after->id, writing->before->cells); /* names are made */
	rollups_refresh(tx, writing->access, writing->module, writing->before, writing->after);
	record_tell_changed(tx, writing->access, writing->after, changed);
	return RECORD_DONE;
}

static enum record_outcome
change_row(struct writing *writing, int64_t version)
{
	struct row *after = row_copy(tx_arena(writing->tx), writing->module, writing->before);

	writing->after = after;
	take_given(writing);
	if (writing->module->parent != NULL && writing->draft->position != 0)
		after->position = writing->draft->position;
	if (version != 0 && version != writing->before->version)
		return RECORD_OVERTAKEN;
	if (!writing_is_refused(writing) && is_same(writing))
		return RECORD_DONE;
	formulas_compute(writing->module, after->cells, writing->access->moment, tx_arena(writing->tx));
	check_required(writing);
	keep_check(writing);
	check_kept(writing);
	return writing_is_refused(writing) ? RECORD_REFUSED : write_change(writing);
}

enum record_outcome
record_change(struct tx *tx, const struct access *access, int64_t id, int64_t version, const struct record_draft *draft,
	      struct record_trouble *trouble)
{
	struct writing writing = {
		.tx = tx, .access = access, .module = access->plan->module, .draft = draft, .trouble = trouble};

	*trouble = (struct record_trouble){.field = NULL};
	if ((access->plan->may & MAY_EDIT) == 0 || viewer_only_looks(access->viewer))
		return RECORD_ABSENT;
	writing.before = row_find(tx, access, id, false);
	if (writing.before == NULL)
		return RECORD_ABSENT;
	if (!writing.before->editable && !weakened(CHECK_EDITABLE))
		return row_held(access, writing.before, trouble);
	return change_row(&writing, version);
}
