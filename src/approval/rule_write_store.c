/* rule_write_store: all that changes rules of approval and review; the snapshot is read anew afterwards. */
#include "approval/rule_write.h"

#include "base/arena.h"
#include "base/id.h"
#include "job/job.h"
#include "modules/module_store.h"
#include "rights/write.h"
#include "sys/clock.h"

/* ---- a rule ---- */

static const char *
condition_json(struct tx *tx, const struct module *module, const struct doc *json, struct rights_trouble *trouble)
{
	const struct field_scope scope = {.module = module, .find = scope_all};
	struct builder text = builder_new(tx_arena(tx), 0);
	struct doc *values = NULL;
	const char *error = NULL;
	const struct condition *condition = condition_parse(tx_arena(tx), &scope, json, &error, &values);

	if (condition == NULL) {
		refuse(trouble, "condition", error);
		trouble->values = values;
		return NULL;
	}
	doc_print_json(condition_doc(tx_arena(tx), condition), NULL, &text);
	return builder_text(&text);
}

static enum rights_outcome
check_draft(const struct rights *rights, const struct module *module, int64_t id, const struct rule_draft *draft,
	    struct rights_trouble *trouble)
{
	size_t of_module = 0;

	for (size_t i = 0; i < rights->approval_count; i++)
		of_module += rights->approvals[i].module == module;
	if (id == 0 && (rights->approval_count >= APPROVAL_RULES || of_module >= RULES_OF_MODULE))
		return RIGHTS_TOO_MANY;
	if (!draft->on_create && !draft->on_change)
		return refuse(trouble, "on_create", N_("Say when it holds: for new records, for changes, or both."));
	if (draft->step_count == 0)
		return refuse(trouble, "steps.0.approvers.0", N_("Say who has to approve."));
	return RIGHTS_DONE;
}

static void
write_steps(struct tx *tx, int64_t rule, const struct rule_draft *draft)
{
	db_run(tx, "delete from approval_rule_step where rule_id = $1", db_int(rule));
	for (size_t s = 0; s < draft->step_count; s++)
		for (size_t i = 0; i < draft->steps[s].count; i++)
			db_run(tx,
			       "insert into approval_rule_step (rule_id, step, everybody, kind, target_id) "
			       "values ($1, $2, $3, $4, $5) on conflict (rule_id, step, kind, target_id) do nothing",
			       db_int(rule), db_int((int64_t)s + 1), db_int(draft->steps[s].everybody),
			       db_text(approver_kind_names[draft->steps[s].approvers[i].kind]),
			       db_int(draft->steps[s].approvers[i].id));
}

static bool
write_rule(struct tx *tx, const struct module *module, int64_t id, const struct rule_draft *draft,
	   const char *condition, int64_t version, int64_t *saved)
{
	*saved = id == 0 ? id_new() : id;
	if (id == 0)
		return db_run(tx,
			      "insert into approval_rule (id, module_id, position, name, condition, on_create, on_change, "
			      "paused, created_at, version) select $1, $2, coalesce(max(position), 0) + 1, $3, $4, $5, $6, "
			      "0, $7, 1 from approval_rule where module_id = $2",
			      db_int(*saved), db_int(module->id), db_text(draft->name), db_text(condition),
			      db_int(draft->on_create), db_int(draft->on_change), db_int(clock_now())) == 1;
	return db_run(tx,
		      "update approval_rule set name = $1, condition = $2, on_create = $3, on_change = $4, "
		      "version = version + 1 where id = $5 and module_id = $6 and version = $7",
		      db_text(draft->name), db_text(condition), db_int(draft->on_create), db_int(draft->on_change),
		      db_int(id), db_int(module->id), db_int(version)) == 1;
}

enum rights_outcome
rule_save(struct tx *tx, const struct rights *rights, const struct module *module, int64_t id,
	  const struct rule_draft *draft, int64_t version, int64_t *saved, struct rights_trouble *trouble)
{
	enum rights_outcome outcome;
	const char *condition;

	catalogue_touch(tx);
	outcome = check_draft(rights, module, id, draft, trouble);
	if (outcome != RIGHTS_DONE)
		return outcome;
	condition = condition_json(tx, module, draft->condition, trouble);
	if (condition == NULL)
		return RIGHTS_WRONG;
	if (!write_rule(tx, module, id, draft, condition, version, saved))
		return RIGHTS_OVERTAKEN;
	write_steps(tx, *saved, draft);
	return RIGHTS_DONE;
}

