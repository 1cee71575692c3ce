/* review_web: records that came from imports, programs or clients: accepted one by one or many at once, or declined. */
#include "approval/approval.h"
#include "approval/handlers.h"
#include "approval/waiting_page.h"

#include "base/id.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/page.h"
#include "core/weakened.h"
#include "records/module_page.h"
#include "records/record_approval.h"
#include "rights/approval_rule.h"

enum { REVIEW_REASON = 1000 };

static const char *const verdicts[] = {"accept", "decline", NULL};

bool
review_is_theirs(const struct access *access)
{
	const struct module *module = access->plan->module;
	const struct review_rule *review = &access->plan->rights->reviews[module->index];
	const struct viewer *viewer = access->viewer;

	if (!module_can_wait(module) || !access_may(access, MAY_VIEW))
		return false;
	if (viewer_may(viewer, &approval_write) || weakened(CHECK_REVIEWER))
		return true;
	for (size_t i = 0; i < review->reviewer_count; i++)
		if ((review->reviewers[i].kind == APPROVER_STAFF && review->reviewers[i].id == viewer->staff) ||
		    (review->reviewers[i].kind == APPROVER_ROLE && review->reviewers[i].id == viewer->role_id))
			return true;
	return review->reviewer_count == 0 && access_writes(access, MAY_EDIT);
}

/* Of this record: where nobody is named, whoever may change it. */
static bool
may_review(const struct access *access, const struct record *record)
{
	const struct review_rule *review = &access->plan->rights->reviews[access->plan->module->index];

	return review_is_theirs(access) && !access->viewer->read_only_token &&
	       (review->reviewer_count > 0 || record->editable || viewer_may(access->viewer, &approval_write) ||
		weakened(CHECK_REVIEW_RECORD)) &&
	       !cell_is(&record->cells[SYSTEM_APPROVAL], STATE_WAITING);
}

void
review_fill(struct request *rq, struct doc *page, const struct access *access, const struct record *record)
{
	struct doc *shown;

	doc_set_null(page, "review");
	if (!module_can_wait(access->plan->module) || !cell_is(&record->cells[SYSTEM_REVIEW], STATE_WAITING))
		return;
	shown = doc_set_object(page, "review");
	doc_set_text(shown, "href", record_path(rq, access->plan->module, record->id, "/review"));
	doc_set_bool(shown, "may_review", may_review(access, record));
}

/* ---- deciding ---- */

static enum record_outcome
judge(struct request *rq, const struct access *access, int64_t id, bool accepted, const char *reason,
      struct record_trouble *trouble)
{
	struct record *record = record_find(rq->tx, access, id, false);
	struct doc *detail = doc_object(rq->arena);

	if (record == NULL || !cell_is(&record->cells[SYSTEM_REVIEW], STATE_WAITING))
		return RECORD_ABSENT;
	if (cell_is(&record->cells[SYSTEM_APPROVAL], STATE_WAITING)) {
		trouble->rule = N_("It waits for approval.");
		return RECORD_LOCKED;
	}
	if (!may_review(access, record))
		return RECORD_ABSENT;
	doc_set_text(detail, "module", access->plan->module->name);
	audit_add(rq, &(struct audit){.action = accepted ? "review.accept" : "review.decline",
				      .object_kind = "record",
				      .object = id,
				      .detail = detail});
	if (!accepted)
		return record_decline(rq->tx, access, id, reason, trouble);
	return record_set_state(rq->tx, access, id, SYSTEM_REVIEW, STATE_ACCEPTED, "accepted", reason)
		       ? RECORD_DONE
		       : RECORD_OVERTAKEN;
}

static const char *
read_verdict(struct request *rq, bool *accepted)
{
	int verdict = form_read_choice(rq->form, "decision", FORM_REQUIRED, verdicts);
	const char *reason = form_read_lines(rq->form, "reason", FORM_OPTIONAL, REVIEW_REASON);

	*accepted = verdict == 0;
	return text_empty(reason) ? NULL : reason;
}

static const char *
flash_of(bool accepted)
{
	return accepted ? N_("Accepted.") : N_("Declined. It is in the bin, and can be taken out again.");
}

