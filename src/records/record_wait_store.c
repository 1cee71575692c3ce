/* record_wait_store: a record begins to wait in the transaction that writes it: no moment lies between. */
#include "records/record_wait.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/weakened.h"
#include "job/job.h"
#include "records/record_approval.h"
#include "records/record_change.h"
#include "records/record_event.h"
#include "records/record_import.h"
#include "records/record_links.h"
#include "records/record_rollup.h"

bool
row_waits(const struct row *row)
{
	return cell_is(&row->cells[SYSTEM_APPROVAL], STATE_WAITING);
}

const char *
review_begun(const struct access *access, const struct record_draft *draft)
{
	const struct rights *rights = access->plan->rights;
	const struct module *module = access->plan->module;

	return module_can_wait(module) && rights->reviews[module->index].from[draft->source] ? STATE_WAITING
											     : STATE_NONE;
}

/* ---- beginning ---- */

const struct approval_rule *
wait_decide(const struct access *access, const struct db_value *before, struct db_value *after)
{
	const struct approval_rule *rule =
		approval_rule_met(access->plan->rights, access->plan->module, before, after, access->moment);

	if (rule != NULL)
		after[SYSTEM_APPROVAL] = db_text(STATE_WAITING);
	else if (before != NULL && (cell_is(&before[SYSTEM_APPROVAL], STATE_REFUSED) ||
				    cell_is(&before[SYSTEM_APPROVAL], STATE_WITHDRAWN)))
		after[SYSTEM_APPROVAL] = db_text(STATE_NONE);
	return rule;
}

static void
add_asked(struct tx *tx, int64_t approval, const struct approval_rule *rule)
{
	for (size_t s = 0; s < rule->step_count; s++)
		for (size_t i = 0; i < rule->steps[s].count; i++)
			db_run(tx,
			       "insert into approval_asked (approval_id, step, everybody, kind, target_id) "
			       "values ($1, $2, $3, $4, $5)",
			       db_int(approval), db_int((int64_t)s + 1), db_int(rule->steps[s].everybody),
			       db_text(approver_kind_names[rule->steps[s].approvers[i].kind]),
			       db_int(rule->steps[s].approvers[i].id));
}

void
approval_tell_soon(struct tx *tx)
{
	job_add(tx, APPROVAL_TELL, NULL, 0, APPROVAL_TELL);
}

void
wait_begin(struct tx *tx, const struct access *access, const struct row *row, const struct approval_rule *rule,
	   const struct db_value *before)
{
	const struct db_value none = db_text(STATE_NONE), *owner = &row->cells[SYSTEM_OWNER];
	int64_t id = id_new();

	if (rule == NULL)
		return;
	db_run(tx,
	       "insert into approval (id, module_id, record_id, rule_id, rule_name, step, steps, state, before, owner_id, "
	       "submitted_by, submitted_at, step_at, told, version) values ($1, $2, $3, $4, $5, 1, $6, 'waiting', $7, "
	       "$8, $9, $10, $10, 0, 1)",
	       db_int(id), db_int(access->plan->module->id), db_int(row->id), db_int(rule->id), db_text(rule->name),
	       db_int((int64_t)rule->step_count), before == NULL ? none : before[SYSTEM_APPROVAL], *owner,
	       db_optional(access->viewer->kind == VIEWER_STAFF ? access->viewer->staff : 0, 0),
	       db_int(access->moment->now));
	add_asked(tx, id, rule);
	record_note(tx, access, row->id, "submitted", rule->name);
	if (row->staged == 0) /* else once it is shown */
		approval_tell_soon(tx);
}

/* Only the state is written: whoever sees this version of the record has seen all that is to be decided. */
static void
write_state(struct tx *tx, const struct module *module, int64_t id, const struct db_value *state)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_printf(&sql, "update %s set approval = ", module->table);
	sql_value(&sql, *state);
	sql_add(&sql, " where id = ");
	sql_value(&sql, db_int(id));
	db_sql_run(tx, sql_end(&sql));
}

