/* approval_rule: asks of a record as it is written whether it has to wait for somebody. */
#include "rights/approval_rule.h"

#include "base/arena.h"
#include "modules/value.h"
#include "rights/rights.h"

const char *const approver_kind_names[] = {"staff", "role", "manager", NULL};

bool
cell_is(const struct db_value *cell, const char *state)
{
	return cell->type == DB_TEXT && str_equal(cell->bytes, str_of(state));
}

bool
module_can_wait(const struct module *module)
{
	return !module->retired && module->parent == NULL && !module->made_elsewhere &&
	       module->fields[SYSTEM_APPROVAL].column != NULL;
}

/* What the rule asks about is another than it was. Nobody knows what a rule asks that does not hold together. */
static bool
is_another_case(const struct approval_rule *rule, const struct db_value *before, const struct db_value *after)
{
	for (size_t i = 0; i < rule->module->field_count; i++) {
		const struct field *field = &rule->module->fields[i];

		if ((rule->condition == NULL || condition_uses(rule->condition, field)) &&
		    field->index != SYSTEM_APPROVAL && !value_equal(&before[i], &after[i]))
			return true;
	}
	return false;
}

static bool
applies(const struct approval_rule *rule, const struct db_value *before, const struct db_value *after)
{
	if (rule->paused)
		return false;
	if (before == NULL)
		return rule->on_create;
	if (cell_is(&before[SYSTEM_APPROVAL], STATE_REFUSED) || cell_is(&before[SYSTEM_APPROVAL], STATE_WITHDRAWN))
		return true;
	if (cell_is(&before[SYSTEM_APPROVAL], STATE_APPROVED))
		return rule->on_change && is_another_case(rule, before, after);
	return rule->on_change;
}

const struct approval_rule *
approval_rule_met(const struct rights *rights, const struct module *module, const struct db_value *before,
		  const struct db_value *after, const struct moment *moment)
{
	if (rights->approval_count == 0 || !module_can_wait(module))
		return NULL;
	for (size_t i = 0; i < rights->approval_count; i++) {
		const struct approval_rule *rule = &rights->approvals[i];

		if (rule->module == module && applies(rule, before, after) &&
		    (rule->condition == NULL || condition_holds(rule->condition, after, moment)))
			return rule;
	}
	return NULL;
}

const struct approval_rule *
approval_rule_of_id(const struct rights *rights, int64_t id)
{
	for (size_t i = 0; i < rights->approval_count; i++)
		if (rights->approvals[i].id == id)
			return &rights->approvals[i];
	return NULL;
}