struct reply
record_review_decision(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct record_trouble trouble = {.field = NULL};
	enum record_outcome outcome;
	bool accepted;
	const char *reason = read_verdict(rq, &accepted), *href;

	if (access == NULL || !module_can_wait(access->plan->module))
		return reply_not_found(rq);
	if (form_failed(rq->form))
		return reply_refusal(rq, 422, N_("Say “accept” or “decline”."));
	outcome = judge(rq, access, path_id(rq, "record"), accepted, reason, &trouble);
	if (outcome != RECORD_DONE)
		return record_refusal(rq, outcome, &trouble);
	href = accepted ? record_path(rq, access->plan->module, path_id(rq, "record"), "") : "/console/reviews";
	return reply_done(rq, href, flash_of(accepted), NULL);
}

/* ---- the list ---- */

static void
add_module(struct request *rq, struct doc *list, const struct module *module, const struct module *chosen)
{
	struct doc *row = doc_add_object(list);

	doc_set_text(row, "name", module->name);
	doc_set_label(row, "label", &module->plural, language_of(rq));
	doc_set_bool(row, "current", module == chosen);
}

static struct doc *
list_doc(struct request *rq)
{
	const struct catalogue *catalogue = rq->rights->catalogue;
	struct doc *page = doc_object(rq->arena), *modules = doc_set_list(page, "modules");
	const struct module *chosen = module_named(catalogue, form_text(rq->form, "module"));
	const struct cursor cursor = page_cursor(rq);
	struct waiting_lot lot = {NULL, 0, 0};

	for (size_t m = 0; m < catalogue->module_count; m++) {
		const struct module *module = &catalogue->modules[m];
		const struct access *access;
		const struct waiting_record *rows;
		size_t found;

		if (rq->rights->reviews[m].version == 0 || !module_can_wait(module))
			continue;
		access = record_access(rq, module);
		if (!review_is_theirs(access))
			continue;
		add_module(rq, modules, module, chosen);
		if (chosen != NULL && chosen != module)
			continue;
		rows = waiting_reviews(rq->tx, access, cursor.given ? cursor.id : 0, PAGE_ROWS + 1, &found);
		waiting_add(rq, &lot, rows, found);
	}
	waiting_show(rq, page, &lot);
	doc_set_bool(page, "several", modules->list.count > 1);
	doc_set_bool(page, "any", chosen == NULL);
	doc_set_bool(page, "may_decide", !rq->viewer->read_only_token);
	doc_set_list(page, "results");
	doc_set_null(page, "failed");
	form_page(rq, page, "reason decision");
	return page;
}

struct reply
review_list_page(struct request *rq)
{
	return reply_page(rq, "review_list", list_doc(rq));
}

/* ---- many at once ---- */

/* A record's id does not say of which module it is: those under review are asked for it. */
static const struct access *
access_of(struct request *rq, int64_t id)
{
	const struct catalogue *catalogue = rq->rights->catalogue;

	for (size_t m = 0; m < catalogue->module_count; m++) {
		const struct access *access;
		size_t count;

		if (rq->rights->reviews[m].version == 0 || !module_can_wait(&catalogue->modules[m]))
			continue;
		access = record_access(rq, &catalogue->modules[m]);
		if (!review_is_theirs(access))
			continue;
		record_names(rq->tx, access, &id, 1, &count);
		if (count == 1)
			return access;
	}
	return NULL;
}

static bool
judge_one(struct request *rq, struct doc *results, int64_t id, bool accepted, const char *reason)
{
	const struct access *access = access_of(rq, id);
	struct record_trouble trouble = {.field = NULL};
	enum record_outcome outcome = RECORD_ABSENT;

	if (access != NULL)
		outcome = judge(rq, access, id, accepted, reason, &trouble);
	result_add(rq, results, access, id, outcome == RECORD_DONE, outcome_text(outcome), trouble.rule);
	return outcome == RECORD_DONE;
}

struct reply
review_bulk(struct request *rq)
{
	struct ticked ticked[DECIDED_AT_ONCE];
	size_t count = ticked_read(rq, ticked), done = 0;
	struct doc *results = doc_list(rq->arena), *page;
	bool accepted;
	const char *reason = read_verdict(rq, &accepted);

	if (count == 0)
		form_error(rq->form, "ids", N_("Please tick the records first."), NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "review_list", list_doc(rq));
	for (size_t i = 0; i < count; i++)
		done += judge_one(rq, results, ticked[i].id, accepted, reason);
	page = list_doc(rq);
	doc_set(page, "results", results);
	doc_set_int(page, "done", (int64_t)done);
	if (done < count)
		doc_set_int(page, "failed", (int64_t)(count - done));
	if (done == count)
		return reply_done(rq, next_path(rq, "/console/reviews"), flash_of(accepted), page);
	return reply_page(rq, "review_list", page);
}