static void
settle(struct tx *tx, const struct access *access, const struct row *row, const struct db_value *before)
{
	struct row *after = row_copy(tx_arena(tx), access->plan->module, row);
	const struct approval_rule *rule = wait_decide(access, before, after->cells);

	if (value_equal(&row->cells[SYSTEM_APPROVAL], &after->cells[SYSTEM_APPROVAL]))
		return;
	write_state(tx, access->plan->module, row->id, &after->cells[SYSTEM_APPROVAL]);
	wait_begin(tx, access, after, rule, before);
}

static bool
is_same(const struct module *module, const struct db_value *before, const struct db_value *after)
{
	for (size_t i = 0; i < module->field_count; i++)
		if (!value_equal(&before[i], &after[i]))
			return false;
	return true;
}

void
record_settle(struct tx *tx, const struct access *access, int64_t id, const struct db_value *before)
{
	const struct module *module = access->plan->module;
	const struct row *row;

	if (access->plan->rights->approval_count == 0 || !module_can_wait(module))
		return;
	row = row_read(tx, module, id);
	if (row != NULL && !row_waits(row) && (before == NULL || !is_same(module, before, row->cells)))
		settle(tx, access, row, before);
}

void
wait_computed(struct tx *tx, const struct access *access, const struct module *module, const struct row *before,
	      struct row *after)
{
	if (access->plan->rights->approval_count == 0 || !module_can_wait(module) || row_waits(before) ||
	    (access->moment->staff == 0 && access->viewer->kind != VIEWER_CLIENT)) /* nobody does it */
		return;
	settle(tx, access_beside(tx_arena(tx), access, module), after, before->cells);
}

/* ---- ending ---- */

void
record_note(struct tx *tx, const struct access *access, int64_t id, const char *kind, const char *note)
{
	change_add_note(tx, access, id, kind, note);
}

bool
record_set_state(struct tx *tx, const struct access *access, int64_t id, enum system_field which, const char *state,
		 const char *kind, const char *note)
{
	const struct module *module = access->plan->module;
	struct row *before = row_read(tx, module, id), *after;
	size_t count;
	bool *changed;

	if (before == NULL)
		return false;
	after = row_copy(tx_arena(tx), module, before);
	after->cells[which] = db_text(state);
	changed = row_changes(tx_arena(tx), module, before, after, &count);
	if (!row_update(tx, module, before, after, changed, before->version))
		return false;
	record_note(tx, access, id, kind, note);
	record_tell_changed(tx, access, after, changed);
	return true;
}

void
record_unsubmit(struct tx *tx, const struct module *module, int64_t id, int64_t version)
{
	const struct row *row = row_read(tx, module, id);
	const char *before;

	if (row == NULL || row->version != version || !row_waits(row))
		return;
	before = db_get_text(
		tx, "select before from approval where module_id = $1 and record_id = $2 and state = 'waiting'",
		db_int(module->id), db_int(id));
	write_state(tx, module, id, &(struct db_value){.type = DB_TEXT, .bytes = str_of(before)});
	db_run(tx,
	       "delete from approval_asked where approval_id in (select id from approval where module_id = $1 and "
	       "record_id = $2 and state = 'waiting')",
	       db_int(module->id), db_int(id));
	db_run(tx, "delete from approval where module_id = $1 and record_id = $2 and state = 'waiting'",
	       db_int(module->id), db_int(id));
}

void
wait_forget(struct tx *tx, const struct module *module, int64_t id)
{
	static const char *const texts[] = {
		"delete from approval_decision where approval_id in (select id from approval where module_id = $1 and "
		"record_id = $2)",
		"delete from approval_asked where approval_id in (select id from approval where module_id = $1 and "
		"record_id = $2)",
		"delete from approval where module_id = $1 and record_id = $2",
	};

	for (size_t i = 0; module_can_wait(module) && i < sizeof texts / sizeof texts[0]; i++)
		db_run(tx, texts[i], db_int(module->id), db_int(id));
}
