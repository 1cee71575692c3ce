/* rule_web: approval rules: made, changed, put in order, paused, removed; before one is saved it says what it will do.
 */
#include "approval/approval.h"
#include "approval/handlers.h"
#include "approval/rule_page.h"
#include "records/record.h"

enum { COUNT_MOST = 1000 };

static struct reply
again(const struct approver_form *form, const struct approval_rule *rule)
{
	struct settings *settings = form->settings;
	bool failed = form_failed(settings->rq->form);

	rule_form_show(form, rule);
	return failed ? settings_again(settings, "approval_rule_form")
		      : reply_page(settings->rq, "approval_rule_form", settings->page);
}

struct reply
approval_rule_new_form(struct request *rq)
{
	struct settings settings;
	struct approver_form form;

	if (!approvals_open(rq, &settings))
		return reply_not_found(rq);
	form = approver_form(&settings);
	return again(&form, NULL);
}

/* False: there is no such rule. */
static bool
open(struct request *rq, struct settings *settings, struct approver_form *form, const struct approval_rule **rule)
{
	if (!approvals_open(rq, settings))
		return false;
	*form = approver_form(settings);
	*rule = approval_rule_of_path(rq, settings->module);
	return *rule != NULL;
}

struct reply
approval_rule_page(struct request *rq)
{
	struct settings settings;
	struct approver_form form;
	const struct approval_rule *rule;

	if (!open(rq, &settings, &form, &rule))
		return reply_not_found(rq);
	if (rq->wants_json)
		approval_rule_add(&form, doc_set_list(settings.page, "rules"), rule);
	return again(&form, rule);
}

/* ---- before it is saved ---- */

/* How many records meet it, as far as the one who asks sees them. */
static void
add_matching(struct settings *settings, const struct rule_draft *draft)
{
	struct request *rq = settings->rq;
	const struct field_scope scope = {.module = settings->module, .find = scope_all};
	struct record_query query = {.limit = 1};
	const char *error;
	struct doc *values;
	int64_t count;

	query.filter = condition_parse(rq->arena, &scope, draft->condition, &error, &values);
	count = record_count(rq->tx, record_access(rq, settings->module), &query, COUNT_MOST);
	doc_set_int(settings->page, "matching", count);
	doc_set_bool(settings->page, "many", count >= COUNT_MOST);
}

static void
carry(struct settings *settings)
{
	struct form *form = settings->rq->form;
	struct doc *list = doc_set_list(settings->page, "carried");

	for (size_t i = 0; i < form_count(form); i++) {
		const char *name = form_name(form, i);
		struct doc *field;

		if (text_equal(name, "csrf") || text_equal(name, "confirm") || text_equal(name, "do"))
			continue;
		field = doc_add_object(list);
		doc_set_text(field, "name", name);
		doc_set_text(field, "value", form_raw(form, name));
	}
}

/* Nothing of it stays: what was written goes with the answer. */
static struct reply
ask(const struct approver_form *form, const struct rule_draft *draft)
{
	struct settings *settings = form->settings;
	struct request *rq = settings->rq;
	struct doc *blind = doc_set_list(settings->page, "blind");

	add_matching(settings, draft);
	for (size_t i = 0; i < draft->step_count; i++)
		approvers_blind(form, blind, settings->module, draft->steps[i].approvers, draft->steps[i].count);
	doc_set_bool(settings->page, "any_blind", blind->list.count > 0);
	approvals_add_module(settings, doc_set_object(settings->page, "module"), settings->module);
	doc_set_text(settings->page, "name", draft->name);
	doc_set_text(settings->page, "action", rq->http->path);
	doc_set_bool(settings->page, "on_change", draft->on_change);
	if (rq->wants_json)
		form_error(rq->form, "confirm",
			   N_("Nothing is changed yet. Look at what it will do, then send it again with “confirm”."),
			   NULL);
	settings_problems(settings);
	carry(settings);
	return reply_form(rq, "approval_rule_confirm", settings->page);
}

static struct reply
saved(const struct approver_form *form, const struct rule_draft *draft, int64_t id, const char *action)
{
	struct settings *settings = form->settings;
	struct request *rq = settings->rq;
	struct doc *detail = doc_object(rq->arena), *done = doc_object(rq->arena);

	if (!form_read_bool(rq->form, "confirm"))
		return ask(form, draft);
	doc_set_text(detail, "name", draft->name);
	doc_set_text(detail, "module", settings->module->name);
	audit_add(rq, &(struct audit){.action = action, .object_kind = "rule", .object = id, .detail = detail});
	doc_set_id(done, "id", id);
	doc_set_text(done, "name", draft->name);
	doc_set_text(done, "href",
		     approvals_href(rq->arena, settings->module,
				    arena_printf(rq->arena, "/rules/%s", rights_id_text(rq->arena, id))));
	return reply_done(rq, approvals_href(rq->arena, settings->module, ""),
			  N_("Saved. It holds from the next record on that is saved."), done);
}

