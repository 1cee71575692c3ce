/* state_web: rules by which a field, or the whole record, is locked or hidden while a condition holds. */
#include "modules/condition.h"
#include "rights/handlers.h"
#include "rights/rule_page.h"

static const char *const effects[] = {"locked", "hidden", NULL};

static const struct state_rule *
rule_of_path(struct request *rq, const struct module *module)
{
	int64_t id = path_id(rq, "rule");

	for (size_t i = 0; i < rq->rights->state_count; i++)
		if (rq->rights->states[i].id == id && rq->rights->states[i].module == module)
			return &rq->rights->states[i];
	return NULL;
}

/* ---- the form ---- */

static void
add_fields(struct settings *settings, const struct state_rule *rule)
{
	struct form *form = settings->rq->form;
	const char *stored = rule == NULL || rule->field == NULL ? NULL : rule->field->name;
	const char *chosen = form_has(form, "field") ? form_text(form, "field") : stored;
	struct doc *list = doc_set_list(settings->page, "fields");

	for (size_t i = 0; i < settings->module->field_count; i++) {
		const struct field *field = &settings->module->fields[i];

		if (!field->retired && field->id != 0)
			doc_set_label(settings_option(list, field->name, text_equal(field->name, chosen)), "label",
				      &field->label, settings->language);
	}
	doc_set_null(settings->page, "field_error");
	settings_error(settings, settings->page, "field_error", "field");
	doc_set_null(settings->page, "field_theirs");
	if (!settings->conflict || rule == NULL || text_equal(text_empty(chosen) ? NULL : chosen, stored))
		return;
	if (rule->field == NULL)
		doc_set_message(settings->page, "field_theirs", N_("The whole record"), NULL);
	else
		doc_set_label(settings->page, "field_theirs", &rule->field->label, settings->language);
}

static void
add_effects(struct settings *settings, const struct state_rule *rule)
{
	static const char *const labels[] = {N_("can be read, but not changed"), N_("is not shown")};
	const char *typed = form_text(settings->rq->form, "effect");
	struct doc *list = doc_set_list(settings->page, "effects");
	int stored = rule != NULL && rule->hides;
	int chosen = text_equal(typed, "hidden") ? 1 : text_equal(typed, "locked") ? 0 : stored;

	for (int i = 0; effects[i] != NULL; i++)
		doc_set_word(settings_option(list, effects[i], i == chosen), "label", effects[i], labels[i]);
	doc_set_null(settings->page, "effect_theirs");
	if (settings->conflict && stored != chosen)
		doc_set_word(settings->page, "effect_theirs", effects[stored], labels[stored]);
}

static void
fill(struct settings *settings, const void *data)
{
	const struct state_rule *rule = data;

	add_fields(settings, rule);
	add_effects(settings, rule);
}

static struct rule_form
form_of(const struct state_rule *rule)
{
	struct rule_form form = {.kind = "states", .template = "state_rule_form", .fill = fill, .rule = rule};

	if (rule != NULL) {
		form.id = rule->id;
		form.version = rule->version;
		form.name = rule->name;
		form.condition = rule->condition;
	}
	return form;
}

static struct reply
again(struct settings *settings, const struct state_rule *rule)
{
	const struct rule_form form = form_of(rule);

	return rule_form_again(settings, &form);
}

static bool
open(struct request *rq, struct settings *settings, const struct state_rule **rule)
{
	rights_begin(rq, settings, sharing_path_module(rq));
	if (settings->module == NULL)
		return false;
	*rule = rule_of_path(rq, settings->module);
	return *rule != NULL;
}

struct reply
state_rule_new_form(struct request *rq)
{
	const struct rule_form form = form_of(NULL);
	struct settings settings;

	rights_begin(rq, &settings, sharing_path_module(rq));
	return settings.module == NULL ? reply_not_found(rq) : rule_form_page(&settings, &form);
}

struct reply
state_rule_page(struct request *rq)
{
	struct settings settings;
	const struct state_rule *rule;
	struct rule_form form;

	if (!open(rq, &settings, &rule))
		return reply_not_found(rq);
	form = form_of(rule);
	return rule_form_page(&settings, &form);
}

/* ---- saving ---- */

/* Without a condition it would hold always: that is what profiles are for. */
static struct state_draft
read_draft(struct settings *settings)
{
	struct form *form = settings->rq->form;
	struct state_draft draft = {.name = form_read_text(form, "name", FORM_REQUIRED, RIGHTS_NAME_LENGTH)};
	const char *field = form_text(form, "field");

	draft.hides = form_read_choice(form, "effect", FORM_REQUIRED, effects) == 1;
	if (!text_empty(field)) {
		draft.field = field_named(settings->module, field);
		if (draft.field == NULL || draft.field->retired)
			form_error(form, "field", N_("Please choose an entry of the list."), NULL);
	}
	draft.condition = rule_read_condition(settings);
	return draft;
}

struct reply
state_rule_new(struct request *rq)
{
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct rights_change change;
	struct state_draft draft;

	rights_begin(rq, &settings, sharing_path_module(rq));
	if (settings.module == NULL)
		return reply_not_found(rq);
	if (rights_only_edits(rq))
		return again(&settings, NULL);
	draft = read_draft(&settings);
	change = rule_change(&settings, N_("Add the rule {{name}}"), draft.name, "state_rule.create");
	if (form_failed(rq->form) ||
	    rights_refused(&settings, state_save(rq->tx, settings.module, 0, &draft, 0, &change.object, &trouble),
			   &trouble))
		return again(&settings, NULL);
	return rule_saved(&settings, &change, "states");
}

struct reply
state_rule_change(struct request *rq)
{
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct rights_change change;
	struct state_draft draft;
	const struct state_rule *rule;

	if (!open(rq, &settings, &rule))
		return reply_not_found(rq);
	if (rights_only_edits(rq))
		return again(&settings, rule);
	draft = read_draft(&settings);
	change = rule_change(&settings, N_("Change the rule {{name}}"), draft.name, "state_rule.change");
	change.back = rule_href(rq->arena, settings.module, "states", rule->id, "");
	if (!settings_current(&settings, rule->version) || form_failed(rq->form) ||
	    rights_refused(
		    &settings,
		    state_save(rq->tx, settings.module, rule->id, &draft, rule->version, &change.object, &trouble),
		    &trouble))
		return again(&settings, rule);
	return rule_saved(&settings, &change, "states");
}

struct reply
state_rule_removal(struct request *rq)
{
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct rights_change change;
	const struct state_rule *rule;

	if (!open(rq, &settings, &rule))
		return reply_not_found(rq);
	change = rule_change(&settings, N_("Remove the rule {{name}}"), rule->name, "state_rule.remove");
	change.object = rule->id;
	change.done_flash = N_("The rule was removed.");
	if (rights_only_edits(rq) ||
	    rights_refused(&settings, state_remove(rq->tx, rule->id, settings_seen(&settings, rule->version)),
			   &trouble))
		return again(&settings, rule);
	return rule_saved(&settings, &change, "states");
}
