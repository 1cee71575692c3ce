/* plan_belt: which columns the statements of a plan may read: those that the profile shows, and those that the rules
 * ask about. Made from the profile and the rules, not from the plan: a mistake there does not widen it. */
#include "rights/plan_input.h"

#include "modules/module_belt.h"
#include "rights/price.h"

struct tying {
	struct belt *belt;
	const struct rights *rights;
	const struct plan_input *input;
};

static bool
is_administrators(const struct plan_input *input)
{
	return input->profile != NULL && input->profile->id == profile_id_of(PROFILE_ADMINISTRATOR);
}

static enum level
below(const struct profile_rights *ceiling, const struct field *field, enum level level)
{
	enum level most = ceiling == NULL ? LEVEL_WRITE : ceiling->levels[field->module->index][field->index];

	return level < most ? level : most;
}

static enum level
own_level(const struct plan_input *input, const struct field *field)
{
	if (input->type != NULL)
		return price_told(input->type, field) != NULL
			       ? LEVEL_HIDDEN
			       : below(plan_ceiling(input, field->module), field,
				       input->type->levels[field->module->index][field->index]);
	if (input->profile == NULL)
		return LEVEL_HIDDEN;
	return input->profile->levels[field->module->index][field->index];
}

enum level
level_of(const struct plan_input *input, const struct field *field)
{
	enum level level = field->retired ? LEVEL_HIDDEN : own_level(input, field), most;

	if (input->looker == NULL || level == LEVEL_HIDDEN)
		return level;
	most = own_level(input->looker, field);
	return level < most ? level : most;
}

/* Lines are seen with their record. */
static unsigned
may_of(const struct plan_input *input, const struct module *module)
{
	if (input->type != NULL)
		return input->type->may[module->index];
	while (module->parent != NULL)
		module = module->parent;
	return input->kind != VIEWER_STAFF || input->profile == NULL ? 0 : input->profile->may[module->index];
}

/* ---- what rules ask about ---- */

static void
add_asked(struct belt *belt, const struct condition *condition)
{
	const struct field *field = condition->field;

	for (size_t i = 0; i < condition->part_count; i++)
		add_asked(belt, &condition->parts[i]);
	if (condition->kind != CONDITION_COMPARE)
		return;
	if (field->type == FIELD_LOOKUPS)
		belt_add(belt, "record_link", NULL);
	else
		belt_add(belt, field->module->table, field->key != NULL ? field->key : field->column);
}

/* `field` NULL: the rules of the whole record. */
static void
add_states(struct tying *tying, const struct module *module, const struct field *field)
{
	for (size_t i = 0; i < tying->rights->state_count; i++) {
		const struct state_rule *rule = &tying->rights->states[i];

		if (rule->module != module || rule->field != field || (rule->hides && is_administrators(tying->input)))
			continue;
		if (rule->condition != NULL)
			add_asked(tying->belt, rule->condition);
	}
}

static void
add_sharing(struct tying *tying, const struct module *module)
{
	const char *owner = module->fields[SYSTEM_OWNER].column;

	if (module->by_hand)
		module_belt_by_hand(tying->belt);
	if (owner != NULL && module->sharing != SHARING_WRITE && !is_administrators(tying->input) &&
	    (may_of(tying->input, module) & MAY_ALL_RECORDS) == 0) {
		belt_add(tying->belt, module->table, owner);
		belt_add(tying->belt, "staff_reach", NULL);
	}
	for (size_t i = 0; i < tying->input->rule_count; i++)
		if (tying->input->rules[i]->module == module && tying->input->rules[i]->condition != NULL)
			add_asked(tying->belt, tying->input->rules[i]->condition);
}

static void add_rows(struct tying *tying, const struct module *module);

/* By what a tab of the portal is tied, and what narrows it. */
static void
add_tie(struct tying *tying, const struct module *module)
{
	const struct portal_tab *tab = tying->input->type->by_module[module->index];

	if (tab == NULL)
		return;
	if (tab->link != NULL && tab->link->column != NULL)
		belt_add(tying->belt, module->table, tab->link->column);
	else if (tab->link != NULL)
		belt_add(tying->belt, "record_link", NULL);
	if (tab->narrowed != NULL)
		add_asked(tying->belt, tab->narrowed);
	if (tab->tie == TIE_THROUGH)
		add_rows(tying, tab->link->target);
}

/* What tells which rows are seen and changed, of the module and of those its lines belong to. */
static void
add_rows(struct tying *tying, const struct module *module)
{
	struct tying looking = {tying->belt, tying->rights, tying->input->looker};

	if (looking.input != NULL)
		add_rows(&looking, module);
	for (; module != NULL; module = module->parent) {
		const char *approval = module->fields[SYSTEM_APPROVAL].column;

		belt_add(tying->belt, module->table, "id");
		belt_add(tying->belt, module->table, "deleted_at");
		if (module->parent != NULL)
			belt_add(tying->belt, module->table, "parent_id");
		else if (tying->input->type != NULL)
			add_tie(tying, module);
		else
			add_sharing(tying, module);
		if (approval != NULL)
			belt_add(tying->belt, module->table, approval);
		add_states(tying, module, NULL);
	}
}

/* ---- what is shown ---- */

/* The index of words, and the words it leaves to be looked at. */
static void
add_search(struct belt *belt)
{
	belt_add(belt, "search_text", NULL);
	belt_add_on(belt, DB_SQLITE, "search_index", "search_index");
	belt_add_on(belt, DB_SQLITE, "search_index", "ROWID");
	belt_add_on(belt, DB_POSTGRES, "search_text_place_seq", NULL);
}

/* By what records are found to be alike, and who said that they are not. */
static void
add_likeness(struct belt *belt)
{
	belt_add(belt, "match_key", NULL);
	belt_add(belt, "match_apart", NULL);
}

static void
add_fields(struct tying *tying, const struct module *module)
{
	bool words = false;

	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];

		if (level_of(tying->input, field) == LEVEL_HIDDEN)
			continue;
		if (field->type == FIELD_LOOKUPS)
			belt_add(tying->belt, "record_link", NULL);
		if (field->column != NULL)
			belt_add(tying->belt, module->table, field->column);
		if (field->key != NULL)
			belt_add(tying->belt, module->table, field->key);
		words = words || field_kept_as(field) == DB_TEXT;
		add_states(tying, module, field); /* those that hide it from the looker are among them */
	}
	if (!words)
		return;
	add_search(tying->belt);
	add_likeness(tying->belt);
}

const struct belt *
plan_belt(struct arena *arena, const struct rights *rights, const struct module *module, const struct plan_input *input)
{
	struct tying tying = {belt_new(arena, module->table), rights, input};

	belt_add(tying.belt, module->table, "version");
	if (module->parent != NULL)
		belt_add(tying.belt, module->table, "position");
	add_rows(&tying, module);
	if (may_of(input, module) & MAY_VIEW)
		add_fields(&tying, module);
	module_belt_mix(tying.belt, module);
	return tying.belt;
}

const struct belt *
plan_belt_whole(struct arena *arena, const struct rights *rights, const struct module *module,
		const struct plan_input *input)
{
	struct tying tying = {NULL, rights, input};

	if (input->type == NULL)
		return module->belt;
	tying.belt = module_belt(arena, module);
	add_rows(&tying, module);
	return tying.belt;
}