enum rights_outcome
rule_pause(struct tx *tx, int64_t id, bool paused)
{
	catalogue_touch(tx);
	return db_run(tx, "update approval_rule set paused = $1, version = version + 1 where id = $2", db_int(paused),
		      db_int(id)) == 1
		       ? RIGHTS_DONE
		       : RIGHTS_OVERTAKEN;
}

static void
set_position(struct tx *tx, const struct approval_rule *rule, int64_t position)
{
	db_run(tx, "update approval_rule set position = $1 where id = $2", db_int(position), db_int(rule->id));
}

/* All positions are written anew: rules that went left gaps. */
void
rule_move(struct tx *tx, const struct rights *rights, const struct approval_rule *rule, bool up)
{
	const struct approval_rule *of_module[APPROVAL_RULES];
	size_t count = 0, at = 0, other;

	catalogue_touch(tx);
	for (size_t i = 0; i < rights->approval_count && count < APPROVAL_RULES; i++)
		if (rights->approvals[i].module == rule->module) {
			if (&rights->approvals[i] == rule)
				at = count;
			of_module[count++] = &rights->approvals[i];
		}
	other = up ? (at == 0 ? at : at - 1) : (at + 1 == count ? at : at + 1);
	of_module[at] = of_module[other];
	of_module[other] = rule;
	for (size_t i = 0; i < count; i++)
		set_position(tx, of_module[i], (int64_t)i + 1);
}

int64_t
rule_waiting(struct tx *tx, int64_t id, int64_t most)
{
	return db_get_int(
		tx, 0,
		"select count(*) from (select 1 as one from approval where rule_id = $1 and state = 'waiting' "
		"limit $2) as waiting",
		db_int(id), db_int(most));
}

enum rights_outcome
rule_remove(struct tx *tx, int64_t id, int64_t version, bool release)
{
	catalogue_touch(tx);
	if (db_get_int(tx, 0, "select version from approval_rule where id = $1", db_int(id)) != version)
		return RIGHTS_OVERTAKEN;
	db_run(tx, "delete from approval_rule_step where rule_id = $1", db_int(id));
	db_run(tx, "delete from approval_rule where id = $1", db_int(id));
	if (release)
		job_add(tx, "approval.release", NULL, 0, "approval.release");
	else
		db_run(tx, "update approval set rule_id = null where rule_id = $1 and state = 'waiting'", db_int(id));
	return RIGHTS_DONE;
}

/* ---- review ---- */

static bool
write_review(struct tx *tx, const struct module *module, const struct review_draft *draft, int64_t version)
{
	if (version == 0)
		return db_run(tx,
			      "insert into review_rule (module_id, from_import, from_api, from_portal, version) "
			      "values ($1, $2, $3, $4, 1) on conflict (module_id) do nothing",
			      db_int(module->id), db_int(draft->from_import), db_int(draft->from_api),
			      db_int(draft->from_portal)) == 1;
	return db_run(tx,
		      "update review_rule set from_import = $1, from_api = $2, from_portal = $3, version = version + 1 "
		      "where module_id = $4 and version = $5",
		      db_int(draft->from_import), db_int(draft->from_api), db_int(draft->from_portal),
		      db_int(module->id), db_int(version)) == 1;
}

enum rights_outcome
review_save(struct tx *tx, const struct module *module, const struct review_draft *draft, int64_t version)
{
	catalogue_touch(tx);
	if (!write_review(tx, module, draft, version))
		return RIGHTS_OVERTAKEN;
	db_run(tx, "delete from review_reviewer where module_id = $1", db_int(module->id));
	for (size_t i = 0; i < draft->reviewer_count; i++)
		db_run(tx,
		       "insert into review_reviewer (module_id, kind, target_id) values ($1, $2, $3) "
		       "on conflict (module_id, kind, target_id) do nothing",
		       db_int(module->id), db_text(approver_kind_names[draft->reviewers[i].kind]),
		       db_int(draft->reviewers[i].id));
	return RIGHTS_DONE;
}