struct reply
approval_rule_new(struct request *rq)
{
	struct settings settings;
	struct approver_form form;
	struct rights_trouble trouble = {0};
	struct rule_draft draft;
	int64_t id = 0;

	if (!approvals_open(rq, &settings))
		return reply_not_found(rq);
	form = approver_form(&settings);
	if (rights_only_edits(rq))
		return again(&form, NULL);
	draft = rule_form_read(&form);
	if (form_failed(rq->form) ||
	    rights_refused(&settings, rule_save(rq->tx, rq->rights, settings.module, 0, &draft, 0, &id, &trouble),
			   &trouble))
		return again(&form, NULL);
	return saved(&form, &draft, id, "approval_rule.create");
}

struct reply
approval_rule_change(struct request *rq)
{
	struct settings settings;
	struct approver_form form;
	struct rights_trouble trouble = {0};
	const struct approval_rule *rule;
	struct rule_draft draft;
	int64_t id;

	if (!open(rq, &settings, &form, &rule))
		return reply_not_found(rq);
	if (rights_only_edits(rq))
		return again(&form, rule);
	draft = rule_form_read(&form);
	if (!settings_current(&settings, rule->version) || form_failed(rq->form) ||
	    rights_refused(
		    &settings,
		    rule_save(rq->tx, rq->rights, settings.module, rule->id, &draft, rule->version, &id, &trouble),
		    &trouble))
		return again(&form, rule);
	return saved(&form, &draft, id, "approval_rule.change");
}

/* ---- order and pause ---- */

static void
journal(struct settings *settings, const struct approval_rule *rule, const char *action)
{
	struct doc *detail = doc_object(settings->rq->arena);

	doc_set_text(detail, "name", rule->name);
	doc_set_text(detail, "module", settings->module->name);
	audit_add(settings->rq,
		  &(struct audit){.action = action, .object_kind = "rule", .object = rule->id, .detail = detail});
}

struct reply
approval_rule_order(struct request *rq)
{
	static const char *const directions[] = {"up", "down", NULL};
	struct settings settings;
	struct approver_form form;
	const struct approval_rule *rule;
	int direction = form_read_choice(rq->form, "direction", FORM_REQUIRED, directions);

	if (!open(rq, &settings, &form, &rule))
		return reply_not_found(rq);
	if (direction < 0)
		return reply_refusal(rq, 422, N_("Say “up” or “down”."));
	rule_move(rq->tx, rq->rights, rule, direction == 0);
	journal(&settings, rule, "approval_rule.order");
	return reply_done(rq, approvals_href(rq->arena, settings.module, ""), N_("The order is saved."), NULL);
}

struct reply
approval_rule_pausing(struct request *rq)
{
	struct settings settings;
	struct approver_form form;
	const struct approval_rule *rule;
	bool paused = form_read_bool(rq->form, "paused");

	if (!open(rq, &settings, &form, &rule))
		return reply_not_found(rq);
	rule_pause(rq->tx, rule->id, paused);
	journal(&settings, rule, paused ? "approval_rule.pause" : "approval_rule.resume");
	return reply_done(rq, approvals_href(rq->arena, settings.module, ""),
			  paused ? N_("The rule is paused: it catches no more records. Those that wait keep waiting.")
				 : N_("The rule holds again."),
			  NULL);
}

/* ---- away ---- */

static struct reply
ask_what_becomes(struct settings *settings, const struct approval_rule *rule, int64_t waiting)
{
	struct request *rq = settings->rq;
	struct doc *page = settings->page;

	approvals_add_module(settings, doc_set_object(page, "module"), settings->module);
	doc_set_text(page, "name", rule->name);
	doc_set_text(page, "href", approval_rule_href(rq->arena, rule, ""));
	doc_set_int(page, "version", rule->version);
	doc_set_int(page, "waiting", waiting);
	doc_set_bool(page, "many", waiting >= COUNT_MOST);
	if (rq->wants_json)
		form_error(rq->form, "waiting",
			   N_("Records wait because of this rule: say “release” or “keep” for them."), NULL);
	settings_problems(settings);
	return reply_form(rq, "approval_rule_removal", page);
}

struct reply
approval_rule_removal(struct request *rq)
{
	static const char *const choices[] = {"release", "keep", NULL};
	struct settings settings;
	struct approver_form form;
	struct rights_trouble trouble = {0};
	const struct approval_rule *rule;
	int chosen = form_read_choice(rq->form, "waiting", FORM_OPTIONAL, choices);
	int64_t waiting;

	if (!open(rq, &settings, &form, &rule))
		return reply_not_found(rq);
	waiting = rule_waiting(rq->tx, rule->id, COUNT_MOST);
	if (waiting > 0 && chosen < 0)
		return ask_what_becomes(&settings, rule, waiting);
	if (rights_refused(&settings,
			   rule_remove(rq->tx, rule->id, settings_seen(&settings, rule->version), chosen == 0),
			   &trouble))
		return again(&form, rule);
	journal(&settings, rule, "approval_rule.remove");
	return reply_done(rq, approvals_href(rq->arena, settings.module, ""), N_("The rule was removed."), NULL);
}
