/* keep: asks the keeper of a module, where it has one, at each step of a write. */
#include "records/keep.h"

#include "base/arena.h"
#include "core/weakened.h"
#include "modules/formula.h"
#include "records/keeper.h"

static struct keeping
keeping_of(struct writing *writing)
{
	return (struct keeping){
		.tx = writing->tx,
		.house = writing->access->house,
		.viewer = writing->access->viewer,
		.module = writing->module,
		.id = writing->after->id,
		.before = writing->before == NULL ? NULL : writing->before->cells,
		.after = writing->after->cells,
		.writing = writing,
	};
}

/* Whether a column is another that the feature made: what only we know does not concern it. */
static bool
concerns_feature(const struct writing *writing)
{
	for (size_t i = 0; i < writing->module->field_count; i++)
		if (writing->module->fields[i].theirs && writing_changes(writing, &writing->module->fields[i]))
			return true;
	return writing->before == NULL;
}

bool
keep_makes(const struct module *module)
{
	const struct keeper *keeper = keeper_of(module);

	return module->kept_by == NULL || (keeper != NULL && keeper->make != NULL);
}

void
keep_check(struct writing *writing)
{
	const struct keeper *keeper = keeper_of(writing->module);
	struct keeping keeping = keeping_of(writing);

	if (writing->module->kept_by != NULL && keeper == NULL && concerns_feature(writing))
		writing_refuse(writing, writing->module->naming,
			       N_("There is no such field, or it cannot be written."));
	if (keeper != NULL && keeper->check != NULL && concerns_feature(writing))
		keeper->check(&keeping);
}

/* Takes over from the row as it is kept what its feature gave it, and computes what is made of that. */
static void
take_kept(struct writing *writing)
{
	const struct row *row = row_read(writing->tx, writing->module, writing->after->id);

	if (row == NULL)
		return;
	for (size_t i = 0; i < writing->module->field_count; i++)
		if (writing->module->fields[i].kept)
			writing->after->cells[i] = row->cells[i];
	formulas_compute(writing->module, writing->after->cells, writing->access->moment, tx_arena(writing->tx));
}

bool
keep_make(struct writing *writing)
{
	const struct keeper *keeper = keeper_of(writing->module);
	struct keeping keeping = keeping_of(writing);

	if (keeper == NULL || keeper->make == NULL || !keeper->make(&keeping))
		return false;
	take_kept(writing);
	return true;
}

void
keep_written(struct writing *writing)
{
	const struct keeper *keeper = keeper_of(writing->module);
	struct keeping keeping = keeping_of(writing);
	struct row *wanted;
	size_t count;
	bool *changed;

	if (keeper == NULL || keeper->written == NULL || !concerns_feature(writing))
		return;
	keeper->written(&keeping);
	wanted = row_copy(tx_arena(writing->tx), writing->module, writing->after);
	take_kept(writing);
	changed = row_changes(tx_arena(writing->tx), writing->module, wanted, writing->after, &count);
	if (count > 0)
		row_update(writing->tx, writing->module, wanted, writing->after, changed, 0);
}

static struct keeping
keeping_row(struct tx *tx, const struct access *access, const struct row *before, const struct row *row)
{
	return (struct keeping){.tx = tx,
				.house = access->house,
				.viewer = access->viewer,
				.module = access->plan->module,
				.id = row->id,
				.before = before->cells,
				.after = row->cells};
}

bool
keep_minds_removal(const struct module *module)
{
	const struct keeper *keeper = keeper_of(module);

	return keeper != NULL && keeper->refuse_removal != NULL;
}

const char *
keep_removal_refusal(struct tx *tx, const struct module *module, int64_t id)
{
	const struct keeper *keeper = keeper_of(module);

	return keeper == NULL || keeper->refuse_removal == NULL ? NULL : keeper->refuse_removal(tx, id);
}

void
keep_moved(struct tx *tx, const struct access *access, const struct row *row, enum kept_move move)
{
	const struct keeper *keeper = keeper_of(access->plan->module);
	const struct keeping keeping = keeping_row(tx, access, row, row);

	if (keeper == NULL)
		return;
	if (move == KEPT_REMOVED && keeper->removed != NULL)
		keeper->removed(&keeping);
	if (move == KEPT_RESTORED && keeper->restored != NULL)
		keeper->restored(&keeping);
}

void
keep_purge(struct tx *tx, const struct module *module, int64_t id)
{
	const struct keeper *keeper = keeper_of(module);

	if (keeper != NULL && keeper->purge != NULL)
		keeper->purge(tx, id);
}

/* ---- several become one ---- */

bool
keep_merges(const struct access *access)
{
	const struct keeper *keeper = keeper_of(access->plan->module);

	if (access->plan->module->kept_by == NULL || weakened(CHECK_KEPT_MERGE))
		return true;
	return keeper != NULL && keeper->merging.move != NULL && viewer_may(access->viewer, keeper->merging.permission);
}

bool
keep_is_whole(const struct access *access, const struct row *row)
{
	const struct module *module = access->plan->module;

	for (size_t i = 0; i < module->field_count && !weakened(CHECK_KEPT_WHOLE); i++) {
		const struct field *field = &module->fields[i];

		if (!field->theirs || field->retired)
			continue;
		if (access->plan->columns[i] == NULL || row->hidden[i])
			return false;
		if (!field->kept && (!access->plan->writable[i] || row->locked[i]))
			return false;
	}
	return true;
}

const char *
keep_merge_refusal(struct tx *tx, const struct access *access, const struct row *stays, const struct row *goes)
{
	const struct keeper *keeper = keeper_of(access->plan->module);
	const struct keeping one = keeping_row(tx, access, stays, stays), other = keeping_row(tx, access, goes, goes);

	if (keeper == NULL || keeper->merging.refuse == NULL)
		return NULL;
	return keeper->merging.refuse(&one, &other);
}

void
keep_merge(struct tx *tx, const struct access *access, const struct row *before, const struct row *stays,
	   const struct row *goes)
{
	const struct keeper *keeper = keeper_of(access->plan->module);
	const struct keeping one = keeping_row(tx, access, before, stays), other = keeping_row(tx, access, goes, goes);

	if (keeper != NULL && keeper->merging.move != NULL)
		keeper->merging.move(&one, &other);
}

void
keep_leads(struct tx *tx, const struct access *access, const struct field *field, int64_t from, int64_t to)
{
	const struct keeper *keeper = keeper_of(field->module);
	const struct keeping keeping = {
		.tx = tx, .house = access->house, .viewer = access->viewer, .module = field->module};

	if (keeper != NULL && keeper->leads != NULL && field->theirs)
		keeper->leads(&keeping, field->name, from, to);
}
