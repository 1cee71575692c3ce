/* settings_web: which modules have rules of approval and review, and those of one of them. */
#include "approval/approval.h"
#include "approval/handlers.h"
#include "approval/rule_page.h"

const char *
approvals_href(struct arena *arena, const struct module *module, const char *below)
{
	return arena_printf(arena, APPROVALS_HOME "/%s%s", module->name, below);
}

const char *
approval_rule_href(struct arena *arena, const struct approval_rule *rule, const char *below)
{
	return approvals_href(arena, rule->module,
			      arena_printf(arena, "/rules/%s%s", rights_id_text(arena, rule->id), below));
}

bool
approvals_open(struct request *rq, struct settings *settings)
{
	const struct module *module = rights_path_module(rq);

	rights_begin(rq, settings, module);
	return module != NULL && module_can_wait(module);
}

const struct approval_rule *
approval_rule_of_path(struct request *rq, const struct module *module)
{
	const struct approval_rule *rule = approval_rule_of_id(rq->rights, path_id(rq, "rule"));

	return rule == NULL || rule->module != module ? NULL : rule;
}

void
approvals_add_module(struct settings *settings, struct doc *object, const struct module *module)
{
	doc_set_text(object, "name", module->name);
	doc_set_label(object, "plural", &module->plural, settings->language);
	doc_set_text(object, "icon", module->icon);
	doc_set_text(object, "href", approvals_href(settings->rq->arena, module, ""));
}

void
approval_rule_add(const struct approver_form *form, struct doc *list, const struct approval_rule *rule)
{
	struct request *rq = form->settings->rq;
	struct doc *row = doc_add_object(list), *steps = doc_set_list(row, "steps");

	doc_set_id(row, "id", rule->id);
	doc_set_text(row, "name", rule->name);
	doc_set_text(row, "href", approval_rule_href(rq->arena, rule, ""));
	doc_set_text(row, "words", rule_words(rq, rule->condition));
	if (rule->condition != NULL && rq->wants_json)
		doc_set(row, "condition", condition_doc(rq->arena, rule->condition));
	doc_set_bool(row, "broken", rule->condition == NULL);
	doc_set_bool(row, "on_create", rule->on_create);
	doc_set_bool(row, "on_change", rule->on_change);
	doc_set_bool(row, "both", rule->on_create && rule->on_change);
	doc_set_bool(row, "paused", rule->paused);
	doc_set_int(row, "version", rule->version);
	for (size_t i = 0; i < rule->step_count; i++) {
		struct doc *step = doc_add_object(steps);

		doc_set_int(step, "number", (int64_t)i + 1);
		doc_set_bool(step, "several", rule->step_count > 1);
		doc_set_bool(step, "all", rule->steps[i].everybody && rule->steps[i].count > 0);
		approvers_name(form, step, "approvers", rule->steps[i].approvers, rule->steps[i].count);
	}
}

/* ---- the modules ---- */

struct reply
approval_modules_page(struct request *rq)
{
	struct settings settings;
	struct doc *list;

	rights_begin(rq, &settings, NULL);
	list = doc_set_list(settings.page, "modules");
	for (size_t m = 0; m < settings.catalogue->module_count; m++) {
		const struct module *module = &settings.catalogue->modules[m];
		const bool *from = rq->rights->reviews[m].from;
		int64_t rules = 0;
		struct doc *row;

		if (!module_can_wait(module))
			continue;
		for (size_t i = 0; i < rq->rights->approval_count; i++)
			rules += rq->rights->approvals[i].module == module;
		row = doc_add_object(list);
		approvals_add_module(&settings, row, module);
		doc_set_int(row, "rule_count", rules);
		doc_set_bool(row, "has_rules", rules > 0);
		doc_set_bool(row, "reviewed", from[1] || from[2] || from[3]);
	}
	return reply_page(rq, "approval_modules", settings.page);
}

/* ---- one of them ---- */

static void
add_review(const struct approver_form *form)
{
	struct settings *settings = form->settings;
	const struct review_rule *review = &settings->rq->rights->reviews[settings->module->index];
	struct doc *shown = doc_set_object(settings->page, "review");

	settings_box(settings, shown, "from_import", "from_import", review->from[3]);
	settings_box(settings, shown, "from_api", "from_api", review->from[2]);
	settings_box(settings, shown, "from_portal", "from_portal", review->from[1]);
	doc_set_int(shown, "version", review->version);
	approvers_show(form, shown, "choices", "reviewers", false, review->reviewers, review->reviewer_count);
	approvers_name(form, shown, "reviewers", review->reviewers, review->reviewer_count);
}

static struct doc *
fill(const struct approver_form *form)
{
	struct settings *settings = form->settings;
	const struct rights *rights = settings->rq->rights;
	struct doc *list;

	rights_form_begin(settings, rights->reviews[settings->module->index].version);
	approvals_add_module(settings, doc_set_object(settings->page, "module"), settings->module);
	list = doc_set_list(settings->page, "rules");
	for (size_t i = 0; i < rights->approval_count; i++)
		if (rights->approvals[i].module == settings->module)
			approval_rule_add(form, list, &rights->approvals[i]);
	doc_set_bool(settings->page, "several", list->list.count > 1);
	add_review(form);
	return settings->page;
}

struct reply
approval_module_page(struct request *rq)
{
	struct settings settings;
	struct approver_form form;

	if (!approvals_open(rq, &settings))
		return reply_not_found(rq);
	form = approver_form(&settings);
	return reply_page(rq, "approval_module", fill(&form));
}

struct reply
review_rule_change(struct request *rq)
{
	struct settings settings;
	struct approver_form form;
	struct rights_trouble trouble = {0};
	struct review_draft draft;

	if (!approvals_open(rq, &settings))
		return reply_not_found(rq);
	form = approver_form(&settings);
	draft = (struct review_draft){.from_import = form_read_bool(rq->form, "from_import"),
				      .from_api = form_read_bool(rq->form, "from_api"),
				      .from_portal = form_read_bool(rq->form, "from_portal")};
	draft.reviewers = approvers_read(&form, "reviewers", false, &draft.reviewer_count);
	if (form_failed(rq->form) ||
	    rights_refused(&settings,
			   review_save(rq->tx, settings.module, &draft,
				       settings_seen(&settings, rq->rights->reviews[settings.module->index].version)),
			   &trouble)) {
		fill(&form);
		return settings_again(&settings, "approval_module");
	}
	settings_journal(&settings, "review_rule.change", "module", settings.module->id, settings.module->name);
	return reply_done(rq, approvals_href(rq->arena, settings.module, ""),
			  N_("Saved. It holds for what comes in from now on."), NULL);
}
