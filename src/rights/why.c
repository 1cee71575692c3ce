/* why: asks the same questions as the plan, one by one, so that each can be told. */
#include "rights/why.h"

#include "base/arena.h"
#include "base/str.h"
#include "rights/hand.h"
#include "rights/plan_input.h"

struct asking {
	struct doc *list;
	const struct rights *rights;
	const struct looked *record;
	const struct onlooker *onlooker;
	const struct profile_rights *profile;
	unsigned may;
	struct moment moment;
};

static bool
is_administrator(const struct asking *asking)
{
	return asking->profile->id == profile_id_of(PROFILE_ADMINISTRATOR);
}

/* A reason with its sentence; returns the sentence's values. */
static struct doc *
add_reason(struct asking *asking, const char *rule, const char *name, enum level level, const char *english)
{
	struct doc *reason = doc_add_object(asking->list), *values = doc_object(asking->list->arena);

	if (level == LEVEL_WRITE && !(asking->may & MAY_EDIT))
		level = LEVEL_READ;
	doc_set_text(reason, "rule", rule);
	doc_set_text(reason, "name", name);
	doc_set_text(reason, "level", level_names[level]);
	doc_set_message(reason, "text", english, values);
	return values;
}

static void
set_profile(struct doc *values, const struct profile_rights *profile)
{
	if (profile->name != NULL)
		doc_set_text(values, "profile", profile->name);
	else
		doc_set_message(values, "profile", profile_label(profile), NULL);
}

/* ---- what gives ---- */

static void
add_profile(struct asking *asking)
{
	if (is_administrator(asking))
		add_reason(asking, "profile", NULL, LEVEL_WRITE, N_("Administrators see everything."));
	else if (asking->may & MAY_ALL_RECORDS)
		set_profile(add_reason(asking, "everybody", asking->profile->name, LEVEL_WRITE,
				       N_("The profile {{profile}} sees the records of everybody.")),
			    asking->profile);
}

static void
add_ownership(struct asking *asking)
{
	const struct role *role = rights_role(asking->rights, asking->onlooker->role_id);
	const struct looked *record = asking->record;

	if (record->module->fields[SYSTEM_OWNER].column == NULL)
		return;
	if (record->owner == 0) {
		if (role != NULL && role->parent == NULL)
			add_reason(asking, "role", role->name, LEVEL_WRITE,
				   N_("It belongs to nobody, and they stand at the top of the tree of roles."));
	} else if (record->owner == asking->onlooker->id)
		add_reason(asking, "owner", record->owner_name, LEVEL_WRITE, N_("It is theirs."));
	else if (asking->onlooker->reaches)
		doc_set_text(add_reason(asking, "role", role == NULL ? NULL : role->name, LEVEL_WRITE,
					N_("It belongs to {{owner}}, whose role stands below theirs.")),
			     "owner", record->owner_name);
}

static void
add_public(struct asking *asking)
{
	if (asking->record->module->sharing == SHARING_READ)
		add_reason(asking, "public", NULL, LEVEL_READ, N_("Everybody may see the records of this module."));
	else if (asking->record->module->sharing == SHARING_WRITE)
		add_reason(asking, "public", NULL, LEVEL_WRITE,
			   N_("Everybody may see and change the records of this module."));
}

static void
add_sharing(struct asking *asking)
{
	const struct role *role = rights_role(asking->rights, asking->onlooker->role_id);

	for (size_t i = 0; i < asking->rights->sharing_count; i++) {
		const struct sharing_rule *rule = &asking->rights->sharing[i];
		struct doc *values;

		if (rule->module != asking->record->module || rule->condition == NULL ||
		    !sharing_reaches(rule, role, asking->onlooker->id) ||
		    !condition_holds(rule->condition, asking->record->cells, &asking->moment))
			continue;
		values = add_reason(asking, "sharing", rule->name, rule->level,
				    rule->role != NULL ? N_("The rule “{{rule}}” shares it with the role {{role}}.")
						       : N_("The rule “{{rule}}” shares it with the group {{group}}."));
		doc_set_text(values, "rule", rule->name);
		doc_set_text(values, "role", rule->role == NULL ? NULL : rule->role->name);
		doc_set_text(values, "group", rule->crew == NULL ? NULL : rule->crew->name);
	}
}

