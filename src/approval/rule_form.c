/* rule_form: the form of an approval rule: which records, when, and who is asked step after step. */
#include "approval/rule_page.h"

static const char *const needs[] = {"one", "all", NULL};

static const char *
step_name(struct request *rq, size_t step, const char *field)
{
	return arena_printf(rq->arena, "steps.%zu.%s", step, field);
}

/* ---- reading ---- */

/* Steps in which nobody is named are left out. */
static void
read_steps(const struct approver_form *form, struct rule_draft *draft)
{
	struct request *rq = form->settings->rq;

	for (size_t i = 0; i < APPROVAL_STEPS; i++) {
		struct approval_step *step = &draft->steps[draft->step_count];

		step->everybody = form_read_choice(rq->form, step_name(rq, i, "needs"), FORM_OPTIONAL, needs) == 1;
		step->approvers = approvers_read(form, step_name(rq, i, "approvers"), true, &step->count);
		draft->step_count += step->count > 0;
	}
}

struct rule_draft
rule_form_read(const struct approver_form *form)
{
	struct settings *settings = form->settings;
	struct form *typed = settings->rq->form;
	const struct condition_rows rows = rule_condition(settings, NULL);
	struct rule_draft draft = {.name = form_read_text(typed, "name", FORM_REQUIRED, RIGHTS_NAME_LENGTH)};

	draft.on_create = form_read_bool(typed, "on_create");
	draft.on_change = form_read_bool(typed, "on_change");
	draft.condition = condition_rows_read(&rows);
	if (draft.condition == NULL && !form_failed(typed))
		form_error(typed, "condition", N_("Say which records are meant: choose at least one field."), NULL);
	read_steps(form, &draft);
	return draft;
}

/* ---- showing ---- */

static void
add_step(const struct approver_form *form, struct doc *list, size_t index, const struct approval_step *stored)
{
	static const char *const labels[] = {N_("one of them approves"), N_("all of them approve")};
	struct request *rq = form->settings->rq;
	struct doc *step = doc_add_object(list), *options = doc_set_list(step, "needs");
	const char *typed = form_text(rq->form, step_name(rq, index, "needs"));
	size_t chosen = typed != NULL ? text_equal(typed, needs[1]) : stored != NULL && stored->everybody;

	doc_set_int(step, "number", (int64_t)index + 1);
	doc_set_bool(step, "first", index == 0);
	doc_set_text(step, "needs_name", step_name(rq, index, "needs"));
	for (size_t i = 0; i < 2; i++)
		doc_set_word(settings_option(options, needs[i], i == chosen), "label", needs[i], labels[i]);
	approvers_show(form, step, "choices", step_name(rq, index, "approvers"), true,
		       stored == NULL ? NULL : stored->approvers, stored == NULL ? 0 : stored->count);
	doc_set_bool(step, "open",
		     index == 0 || (stored != NULL && stored->count > 0) ||
			     !text_empty(form_text(rq->form, step_name(rq, index, "approvers.0"))));
}

static void
add_head(struct settings *settings, const struct approval_rule *rule)
{
	struct doc *shown;

	doc_set_null(settings->page, "rule");
	if (rule == NULL)
		return;
	shown = doc_set_object(settings->page, "rule");
	doc_set_id(shown, "id", rule->id);
	doc_set_text(shown, "name", rule->name);
	doc_set_text(shown, "href", approval_rule_href(settings->rq->arena, rule, ""));
	doc_set_int(shown, "version", rule->version);
}

void
rule_form_show(const struct approver_form *form, const struct approval_rule *rule)
{
	struct settings *settings = form->settings;
	struct doc *page = settings->page, *inputs, *steps;
	const struct condition_rows rows = rule_condition(settings, rule == NULL ? NULL : rule->condition);

	rights_form_begin(settings, rule == NULL ? 0 : rule->version);
	approvals_add_module(settings, doc_set_object(page, "module"), settings->module);
	add_head(settings, rule);
	inputs = doc_set_object(page, "inputs");
	settings_input(settings, inputs, "name", "name", rule == NULL ? NULL : rule->name);
	settings_box(settings, inputs, "on_create", "on_create", rule == NULL || rule->on_create);
	settings_box(settings, inputs, "on_change", "on_change", rule == NULL || rule->on_change);
	doc_set_null(page, "when_error");
	settings_error(settings, page, "when_error", "on_create");
	condition_rows_show(&rows, doc_set_object(page, "condition"));
	steps = doc_set_list(page, "steps");
	for (size_t i = 0; i < APPROVAL_STEPS; i++)
		add_step(form, steps, i, rule != NULL && i < rule->step_count ? &rule->steps[i] : NULL);
}
