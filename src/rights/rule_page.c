/* rule_page: a rule has a name, a condition and an effect; only the effect differs. */
#include "rights/rule_page.h"

#include "core/handover.h"
#include "modules/condition.h"
#include "modules/condition_entry.h"

const char *
rule_words(struct request *rq, const struct condition *condition)
{
	return condition == NULL ? NULL : condition_words(rq->arena, condition, rq->formats, condition_entry_name, rq);
}

struct condition_rows
rule_condition(struct settings *settings, const struct condition *stored)
{
	return (struct condition_rows){
		.settings = settings, .name = "condition", .error = "condition", .stored = stored};
}

void
rule_add_head(struct settings *settings, const char *kind, int64_t id, const char *name, int64_t version)
{
	struct doc *rule;

	doc_set_null(settings->page, "rule");
	if (id == 0)
		return;
	rule = doc_set_object(settings->page, "rule");
	doc_set_id(rule, "id", id);
	doc_set_text(rule, "name", name);
	doc_set_text(rule, "href", rule_href(settings->rq->arena, settings->module, kind, id, ""));
	doc_set_int(rule, "version", version);
}

struct doc *
rule_read_condition(struct settings *settings)
{
	const struct condition_rows rows = rule_condition(settings, NULL);
	struct form *form = settings->rq->form;
	struct doc *condition = condition_rows_read(&rows);

	if (condition == NULL && !form_failed(form))
		form_error(form, "condition", N_("Say which records are meant: choose at least one field."), NULL);
	return condition;
}

static void
fill(struct settings *settings, const struct rule_form *form)
{
	const struct condition_rows rows = rule_condition(settings, form->condition);

	rights_form_begin(settings, form->version);
	sharing_add_module(settings);
	rule_add_head(settings, form->kind, form->id, form->name, form->version);
	settings_input(settings, doc_set_object(settings->page, "inputs"), "name", "name", form->name);
	condition_rows_show(&rows, doc_set_object(settings->page, "condition"));
	form->fill(settings, form->rule);
}

struct reply
rule_form_page(struct settings *settings, const struct rule_form *form)
{
	fill(settings, form);
	return reply_page(settings->rq, form->template, settings->page);
}

struct reply
rule_form_again(struct settings *settings, const struct rule_form *form)
{
	if (!form_failed(settings->rq->form))
		return rule_form_page(settings, form);
	fill(settings, form);
	return settings_again(settings, form->template);
}

struct reply
rule_saved(struct settings *settings, struct rights_change *change, const char *kind)
{
	struct doc *done = doc_object(settings->rq->arena);

	doc_set_id(done, "id", change->object);
	doc_set_text(done, "name", change->name);
	doc_set_text(done, "href", rule_href(settings->rq->arena, settings->module, kind, change->object, ""));
	change->done = done;
	return rights_apply(change);
}

struct rights_change
rule_change(struct settings *settings, const char *title, const char *name, const char *action)
{
	struct arena *arena = settings->rq->arena;

	return (struct rights_change){.settings = settings,
				      .before = reach_now(settings->rq->tx),
				      .kept_before = house_handover_begin(settings->rq),
				      .title = title,
				      .name = name,
				      .back = sharing_href(arena, settings->module, ""),
				      .action = action,
				      .kind = "rule",
				      .done_path = sharing_href(arena, settings->module, ""),
				      .done_flash = N_("Saved. It holds from everybody’s next page on.")};
}