/* ---- what takes ---- */

static bool
state_holds(const struct asking *asking, const struct state_rule *rule)
{
	return rule->module == asking->record->module && state_rule_holds(rule, asking->record->cells, &asking->moment);
}

static bool
is_hidden(const struct asking *asking)
{
	for (size_t i = 0; i < asking->rights->state_count; i++) {
		const struct state_rule *rule = &asking->rights->states[i];

		if (rule->field == NULL && rule->hides && state_holds(asking, rule))
			return !is_administrator(asking);
	}
	return false;
}

static const char *
state_sentence(const struct state_rule *rule)
{
	if (rule->field == NULL)
		return N_("The rule “{{rule}}” holds: it cannot be changed.");
	return rule->hides ? N_("The rule “{{rule}}” holds: the field {{field}} cannot be seen.")
			   : N_("The rule “{{rule}}” holds: the field {{field}} cannot be changed.");
}

static bool
is_waiting(const struct looked *record)
{
	const struct db_value *approval = &record->cells[SYSTEM_APPROVAL];

	return approval->type == DB_TEXT && str_equal(approval->bytes, STR("waiting"));
}

static void
add_states(struct asking *asking)
{
	if (is_waiting(asking->record))
		add_reason(asking, "state", NULL, LEVEL_READ,
			   N_("It waits for approval: until then it cannot be changed."));
	for (size_t i = 0; i < asking->rights->state_count; i++) {
		const struct state_rule *rule = &asking->rights->states[i];
		struct doc *values;

		if ((rule->hides && is_administrator(asking)) || !state_holds(asking, rule) ||
		    (rule->field != NULL &&
		     asking->profile->levels[rule->module->index][rule->field->index] == LEVEL_HIDDEN))
			continue;
		values = add_reason(asking, "state", rule->name, rule->hides ? LEVEL_HIDDEN : LEVEL_READ,
				    state_sentence(rule));
		doc_set_text(values, "rule", rule->name);
		if (rule->field != NULL)
			doc_set_label(values, "field", &rule->field->label, "");
	}
}

/* ---- all of it ---- */

/* What is said by hand stands before all else; true: something is. */
static bool
add_hand(struct asking *asking)
{
	const struct onlooker *onlooker = asking->onlooker;
	struct doc *values;

	if (!asking->record->module->by_hand || onlooker->hand < 0)
		return false;
	if (onlooker->hand == HAND_NONE)
		return true;
	values =
		add_reason(asking, "hand", onlooker->group_name, onlooker->hand == HAND_FULL ? LEVEL_WRITE : LEVEL_READ,
			   onlooker->group_name == NULL ? N_("It was given to them by hand.")
							: N_("It is in the group {{group}}, which was given to them."));
	doc_set_text(values, "group", onlooker->group_name);
	return true;
}

static void
add_own_reasons(struct asking *asking)
{
	if (add_hand(asking))
		return;
	add_profile(asking);
	add_ownership(asking);
	add_public(asking);
	add_sharing(asking);
}

void
add_reasons(struct doc *list, const struct rights *rights, const struct looked *record, const struct onlooker *onlooker,
	    const struct moment *moment)
{
	struct asking asking = {.list = list,
				.rights = rights,
				.record = record,
				.onlooker = onlooker,
				.profile = rights_profile(rights, onlooker->profile_id),
				.moment = *moment};
	size_t before = list->list.count;

	asking.moment.staff = onlooker->id;
	asking.may = profile_may(asking.profile, record->module);
	if (!(asking.may & MAY_VIEW) || is_hidden(&asking))
		return;
	if (record->module->parent == NULL)
		add_own_reasons(&asking);
	else if (record->parent != NULL)
		add_reasons(list, rights, record->parent, onlooker, moment);
	if (list->list.count > before)
		add_states(&asking);
}
