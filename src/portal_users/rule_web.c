/* rule_web: the page of what limits invitations: their pace, mail domains, and the plan's places. */
#include "base/arena.h"
#include "base/instant.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "modules/label.h"
#include "portal_users/handlers.h"
#include "portal_users/mail_domain.h"
#include "portal_users/plan.h"
#include "portal_users/quota.h"
#include "portal_users/rule.h"
#include "records/module_page.h"
#include "rights/user_type.h"

enum { DOMAINS_LENGTH = 20000 };

static const struct user_type *
type_of(const struct request *rq, int64_t id)
{
	for (size_t i = 0; i < rq->rights->user_type_count; i++)
		if (rq->rights->user_types[i].id == id)
			return &rq->rights->user_types[i];
	return NULL;
}

static void
add_quota(struct request *rq, struct doc *page)
{
	const struct quota *quota = quota_read(rq->tx);
	const struct portal_plan *plan = portal_plan_find(rq->tx);
	struct doc *list = doc_set_list(page, "quotas");

	doc_set_text(page, "plan", plan->name);
	doc_set_int(page, "included", quota->included);
	doc_set_int(page, "used", quota_used(quota));
	doc_set_instant(page, "trial_ends_at", plan->trial_ends_at);
	for (size_t i = 0; i < quota->count; i++) {
		const struct user_type *type = type_of(rq, quota->rows[i].user_type);
		struct doc *row;

		if (type == NULL)
			continue; /* not published: it has no users yet */
		row = doc_add_object(list);
		doc_set_id(row, "id", type->id);
		doc_set_label(row, "label", &type->label, language_of(rq));
		doc_set_int(row, "used", quota->rows[i].used);
		doc_set_int(row, "further", quota->rows[i].further);
		doc_set_int(row, "room", quota_room(quota, type->id));
		doc_set_text(row, "shop_href", portal_users_shop_href(rq, type));
	}
}

static void
add_own(struct request *rq, struct doc *page)
{
	const struct mail_domains *domains = mail_domains_read(rq->tx);
	struct doc *list = doc_set_list(page, "own_domains");

	for (size_t i = 0; i < domains->own_count; i++)
		doc_add_text(list, domains->own[i]);
	doc_set_bool(page, "has_own", domains->own_count > 0);
}

static struct doc *
document(struct request *rq)
{
	const struct portal_rule *rule = portal_rule_find(rq->tx);
	struct doc *page = doc_object(rq->arena), *values = doc_set_object(page, "values");

	doc_set_text(values, "per_minute", arena_printf(rq->arena, "%lld", (long long)rule->per_minute));
	doc_set_text(values, "blocked_domains", rule->blocked_domains);
	doc_set_text(values, "allowed_domains", rule->allowed_domains);
	doc_set_int(page, "version", rule->version);
	form_page(rq, page, "per_minute blocked_domains allowed_domains");
	add_quota(rq, page);
	add_own(rq, page);
	return page;
}

struct reply
limits_page(struct request *rq)
{
	return reply_page(rq, "portal_limits", document(rq));
}

/* As they are compared: in lower case, one a line. */
static const char *
read_domains(struct request *rq, const char *name)
{
	const char *typed = form_read_lines(rq->form, name, FORM_OPTIONAL, DOMAINS_LENGTH), *wrong, **domains;
	struct builder text = builder_new(rq->arena, 0);
	struct doc *values = doc_object(rq->arena);
	size_t count;

	if (!mail_domains_parse(rq->arena, typed == NULL ? "" : typed, &domains, &count, &wrong)) {
		doc_set_text(values, "domain", wrong);
		form_error(rq->form, name, N_("“{{domain}}” is not a mail domain. Write one a line, as example.com."),
			   values);
		return "";
	}
	for (size_t i = 0; i < count; i++)
		build_printf(&text, "%s%s", i == 0 ? "" : "\n", domains[i]);
	return builder_text(&text);
}

struct reply
limits_change(struct request *rq)
{
	struct portal_rule rule = {
		.per_minute = form_read_int(rq->form, "per_minute", FORM_REQUIRED, 1, INVITATIONS_PER_MINUTE_MOST),
		.blocked_domains = read_domains(rq, "blocked_domains"),
		.allowed_domains = read_domains(rq, "allowed_domains"),
		.version = form_read_int(rq->form, "version", FORM_REQUIRED, 0, INT64_MAX),
	};
	struct doc *detail = doc_object(rq->arena);

	if (form_failed(rq->form))
		return reply_form(rq, "portal_limits", document(rq));
	if (!portal_rule_save(rq->tx, &rule)) {
		form_error(rq->form, "",
			   N_("Somebody else has changed these settings meanwhile. Look at them, then save again."),
			   NULL);
		return reply_conflict(rq, "portal_limits", document(rq));
	}
	doc_set_int(detail, "per_minute", rule.per_minute);
	audit_add(rq, &(struct audit){.action = "portal_user.limits", .detail = detail});
	return reply_done(rq, RULE_HOME, N_("Saved."), rq->wants_json ? document(rq) : NULL);
}
