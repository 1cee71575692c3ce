/* demo_approvals: dear offers wait for somebody, some were approved and one refused; so does a client abroad; a few
 * leads wait for review. */
#include "demo/demo_parts.h"

#include "approval/decision.h"
#include "approval/rule_write.h"
#include "approval/tell.h"
#include "base/arena.h"
#include "base/check.h"
#include "records/record_approval.h"

enum { DEAR_OFFERS = 6, NEW_LEADS = 4 };

static void
add_rule(struct demo *demo)
{
	const struct approver approvers[] = {{APPROVER_MANAGER, 0}, {APPROVER_STAFF, demo->staff[HELENE]}};
	const struct rule_draft draft = {
		.name = "Offres à partir de 6 000 €",
		.condition =
			demo_json(demo, "{'all': [{'field': 'total', 'comparison': 'at_least', 'values': ['6000']}]}"),
		.on_create = true,
		.on_change = true,
		.steps = {{.approvers = approvers, .count = 2}},
		.step_count = 1,
	};
	struct rights_trouble trouble = {.error = NULL};
	int64_t id;

	check(rule_save(demo->tx, demo->rights, demo_module(demo, "offers"), 0, &draft, 0, &id, &trouble) ==
	      RIGHTS_DONE);
}

/* A client abroad, which nobody changes before Julien has looked at it. */
static void
add_client_rule(struct demo *demo)
{
	const struct approver approvers[] = {{APPROVER_STAFF, demo->staff[JULIEN]}};
	const struct rule_draft draft = {
		.name = "Clients en Suisse",
		.condition = demo_json(demo, "{'all': [{'field': 'country', 'comparison': 'is', 'values': ['CH']}]}"),
		.on_create = true,
		.on_change = true,
		.steps = {{.approvers = approvers, .count = 1}},
		.step_count = 1,
	};
	struct rights_trouble trouble = {.error = NULL};
	int64_t id;

	check(rule_save(demo->tx, demo->rights, demo_module(demo, "clients"), 0, &draft, 0, &id, &trouble) ==
	      RIGHTS_DONE);
}

static void
review_leads(struct demo *demo)
{
	static const struct review_draft draft = {.from_import = true, .from_api = true};

	check(review_save(demo->tx, demo_module(demo, "leads"), &draft, 0) == RIGHTS_DONE);
}

/* The newest of a module, or the dearest. */
static struct record *
first_of(struct demo *demo, const char *module, const char *sort, size_t limit, size_t *count)
{
	const struct access *access = demo_access(demo, module, HELENE, 0);
	const struct record_query query = {
		.sort = sort == NULL ? NULL : field_named(access->plan->module, sort),
		.descending = true,
		.limit = limit,
	};

	return record_list(demo->tx, access, &query, count);
}

static void
decide(struct demo *demo, int64_t offer, enum decision decision, const char *reason)
{
	const struct access *access = demo_access(demo, "offers", JULIEN, 0);
	const struct approval *approval = approval_of(demo->tx, access->plan->module->id, offer);
	bool for_others;

	if (approval != NULL)
		check(approval_decide(
			      demo->tx, access,
			      &(struct decision_wish){.approval = approval->id, .decision = decision, .reason = reason},
			      &for_others) == DECISION_DONE);
}

void
demo_add_approvals(struct demo *demo)
{
	size_t count;
	const struct record *offers, *leads;

	add_rule(demo);
	add_client_rule(demo);
	review_leads(demo);
	demo_look_again(demo);
	offers = first_of(demo, "offers", "total", DEAR_OFFERS, &count);
	for (size_t i = 0; i < count; i++)
		record_settle(demo->tx, demo_access(demo, "offers", GWENAELLE, (int)(count - i)), offers[i].id, NULL);
	record_settle(demo->tx, demo_access(demo, "clients", GWENAELLE, 1), demo->clients[DEMO_ABROAD], NULL);
	for (size_t i = 0; i < count && i < 2; i++)
		decide(demo, offers[i].id, DECISION_APPROVE, i == 0 ? "Marge vérifiée, on y va." : NULL);
	if (count > 2)
		decide(demo, offers[2].id, DECISION_REJECT,
		       "Remise trop forte sur les panneaux : revenir à 3 % au plus.");
	leads = first_of(demo, "leads", NULL, NEW_LEADS, &count);
	for (size_t i = 0; i < count; i++)
		record_set_state(demo->tx, demo_access(demo, "leads", SARAH, 1), leads[i].id, SYSTEM_REVIEW, "waiting",
				 "imported", NULL);
	asked_are_told(demo->tx, demo_module(demo, "offers")); /* nobody is waiting for these mails */
	asked_are_told(demo->tx, demo_module(demo, "clients"));
	decided_are_told(demo->tx);
}
