/* intake_undo: what follows an import: telling of it, or taking it back. */
#include "exchange/before.h"
#include "exchange/intake_work.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/audit.h"
#include "core/staff_viewer.h"
#include "exchange/worker.h"
#include "records/record_approval.h"
#include "records/record_import.h"
#include "sys/clock.h"

enum { AT_ONCE = 50 };

/* A step that goes on until nothing is left of it. */
struct steps {
	struct working *working;
	size_t count; /* done in the last one */
};

static enum db_trouble
go_through(struct working *working, db_body body)
{
	struct steps steps = {.working = working};
	enum db_trouble trouble;

	do {
		arena_reset(working->portion);
		trouble = db_write(working->db, working->portion, body, &steps);
	} while (trouble == DB_FINE && steps.count > 0);
	return trouble;
}

/* Who works here: the importer, also when they may do less by now: what they began comes to its end. */
static const struct access *
access_of(const struct working *working, struct tx *tx)
{
	static const struct viewer nobody_left = {.kind = VIEWER_STAFF, .profile = PROFILE_CUSTOM, .name = ""};
	const struct rights *rights = rights_now(working->house, tx);
	const struct module *module = module_of_id(rights->catalogue, working->intake->module_id);
	const struct viewer *viewer = viewer_of_staff(tx, working->intake->staff_id);
	struct moment *moment = arena_make(tx_arena(tx), struct moment);

	if (viewer == NULL) {
		struct viewer *closed = arena_make(tx_arena(tx), struct viewer);

		*closed = nobody_left;
		closed->staff = working->intake->staff_id;
		viewer = closed;
	}
	*moment = moment_now(tx, working->intake->staff_id);
	return access_to(tx_arena(tx), working->house, viewer, plan_for(rights, viewer, module, moment), moment);
}

/* ---- the end ---- */

static void
end(struct tx *tx, void *data)
{
	const struct working *working = data;

	intake_note(tx, working->intake);
	intake_end(tx, working->intake->id, working->intake->state, working->problem, clock_now());
}

enum db_trouble
work_end(struct working *working, enum intake_state state)
{
	working->intake->state = state;
	return db_write(working->db, working->portion, end, working);
}

/* ---- telling ---- */

static void
tell_some(struct tx *tx, void *data)
{
	struct steps *steps = data;
	const struct intake *intake = steps->working->intake;
	const struct access *access = access_of(steps->working, tx);
	const struct intake_row *rows = intake_rows(tx, intake->id, ROWS_UNTOLD, AT_ONCE, &steps->count);

	for (size_t i = 0; i < steps->count; i++) {
		staged_tell(tx, access, rows[i].record_id);
		intake_row_told(tx, intake->id, rows[i].record_id);
	}
}

enum db_trouble
work_tell(struct working *working)
{
	enum db_trouble trouble = go_through(working, tell_some);

	working->intake->position = working->intake->line_count;
	return trouble == DB_FINE ? work_end(working, INTAKE_DONE) : trouble;
}

/* ---- taking back ---- */

static const char *
reason_of(enum undo_outcome outcome)
{
	switch (outcome) {
	case UNDO_CHANGED:
		return N_("Somebody has changed this record since. It stays as it is.");
	case UNDO_LOCKED:
		return N_("This record waits for approval. It stays as it is until that is decided or withdrawn.");
	case UNDO_NEEDED:
		return N_("Other records need this one, or somebody has added something to it. It stays.");
	case UNDO_HELD:
		return N_(
			"Files of this record must be kept: a legal hold or a retention period does not let it go. It "
			"stays.");
	case UNDO_TAKEN:
		return N_("Another record has the former value by now. This one stays as it is.");
	default:
		return N_("This record is gone already.");
	}
}

static void
note_kept(struct working *working, struct tx *tx, const struct intake_row *row, enum undo_outcome outcome)
{
	char id[ID_LENGTH + 1];
	struct problem problem = {.line = row->line, .reason = reason_of(outcome)};

	id_print(id, row->record_id);
	problem.value = arena_text(tx_arena(tx), id);
	problem_append(tx, working->intake->id, &problem);
}

static enum undo_outcome
undo_row(struct tx *tx, const struct access *access, const struct intake_row *row)
{
	if (row->before == NULL)
		return record_unmake(tx, access, row->record_id, row->version);
	return record_put_back(tx, access, row->record_id, row->version,
			       before_read(tx_arena(tx), access->plan->module, row->before));
}

/* An import that came to nothing has not submitted anything either; one that was done has, and that holds. */
static void
undo_some_of(struct steps *steps, struct tx *tx, enum intake_rows which)
{
	struct working *working = steps->working;
	const struct access *access = access_of(working, tx);
	const struct intake_row *rows = intake_rows(tx, working->intake->id, which, AT_ONCE, &steps->count);
	int64_t kept = 0;

	for (size_t i = 0; i < steps->count; i++) {
		enum undo_outcome outcome;

		if (which == ROWS_CHANGED)
			record_unsubmit(tx, access->plan->module, rows[i].record_id, rows[i].version);
		outcome = undo_row(tx, access, &rows[i]);

		if (outcome != UNDO_DONE && outcome != UNDO_GONE) {
			note_kept(working, tx, &rows[i], outcome);
			kept++;
		}
		intake_row_remove(tx, working->intake->id, rows[i].record_id);
	}
	intake_count_kept(tx, working->intake->id, (int64_t)steps->count, kept);
}

static void
put_back_some(struct tx *tx, void *data)
{
	undo_some_of(data, tx, ROWS_CHANGED);
}

static void
drop_some(struct tx *tx, void *data)
{
	struct steps *steps = data;
	const struct intake *intake = steps->working->intake;
	const struct catalogue *catalogue = rights_now(steps->working->house, tx)->catalogue;

	steps->count = staged_drop(tx, catalogue, module_of_id(catalogue, intake->module_id), intake->id, AT_ONCE);
	if (steps->count == 0)
		intake_rows_clear(tx, intake->id);
}

enum db_trouble
work_roll_back(struct working *working)
{
	enum db_trouble trouble = go_through(working, put_back_some);

	return trouble == DB_FINE ? go_through(working, drop_some) : trouble;
}

static void
undo_some(struct tx *tx, void *data)
{
	undo_some_of(data, tx, ROWS_ALL);
}

static void
undo_begins(struct tx *tx, void *data)
{
	const struct working *working = data;

	if (working->intake->position == 0) /* not when it goes on after an interruption */
		problems_clear(tx, working->intake->id);
}

static void
undo_ends(struct tx *tx, void *data)
{
	const struct working *working = data;
	const struct access *access = access_of(working, tx);
	struct doc *detail = doc_object(tx_arena(tx));

	doc_set_text(detail, "module", access->plan->module->name);
	intake_end(tx, working->intake->id, INTAKE_UNDONE, NULL, clock_now());
	audit_add_by(working->house, tx, access->viewer,
		     &(struct audit){.action = "record.import_undone",
				     .object_kind = "import",
				     .object = working->intake->id,
				     .detail = detail});
}

enum db_trouble
work_undo(struct working *working)
{
	enum db_trouble trouble = db_write(working->db, working->portion, undo_begins, working);

	if (trouble == DB_FINE)
		trouble = go_through(working, undo_some);
	return trouble == DB_FINE ? db_write(working->db, working->portion, undo_ends, working) : trouble;
}
